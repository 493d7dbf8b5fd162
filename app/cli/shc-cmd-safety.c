/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc safety`: the on-device check alone, without a journal and without a network. */

#define G_LOG_DOMAIN "shc-cmd-safety"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shc-care.h"
#include "shc-commands.h"
#include "shc-input.h"
#include "shc-line-reader.h"
#include "shc-text.h"

/* The longest text with every byte escaped, and its quotation marks. */
#define MAX_LINE_BYTES (6 * SHC_TEXT_MAX_BYTES + 64)

static void
add_line (JsonBuilder       *reply,
          const ShcHelpLine *line)
{
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "name", line->name);
  shc_json_add_string (reply, "contact", line->contact);
  shc_json_add_string (reply, "hours", line->hours);
  shc_json_add_string (reply, "source", line->source);
  shc_json_add_string (reply, "verified_on", line->seen);
  json_builder_end_object (reply);
}

static void
add_card (JsonBuilder         *reply,
          const ShcSafetyCard *card)
{
  json_builder_set_member_name (reply, "card");
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "text", card->text);
  shc_json_add_string (reply, "emergency", card->emergency);
  json_builder_set_member_name (reply, "lines");
  json_builder_begin_array (reply);
  for (guint i = 0; i < card->lines->len; i++)
    add_line (reply, g_ptr_array_index (card->lines, i));
  json_builder_end_array (reply);
  shc_json_add_string (reply, "directory", card->directory);
  shc_json_add_string (reply, "check", card->check);
  json_builder_end_object (reply);
}

static ShcSafetyCard *
create_card (ShcCli           *self,
             ShcSafetyFinding  finding)
{
  if (finding.level < SHC_SAFETY_CONCERN)
    return NULL;
  return shc_safety_card_new (finding, shc_args_get (self->args, "language"),
                              shc_args_get (self->args, "country"), g_get_real_time ());
}

static void
add_finding (ShcCli           *self,
             JsonBuilder      *reply,
             ShcSafetyFinding  finding)
{
  g_autoptr(ShcSafetyCard) card = create_card (self, finding);

  json_builder_begin_object (reply);
  shc_json_add_string (reply, "level", shc_safety_level_get_name (finding.level));
  if (card != NULL)
    add_card (reply, card);
  else
    shc_json_add_null (reply, "card");
  json_builder_end_object (reply);
}

static void
print_finding (ShcCli           *self,
               ShcSafetyFinding  finding)
{
  g_autoptr(ShcSafetyCard) card = create_card (self, finding);
  const char *level = shc_safety_level_get_name (finding.level);
  g_autofree char *lines = NULL;

  shc_cli_print ("%s", level != NULL ? level : _("Nothing that the check looks for."));
  if (card == NULL)
    return;
  lines = shc_care_format_card (card);
  shc_cli_print ("\n%s", lines);
}

/* One line in, one line out, so that a program can keep the check running. */
static gboolean
answer_line (ShcCli      *self,
             const char  *line,
             gsize        length,
             guint        number,
             GError     **error)
{
  g_autoptr(JsonNode) node = shc_json_parse (line, length, NULL);
  g_autoptr(JsonBuilder) reply = json_builder_new ();
  g_autofree char *text = NULL;

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                   _("Line %u of standard input is not one JSON string."), number);
      return FALSE;
    }
  add_finding (self, reply, shc_safety_check (json_node_get_string (node), -1));
  text = shc_json_end (reply);
  puts (text);
  fflush (stdout);
  return TRUE;
}

static gssize
read_input (gpointer   data,
            void      *buffer,
            gsize      size,
            GError   **error)
{
  gssize n;

  do
    n = read (STDIN_FILENO, buffer, size);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno),
                 _("Standard input could not be read: %s."), g_strerror (errno));
  return n;
}

static gboolean
run_batch (ShcCli  *self,
           GError **error)
{
  g_autoptr(ShcLineReader) reader = shc_line_reader_new (read_input, NULL, MAX_LINE_BYTES);
  const char *line;
  gsize length;

  for (;;)
    switch (shc_line_reader_next (reader, &line, &length, error))
      {
      case SHC_LINE_READ:
        if (length > 0 && !answer_line (self, line, length, (guint) shc_line_reader_get_number (reader), error))
          return FALSE;
        break;
      case SHC_LINE_TOO_LONG:
        g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                     _("Line %u of standard input is longer than any reflection."),
                     (guint) shc_line_reader_get_number (reader));
        return FALSE;
      case SHC_LINE_END:
        return TRUE;
      case SHC_LINE_FAILED:
      default:
        return FALSE;
      }
}

static gboolean
check_country (ShcCli  *self,
               GError **error)
{
  const char *country = shc_args_get (self->args, "country");

  if (country == NULL || (strlen (country) == 2 && g_ascii_isalpha (country[0]) && g_ascii_isalpha (country[1])))
    return TRUE;
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                       _("--country: two letters are needed, such as US or DE."));
  return FALSE;
}

static gboolean
check_language (ShcCli  *self,
                GError **error)
{
  const char *language = shc_args_get (self->args, "language");
  g_auto(GStrv) known = shc_safety_card_get_languages ();
  g_autofree char *code = language != NULL ? g_strndup (language, strcspn (language, "_-.@")) : NULL;
  g_autofree char *all = NULL;

  if (code == NULL || g_strv_contains ((const char *const *) known, code))
    return TRUE;
  all = g_strjoinv (", ", known);
  g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
               _("--language: the card speaks %s."), all);
  return FALSE;
}

gboolean
shc_cmd_safety (ShcCli  *self,
                GError **error)
{
  gboolean batch = shc_args_has (self->args, "batch");
  g_autofree char *text = NULL;
  ShcSafetyFinding finding;

  if (!check_country (self, error) || !check_language (self, error))
    return FALSE;
  if (batch != (self->args->n_positionals == 0))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("“shc safety” needs a text, “-”, or --batch alone."));
      return FALSE;
    }
  if (batch)
    return run_batch (self, error);

  text = shc_input_dup_text (self->args->positionals[0], error);
  if (text == NULL)
    return FALSE;
  finding = shc_safety_check (text, -1);
  if (self->json)
    add_finding (self, self->reply, finding);
  else
    print_finding (self, finding);
  return TRUE;
}
