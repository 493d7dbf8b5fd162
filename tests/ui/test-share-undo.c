/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with Airtable in the window: the base made ready; what was sent taken back, and deleted there. */

#include "config.h"

#include <string.h>

#include "share-test.h"
#include "shc-profile.h"

#define ASSERT_HAS(text, part) \
  g_assert_cmpstr ((strstr (text, part) != NULL ? part : text), ==, part)

static gboolean
is_under_way (gpointer data)
{
  return ((ShareTest *) data)->dialog->running;
}

static void
press (ShareTest  *self,
       const char *label)
{
  GtkWidget *button = ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  ui_test_click (button);
}

static void
share_all (ShareTest *self)
{
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  share_test_send (self);
}

static void
change_there (ShareTest *self)
{
  const ShcAirtableColumn columns[] = { { AIRTABLE_TEST_TEXT, SHC_CELL_TEXT } };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_list (&self->server, AIRTABLE_TEST_REFLECTIONS, columns, 1, NULL, &error);
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);
  g_autoptr(GPtrArray) written = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const ShcAirtableRecord *row = g_ptr_array_index (rows, i);
      ShcCells *cells;

      if (g_strcmp0 (shc_cells_get_text (row->cells, AIRTABLE_TEST_TEXT), "Snow in April.") != 0)
        continue;
      cells = shc_cells_new ();
      shc_cells_set_text (cells, AIRTABLE_TEST_TEXT, "By another hand.");
      g_ptr_array_add (changed, shc_airtable_record_new (row->id, cells));
    }
  written = airtable_test_update (&self->server, AIRTABLE_TEST_REFLECTIONS, changed, &error);
  g_assert_no_error (error);
}

static GtkCheckButton *
get_check (ShareTest *self,
           guint      at)
{
  return GTK_CHECK_BUTTON (ui_test_find (GTK_WIDGET (share_test_get_line (self, at)), GTK_TYPE_CHECK_BUTTON, NULL));
}

static void
test_undo (ShareTest     *self,
           gconstpointer  data)
{
  guint n_unticked = 0;

  g_test_summary ("A run is taken back from its receipt; what was changed there since is asked about first, and the person's own "
                  "row stays with it.");
  share_all (self);
  change_there (self);
  press (self, "Take Back This _Run…");
  share_test_wait_page (self, "plan");
  g_assert_cmpuint (share_test_count_lines (self), ==, 3);
  for (guint i = 0; i < 3; i++)
    if (!gtk_check_button_get_active (get_check (self, i)))
      {
        g_autofree char *shown = share_test_dup_shown (self, i);

        n_unticked++;
        if (strstr (shown, "By another hand.") != NULL)
          ASSERT_HAS (shown, "It was changed there since:");
        else
          ASSERT_HAS (shown, "It stays while rows stay that belong to it");
      }
  g_assert_cmpuint (n_unticked, ==, 2);
  share_test_picture (self, "undo");
  share_test_send (self);
  g_assert_nonnull (ui_test_find (GTK_WIDGET (self->dialog->receipt_view), GTK_TYPE_LABEL, "Taken Back"));
  g_assert_null (ui_test_find (GTK_WIDGET (self->dialog->receipt_view), GTK_TYPE_BUTTON, "Take Back This _Run…"));
  g_assert_nonnull (ui_test_find (GTK_WIDGET (self->dialog->receipt_view), GTK_TYPE_LABEL, "Your own row"));
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 1);
  g_assert_cmpuint (share_test_count_rows (self, "Users"), ==, 1);
  share_test_close (self);
}

static gpointer
edit_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  g_autoptr(ShcProfile) profile = shc_profile_load (db, error);

  g_free (profile->goals);
  profile->goals = g_strdup ("To walk.");
  shc_profile_save (db, profile, 3, error);
  return NULL;
}

static void
test_change (ShareTest     *self,
             gconstpointer  data)
{
  g_autofree char *shown = NULL;

  g_test_summary ("Of a change it is shown what stands there now, what will, and what is left alone; taken back, it is as it was.");
  share_all (self);
  shc_vault_run (self->ui.vault, SHC_DB_WRITER, edit_in_thread, NULL, NULL);
  share_test_do (self, "share.back");
  share_test_look (self);
  g_assert_cmpuint (share_test_count_lines (self), ==, 1);
  shown = share_test_dup_shown (self, 0);
  ASSERT_HAS (shown, "\nHealing Goals\nNow\nTo sleep & to <rest>.\nThen\nTo walk.\n");
  ASSERT_HAS (shown, "Left as they are: Healing Name, Email");
  share_test_picture (self, "change");
  share_test_send (self);
  press (self, "Take Back This _Run…");
  share_test_wait_page (self, "plan");
  g_clear_pointer (&shown, g_free);
  shown = share_test_dup_shown (self, 0);
  ASSERT_HAS (shown, "\nHealing Goals\nNow\nTo walk.\nThen\nTo sleep & to <rest>.\n");
  share_test_send (self);
  share_test_close (self);
}

static void
show_end_of_setup (ShareTest *self)
{
  GtkWidget *scroller = ui_test_find (GTK_WIDGET (self->dialog->setup), GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  gtk_window_set_default_size (GTK_WINDOW (self->dialog), 360, 640);
  ui_test_linger (200);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  ui_test_picture (GTK_WIDGET (self->dialog), "share-setup-shared-360.png");
}

static void
test_forget (ShareTest     *self,
             gconstpointer  data)
{
  GtkWidget *question;

  g_test_summary ("Everything is deleted there after its warning, also when nothing is agreed to any more; others’ rows stay.");
  share_test_tell (self, "{\"rows\":{\"Users\":[{\"Healing Name\":\"Somebody\",\"Local ID\":\"theirs\"}]}}");
  share_all (self);
  share_test_consent (self, FALSE);
  share_test_do (self, "share.back");
  show_end_of_setup (self);
  share_test_do (self, "share.forget");
  share_test_wait_page (self, "plan");
  share_test_picture (self, "forget");
  share_test_do (self, "share.send");
  question = window_test_wait_dialog ("AdwMessageDialog");
  ASSERT_HAS (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), "cannot be taken back");
  ui_test_picture (question, "share-forget-question.png");
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 2);
  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, "_Delete Them"));
  ui_test_wait (is_under_way, self);
  share_test_wait_page (self, "receipt");
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 0);
  g_assert_cmpuint (share_test_count_rows (self, "Users"), ==, 1);
  g_assert_false (self->dialog->state->shared);
  share_test_close (self);
}

/* ---- the base */

static GtkWidget *
find_label (ShareTest  *self,
            const char *text)
{
  return ui_test_find (GTK_WIDGET (self->dialog->prepare_view), GTK_TYPE_LABEL, text);
}

static void
test_prepare (ShareTest     *self,
              gconstpointer  data)
{
  g_test_summary ("What a base lacks is said; it is made by a press after consent, where the token may, and by hand otherwise.");
  share_test_open (self);
  share_test_tell (self, "{\"scopes\":[\"data.records:read\",\"data.records:write\",\"schema.bases:read\"]}");
  share_test_do (self, "share.prepare");
  share_test_wait_page (self, "prepare");
  g_assert_nonnull (find_label (self, "Something Is Missing"));
  g_assert_nonnull (find_label (self, "Reflections"));
  share_test_picture (self, "prepare-missing");
  press (self, "_Make What Is Missing");
  share_test_wait_page (self, "busy");
  share_test_wait_page (self, "prepare");
  g_assert_true (gtk_revealer_get_reveal_child (self->dialog->problem_revealer));
  ASSERT_HAS (gtk_label_get_text (self->dialog->problem), "agree first");
  g_assert_nonnull (find_label (self, "Something Is Missing"));
  share_test_picture (self, "prepare-not-agreed");
  share_test_consent (self, TRUE);
  press (self, "_Make What Is Missing");
  share_test_wait_page (self, "busy");
  share_test_wait_page (self, "prepare");
  g_assert_nonnull (find_label (self, "Something Is Still Missing"));
  g_assert_null (ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, "_Make What Is Missing"));
  share_test_picture (self, "prepare-not-allowed");
  share_test_tell (self, "{\"scopes\":[\"data.records:read\",\"data.records:write\",\"schema.bases:read\","
                         "\"schema.bases:write\"]}");
  share_test_do (self, "share.back");
  share_test_do (self, "share.prepare");
  share_test_wait_page (self, "prepare");
  press (self, "_Make What Is Missing");
  share_test_wait_page (self, "busy");
  share_test_wait_page (self, "prepare");
  g_assert_nonnull (find_label (self, "The Base Is Ready"));
  share_test_picture (self, "prepare-ready");
  share_test_do (self, "share.back");
  share_test_look (self);
  share_test_send (self);
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 2);
  share_test_close (self);
}

static gpointer
fast_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  g_autoptr(ShcProfile) profile = shc_profile_load (db, error);

  profile->has_fasting = TRUE;
  profile->fasting = SHC_FASTING_SOME;
  shc_profile_save (db, profile, 3, error);
  return NULL;
}

static gboolean
is_mapped (gpointer data)
{
  return g_strcmp0 (((ShareTest *) data)->dialog->state->mapping, "fasting.Some = A few times") == 0;
}

static void
test_choices (ShareTest     *self,
              gconstpointer  data)
{
  g_autofree char *shown = NULL;
  GtkWidget *row;

  g_test_summary ("A word that is none of the base’s choices is given one of its own, and never made.");
  shc_vault_run (self->ui.vault, SHC_DB_WRITER, fast_in_thread, NULL, NULL);
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  shown = share_test_dup_shown (self, 0);
  ASSERT_HAS (shown, "has no choice “Some”");
  share_test_picture (self, "plan-note");
  share_test_do (self, "share.back");
  share_test_do (self, "share.prepare");
  share_test_wait_page (self, "prepare");
  row = ui_test_find (GTK_WIDGET (self->dialog->prepare_view), ADW_TYPE_COMBO_ROW, NULL);
  g_assert_nonnull (row);
  share_test_picture (self, "prepare-choices");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 2);
  press (self, "_Keep These Choices");
  ui_test_wait (is_mapped, self);
  share_test_look (self);
  g_clear_pointer (&shown, g_free);
  shown = share_test_dup_shown (self, 0);
  ASSERT_HAS (shown, "\nExperience with Fasting\nA few times\n");
  share_test_close (self);
}

static const char *const empty_base[] = { "--unpaced", "--empty", NULL };

#define ADD(name, func) \
  g_test_add ("/ui/share-undo/" name, ShareTest, NULL, share_test_set_up, func, share_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/ui/share-undo/prepare", ShareTest, empty_base, share_test_set_up, test_prepare, share_test_tear_down);
  ADD ("choices", test_choices);
  ADD ("undo", test_undo);
  ADD ("change", test_change);
  ADD ("forget", test_forget);
  return ui_test_run ();
}
