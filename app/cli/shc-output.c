/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How reflections look to people on a terminal or in a file. */

#define G_LOG_DOMAIN "shc-output"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "shc-cli.h"
#include "shc-output.h"
#include "shc-text.h"

#define DATE_COLUMNS      16
#define MILESTONE_COLUMNS 12
#define DEFAULT_COLUMNS   80
#define LEAST_EXCERPT     20

typedef enum { STYLE_FAINT, STYLE_BOLD, STYLE_MATCH } Style;

static gboolean
is_terminal (void)
{
  return isatty (STDOUT_FILENO) == 1;
}

static gboolean
has_colour (void)
{
  const char *off = g_getenv ("NO_COLOR");
  const char *kind = g_getenv ("TERM");

  return is_terminal () && (off == NULL || off[0] == '\0') && kind != NULL
         && !g_str_equal (kind, "dumb");
}

static const char *
begin_style (Style style)
{
  static const char *const codes[] = { "\033[2m", "\033[1m", "\033[1;36m" };

  return has_colour () ? codes[style] : "";
}

static const char *
end_style (void)
{
  return has_colour () ? "\033[0m" : "";
}

static guint
get_columns (void)
{
  struct winsize size;

  if (is_terminal () && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return DEFAULT_COLUMNS;
}

static gboolean
is_control (gunichar c)
{
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
}

/* What would show the rest of a line backwards. */
static gboolean
is_override (gunichar c)
{
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Puts @insertion in place of each @mark of @text. */
static char *
replace (const char *text,
         const char *mark,
         const char *insertion)
{
  g_auto(GStrv) parts = g_strsplit (text, mark, -1);

  return g_strjoinv (insertion, parts);
}

/* The marked snippet with colours around the matches as well. */
static char *
colour_matches (const char *snippet)
{
  g_autofree char *begin = g_strconcat (begin_style (STYLE_MATCH), "«", NULL);
  g_autofree char *end = g_strconcat ("»", end_style (), NULL);
  g_autofree char *begun = replace (snippet, SHC_MATCH_BEGIN, begin);

  return replace (begun, SHC_MATCH_END, end);
}

/* One line: breaks become spaces, which keeps the marks of matches. */
static char *
fold_lines (const char *text)
{
  char *line = g_strdup (text);

  g_strdelimit (line, "\r\n\t", ' ');
  return line;
}

static void
print_row (const ShcReflection *reflection,
           const char          *rest)
{
  g_autofree char *date = shc_output_format_date (reflection->date);
  g_autofree char *date_cells = shc_output_fit (date, DATE_COLUMNS);
  g_autofree char *milestone =
    shc_output_fit (reflection->milestone != NULL ? reflection->milestone : "", MILESTONE_COLUMNS);

  gboolean bold = reflection->milestone != NULL;

  /* A row that ends here has no blanks behind it. */
  if (rest[0] == '\0')
    g_strchomp (bold ? milestone : date_cells);
  printf ("%s%.*s%s  %s", begin_style (STYLE_FAINT), SHC_OUTPUT_ID_CHARS, reflection->id,
          end_style (), date_cells);
  if (bold)
    printf ("  %s%s%s", begin_style (STYLE_BOLD), milestone, end_style ());
  else if (rest[0] != '\0')
    printf ("  %s", milestone);
  printf (rest[0] != '\0' ? "  %s\n" : "%s\n", rest);
}

static void
print_head (const ShcReflection *reflection)
{
  g_autofree char *date = shc_date_format_long (reflection->date);
  g_autofree char *tags = g_strjoinv (", ", reflection->tags);
  g_autofree char *safe_tags = shc_output_safe (tags);

  printf ("%s%s%s\n", begin_style (STYLE_BOLD), date, end_style ());
  if (reflection->milestone != NULL)
    {
      g_autofree char *milestone = shc_output_safe (reflection->milestone);

      shc_cli_print (_("Milestone: %s"), milestone);
    }
  if (reflection->mood > 0)
    shc_cli_print (_("Mood: %d of 5"), reflection->mood);
  if (tags[0] != '\0')
    shc_cli_print (_("Tags: %s"), safe_tags);
  if (reflection->never_send)
    shc_cli_print (_("Marked: never send"));
  if (reflection->trashed_us > 0)
    shc_cli_print (_("In the trash"));
  printf ("%s%s%s\n\n", begin_style (STYLE_FAINT), reflection->id, end_style ());
}

guint
shc_output_get_cells (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

char *
shc_output_safe (const char *text)
{
  return is_terminal () ? shc_output_make_visible (text, FALSE) : g_strdup (text);
}

char *
shc_output_make_visible (const char *text,
                         gboolean    one_line)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) safe = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (is_control (c) || (one_line && c < 0x20))
        g_string_append_unichar (safe, c < 0x20 ? 0x2400 + c : 0xFFFD);
      else
        g_string_append_unichar (safe, one_line && is_override (c) ? 0xFFFD : c);
    }

  return g_string_free (g_steal_pointer (&safe), FALSE);
}

char *
shc_output_fit (const char *text,
                guint       columns)
{
  GString *cells = g_string_new (NULL);
  gsize before_last = 0;
  guint used = 0;
  guint used_before_last = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      guint width = shc_output_get_cells (c);

      if (used + width > columns)
        {
          /* The last cells give way to the mark that something follows. */
          g_string_truncate (cells, before_last);
          used = used_before_last + 1;
          g_string_append (cells, "…");
          break;
        }
      if (used + width < columns)
        {
          before_last = cells->len + (gsize) g_unichar_to_utf8 (c, NULL);
          used_before_last = used + width;
        }
      g_string_append_unichar (cells, is_control (c) || c == '\n' || c == '\t' ? ' ' : c);
      used += width;
    }

  for (; used < columns; used++)
    g_string_append_c (cells, ' ');
  return g_string_free (cells, FALSE);
}

char *
shc_output_format_date (ShcDate date)
{
  gint64 minutes = date.civil_us % SHC_DATE_US_PER_DAY / (60 * G_USEC_PER_SEC);
  int year, month, day;

  shc_date_get_ymd (date, &year, &month, &day);
  if (!date.has_time)
    return g_strdup_printf ("%04d-%02d-%02d", year, month, day);

  return g_strdup_printf ("%04d-%02d-%02d %02d:%02d", year, month, day, (int) (minutes / 60),
                          (int) (minutes % 60));
}

char *
shc_output_format_time (gint64 utc_us)
{
  return shc_output_format_date (shc_date_now (utc_us));
}

void
shc_output_print_list (GPtrArray *reflections)
{
  guint fixed = SHC_OUTPUT_ID_CHARS + DATE_COLUMNS + MILESTONE_COLUMNS + 3 * 2;
  guint columns = get_columns ();
  guint room = columns > fixed + LEAST_EXCERPT ? columns - fixed : LEAST_EXCERPT;

  for (guint i = 0; i < reflections->len; i++)
    {
      const ShcReflection *reflection = g_ptr_array_index (reflections, i);
      g_autofree char *excerpt = shc_text_excerpt (reflection->text, room);
      g_autofree char *cells = shc_output_fit (excerpt, room);

      print_row (reflection, g_strchomp (cells));
    }
}

void
shc_output_print_hits (GPtrArray *hits)
{
  for (guint i = 0; i < hits->len; i++)
    {
      const ShcHit *hit = g_ptr_array_index (hits, i);
      g_autofree char *line = fold_lines (hit->snippet);
      g_autofree char *safe = shc_output_safe (line);
      g_autofree char *marked = colour_matches (safe);

      print_row (hit->reflection, "");
      printf ("    %s\n", marked);
    }
}

void
shc_output_print_reflection (const ShcReflection *reflection)
{
  g_autofree char *text = shc_output_safe (reflection->text);

  print_head (reflection);
  fputs (text, stdout);
  if (!g_str_has_suffix (text, "\n"))
    fputc ('\n', stdout);
}

void
shc_output_print_kept (const ShcReflection *reflection,
                       gboolean             added)
{
  g_autofree char *words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u word", "%u words",
                                                         reflection->n_words), reflection->n_words);

  shc_cli_print (added ? _("Kept as %.*s: %s.") : _("Changed %.*s: %s."), SHC_OUTPUT_ID_CHARS,
                 reflection->id, words);
}

char *
shc_output_mark_matches (const char *snippet)
{
  g_autofree char *begun = replace (snippet, SHC_MATCH_BEGIN, "«");

  return replace (begun, SHC_MATCH_END, "»");
}
