/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: a conversation in the real window, with a real server on this computer and a key in the keyring. */

#include "config.h"

#include <string.h>

#include "talk-test.h"
#include "shc-conversations.h"
#include "shc-envelope-dialog.h"
#include "walk-test.h"

static gboolean
is_asking (gpointer data)
{
  TalkTest *fixture = data;

  return fixture->page->step == SHC_COMPANION_ASKING;
}

static gboolean
has_some_text (gpointer data)
{
  ShcMessageRow *row = talk_test_get_last_row (data);

  return talk_test_is_answering (data) && row != NULL && *shc_message_row_get_text (row) != '\0';
}

static char *
dup_buffer (GtkWidget *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
test_no_consent (TalkTest      *fixture,
                 gconstpointer  data)
{
  GtkWidget *button;
  GtkWidget *dialog;

  g_test_summary ("Without consent the page is calm, asks this device's questions, and sends nothing.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES });
  talk_test_open_page (fixture);
  g_assert_true (gtk_widget_get_visible (fixture->page->care));
  g_assert_true (gtk_widget_get_visible (fixture->page->questions));
  g_assert_false (gtk_widget_get_visible (fixture->page->entry_box));
  window_test_check_names (GTK_WIDGET (fixture->page));
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-no-consent.png");

  button = ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, "_Read and Decide…");
  g_assert_nonnull (button);
  ui_test_click (button);
  dialog = window_test_wait_dialog ("AdwMessageDialog");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "127.0.0.1"));
  ui_test_picture (dialog, "companion-consent.png");
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Agree"));
  while (!shc_companion_page_may_send (fixture->page) || fixture->page->step != SHC_COMPANION_IDLE)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gtk_widget_get_visible (fixture->page->care));
  g_assert_true (gtk_widget_get_visible (fixture->page->entry_box));
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 0);
  window_test_close (fixture->window);
}

static void
test_under_18 (TalkTest      *fixture,
               gconstpointer  data)
{
  g_test_summary ("Not for who is not 18: a sentence, and support.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_NO, .consent = TRUE });
  talk_test_open_page (fixture);
  g_assert_nonnull (ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, "S_upport"));
  g_assert_false (gtk_widget_get_visible (fixture->page->entry_box));
  talk_test_send (fixture, TALK_TEST_CALM);
  ui_test_linger (200);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 0);
  window_test_close (fixture->window);
}

static void
count_cb (gpointer data)
{
  (*(guint *) data)++;
}

static void
test_exchange (TalkTest      *fixture,
               gconstpointer  data)
{
  g_autofree char *shown = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *left = NULL;
  GtkWidget *dialog;
  GtkWidget *expander;
  guint spoken = 0;

  g_test_summary ("The envelope is shown once; what is sent is what it showed; nothing is kept without consent.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  dialog = talk_test_wait_envelope ();
  window_test_check_names (dialog);
  walk_test_by_tab (GTK_WINDOW (dialog));
  ui_test_picture (dialog, "companion-envelope.png");
  talk_test_close_dialog (dialog);
  left = shc_chat_entry_dup_text (fixture->page->entry);
  g_assert_cmpstr (left, ==, TALK_TEST_CALM);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 0);

  g_signal_connect_swapped (fixture->page->spoken, "notify::label", G_CALLBACK (count_cb), &spoken);
  talk_test_send (fixture, TALK_TEST_CALM " One more sentence. And a third.");
  dialog = talk_test_wait_envelope ();
  expander = ui_test_find (dialog, GTK_TYPE_EXPANDER, NULL);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  shown = dup_buffer (ui_test_find (expander, GTK_TYPE_TEXT_VIEW, NULL));
  ui_test_picture (dialog, "companion-envelope-body.png");
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  sent = talk_test_dup_sent (fixture);
  g_assert_cmpstr (sent, ==, shown);
  g_assert_cmpstr (shc_message_row_get_text (talk_test_get_last_row (fixture)), ==,
                   "You said: " TALK_TEST_CALM " One more sentence. And a third.");
  g_assert_cmpuint (spoken, ==, 3);
  g_assert_true (shc_chat_entry_is_blank (fixture->page->entry));
  window_test_check_names (GTK_WIDGET (fixture->page));
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-exchange.png");

  talk_test_send (fixture, "And now?");
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 4);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 2);
  g_assert_cmpint (talk_test_count_kept (fixture), ==, 0);
  window_test_close (fixture->window);
}

static void
test_stop (TalkTest      *fixture,
           gconstpointer  data)
{
  gint64 begun;

  g_test_summary ("Stop works at once and keeps what came; closing the window does the same.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE,
                                                   .model = "fault:paced:2000:30" });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (has_some_text, fixture);
  begun = g_get_monotonic_time ();
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.stop", NULL));
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 10 * G_USEC_PER_SEC);
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (talk_test_get_last_row (fixture)), " word"));
  g_assert_nonnull (ui_test_find (GTK_WIDGET (talk_test_get_last_row (fixture)), GTK_TYPE_LABEL,
                                  "You stopped this reply."));
  g_assert_cmpint (talk_test_count_kept (fixture), ==, 2);

  talk_test_send (fixture, "Once more.");
  ui_test_wait (has_some_text, fixture);
  window_test_close (fixture->window);
}

/* Returns: (transfer full) (nullable): the last message of the newest conversation; its number of messages as @at_us. */
static gpointer
read_last_in_thread (ShcDb     *db,
                     gpointer   data,
                     GError   **error)
{
  g_autoptr(GPtrArray) all = shc_conversations_list (db, error);
  g_autoptr(ShcConversation) one = NULL;
  ShcMessage *last;

  g_assert_nonnull (all);
  if (all->len == 0)
    return NULL;
  one = shc_conversations_get (db, ((ShcConversation *) g_ptr_array_index (all, 0))->id, error);
  last = g_ptr_array_steal_index (one->messages, one->messages->len - 1);
  last->at_us = one->n_messages;
  return last;
}

static gboolean
has_closed_early (gpointer data)
{
  g_autofree char *requests = service_test_dup_requests (&((TalkTest *) data)->service);

  return strstr (requests, "closed_early") != NULL;
}

/* Locks in the middle of a reply, and opens the journal again. Returns: (transfer full) (nullable): what was kept last. */
static ShcMessage *
lock_in_the_middle (TalkTest *fixture,
                    gboolean  history)
{
  g_autoptr(GBytes) passphrase = g_bytes_new_static (UI_TEST_PASSPHRASE, strlen (UI_TEST_PASSPHRASE));
  g_autoptr(GError) error = NULL;
  gpointer weak;

  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = history,
                                                   .model = "fault:paced:100000:30" });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (has_some_text, fixture);
  weak = fixture->window;
  g_object_add_weak_pointer (weak, &weak);
  shc_window_close_vault (fixture->window, TRUE);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->page)));
  ui_test_wait (talk_test_is_gone, &weak);
  ui_test_wait (has_closed_early, fixture);
  shc_vault_unlock_with_passphrase (fixture->ui.vault, passphrase, &error);
  g_assert_no_error (error);
  return shc_vault_run (fixture->ui.vault, SHC_DB_READER, read_last_in_thread, NULL, NULL);
}

static void
test_locked (TalkTest      *fixture,
             gconstpointer  data)
{
  g_autoptr(ShcMessage) last = NULL;

  g_test_summary ("Locked in the middle of a reply: it is out of sight at once and stopped, and what came is kept.");
  last = lock_in_the_middle (fixture, TRUE);
  g_assert_nonnull (last);
  g_assert_cmpint (last->at_us, ==, 2);
  g_assert_cmpstr (last->state, ==, "stopped");
  g_assert_true (g_str_has_prefix (last->text, " word"));
}

static void
test_locked_unkept (TalkTest      *fixture,
                    gconstpointer  data)
{
  g_autoptr(ShcMessage) last = NULL;

  g_test_summary ("The same without consent to keep it: nothing of it is left.");
  last = lock_in_the_middle (fixture, FALSE);
  g_assert_null (last);
}

/* Whether @words are in the sentence under the last message. */
static gboolean
has_note (TalkTest   *fixture,
          const char *words)
{
  ShcMessageRow *row = talk_test_get_last_row (fixture);
  const char *note = row != NULL ? shc_message_row_get_note (row) : NULL;

  return note != NULL && strstr (note, words) != NULL;
}

static gboolean
has_broken (gpointer data)
{
  return talk_test_is_at_rest (data) &&
         ui_test_find (GTK_WIDGET (((TalkTest *) data)->page), GTK_TYPE_BUTTON, "_Ask Again") != NULL;
}

static void
test_ask_again (TalkTest      *fixture,
                gconstpointer  data)
{
  g_autofree char *text = NULL;

  g_test_summary ("After an error the same message can be sent again, or taken back to change it.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE,
                                                   .model = "fault:error-in-stream-flat" });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (has_broken, fixture);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-error.png");

  talk_test_set_model (fixture, "gpt-test");
  ui_test_click (ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, "_Ask Again"));
  talk_test_accept_envelope (); /* another model: it is shown again */
  ui_test_wait (talk_test_is_well, fixture);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 2);
  g_assert_cmpint (talk_test_count_kept (fixture), ==, 2);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.edit", NULL));
  ui_test_wait (talk_test_is_at_rest, fixture);
  text = shc_chat_entry_dup_text (fixture->page->entry);
  g_assert_cmpstr (text, ==, TALK_TEST_CALM);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 0);
  window_test_close (fixture->window);
}

static gboolean
has_another (gpointer data)
{
  ShcMessageRow *row = talk_test_get_last_row (data);

  return talk_test_is_at_rest (data) && strstr (shc_message_row_get_text (row), "\n## ") != NULL;
}

static gboolean
has_failed (gpointer data)
{
  return talk_test_is_at_rest (data) && has_note (data, "earlier reply is still here");
}

static void
regenerate (TalkTest   *fixture,
            const char *model)
{
  talk_test_set_model (fixture, model);
  ui_test_click (ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, "Re_generate"));
  talk_test_wait_envelope ();
}

static void
test_regenerate (TalkTest      *fixture,
                 gconstpointer  data)
{
  g_test_summary ("The former reply stays until something of the new one came, and for good if nothing does.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_well, fixture);

  regenerate (fixture, "fault:500");
  talk_test_close_dialog (talk_test_wait_envelope ());
  ui_test_wait (talk_test_is_well, fixture);
  g_assert_true (shc_chat_entry_is_blank (fixture->page->entry));
  regenerate (fixture, "fault:500");
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_answering, fixture);
  g_assert_cmpstr (shc_message_row_get_text (talk_test_get_last_row (fixture)), ==, "You said: " TALK_TEST_CALM);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-regenerating.png");
  ui_test_wait (has_failed, fixture);
  g_assert_true (talk_test_is_well (fixture));
  g_assert_cmpint (talk_test_count_kept (fixture), ==, 2);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-regenerate-failed.png");

  regenerate (fixture, "fault:markdown");
  talk_test_accept_envelope ();
  ui_test_wait (has_another, fixture);
  g_assert_cmpuint (talk_test_count_rows (fixture), ==, 2);
  g_assert_cmpint (talk_test_count_kept (fixture), ==, 2);
  g_assert_false (has_note (fixture, "earlier reply"));
  window_test_close (fixture->window);
}

static void
test_now_waits (TalkTest      *fixture,
                gconstpointer  data)
{
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  g_test_summary ("Where somebody may be in danger now the card comes first, each time; only the person can send it.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  for (guint i = 0; i < 2; i++)
    {
      talk_test_send (fixture, TALK_TEST_NOW);
      dialog = window_test_wait_dialog ("ShcSupportDialog");
      window_test_check_names (dialog);
      ui_test_picture (dialog, "companion-now.png");
      g_assert_cmpuint (talk_test_count_requests (fixture), ==, 0);
      talk_test_close_dialog (dialog);
      ui_test_wait (talk_test_is_at_rest, fixture);
    }
  text = shc_chat_entry_dup_text (fixture->page->entry);
  g_assert_cmpstr (text, ==, TALK_TEST_NOW);

  talk_test_send (fixture, TALK_TEST_NOW);
  dialog = window_test_wait_dialog ("ShcSupportDialog");
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Send All the Same"));
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 1);
  window_test_close (fixture->window);
}

static void
test_withheld (TalkTest      *fixture,
               gconstpointer  data)
{
  ShcMessageRow *row;

  g_test_summary ("Where something harmful was left out of a reply, Support is offered beside it.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE,
                                                   .model = "fault:harm:medicine" });
  talk_test_open_page (fixture);
  g_assert_false (gtk_widget_get_visible (fixture->window->support_button));
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  row = talk_test_get_last_row (fixture);
  g_assert_nonnull (strstr (shc_message_row_get_text (row), "left out"));
  g_assert_true (gtk_widget_get_visible (fixture->window->support_button));
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-withheld.png");

  /* Beside all else that the window's top has, Support has room on a telephone. */
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), ui_test_get_narrow (), 480);
  ui_test_check_narrow (GTK_WIDGET (fixture->window));
  ui_test_wait (talk_test_is_narrow, fixture);
  ui_test_picture (GTK_WIDGET (fixture->window), "companion-withheld-narrow.png");
  window_test_close (fixture->window);
}

static void
test_pause (TalkTest      *fixture,
            gconstpointer  data)
{
  GtkWidget *box;

  g_test_summary ("Who has talked for three quarters of an hour is told so under the conversation, until the next message.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  box = gtk_widget_get_parent (GTK_WIDGET (fixture->page->pause_note));
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_well, fixture);
  g_assert_false (gtk_widget_get_visible (box));

  fixture->page->pause.begun_us -= 46 * 60 * (gint64) G_USEC_PER_SEC;
  talk_test_send (fixture, "And now?");
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_true (gtk_widget_get_visible (box));
  g_assert_nonnull (strstr (gtk_label_get_text (fixture->page->pause_note), "A pause is welcome"));
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-pause.png");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  ui_test_wait (talk_test_is_narrow, fixture);
  ui_test_linger (200);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-pause-narrow.png");

  talk_test_send (fixture, "And then?");
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_false (gtk_widget_get_visible (box));
  window_test_close (fixture->window);
}

static void
test_quiet (TalkTest      *fixture,
            gconstpointer  data)
{
  g_autoptr(ShcReflection) kept = ui_test_add (&fixture->ui, "2026-01-07", "The river was high.", NULL, NULL);
  GtkWidget *dialog;

  g_test_summary ("A reflection that was not shown yet opens the envelope again, unless it is not wanted; another model "
                  "does always.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_well, fixture);

  shc_chat_entry_include (fixture->page->entry, kept->id, "7 January");
  talk_test_send (fixture, "About this.");
  dialog = talk_test_wait_envelope ();
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ui_test_find (dialog, GTK_TYPE_CHECK_BUTTON, NULL)), TRUE);
  talk_test_accept_envelope ();
  ui_test_wait (talk_test_is_answering, fixture);
  ui_test_wait (talk_test_is_at_rest, fixture);

  talk_test_set_model (fixture, "gpt-test-mini");
  talk_test_send (fixture, "And now?");
  talk_test_close_dialog (talk_test_wait_envelope ());
  ui_test_wait (talk_test_is_at_rest, fixture);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 2);
  window_test_close (fixture->window);
}

static void
test_closed_while_asking (TalkTest      *fixture,
                          gconstpointer  data)
{
  g_test_summary ("Closing the window over an open envelope sends nothing.");
  talk_test_make_ready (fixture, (TalkTestReady) { .adult = SHC_ADULT_YES, .consent = TRUE });
  talk_test_open_page (fixture);
  talk_test_send (fixture, TALK_TEST_CALM);
  talk_test_wait_envelope ();
  ui_test_wait (is_asking, fixture);
  window_test_close (fixture->window);
  g_assert_cmpuint (talk_test_count_requests (fixture), ==, 0);
}

#define ADD(name, func) \
  g_test_add (name, TalkTest, NULL, talk_test_set_up, func, talk_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  shc_safety_check ("", 0);
  ADD ("/ui/companion/no-consent", test_no_consent);
  ADD ("/ui/companion/under-18", test_under_18);
  ADD ("/ui/companion/exchange", test_exchange);
  ADD ("/ui/companion/stop", test_stop);
  ADD ("/ui/companion/locked", test_locked);
  ADD ("/ui/companion/locked-unkept", test_locked_unkept);
  ADD ("/ui/companion/ask-again", test_ask_again);
  ADD ("/ui/companion/regenerate", test_regenerate);
  ADD ("/ui/companion/now-waits", test_now_waits);
  ADD ("/ui/companion/withheld", test_withheld);
  ADD ("/ui/companion/pause", test_pause);
  ADD ("/ui/companion/quiet", test_quiet);
  ADD ("/ui/companion/closed-while-asking", test_closed_while_asking);
  return ui_test_run ();
}
