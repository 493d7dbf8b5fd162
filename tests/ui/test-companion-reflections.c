/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reflections and the companion: what goes along, what was closed meanwhile, and replies that become the person’s own. */

#include "config.h"

#include <string.h>

#include "talk-test.h"
#include "shc-editor.h"
#include "shc-fasting-check.h"
#include "shc-markdown-blocks-private.h"
#include "shc-reading-pane-private.h"
#include "shc-settings.h"
#include "walk-test.h"

static gboolean
has_chip (gpointer data)
{
  g_auto(GStrv) ids = shc_chat_entry_dup_reflections (((TalkTest *) data)->page->entry);

  return ids != NULL;
}

static gpointer
never_send_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  g_autoptr(ShcReflection) reflection = shc_reflection_new ();

  reflection->date = shc_date_now (g_get_real_time ());
  reflection->text = g_strdup ("Nobody may read about the osprey.");
  reflection->never_send = TRUE;
  g_assert_true (shc_reflections_add (db, reflection, g_get_real_time (), error));
  return g_strdup (reflection->id);
}

static void
test_include (TalkTest      *fixture,
              gconstpointer  data)
{
  g_autoptr(ShcReflection) kept G_GNUC_UNUSED =
    ui_test_add (&fixture->ui, "2026-01-07", "The river was high.", "Day 7", NULL);
  g_autofree char *sent = NULL;
  GtkWidget *dialog;
  GtkWidget *check;

  g_test_summary ("A chosen reflection goes along, one marked “never send” is not offered; a reply is kept as an AI's.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  g_free (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, never_send_in_thread, NULL, NULL));
  talk_test_open_page (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.include", NULL));
  dialog = window_test_wait_dialog ("ShcIncludeDialog");
  ui_test_wait (talk_test_has_row, dialog);
  window_test_check_names (dialog);
  ui_test_picture (dialog, "companion-include.png");
  check = ui_test_find (dialog, GTK_TYPE_CHECK_BUTTON, NULL);
  g_assert_null (gtk_widget_get_next_sibling (gtk_widget_get_ancestor (check, ADW_TYPE_ACTION_ROW)));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Include"));
  ui_test_wait (has_chip, fixture);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-chip.png");
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  sent = talk_test_dup_sent (fixture);
  g_assert_nonnull (strstr (sent, "The river was high."));
  g_assert_null (strstr (sent, "osprey"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.keep-reflection", NULL));
  g_assert_cmpuint (talk_test_count_containing (fixture, "*These are an AI’s words"), ==, 1);
  window_test_close (fixture->window);
}

static gpointer
close_in_thread (ShcDb     *db,
                 gpointer   data,
                 GError   **error)
{
  g_autoptr(ShcReflection) reflection = shc_reflections_get (db, data, error);

  g_assert_nonnull (reflection);
  reflection->never_send = TRUE;
  g_assert_true (shc_reflections_edit (db, reflection, "test", 0, g_get_real_time (), NULL, error));
  return db;
}

static void
test_closed_meanwhile (TalkTest      *fixture,
                       gconstpointer  data)
{
  g_autoptr(ShcReflection) kept = ui_test_add (&fixture->ui, "2026-01-07", "The river was high.", NULL, NULL);
  g_autofree char *left = NULL;
  g_autoptr(GError) error = NULL;

  g_test_summary ("A reflection that is marked “never send” while the envelope is open does not go.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  shc_chat_entry_include (fixture->page->entry, kept->id, "7 January");
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_wait_envelope ();
  shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, close_in_thread, kept->id, &error);
  g_assert_no_error (error);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 0);
  left = shc_chat_entry_dup_text (fixture->page->entry);
  g_assert_cmpstr (left, ==, TALK_TEST_CALM);
  window_test_close (fixture->window);
}

/* The tick of the reflection that is called @title. */
static GtkCheckButton *
find_tick (GtkWidget  *dialog,
           const char *title)
{
  GtkWidget *label = ui_test_find (dialog, GTK_TYPE_LABEL, title);

  g_assert_nonnull (label);
  return GTK_CHECK_BUTTON (gtk_widget_get_ancestor (label, GTK_TYPE_CHECK_BUTTON));
}

static char *
dup_shown (GtkWidget *dialog)
{
  GtkTextBuffer *buffer =
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL)));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static gboolean
can_be_sent (gpointer dialog)
{
  return gtk_widget_is_sensitive (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Send"));
}

static void
test_ticks (TalkTest      *fixture,
            gconstpointer  data)
{
  g_autoptr(ShcReflection) river = ui_test_add (&fixture->ui, "2026-01-07", "The river was high.", NULL, NULL);
  g_autoptr(ShcReflection) walnut = ui_test_add (&fixture->ui, "2026-01-08", "The heron stood still.", NULL, NULL);
  g_autofree char *sent = NULL;
  g_autofree char *shown = NULL;
  GtkWidget *dialog;

  g_test_summary ("What loses its tick in the envelope is not shown any more, nor sent; the message keeps it until it goes.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  shc_companion_page_include (fixture->page, river->id, "7 January");
  shc_companion_page_include (fixture->page, walnut->id, "8 January");
  talk_test_send (fixture, TALK_TEST_CALM);
  dialog = talk_test_wait_envelope ();
  window_test_check_names (dialog);
  walk_test_by_tab (GTK_WINDOW (dialog));
  ui_test_picture (dialog, "companion-envelope-ticks.png");
  gtk_check_button_set_active (find_tick (dialog, "7 January"), FALSE);
  g_assert_false (can_be_sent (dialog));
  ui_test_wait (can_be_sent, dialog);
  shown = dup_shown (dialog);
  g_assert_null (strstr (shown, "river"));
  g_assert_nonnull (strstr (shown, "heron"));
  /* However quickly one changes one's mind: the last choice is what goes. */
  gtk_check_button_set_active (find_tick (dialog, "8 January"), FALSE);
  gtk_check_button_set_active (find_tick (dialog, "7 January"), TRUE);
  ui_test_wait (can_be_sent, dialog);
  talk_test_close_dialog (dialog);
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 0);
  {
    g_auto(GStrv) left = shc_chat_entry_dup_reflections (fixture->page->entry);

    g_assert_cmpuint (g_strv_length (left), ==, 2);
  }

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.send", NULL));
  dialog = talk_test_wait_envelope ();
  gtk_check_button_set_active (find_tick (dialog, "8 January"), FALSE);
  ui_test_wait (can_be_sent, dialog);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  sent = talk_test_dup_sent (fixture);
  g_assert_nonnull (strstr (sent, "The river was high."));
  g_assert_null (strstr (sent, "heron"));
  window_test_close (fixture->window);
}

static gpointer
edit_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  g_autoptr(ShcReflection) reflection = shc_reflections_get (db, data, error);

  g_assert_nonnull (reflection);
  g_free (reflection->text);
  reflection->text = g_strdup ("The river was high, and I told nobody.");
  g_assert_true (shc_reflections_edit (db, reflection, "test", 0, g_get_real_time (), NULL, error));
  return db;
}

static void
send_and_wait (TalkTest *fixture,
               gboolean  asks)
{
  talk_test_send (fixture, TALK_TEST_CALM);
  if (asks)
    talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
}

static void
test_edited_meanwhile (TalkTest      *fixture,
                       gconstpointer  data)
{
  g_autoptr(ShcReflection) kept = ui_test_add (&fixture->ui, "2026-01-07", "The river was high.", NULL, NULL);
  g_autofree char *sent = NULL;
  g_autoptr(GError) error = NULL;

  g_test_summary ("A reflection that an earlier message took along is shown again once it was edited, and only then.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  shc_chat_entry_include (fixture->page->entry, kept->id, "7 January");
  send_and_wait (fixture, TRUE);
  send_and_wait (fixture, FALSE);
  shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, edit_in_thread, kept->id, &error);
  g_assert_no_error (error);
  send_and_wait (fixture, TRUE);
  sent = talk_test_dup_sent (fixture);
  g_assert_nonnull (strstr (sent, "I told nobody"));
  send_and_wait (fixture, FALSE);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 4);
  window_test_close (fixture->window);
}

/* What can be taken back while the envelope is open, and what is said of it then. */
typedef struct
{
  const char *what;
  const char *said;
} TakenBack;

static const TakenBack taken_back[] = {
  { "consent", "127.0.0.1" },
  { "network", "The network is switched off in the settings" },
  { "adult", "18 or older" },
  { "under-18", "18 or older" },
  { "limit", "limit" },
  { "server", "Another server was set meanwhile." },
};

static gpointer
take_back_in_thread (ShcDb     *db,
                     gpointer   data,
                     GError   **error)
{
  const char *what = data;
  gint64 now_us = g_get_real_time ();
  ShcFastingCheck check = { .answers = { [SHC_FASTING_CHECK_UNDER_18] = SHC_FASTING_CHECK_YES } };
  g_autoptr(ShcProfile) profile = shc_profile_load (db, error);

  profile->adult = SHC_ADULT_NO;
  if (g_str_equal (what, "consent"))
    g_assert_true (shc_consent_record (db, "companion", "127.0.0.1", "no", FALSE, now_us, error));
  else if (g_str_equal (what, "network"))
    g_assert_true (shc_settings_set (db, SHC_SETTING_NETWORK_ENABLED, "false", error));
  else if (g_str_equal (what, "adult"))
    g_assert_true (shc_profile_save (db, profile, now_us, error));
  else if (g_str_equal (what, "under-18"))
    g_assert_true (shc_fasting_check_save (db, &check, now_us, error));
  else if (g_str_equal (what, "limit"))
    g_assert_true (shc_settings_set (db, SHC_SETTING_COMPANION_MONTHLY_LIMIT, "1", error));
  else
    g_assert_true (shc_settings_set (db, SHC_SETTING_OPENAI_BASE_URL, "https://127.0.0.1:1/v1", error));
  return db;
}

static void
test_taken_back (TalkTest      *fixture,
                 gconstpointer  data)
{
  const TakenBack *back = data;
  g_autofree char *left = NULL;
  g_autoptr(GError) error = NULL;

  g_test_summary ("What was taken back while the envelope was open holds: nothing is sent, nothing typed is lost.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_wait_envelope ();
  shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, take_back_in_thread, (gpointer) back->what, &error);
  g_assert_no_error (error);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 0);
  left = shc_chat_entry_dup_text (fixture->page->entry);
  g_assert_cmpstr (left, ==, TALK_TEST_CALM);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 0);
  g_assert_true (gtk_widget_get_visible (fixture->page->care));
  g_assert_nonnull (strstr (gtk_label_get_text (fixture->page->care_text), back->said));
  window_test_close (fixture->window);
}

static GtkWidget *
find_talk_button (TalkTest *fixture)
{
  GtkWidget *pane = ui_test_find (GTK_WIDGET (fixture->window), SHC_TYPE_READING_PANE, NULL);

  return pane != NULL ? SHC_READING_PANE (pane)->talk_button : NULL;
}

static gboolean
is_being_read (gpointer data)
{
  GtkWidget *pane = ui_test_find (GTK_WIDGET (((TalkTest *) data)->window), SHC_TYPE_READING_PANE, NULL);

  return pane != NULL && SHC_READING_PANE (pane)->reading != NULL;
}

static void
test_reflect_with_me (TalkTest      *fixture,
                      gconstpointer  data)
{
  g_autoptr(ShcReflection) kept = ui_test_add (&fixture->ui, "2026-01-07", "The river was high.", "Day 7", NULL);

  g_test_summary ("From a reflection that is read to a message that takes it along, not from one marked “never send”.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-reflection", "s", kept->id);
  ui_test_wait (is_being_read, fixture);
  g_assert_true (gtk_widget_get_visible (find_talk_button (fixture)));
  ui_test_click (find_talk_button (fixture));
  ui_test_wait (has_chip, fixture);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->window->pages), ==, "companion");
  window_test_close (fixture->window);
}

static void
test_reflect_never (TalkTest      *fixture,
                    gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autoptr(GError) error = NULL;

  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  id = shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, never_send_in_thread, NULL, &error);
  g_assert_no_error (error);
  talk_test_open_page (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-reflection", "s", id);
  ui_test_wait (is_being_read, fixture);
  g_assert_false (gtk_widget_get_visible (find_talk_button (fixture)));
  window_test_close (fixture->window);
}

static gboolean
has_question (gpointer data)
{
  ShcEditor *editor = SHC_EDITOR (ui_test_find (GTK_WIDGET (((TalkTest *) data)->window), SHC_TYPE_EDITOR, NULL));
  g_autofree char *text = editor != NULL ? shc_editor_dup_text (editor) : NULL;

  return text != NULL && g_str_has_prefix (text, "> ");
}

static void
test_question (TalkTest      *fixture,
               gconstpointer  data)
{
  g_test_summary ("A question of this device leads to Today, to be written under, though that was never shown.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_NO });
  talk_test_open_page (fixture);
  ui_test_click (gtk_widget_get_first_child (GTK_WIDGET (fixture->page->question_list)));
  ui_test_wait (has_question, fixture);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->window->pages), ==, "today");
  window_test_close (fixture->window);
}

static ShcEditor *
get_editor (TalkTest *fixture)
{
  GtkWidget *page = GTK_WIDGET (shc_window_get_page (fixture->window, "today"));

  return SHC_EDITOR (ui_test_find (page, SHC_TYPE_EDITOR, NULL));
}

static gboolean
is_quoted (gpointer data)
{
  g_autofree char *text = get_editor (data) != NULL ? shc_editor_dup_text (get_editor (data)) : NULL;

  return text != NULL && g_str_has_suffix (text, "> You said: " TALK_TEST_CALM "\n\n");
}

static gpointer
load_draft_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  g_autoptr(ShcDraft) draft = shc_drafts_get (db, SHC_DRAFT_NEW, error);

  return g_strdup (draft != NULL ? draft->reflection->text : "");
}

static gboolean
is_in_draft (gpointer data)
{
  g_autofree char *text = shc_vault_run (((TalkTest *) data)->ui.vault, SHC_DB_WRITER, load_draft_in_thread, NULL, NULL);

  return g_str_has_prefix (text, "The heron came.\n\n> *These are an AI’s words") && strstr (text, "walnut") != NULL;
}

static GtkLabel *
find_reply_label (TalkTest *fixture)
{
  GtkWidget *text = ui_test_find (GTK_WIDGET (talk_test_get_last_row (fixture)), SHC_TYPE_MARKDOWN_BLOCKS, NULL);

  return GTK_LABEL (gtk_widget_get_first_child (text));
}

static void
quote (TalkTest *fixture)
{
  ui_test_click (ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, "_Quote in Today’s Reflection"));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->window->pages), ==, "today");
}

static void
test_quote (TalkTest      *fixture,
            gconstpointer  data)
{
  g_autofree char *text = NULL;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  int from, to;

  g_test_summary ("A reply, or what is selected of it, is quoted below what is written today, as an AI's words.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_well, fixture);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-quote-button.png");
  quote (fixture);
  ui_test_wait (is_quoted, fixture);

  buffer = gtk_text_view_get_buffer (shc_editor_get_view (get_editor (fixture)));
  gtk_text_buffer_set_text (buffer, "The heron came.", -1);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", "companion");
  ui_test_wait (talk_test_is_at_rest, fixture);
  gtk_widget_grab_focus (GTK_WIDGET (find_reply_label (fixture)));
  gtk_label_select_region (find_reply_label (fixture), 10, 25);
  quote (fixture);
  text = shc_editor_dup_text (get_editor (fixture));
  g_assert_cmpstr (text, ==, "The heron came.\n\n> *These are an AI’s words, from a conversation with the companion:*\n>\n"
                   "> The walnut tree\n\n");
  ui_test_picture (GTK_WIDGET (fixture->window), "companion-quoted.png");
  ui_test_wait (is_in_draft, fixture);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 1);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  ui_test_linger (300);
  ui_test_picture (GTK_WIDGET (fixture->window), "companion-quoted-narrow.png");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", "companion");
  ui_test_wait (talk_test_is_narrow, fixture);
  ui_test_linger (300);
  ui_test_picture (GTK_WIDGET (fixture->window), "companion-quote-button-narrow.png");
  g_assert_true (gtk_label_get_selection_bounds (find_reply_label (fixture), &from, &to));
  g_assert_cmpint (to - from, ==, 15); /* coming back did not select all of it */
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
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
  ADD ("/ui/companion/include", test_include);
  ADD ("/ui/companion/closed-meanwhile", test_closed_meanwhile);
  ADD ("/ui/companion/edited-meanwhile", test_edited_meanwhile);
  for (guint i = 0; i < G_N_ELEMENTS (taken_back); i++)
    {
      g_autofree char *name = g_strconcat ("/ui/companion/taken-back/", taken_back[i].what, NULL);

      g_test_add (name, TalkTest, &taken_back[i], talk_test_set_up, test_taken_back,
                  talk_test_tear_down);
    }
  ADD ("/ui/companion/ticks", test_ticks);
  ADD ("/ui/companion/reflect-with-me", test_reflect_with_me);
  ADD ("/ui/companion/reflect-never", test_reflect_never);
  ADD ("/ui/companion/question", test_question);
  ADD ("/ui/companion/quote", test_quote);
  return ui_test_run ();
}
