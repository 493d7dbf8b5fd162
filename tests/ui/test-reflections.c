/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reflections: find, read, change, bring back, throw away, take out again. */

#include "config.h"

#include <string.h>

#include "shc-composer.h"
#include "shc-editor.h"
#include "shc-filter-bar.h"
#include "shc-markdown-view.h"
#include "shc-page.h"
#include "shc-reading-pane.h"
#include "shc-reflection-row.h"
#include "shc-reflections-page.h"
#include "shc-suggest-entry.h"
#include "shc-versions-dialog.h"
#include "ui-test.h"

typedef struct
{
  GtkWidget  *page;
  guint       n;
  const char *text;
} Expect;

static GtkListView *
get_list (GtkWidget *page)
{
  return GTK_LIST_VIEW (ui_test_find (page, GTK_TYPE_LIST_VIEW, NULL));
}

static guint
get_n_rows (GtkWidget *page)
{
  GtkListView *list = get_list (page);

  return list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))) : 0;
}

static gboolean
has_rows (gpointer data)
{
  Expect *expect = data;

  return get_n_rows (expect->page) == expect->n;
}

static void
wait_rows (GtkWidget *page,
           guint      n)
{
  Expect expect = { page, n, NULL };

  ui_test_wait (has_rows, &expect);
}

static char *
get_shown (GtkWidget *page)
{
  GtkWidget *view = ui_test_find (page, SHC_TYPE_MARKDOWN_VIEW, NULL);
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;

  if (view == NULL || !gtk_widget_get_mapped (view))
    return g_strdup ("");
  buffer = gtk_text_view_get_buffer (shc_markdown_view_get_view (SHC_MARKDOWN_VIEW (view)));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static gboolean
shows (gpointer data)
{
  Expect *expect = data;
  g_autofree char *shown = get_shown (expect->page);

  return g_strcmp0 (shown, expect->text) == 0;
}

static void
wait_shown (GtkWidget  *page,
            const char *text)
{
  Expect expect = { page, 0, text };

  ui_test_wait (shows, &expect);
}

static gboolean
is_visible_text (gpointer data)
{
  Expect *expect = data;
  GtkWidget *found = ui_test_find (expect->page, GTK_TYPE_LABEL, expect->text);

  return found != NULL && gtk_widget_get_mapped (found);
}

static void
wait_text (GtkWidget  *page,
           const char *text)
{
  Expect expect = { page, 0, text };

  ui_test_wait (is_visible_text, &expect);
}

static void
choose (GtkWidget *page,
        guint      position)
{
  GtkSelectionModel *model = gtk_list_view_get_model (get_list (page));

  gtk_selection_model_select_item (model, position, TRUE);
}

static void
search (GtkWidget  *page,
        const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_test_find (page, GTK_TYPE_SEARCH_ENTRY, NULL)), text);
}

static GtkWidget *
show_page (UiFixture *fixture,
           int        width,
           int        height)
{
  GtkWidget *page = shc_reflections_page_new (fixture->journal);

  ui_test_show (fixture, page, width, height);
  shc_page_load (SHC_PAGE (page));
  return page;
}

static void
add (UiFixture  *fixture,
     const char *date,
     const char *text,
     const char *milestone,
     const char *tag)
{
  shc_reflection_free (ui_test_add (fixture, date, text, milestone, tag));
}

static void
add_three (UiFixture *fixture)
{
  add (fixture, "2026-01-05", "The *river* was high and brown.", NULL, "river");
  add (fixture, "2026-02-01", "Snow. I slept by the fire.", "Day 28", NULL);
  add (fixture, "2026-02-07", "# Thaw\nThe river again, and a heron.", NULL, "river,heron");
}

static void
act (GtkWidget  *page,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (ui_test_find (page, SHC_TYPE_READING_PANE, NULL), action,
                                             NULL));
}

static ShcEditor *
get_editor (GtkWidget *page)
{
  return SHC_EDITOR (ui_test_find (page, SHC_TYPE_EDITOR, NULL));
}

static gboolean
is_editing (gpointer page)
{
  return shc_reading_pane_is_editing (SHC_READING_PANE (ui_test_find (page, SHC_TYPE_READING_PANE, NULL)));
}

static gboolean
is_not_editing (gpointer page)
{
  return !is_editing (page);
}

static void
type (GtkWidget  *page,
      const char *text)
{
  gtk_text_buffer_insert_at_cursor (
    gtk_text_view_get_buffer (shc_editor_get_view (get_editor (page))), text, -1);
}

static void
edit (GtkWidget  *page,
      const char *text)
{
  GtkTextBuffer *buffer;

  act (page, "reading.edit");
  ui_test_wait (is_editing, page);
  buffer = gtk_text_view_get_buffer (shc_editor_get_view (get_editor (page)));
  gtk_text_buffer_set_text (buffer, text, -1);
}

static void
test_empty (UiFixture    *fixture,
            gconstpointer data)
{
  GtkWidget *page = show_page (fixture, 1000, 700);

  wait_text (page, "No reflections here");
  search (page, "anything");
  wait_text (page, "Nothing like that");
  act (page, "reflections.show-all");
  wait_text (page, "No reflections here");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_test_find (page, GTK_TYPE_TOGGLE_BUTTON,
                                                                 "Show the trash")), TRUE);
  wait_text (page, "The trash is empty");
  ui_test_close (fixture, page);
}

static void
test_read_and_search (UiFixture    *fixture,
                      gconstpointer data)
{
  GtkWidget *page;

  add_three (fixture);
  page = show_page (fixture, 1000, 700);
  wait_rows (page, 3);
  wait_text (page, "February 2026");
  wait_text (page, "January 2026");
  choose (page, 0);
  wait_shown (page, "Thaw\nThe river again, and a heron.");
  choose (page, 2);
  wait_shown (page, "The river was high and brown.");
  ui_test_picture (page, "reflections.png");

  search (page, "riv");
  wait_rows (page, 2);
  wait_text (page, "1 match");
  search (page, "\"high and\" -snow");
  wait_rows (page, 1);
  search (page, "\"'(*)-: ^ OR NEAR");
  ui_test_linger (400);
  search (page, "");
  wait_rows (page, 3);
  ui_test_close (fixture, page);
}

static void
test_filters (UiFixture    *fixture,
              gconstpointer data)
{
  GtkWidget *page;
  ShcFilterBar *bar;
  ShcDate day;

  add_three (fixture);
  page = show_page (fixture, 1000, 700);
  wait_rows (page, 3);
  bar = SHC_FILTER_BAR (ui_test_find (page, SHC_TYPE_FILTER_BAR, NULL));
  shc_filter_bar_choose (bar, -1, -1, "day 28");
  wait_rows (page, 1);
  wait_text (page, "1 of 3");
  g_assert_true (shc_date_from_ymd (2026, 2, 1, &day));
  shc_filter_bar_choose (bar, shc_date_get_day (day), -1, NULL);
  wait_rows (page, 2);
  shc_filter_bar_clear (bar);
  wait_rows (page, 3);
  shc_suggest_entry_set_text (SHC_SUGGEST_ENTRY (gtk_widget_get_next_sibling (
                                ui_test_find (GTK_WIDGET (bar), SHC_TYPE_SUGGEST_ENTRY, NULL))), "heron");
  wait_rows (page, 1);
  g_assert_true (shc_filter_bar_is_active (bar));
  shc_filter_bar_clear (bar);
  shc_reflections_page_show_days (SHC_REFLECTIONS_PAGE (page), shc_date_get_day (day),
                                  shc_date_get_day (day), NULL);
  wait_rows (page, 1);
  ui_test_close (fixture, page);
}

static gboolean
has_dialog (gpointer data)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (g_type_is_a (G_OBJECT_TYPE (at->data), *(GType *) data) && gtk_widget_get_mapped (at->data))
      return TRUE;
  return FALSE;
}

static GtkWidget *
find_dialog (GType type)
{
  g_autoptr(GList) windows = NULL;

  ui_test_wait (has_dialog, &type);
  windows = gtk_window_list_toplevels ();
  for (GList *at = windows; at != NULL; at = at->next)
    if (g_type_is_a (G_OBJECT_TYPE (at->data), type))
      return at->data;
  return NULL;
}

static gboolean
has_restore (gpointer dialog)
{
  GtkWidget *button = ui_test_find (dialog, GTK_TYPE_BUTTON, "_Bring this one back");

  return button != NULL && gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button);
}

static void
test_edit_and_versions (UiFixture    *fixture,
                        gconstpointer data)
{
  GtkWidget *page;
  GtkWidget *dialog;

  add (fixture, "2026-02-07", "First *words*.", NULL, NULL);
  page = show_page (fixture, 1000, 700);
  wait_rows (page, 1);
  choose (page, 0);
  wait_shown (page, "First words.");
  edit (page, "Second words.");
  shc_page_keep (SHC_PAGE (page));
  wait_shown (page, "Second words.");

  act (page, "reading.versions");
  dialog = find_dialog (SHC_TYPE_VERSIONS_DIALOG);
  ui_test_wait (has_restore, dialog);
  {
    g_autofree char *shown = get_shown (dialog);

    g_assert_cmpstr (shown, ==, "First words.");
  }
  ui_test_picture (dialog, "versions.png");
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Bring this one back"));
  wait_shown (page, "First words.");
  ui_test_close (fixture, page);
}

/* An edit that is left is a draft; it is offered again, and can be let go. */
static void
test_edit_draft (UiFixture    *fixture,
                 gconstpointer data)
{
  GtkWidget *page;

  add (fixture, "2026-02-06", "Another one.", NULL, NULL);
  add (fixture, "2026-02-07", "As it was.", NULL, NULL);
  page = show_page (fixture, 1000, 700);
  wait_rows (page, 2);
  choose (page, 0);
  wait_shown (page, "As it was.");
  edit (page, "As it may bec");
  choose (page, 1); /* straight to another one, without a word */
  wait_shown (page, "Another one.");
  choose (page, 0);
  wait_shown (page, "As it was.");
  g_assert_nonnull (ui_test_find (page, GTK_TYPE_BUTTON, "_Go on"));
  act (page, "reading.continue");
  ui_test_wait (is_editing, page);
  {
    g_autofree char *text = shc_editor_dup_text (get_editor (page));

    g_assert_cmpstr (text, ==, "As it may bec");
  }
  gtk_widget_activate_action (GTK_WIDGET (get_editor (page)), "composer.leave", NULL);
  ui_test_wait (is_not_editing, page);
  wait_shown (page, "As it was.");
  act (page, "reading.drop-draft");
  ui_test_linger (300);
  act (page, "reading.edit");
  ui_test_wait (is_editing, page);
  {
    g_autofree char *text = shc_editor_dup_text (get_editor (page));

    g_assert_cmpstr (text, ==, "As it was.");
  }
  ui_test_close (fixture, page);
}

static void
take_result_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

/* Two at one text: both stay. */
static void
test_two_editors (UiFixture    *fixture,
                  gconstpointer data)
{
  g_autoptr(ShcReflection) one = ui_test_add (fixture, "2026-02-07", "From the start.", NULL, NULL);
  g_autoptr(ShcReflection) other = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) versions = NULL;
  g_autofree char *former = NULL;
  GtkWidget *page = show_page (fixture, 1000, 700);

  wait_rows (page, 1);
  choose (page, 0);
  wait_shown (page, "From the start.");
  edit (page, "From the window.");
  other = shc_reflection_copy (one);
  g_free (other->text);
  other->text = g_strdup ("From elsewhere.");
  shc_journal_edit_async (fixture->journal, other, "another-session", one->updated_us, NULL,
                          take_result_cb, &result);
  ui_test_wait (has_result, &result);
  shc_reflection_free (shc_journal_edit_finish (fixture->journal, result, NULL, NULL));
  g_clear_object (&result);
  shc_page_keep (SHC_PAGE (page));
  wait_shown (page, "From the window.");

  shc_journal_versions_async (fixture->journal, one->id, NULL, take_result_cb, &result);
  ui_test_wait (has_result, &result);
  versions = shc_journal_versions_finish (fixture->journal, result, NULL);
  g_clear_object (&result);
  shc_journal_version_async (fixture->journal, one->id,
                             ((ShcVersion *) g_ptr_array_index (versions, 0))->updated_us, NULL,
                             take_result_cb, &result);
  ui_test_wait (has_result, &result);
  former = shc_journal_version_finish (fixture->journal, result, NULL);
  g_assert_cmpstr (former, ==, "From elsewhere.");
  ui_test_close (fixture, page);
}

static void
test_trash (UiFixture    *fixture,
            gconstpointer data)
{
  GtkWidget *page;
  GtkToggleButton *trash;
  GtkWidget *dialog;

  add_three (fixture);
  page = show_page (fixture, 1000, 700);
  trash = GTK_TOGGLE_BUTTON (ui_test_find (page, GTK_TYPE_TOGGLE_BUTTON, "Show the trash"));
  wait_rows (page, 3);
  choose (page, 0);
  wait_shown (page, "Thaw\nThe river again, and a heron.");
  act (page, "reflections.trash");
  wait_rows (page, 2);
  wait_shown (page, "Snow. I slept by the fire."); /* the next takes its place */

  gtk_toggle_button_set_active (trash, TRUE);
  wait_rows (page, 1);
  choose (page, 0);
  wait_shown (page, "Thaw\nThe river again, and a heron.");
  g_assert_null (ui_test_find (page, GTK_TYPE_BUTTON, "Change (Ctrl+E)"));
  act (page, "reflections.untrash");
  wait_text (page, "The trash is empty");
  gtk_toggle_button_set_active (trash, FALSE);
  wait_rows (page, 3);

  choose (page, 2);
  wait_shown (page, "The river was high and brown.");
  act (page, "reflections.trash");
  wait_rows (page, 2);
  gtk_toggle_button_set_active (trash, TRUE);
  wait_rows (page, 1);
  choose (page, 0);
  wait_shown (page, "The river was high and brown.");
  act (page, "reflections.purge");
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Delete"));
  wait_text (page, "The trash is empty");
  gtk_toggle_button_set_active (trash, FALSE);
  wait_rows (page, 2);
  ui_test_close (fixture, page);
}

static gpointer
fill_job (ShcDb    *db,
          gpointer  data,
          GError  **error)
{
  gboolean ok = shc_db_exec (db, "BEGIN IMMEDIATE", error);

  for (int i = 0; ok && i < 1500; i++)
    {
      g_autoptr(ShcReflection) reflection = shc_reflection_new ();

      reflection->date = shc_date_from_day (700000 + i);
      reflection->text = g_strdup_printf ("Day by day, number %d, with some words to fill a row.", i);
      ok = shc_reflections_add (db, reflection, 1, error);
    }
  if (ok)
    shc_db_exec (db, "COMMIT", error);
  return NULL;
}

typedef struct
{
  gint64 last_us;
  gint64 longest_us;
} Gap;

static gboolean
gap_cb (gpointer data)
{
  Gap *gap = data;
  gint64 now = g_get_monotonic_time ();

  if (gap->last_us != 0)
    gap->longest_us = MAX (gap->longest_us, now - gap->last_us);
  gap->last_us = now;
  return G_SOURCE_CONTINUE;
}

/* Many rows: scrolling anywhere answers at once, and what others commit moves nothing. */
static void
test_many (UiFixture    *fixture,
           gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  Gap gap = { 0, 0 };
  GtkWidget *page;
  guint id;

  shc_vault_run (fixture->vault, SHC_DB_WRITER, fill_job, NULL, &error);
  g_assert_no_error (error);
  page = show_page (fixture, 1000, 700);
  wait_rows (page, 1500);
  choose (page, 999);
  wait_shown (page, "Day by day, number 500, with some words to fill a row.");

  id = g_timeout_add_full (G_PRIORITY_HIGH, 5, gap_cb, &gap, NULL);
  for (guint i = 0; i < 20; i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (get_list (page)), "list.scroll-to-item", "u",
                                  (i * 997) % 1500);
      ui_test_linger (16);
    }
  g_source_remove (id);
  g_test_message ("longest gap %.1f ms", (double) gap.longest_us / 1000);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (gap.longest_us, <, 400000);
#endif

  add (fixture, "2026-02-07", "new on top", NULL, NULL);
  wait_rows (page, 1501);
  g_assert_true (gtk_selection_model_is_selected (gtk_list_view_get_model (get_list (page)), 1000));
  wait_shown (page, "Day by day, number 500, with some words to fill a row.");
  ui_test_close (fixture, page);
}

/* Opened from elsewhere: filters give way, the row is chosen. */
static void
test_open (UiFixture    *fixture,
           gconstpointer data)
{
  g_autoptr(ShcReflection) one = ui_test_add (fixture, "2026-01-01", "To be found.", NULL, NULL);
  GtkWidget *page;

  add_three (fixture);
  page = show_page (fixture, 1000, 700);
  wait_rows (page, 4);
  search (page, "heron");
  wait_rows (page, 1);
  shc_page_open (SHC_PAGE (page), one->id);
  wait_rows (page, 4);
  wait_shown (page, "To be found.");
  g_assert_true (gtk_selection_model_is_selected (gtk_list_view_get_model (get_list (page)), 3));
  ui_test_close (fixture, page);
}

static gboolean
shows_list (gpointer leaflet)
{
  return g_strcmp0 (adw_leaflet_get_visible_child_name (leaflet), "list") == 0;
}

static void
test_narrow (UiFixture    *fixture,
             gconstpointer data)
{
  GtkWidget *page;
  AdwLeaflet *leaflet;

  add_three (fixture);
  page = show_page (fixture, 360, 640);
  wait_rows (page, 3);
  leaflet = ADW_LEAFLET (ui_test_find (page, ADW_TYPE_LEAFLET, NULL));
  g_assert_true (adw_leaflet_get_folded (leaflet));
  ui_test_picture (page, "reflections-narrow.png");
  g_signal_emit_by_name (get_list (page), "activate", 0u);
  wait_shown (page, "Thaw\nThe river again, and a heron.");
  g_assert_cmpstr (adw_leaflet_get_visible_child_name (leaflet), ==, "reading");
  ui_test_linger (400);
  ui_test_picture (page, "reading-narrow.png");
  act (page, "reading.back");
  g_assert_cmpstr (adw_leaflet_get_visible_child_name (leaflet), ==, "list");

  /* Where what was open has gone, it is the list that is seen, not an empty pane: out of the trash too. */
  g_signal_emit_by_name (get_list (page), "activate", 0u);
  ui_test_linger (300);
  act (page, "reflections.trash");
  wait_rows (page, 2);
  ui_test_wait (shows_list, leaflet);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_test_find (page, GTK_TYPE_TOGGLE_BUTTON,
                                                                 "Show the trash")), TRUE);
  wait_rows (page, 1);
  g_signal_emit_by_name (get_list (page), "activate", 0u);
  ui_test_linger (300);
  g_assert_cmpstr (adw_leaflet_get_visible_child_name (leaflet), ==, "reading");
  act (page, "reflections.untrash");
  ui_test_wait (shows_list, leaflet);
  ui_test_close (fixture, page);
}

/* Every control that shows an icon or holds text says what it is. */
static void
check_named (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) == NULL
      && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL
      && gtk_widget_get_ancestor (widget, GTK_TYPE_CALENDAR) == NULL) /* GTK's own arrows */
    {
      g_assert_nonnull (gtk_widget_get_tooltip_text (widget));
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL));
    }
  if (GTK_IS_TEXT_VIEW (widget) || GTK_IS_LIST_VIEW (widget) || GTK_IS_SEARCH_ENTRY (widget))
    g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                     GTK_ACCESSIBLE_PROPERTY_LABEL));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_named (child);
}

static void
test_names (UiFixture    *fixture,
            gconstpointer data)
{
  GtkWidget *page;

  add_three (fixture);
  page = show_page (fixture, 1000, 700);
  wait_rows (page, 3);
  check_named (page);
  ui_test_close (fixture, page);
}

static void
test_typing_is_kept_on_close (UiFixture    *fixture,
                              gconstpointer data)
{
  g_autoptr(ShcReflection) one = ui_test_add (fixture, "2026-01-01", "Unfinished", NULL, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) read = NULL;
  g_autoptr(ShcReading) reading = NULL;
  GtkWidget *page = show_page (fixture, 1000, 700);

  wait_rows (page, 1);
  choose (page, 0);
  wait_shown (page, "Unfinished");
  edit (page, "Unfinished sent");
  type (page, "ence");
  shc_page_flush_async (SHC_PAGE (page), take_result_cb, &result);
  ui_test_wait (has_result, &result);
  g_assert_true (shc_page_flush_finish (SHC_PAGE (page), result, NULL));
  shc_journal_read_async (fixture->journal, one->id, NULL, NULL, take_result_cb, &read);
  ui_test_wait (has_result, &read);
  reading = shc_journal_read_finish (fixture->journal, read, NULL);
  g_assert_nonnull (reading->draft);
  g_assert_cmpstr (reading->draft->reflection->text, ==, "Unfinished sentence");
  g_clear_object (&result);
  ui_test_close (fixture, page);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)
  ADD ("/ui/reflections/empty", test_empty);
  ADD ("/ui/reflections/read-and-search", test_read_and_search);
  ADD ("/ui/reflections/filters", test_filters);
  ADD ("/ui/reflections/edit-and-versions", test_edit_and_versions);
  ADD ("/ui/reflections/edit-draft", test_edit_draft);
  ADD ("/ui/reflections/two-editors", test_two_editors);
  ADD ("/ui/reflections/trash", test_trash);
  ADD ("/ui/reflections/many", test_many);
  ADD ("/ui/reflections/open", test_open);
  ADD ("/ui/reflections/narrow", test_narrow);
  ADD ("/ui/reflections/names", test_names);
  ADD ("/ui/reflections/typing-is-kept-on-close", test_typing_is_kept_on_close);

  return ui_test_run ();
}
