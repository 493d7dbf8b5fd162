/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window does by itself while the journal is open: backups, locking, reminders. */

#define G_LOG_DOMAIN "shc-window"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-backup.h"
#include "shc-memory.h"
#include "shc-passphrase-dialog.h"
#include "shc-settings.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"

/* A backup is due once a civil day; this is how often that is looked at. */
#define BACKUP_LOOK_SECONDS 1800
/* Until the setting is read, and when it cannot be. */
#define IDLE_SECONDS 600
/* Nothing of this may compete with the first frame and the first key. */
#define CARE_DELAY_MS 1500

static void
backed_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(ShcWindow) self = SHC_WINDOW (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcBackupResult) made = shc_backup_auto_finish (SHC_VAULT (object), result, &error);

  if (made == NULL && error != NULL && self->state == SHC_WINDOW_OPEN && !self->closing)
    shc_report_error (GTK_WIDGET (self), error);
}

static gboolean
back_up_cb (gpointer user_data)
{
  ShcWindow *self = SHC_WINDOW (user_data);

  shc_backup_auto_async (self->vault, backed_up_cb, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

/* Whatever the window shows: a held key is what must not be left alone. */
static void
idle_cb (gpointer user_data)
{
  ShcWindow *self = SHC_WINDOW (user_data);

  if (shc_vault_get_state (self->vault) == SHC_VAULT_UNLOCKED)
    shc_window_close_vault (self, TRUE);
}

static void
setting_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcWindow) self = SHC_WINDOW (user_data);
  g_autofree char *minutes =
    shc_journal_get_setting_finish (SHC_JOURNAL (object), result, NULL);

  if (minutes != NULL && self->idle_watch != NULL)
    shc_idle_watch_set_seconds (self->idle_watch,
                                (guint) g_ascii_strtoull (minutes, NULL, 10) * 60);
}

/* Another program may have changed after how long it locks. */
static void
vault_changed_cb (ShcWindow *self,
                  gboolean   external)
{
  if (external)
    shc_window_care_refresh (self);
}

void
shc_window_care_init (ShcWindow *self)
{
  self->idle_watch = shc_idle_watch_new (IDLE_SECONDS, idle_cb, self);
  g_signal_connect_object (self->vault, "changed", G_CALLBACK (vault_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
shc_window_care_refresh (ShcWindow *self)
{
  g_return_if_fail (SHC_IS_WINDOW (self));

  if (self->state != SHC_WINDOW_OPEN || self->closing)
    return;

  shc_journal_get_setting_async (self->journal, SHC_SETTING_LOCK_IDLE_MINUTES, self->cancellable,
                                 setting_cb, g_object_ref (self));
  shc_banner_set_revealed (self->recovery_banner,
                           !shc_vault_get_recovery_confirmed (self->vault));
}

static void
overview_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcWindow) self = SHC_WINDOW (user_data);
  g_autoptr(ShcOverview) overview =
    shc_journal_load_overview_finish (SHC_JOURNAL (object), result, NULL);

  /* The program ended between making the vault and keeping the answers. */
  if (overview != NULL && overview->profile == NULL && self->state == SHC_WINDOW_OPEN)
    shc_window_ask_who (self);
}

static gboolean
begin_cb (gpointer user_data)
{
  ShcWindow *self = SHC_WINDOW (user_data);

  shc_memory_settle ();
  self->care_id = g_timeout_add_seconds (BACKUP_LOOK_SECONDS, back_up_cb, self);
  back_up_cb (self);
  shc_journal_load_overview_async (self->journal, shc_date_now (g_get_real_time ()),
                                   self->cancellable, overview_cb, g_object_ref (self));
  shc_vault_set_watching (self->vault, TRUE);
  shc_window_care_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
set_passphrase (gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (
    shc_passphrase_dialog_new (GTK_WINDOW (user_data), SHC_WINDOW (user_data)->vault)));
}

void
shc_window_care_begin (ShcWindow *self)
{
  shc_window_care_end (self);
  /* Whoever needed the code has lost the other ways in. */
  if (shc_vault_get_opened_by (self->vault) == SHC_UNLOCK_RECOVERY)
    shc_window_toast (GTK_WIDGET (self), _("Opened with the recovery code."),
                      _("Set a Passphrase"), set_passphrase, self, NULL);
  self->care_id = g_timeout_add_full (G_PRIORITY_LOW, CARE_DELAY_MS, begin_cb, self, NULL);
}

void
shc_window_care_end (ShcWindow *self)
{
  g_clear_handle_id (&self->care_id, g_source_remove);
}
