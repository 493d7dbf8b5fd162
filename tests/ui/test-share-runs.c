/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with Airtable in the window: stopped, gone on with, taken back, deleted. */

#include "config.h"

#include <string.h>

#include "share-test.h"
#include "shc-reflections.h"
#include "shc-vault-hold.h"

#define ASSERT_HAS(text, part) \
  g_assert_cmpstr ((strstr (text, part) != NULL ? part : text), ==, part)

static gpointer
add_many_in_thread (ShcDb     *db,
                    gpointer   data,
                    GError   **error)
{
  for (int i = 1; i <= 30; i++)
    {
      g_autoptr(ShcReflection) reflection = shc_reflection_new ();
      g_autofree char *day = g_strdup_printf ("2026-10-%02d", i);

      shc_date_parse (day, &reflection->date, error);
      reflection->text = g_strdup_printf ("Page %d of the long walk.", i);
      shc_reflections_add (db, reflection, i, error);
    }
  return NULL;
}

/* With these there are 33 rows in five requests. */
static void
add_many (ShareTest *self)
{
  g_autoptr(GError) error = NULL;

  shc_vault_run (self->ui.vault, SHC_DB_WRITER, add_many_in_thread, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
has_begun (gpointer data)
{
  return gtk_progress_bar_get_fraction (((ShareTest *) data)->dialog->progress) > 0;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static const char *
get_words (ShareTest *self)
{
  return adw_status_page_get_description (self->dialog->unfinished);
}

static void
press (ShareTest  *self,
       const char *label)
{
  GtkWidget *button = ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  ui_test_click (button);
}

/* Stops it after its first batch, while the second one takes its time. */
static void
stop_in_the_middle (ShareTest *self)
{
  add_many (self);
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  share_test_tell (self, "{\"faults\":[{\"name\":\"late\",\"arg\":1,\"method\":\"PATCH\",\"skip\":1}]}");
  share_test_do (self, "share.send");
  ui_test_wait (has_begun, self);
  share_test_picture (self, "running");
  gtk_window_close (GTK_WINDOW (self->dialog));
  g_assert_true (self->dialog->stopping);
  share_test_wait_page (self, "unfinished");
  share_test_tell (self, "{\"faults\":[]}");
}

static void
test_stop (ShareTest     *self,
           gconstpointer  data)
{
  guint n_there;

  g_test_summary ("Closed in the middle, it stops behind the batch under way; it goes on later, nothing doubled or missing.");
  stop_in_the_middle (self);
  n_there = share_test_count_rows (self, "Reflections");
  g_assert_cmpuint (n_there, >, 0);
  g_assert_cmpuint (n_there, <, 32);
  g_assert_cmpuint (self->dialog->state->n_done, ==, n_there + 1);
  ASSERT_HAS (get_words (self), "of 33 rows have been sent");
  share_test_picture (self, "unfinished");
  share_test_close (self);

  share_test_open (self);
  share_test_wait_page (self, "unfinished");
  share_test_do (self, "share.back");
  share_test_do (self, "share.look");
  share_test_wait_page (self, "unfinished");
  press (self, "_Go On");
  share_test_wait_page (self, "receipt");
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 32);
  g_assert_cmpuint (share_test_count_rows (self, "Users"), ==, 1);
  share_test_close (self);
}

/* The second batch arrives, and all answers to it are lost. */
static void
lose_answers (ShareTest *self)
{
  add_many (self);
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  share_test_tell (self, "{\"faults\":[{\"name\":\"lost\",\"method\":\"PATCH\",\"skip\":1}]}");
  share_test_do (self, "share.send");
  share_test_wait_problem (self);
  share_test_wait_page (self, "unfinished");
  share_test_tell (self, "{\"faults\":[]}");
}

static void
test_lost (ShareTest     *self,
           gconstpointer  data)
{
  g_test_summary ("The answer is lost for good: it says so, what arrived is found out, and can be taken back alone.");
  lose_answers (self);
  share_test_picture (self, "unfinished-error");
  g_assert_cmpuint (self->dialog->state->n_done, ==, 1);
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 10);
  press (self, "_Take Back What Was Sent…");
  share_test_wait_page (self, "plan");
  g_assert_cmpuint (share_test_count_lines (self), ==, 11);
  share_test_send (self);
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 0);
  g_assert_cmpuint (share_test_count_rows (self, "Users"), ==, 0);
  share_test_close (self);
}

static void
test_withdrawn (ShareTest     *self,
                gconstpointer  data)
{
  guint asked;

  g_test_summary ("What was begun and is not agreed to any more sends nothing when it goes on.");
  lose_answers (self);
  share_test_close (self);
  share_test_consent (self, FALSE);
  share_test_open (self);
  share_test_wait_page (self, "unfinished");
  ASSERT_HAS (get_words (self), "have not agreed");
  asked = airtable_test_count (&self->server);
  press (self, "_Go On");
  share_test_wait_page (self, "receipt");
  g_assert_cmpuint (airtable_test_count (&self->server), ==, asked);
  share_test_picture (self, "receipt-withdrawn");
  share_test_close (self);
}

static void
test_busy (ShareTest     *self,
           gconstpointer  data)
{
  g_autoptr(ShcVaultHold) hold = NULL;

  g_test_summary ("What another program is at is said, and left to it.");
  lose_answers (self);
  share_test_close (self);
  hold = shc_vault_hold_take (self->ui.vault, "sharing", NULL);
  g_assert_nonnull (hold);
  share_test_open (self);
  share_test_wait_page (self, "unfinished");
  ASSERT_HAS (get_words (self), "Another window or program");
  g_assert_null (ui_test_find (GTK_WIDGET (self->dialog->unfinished), GTK_TYPE_BUTTON, "_Go On"));
  share_test_picture (self, "busy");
  g_clear_pointer (&hold, shc_vault_hold_release);
  press (self, "_Look Again");
  share_test_do (self, "share.resume");
  share_test_wait_page (self, "receipt");
  share_test_close (self);
}

static void
test_locked (ShareTest     *self,
             gconstpointer  data)
{
  g_autoptr(GBytes) passphrase = g_bytes_new_static (UI_TEST_PASSPHRASE, strlen (UI_TEST_PASSPHRASE));
  g_autoptr(GError) error = NULL;
  gpointer weak = self->window;

  g_test_summary ("Locked in the middle of a run: it is out of sight at once, and goes on when the journal is open again.");
  add_many (self);
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  share_test_tell (self, "{\"faults\":[{\"name\":\"late\",\"arg\":2,\"method\":\"PATCH\",\"skip\":1}]}");
  share_test_do (self, "share.send");
  ui_test_wait (has_begun, self);
  g_object_add_weak_pointer (weak, &weak);
  shc_window_close_vault (self->window, TRUE);
  ui_test_wait (is_gone, &weak);
  shc_vault_unlock_with_passphrase (self->ui.vault, passphrase, &error);
  g_assert_no_error (error);
  share_test_tell (self, "{\"faults\":[]}");
  self->window = window_test_open (&self->ui);
  window_test_wait_state (self->window, SHC_WINDOW_OPEN);
  share_test_open (self);
  share_test_wait_page (self, "unfinished");
  share_test_do (self, "share.resume");
  share_test_wait_page (self, "receipt");
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 32);
  g_assert_cmpuint (share_test_count_rows (self, "Users"), ==, 1);
  share_test_close (self);
}

#define ADD(name, func) \
  g_test_add ("/ui/share-runs/" name, ShareTest, NULL, share_test_set_up, func, share_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("stop", test_stop);
  ADD ("lost", test_lost);
  ADD ("withdrawn", test_withdrawn);
  ADD ("busy", test_busy);
  ADD ("locked", test_locked);
  return ui_test_run ();
}
