/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences of the companion: what its rows are filled with, and how what was typed into one is kept. */

#define G_LOG_DOMAIN "shc-prefs-companion"

#include "config.h"

#include "shc-journal-error.h"
#include "shc-prefs-companion-private.h"

void
shc_prefs_companion_say (GtkLabel   *label,
                         const char *text,
                         gboolean    is_problem)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  if (is_problem)
    gtk_widget_add_css_class (GTK_WIDGET (label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "error");
}

/* What a row was last filled with: more than that was typed by the person, and is left alone. */
static void
set_kept (AdwEntryRow *row,
          const char  *text)
{
  g_object_set_data_full (G_OBJECT (row), "shc-kept", g_strdup (text), g_free);
}

/* What is filled in need not be applied. */
void
shc_prefs_companion_set_row (AdwEntryRow *row,
                             const char  *text)
{
  adw_entry_row_set_show_apply_button (row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_show_apply_button (row, TRUE);
}

void
shc_prefs_companion_fill_row (AdwEntryRow *row,
                              const char  *value)
{
  const char *kept = g_object_get_data (G_OBJECT (row), "shc-kept");
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  if (kept != NULL && !g_str_equal (kept, text))
    return;
  set_kept (row, value);
  if (!g_str_equal (text, value))
    shc_prefs_companion_set_row (row, value);
}

typedef struct
{
  ShcPrefsCompanion *self;
  AdwEntryRow       *row;
  GtkLabel          *problem;
  char              *text;    /* that was in the row */
  char              *refused;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->self);
  g_free (saving->text);
  g_free (saving->refused);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
mark_row (AdwEntryRow *row,
          gboolean     is_wrong)
{
  if (row == NULL)
    return;
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Saving) saving = user_data;
  ShcPrefsCompanion *self = saving->self;
  g_autoptr(GError) error = NULL;
  gboolean saved = shc_journal_set_setting_finish (SHC_JOURNAL (object), result, &error);
  gboolean refused = g_error_matches (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID);

  self->n_saving--;
  if (self->window == NULL)
    return;
  shc_prefs_companion_update_actions (self);
  if (saved && saving->row != NULL &&
      g_str_equal (saving->text, gtk_editable_get_text (GTK_EDITABLE (saving->row))))
    set_kept (saving->row, saving->text);
  mark_row (saving->row, !saved);
  shc_prefs_companion_say (saving->problem,
                           saved ? NULL : refused && saving->refused != NULL ? saving->refused : error->message, TRUE);
  shc_prefs_companion_refresh (self);
}

void
shc_prefs_companion_save (ShcPrefsCompanion *self,
                          const char        *name,
                          const char        *value,
                          AdwEntryRow       *row,
                          GtkLabel          *problem,
                          const char        *refused)
{
  Saving *saving;

  if (self->updating || self->window == NULL)
    return;
  saving = g_new0 (Saving, 1);
  saving->self = g_object_ref (self);
  saving->row = row;
  saving->problem = problem;
  saving->text = g_strdup (row != NULL ? gtk_editable_get_text (GTK_EDITABLE (row)) : NULL);
  saving->refused = g_strdup (refused);
  self->n_saving++;
  shc_prefs_companion_update_actions (self);
  shc_journal_set_setting_async (self->window->journal, name, value, saved_cb, saving);
}

char *
shc_prefs_companion_dup_typed (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

void
shc_prefs_companion_unmark_row (AdwEntryRow *row,
                                GtkLabel    *problem)
{
  if (!gtk_widget_has_css_class (GTK_WIDGET (row), "error"))
    return;
  mark_row (row, FALSE);
  shc_prefs_companion_say (problem, NULL, FALSE);
}
