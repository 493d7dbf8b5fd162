/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations that are kept in the journal: long ones, those that end, and what a jump of the clock does. */

#include "config.h"

#include <string.h>

#include "talk-test.h"
#include "shc-settings.h"

static gboolean
is_opened (gpointer data)
{
  return talk_test_is_at_rest (data) && talk_test_count_rows (data) == 2;
}

static void
test_kept (TalkTest      *fixture,
           gconstpointer  data)
{
  GtkWidget *dialog;
  GtkWidget *row;

  g_test_summary ("With consent a conversation is kept until its date, listed, opened, and deleted.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE,
                                                   .model = "fault:markdown" });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_cmpint (talk_test_count_kept (fixture), ==, 2);
  g_assert_nonnull (strstr (gtk_label_get_text (fixture->page->about), "Kept in your journal until"));
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-markdown.png");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.new", NULL));
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.conversations", NULL));
  dialog = window_test_wait_dialog ("ShcConversationsDialog");
  ui_test_wait (talk_test_has_row, dialog);
  window_test_check_names (dialog);
  ui_test_picture (dialog, "companion-conversations.png");
  row = ui_test_find (dialog, ADW_TYPE_ACTION_ROW, NULL);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  ui_test_wait (is_opened, fixture);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  ui_test_wait (talk_test_is_narrow, fixture);
  ui_test_linger (300);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-narrow-dark.png");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  window_test_close (fixture->window);
}

/* Begun 28 days ago. */
static gpointer
begin_ending_in_thread (ShcDb     *db,
                        gpointer   data,
                        GError   **error)
{
  g_autofree char *id = shc_conversations_begin (db, g_get_real_time () - 28 * SHC_DATE_US_PER_DAY, 30, error);
  g_autoptr(ShcMessage) mine = shc_message_new (TRUE, TALK_TEST_CALM);
  g_autoptr(ShcMessage) theirs = shc_message_new (FALSE, "What do you see in its place?");

  theirs->state = g_strdup ("complete");
  g_assert_true (shc_conversations_add (db, id, mine, error) && shc_conversations_add (db, id, theirs, error));
  return db;
}

static void
show_all_ways (TalkTest   *fixture,
               GtkWidget  *widget,
               const char *name)
{
  g_autofree char *light = g_strdup_printf ("%s-360.png", name);
  g_autofree char *dark = g_strdup_printf ("%s-360-dark.png", name);
  g_autofree char *wide = g_strdup_printf ("%s-1200.png", name);
  g_autofree char *wide_dark = g_strdup_printf ("%s-1200-dark.png", name);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  ui_test_wait (talk_test_is_narrow, fixture);
  ui_test_linger (200);
  ui_test_picture (widget, light);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  ui_test_linger (300);
  ui_test_picture (widget, dark);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 800);
  ui_test_linger (300);
  ui_test_picture (widget, wide_dark);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  ui_test_linger (300);
  ui_test_picture (widget, wide);
}

static GtkWidget *
open_conversations (TalkTest *fixture)
{
  GtkWidget *dialog;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.conversations", NULL));
  dialog = window_test_wait_dialog ("ShcConversationsDialog");
  ui_test_wait (talk_test_has_row, dialog);
  return dialog;
}

static gboolean
is_not_asked (gpointer data)
{
  return !gtk_widget_get_visible (((TalkTest *) data)->page->keep_box);
}

static gboolean
is_asked (gpointer data)
{
  return !is_not_asked (data);
}

static gboolean
says_kept (gpointer dialog)
{
  return ui_test_find (dialog, GTK_TYPE_LABEL, "Kept in your reflections. What the AI said is marked as its words.") != NULL;
}

static void
test_ending (TalkTest      *fixture,
             gconstpointer  data)
{
  GtkWidget *dialog;
  GtkWidget *row;

  g_test_summary ("In its last days it is asked, once, whether a conversation is to be kept as a reflection.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, begin_ending_in_thread, NULL, NULL));
  talk_test_open_page (fixture);
  g_assert_true (is_not_asked (fixture));
  dialog = open_conversations (fixture);
  window_test_check_names (dialog);
  show_all_ways (fixture, dialog, "companion-ending-list");
  row = ui_test_find (dialog, ADW_TYPE_ACTION_ROW, NULL);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  ui_test_wait (is_opened, fixture);
  ui_test_wait (is_asked, fixture);
  window_test_check_names (GTK_WIDGET (fixture->page));
  show_all_ways (fixture, GTK_WIDGET (fixture->page), "companion-ending");

  dialog = open_conversations (fixture);
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Keep"));
  ui_test_wait (says_kept, dialog);
  ui_test_picture (dialog, "companion-ending-kept.png");
  talk_test_close_dialog (dialog);
  ui_test_wait (is_not_asked, fixture);
  g_assert_cmpuint (talk_test_count_containing (fixture, "What do you see in its place?"), ==, 1);
  g_assert_cmpint (talk_test_count_kept (fixture), ==, 2);
  window_test_close (fixture->window);
}

#define N_TURNS 500

/* Of @data turns, of which each is as long as a few lines. */
static gpointer
begin_long_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  g_autofree char *id = shc_conversations_begin (db, g_get_real_time (), 30, error);

  for (guint i = 0; i < GPOINTER_TO_UINT (data); i++)
    {
      g_autofree char *said = g_strdup_printf ("Message %u. " TALK_TEST_CALM, i);
      g_autofree char *replied = g_strdup_printf ("Reply %u.\n\nWhat do you see in *its* place?\n\n- a bird\n- a nest", i);
      g_autoptr(ShcMessage) mine = shc_message_new (TRUE, said);
      g_autoptr(ShcMessage) theirs = shc_message_new (FALSE, replied);

      theirs->state = g_strdup ("complete");
      g_assert_true (shc_conversations_add (db, id, mine, error) && shc_conversations_add (db, id, theirs, error));
    }
  return db;
}

static GtkAdjustment *
get_place (TalkTest *fixture)
{
  return gtk_scrolled_window_get_vadjustment (fixture->page->scroller);
}

static gboolean
is_at_end (gpointer data)
{
  GtkAdjustment *place = get_place (data);

  return gtk_adjustment_get_upper (place) > gtk_adjustment_get_page_size (place) &&
         gtk_adjustment_get_value (place) + gtk_adjustment_get_page_size (place) >= gtk_adjustment_get_upper (place) - 1;
}

static gboolean
has_many_rows (gpointer data)
{
  return talk_test_count_rows (data) >= 40;
}

static void
scroll_up (TalkTest *fixture,
           double    pixels)
{
  gtk_adjustment_set_value (get_place (fixture), gtk_adjustment_get_value (get_place (fixture)) - pixels);
  ui_test_linger (60);
}

static void
open_long (TalkTest *fixture)
{
  GtkWidget *dialog = open_conversations (fixture);
  GtkWidget *row = ui_test_find (dialog, ADW_TYPE_ACTION_ROW, NULL);

  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  ui_test_wait (has_many_rows, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  ui_test_wait (is_at_end, fixture);
  ui_test_linger (300);
}

static void
test_long (TalkTest      *fixture,
           gconstpointer  data)
{
  GtkWidget *first;
  double height;
  guint before;

  g_test_summary ("Of a conversation of 500 turns the newest are shown; earlier ones when one goes to them.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, begin_long_in_thread, GUINT_TO_POINTER (N_TURNS),
                                   NULL));
  talk_test_open_page (fixture);
  open_long (fixture);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 40);
  g_assert_true (is_at_end (fixture));
  g_assert_cmpfloat (talk_test_get_height_in_view (fixture, GTK_WIDGET (talk_test_get_last_row (fixture))), <,
                     gtk_widget_get_height (GTK_WIDGET (fixture->page->scroller)));
  g_assert_cmpuint (shc_talk_get_messages (fixture->page->talk)->len, ==, 2 * N_TURNS);
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (talk_test_get_last_row (fixture)), "Reply 499."));

  /* Somebody who scrolls sees what comes before it, where it should be. */
  first = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->messages));
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (SHC_MESSAGE_ROW (first)), "Message 480."));
  scroll_up (fixture, gtk_adjustment_get_value (get_place (fixture)) - 400);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 40);
  height = talk_test_get_height_in_view (fixture, first);
  scroll_up (fixture, 200);
  ui_test_linger (200);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 60);
  g_assert_cmpfloat (fabs (talk_test_get_height_in_view (fixture, first) - (height + 200)), <, 2);
  first = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->messages));
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (SHC_MESSAGE_ROW (first)), "Message 470."));

  /* By keyboard there is a button, and what it did is told. */
  g_assert_true (gtk_widget_get_visible (fixture->page->earlier));
  window_test_check_names (GTK_WIDGET (fixture->page));
  gtk_widget_grab_focus (fixture->page->earlier);
  ui_test_linger (200);
  before = talk_test_count_rows (fixture);
  ui_test_click (fixture->page->earlier);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, before + 20);
  g_assert_cmpstr (gtk_label_get_text (fixture->page->spoken), ==, "20 earlier messages are shown now.");
  ui_test_linger (200);
  gtk_adjustment_set_value (get_place (fixture), 0);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-long.png");

  /* When it goes on, what was gone back to goes again, and the end is followed. */
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_well, fixture);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 42);
  ui_test_wait (is_at_end, fixture);
  g_assert_cmpint (talk_test_count_kept (fixture), ==, 2 * N_TURNS + 2);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.edit", NULL));
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 40);
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (talk_test_get_last_row (fixture)), "Reply 499."));
  window_test_close (fixture->window);
}

static void
test_to_the_beginning (TalkTest      *fixture,
                       gconstpointer  data)
{
  GtkWidget *first;

  g_test_summary ("Who goes on back comes to the first message, and there is no more to show.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, begin_long_in_thread, GUINT_TO_POINTER (55), NULL));
  talk_test_open_page (fixture);
  open_long (fixture);
  while (gtk_widget_get_visible (fixture->page->earlier))
    {
      gtk_widget_grab_focus (fixture->page->earlier);
      ui_test_click (fixture->page->earlier);
    }
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 110);
  first = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->messages));
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (SHC_MESSAGE_ROW (first)), "Message 0."));
  window_test_close (fixture->window);
}

static void
test_let_end (TalkTest      *fixture,
              gconstpointer  data)
{
  GtkWidget *dialog;
  GtkWidget *row;

  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, begin_ending_in_thread, NULL, NULL));
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, begin_ending_in_thread, NULL, NULL));
  talk_test_open_page (fixture);
  dialog = open_conversations (fixture);
  row = ui_test_find (dialog, ADW_TYPE_ACTION_ROW, NULL);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  ui_test_wait (is_opened, fixture);
  ui_test_wait (is_asked, fixture);
  ui_test_click (ui_test_find (fixture->page->keep_box, GTK_TYPE_BUTTON, "_Let It End"));
  ui_test_wait (is_not_asked, fixture);
  dialog = open_conversations (fixture);
  g_assert_nonnull (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Keep"));
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Let It End"));
  while (ui_test_find (dialog, SHC_TYPE_KEEP_QUESTION, NULL) != NULL)
    g_main_context_iteration (NULL, TRUE);
  talk_test_close_dialog (dialog);
  g_assert_cmpuint (talk_test_count_containing (fixture, "What do you see"), ==, 0);
  g_assert_cmpint (talk_test_count_kept (fixture), ==, 4);
  window_test_close (fixture->window);
}

/* As if the computer's clock had gone on by four hundred days since. */
static gpointer
jump_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  g_assert_nonnull (begin_ending_in_thread (db, NULL, error));
  g_assert_true (shc_db_exec (db, "UPDATE conversation SET started_us = started_us - 400 * 86400000000, "
                              "expires_us = expires_us - 400 * 86400000000", error));
  g_assert_true (shc_db_exec (db, "UPDATE clock SET seen_us = seen_us - 400 * 86400000000", error));
  return db;
}

static gpointer
count_rows_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, "SELECT count(*) FROM message", error);
  int n;

  g_assert_true (shc_db_step (db, stmt, error));
  n = sqlite3_column_int (stmt, 0);
  sqlite3_reset (stmt);
  return GINT_TO_POINTER (n + 1);
}

/* Hidden ones as well. */
static int
count_all_messages (TalkTest *fixture)
{
  return GPOINTER_TO_INT (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, count_rows_in_thread, NULL, NULL)) - 1;
}

static gboolean
is_date_doubted (gpointer data)
{
  return gtk_widget_get_visible (((TalkTest *) data)->page->date_box);
}

static gboolean
is_date_believed (gpointer data)
{
  return !is_date_doubted (data);
}

static void
test_clock (TalkTest      *fixture,
            gconstpointer  data)
{
  GtkWidget *dialog;

  g_test_summary ("After a large jump of the clock what is over is hidden; only the person's word removes it.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, jump_in_thread, NULL, NULL));
  talk_test_open_page (fixture);
  ui_test_wait (is_date_doubted, fixture);
  g_assert_nonnull (strstr (gtk_label_get_text (fixture->page->date_text), "1 conversation is hidden"));
  window_test_check_names (GTK_WIDGET (fixture->page));
  show_all_ways (fixture, GTK_WIDGET (fixture->page), "companion-clock");
  g_assert_cmpint (talk_test_count_kept (fixture), ==, 0);
  g_assert_cmpint (count_all_messages (fixture), ==, 2);

  ui_test_click (ui_test_find (fixture->page->date_box, GTK_TYPE_BUTTON, "_Decide…"));
  dialog = window_test_wait_dialog ("AdwMessageDialog");
  ui_test_picture (dialog, "companion-clock-dialog.png");
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Not Now"));
  ui_test_linger (300);
  g_assert_true (is_date_doubted (fixture));
  g_assert_cmpint (count_all_messages (fixture), ==, 2);
  ui_test_click (ui_test_find (fixture->page->date_box, GTK_TYPE_BUTTON, "_Decide…"));
  dialog = window_test_wait_dialog ("AdwMessageDialog");
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_The Date Is Right"));
  ui_test_wait (is_date_believed, fixture);
  g_assert_cmpint (count_all_messages (fixture), ==, 0);
  window_test_close (fixture->window);
}

#define ADD(name, func) \
  g_test_add (name, TalkTest, NULL, talk_test_set_up, func, talk_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  shc_safety_check ("", 0);
  ADD ("/ui/companion/kept", test_kept);
  ADD ("/ui/companion/ending", test_ending);
  ADD ("/ui/companion/long", test_long);
  ADD ("/ui/companion/to-the-beginning", test_to_the_beginning);
  ADD ("/ui/companion/let-end", test_let_end);
  ADD ("/ui/companion/clock", test_clock);
  return ui_test_run ();
}
