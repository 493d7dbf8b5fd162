/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leaving a list in the dialog for journey e-mails: without consent, after a look, with a warning where it is for ever. */

#include "config.h"

#include <string.h>

#include "mailing-test.h"

#define READY ((gpointer) 1)

static void
leave (MailingFixture *self,
       const char     *way)
{
  if (!g_str_equal (gtk_stack_get_visible_child_name (self->dialog->stack), "setup"))
    g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "mailing.back", NULL));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "mailing.leave", "s", way));
  mailing_test_wait_page (self, "plan");
}

static char *
dup_status (MailingFixture *self)
{
  g_autoptr(JsonObject) known = mailing_test_control (self, "{}");
  JsonObject *member = mailing_test_member (known, MAILING_TEST_EMAIL);

  return member != NULL ? g_strdup (json_object_get_string_member (member, "status")) : NULL;
}

static void
assert_status (MailingFixture *self,
               const char     *status)
{
  g_autofree char *now = dup_status (self);

  g_assert_cmpstr (now, ==, status);
}

/* On the list by this program, with one milestone. */
static void
join (MailingFixture *self)
{
  g_autoptr(ShcReflection) kept G_GNUC_UNUSED = ui_test_add (&self->ui, "2026-01-01", "heronword", "Day 1", NULL);

  mailing_test_open (self);
  g_assert_false (gtk_widget_get_visible (self->dialog->undo_row));
  mailing_test_go (self, "plan");
  mailing_test_go (self, "receipt");
  json_object_unref (mailing_test_control (
    self, "{\"members\":{\"" MAILING_TEST_EMAIL "\":{\"status\":\"subscribed\"}}}"));
}

static void
test_leave (MailingFixture *self,
            gconstpointer   data)
{
  guint n;

  g_test_summary ("Unsubscribing and archiving need no consent, show what they do, and ask nobody before the last press.");
  join (self);
  mailing_test_agree (self, FALSE);
  mailing_test_close (self);
  mailing_test_open (self);
  gtk_widget_grab_focus (ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, "_Delete for Ever…"));
  mailing_test_pictures (self, "mailing-leave-setup");
  n = mailing_test_count (self, NULL);
  leave (self, "unsubscribe");
  g_assert_cmpuint (mailing_test_count (self, NULL), ==, n);
  g_assert_cmpstr (gtk_button_get_label (self->dialog->go_button), ==, "_Unsubscribe Me");
  g_assert_nonnull (mailing_test_find (self, "Leave the List", MAILING_TEST_EMAIL "\nleft the list (unsubscribed)"));
  mailing_test_pictures (self, "mailing-unsubscribe");
  mailing_test_go (self, "receipt");
  assert_status (self, "unsubscribed");
  g_assert_cmpuint (mailing_test_count (self, "PATCH"), ==, 1);

  leave (self, "archive");
  g_assert_true (mailing_test_has_row (self, "Archiving deletes nothing"));
  mailing_test_tick (self, "Archive", NULL, FALSE);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (self->dialog->go_button)));
  mailing_test_tick (self, "Archive", NULL, TRUE);
  mailing_test_go (self, "receipt");
  assert_status (self, "archived");
}

static void
test_forget (MailingFixture *self,
             gconstpointer   data)
{
  g_test_summary ("Deleting for ever warns twice, and then nobody is there any more.");
  join (self);
  mailing_test_agree (self, FALSE);
  leave (self, "forget");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (self->dialog->go_button), "destructive-action"));
  g_assert_true (mailing_test_has_row (self, "for good"));
  /* It becomes nothing else, so nothing is said of that. */
  g_assert_nonnull (mailing_test_find (self, "Delete for Ever", MAILING_TEST_EMAIL));
  mailing_test_pictures (self, "mailing-forget");
  ui_test_click (GTK_WIDGET (self->dialog->go_button));
  mailing_test_answer ("_Cancel");
  assert_status (self, "subscribed");
  ui_test_click (GTK_WIDGET (self->dialog->go_button));
  mailing_test_answer ("_Delete for Ever");
  mailing_test_wait_page (self, "receipt");
  assert_status (self, NULL);

  /* What was erased there is not put back by this program. */
  mailing_test_agree (self, TRUE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "mailing.back", NULL));
  mailing_test_go (self, "plan");
  mailing_test_go (self, "receipt");
  g_assert_cmpstr (adw_status_page_get_title (self->dialog->receipt), ==, "Not All of It Was Done");
  assert_status (self, NULL);
}

static void
test_undo (MailingFixture *self,
           gconstpointer   data)
{
  g_test_summary ("The last run is taken back where what was written still stands there; else only by a tick.");
  join (self);
  json_object_unref (mailing_test_control (
    self, "{\"members\":{\"" MAILING_TEST_EMAIL "\":{\"merge_fields\":{\"FNAME\":\"Brook\"}}}}"));
  leave (self, "undo");
  g_assert_true (gtk_widget_get_visible (self->dialog->undo_row));
  g_assert_true (mailing_test_has_row (self, "cannot be taken back"));
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (mailing_test_find (self, "Archive", NULL))));
  mailing_test_picture (self, "mailing-undo");
  mailing_test_tick (self, "Archive", NULL, TRUE);
  mailing_test_go (self, "receipt");
  assert_status (self, "archived");
  g_assert_false (gtk_widget_get_visible (self->dialog->undo_row));
}

static void
test_network_off (MailingFixture *self,
                  gconstpointer   data)
{
  guint n;

  g_test_summary ("With the network switched off nothing goes, and it is said that nothing was changed.");
  join (self);
  mailing_test_set (self, "network.enabled", "false");
  n = mailing_test_count (self, NULL);
  leave (self, "unsubscribe");
  mailing_test_go (self, "setup");
  g_assert_nonnull (strstr (mailing_test_problem (self), "switched off"));
  g_assert_false (gtk_widget_get_visible (self->dialog->cut_off_group));
  g_assert_cmpuint (mailing_test_count (self, NULL), ==, n);
}

static void
test_another_address (MailingFixture *self,
                      gconstpointer   data)
{
  g_autoptr(JsonObject) known = NULL;

  g_test_summary ("With another address in the profile the former one leaves; without any nobody can join, but leave.");
  join (self);
  mailing_test_set_email (self, "brook@example.org");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "mailing.back", NULL));
  mailing_test_go (self, "plan");
  g_assert_nonnull (mailing_test_find (self, "Join the List", "brook@example.org\nasked by mail to confirm (pending)"));
  g_assert_nonnull (mailing_test_find (self, "Leave the List",
                                       "an address that you joined with earlier\non the list → left the list (unsubscribed)"));
  mailing_test_picture (self, "mailing-another-address");
  mailing_test_go (self, "receipt");
  assert_status (self, "unsubscribed");
  known = mailing_test_control (self, "{}");
  g_assert_cmpstr (json_object_get_string_member (mailing_test_member (known, "brook@example.org"), "status"), ==, "pending");

  mailing_test_set_email (self, NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "mailing.back", NULL));
  mailing_test_go (self, "setup");
  g_assert_nonnull (strstr (mailing_test_problem (self), "no e-mail address"));
  leave (self, "archive");
  g_assert_cmpuint (self->dialog->checks->len, ==, 2);
}

#define ADD(name, data, func) g_test_add (name, MailingFixture, data, mailing_test_set_up, func, mailing_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/mailing/leave", READY, test_leave);
  ADD ("/ui/mailing/forget", READY, test_forget);
  ADD ("/ui/mailing/undo", READY, test_undo);
  ADD ("/ui/mailing/another-address", READY, test_another_address);
  ADD ("/ui/mailing/network-off", READY, test_network_off);
  return ui_test_run ();
}
