/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with Airtable in the window: what was written or changed there comes back. */

#include "config.h"

#include <string.h>

#include "share-test.h"
#include "shc-reflections.h"

#define ASSERT_HAS(text, part) \
  g_assert_cmpstr ((strstr (text, part) != NULL ? part : text), ==, part)

static void
share_all (ShareTest *self)
{
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  share_test_send (self);
  share_test_do (self, "share.back");
  share_test_wait_page (self, "setup");
}

/* ---- what somebody else does there */

static const ShcAirtableColumn columns[] = { { AIRTABLE_TEST_TEXT, SHC_CELL_TEXT }, { AIRTABLE_TEST_USER, SHC_CELL_LINKS } };

/* Returns: (transfer full): the row that has the text. */
static ShcAirtableRecord *
find_there (ShareTest  *self,
            const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_list (&self->server, AIRTABLE_TEST_REFLECTIONS, columns, G_N_ELEMENTS (columns),
                                                  NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const ShcAirtableRecord *row = g_ptr_array_index (rows, i);

      if (g_strcmp0 (shc_cells_get_text (row->cells, AIRTABLE_TEST_TEXT), text) == 0)
        return shc_airtable_record_new (row->id, shc_cells_copy (row->cells));
    }
  g_assert_not_reached ();
}

static void
change_there (ShareTest  *self,
              const char *text,
              const char *to)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);
  g_autoptr(ShcAirtableRecord) row = find_there (self, text);
  g_autoptr(GPtrArray) written = NULL;
  g_autoptr(GError) error = NULL;
  ShcCells *cells = shc_cells_new ();

  shc_cells_set_text (cells, AIRTABLE_TEST_TEXT, to);
  g_ptr_array_add (rows, shc_airtable_record_new (row->id, cells));
  written = airtable_test_update (&self->server, AIRTABLE_TEST_REFLECTIONS, rows, &error);
  g_assert_no_error (error);
}

static void
write_there (ShareTest  *self,
             const char *text)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);
  g_autoptr(ShcAirtableRecord) row = find_there (self, "Snow in April.");
  g_autoptr(GPtrArray) written = NULL;
  g_autoptr(GError) error = NULL;
  ShcCells *cells = shc_cells_new ();

  shc_cells_set_text (cells, AIRTABLE_TEST_TEXT, text);
  shc_cells_set_date (cells, AIRTABLE_TEST_DATE, "2026-11-12");
  shc_cells_set_copy (cells, shc_cells_find (row->cells, AIRTABLE_TEST_USER));
  g_ptr_array_add (rows, shc_airtable_record_new (NULL, cells));
  written = airtable_test_create (&self->server, AIRTABLE_TEST_REFLECTIONS, rows, &error);
  g_assert_no_error (error);
}

/* ---- what is here */

typedef struct
{
  const char *find;
  const char *becomes;
} Edit;

static gpointer
edit_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  const Edit *edit = data;
  g_autoptr(ShcFilter) every = shc_filter_new ();
  g_autoptr(GPtrArray) all = shc_reflections_list (db, every, NULL, 100, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      g_autoptr(ShcReflection) reflection =
        shc_reflections_get (db, ((ShcReflection *) g_ptr_array_index (all, i))->id, error);

      if (g_strcmp0 (reflection->text, edit->find) != 0)
        continue;
      if (edit->becomes == NULL)
        return g_strdup (reflection->id);
      g_free (reflection->text);
      reflection->text = g_strdup (edit->becomes);
      shc_reflections_edit (db, reflection, "a session", 0, g_get_real_time (), NULL, error);
      return g_strdup (reflection->id);
    }
  return NULL;
}

/* Whether a reflection has this text. @becomes: (nullable): which it gets. */
static gboolean
edit_here (ShareTest  *self,
           const char *text,
           const char *becomes)
{
  Edit edit = { text, becomes };
  g_autoptr(GError) error = NULL;
  g_autofree char *id = shc_vault_run (self->ui.vault, SHC_DB_WRITER, edit_in_thread, &edit, &error);

  g_assert_no_error (error);
  return id != NULL;
}

/* ---- what is shown */

/* All of it, each line unfolded. */
static char *
dup_coming (ShareTest *self)
{
  GtkWidget *view = GTK_WIDGET (self->dialog->coming_view);
  GtkWidget *list = ui_test_find (view, GTK_TYPE_LIST_VIEW, NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      GtkWidget *button = gtk_widget_get_last_child (adw_bin_get_child (ADW_BIN (row)));

      if (gtk_widget_get_visible (button) && g_str_has_prefix (gtk_widget_get_tooltip_text (button), "Show"))
        ui_test_click (button);
      g_assert_null (ui_test_find (row, GTK_TYPE_CHECK_BUTTON, NULL));
    }
  return share_test_dup_text (view);
}

static const char *
get_nothing (ShareTest *self)
{
  GtkWidget *page = ui_test_find (GTK_WIDGET (self->dialog->coming_view), ADW_TYPE_STATUS_PAGE, NULL);

  g_assert_true (gtk_widget_get_mapped (page));
  return adw_status_page_get_description (ADW_STATUS_PAGE (page));
}

static void
fetch (ShareTest *self)
{
  share_test_do (self, "share.fetch");
  share_test_wait_page (self, "coming");
}

static gboolean
is_taken (gpointer data)
{
  const ShareTest *self = data;

  return self->dialog->fetched != NULL && self->dialog->fetched->taken;
}

/* ---- cases */

static void
test_nothing (ShareTest     *self,
              gconstpointer  data)
{
  guint before;

  g_test_summary ("Where nothing was changed there it says so; without agreement or network nobody is asked.");
  share_test_open (self);
  g_assert_false (gtk_widget_get_mapped (ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, "_Bring Back…")));
  fetch (self);
  ASSERT_HAS (get_nothing (self), "not agreed");
  share_test_close (self);
  g_assert_cmpuint (airtable_test_count (&self->server), ==, 0);

  share_all (self);
  g_assert_true (gtk_widget_get_mapped (ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, "_Bring Back…")));
  share_test_picture (self, "fetch-setup");
  fetch (self);
  ASSERT_HAS (get_nothing (self), "2 as they are here");
  share_test_picture (self, "fetch-nothing");
  share_test_do (self, "share.back");
  share_test_wait_page (self, "setup");

  before = airtable_test_count (&self->server);
  share_test_consent (self, FALSE);
  fetch (self);
  ASSERT_HAS (get_nothing (self), "not agreed");
  share_test_close (self);
  g_assert_cmpuint (airtable_test_count (&self->server), ==, before);
}

static void
test_take (ShareTest     *self,
           gconstpointer  data)
{
  g_autofree char *shown = NULL;
  g_autofree char *told = NULL;
  g_autoptr(GPtrArray) writes = NULL;
  guint before;

  g_test_summary ("What was written, changed, and changed at both ends is looked at first, then taken; nothing is written there.");
  share_all (self);
  write_there (self, "Your letter moved me. Rest well.");
  change_there (self, "Snow in April.", "Snow in April, and light.");
  change_there (self, "The river was high.", "The river was very high.");
  g_assert_true (edit_here (self, "The river was high.", "The river was high, and brown."));
  before = airtable_test_count (&self->server);

  fetch (self);
  shown = dup_coming (self);
  ASSERT_HAS (shown, "Nothing was changed yet");
  ASSERT_HAS (shown, "\nYour letter moved me. Rest well.\nWritten there\n");
  ASSERT_HAS (shown, "\nYour letter moved me. Rest well.\n");
  ASSERT_HAS (shown, "\nChanged there\n");
  ASSERT_HAS (shown, "\nHere\nSnow in April.\nThere\nSnow in April, and light.\n");
  ASSERT_HAS (shown, "\nChanged at both ends\n");
  ASSERT_HAS (shown, "\nHere\nThe river was high, and brown.\nThere\nThe river was very high.\n");
  ASSERT_HAS (shown, "1 new, 1 changed, 1 changed at both ends");
  share_test_picture (self, "fetch-look");
  g_assert_true (edit_here (self, "Snow in April.", NULL));
  g_assert_false (edit_here (self, "Your letter moved me. Rest well.", NULL));

  share_test_do (self, "share.take");
  ui_test_wait (is_taken, self);
  share_test_wait_page (self, "coming");
  told = dup_coming (self);
  ASSERT_HAS (told, "This is in the journal now.");
  share_test_picture (self, "fetch-taken");
  g_assert_true (edit_here (self, "Your letter moved me. Rest well.", NULL));
  g_assert_true (edit_here (self, "Snow in April, and light.", NULL));
  g_assert_true (edit_here (self, "The river was high, and brown.", NULL));
  writes = share_test_list_writes (self, before, NULL);
  g_assert_cmpuint (writes->len, ==, 0);
  share_test_close (self);

  share_test_open (self);
  fetch (self);
  ASSERT_HAS (get_nothing (self), "3 as they are here");
  share_test_close (self);
}

static void
test_faults (ShareTest     *self,
             gconstpointer  data)
{
  g_test_summary ("What goes wrong while it is looked for changes nothing; while it is taken, what has come is kept.");
  share_all (self);
  change_there (self, "Snow in April.", "Snow in April, and light.");
  share_test_tell (self, "{\"faults\":[{\"name\":\"404\"}]}");
  share_test_do (self, "share.fetch");
  ASSERT_HAS (share_test_wait_problem (self), "Nothing was changed by this.");
  share_test_wait_page (self, "setup");
  share_test_tell (self, "{\"faults\":[]}");

  fetch (self);
  share_test_tell (self, "{\"faults\":[{\"name\":\"late\",\"arg\":5}]}");
  share_test_do (self, "share.take");
  share_test_wait_page (self, "busy");
  share_test_picture (self, "fetch-busy");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "share.stop", NULL));
  ASSERT_HAS (share_test_wait_problem (self), "bringing back once more");
  share_test_picture (self, "fetch-stopped");
  g_assert_true (edit_here (self, "Snow in April.", NULL));
  share_test_tell (self, "{\"faults\":[]}");

  fetch (self);
  share_test_consent (self, FALSE);
  share_test_do (self, "share.take");
  ASSERT_HAS (share_test_wait_problem (self), "have not agreed");
  g_assert_true (edit_here (self, "Snow in April.", NULL));
  share_test_close (self);
}

#define ADD(name, func) \
  g_test_add ("/ui/share-fetch/" name, ShareTest, NULL, share_test_set_up, func, share_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("nothing", test_nothing);
  ADD ("take", test_take);
  ADD ("faults", test_faults);
  return ui_test_run ();
}
