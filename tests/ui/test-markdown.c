/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light Markdown: what is seen in a line, in how much time, and how a buffer shows it. */

#include "config.h"

#include <string.h>

#include "shc-filter-bar.h"
#include "shc-highlighter.h"
#include "shc-markdown.h"
#include "shc-markdown-view.h"
#include "shc-questions.h"
#include "shc-reflection-row.h"
#include "shc-search.h"
#include "ui-test.h"

/* Spells a line out: each span as kind(text). */
static char *
spell (const char *line)
{
  static const char *const kinds[] = { "h1", "h2", "h3", "quote", "list", "strong", "em", "code",
                                       "bullet", "mark" };
  g_autoptr(GArray) spans = g_array_new (FALSE, FALSE, sizeof (ShcMarkdownSpan));
  GString *text = g_string_new (NULL);

  shc_markdown_parse_line (line, strlen (line), spans);
  for (guint i = 0; i < spans->len; i++)
    {
      const ShcMarkdownSpan *span = &g_array_index (spans, ShcMarkdownSpan, i);

      g_assert_cmpuint (span->end, <=, strlen (line));
      g_string_append_printf (text, "%s%s(%.*s)", i > 0 ? " " : "", kinds[span->kind],
                              (int) (span->end - span->start), line + span->start);
    }
  return g_string_free (text, FALSE);
}

static void
test_lines (void)
{
  static const struct { const char *line; const char *spans; } cases[] = {
    { "", "" },
    { "plain words", "" },
    { "# A heading", "h1(# A heading) mark(# )" },
    { "### Third", "h3(### Third) mark(### )" },
    { "###### Sixth", "h3(###### Sixth) mark(###### )" },
    { "####### seven are none", "" },
    { "#no space", "" },
    { "> said **so**", "quote(> said **so**) mark(> ) mark(**) strong(so) mark(**)" },
    { "- one", "list(- one) bullet(-)" },
    { "  * two", "list(  * two) bullet(*)" },
    { "12. twelve", "list(12. twelve)" },
    { "-no list", "" },
    { "a *b* c", "mark(*) em(b) mark(*)" },
    { "a **b** c", "mark(**) strong(b) mark(**)" },
    { "***both***", "mark(***) strong(both) em(both) mark(***)" },
    { "2 * 3 * 4", "" },
    { "snake_case_name", "" },
    { "_so_", "mark(_) em(so) mark(_)" },
    { "`*not*`", "mark(`) code(*not*) mark(`)" },
    { "\\*not\\*", "mark(\\) mark(\\)" },
    { "*open", "" },
    { "****", "" },
    { "**größer** – *日記*", "mark(**) strong(größer) mark(**) mark(*) em(日記) mark(*)" },
    { "**a *b* c**", "mark(**) strong(a *b* c) mark(*) em(b) mark(*) mark(**)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *spelled = spell (cases[i].line);

      g_assert_cmpstr (spelled, ==, cases[i].spans);
    }
}

/* Lines made to be slow: none takes longer than an honest one would. */
static void
test_hostile_lines (void)
{
  static const char *const pieces[] = { "*a ", "**a ", "_a ", "`", "*", "\\", "***x", "*a*", "**a*b" };
  g_autoptr(GArray) spans = g_array_new (FALSE, FALSE, sizeof (ShcMarkdownSpan));

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) line = g_string_new (NULL);
      gint64 begun;

      while (line->len + strlen (pieces[i]) < SHC_MARKDOWN_MAX_LINE)
        g_string_append (line, pieces[i]);
      begun = g_get_monotonic_time ();
      shc_markdown_parse_line (line->str, line->len, spans);
      g_assert_cmpint (g_get_monotonic_time () - begun, <, 2 * G_USEC_PER_SEC);
    }
}

static gboolean
is_idle (gpointer data)
{
  return shc_highlighter_is_idle (data);
}

static gboolean
has_weight (GtkTextBuffer *buffer,
            int            line,
            int            offset)
{
  GtkTextIter iter;
  g_autoptr(GSList) tags = NULL;

  gtk_text_buffer_get_iter_at_line_offset (buffer, &iter, line, offset);
  tags = gtk_text_iter_get_tags (&iter);
  for (GSList *at = tags; at != NULL; at = at->next)
    {
      gboolean set;

      g_object_get (at->data, "weight-set", &set, NULL);
      if (set)
        return TRUE;
    }
  return FALSE;
}

static void
test_highlighter (void)
{
  g_autoptr(GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  g_autoptr(ShcHighlighter) highlighter = NULL;
  GtkTextIter iter;
  g_autofree char *text = NULL;
  GtkTextIter end;

  gtk_text_buffer_set_text (buffer, "# One\nplain\nsome **strong** words", -1);
  highlighter = shc_highlighter_new (buffer);
  ui_test_wait (is_idle, highlighter);
  g_assert_true (has_weight (buffer, 0, 3));
  g_assert_false (has_weight (buffer, 1, 2));
  g_assert_true (has_weight (buffer, 2, 8));

  /* Only what changed is looked at again, and what is no heading any more does not look like one. */
  gtk_text_buffer_get_start_iter (buffer, &iter);
  gtk_text_buffer_insert (buffer, &iter, "x", 1);
  ui_test_wait (is_idle, highlighter);
  g_assert_false (has_weight (buffer, 0, 3));
  g_assert_true (has_weight (buffer, 2, 8));

  gtk_text_buffer_get_bounds (buffer, &iter, &end);
  text = gtk_text_buffer_get_text (buffer, &iter, &end, TRUE);
  g_assert_cmpstr (text, ==, "x# One\nplain\nsome **strong** words");
}

/* Text is shown in slices, as many as the machine needs. */
static gboolean
is_whole (gpointer user_data)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (user_data);
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  return g_str_has_suffix (text, "ein");
}

static void
test_view_hides_marks (void)
{
  GtkWidget *view = g_object_ref_sink (g_object_new (SHC_TYPE_MARKDOWN_VIEW, NULL));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (
    shc_markdown_view_get_view (SHC_MARKDOWN_VIEW (view)));
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (ShcRange));
  ShcRange first = { 2, 7 };
  ShcRange second = { 22, 27 };
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;

  g_array_append_val (ranges, first);
  g_array_append_val (ranges, second);
  shc_markdown_view_set_text (SHC_MARKDOWN_VIEW (view), "# Grüß\n- some **grüß** words\n> ein", ranges,
                              FALSE);
  ui_test_wait (is_whole, buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_cmpstr (text, ==, "Grüß\n• some grüß words\nein");
  g_assert_cmpuint (shc_markdown_view_get_n_matches (SHC_MARKDOWN_VIEW (view)), ==, 2);
  g_assert_cmpuint (shc_markdown_view_get_match (SHC_MARKDOWN_VIEW (view)), ==, 1);
  shc_markdown_view_step (SHC_MARKDOWN_VIEW (view), -1);
  g_assert_cmpuint (shc_markdown_view_get_match (SHC_MARKDOWN_VIEW (view)), ==, 2);
  g_object_unref (view);
}

static gboolean
has_more (gpointer markdown)
{
  return shc_markdown_view_has_more_matches (markdown);
}

/* One line of which every word matches is there at once, and the matches that are marked are counted. It
 * is not shown: GTK itself takes seconds to lay it out, and minutes where leaks are looked for. */
static void
test_view_of_one_long_line (void)
{
  GtkWidget *view = g_object_ref_sink (g_object_new (SHC_TYPE_MARKDOWN_VIEW, NULL));
  ShcMarkdownView *markdown = SHC_MARKDOWN_VIEW (view);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (shc_markdown_view_get_view (markdown));
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (ShcRange));
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *shown = NULL;
  GtkTextIter start;
  GtkTextIter end;

  while (text->len < 256 * 1024)
    {
      ShcRange range = { text->len, text->len + 3 };

      g_array_append_val (ranges, range);
      g_string_append (text, "t\xC3\xA4 ");
    }
  shc_markdown_view_set_text (markdown, text->str, ranges, TRUE);
  ui_test_wait (has_more, markdown);
  g_assert_cmpuint (shc_markdown_view_get_n_matches (markdown), ==, 1000);
  g_assert_cmpuint (shc_markdown_view_get_match (markdown), ==, 0);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_cmpstr (shown, ==, text->str);
  g_object_unref (view);
}

static void
test_excerpts (void)
{
  g_autofree char *plain = shc_excerpt_to_markup ("a < b & <b>c</b>");
  g_autofree char *marked = shc_excerpt_to_markup ("x " SHC_MATCH_BEGIN "y&" SHC_MATCH_END " z");
  g_autofree char *stray = shc_excerpt_to_markup (SHC_MATCH_END "x" SHC_MATCH_BEGIN SHC_MATCH_BEGIN "y");
  const char *const all[] = { plain, marked, stray };

  g_assert_cmpstr (plain, ==, "a &lt; b &amp; &lt;b&gt;c&lt;/b&gt;");
  g_assert_nonnull (strstr (marked, ">y&amp;</span> z"));
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_assert_true (pango_parse_markup (all[i], -1, 0, NULL, NULL, NULL, NULL));
}

/* Marks of emphasis go from around a match, inside it and across its ends; the match stays. */
static void
test_excerpts_stripped (void)
{
  static const struct { const char *excerpt, *stripped; } cases[] = {
    { "The *" SHC_MATCH_BEGIN "river" SHC_MATCH_END "* was **high**",
      "The " SHC_MATCH_BEGIN "river" SHC_MATCH_END " was high" },
    { "> " SHC_MATCH_BEGIN "Grüß" SHC_MATCH_END " _Gott_",
      SHC_MATCH_BEGIN "Grüß" SHC_MATCH_END " Gott" },
    { SHC_MATCH_BEGIN "# One" SHC_MATCH_END " 2 * 3", SHC_MATCH_BEGIN "One" SHC_MATCH_END " 2 * 3" },
    { SHC_MATCH_BEGIN, SHC_MATCH_BEGIN },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *stripped = shc_excerpt_strip (cases[i].excerpt);

      g_assert_cmpstr (stripped, ==, cases[i].stripped);
    }
}

static void
test_filter_days (void)
{
  ShcDate first;
  ShcDate last;

  g_assert_true (shc_date_from_ymd (1660, 2, 1, &first));
  g_assert_true (shc_date_from_ymd (1660, 2, 29, &last));
  g_assert_cmpint (shc_filter_parse_day ("1660-02", FALSE), ==, shc_date_get_day (first));
  g_assert_cmpint (shc_filter_parse_day ("1660-02", TRUE), ==, shc_date_get_day (last));
  g_assert_true (shc_date_from_ymd (1660, 12, 31, &last));
  g_assert_cmpint (shc_filter_parse_day (" 1660 ", TRUE), ==, shc_date_get_day (last));
  g_assert_cmpint (shc_filter_parse_day ("", TRUE), ==, -1);
  g_assert_cmpint (shc_filter_parse_day ("   ", TRUE), ==, -1);
  g_assert_cmpint (shc_filter_parse_day ("1660-13", TRUE), ==, -2);
  g_assert_cmpint (shc_filter_parse_day ("0000", TRUE), ==, -2);
  g_assert_cmpint (shc_filter_parse_day ("-1", TRUE), ==, -2);
  g_assert_cmpint (shc_filter_parse_day ("soon", TRUE), ==, -2);
  g_assert_cmpint (shc_filter_parse_day ("99999999999999999999", TRUE), ==, -2);
}

static void
test_questions (void)
{
  const char *const *all = shc_questions_get_all ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) asked = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; all[i] != NULL; i++)
    {
      g_assert_true (g_hash_table_add (seen, (char *) all[i]));
      g_assert_true (g_str_has_suffix (all[i], "?") || g_str_has_suffix (all[i], ".")
                     || g_str_has_suffix (all[i], ":"));
    }
  /* The same all day, and every one of them before any comes again. */
  for (gint64 day = 700000; day < 700042; day++)
    {
      g_assert_true (g_hash_table_add (asked, (char *) shc_question_for (0, day)));
      g_assert_cmpstr (shc_question_for (0, day), ==, shc_question_for (0, day));
    }
  g_assert_cmpstr (shc_question_for (7, 1), ==, shc_question_for (7, 99999));
  g_assert_nonnull (shc_question_for (G_MAXINT64, G_MAXINT64 / 11 * 11));
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/ui/markdown/lines", test_lines);
  g_test_add_func ("/ui/markdown/hostile-lines", test_hostile_lines);
  g_test_add_func ("/ui/markdown/highlighter", test_highlighter);
  g_test_add_func ("/ui/markdown/view-hides-marks", test_view_hides_marks);
  g_test_add_func ("/ui/markdown/view-of-one-long-line", test_view_of_one_long_line);
  g_test_add_func ("/ui/markdown/excerpts", test_excerpts);
  g_test_add_func ("/ui/markdown/excerpts-stripped", test_excerpts_stripped);
  g_test_add_func ("/ui/markdown/filter-days", test_filter_days);
  g_test_add_func ("/ui/markdown/questions", test_questions);

  return ui_test_run ();
}
