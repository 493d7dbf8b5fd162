/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing a journal back from a backup; what is here now is moved aside, never overwritten. */

#define G_LOG_DOMAIN "shc-restore-dialog"

#include "config.h"

#include "shc-restore-dialog.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>

#include "shc-backup-file.h"
#include "shc-backup.h"
#include "shc-date.h"
#include "shc-pick-file.h"
#include "shc-recovery-code.h"
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
  char         *chosen; /* (nullable): of the two that may be the path, the one from the chooser */
  gboolean      busy;
  gboolean      closed_it; /* the window's journal was open and is not any more */
  Restore      *restore;

  GtkWidget    *page;
  AdwPreferencesGroup *backups_group;
  AdwActionRow *file_row;
  GtkCheckButton *file_check; /* leads the group; shown when there is another choice */
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
set_path (ShcRestoreDialog *self,
          const char       *path)
{
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;

  g_free (self->path);
  self->path = g_strdup (path);
  adw_action_row_set_subtitle (self->file_row,
                               gtk_check_button_get_active (self->file_check) && name != NULL
                                 ? name
                                 : _("On a stick, another disk or in another folder"));
  changed_cb (self);
}

static void
file_toggled_cb (ShcRestoreDialog *self)
{
  if (gtk_check_button_get_active (self->file_check) && self->window != NULL)
    set_path (self, self->chosen);
}

static void
backup_toggled_cb (ShcRestoreDialog *self,
                   GtkCheckButton   *check)
{
  if (gtk_check_button_get_active (check))
    set_path (self, g_object_get_data (G_OBJECT (check), "path"));
}

static void
picked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcRestoreDialog *self = SHC_RESTORE_DIALOG (object);
  g_autoptr(GFile) file = shc_pick_file_finish (result);

  if (file == NULL)
    return;

  g_free (self->chosen);
  self->chosen = g_file_get_path (file);
  gtk_check_button_set_active (self->file_check, TRUE);
  set_path (self, self->chosen);
}

typedef struct
{
  char  *path;
  gint64 at_us;
  gint64 bytes;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->path);
  g_free (found);
}

static int
compare_found (gconstpointer a,
               gconstpointer b)
{
  const Found *one = *(const Found *const *) a;
  const Found *other = *(const Found *const *) b;

  return one->at_us > other->at_us ? -1 : one->at_us < other->at_us;
}

/* The backups that the program makes by itself, newest first. */
static gpointer
find_in_thread (gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autofree char *folder = g_build_filename (data, "backups", NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *all = g_ptr_array_new_with_free_func (found_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;
      Found *found;

      if (!g_str_has_suffix (name, ".shcbackup") || g_stat (path, &info) != 0)
        continue;
      found = g_new0 (Found, 1);
      found->path = g_steal_pointer (&path);
      found->at_us = (gint64) info.st_mtime * G_USEC_PER_SEC;
      found->bytes = (gint64) info.st_size;
      g_ptr_array_add (all, found);
    }
  g_ptr_array_sort (all, compare_found);
  return all;
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  ShcRestoreDialog *self = SHC_RESTORE_DIALOG (object);
  g_autoptr(GPtrArray) all = shc_work_finish (result, NULL);

  if (all == NULL || self->window == NULL)
    return;

  for (guint i = 0; i < all->len; i++)
    {
      const Found *found = g_ptr_array_index (all, i);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *check = gtk_check_button_new ();
      g_autofree char *when = shc_date_format_long (shc_date_now (found->at_us));
      g_autofree char *size = g_format_size ((guint64) MAX (found->bytes, 0));

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), when);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->file_check);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, when,
                                      -1);
      g_object_set_data_full (G_OBJECT (check), "path", g_strdup (found->path), g_free);
      g_signal_connect_object (check, "toggled", G_CALLBACK (backup_toggled_cb), self,
                               G_CONNECT_SWAPPED);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      adw_preferences_group_add (self->backups_group, row);
      if (i == 0 && self->path == NULL)
        gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->backups_group), all->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->file_check), all->len > 0);
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

/* What the vault says of its own ways in is about the backup here. */
static void
say_why (ShcRestoreDialog *self,
         const GError     *error)
{
  gboolean locked = g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED);

  if (locked && self->restore->way == SHC_UNLOCK_PASSPHRASE)
    say (self, _("No passphrase was set when this backup was made: use the keyring or the "
                 "recovery code."), TRUE);
  else if (locked && self->restore->way == SHC_UNLOCK_KEYRING)
    say (self, _("This computer’s keyring does not hold the key to this backup: use the passphrase "
                 "or the recovery code."), TRUE);
  else
    say (self, error->message, TRUE);
}

static void
reopened_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcRestoreDialog) self = SHC_RESTORE_DIALOG (user_data);
  gboolean open = shc_vault_unlock_finish (SHC_VAULT (object), result, NULL);

  set_busy (self, FALSE);
  if (self->window == NULL)
    return;
  if (open)
    shc_window_opened (self->window);
  else
    shc_window_begin (self->window, SHC_WINDOW_START_WITH_KEYRING);
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

  if (restored == NULL)
    {
      say_why (self, error);
      /* The journal that was open is still here, and what fits the backup most often opens it. */
      if (self->closed_it)
        shc_vault_unlock_async (self->vault, self->restore->way, self->restore->secret, FALSE, NULL,
                                reopened_cb, g_object_ref (self));
      else
        set_busy (self, FALSE);
      self->closed_it = FALSE;
      return;
    }

  set_busy (self, FALSE);
  text = g_strdup_printf (ngettext ("Restored: %" PRId64 " reflection",
                                    "Restored: %" PRId64 " reflections",
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

/* The file whole and the key right, before the journal that is open is touched. A key in the keyring
 * is asked for later: that may take a word of the person's. */
static gpointer
check_in_thread (gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  Restore *restore = data;
  guint64 database_size;
  g_autoptr(ShcSlotFile) slots = shc_backup_file_read (restore->path, &database_size, error);
  g_autoptr(GBytes) bits = NULL;
  g_autoptr(GBytes) key = NULL;

  if (slots == NULL || restore->way == SHC_UNLOCK_KEYRING)
    return NULL;
  if (restore->way == SHC_UNLOCK_PASSPHRASE)
    {
      key = shc_slot_file_open_seal (slots, SHC_SLOT_PASSPHRASE, restore->secret, error);
      return NULL;
    }
  bits = shc_recovery_code_decode (restore->secret, error);
  if (bits != NULL)
    key = shc_slot_file_open_seal (slots, SHC_SLOT_RECOVERY, bits, error);
  return NULL;
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  ShcRestoreDialog *self = SHC_RESTORE_DIALOG (object);
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  if (error != NULL)
    {
      set_busy (self, FALSE);
      say_why (self, error);
      return;
    }
  shc_window_flush_async (self->window, flushed_cb, g_object_ref (self));
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
  shc_work_async (self, check_in_thread, g_atomic_rc_box_acquire (restore), restore_unref, NULL,
                  NULL, checked_cb, NULL);
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
    shc_window_begin (self->window, SHC_WINDOW_START_WITH_KEYRING);
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
  g_clear_pointer (&self->chosen, g_free);
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
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, backups_group);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, file_check);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, way_row);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, code_row);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, message);
  gtk_widget_class_bind_template_child (widget_class, ShcRestoreDialog, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_toggled_cb);
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
  ShcSlots slots;

  g_return_if_fail (SHC_IS_WINDOW (window));

  self = g_object_new (SHC_TYPE_RESTORE_DIALOG, "transient-for", window, NULL);
  self->window = g_object_ref (window);
  self->vault = g_object_ref (window->vault);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->file_row), FALSE);
  slots = shc_vault_get_slots (self->vault);
  if ((slots & SHC_SLOT_KEYRING) != 0 && (slots & SHC_SLOT_PASSPHRASE) == 0)
    adw_combo_row_set_selected (self->way_row, SHC_UNLOCK_KEYRING);
  shc_work_async (self, find_in_thread, g_strdup (shc_vault_get_dir (self->vault)), g_free,
                  (GDestroyNotify) g_ptr_array_unref, NULL, found_cb, NULL);
  gtk_window_present (GTK_WINDOW (self));
}
