/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: who writes here, the companion, how the journal opens and locks, backups and places. */

#define G_LOG_DOMAIN "shc-preferences"

#include "config.h"

#include "shc-preferences.h"

#include <glib/gi18n-lib.h>

#include "shc-intake-form.h"
#include "shc-prefs-companion.h"
#include "shc-prefs-keeping.h"
#include "shc-prefs-opening.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"

/* As one stops typing, not at each letter. */
#define SAVE_DELAY_MS 700

#define SHC_TYPE_PREFERENCES (shc_preferences_get_type ())
G_DECLARE_FINAL_TYPE (ShcPreferences, shc_preferences, SHC, PREFERENCES, AdwPreferencesWindow)

struct _ShcPreferences
{
  AdwPreferencesWindow parent_instance;
  ShcWindow           *window;
  GWeakRef             shown_for; /* the window, also while this is being closed */
  guint                save_id;
  gboolean             consent; /* as kept */
  gboolean             typed;   /* an answer was changed here */
  guint                fasting_saves; /* that have not returned */

  ShcIntakeForm       *form;
  ShcPrefsCompanion   *companion;
  ShcPrefsOpening     *opening;
  ShcPrefsKeeping     *keeping;
};

G_DEFINE_FINAL_TYPE (ShcPreferences, shc_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ShcPreferences) self = SHC_PREFERENCES (user_data);
  g_autoptr(ShcWindow) window = g_weak_ref_get (&self->shown_for);
  g_autoptr(GError) error = NULL;
  gboolean saved = shc_journal_save_profile_finish (SHC_JOURNAL (object), result, &error);

  if (window == NULL)
    return;
  if (!saved)
    {
      shc_report_error (GTK_WIDGET (window), error);
      return;
    }
  /* The greeting and the journey day follow. */
  shc_window_load_pages (window);
  if (self->window != NULL)
    shc_prefs_opening_refresh (self->opening);
}

static void
save (ShcPreferences *self)
{
  static const char *const storage[] = { "storage", NULL };
  g_autoptr(ShcProfile) profile = shc_intake_form_get_profile (self->form);
  gboolean consent = shc_intake_form_get_consent (self->form);
  const char *const *grant = consent && !self->consent ? storage : NULL;
  const char *const *withdraw = !consent && self->consent ? storage : NULL;

  if (profile == NULL)
    return;

  self->consent = consent;
  shc_journal_save_profile_async (self->window->journal, profile, grant, withdraw, NULL, saved_cb,
                                  g_object_ref (self));
}

static gboolean
save_cb (gpointer user_data)
{
  ShcPreferences *self = SHC_PREFERENCES (user_data);

  self->save_id = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (ShcPreferences *self)
{
  self->typed = TRUE;
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_DELAY_MS, save_cb, self);
}

static void
fasting_saved_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(ShcPreferences) self = SHC_PREFERENCES (user_data);
  g_autoptr(ShcWindow) window = g_weak_ref_get (&self->shown_for);
  g_autoptr(GError) error = NULL;

  self->fasting_saves--;
  if (!shc_journal_save_fasting_check_finish (SHC_JOURNAL (object), result, &error) && window != NULL)
    shc_report_error (GTK_WIDGET (window), error);
}

static void
fasting_changed_cb (ShcPreferences *self)
{
  ShcFastingCheck check;

  if (self->window == NULL)
    return;
  shc_intake_form_get_fasting_check (self->form, &check);
  self->fasting_saves++;
  shc_journal_save_fasting_check_async (self->window->journal, &check, fasting_saved_cb, g_object_ref (self));
}

static void
overview_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcPreferences) self = SHC_PREFERENCES (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcOverview) overview =
    shc_journal_load_overview_finish (SHC_JOURNAL (object), result, &error);

  if (self->window == NULL)
    return;
  if (overview == NULL && gtk_widget_get_sensitive (GTK_WIDGET (self->form)))
    return; /* it was only to be looked at again */
  if (overview == NULL)
    {
      shc_report_error (GTK_WIDGET (self->window), error);
      return;
    }
  if (overview->profile != NULL)
    shc_intake_form_update_profile (self->form, overview->profile);
  /* A switch that was just moved is not moved back. */
  if (shc_intake_form_get_consent (self->form) == self->consent)
    {
      shc_intake_form_set_consent (self->form, overview->storage->state == SHC_CONSENT_GRANTED);
      shc_intake_form_tell_consent (self->form, overview->storage);
    }
  self->consent = overview->storage->state == SHC_CONSENT_GRANTED;
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), TRUE);
}

static void
fasting_loaded_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(ShcPreferences) self = SHC_PREFERENCES (user_data);
  g_autofree ShcFastingCheck *check = shc_journal_load_fasting_check_finish (SHC_JOURNAL (object), result, NULL);

  /* What was answered here meanwhile is on its way, and not undone. */
  if (self->window == NULL)
    return;
  if (check != NULL && self->fasting_saves == 0)
    shc_intake_form_set_fasting_check (self->form, check);
  shc_journal_load_overview_async (self->window->journal, shc_date_now (g_get_real_time ()), NULL, overview_cb,
                                   g_object_ref (self));
}

/* What another program kept is shown here, and not written over. */
static void
journal_changed_cb (ShcPreferences *self,
                    gboolean        external)
{
  if (self->window != NULL)
    shc_journal_load_fasting_check_async (self->window->journal, fasting_loaded_cb, g_object_ref (self));
}

/* The record of what was agreed to is shown on another page. */
static void
consent_changed_cb (ShcPreferences *self)
{
  if (self->window != NULL)
    shc_prefs_opening_refresh (self->opening);
}

static gboolean
shc_preferences_close_request (GtkWindow *window)
{
  ShcPreferences *self = SHC_PREFERENCES (window);
  g_autoptr(ShcProfile) profile = self->typed ? shc_intake_form_get_profile (self->form) : NULL;

  if (self->save_id != 0)
    {
      g_clear_handle_id (&self->save_id, g_source_remove);
      save (self);
    }
  shc_window_care_refresh (self->window);
  if (profile != NULL)
    shc_window_attend (GTK_WIDGET (self->window), profile->goals);
  return GTK_WINDOW_CLASS (shc_preferences_parent_class)->close_request (window);
}

static void
shc_preferences_dispose (GObject *object)
{
  ShcPreferences *self = SHC_PREFERENCES (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_object (&self->window);

  G_OBJECT_CLASS (shc_preferences_parent_class)->dispose (object);
}

static void
shc_preferences_finalize (GObject *object)
{
  g_weak_ref_clear (&SHC_PREFERENCES (object)->shown_for);

  G_OBJECT_CLASS (shc_preferences_parent_class)->finalize (object);
}

static void
shc_preferences_class_init (ShcPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_preferences_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_preferences_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_preferences_close_request;

  g_type_ensure (SHC_TYPE_INTAKE_FORM);
  g_type_ensure (SHC_TYPE_PREFS_COMPANION);
  g_type_ensure (SHC_TYPE_PREFS_OPENING);
  g_type_ensure (SHC_TYPE_PREFS_KEEPING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcPreferences, form);
  gtk_widget_class_bind_template_child (widget_class, ShcPreferences, companion);
  gtk_widget_class_bind_template_child (widget_class, ShcPreferences, opening);
  gtk_widget_class_bind_template_child (widget_class, ShcPreferences, keeping);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, consent_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fasting_changed_cb);
}

static void
shc_preferences_init (ShcPreferences *self)
{
  g_weak_ref_init (&self->shown_for, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), FALSE);
}

void
shc_preferences_present (ShcWindow *window)
{
  ShcPreferences *self;

  g_return_if_fail (SHC_IS_WINDOW (window));

  if (window->preferences == NULL)
    {
      self = g_object_new (SHC_TYPE_PREFERENCES, "transient-for", window, NULL);
      self->window = g_object_ref (window);
      g_weak_ref_set (&self->shown_for, window);
      g_set_weak_pointer (&window->preferences, GTK_WINDOW (self));
      shc_prefs_companion_set_window (self->companion, window);
      shc_prefs_opening_set_window (self->opening, window);
      shc_prefs_keeping_set_window (self->keeping, window);
      g_signal_connect_object (window->journal, "changed", G_CALLBACK (journal_changed_cb), self,
                               G_CONNECT_SWAPPED);
      journal_changed_cb (self, FALSE);
    }
  gtk_window_present (window->preferences);
}
