/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key for the companion's server: stored, removed, and never shown again. */

#define G_LOG_DOMAIN "shc-prefs-companion"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-prefs-companion-private.h"
#include "shc-secure-text.h"
#include "shc-service-key.h"
#include "shc-work.h"

#define SERVICE "openai"

typedef struct
{
  ShcVault *vault;
  GBytes   *key;    /* %NULL to remove the one that is stored */
} KeyWork;

static KeyWork *
key_work_new (ShcPrefsCompanion *self,
              GBytes            *key)
{
  KeyWork *work = g_new0 (KeyWork, 1);

  work->vault = g_object_ref (self->window->vault);
  work->key = key;
  return work;
}

static void
key_work_free (gpointer data)
{
  KeyWork *work = data;

  g_object_unref (work->vault);
  g_clear_pointer (&work->key, g_bytes_unref);
  g_free (work);
}

static void
set_stored (ShcPrefsCompanion *self,
            gboolean           stored)
{
  self->has_key = stored;
  adw_action_row_set_subtitle (self->key_row, stored ? _("A key is stored") : _("No key is stored"));
  gtk_widget_set_visible (self->test_button, stored);
  gtk_widget_set_visible (self->remove_button, stored);
  shc_prefs_companion_update_actions (self);
}

static gpointer
look_in_thread (gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  gboolean stored = FALSE;

  if (!shc_service_key_has (((KeyWork *) data)->vault, SERVICE, &stored, error))
    return NULL;
  return GINT_TO_POINTER (stored);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (object);
  g_autoptr(GError) error = NULL;
  gboolean stored = shc_work_finish (result, &error) != NULL;

  if (self->window == NULL)
    return;
  set_stored (self, stored);
  if (error != NULL)
    adw_action_row_set_subtitle (self->key_row, error->message);
}

void
shc_prefs_companion_look_for_key (ShcPrefsCompanion *self)
{
  self->looked_for_key = TRUE;
  shc_work_async (self, look_in_thread, key_work_new (self, NULL), key_work_free, NULL, NULL, looked_cb, NULL);
}

static gpointer
change_in_thread (gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  KeyWork *work = data;

  if (work->key != NULL)
    shc_service_key_store (work->vault, SERVICE, work->key, error);
  else
    shc_service_key_clear (work->vault, SERVICE, error);
  return NULL;
}

static void
changed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (object);
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  if (self->window == NULL)
    return;
  shc_prefs_companion_say (self->key_problem, error != NULL ? error->message : NULL, TRUE);
  shc_prefs_companion_look_for_key (self);
}

/* @key: (transfer full) (nullable). */
static void
change (ShcPrefsCompanion *self,
        GBytes            *key)
{
  shc_prefs_companion_say (self->key_problem, NULL, FALSE);
  shc_work_async (self, change_in_thread, key_work_new (self, key), key_work_free, NULL, NULL, changed_cb, NULL);
}

void
shc_prefs_companion_store_key (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (widget);

  change (self, shc_secure_text_take (GTK_EDITABLE (self->new_key_row)));
}

void
shc_prefs_companion_remove_key (GtkWidget  *widget,
                                const char *action_name,
                                GVariant   *parameter)
{
  change (SHC_PREFS_COMPANION (widget), NULL);
}
