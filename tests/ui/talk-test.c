/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window at its Companion page, with a server on this computer. */

#include "config.h"

#include "talk-test.h"

#include <string.h>

#include "shc-consent.h"
#include "shc-json.h"
#include "shc-service-key.h"
#include "shc-settings.h"

static gpointer
make_ready_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  const TalkTestReady *ready = data;
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

void
talk_test_make_ready (TalkTest      *fixture,
                      TalkTestReady  ready)
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

void
talk_test_set_model (TalkTest   *fixture,
                     const char *model)
{
  g_autoptr(GError) error = NULL;

  shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, set_model_in_thread, (gpointer) model, &error);
  g_assert_no_error (error);
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

int
talk_test_count_kept (TalkTest *fixture)
{
  return GPOINTER_TO_INT (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, count_messages_in_thread, NULL, NULL)) - 1;
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

guint
talk_test_count_containing (TalkTest   *fixture,
                            const char *words)
{
  return GPOINTER_TO_UINT (shc_vault_run (fixture->ui.vault, SHC_DB_WRITER, count_containing_in_thread, (gpointer) words,
                                          NULL));
}

/* ---- the window */

gboolean
talk_test_is_at_rest (gpointer data)
{
  TalkTest *fixture = data;

  return fixture->page->step == SHC_COMPANION_IDLE && fixture->page->talk != NULL &&
         shc_talk_get_companion (fixture->page->talk) != NULL;
}

void
talk_test_open_page (TalkTest *fixture)
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
  ui_test_wait (talk_test_is_at_rest, fixture);
}

void
talk_test_set_up (TalkTest      *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) key = g_bytes_new_static ("sk-test-key", strlen ("sk-test-key"));

  ui_test_set_up (&fixture->ui, data);
  service_test_start (&fixture->service, NULL);
  shc_service_key_store (fixture->ui.vault, "openai", key, &error);
  g_assert_no_error (error);
}

void
talk_test_tear_down (TalkTest      *fixture,
                     gconstpointer  data)
{
  service_test_stop (&fixture->service);
  ui_test_tear_down (&fixture->ui, data);
}

guint
talk_test_count_requests (TalkTest *fixture)
{
  g_autofree char *requests = service_test_dup_requests (&fixture->service);
  g_auto(GStrv) lines = g_strsplit (requests, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], "\"method\"") != NULL;
  return n;
}

/* The body of the last request. */
char *
talk_test_dup_sent (TalkTest *fixture)
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

ShcMessageRow *
talk_test_get_last_row (TalkTest *fixture)
{
  GtkWidget *row = gtk_widget_get_last_child (GTK_WIDGET (fixture->page->messages));

  return row != NULL ? SHC_MESSAGE_ROW (row) : NULL;
}

guint
talk_test_count_rows (TalkTest *fixture)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->messages)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

GtkAdjustment *
talk_test_get_adjustment (gpointer data)
{
  return gtk_scrolled_window_get_vadjustment (((TalkTest *) data)->page->scroller);
}

double
talk_test_get_height_in_view (TalkTest  *fixture,
                              GtkWidget *row)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (fixture->page->scroller), &bounds));
  return bounds.origin.y;
}

void
talk_test_send (TalkTest   *fixture,
                const char *text)
{
  shc_chat_entry_set_text (fixture->page->entry, text);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page->entry), "companion.send", NULL));
}

GtkWidget *
talk_test_wait_envelope (void)
{
  return window_test_wait_dialog ("ShcEnvelopeDialog");
}

void
talk_test_accept_envelope (void)
{
  ui_test_click (ui_test_find (talk_test_wait_envelope (), GTK_TYPE_BUTTON, "_Send"));
}

gboolean
talk_test_is_answering (gpointer data)
{
  TalkTest *fixture = data;

  return fixture->page->step == SHC_COMPANION_SENDING;
}

gboolean
talk_test_is_well (gpointer data)
{
  ShcMessageRow *row = talk_test_get_last_row (data);

  return talk_test_is_at_rest (data) && row != NULL &&
         g_str_equal (shc_message_row_get_text (row), "You said: " TALK_TEST_CALM);
}

gboolean
talk_test_is_narrow (gpointer data)
{
  return gtk_widget_get_width (GTK_WIDGET (((TalkTest *) data)->page)) <= ui_test_get_narrow ();
}

gboolean
talk_test_has_row (gpointer dialog)
{
  return ui_test_find (dialog, ADW_TYPE_ACTION_ROW, NULL) != NULL;
}

gboolean
talk_test_is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
talk_test_close_dialog (GtkWidget *dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_wait (talk_test_is_gone, &weak);
}
