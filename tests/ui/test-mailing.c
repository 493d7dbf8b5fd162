/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog for journey e-mails, with a server on this computer: what is shown is what is sent, and nothing before. */

#include "config.h"

#include <string.h>

#include "mailing-test.h"
#include "shc-consent.h"
#include "shc-settings.h"

#define READY ((gpointer) 1)
#define NAME "Your Healing Name"
#define EVENT "Event, Which Starts Mails"

static void
add_milestone (MailingFixture *self,
               const char     *date,
               const char     *milestone)
{
  g_autoptr(ShcReflection) kept G_GNUC_UNUSED = ui_test_add (&self->ui, date, "heronword", milestone, NULL);
}

static void
press (MailingFixture *self,
       const char     *label)
{
  GtkWidget *button = ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  ui_test_click (button);
}

static gboolean
has_consent (gpointer data)
{
  return ((ShcMailingDialog *) data)->state->consent;
}

static gboolean
has_no_consent (gpointer data)
{
  return !has_consent (data);
}

static gboolean
has_no_key (gpointer data)
{
  return !((ShcMailingDialog *) data)->state->has_key;
}

static gboolean
has_note (gpointer data)
{
  return gtk_widget_get_visible (GTK_WIDGET (((ShcMailingDialog *) data)->key_note));
}

static void
type (AdwEntryRow *row,
      const char  *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
test_setup (MailingFixture *self,
            gconstpointer   data)
{
  GtkWidget *question;

  g_test_summary ("What is set is kept, the key is tested and removed, and nobody is asked without a press and a consent.");
  add_milestone (self, "2026-01-01", "Day 1");
  mailing_test_open (self);
  mailing_test_wait_page (self, "setup");
  mailing_test_pictures (self, "mailing-setup-empty");
  mailing_test_go (self, "setup");
  g_assert_nonnull (strstr (mailing_test_problem (self), "Which list"));

  type (self->dialog->list_row, MAILING_TEST_LIST);
  type (ADW_ENTRY_ROW (self->dialog->new_key_row), MAILING_TEST_KEY);
  mailing_test_go (self, "plan");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (self->dialog->new_key_row)), ==, "");
  g_assert_true (mailing_test_has_row (self, "Mailchimp Was Not Asked"));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (self->dialog->go_button)));
  g_assert_cmpuint (mailing_test_count (self, NULL), ==, 0);
  mailing_test_picture (self, "mailing-plan-not-agreed");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "mailing.back", NULL));
  press (self, "A_gree…");
  question = window_test_wait_dialog ("AdwMessageDialog");
  g_assert_nonnull (strstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), MAILING_TEST_LIST));
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), ==, shc_consent_get_wording ("mailing"));
  mailing_test_answer ("I _Agree");
  ui_test_wait (has_consent, self->dialog);
  press (self, "_Test");
  ui_test_wait (has_note, self->dialog);
  g_assert_cmpuint (mailing_test_count (self, NULL), ==, 1);
  mailing_test_pictures (self, "mailing-setup-full");

  press (self, "_Remove");
  ui_test_wait (has_no_key, self->dialog);
  mailing_test_go (self, "setup");
  g_assert_nonnull (strstr (mailing_test_problem (self), "No key"));
  press (self, "Tak_e Back");
  ui_test_wait (has_no_consent, self->dialog);
  g_assert_cmpuint (mailing_test_count (self, NULL), ==, 1);
}

/* Without the mail that asks first, one is on the list at once; that is kept, and can be chosen anew. */
static void
test_at_once (MailingFixture *self,
              gconstpointer   data)
{
  g_autofree char *shown = NULL;
  g_autofree char *got = NULL;
  guint n;

  g_test_summary ("Whether a mail asks first is chosen in the set-up, kept, and what the server gets.");
  mailing_test_open (self);
  g_assert_true (gtk_switch_get_active (self->dialog->ask_first_switch));
  gtk_switch_set_active (self->dialog->ask_first_switch, FALSE);
  mailing_test_go (self, "plan");
  n = mailing_test_count (self, NULL);
  shown = mailing_test_dup_shown (self);
  g_assert_nonnull (strstr (shown, "status: subscribed\n"));
  mailing_test_go (self, "receipt");
  got = mailing_test_dup_got (self, n);
  g_assert_cmpstr (got, ==, shown);
  mailing_test_close (self);

  mailing_test_open (self);
  g_assert_false (gtk_switch_get_active (self->dialog->ask_first_switch));
}

static void
test_join (MailingFixture *self,
           gconstpointer   data)
{
  g_autofree char *shown = NULL;
  g_autofree char *got = NULL;
  g_autofree char *shown_next = NULL;
  g_autofree char *got_next = NULL;
  g_autofree char *all = NULL;
  g_autoptr(JsonObject) known = NULL;
  guint n;

  g_test_summary ("What is ticked is what the server gets, field by field; what is not stays here.");
  add_milestone (self, "2026-01-01", "Day 1");
  add_milestone (self, "2026-01-07", "Day 7");
  add_milestone (self, "2026-01-08", "My <own> words");
  mailing_test_open (self);
  g_assert_cmpuint (mailing_test_count (self, NULL), ==, 0);
  /* Twice, as somebody in a hurry does. */
  ui_test_click (GTK_WIDGET (self->dialog->go_button));
  mailing_test_go (self, "plan");
  n = mailing_test_count (self, NULL);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (mailing_test_count (self, "GET"), ==, n);
  mailing_test_pictures (self, "mailing-plan-join");
  g_assert_true (g_str_has_prefix (gtk_button_get_label (self->dialog->go_button), "_Ask for the Confirmation Mail, and"));
  g_assert_null (mailing_test_find (self, "Tag", "My <own> words"));

  /* Nothing goes to somebody who does not join. */
  mailing_test_tick (self, "Join the List", NULL, FALSE);
  g_assert_false (gtk_widget_is_sensitive (mailing_test_find (self, "Tag", "Day 7")));
  g_assert_false (gtk_widget_is_sensitive (mailing_test_find (self, NAME, NULL)));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (self->dialog->go_button)));
  mailing_test_tick (self, "Join the List", NULL, TRUE);
  mailing_test_tick (self, NAME, NULL, FALSE);
  mailing_test_tick (self, "Tag", "Day 1", FALSE);
  shown = mailing_test_dup_shown (self);
  mailing_test_go (self, "receipt");
  got = mailing_test_dup_got (self, n);
  g_assert_cmpstr (shown, ==, "email_address: " MAILING_TEST_EMAIL "\nstatus: pending\ntag: Day 7\n");
  g_assert_cmpstr (got, ==, shown);
  mailing_test_pictures (self, "mailing-receipt");
  g_assert_nonnull (strstr (adw_status_page_get_description (self->dialog->receipt), "pending"));

  /* What stayed here is offered again; once it is confirmed, the event is told. */
  known = mailing_test_control (self, "{\"members\":{\"" MAILING_TEST_EMAIL "\":{\"status\":\"subscribed\"}}}");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "mailing.back", NULL));
  mailing_test_go (self, "plan");
  n = mailing_test_count (self, NULL);
  mailing_test_tick (self, "Milestones in My Own Words, Too", NULL, TRUE);
  g_assert_cmpuint (mailing_test_count (self, NULL), ==, n);
  g_assert_cmpstr (gtk_button_get_label (self->dialog->go_button), ==, "_Look Again");
  mailing_test_go (self, "plan");
  n = mailing_test_count (self, NULL);
  g_assert_nonnull (mailing_test_find (self, EVENT, "reached_milestone\nMy <own> words"));
  mailing_test_pictures (self, "mailing-plan-full");
  shown_next = mailing_test_dup_shown (self);
  g_assert_cmpstr (shown_next, ==, "FNAME: River\ntag: Day 1\ntag: My <own> words\nevent: reached_milestone\n"
                                   "milestone: My <own> words\n");
  mailing_test_go (self, "receipt");
  got_next = mailing_test_dup_got (self, n);
  g_assert_cmpstr (got_next, ==, shown_next);

  mailing_test_close (self);
  mailing_test_open (self);
  mailing_test_go (self, "plan");
  g_assert_cmpuint (self->dialog->checks->len, ==, 0);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (self->dialog->go_button)));
  mailing_test_pictures (self, "mailing-plan-empty");
  all = service_test_dup_requests (&self->service);
  g_assert_null (strstr (all, "heronword"));
}

static void
control (MailingFixture *self,
         const char     *wanted)
{
  json_object_unref (mailing_test_control (self, wanted));
}

static gint64
count_mails (MailingFixture *self)
{
  g_autoptr(JsonObject) known = mailing_test_control (self, "{}");

  return json_array_get_length (json_object_get_array_member (known, "mails"));
}

static gboolean
is_cut_off (gpointer data)
{
  const ShcMailingDialog *dialog = data;

  return dialog->state != NULL && dialog->state->cut_off;
}

static void
test_stop (MailingFixture *self,
           gconstpointer   data)
{
  g_test_summary ("Looking and running can be stopped; a run goes on where it was, and nobody is mailed twice.");
  add_milestone (self, "2026-01-01", "Day 1");
  mailing_test_open (self);
  control (self, "{\"faults\":[{\"name\":\"deaf\",\"arg\":\"30\"}]}");
  mailing_test_go (self, "busy");
  mailing_test_wait_for (self, "GET");
  mailing_test_picture (self, "mailing-looking");
  press (self, "_Stop");
  g_assert_cmpstr (mailing_test_problem (self), ==, "Stopped. Nothing was changed at Mailchimp.");
  mailing_test_wait_page (self, "setup");

  control (self, "{\"faults\":[{\"name\":\"slow\",\"arg\":\"30\",\"method\":\"PUT\"}]}");
  mailing_test_go (self, "plan");
  mailing_test_go (self, "busy");
  mailing_test_wait_for (self, "PUT");
  mailing_test_pictures (self, "mailing-running");
  /* As by Escape: it stops, and says what became of it. */
  gtk_window_close (GTK_WINDOW (self->dialog));
  g_assert_nonnull (strstr (mailing_test_problem (self), "nothing goes twice"));
  mailing_test_wait_page (self, "setup");
  mailing_test_picture (self, "mailing-stopped");
  control (self, "{\"faults\":[]}");

  /* Something new has to wait. */
  mailing_test_go (self, "plan");
  mailing_test_go (self, "setup");
  g_assert_nonnull (strstr (mailing_test_problem (self), "has to go on first"));
  press (self, "_Go On");
  mailing_test_wait_page (self, "receipt");
  g_assert_cmpstr (adw_status_page_get_title (self->dialog->receipt), ==, "Done");
  g_assert_cmpint (count_mails (self), ==, 1);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
test_locked (MailingFixture *self,
             gconstpointer   data)
{
  g_autoptr(GBytes) passphrase = g_bytes_new_static (UI_TEST_PASSPHRASE, strlen (UI_TEST_PASSPHRASE));
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) known = NULL;
  JsonObject *member;
  gpointer weak = self->window;

  g_test_summary ("Locked in the middle of a run: it is out of sight at once, and goes on when it is opened again.");
  add_milestone (self, "2026-01-01", "Day 1");
  mailing_test_open (self);
  control (self, "{\"faults\":[{\"name\":\"deaf\",\"arg\":\"30\",\"path\":\"/tags\"}]}");
  mailing_test_go (self, "plan");
  mailing_test_go (self, "busy");
  mailing_test_wait_for (self, "POST");
  g_object_add_weak_pointer (weak, &weak);
  shc_window_close_vault (self->window, TRUE);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (self->dialog)));
  ui_test_wait (is_gone, &weak);
  g_assert_cmpint (shc_vault_get_state (self->ui.vault), !=, SHC_VAULT_UNLOCKED);
  shc_vault_unlock_with_passphrase (self->ui.vault, passphrase, &error);
  g_assert_no_error (error);

  control (self, "{\"faults\":[]}");
  self->window = window_test_open (&self->ui);
  window_test_wait_state (self->window, SHC_WINDOW_OPEN);
  mailing_test_open (self);
  g_assert_true (is_cut_off (self->dialog));
  press (self, "_Go On");
  mailing_test_wait_page (self, "receipt");
  known = mailing_test_control (self, "{}");
  member = mailing_test_member (known, MAILING_TEST_EMAIL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (member, "tags")), ==, 1);
  g_assert_cmpint (count_mails (self), ==, 1);
}

static void
test_errors (MailingFixture *self,
             gconstpointer   data)
{
  static const struct { const char *fault; const char *says; } cases[] = {
    { "account", "does not let this key" },
    { "throttle", "asks to wait" },
    { "page", "Mailchimp" },
    { "refused-connection", "when this computer is connected" },
  };

  g_test_summary ("What goes wrong is said where it was asked for, with what is safe and what to do.");
  mailing_test_open (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *wanted = g_strdup_printf ("{\"faults\":[{\"name\":\"%s\"}]}", cases[i].fault);

      control (self, wanted);
      mailing_test_go (self, "setup");
      g_test_message ("%s: %s", cases[i].fault, mailing_test_problem (self));
      g_assert_nonnull (strstr (mailing_test_problem (self), cases[i].says));
      g_assert_nonnull (strstr (mailing_test_problem (self), "Nothing was changed at Mailchimp."));
      if (g_str_equal (cases[i].fault, "throttle"))
        g_assert_nonnull (strstr (gtk_label_get_text (self->dialog->waiting_label), "a pause of 1 second"));
    }
  control (self, "{\"faults\":[]}");
  type (ADW_ENTRY_ROW (self->dialog->new_key_row), "fedcba9876543210fedcba9876543210-us19");
  mailing_test_go (self, "setup");
  g_assert_nonnull (strstr (mailing_test_problem (self), "Enter the key again"));
  mailing_test_pictures (self, "mailing-problem");
  type (ADW_ENTRY_ROW (self->dialog->new_key_row), MAILING_TEST_KEY);
  type (self->dialog->list_row, "another");
  mailing_test_go (self, "plan");
  g_assert_true (mailing_test_has_row (self, "Mailchimp Was Not Asked"));
  mailing_test_set (self, SHC_SETTING_MAILCHIMP_LIST_ID, "another");
  mailing_test_agree (self, TRUE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "mailing.back", NULL));
  mailing_test_go (self, "setup");
  g_assert_nonnull (strstr (mailing_test_problem (self), "audience id is right"));
  mailing_test_set (self, SHC_SETTING_NETWORK_ENABLED, "false");
  mailing_test_go (self, "setup");
  g_assert_nonnull (strstr (mailing_test_problem (self), "switched off"));
  g_assert_cmpuint (mailing_test_count (self, "PUT"), ==, 0);
}

static void
test_compliance (MailingFixture *self,
                 gconstpointer   data)
{
  g_test_summary ("Who left, or whose mails came back, is told so and never forced back.");
  mailing_test_open (self);
  control (self, "{\"members\":{\"" MAILING_TEST_EMAIL "\":{\"status\":\"cleaned\"}}}");
  mailing_test_go (self, "plan");
  g_assert_cmpuint (self->dialog->checks->len, ==, 0);
  g_assert_true (mailing_test_has_row (self, "cannot be put back from here"));
  g_assert_null (mailing_test_find (self, "Ask to Be Put Back on the List", NULL));
  mailing_test_picture (self, "mailing-cleaned");

  control (self, "{\"members\":{\"" MAILING_TEST_EMAIL "\":{\"status\":\"unsubscribed\"}},"
                 "\"faults\":[{\"name\":\"left-earlier\",\"method\":\"PUT\"}]}");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "mailing.back", NULL));
  mailing_test_go (self, "plan");
  g_assert_cmpuint (self->dialog->checks->len, ==, 0);
  mailing_test_tick (self, "Ask to Be Put Back on the List", NULL, TRUE);
  mailing_test_go (self, "plan");
  mailing_test_picture (self, "mailing-rejoin");
  g_assert_true (g_str_has_prefix (gtk_button_get_label (self->dialog->go_button), "_Ask for the Confirmation Mail"));
  mailing_test_go (self, "receipt");
  g_assert_cmpstr (adw_status_page_get_title (self->dialog->receipt), ==, "Not All of It Was Done");
  mailing_test_pictures (self, "mailing-receipt-left");
  g_assert_cmpint (count_mails (self), ==, 0);
}

static gboolean
has_other_list (gpointer data)
{
  return g_str_equal (((ShcMailingDialog *) data)->state->list, "a1b2c3d4e5");
}

static void
test_choose (MailingFixture *self,
             gconstpointer   data)
{
  g_test_summary ("The list is chosen among the account’s, asked for by a press and without consent; or it is typed.");
  mailing_test_agree (self, FALSE);
  mailing_test_open (self);
  g_assert_cmpuint (mailing_test_count (self, NULL), ==, 0);
  press (self, "C_hoose…");
  window_test_choose_place ("Newsletter");
  ui_test_wait (has_other_list, self->dialog);
  mailing_test_wait_page (self, "setup");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (self->dialog->list_row)), ==, "a1b2c3d4e5");
  g_assert_false (self->dialog->state->consent);
  g_assert_cmpuint (mailing_test_count (self, NULL), ==, 1);
  mailing_test_picture (self, "mailing-chosen");
  press (self, "C_hoose…");
  gtk_window_close (GTK_WINDOW (window_test_wait_dialog ("ShcPlaceDialog")));
  mailing_test_wait_page (self, "setup");
  g_assert_true (has_other_list (self->dialog));

  control (self, "{\"faults\":[{\"name\":\"account\",\"path\":\"/lists\"}]}");
  press (self, "C_hoose…");
  g_assert_cmpuint (strlen (mailing_test_problem (self)), >, 20);
  g_assert_true (has_other_list (self->dialog));
  press (self, "_Remove");
  ui_test_wait (has_no_key, self->dialog);
  g_assert_null (ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, "C_hoose…"));
}

#define ADD(name, data, func) g_test_add (name, MailingFixture, data, mailing_test_set_up, func, mailing_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/mailing/setup", NULL, test_setup);
  ADD ("/ui/mailing/join", READY, test_join);
  ADD ("/ui/mailing/at-once", READY, test_at_once);
  ADD ("/ui/mailing/choose", READY, test_choose);
  ADD ("/ui/mailing/stop", READY, test_stop);
  ADD ("/ui/mailing/locked", READY, test_locked);
  ADD ("/ui/mailing/errors", READY, test_errors);
  ADD ("/ui/mailing/compliance", READY, test_compliance);
  return ui_test_run ();
}
