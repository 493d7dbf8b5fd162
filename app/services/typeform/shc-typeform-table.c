/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table that Typeform's results page exports: a line for each response, a column for each question by its title. */

#define G_LOG_DOMAIN "shc-typeform"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-csv.h"
#include "shc-date.h"
#include "shc-typeform-read.h"

#define ID_LENGTH 32

typedef enum { QUESTION, ID, SUBMITTED, RESPONSE_TYPE, PASSED_OVER } Column;

static const struct
{
  const char *title;
  Column      column;
} known[] = {
  { "#", ID },
  { "Submit Date (UTC)", SUBMITTED },
  { "Response Type", RESPONSE_TYPE },
  { "Start Date (UTC)", PASSED_OVER },
  { "Stage Date (UTC)", PASSED_OVER },
  { "Network ID", PASSED_OVER },
  { "Tags", PASSED_OVER },
  { "Ending", PASSED_OVER },
  { "", PASSED_OVER },
};

typedef struct
{
  Column *columns;
  char  **titles;
  guint   n;
} Header;

static void
header_clear (Header *self)
{
  g_free (self->columns);
  g_strfreev (self->titles);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Header, header_clear)

/* White space folded: a title may have line breaks, and a mapping has a line for each. */
static char *
clean_title (const char *title)
{
  g_auto(GStrv) words = g_strsplit_set (title, " \t\n\r", -1);
  GString *clean = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (clean, "%s%s", clean->len > 0 ? " " : "", words[i]);
  return g_string_free (clean, FALSE);
}

static Column
classify (const char *title)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (known[i].title, title) == 0)
      return known[i].column;
  return QUESTION;
}

/* Titles that occur again ("Other") are told apart by their number. */
static char *
make_unique (char       **titles,
             guint        n,
             const char  *title)
{
  guint times = 1;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *numbered = g_strdup_printf ("%s (%u)", title, times);

      if (g_str_equal (titles[i], times == 1 ? title : numbered))
        {
          times++;
          i = (guint) -1;
        }
    }
  return times == 1 ? g_strdup (title) : g_strdup_printf ("%s (%u)", title, times);
}

static gboolean
read_header (Header           *self,
             char            **row,
             ShcTypeformForm  *form)
{
  gboolean known_one = FALSE;

  self->columns = g_new0 (Column, g_strv_length (row) + 1);
  self->titles = g_new0 (char *, g_strv_length (row) + 1);
  for (; row[self->n] != NULL; self->n++)
    {
      g_autofree char *title = clean_title (row[self->n]);
      ShcTypeformQuestion *question;

      self->columns[self->n] = classify (title);
      known_one |= self->columns[self->n] == ID || self->columns[self->n] == SUBMITTED;
      self->titles[self->n] = make_unique (self->titles, self->n, title);
      if (self->columns[self->n] != QUESTION)
        continue;
      question = g_new0 (ShcTypeformQuestion, 1);
      question->title = g_strdup (self->titles[self->n]);
      g_ptr_array_add (form->questions, question);
    }
  return known_one && form->questions->len > 0;
}

/* A table from which the numbers were taken away still knows its lines again. */
static char *
make_id (char **row)
{
  g_autofree char *line = g_strjoinv ("\037", row);
  char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, line, -1);

  sum[ID_LENGTH] = '\0';
  return sum;
}

/* "2026-08-14 22:38:22" is in UTC. */
static gint64
read_time (const char *text)
{
  g_autofree char *utc = g_strconcat (text, g_str_has_suffix (text, "Z") ? "" : "Z", NULL);
  gint64 utc_us;

  return shc_time_parse (utc, &utc_us, NULL) ? MAX (utc_us, 0) : 0;
}

static void
add_answer (ShcTypeformResponse *response,
            const char          *title,
            const char          *value)
{
  ShcTypeformAnswer *answer = g_new0 (ShcTypeformAnswer, 1);

  answer->question = g_new0 (ShcTypeformQuestion, 1);
  answer->question->title = g_strdup (title);
  answer->kind = SHC_TYPEFORM_CELL;
  answer->text = g_strdup (value);
  g_ptr_array_add (response->answers, answer);
}

static void
read_row (ShcTypeformFile *self,
          const Header    *header,
          char           **row)
{
  g_autoptr(ShcTypeformResponse) response = shc_typeform_response_new (NULL);
  gboolean sent = TRUE;

  for (guint i = 0; row[i] != NULL && i < header->n; i++)
    {
      g_autofree char *value = g_strstrip (g_strdup (row[i]));

      if (header->columns[i] == SUBMITTED)
        response->submitted_us = read_time (value);
      if (*value == '\0')
        continue;
      if (header->columns[i] == ID && response->id == NULL)
        response->id = g_strdup (value);
      else if (header->columns[i] == RESPONSE_TYPE)
        sent = g_ascii_strcasecmp (value, "completed") == 0;
      else if (header->columns[i] == QUESTION)
        add_answer (response, header->titles[i], value);
    }
  if (response->id == NULL)
    response->id = make_id (row);
  if (sent)
    shc_typeform_file_add (self, g_steal_pointer (&response));
  else
    self->unsent++;
}

gboolean
shc_typeform_table_read (ShcTypeformFile  *self,
                         const char       *text,
                         gsize             length,
                         GError          **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(GPtrArray) rows = shc_csv_parse (text, length, &problem);
  g_auto(Header) header = { 0 };

  if (rows == NULL)
    {
      g_set_error (error, SHC_TYPEFORM_ERROR, SHC_TYPEFORM_ERROR_FORMAT, _("%s Nothing of it was taken."),
                   problem->message);
      return FALSE;
    }
  if (rows->len == 0 || !read_header (&header, g_ptr_array_index (rows, 0), self->form))
    {
      g_set_error_literal (error, SHC_TYPEFORM_ERROR, SHC_TYPEFORM_ERROR_FORMAT,
                           _("This is no table that Typeform’s results page exports: it has no column “#” or “Submit Date "
                             "(UTC)” beside the questions. Nothing was changed."));
      return FALSE;
    }
  for (guint i = 1; i < rows->len; i++)
    read_row (self, &header, g_ptr_array_index (rows, i));
  return TRUE;
}
