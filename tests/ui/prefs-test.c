/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The companion's page of the preferences, for its tests. */

#include "config.h"

#include "prefs-test.h"

#include "shc-prefs-companion-private.h"

GtkWidget *
prefs_test_find_row (GtkWidget  *root,
                     const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = prefs_test_find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

void
prefs_test_take_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

gboolean
prefs_test_has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

void
prefs_test_keep_profile (UiFixture *fixture,
                         ShcAdult   adult)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  profile->healing_name = g_strdup ("River");
  profile->adult = adult;
  shc_journal_save_profile_async (fixture->journal, profile, NULL, NULL, NULL, prefs_test_take_cb, &result);
  ui_test_wait (prefs_test_has_result, &result);
  shc_journal_save_profile_finish (fixture->journal, result, &error);
  g_assert_no_error (error);
}

char *
prefs_test_dup_setting (UiFixture  *fixture,
                        const char *name)
{
  g_autoptr(GAsyncResult) result = NULL;

  shc_journal_get_setting_async (fixture->journal, name, NULL, prefs_test_take_cb, &result);
  ui_test_wait (prefs_test_has_result, &result);
  return shc_journal_get_setting_finish (fixture->journal, result, NULL);
}

void
prefs_test_set (UiFixture  *fixture,
                const char *name,
                const char *value)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  shc_journal_set_setting_async (fixture->journal, name, value, prefs_test_take_cb, &result);
  ui_test_wait (prefs_test_has_result, &result);
  shc_journal_set_setting_finish (fixture->journal, result, &error);
  g_assert_no_error (error);
}

static gboolean
is_filled (gpointer page)
{
  return gtk_widget_is_sensitive (page);
}

void
prefs_test_show (PrefsTest *shown,
                 UiFixture *fixture,
                 ShcAdult   adult)
{
  shown->fixture = fixture;
  prefs_test_keep_profile (fixture, adult);
  shown->window = window_test_open (fixture);
  window_test_wait_state (shown->window, SHC_WINDOW_OPEN);
  gtk_widget_activate_action (GTK_WIDGET (shown->window), "win.preferences", NULL);
  shown->page = ui_test_find (GTK_WIDGET (shown->window->preferences), SHC_TYPE_PREFS_COMPANION, NULL);
  adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (shown->window->preferences),
                                           ADW_PREFERENCES_PAGE (shown->page));
  ui_test_wait (is_filled, shown->page);
}

gboolean
prefs_test_is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
prefs_test_close (PrefsTest *shown)
{
  gpointer weak = shown->window->preferences;

  g_object_add_weak_pointer (weak, &weak);
  gtk_window_close (shown->window->preferences);
  ui_test_wait (prefs_test_is_gone, &weak);
  window_test_close (shown->window);
}

GtkWidget *
prefs_test_get_row (PrefsTest  *shown,
                    const char *title)
{
  GtkWidget *row = prefs_test_find_row (shown->page, title);

  if (row == NULL)
    g_error ("there is no row “%s”", title);
  return row;
}

GtkWidget *
prefs_test_get_switch (PrefsTest  *shown,
                       const char *title)
{
  return adw_action_row_get_activatable_widget (ADW_ACTION_ROW (prefs_test_get_row (shown, title)));
}

void
prefs_test_type (PrefsTest  *shown,
                 const char *title,
                 const char *text)
{
  GtkWidget *row = prefs_test_get_row (shown, title);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_emit_by_name (row, "apply");
}

typedef struct
{
  PrefsTest  *shown;
  const char *name;
  const char *value;
} Wanted;

static gboolean
is_kept (gpointer data)
{
  Wanted *wanted = data;
  g_autofree char *value = prefs_test_dup_setting (wanted->shown->fixture, wanted->name);

  return g_strcmp0 (value, wanted->value) == 0;
}

void
prefs_test_wait_kept (PrefsTest  *shown,
                      const char *name,
                      const char *value)
{
  Wanted wanted = { shown, name, value };

  ui_test_wait (is_kept, &wanted);
}

GtkWidget *
prefs_test_find_label (GtkWidget  *root,
                       const char *beginning)
{
  if (GTK_IS_LABEL (root) && gtk_widget_is_visible (root) &&
      g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), beginning))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = prefs_test_find_label (child, beginning);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
says (gpointer data)
{
  Wanted *wanted = data;

  return prefs_test_find_label (wanted->shown->page, wanted->value) != NULL;
}

void
prefs_test_wait_says (PrefsTest  *shown,
                      const char *beginning)
{
  Wanted wanted = { shown, NULL, beginning };

  ui_test_wait (says, &wanted);
}

static gboolean
shows_text (gpointer data)
{
  Wanted *wanted = data;

  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (prefs_test_get_row (wanted->shown, wanted->name))), wanted->value);
}

void
prefs_test_wait_shows (PrefsTest  *shown,
                       const char *title,
                       const char *text)
{
  Wanted wanted = { shown, title, text };

  ui_test_wait (shows_text, &wanted);
}
