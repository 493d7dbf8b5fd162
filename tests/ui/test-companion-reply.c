/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replies in the window: how they come, are followed, and stay light when they are long. */

#include "config.h"

#include <string.h>

#include "talk-test.h"
#include "shc-markdown-blocks-private.h"

static double
get_distance_from_end (gpointer data)
{
  GtkAdjustment *adjustment = talk_test_get_adjustment (data);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) -
         gtk_adjustment_get_value (adjustment);
}

static gboolean
is_long (gpointer data)
{
  GtkAdjustment *adjustment = talk_test_get_adjustment (data);

  return gtk_adjustment_get_upper (adjustment) > 2 * gtk_adjustment_get_page_size (adjustment);
}

static gboolean
is_longer (gpointer data)
{
  GtkAdjustment *adjustment = talk_test_get_adjustment (data);

  return gtk_adjustment_get_upper (adjustment) > 3 * gtk_adjustment_get_page_size (adjustment);
}

static void
test_follow (TalkTest      *fixture,
             gconstpointer  data)
{
  g_test_summary ("The end is followed while it comes, unless somebody reads further up.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE,
                                                   .model = "fault:paced:2000:500" });
  talk_test_open_page (fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 480);
  ui_test_wait (talk_test_is_narrow, fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (is_long, fixture);
  g_assert_cmpfloat (get_distance_from_end (fixture), <, 40);
  gtk_adjustment_set_value (talk_test_get_adjustment (fixture), 10);
  ui_test_wait (is_longer, fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (talk_test_get_adjustment (fixture)), ==, 10);
  window_test_close (fixture->window);
}

static ShcMarkdownBlocks *
get_blocks (TalkTest *fixture)
{
  GtkWidget *row = GTK_WIDGET (talk_test_get_last_row (fixture));

  return SHC_MARKDOWN_BLOCKS (ui_test_find (row, SHC_TYPE_MARKDOWN_BLOCKS, NULL));
}

static guint
count_labels (ShcMarkdownBlocks *blocks)
{
  guint n = 0;

  for (GtkWidget *label = gtk_widget_get_first_child (GTK_WIDGET (blocks)); label != NULL;
       label = gtk_widget_get_next_sibling (label))
    n++;
  return n;
}

/* Returns: whether the view is where it was scrolled to. */
static gboolean
is_laid_out (TalkTest  *fixture,
             GtkWidget *blocks)
{
  GtkWidget *content = gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (fixture->page->scroller)));
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (blocks, content, &bounds));
  return fabs (bounds.origin.y - gtk_adjustment_get_value (talk_test_get_adjustment (fixture)) -
               talk_test_get_height_in_view (fixture, blocks)) <= 1;
}

/* Returns: whether all that is in view can be seen, each paragraph where the one before it ends. */
static gboolean
is_view_whole (gpointer data)
{
  TalkTest *fixture = data;
  ShcMarkdownBlocks *blocks = get_blocks (fixture);
  double y = talk_test_get_height_in_view (fixture, GTK_WIDGET (blocks));
  double height = gtk_widget_get_height (GTK_WIDGET (fixture->page->scroller));

  if (!is_laid_out (fixture, GTK_WIDGET (blocks)))
    return FALSE;
  for (guint i = 0; i < blocks->blocks->len; i++)
    {
      const ShcBlock *block = &g_array_index (blocks->blocks, ShcBlock, i);

      if (y + block->height > 0 && y < height &&
          (block->label == NULL || !gtk_widget_get_mapped (GTK_WIDGET (block->label)) ||
           fabs (talk_test_get_height_in_view (fixture, GTK_WIDGET (block->label)) - y) > 1))
        return FALSE;
      y += block->height + SHC_BLOCK_SPACING;
    }
  return TRUE;
}

static gboolean
are_few (gpointer data)
{
  ShcMarkdownBlocks *blocks = get_blocks (data);

  return count_labels (blocks) < blocks->blocks->len / 2;
}

/* All of it, a view at a time. Returns: (transfer full): what was seen of it, each paragraph once. */
static char *
read_through (TalkTest *fixture)
{
  ShcMarkdownBlocks *blocks = get_blocks (fixture);
  GString *seen = g_string_new (NULL);
  guint next = 0;

  gtk_adjustment_set_value (talk_test_get_adjustment (fixture), 0);
  for (double at = 0; next < blocks->blocks->len; at += 300)
    {
      gtk_adjustment_set_value (talk_test_get_adjustment (fixture), at);
      ui_test_wait (is_view_whole, fixture);
      for (; next < blocks->blocks->len; next++)
        {
          const ShcBlock *block = &g_array_index (blocks->blocks, ShcBlock, next);

          if (block->label == NULL)
            break;
          g_string_append_printf (seen, "%s\n", gtk_label_get_text (block->label));
        }
      g_assert_cmpfloat (at, <, gtk_adjustment_get_upper (talk_test_get_adjustment (fixture)));
    }
  return g_string_free (seen, FALSE);
}

/* Returns: (transfer full): the same where nothing is left out. */
static char *
show_at_once (TalkTest *fixture)
{
  GtkWidget *whole = g_object_ref_sink (g_object_new (SHC_TYPE_MARKDOWN_BLOCKS, NULL));
  GString *shown = g_string_new (NULL);

  shc_markdown_blocks_set_text (SHC_MARKDOWN_BLOCKS (whole),
                                shc_message_row_get_text (talk_test_get_last_row (fixture)), 0);
  for (GtkWidget *label = gtk_widget_get_first_child (whole); label != NULL; label = gtk_widget_get_next_sibling (label))
    g_string_append_printf (shown, "%s\n", gtk_label_get_text (GTK_LABEL (label)));
  g_object_unref (whole);
  return g_string_free (shown, FALSE);
}

static void
test_long_reply (TalkTest      *fixture,
                 gconstpointer  data)
{
  g_autofree char *seen = NULL;
  g_autofree char *all = NULL;
  g_autofree char *selected = NULL;
  GtkLabel *first;
  double end;

  g_test_summary ("Of a long reply only what is near to the view has widgets; none of it is missing where one goes.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE,
                                                   .model = "fault:paced:3000:3000:markdown" });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (is_long, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  ui_test_wait (are_few, fixture);
  ui_test_wait (is_view_whole, fixture);
  g_assert_cmpfloat (get_distance_from_end (fixture), <, 40);
  end = gtk_adjustment_get_upper (talk_test_get_adjustment (fixture));

  seen = read_through (fixture);
  all = show_at_once (fixture);
  g_assert_cmpstr (seen, ==, all);
  ui_test_wait (are_few, fixture);
  g_assert_cmpfloat (fabs (gtk_adjustment_get_upper (talk_test_get_adjustment (fixture)) - end), <, 2);

  /* What is selected stays so. */
  gtk_adjustment_set_value (talk_test_get_adjustment (fixture), 0);
  ui_test_wait (is_view_whole, fixture);
  first = GTK_LABEL (gtk_widget_get_first_child (GTK_WIDGET (get_blocks (fixture))));
  gtk_widget_grab_focus (GTK_WIDGET (first));
  gtk_label_select_region (first, 0, 4);
  gtk_adjustment_set_value (talk_test_get_adjustment (fixture), end);
  ui_test_wait (is_view_whole, fixture);
  ui_test_linger (200);
  selected = shc_markdown_blocks_dup_selected (get_blocks (fixture));
  g_assert_cmpstr (selected, ==, "What");

  /* Another width is another height, and the old one comes back with the old width. */
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 480);
  ui_test_wait (talk_test_is_narrow, fixture);
  ui_test_linger (600);
  ui_test_wait (are_few, fixture);
  ui_test_wait (is_view_whole, fixture);
  g_assert_cmpfloat (gtk_adjustment_get_upper (talk_test_get_adjustment (fixture)), >, end);
  g_assert_cmpfloat (get_distance_from_end (fixture), <, 40);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-long-reply.png");
  window_test_close (fixture->window);
}

typedef struct
{
  TalkTest *fixture;
  gint64   seen_us;
} FirstWord;

static void
painted_cb (GdkFrameClock *clock,
            FirstWord     *first)
{
  ShcMessageRow *row = talk_test_get_last_row (first->fixture);

  if (first->seen_us == 0 && row != NULL && row != first->fixture->page->last_mine && *shc_message_row_get_text (row) != '\0')
    first->seen_us = g_get_monotonic_time ();
}

static gboolean
is_seen (gpointer data)
{
  return ((FirstWord *) data)->seen_us > 0;
}

static void
test_first_word (TalkTest      *fixture,
                 gconstpointer  data)
{
  gint64 soonest_us = G_MAXINT64;

  g_test_summary ("The first word is on screen within 2 s whenever the server's first byte comes within 1.9 s.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE,
                                                   .model = "fault:echo-first-byte-stamp:1" });
  talk_test_open_page (fixture);
  /* A busy machine may be late once or twice; a page that waits for more is late each time. */
  for (guint i = 0; i < 3; i++)
    {
      FirstWord first = { fixture, 0 };
      GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->window));
      gint64 begun_us = g_get_monotonic_time ();
      gint64 sent_us;
      gulong id;

      talk_test_send (fixture, TALK_TEST_CALM);
      if (i == 0)
        talk_test_accept_envelope ();
      ui_test_wait (talk_test_is_answering, fixture);
      id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &first);
      ui_test_wait (is_seen, &first);
      g_signal_handler_disconnect (clock, id);
      sent_us = g_ascii_strtoll (shc_message_row_get_text (talk_test_get_last_row (fixture)), NULL, 10) / 1000;
      g_assert_cmpint (sent_us - begun_us, >=, G_USEC_PER_SEC);
      soonest_us = MIN (soonest_us, first.seen_us - sent_us);
      ui_test_wait (talk_test_is_at_rest, fixture);
    }
  g_assert_cmpint (soonest_us, <=, G_USEC_PER_SEC / 10);
  window_test_close (fixture->window);
}

static void
test_blocks (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const char *whole = "# A *title*\nWords with **weight**\n\n- one\n- two\n```\nif (a)\n\n  b ();\n```\nafter\n> said\n\nend";
  GtkWidget *growing = g_object_ref_sink (g_object_new (SHC_TYPE_MARKDOWN_BLOCKS, NULL));
  GtkWidget *at_once = g_object_ref_sink (g_object_new (SHC_TYPE_MARKDOWN_BLOCKS, NULL));
  GtkWidget *one, *other;

  g_test_summary ("A text that comes letter by letter is shown as one that comes at once.");
  for (const char *at = whole; *at != '\0'; at++)
    {
      gsize same = text->len;

      g_string_append_c (text, *at);
      shc_markdown_blocks_set_text (SHC_MARKDOWN_BLOCKS (growing), text->str, same);
    }
  shc_markdown_blocks_set_text (SHC_MARKDOWN_BLOCKS (at_once), whole, 0);
  one = gtk_widget_get_first_child (growing);
  other = gtk_widget_get_first_child (at_once);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (one)), ==, "A title");
  for (; other != NULL; one = gtk_widget_get_next_sibling (one), other = gtk_widget_get_next_sibling (other))
    {
      g_auto(GStrv) classes = gtk_widget_get_css_classes (one);
      g_auto(GStrv) other_classes = gtk_widget_get_css_classes (other);

      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (one)), ==, gtk_label_get_text (GTK_LABEL (other)));
      g_assert_true (g_strv_equal ((const char *const *) classes, (const char *const *) other_classes));
    }
  g_assert_null (one);
  g_object_unref (growing);
  g_object_unref (at_once);
}

#define ADD(name, func) \
  g_test_add (name, TalkTest, NULL, talk_test_set_up, func, talk_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  shc_safety_check ("", 0);
  ADD ("/ui/companion/follow", test_follow);
  ADD ("/ui/companion/long-reply", test_long_reply);
  ADD ("/ui/companion/first-word", test_first_word);
  g_test_add_func ("/ui/companion/blocks", test_blocks);
  return ui_test_run ();
}
