/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: a conversation in the real window, with a real server on this computer and a key in the keyring. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "shc-companion-page-private.h"
#include "shc-consent.h"
#include "shc-editor.h"
#include "shc-envelope-dialog.h"
#include "shc-fasting-check.h"
#include "shc-json.h"
#include "shc-markdown-blocks-private.h"
#include "shc-reading-pane-private.h"
#include "shc-service-key.h"
#include "shc-settings.h"
#include "service-test.h"
#include "ui-test.h"
#include "window-test.h"

#define CALM_TEXT "The walnut tree lost its leaves today."
#define NOW_TEXT "Tonight I am going to kill myself."

typedef struct
{
  UiFixture         ui;
  ServiceTest       service;
  ShcWindow        *window;
  ShcCompanionPage *page;
} Fixture;

/* ---- what is in the vault */

typedef struct
{
  ShcAdult    adult;
  const char *base_url;
  const char *ca;
  const char *model;
  gboolean    consent;
  gboolean    history;
} Readiness;

static gpointer
make_ready_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  const Readiness *ready = data;
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  gint64 now_us = g_get_real_time ();

  profile->healing_name = g_strdup ("River");
  profile->adult = ready->adult;
  g_assert_true (shc_profile_save (db, profile, now_us, error));
  g_assert_true (shc_consent_record (db, "storage", NULL, "yes", TRUE, now_us, error));
  g_assert_true (shc_settings_set (db, SHC_SETTING_OPENAI_BASE_URL, ready->base_url, error));
  g_assert_true (shc_settings_set (db, SHC_SETTING_NETWORK_EXTRA_CA_FILE, ready->ca, error));
  g_assert_true (shc_settings_set (db, SHC_SETTING_OPENAI_PROTOCOL, "responses", error));
  g_assert_true (shc_settings_set (db, SHC_SETTING_OPENAI_MODEL, ready->model, error));
  if (ready->consent)
    g_assert_true (shc_consent_record (db, "companion", "127.0.0.1", "yes", TRUE, now_us, error));
  if (ready->history)
    g_assert_true (shc_consent_record (db, "chat-history", NULL, "yes", TRUE, now_us, error));
  return db;
}

static void
make_ready (Fixture   *fixture,
            Readiness  ready)
{
  g_autoptr(GError) error = NULL;

  ready.base_url = fixture->service.base_url;
  ready.ca = fixture->service.ca;
  if (ready.model == NULL)
    ready.model = "gpt-test";
  shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, make_ready_in_thread, &ready, &error);
  g_assert_no_error (error);
}

static gpointer
set_model_in_thread (ShcDb     *db,
                     gpointer   data,
                     GError   **error)
{
  g_assert_true (shc_settings_set (db, SHC_SETTING_OPENAI_MODEL, data, error));
  return db;
}

static gpointer
count_messages_in_thread (ShcDb     *db,
                          gpointer   data,
                          GError   **error)
{
  g_autoptr(GPtrArray) all = shc_conversations_list (db, error);
  gint64 n = 0;

  g_assert_nonnull (all);
  for (guint i = 0; i < all->len; i++)
    n += ((ShcConversation *) g_ptr_array_index (all, i))->n_messages;
  return GINT_TO_POINTER (n + 1);
}

static int
count_kept (Fixture *fixture)
{
  return GPOINTER_TO_INT (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, count_messages_in_thread, NULL, NULL)) - 1;
}

/* ---- the window */

static gboolean
is_at_rest (gpointer data)
{
  Fixture *fixture = data;

  return fixture->page->step == SHC_COMPANION_IDLE && fixture->page->talk != NULL &&
         shc_talk_get_companion (fixture->page->talk) != NULL;
}

static void
open_page (Fixture *fixture)
{
  GtkWidget *page;

  shc_vault_close (fixture->ui.vault);
  fixture->window = window_test_open (&fixture->ui);
  window_test_wait_state (fixture->window, SHC_WINDOW_UNLOCK);
  page = adw_bin_get_child (fixture->window->unlock_bin);
  gtk_editable_set_text (GTK_EDITABLE (ui_test_find (page, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL)), UI_TEST_PASSPHRASE);
  g_assert_true (gtk_widget_activate_action (page, "unlock.passphrase", NULL));
  window_test_wait_state (fixture->window, SHC_WINDOW_OPEN);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", "companion");
  fixture->page = SHC_COMPANION_PAGE (shc_window_get_page (fixture->window, "companion"));
  ui_test_wait (is_at_rest, fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) key = g_bytes_new_static ("sk-test-key", strlen ("sk-test-key"));

  ui_test_set_up (&fixture->ui, data);
  service_test_start (&fixture->service, NULL);
  shc_service_key_store (fixture->ui.vault, "openai", key, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  service_test_stop (&fixture->service);
  ui_test_tear_down (&fixture->ui, data);
}

static guint
count_requests (Fixture *fixture)
{
  g_autofree char *requests = service_test_dup_requests (&fixture->service);
  g_auto(GStrv) lines = g_strsplit (requests, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], "\"method\"") != NULL;
  return n;
}

/* The body of the last request. */
static char *
dup_sent (Fixture *fixture)
{
  g_autofree char *requests = service_test_dup_requests (&fixture->service);
  g_auto(GStrv) lines = g_strsplit (requests, "\n", -1);
  char *body = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "\"method\"") != NULL)
      {
        g_autoptr(JsonNode) root = shc_json_parse (lines[i], strlen (lines[i]), NULL);

        g_free (body);
        body = g_strdup (json_object_get_string_member (json_node_get_object (root), "body"));
      }
  return body;
}

static ShcMessageRow *
get_last_row (Fixture *fixture)
{
  GtkWidget *row = gtk_widget_get_last_child (GTK_WIDGET (fixture->page->messages));

  return row != NULL ? SHC_MESSAGE_ROW (row) : NULL;
}

static guint
count_rows (Fixture *fixture)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->messages)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static void
send (Fixture    *fixture,
      const char *text)
{
  shc_chat_entry_set_text (fixture->page->entry, text);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.send", NULL));
}

static GtkWidget *
wait_envelope (void)
{
  return window_test_wait_dialog ("ShcEnvelopeDialog");
}

static void
accept_envelope (void)
{
  ui_test_click (ui_test_find (wait_envelope (), GTK_TYPE_BUTTON, "_Send"));
}

static gboolean
is_answering (gpointer data)
{
  Fixture *fixture = data;

  return fixture->page->step == SHC_COMPANION_SENDING;
}

static gboolean
is_asking (gpointer data)
{
  Fixture *fixture = data;

  return fixture->page->step == SHC_COMPANION_ASKING;
}

static gboolean
has_some_text (gpointer data)
{
  ShcMessageRow *row = get_last_row (data);

  return is_answering (data) && row != NULL && *shc_message_row_get_text (row) != '\0';
}

static char *
dup_buffer (GtkWidget *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
close_dialog (GtkWidget *dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_wait (is_gone, &weak);
}

/* ---- the tests */

static void
test_no_consent (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *button;
  GtkWidget *dialog;

  g_test_summary ("Without consent the page is calm, asks this device's questions, and sends nothing.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES });
  open_page (fixture);
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
  g_assert_cmpuint (count_requests (fixture), ==, 0);
  window_test_close (fixture->window);
}

static void
test_under_18 (Fixture       *fixture,
               gconstpointer  data)
{
  g_test_summary ("Not for who is not 18: a sentence, and support.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_NO, .consent = TRUE });
  open_page (fixture);
  g_assert_nonnull (ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, "S_upport"));
  g_assert_false (gtk_widget_get_visible (fixture->page->entry_box));
  send (fixture, CALM_TEXT);
  ui_test_linger (200);
  g_assert_cmpuint (count_requests (fixture), ==, 0);
  window_test_close (fixture->window);
}

static void
count_cb (gpointer data)
{
  (*(guint *) data)++;
}

static void
test_exchange (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *shown = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *left = NULL;
  GtkWidget *dialog;
  GtkWidget *expander;
  guint spoken = 0;

  g_test_summary ("The envelope is shown once; what is sent is what it showed; nothing is kept without consent.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  dialog = wait_envelope ();
  window_test_check_names (dialog);
  ui_test_picture (dialog, "companion-envelope.png");
  close_dialog (dialog);
  left = shc_chat_entry_dup_text (fixture->page->entry);
  g_assert_cmpstr (left, ==, CALM_TEXT);
  g_assert_cmpuint (count_requests (fixture), ==, 0);

  g_signal_connect_swapped (fixture->page->spoken, "notify::label", G_CALLBACK (count_cb), &spoken);
  send (fixture, CALM_TEXT " One more sentence. And a third.");
  dialog = wait_envelope ();
  expander = ui_test_find (dialog, GTK_TYPE_EXPANDER, NULL);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  shown = dup_buffer (ui_test_find (expander, GTK_TYPE_TEXT_VIEW, NULL));
  ui_test_picture (dialog, "companion-envelope-body.png");
  accept_envelope ();
  ui_test_wait (is_answering, fixture);
  ui_test_wait (is_at_rest, fixture);
  sent = dup_sent (fixture);
  g_assert_cmpstr (sent, ==, shown);
  g_assert_cmpstr (shc_message_row_get_text (get_last_row (fixture)), ==,
                   "You said: " CALM_TEXT " One more sentence. And a third.");
  g_assert_cmpuint (spoken, ==, 3);
  g_assert_true (shc_chat_entry_is_blank (fixture->page->entry));
  window_test_check_names (GTK_WIDGET (fixture->page));
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-exchange.png");

  send (fixture, "And now?");
  ui_test_wait (is_answering, fixture);
  ui_test_wait (is_at_rest, fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 4);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
  g_assert_cmpint (count_kept (fixture), ==, 0);
  window_test_close (fixture->window);
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 begun;

  g_test_summary ("Stop works at once and keeps what came; closing the window does the same.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE,
                                     .model = "fault:paced:2000:30" });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (has_some_text, fixture);
  begun = g_get_monotonic_time ();
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.stop", NULL));
  ui_test_wait (is_at_rest, fixture);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, G_USEC_PER_SEC);
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (get_last_row (fixture)), " word"));
  g_assert_nonnull (ui_test_find (GTK_WIDGET (get_last_row (fixture)), GTK_TYPE_LABEL, "You stopped this reply."));
  g_assert_cmpint (count_kept (fixture), ==, 2);

  send (fixture, "Once more.");
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
  g_autofree char *requests = service_test_dup_requests (&((Fixture *) data)->service);

  return strstr (requests, "closed_early") != NULL;
}

/* Locks in the middle of a reply, and opens the journal again. Returns: (transfer full) (nullable): what was kept last. */
static ShcMessage *
lock_in_the_middle (Fixture  *fixture,
                    gboolean  history)
{
  g_autoptr(GBytes) passphrase = g_bytes_new_static (UI_TEST_PASSPHRASE, strlen (UI_TEST_PASSPHRASE));
  g_autoptr(GError) error = NULL;
  gpointer weak;

  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = history,
                                     .model = "fault:paced:100000:30" });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (has_some_text, fixture);
  weak = fixture->window;
  g_object_add_weak_pointer (weak, &weak);
  shc_window_close_vault (fixture->window, TRUE);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->page)));
  ui_test_wait (is_gone, &weak);
  ui_test_wait (has_closed_early, fixture);
  shc_vault_unlock_with_passphrase (fixture->ui.vault, passphrase, &error);
  g_assert_no_error (error);
  return shc_vault_run (fixture->ui.vault, SHC_DB_READER, read_last_in_thread, NULL, NULL);
}

static void
test_locked (Fixture       *fixture,
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
test_locked_unkept (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(ShcMessage) last = NULL;

  g_test_summary ("The same without consent to keep it: nothing of it is left.");
  last = lock_in_the_middle (fixture, FALSE);
  g_assert_null (last);
}

/* Whether @words are in the sentence under the last message. */
static gboolean
has_note (Fixture    *fixture,
          const char *words)
{
  ShcMessageRow *row = get_last_row (fixture);
  const char *note = row != NULL ? shc_message_row_get_note (row) : NULL;

  return note != NULL && strstr (note, words) != NULL;
}

static gboolean
has_broken (gpointer data)
{
  return is_at_rest (data) && ui_test_find (GTK_WIDGET (((Fixture *) data)->page), GTK_TYPE_BUTTON, "_Ask Again") != NULL;
}

static gboolean
is_well (gpointer data)
{
  ShcMessageRow *row = get_last_row (data);

  return is_at_rest (data) && row != NULL &&
         g_str_equal (shc_message_row_get_text (row), "You said: " CALM_TEXT);
}

static void
test_ask_again (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *text = NULL;

  g_test_summary ("After an error the same message can be sent again, or taken back to change it.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE,
                                     .model = "fault:error-in-stream-flat" });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (has_broken, fixture);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-error.png");

  shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, set_model_in_thread, (gpointer) "gpt-test", NULL);
  ui_test_click (ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, "_Ask Again"));
  accept_envelope (); /* another model: it is shown again */
  ui_test_wait (is_well, fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  g_assert_cmpint (count_kept (fixture), ==, 2);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.edit", NULL));
  ui_test_wait (is_at_rest, fixture);
  text = shc_chat_entry_dup_text (fixture->page->entry);
  g_assert_cmpstr (text, ==, CALM_TEXT);
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  window_test_close (fixture->window);
}

static gboolean
has_another (gpointer data)
{
  ShcMessageRow *row = get_last_row (data);

  return is_at_rest (data) && strstr (shc_message_row_get_text (row), "\n## ") != NULL;
}

static gboolean
has_failed (gpointer data)
{
  return is_at_rest (data) && has_note (data, "earlier reply is still here");
}

static void
regenerate (Fixture    *fixture,
            const char *model)
{
  shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, set_model_in_thread, (gpointer) model, NULL);
  ui_test_click (ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, "Re_generate"));
  wait_envelope ();
}

static void
test_regenerate (Fixture       *fixture,
                 gconstpointer  data)
{
  g_test_summary ("The former reply stays until something of the new one came, and for good if nothing does.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (is_well, fixture);

  regenerate (fixture, "fault:500");
  close_dialog (wait_envelope ());
  ui_test_wait (is_well, fixture);
  g_assert_true (shc_chat_entry_is_blank (fixture->page->entry));
  regenerate (fixture, "fault:500");
  accept_envelope ();
  ui_test_wait (is_answering, fixture);
  g_assert_cmpstr (shc_message_row_get_text (get_last_row (fixture)), ==, "You said: " CALM_TEXT);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-regenerating.png");
  ui_test_wait (has_failed, fixture);
  g_assert_true (is_well (fixture));
  g_assert_cmpint (count_kept (fixture), ==, 2);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-regenerate-failed.png");

  regenerate (fixture, "fault:markdown");
  accept_envelope ();
  ui_test_wait (has_another, fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  g_assert_cmpint (count_kept (fixture), ==, 2);
  g_assert_false (has_note (fixture, "earlier reply"));
  window_test_close (fixture->window);
}

static void
test_now_waits (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  g_test_summary ("Where somebody may be in danger now the card comes first, each time; only the person can send it.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  open_page (fixture);
  for (guint i = 0; i < 2; i++)
    {
      send (fixture, NOW_TEXT);
      dialog = window_test_wait_dialog ("ShcSupportDialog");
      window_test_check_names (dialog);
      ui_test_picture (dialog, "companion-now.png");
      g_assert_cmpuint (count_requests (fixture), ==, 0);
      close_dialog (dialog);
      ui_test_wait (is_at_rest, fixture);
    }
  text = shc_chat_entry_dup_text (fixture->page->entry);
  g_assert_cmpstr (text, ==, NOW_TEXT);

  send (fixture, NOW_TEXT);
  dialog = window_test_wait_dialog ("ShcSupportDialog");
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Send All the Same"));
  accept_envelope ();
  ui_test_wait (is_answering, fixture);
  ui_test_wait (is_at_rest, fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
  window_test_close (fixture->window);
}

static gboolean
has_row (gpointer dialog)
{
  return ui_test_find (dialog, ADW_TYPE_ACTION_ROW, NULL) != NULL;
}

static gboolean
is_narrow (gpointer data)
{
  return gtk_widget_get_width (GTK_WIDGET (((Fixture *) data)->page)) <= 360;
}

static gboolean
is_opened (gpointer data)
{
  return is_at_rest (data) && count_rows (data) == 2;
}

static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *dialog;
  GtkWidget *row;

  g_test_summary ("With consent a conversation is kept until its date, listed, opened, and deleted.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE,
                                     .model = "fault:markdown" });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (is_answering, fixture);
  ui_test_wait (is_at_rest, fixture);
  g_assert_cmpint (count_kept (fixture), ==, 2);
  g_assert_nonnull (strstr (gtk_label_get_text (fixture->page->about), "Kept in your journal until"));
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-markdown.png");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.new", NULL));
  ui_test_wait (is_at_rest, fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.conversations", NULL));
  dialog = window_test_wait_dialog ("ShcConversationsDialog");
  ui_test_wait (has_row, dialog);
  window_test_check_names (dialog);
  ui_test_picture (dialog, "companion-conversations.png");
  row = ui_test_find (dialog, ADW_TYPE_ACTION_ROW, NULL);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  ui_test_wait (is_opened, fixture);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  ui_test_wait (is_narrow, fixture);
  ui_test_linger (300);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-narrow-dark.png");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  window_test_close (fixture->window);
}

static gpointer
count_containing_in_thread (ShcDb     *db,
                        gpointer   data,
                        GError   **error)
{
  g_autoptr(ShcFilter) all = shc_filter_new ();
  g_autoptr(GPtrArray) found = shc_reflections_list (db, all, NULL, 10, error);
  guint n = 0;

  for (guint i = 0; i < found->len; i++)
    n += strstr (((ShcReflection *) g_ptr_array_index (found, i))->text, data) != NULL;
  return GUINT_TO_POINTER (n);
}

static guint
count_containing (Fixture    *fixture,
                  const char *words)
{
  return GPOINTER_TO_UINT (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, count_containing_in_thread, (gpointer) words,
                                          NULL));
}

/* Begun 28 days ago. */
static gpointer
begin_ending_in_thread (ShcDb     *db,
                        gpointer   data,
                        GError   **error)
{
  g_autofree char *id = shc_conversations_begin (db, g_get_real_time () - 28 * SHC_DATE_US_PER_DAY, 30, error);
  g_autoptr(ShcMessage) mine = shc_message_new (TRUE, CALM_TEXT);
  g_autoptr(ShcMessage) theirs = shc_message_new (FALSE, "What do you see in its place?");

  theirs->state = g_strdup ("complete");
  g_assert_true (shc_conversations_add (db, id, mine, error) && shc_conversations_add (db, id, theirs, error));
  return db;
}

static void
show_all_ways (Fixture    *fixture,
               GtkWidget  *widget,
               const char *name)
{
  g_autofree char *light = g_strdup_printf ("%s-360.png", name);
  g_autofree char *dark = g_strdup_printf ("%s-360-dark.png", name);
  g_autofree char *wide = g_strdup_printf ("%s-1200.png", name);
  g_autofree char *wide_dark = g_strdup_printf ("%s-1200-dark.png", name);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  ui_test_wait (is_narrow, fixture);
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
open_conversations (Fixture *fixture)
{
  GtkWidget *dialog;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.conversations", NULL));
  dialog = window_test_wait_dialog ("ShcConversationsDialog");
  ui_test_wait (has_row, dialog);
  return dialog;
}

static gboolean
is_not_asked (gpointer data)
{
  return !gtk_widget_get_visible (((Fixture *) data)->page->keep_box);
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
test_ending (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *dialog;
  GtkWidget *row;

  g_test_summary ("In its last days it is asked, once, whether a conversation is to be kept as a reflection.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, begin_ending_in_thread, NULL, NULL));
  open_page (fixture);
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
  close_dialog (dialog);
  ui_test_wait (is_not_asked, fixture);
  g_assert_cmpuint (count_containing (fixture, "What do you see in its place?"), ==, 1);
  g_assert_cmpint (count_kept (fixture), ==, 2);
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
      g_autofree char *said = g_strdup_printf ("Message %u. " CALM_TEXT, i);
      g_autofree char *replied = g_strdup_printf ("Reply %u.\n\nWhat do you see in *its* place?\n\n- a bird\n- a nest", i);
      g_autoptr(ShcMessage) mine = shc_message_new (TRUE, said);
      g_autoptr(ShcMessage) theirs = shc_message_new (FALSE, replied);

      theirs->state = g_strdup ("complete");
      g_assert_true (shc_conversations_add (db, id, mine, error) && shc_conversations_add (db, id, theirs, error));
    }
  return db;
}

static GtkAdjustment *
get_place (Fixture *fixture)
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

static double
get_height_in_view (Fixture   *fixture,
                    GtkWidget *row)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (fixture->page->scroller), &bounds));
  return bounds.origin.y;
}

static gboolean
has_many_rows (gpointer data)
{
  return count_rows (data) >= 40;
}

static void
scroll_up (Fixture *fixture,
           double   pixels)
{
  gtk_adjustment_set_value (get_place (fixture), gtk_adjustment_get_value (get_place (fixture)) - pixels);
  ui_test_linger (60);
}

static void
open_long (Fixture *fixture)
{
  GtkWidget *dialog = open_conversations (fixture);
  GtkWidget *row = ui_test_find (dialog, ADW_TYPE_ACTION_ROW, NULL);

  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  ui_test_wait (has_many_rows, fixture);
  ui_test_wait (is_at_rest, fixture);
  ui_test_wait (is_at_end, fixture);
  ui_test_linger (300);
}

static void
test_long (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *first;
  double height;
  guint before;

  g_test_summary ("Of a conversation of 500 turns the newest are shown; earlier ones when one goes to them.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, begin_long_in_thread, GUINT_TO_POINTER (N_TURNS), NULL));
  open_page (fixture);
  open_long (fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 40);
  g_assert_true (is_at_end (fixture));
  g_assert_cmpfloat (get_height_in_view (fixture, GTK_WIDGET (get_last_row (fixture))), <,
                     gtk_widget_get_height (GTK_WIDGET (fixture->page->scroller)));
  g_assert_cmpuint (shc_talk_get_messages (fixture->page->talk)->len, ==, 2 * N_TURNS);
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (get_last_row (fixture)), "Reply 499."));

  /* Somebody who scrolls sees what comes before it, where it should be. */
  first = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->messages));
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (SHC_MESSAGE_ROW (first)), "Message 480."));
  scroll_up (fixture, gtk_adjustment_get_value (get_place (fixture)) - 400);
  g_assert_cmpuint (count_rows (fixture), ==, 40);
  height = get_height_in_view (fixture, first);
  scroll_up (fixture, 200);
  ui_test_linger (200);
  g_assert_cmpuint (count_rows (fixture), ==, 60);
  g_assert_cmpfloat (fabs (get_height_in_view (fixture, first) - (height + 200)), <, 2);
  first = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->messages));
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (SHC_MESSAGE_ROW (first)), "Message 470."));

  /* By keyboard there is a button, and what it did is told. */
  g_assert_true (gtk_widget_get_visible (fixture->page->earlier));
  window_test_check_names (GTK_WIDGET (fixture->page));
  gtk_widget_grab_focus (fixture->page->earlier);
  ui_test_linger (200);
  before = count_rows (fixture);
  ui_test_click (fixture->page->earlier);
  g_assert_cmpuint (count_rows (fixture), ==, before + 20);
  g_assert_cmpstr (gtk_label_get_text (fixture->page->spoken), ==, "20 earlier messages are shown now.");
  ui_test_linger (200);
  gtk_adjustment_set_value (get_place (fixture), 0);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-long.png");

  /* When it goes on, what was gone back to goes again, and the end is followed. */
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (is_well, fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 42);
  ui_test_wait (is_at_end, fixture);
  g_assert_cmpint (count_kept (fixture), ==, 2 * N_TURNS + 2);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.edit", NULL));
  ui_test_wait (is_at_rest, fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 40);
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (get_last_row (fixture)), "Reply 499."));
  window_test_close (fixture->window);
}

static void
test_to_the_beginning (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWidget *first;

  g_test_summary ("Who goes on back comes to the first message, and there is no more to show.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, begin_long_in_thread, GUINT_TO_POINTER (55), NULL));
  open_page (fixture);
  open_long (fixture);
  while (gtk_widget_get_visible (fixture->page->earlier))
    {
      gtk_widget_grab_focus (fixture->page->earlier);
      ui_test_click (fixture->page->earlier);
    }
  g_assert_cmpuint (count_rows (fixture), ==, 110);
  first = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->messages));
  g_assert_true (g_str_has_prefix (shc_message_row_get_text (SHC_MESSAGE_ROW (first)), "Message 0."));
  window_test_close (fixture->window);
}

static void
test_let_end (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *dialog;
  GtkWidget *row;

  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, begin_ending_in_thread, NULL, NULL));
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, begin_ending_in_thread, NULL, NULL));
  open_page (fixture);
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
  close_dialog (dialog);
  g_assert_cmpuint (count_containing (fixture, "What do you see"), ==, 0);
  g_assert_cmpint (count_kept (fixture), ==, 4);
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
count_all_messages (Fixture *fixture)
{
  return GPOINTER_TO_INT (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, count_rows_in_thread, NULL, NULL)) - 1;
}

static gboolean
is_date_doubted (gpointer data)
{
  return gtk_widget_get_visible (((Fixture *) data)->page->date_box);
}

static gboolean
is_date_believed (gpointer data)
{
  return !is_date_doubted (data);
}

static void
test_clock (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *dialog;

  g_test_summary ("After a large jump of the clock what is over is hidden; only the person's word removes it.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .history = TRUE });
  g_assert_nonnull (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, jump_in_thread, NULL, NULL));
  open_page (fixture);
  ui_test_wait (is_date_doubted, fixture);
  g_assert_nonnull (strstr (gtk_label_get_text (fixture->page->date_text), "1 conversation is hidden"));
  window_test_check_names (GTK_WIDGET (fixture->page));
  show_all_ways (fixture, GTK_WIDGET (fixture->page), "companion-clock");
  g_assert_cmpint (count_kept (fixture), ==, 0);
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

static GtkAdjustment *
get_adjustment (gpointer data)
{
  return gtk_scrolled_window_get_vadjustment (((Fixture *) data)->page->scroller);
}

static double
get_distance_from_end (gpointer data)
{
  GtkAdjustment *adjustment = get_adjustment (data);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) -
         gtk_adjustment_get_value (adjustment);
}

static gboolean
is_long (gpointer data)
{
  GtkAdjustment *adjustment = get_adjustment (data);

  return gtk_adjustment_get_upper (adjustment) > 2 * gtk_adjustment_get_page_size (adjustment);
}

static gboolean
is_longer (gpointer data)
{
  GtkAdjustment *adjustment = get_adjustment (data);

  return gtk_adjustment_get_upper (adjustment) > 3 * gtk_adjustment_get_page_size (adjustment);
}

static void
test_follow (Fixture       *fixture,
             gconstpointer  data)
{
  g_test_summary ("The end is followed while it comes, unless somebody reads further up.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .model = "fault:paced:2000:500" });
  open_page (fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 480);
  ui_test_wait (is_narrow, fixture);
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (is_long, fixture);
  g_assert_cmpfloat (get_distance_from_end (fixture), <, 40);
  gtk_adjustment_set_value (get_adjustment (fixture), 10);
  ui_test_wait (is_longer, fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), ==, 10);
  window_test_close (fixture->window);
}

/* ---- a long reply */

static ShcMarkdownBlocks *
get_blocks (Fixture *fixture)
{
  return SHC_MARKDOWN_BLOCKS (ui_test_find (GTK_WIDGET (get_last_row (fixture)), SHC_TYPE_MARKDOWN_BLOCKS, NULL));
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
is_laid_out (Fixture   *fixture,
             GtkWidget *blocks)
{
  GtkWidget *content = gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (fixture->page->scroller)));
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (blocks, content, &bounds));
  return fabs (bounds.origin.y - gtk_adjustment_get_value (get_adjustment (fixture)) -
               get_height_in_view (fixture, blocks)) <= 1;
}

/* Returns: whether all that is in view can be seen, each paragraph where the one before it ends. */
static gboolean
is_view_whole (gpointer data)
{
  Fixture *fixture = data;
  ShcMarkdownBlocks *blocks = get_blocks (fixture);
  double y = get_height_in_view (fixture, GTK_WIDGET (blocks));
  double height = gtk_widget_get_height (GTK_WIDGET (fixture->page->scroller));

  if (!is_laid_out (fixture, GTK_WIDGET (blocks)))
    return FALSE;
  for (guint i = 0; i < blocks->blocks->len; i++)
    {
      const ShcBlock *block = &g_array_index (blocks->blocks, ShcBlock, i);

      if (y + block->height > 0 && y < height &&
          (block->label == NULL || !gtk_widget_get_mapped (GTK_WIDGET (block->label)) ||
           fabs (get_height_in_view (fixture, GTK_WIDGET (block->label)) - y) > 1))
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
read_through (Fixture *fixture)
{
  ShcMarkdownBlocks *blocks = get_blocks (fixture);
  GString *seen = g_string_new (NULL);
  guint next = 0;

  gtk_adjustment_set_value (get_adjustment (fixture), 0);
  for (double at = 0; next < blocks->blocks->len; at += 300)
    {
      gtk_adjustment_set_value (get_adjustment (fixture), at);
      ui_test_wait (is_view_whole, fixture);
      for (; next < blocks->blocks->len; next++)
        {
          const ShcBlock *block = &g_array_index (blocks->blocks, ShcBlock, next);

          if (block->label == NULL)
            break;
          g_string_append_printf (seen, "%s\n", gtk_label_get_text (block->label));
        }
      g_assert_cmpfloat (at, <, gtk_adjustment_get_upper (get_adjustment (fixture)));
    }
  return g_string_free (seen, FALSE);
}

/* Returns: (transfer full): the same where nothing is left out. */
static char *
show_at_once (Fixture *fixture)
{
  GtkWidget *whole = g_object_ref_sink (g_object_new (SHC_TYPE_MARKDOWN_BLOCKS, NULL));
  GString *shown = g_string_new (NULL);

  shc_markdown_blocks_set_text (SHC_MARKDOWN_BLOCKS (whole), shc_message_row_get_text (get_last_row (fixture)), 0);
  for (GtkWidget *label = gtk_widget_get_first_child (whole); label != NULL; label = gtk_widget_get_next_sibling (label))
    g_string_append_printf (shown, "%s\n", gtk_label_get_text (GTK_LABEL (label)));
  g_object_unref (whole);
  return g_string_free (shown, FALSE);
}

static void
test_long_reply (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *seen = NULL;
  g_autofree char *all = NULL;
  g_autofree char *selected = NULL;
  GtkLabel *first;
  double end;

  g_test_summary ("Of a long reply only what is near to the view has widgets; none of it is missing where one goes.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .model = "fault:paced:3000:3000:markdown" });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (is_long, fixture);
  ui_test_wait (is_at_rest, fixture);
  ui_test_wait (are_few, fixture);
  ui_test_wait (is_view_whole, fixture);
  g_assert_cmpfloat (get_distance_from_end (fixture), <, 40);
  end = gtk_adjustment_get_upper (get_adjustment (fixture));

  seen = read_through (fixture);
  all = show_at_once (fixture);
  g_assert_cmpstr (seen, ==, all);
  ui_test_wait (are_few, fixture);
  g_assert_cmpfloat (fabs (gtk_adjustment_get_upper (get_adjustment (fixture)) - end), <, 2);

  /* What is selected stays so. */
  gtk_adjustment_set_value (get_adjustment (fixture), 0);
  ui_test_wait (is_view_whole, fixture);
  first = GTK_LABEL (gtk_widget_get_first_child (GTK_WIDGET (get_blocks (fixture))));
  gtk_widget_grab_focus (GTK_WIDGET (first));
  gtk_label_select_region (first, 0, 4);
  gtk_adjustment_set_value (get_adjustment (fixture), end);
  ui_test_wait (is_view_whole, fixture);
  ui_test_linger (200);
  selected = shc_markdown_blocks_dup_selected (get_blocks (fixture));
  g_assert_cmpstr (selected, ==, "What");

  /* Another width is another height, and the old one comes back with the old width. */
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 480);
  ui_test_wait (is_narrow, fixture);
  ui_test_linger (600);
  ui_test_wait (are_few, fixture);
  ui_test_wait (is_view_whole, fixture);
  g_assert_cmpfloat (gtk_adjustment_get_upper (get_adjustment (fixture)), >, end);
  g_assert_cmpfloat (get_distance_from_end (fixture), <, 40);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-long-reply.png");
  window_test_close (fixture->window);
}

/* ---- the first word */

typedef struct
{
  Fixture *fixture;
  gint64   seen_us;
} FirstWord;

static void
painted_cb (GdkFrameClock *clock,
            FirstWord     *first)
{
  ShcMessageRow *row = get_last_row (first->fixture);

  if (first->seen_us == 0 && row != NULL && row != first->fixture->page->last_mine && *shc_message_row_get_text (row) != '\0')
    first->seen_us = g_get_monotonic_time ();
}

static gboolean
is_seen (gpointer data)
{
  return ((FirstWord *) data)->seen_us > 0;
}

static void
test_first_word (Fixture       *fixture,
                 gconstpointer  data)
{
  gint64 soonest_us = G_MAXINT64;

  g_test_summary ("The first word is on screen within 2 s whenever the server's first byte comes within 1.9 s.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE, .model = "fault:echo-first-byte-stamp:1" });
  open_page (fixture);
  /* A busy machine may be late once or twice; a page that waits for more is late each time. */
  for (guint i = 0; i < 3; i++)
    {
      FirstWord first = { fixture, 0 };
      GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->window));
      gint64 begun_us = g_get_monotonic_time ();
      gint64 sent_us;
      gulong id;

      send (fixture, CALM_TEXT);
      if (i == 0)
        accept_envelope ();
      ui_test_wait (is_answering, fixture);
      id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &first);
      ui_test_wait (is_seen, &first);
      g_signal_handler_disconnect (clock, id);
      sent_us = g_ascii_strtoll (shc_message_row_get_text (get_last_row (fixture)), NULL, 10) / 1000;
      g_assert_cmpint (sent_us - begun_us, >=, G_USEC_PER_SEC);
      soonest_us = MIN (soonest_us, first.seen_us - sent_us);
      ui_test_wait (is_at_rest, fixture);
    }
  g_assert_cmpint (soonest_us, <=, G_USEC_PER_SEC / 10);
  window_test_close (fixture->window);
}

static gboolean
has_chip (gpointer data)
{
  g_auto(GStrv) ids = shc_chat_entry_dup_reflections (((Fixture *) data)->page->entry);

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
test_include (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ShcReflection) kept G_GNUC_UNUSED =
    ui_test_add (&fixture->ui, "2026-01-07", "The river was high.", "Day 7", NULL);
  g_autofree char *sent = NULL;
  GtkWidget *dialog;
  GtkWidget *check;

  g_test_summary ("A chosen reflection goes along, one marked “never send” is not offered; a reply is kept as an AI's.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  g_free (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, never_send_in_thread, NULL, NULL));
  open_page (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.include", NULL));
  dialog = window_test_wait_dialog ("ShcIncludeDialog");
  ui_test_wait (has_row, dialog);
  window_test_check_names (dialog);
  ui_test_picture (dialog, "companion-include.png");
  check = ui_test_find (dialog, GTK_TYPE_CHECK_BUTTON, NULL);
  g_assert_null (gtk_widget_get_next_sibling (gtk_widget_get_ancestor (check, ADW_TYPE_ACTION_ROW)));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Include"));
  ui_test_wait (has_chip, fixture);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-chip.png");
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (is_answering, fixture);
  ui_test_wait (is_at_rest, fixture);
  sent = dup_sent (fixture);
  g_assert_nonnull (strstr (sent, "The river was high."));
  g_assert_null (strstr (sent, "osprey"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.keep-reflection", NULL));
  g_assert_cmpuint (count_containing (fixture, "*These are an AI’s words"), ==, 1);
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
test_closed_meanwhile (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(ShcReflection) kept = ui_test_add (&fixture->ui, "2026-01-07", "The river was high.", NULL, NULL);
  g_autofree char *left = NULL;
  g_autoptr(GError) error = NULL;

  g_test_summary ("A reflection that is marked “never send” while the envelope is open does not go.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  open_page (fixture);
  shc_chat_entry_include (fixture->page->entry, kept->id, "7 January");
  send (fixture, CALM_TEXT);
  wait_envelope ();
  shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, close_in_thread, kept->id, &error);
  g_assert_no_error (error);
  accept_envelope ();
  ui_test_wait (is_at_rest, fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 0);
  left = shc_chat_entry_dup_text (fixture->page->entry);
  g_assert_cmpstr (left, ==, CALM_TEXT);
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
test_taken_back (Fixture       *fixture,
                 gconstpointer  data)
{
  const TakenBack *back = data;
  g_autofree char *left = NULL;
  g_autoptr(GError) error = NULL;

  g_test_summary ("What was taken back while the envelope was open holds: nothing is sent, nothing typed is lost.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  wait_envelope ();
  shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, take_back_in_thread, (gpointer) back->what, &error);
  g_assert_no_error (error);
  accept_envelope ();
  ui_test_wait (is_at_rest, fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 0);
  left = shc_chat_entry_dup_text (fixture->page->entry);
  g_assert_cmpstr (left, ==, CALM_TEXT);
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  g_assert_true (gtk_widget_get_visible (fixture->page->care));
  g_assert_nonnull (strstr (gtk_label_get_text (fixture->page->care_text), back->said));
  window_test_close (fixture->window);
}

static GtkWidget *
find_talk_button (Fixture *fixture)
{
  GtkWidget *pane = ui_test_find (GTK_WIDGET (fixture->window), SHC_TYPE_READING_PANE, NULL);

  return pane != NULL ? SHC_READING_PANE (pane)->talk_button : NULL;
}

static gboolean
is_being_read (gpointer data)
{
  GtkWidget *pane = ui_test_find (GTK_WIDGET (((Fixture *) data)->window), SHC_TYPE_READING_PANE, NULL);

  return pane != NULL && SHC_READING_PANE (pane)->reading != NULL;
}

static void
test_reflect_with_me (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(ShcReflection) kept = ui_test_add (&fixture->ui, "2026-01-07", "The river was high.", "Day 7", NULL);

  g_test_summary ("From a reflection that is read to a message that takes it along, not from one marked “never send”.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  open_page (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-reflection", "s", kept->id);
  ui_test_wait (is_being_read, fixture);
  g_assert_true (gtk_widget_get_visible (find_talk_button (fixture)));
  ui_test_click (find_talk_button (fixture));
  ui_test_wait (has_chip, fixture);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->window->pages), ==, "companion");
  window_test_close (fixture->window);
}

static void
test_reflect_never (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autoptr(GError) error = NULL;

  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  id = shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, never_send_in_thread, NULL, &error);
  g_assert_no_error (error);
  open_page (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-reflection", "s", id);
  ui_test_wait (is_being_read, fixture);
  g_assert_false (gtk_widget_get_visible (find_talk_button (fixture)));
  window_test_close (fixture->window);
}

static gboolean
has_question (gpointer data)
{
  ShcEditor *editor = SHC_EDITOR (ui_test_find (GTK_WIDGET (((Fixture *) data)->window), SHC_TYPE_EDITOR, NULL));
  g_autofree char *text = editor != NULL ? shc_editor_dup_text (editor) : NULL;

  return text != NULL && g_str_has_prefix (text, "> ");
}

static void
test_question (Fixture       *fixture,
               gconstpointer  data)
{
  g_test_summary ("A question of this device leads to Today, to be written under, though that was never shown.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_NO });
  open_page (fixture);
  ui_test_click (gtk_widget_get_first_child (GTK_WIDGET (fixture->page->question_list)));
  ui_test_wait (has_question, fixture);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->window->pages), ==, "today");
  window_test_close (fixture->window);
}

static void
test_pause (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *box;

  g_test_summary ("Who has talked for three quarters of an hour is told so under the conversation, until the next message.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  open_page (fixture);
  box = gtk_widget_get_parent (GTK_WIDGET (fixture->page->pause_note));
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (is_well, fixture);
  g_assert_false (gtk_widget_get_visible (box));

  fixture->page->pause.begun_us -= 46 * 60 * (gint64) G_USEC_PER_SEC;
  send (fixture, "And now?");
  ui_test_wait (is_answering, fixture);
  ui_test_wait (is_at_rest, fixture);
  g_assert_true (gtk_widget_get_visible (box));
  g_assert_nonnull (strstr (gtk_label_get_text (fixture->page->pause_note), "A pause is welcome"));
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-pause.png");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  ui_test_wait (is_narrow, fixture);
  ui_test_linger (200);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-pause-narrow.png");

  send (fixture, "And then?");
  ui_test_wait (is_answering, fixture);
  ui_test_wait (is_at_rest, fixture);
  g_assert_false (gtk_widget_get_visible (box));
  window_test_close (fixture->window);
}

static ShcEditor *
get_editor (Fixture *fixture)
{
  GtkWidget *page = GTK_WIDGET (shc_window_get_page (fixture->window, "today"));

  return SHC_EDITOR (ui_test_find (page, SHC_TYPE_EDITOR, NULL));
}

static gboolean
is_quoted (gpointer data)
{
  g_autofree char *text = get_editor (data) != NULL ? shc_editor_dup_text (get_editor (data)) : NULL;

  return text != NULL && g_str_has_suffix (text, "> You said: " CALM_TEXT "\n\n");
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
  g_autofree char *text = shc_vault_run (((Fixture *) data)->ui.vault, SHC_DB_WRITER, load_draft_in_thread, NULL, NULL);

  return g_str_has_prefix (text, "The heron came.\n\n> *These are an AI’s words") && strstr (text, "walnut") != NULL;
}

static GtkLabel *
find_reply_label (Fixture *fixture)
{
  GtkWidget *text = ui_test_find (GTK_WIDGET (get_last_row (fixture)), SHC_TYPE_MARKDOWN_BLOCKS, NULL);

  return GTK_LABEL (gtk_widget_get_first_child (text));
}

static void
quote (Fixture *fixture)
{
  ui_test_click (ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, "_Quote in Today’s Reflection"));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->window->pages), ==, "today");
}

static void
test_quote (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *text = NULL;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  int from, to;

  g_test_summary ("A reply, or what is selected of it, is quoted below what is written today, as an AI's words.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (is_well, fixture);
  ui_test_picture (GTK_WIDGET (fixture->page), "companion-quote-button.png");
  quote (fixture);
  ui_test_wait (is_quoted, fixture);

  buffer = gtk_text_view_get_buffer (shc_editor_get_view (get_editor (fixture)));
  gtk_text_buffer_set_text (buffer, "The heron came.", -1);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", "companion");
  ui_test_wait (is_at_rest, fixture);
  gtk_widget_grab_focus (GTK_WIDGET (find_reply_label (fixture)));
  gtk_label_select_region (find_reply_label (fixture), 10, 25);
  quote (fixture);
  text = shc_editor_dup_text (get_editor (fixture));
  g_assert_cmpstr (text, ==, "The heron came.\n\n> *These are an AI’s words, from a conversation with the companion:*\n>\n"
                   "> The walnut tree\n\n");
  ui_test_picture (GTK_WIDGET (fixture->window), "companion-quoted.png");
  ui_test_wait (is_in_draft, fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 1);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  ui_test_linger (300);
  ui_test_picture (GTK_WIDGET (fixture->window), "companion-quoted-narrow.png");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", "companion");
  ui_test_wait (is_narrow, fixture);
  ui_test_linger (300);
  ui_test_picture (GTK_WIDGET (fixture->window), "companion-quote-button-narrow.png");
  g_assert_true (gtk_label_get_selection_bounds (find_reply_label (fixture), &from, &to));
  g_assert_cmpint (to - from, ==, 15); /* coming back did not select all of it */
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  window_test_close (fixture->window);
}

static void
test_quiet (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ShcReflection) kept = ui_test_add (&fixture->ui, "2026-01-07", "The river was high.", NULL, NULL);
  GtkWidget *dialog;

  g_test_summary ("A reflection that was not shown yet opens the envelope again, unless it is not wanted; another model "
                  "does always.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  accept_envelope ();
  ui_test_wait (is_well, fixture);

  shc_chat_entry_include (fixture->page->entry, kept->id, "7 January");
  send (fixture, "About this.");
  dialog = wait_envelope ();
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ui_test_find (dialog, GTK_TYPE_CHECK_BUTTON, NULL)), TRUE);
  accept_envelope ();
  ui_test_wait (is_answering, fixture);
  ui_test_wait (is_at_rest, fixture);

  shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, set_model_in_thread, (gpointer) "gpt-test-mini", NULL);
  send (fixture, "And now?");
  close_dialog (wait_envelope ());
  ui_test_wait (is_at_rest, fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
  window_test_close (fixture->window);
}

static void
test_closed_while_asking (Fixture       *fixture,
                          gconstpointer  data)
{
  g_test_summary ("Closing the window over an open envelope sends nothing.");
  make_ready (fixture, (Readiness) { .adult = SHC_ADULT_YES, .consent = TRUE });
  open_page (fixture);
  send (fixture, CALM_TEXT);
  wait_envelope ();
  ui_test_wait (is_asking, fixture);
  window_test_close (fixture->window);
  g_assert_cmpuint (count_requests (fixture), ==, 0);
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

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  shc_safety_check ("", 0);
  g_test_add_func ("/ui/companion/blocks", test_blocks);
  ADD ("/ui/companion/no-consent", test_no_consent);
  ADD ("/ui/companion/under-18", test_under_18);
  ADD ("/ui/companion/exchange", test_exchange);
  ADD ("/ui/companion/stop", test_stop);
  ADD ("/ui/companion/locked", test_locked);
  ADD ("/ui/companion/locked-unkept", test_locked_unkept);
  ADD ("/ui/companion/ask-again", test_ask_again);
  ADD ("/ui/companion/regenerate", test_regenerate);
  ADD ("/ui/companion/now-waits", test_now_waits);
  ADD ("/ui/companion/kept", test_kept);
  ADD ("/ui/companion/ending", test_ending);
  ADD ("/ui/companion/long", test_long);
  ADD ("/ui/companion/to-the-beginning", test_to_the_beginning);
  ADD ("/ui/companion/let-end", test_let_end);
  ADD ("/ui/companion/clock", test_clock);
  ADD ("/ui/companion/follow", test_follow);
  ADD ("/ui/companion/long-reply", test_long_reply);
  ADD ("/ui/companion/first-word", test_first_word);
  ADD ("/ui/companion/include", test_include);
  ADD ("/ui/companion/closed-meanwhile", test_closed_meanwhile);
  for (guint i = 0; i < G_N_ELEMENTS (taken_back); i++)
    {
      g_autofree char *name = g_strconcat ("/ui/companion/taken-back/", taken_back[i].what, NULL);

      g_test_add (name, Fixture, &taken_back[i], set_up, test_taken_back, tear_down);
    }
  ADD ("/ui/companion/reflect-with-me", test_reflect_with_me);
  ADD ("/ui/companion/reflect-never", test_reflect_never);
  ADD ("/ui/companion/question", test_question);
  ADD ("/ui/companion/pause", test_pause);
  ADD ("/ui/companion/quote", test_quote);
  ADD ("/ui/companion/quiet", test_quiet);
  ADD ("/ui/companion/closed-while-asking", test_closed_while_asking);
  return ui_test_run ();
}
