/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: backups, and where things are kept. */

#define G_LOG_DOMAIN "shc-prefs-keeping"

#include "config.h"

#include "shc-prefs-keeping.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "shc-backup-now.h"
#include "shc-backup.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"
#include "shc-work.h"

struct _ShcPrefsKeeping
{
  AdwPreferencesPage parent_instance;
  ShcWindow         *window; /* weak: the preferences window holds it */

  AdwActionRow      *last_row;
  AdwActionRow      *proven_row;
  AdwActionRow      *verify_row;
  GtkSpinner        *spinner;
  AdwActionRow      *place_row;
  AdwActionRow      *size_row;
  AdwActionRow      *cipher_row;
};

G_DEFINE_FINAL_TYPE (ShcPrefsKeeping, shc_prefs_keeping, ADW_TYPE_PREFERENCES_PAGE)

static void
set_time (AdwActionRow *row,
          gint64        at_us)
{
  g_autofree char *text = NULL;

  if (at_us > 0)
    text = shc_date_format_long (shc_date_now (at_us));
  adw_action_row_set_subtitle (row, text != NULL ? text : _("Not yet"));
}

static void
status_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcPrefsKeeping *self = SHC_PREFS_KEEPING (object);
  g_autoptr(ShcVaultStatus) status = shc_work_finish (result, NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *size = NULL;
  g_autofree char *cipher = NULL;

  if (status == NULL)
    return;

  set_time (self->last_row, status->last_backup_us);
  set_time (self->proven_row, status->last_backup_proven_us);
  bytes = g_format_size ((guint64) MAX (status->bytes, 0));
  size = g_strdup_printf (ngettext ("%s, %" PRId64 " reflection",
                                    "%s, %" PRId64 " reflections",
                                    (gulong) status->reflections),
                          bytes, status->reflections);
  adw_action_row_set_subtitle (self->size_row, size);
  cipher = g_strdup_printf (_("SQLCipher %s, SQLite %s"),
                            status->cipher != NULL ? status->cipher : "–",
                            status->sqlite != NULL ? status->sqlite : "–");
  adw_action_row_set_subtitle (self->cipher_row, cipher);
}

static gpointer
status_in_thread (gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  return shc_vault_get_status (SHC_VAULT (data));
}

static void
refresh (ShcPrefsKeeping *self)
{
  if (self->window != NULL)
    shc_work_async (self, status_in_thread, g_object_ref (self->window->vault), g_object_unref,
                    (GDestroyNotify) shc_vault_status_free, NULL, status_cb, NULL);
}

static void
set_verifying (ShcPrefsKeeping *self,
               gboolean         verifying)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "keeping.verify", !verifying);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), verifying);
  gtk_spinner_set_spinning (self->spinner, verifying);
}

static void
verified_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  ShcPrefsKeeping *self = SHC_PREFS_KEEPING (object);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcVerifyResult) verified = shc_work_finish (result, &error);
  g_autofree char *text = NULL;

  set_verifying (self, FALSE);
  if (verified == NULL)
    text = g_strdup (error->message);
  else if (verified->ok)
    text = g_strdup (_("All is well: every page was read, and none is damaged or changed."));
  else
    {
      g_ptr_array_add (verified->problems, NULL);
      text = g_strjoinv ("\n", (char **) verified->problems->pdata);
    }
  adw_action_row_set_subtitle (self->verify_row, text);
  if (verified == NULL || !verified->ok)
    gtk_widget_add_css_class (GTK_WIDGET (self->verify_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->verify_row), "error");
}

static gpointer
verify_in_thread (gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  return shc_vault_verify (SHC_VAULT (data), error);
}

static void
verify (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ShcPrefsKeeping *self = SHC_PREFS_KEEPING (widget);

  set_verifying (self, TRUE);
  adw_action_row_set_subtitle (self->verify_row, _("Reading every page…"));
  shc_work_async (self, verify_in_thread, g_object_ref (self->window->vault), g_object_unref,
                  (GDestroyNotify) shc_verify_result_free, NULL, verified_cb, NULL);
}

static void
back_up (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  shc_backup_now (widget, SHC_PREFS_KEEPING (widget)->window->vault);
}

static void
restore (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ShcWindow *window = SHC_PREFS_KEEPING (widget)->window;

  gtk_window_close (GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.restore", NULL);
}

static void
open_folder (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (SHC_PREFS_KEEPING (widget)->window), "win.open-folder",
                              NULL);
}

static void
shc_prefs_keeping_dispose (GObject *object)
{
  g_clear_weak_pointer (&SHC_PREFS_KEEPING (object)->window);

  G_OBJECT_CLASS (shc_prefs_keeping_parent_class)->dispose (object);
}

static void
shc_prefs_keeping_class_init (ShcPrefsKeepingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_prefs_keeping_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-prefs-keeping.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsKeeping, last_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsKeeping, proven_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsKeeping, verify_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsKeeping, spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsKeeping, place_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsKeeping, size_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsKeeping, cipher_row);
  gtk_widget_class_install_action (widget_class, "keeping.verify", NULL, verify);
  gtk_widget_class_install_action (widget_class, "keeping.backup", NULL, back_up);
  gtk_widget_class_install_action (widget_class, "keeping.restore", NULL, restore);
  gtk_widget_class_install_action (widget_class, "keeping.open-folder", NULL, open_folder);
}

static void
shc_prefs_keeping_init (ShcPrefsKeeping *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_prefs_keeping_set_window (ShcPrefsKeeping *self,
                              ShcWindow       *window)
{
  g_autofree char *name = NULL;

  g_return_if_fail (SHC_IS_PREFS_KEEPING (self));
  g_return_if_fail (SHC_IS_WINDOW (window));

  g_set_weak_pointer (&self->window, window);
  name = g_filename_display_name (shc_vault_get_dir (window->vault));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->place_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->verify_row), FALSE);
  adw_action_row_set_subtitle (self->place_row, name);
  refresh (self);
}
