/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences of the companion: what is agreed to, and what it is told to be. */

#include "config.h"

#include "prefs-test.h"
#include "shc-conversations.h"
#include "shc-instructions-dialog.h"
#include "shc-settings.h"

static void
answer (const char *button)
{
  GtkWidget *question = window_test_wait_dialog ("AdwMessageDialog");
  gpointer weak = question;

  g_object_add_weak_pointer (G_OBJECT (question), &weak);
  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, button));
  ui_test_wait (prefs_test_is_gone, &weak);
}

static GPtrArray *
load_consents (UiFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  GPtrArray *consents;

  shc_journal_consents_async (fixture->journal, NULL, prefs_test_take_cb, &result);
  ui_test_wait (prefs_test_has_result, &result);
  consents = shc_journal_consents_finish (fixture->journal, result, NULL);
  g_assert_nonnull (consents);
  return consents;
}

static void
test_consent (UiFixture    *fixture,
              gconstpointer data)
{
  PrefsTest shown;
  GtkWidget *question;
  g_autoptr(GPtrArray) consents = NULL;
  const ShcConsent *entry;

  g_test_summary ("Agreeing shows the words and names the host; for another host it does not hold.");
  prefs_test_show (&shown, fixture, SHC_ADULT_YES);
  prefs_test_wait_says (&shown, "Not agreed: nothing that you write is sent to api.openai.com");
  gtk_widget_activate_action (shown.page, "companion-prefs.talk", NULL);
  question = window_test_wait_dialog ("AdwMessageDialog");
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==,
                   "Talk With the Companion at api.openai.com?");
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), ==,
                   shc_consent_get_wording ("companion"));
  answer ("_Not Now");
  gtk_widget_activate_action (shown.page, "companion-prefs.talk", NULL);
  answer ("I _Agree");
  prefs_test_wait_says (&shown, "Agreed: what you write to it may be sent to api.openai.com");
  consents = load_consents (fixture);
  g_assert_cmpuint (consents->len, ==, 1);
  entry = g_ptr_array_index (consents, 0);
  g_assert_cmpstr (entry->purpose, ==, "companion");
  g_assert_cmpstr (entry->recipient, ==, "api.openai.com");
  g_assert_cmpstr (entry->text, ==, shc_consent_get_wording ("companion"));
  g_assert_true (entry->granted);

  prefs_test_type (&shown, "Server _Address", "https://example.org/v1");
  prefs_test_wait_says (&shown, "Not agreed: nothing that you write is sent to example.org");
  prefs_test_type (&shown, "Server _Address", "");
  prefs_test_wait_says (&shown, "Agreed: what you write to it may be sent to api.openai.com");
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Ta_ke Back"));
  prefs_test_wait_says (&shown, "Not agreed: nothing that you write is sent to api.openai.com");
  prefs_test_close (&shown);
}

static void
test_asked_too_long_ago (UiFixture    *fixture,
                         gconstpointer data)
{
  PrefsTest shown;
  g_autoptr(GPtrArray) consents = NULL;

  g_test_summary ("An answer to a question about a server that was changed meanwhile is none.");
  prefs_test_show (&shown, fixture, SHC_ADULT_YES);
  gtk_widget_activate_action (shown.page, "companion-prefs.talk", NULL);
  window_test_wait_dialog ("AdwMessageDialog");
  prefs_test_set (fixture, SHC_SETTING_OPENAI_BASE_URL, "https://example.org/v1");
  answer ("I _Agree");
  prefs_test_wait_says (&shown, "Whom it would go to was changed while you were asked");
  consents = load_consents (fixture);
  g_assert_cmpuint (consents->len, ==, 0);
  prefs_test_close (&shown);
}

static gpointer
converse_in_thread (ShcDb    *db,
                    gpointer  data,
                    GError  **error)
{
  g_autofree char *id = shc_conversations_begin (db, g_get_real_time (), 30, error);
  g_autoptr(ShcMessage) message = shc_message_new (TRUE, "Good evening.");

  return GINT_TO_POINTER (id != NULL && shc_conversations_add (db, id, message, error));
}

static gpointer
list_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return shc_conversations_list (db, error);
}

static guint
count_conversations (UiFixture *fixture)
{
  g_autoptr(GPtrArray) list = shc_vault_run (fixture->vault, SHC_DB_READER, list_in_thread, NULL, NULL);

  g_assert_nonnull (list);
  return list->len;
}

static void
test_history (UiFixture    *fixture,
              gconstpointer data)
{
  PrefsTest shown;
  g_autoptr(GError) error = NULL;

  g_test_summary ("Taking it back says that what was kept is removed, asks, and removes it.");
  prefs_test_show (&shown, fixture, SHC_ADULT_YES);
  gtk_widget_activate_action (shown.page, "companion-prefs.history", NULL);
  answer ("I _Agree");
  prefs_test_wait_says (&shown, "Agreed: each is kept for 30 days, in this journal");
  shc_vault_run (fixture->vault, SHC_DB_WRITER, converse_in_thread, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_conversations (fixture), ==, 1);

  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Take _Back…"));
  answer ("_Cancel");
  g_assert_cmpuint (count_conversations (fixture), ==, 1);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Take _Back…"));
  answer ("_Remove Them");
  prefs_test_wait_says (&shown, "Not agreed: each is forgotten when it is closed");
  g_assert_cmpuint (count_conversations (fixture), ==, 0);
  prefs_test_close (&shown);
}

static gboolean
can_type (gpointer dialog)
{
  return gtk_widget_is_sensitive (ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL));
}

static GtkWidget *
open_instructions (PrefsTest      *shown,
                   GtkTextBuffer **buffer)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (shown->page, "companion-prefs.instructions", NULL);
  dialog = window_test_wait_dialog ("ShcInstructionsDialog");
  ui_test_wait (can_type, dialog);
  *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL)));
  return dialog;
}

static void
close_dialog (GtkWidget *dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_wait (prefs_test_is_gone, &weak);
}

static void
test_instructions (UiFixture    *fixture,
                   gconstpointer data)
{
  g_autofree char *huge = g_strnfill (9000, 'x');
  GtkTextBuffer *buffer;
  GtkWidget *dialog;
  PrefsTest shown;

  g_test_summary ("Kept when closed; the safety part is shown; too long is said, and not lost without a word.");
  prefs_test_show (&shown, fixture, SHC_ADULT_YES);
  prefs_test_wait_says (&shown, "Those of this program");
  dialog = open_instructions (&shown, &buffer);
  window_test_check_names (dialog);
  g_assert_nonnull (prefs_test_find_label (dialog, "These rules hold always"));
  ui_test_picture (dialog, "instructions");
  close_dialog (dialog);
  prefs_test_wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT, "");

  dialog = open_instructions (&shown, &buffer);
  gtk_text_buffer_set_text (buffer, "Speak like the sea.", -1);
  close_dialog (dialog);
  prefs_test_wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT, "Speak like the sea.");
  prefs_test_wait_says (&shown, "Your own");

  dialog = open_instructions (&shown, &buffer);
  gtk_text_buffer_set_text (buffer, huge, -1);
  gtk_window_close (GTK_WINDOW (dialog));
  answer ("_Go On Editing");
  g_assert_nonnull (prefs_test_find_label (dialog, "Your own instructions for the companion, up to 8000 bytes"));
  g_assert_true (gtk_widget_activate_action (dialog, "instructions.reset", NULL));
  close_dialog (dialog);
  prefs_test_wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT, "");
  prefs_test_wait_says (&shown, "Those of this program");
  prefs_test_close (&shown);
}

static gboolean
is_offered (gpointer dialog)
{
  GtkWidget *which = ui_test_find (dialog, GTK_TYPE_DROP_DOWN, NULL);

  return which != NULL && g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (which))) == 2;
}

static void
choose (GtkWidget *dialog,
        guint      number)
{
  ui_test_wait (is_offered, dialog);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (ui_test_find (dialog, GTK_TYPE_DROP_DOWN, NULL)), number);
}

static gboolean
is_about_milestone (gpointer dialog)
{
  return prefs_test_find_label (dialog, "How the companion is asked to speak with you while “Day 7”") != NULL;
}

static void
test_instructions_by_milestone (UiFixture    *fixture,
                                gconstpointer data)
{
  g_autoptr(ShcReflection) kept G_GNUC_UNUSED = ui_test_add (fixture, "2026-01-07", "The river was high.", "Day 7", NULL);
  g_autofree char *shown_text = NULL;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  GtkWidget *dialog;
  PrefsTest shown;

  g_test_summary ("A milestone can have its own; what was changed is kept when another is looked at.");
  prefs_test_show (&shown, fixture, SHC_ADULT_YES);
  prefs_test_wait_says (&shown, "Those of this program");
  dialog = open_instructions (&shown, &buffer);
  choose (dialog, 1);
  ui_test_wait (is_about_milestone, dialog);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 0);
  gtk_text_buffer_set_text (buffer, "Ask about the seventh wave.", -1);
  window_test_check_names (dialog);
  ui_test_picture (dialog, "instructions-milestone");
  choose (dialog, 0);
  prefs_test_wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT_PREFIX "Day 7", "Ask about the seventh wave.");
  close_dialog (dialog);
  prefs_test_wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT, "");

  dialog = open_instructions (&shown, &buffer);
  choose (dialog, 1);
  ui_test_wait (is_about_milestone, dialog);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown_text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (shown_text, ==, "Ask about the seventh wave.");
  g_assert_true (gtk_widget_activate_action (dialog, "instructions.reset", NULL));
  close_dialog (dialog);
  prefs_test_wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT_PREFIX "Day 7", "");
  prefs_test_close (&shown);
}

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/companion-agreed/consent", test_consent);
  ADD ("/ui/companion-agreed/asked-too-long-ago", test_asked_too_long_ago);
  ADD ("/ui/companion-agreed/history", test_history);
  ADD ("/ui/companion-agreed/instructions", test_instructions);
  ADD ("/ui/companion-agreed/instructions-by-milestone", test_instructions_by_milestone);
  return ui_test_run ();
}
