/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing a journal back from a backup; what is here now is moved aside, never overwritten. */

#define G_LOG_DOMAIN "shc-restore-dialog"

#include "config.h"

#include "shc-restore-dialog.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "shc-backup.h"
#include "shc-pick-file.h"
#include "shc-secure-text.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"
#include "shc-work.h"

/* What is to be done, shared with the thread that does it. */
typedef struct
{
  ShcVault    *vault;
  char        *path;
  ShcUnlockWay way;
  GBytes      *secret;
} Restore;

#define SHC_TYPE_RESTORE_DIALOG (shc_restore_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcRestoreDialog, shc_restore_dialog, SHC, RESTORE_DIALOG, AdwWindow)

struct _ShcRestoreDialog
{
  AdwWindow     parent_instance;
  ShcWindow    *window;
  ShcVault     *vault;
  char         *path;
  gboolean      busy;
  gboolean      closed_it; /* the window's journal was open and is not any more */
  Restore      *restore;

  GtkWidget    *page;
  AdwActionRow *file_row;
  AdwComboRow  *way_row;
  GtkWidget    *passphrase_row;
  GtkWidget    *code_row;
  GtkSpinner   *spinner;
  GtkLabel     *message;
  GtkWidget    *cancel_button;
};

G_DEFINE_FINAL_TYPE (ShcRestoreDialog, shc_restore_dialog, ADW_TYPE_WINDOW)

static void
restore_clear (gpointer data)
{
  Restore *restore = data;

  g_clear_object (&restore->vault);
  g_free (restore->path);
  g_clear_pointer (&restore->secret, g_bytes_unref);
}

static void
restore_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, restore_clear);
}

static void
say (ShcRestoreDialog *self,
     const char       *text,
     gboolean          bad)
{
  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

static void
update (ShcRestoreDialog *self)
{
  ShcUnlockWay way = (ShcUnlockWay) adw_combo_row_get_selected (self->way_row);
  GtkWidget *row = way == SHC_UNLOCK_PASSPHRASE ? self->passphrase_row
                   : way == SHC_UNLOCK_RECOVERY ? self->code_row
                                                : NULL;
  gboolean has_key = row == NULL || *gtk_editable_get_text (GTK_EDITABLE (row)) != '\0';

  gtk_widget_set_visible (self->passphrase_row, row == self->passphrase_row);
  gtk_widget_set_visible (self->code_row, row == self->code_row);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "restore.run",
                                 !self->busy && self->path != NULL && has_key);
}

static void
set_busy (ShcRestoreDialog *self,
          gboolean          busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (self->page, !busy);
  gtk_widget_set_sensitive (self->cancel_button, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  update (self);
}

static void
changed_cb (ShcRestoreDialog *self)
{
  say (self, NULL, FALSE);
  update (self);
}

static void
picked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcRestoreDialog *self = SHC_RESTORE_DIALOG (object);
  g_autoptr(GFile) file = shc_pick_file_finish (result);
  g_autofree char *name = NULL;

  if (file == NULL)
    return;

  g_free (self->path);
  self->path = g_file_get_path (file);
  name = g_path_get_basename (self->path);
  adw_action_row_set_subtitle (self->file_row, name);
  changed_cb (self);
}

static void
choose (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  shc_pick_file_async (widget, GTK_FILE_CHOOSER_ACTION_OPEN, _("Choose a Backup"), _("_Choose"),
                       NULL, NULL, picked_cb, NULL);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcWindow) window = SHC_WINDOW (user_data);
  g_autoptr(GError) error = NULL;

  if (shc_vault_unlock_finish (SHC_VAULT (object), result, &error))
    shc_window_opened (window);
  else
    shc_window_show_failure (window, error);
}

static void
restored_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  ShcRestoreDialog *self = SHC_RESTORE_DIALOG (object);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcRestoreResult) restored = shc_work_finish (result, &error);
  g_autofree char *text = NULL;

  set_busy (self, FALSE);
  if (restored == NULL)
    {
      say (self, error->message, TRUE);
      return;
    }

  text = g_strdup_printf (ngettext ("Restored: %" PRId64 " reflection.",
                                    "Restored: %" PRId64 " reflections.",
                                    (gulong) restored->reflections),
                          restored->reflections);
  shc_window_toast (GTK_WIDGET (self), text, NULL, NULL, NULL, NULL);
  shc_window_drop_pages (self->window);
  shc_window_set_state (self->window, SHC_WINDOW_LOADING);
  shc_vault_unlock_async (self->vault, self->restore->way, self->restore->secret, TRUE, NULL,
                          opened_cb, g_object_ref (self->window));
  self->closed_it = FALSE;
  gtk_window_close (GTK_WINDOW (self));
}

static gpointer
restore_in_thread (gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  Restore *restore = data;

  return shc_restore (restore->vault, restore->path, restore->way, restore->secret, error);
}

static void
vault_closed_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(ShcRestoreDialog) self = SHC_RESTORE_DIALOG (user_data);

  shc_vault_close_finish (SHC_VAULT (object), result);
  shc_work_async (self, restore_in_thread, g_atomic_rc_box_acquire (self->restore), restore_unref,
                  (GDestroyNotify) shc_restore_result_free, NULL, restored_cb, NULL);
}

static void
flushed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcRestoreDialog) self = SHC_RESTORE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  if (!shc_window_flush_finish (SHC_WINDOW (object), result, &error))
    {
      set_busy (self, FALSE);
      say (self, error->message, TRUE);
      return;
    }
  if (shc_window_is_open (self->window))
    {
      self->closed_it = TRUE;
      shc_window_care_end (self->window);
      shc_window_set_state (self->window, SHC_WINDOW_LOADING);
    }
  shc_vault_close_async (self->vault, vault_closed_cb, g_object_ref (self));
}

static void
run (GtkWidget  *widget,
     const char *action_name,
     GVariant   *parameter)
{
  ShcRestoreDialog *self = SHC_RESTORE_DIALOG (widget);
  Restore *restore = g_atomic_rc_box_new0 (Restore);

  restore->vault = g_object_ref (self->vault);
  restore->path = g_strdup (self->path);
  restore->way = (ShcUnlockWay) adw_combo_row_get_selected (self->way_row);
  if (restore->way == SHC_UNLOCK_PASSPHRASE)
    restore->secret = shc_secure_text_take (GTK_EDITABLE (self->passphrase_row));
  else if (restore->way == SHC_UNLOCK_RECOVERY)
    restore->secret = shc_secure_text_copy (GTK_EDITABLE (self->code_row));
  g_clear_pointer (&self->restore, restore_unref);
  self->restore = restore;

  say (self, _("Opening and proving the backup…"), FALSE);
  set_busy (self, TRUE);
  shc_window_flush_async (self->window, flushed_cb, g_object_ref (self));
}

static void
activated_cb (ShcRestoreDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "restore.run", NULL);
}

static gboolean
shc_restore_dialog_close_request (GtkWindow *window)
{
  ShcRestoreDialog *self = SHC_RESTORE_DIALOG (window);

  if (self->busy)
    return TRUE;
  /* Given up after a failure: the journal that was open is still here. */
  if (self->closed_it)
    shc_window_begin (self->window, TRUE);
  self->closed_it = FALSE;
  return GTK_WINDOW_CLASS (shc_restore_dialog_parent_class)->close_request (window);
}

static void
shc_restore_dialog_dispose (GObject *object)
{
  ShcRestoreDialog *self = SHC_RESTORE_DIALOG (object);

  g_clear_object (&self->window);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->restore, restore_unref);

  G_OBJECT_CLASS (shc_restore_dialog_parent_class)->dispose (object);
}

static void
shc_restore_dialog_class_init (ShcRestoreDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_restore_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = shc_restore_dialog_close_request;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-restore-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, page);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, way_row);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, code_row);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, message);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "restore.choose", NULL, choose);
  gtk_widget_class_install_action (widget_class, "restore.run", NULL, run);
}

static void
shc_restore_dialog_init (ShcRestoreDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
shc_restore_dialog_present (ShcWindow *window)
{
  ShcRestoreDialog *self;

  g_return_if_fail (SHC_IS_WINDOW (window));

  self = g_object_new (SHC_TYPE_RESTORE_DIALOG, "transient-for", window, NULL);
  self->window = g_object_ref (window);
  self->vault = g_object_ref (window->vault);
  gtk_window_present (GTK_WINDOW (self));
}
