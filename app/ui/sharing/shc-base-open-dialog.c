/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a copy of a whole base: which file, what opens it, and where to. */

#define G_LOG_DOMAIN "shc-base-open-dialog"

#include "config.h"

#include "shc-base-open-dialog.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-base-copy.h"
#include "shc-pick-file.h"
#include "shc-sealed.h"
#include "shc-secure-text.h"
#include "shc-vault-error.h"
#include "shc-work.h"

#define SHC_TYPE_BASE_OPEN_DIALOG (shc_base_open_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcBaseOpenDialog, shc_base_open_dialog, SHC, BASE_OPEN_DIALOG, AdwWindow)

struct _ShcBaseOpenDialog
{
  AdwWindow      parent_instance;
  GCancellable  *cancellable;
  char          *path;         /* (nullable): of the copy */
  gboolean       busy;
  GtkWidget     *close_button;
  GtkWidget     *page;
  AdwActionRow  *file_row;
  AdwComboRow   *way_row;
  GtkWidget     *passphrase_row;
  GtkWidget     *code_row;
  GtkSpinner    *spinner;
  GtkLabel      *message;
};

G_DEFINE_FINAL_TYPE (ShcBaseOpenDialog, shc_base_open_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  char             *path;
  char             *folder;
  ShcUnlockWay      way;
  GBytes           *secret;   /* (nullable) */
  ShcBaseCopyCount  count;
} Opening;

static void
opening_clear (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_free (opening->folder);
  g_clear_pointer (&opening->secret, g_bytes_unref);
}

static void
opening_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, opening_clear);
}

static void
say (ShcBaseOpenDialog *self,
     const char        *text,
     gboolean           bad)
{
  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

static GtkWidget *
get_secret_row (ShcBaseOpenDialog *self)
{
  switch ((ShcUnlockWay) adw_combo_row_get_selected (self->way_row))
    {
    case SHC_UNLOCK_PASSPHRASE:
      return self->passphrase_row;
    case SHC_UNLOCK_RECOVERY:
      return self->code_row;
    case SHC_UNLOCK_KEYRING:
    default:
      return NULL;
    }
}

static void
update (ShcBaseOpenDialog *self)
{
  GtkWidget *row = get_secret_row (self);
  gboolean has_key = row == NULL || *gtk_editable_get_text (GTK_EDITABLE (row)) != '\0';

  gtk_widget_set_visible (self->passphrase_row, row == self->passphrase_row);
  gtk_widget_set_visible (self->code_row, row == self->code_row);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "base.open", !self->busy && self->path != NULL && has_key);
}

static void
set_busy (ShcBaseOpenDialog *self,
          gboolean           busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (self->page, !busy);
  gtk_widget_set_sensitive (self->close_button, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  update (self);
}

static void
changed_cb (ShcBaseOpenDialog *self)
{
  say (self, NULL, FALSE);
  update (self);
}

static void
copy_picked_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  ShcBaseOpenDialog *self = SHC_BASE_OPEN_DIALOG (object);
  g_autoptr(GFile) file = shc_pick_file_finish (result);
  g_autofree char *name = NULL;

  if (file == NULL)
    return;
  g_free (self->path);
  self->path = g_file_get_path (file);
  name = g_filename_display_basename (self->path);
  adw_action_row_set_subtitle (self->file_row, name);
  changed_cb (self);
}

static void
choose (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  shc_pick_file_async (widget, GTK_FILE_CHOOSER_ACTION_OPEN, _("A Copy of a Base"), _("_Choose"), NULL,
                       SHC_BASE_OPEN_DIALOG (widget)->cancellable, copy_picked_cb, NULL);
}

/* ---- opening */

static gpointer
open_in_thread (gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  Opening *opening = data;
  g_autoptr(GBytes) copy = shc_sealed_open (opening->path, SHC_BASE_COPY_KIND, opening->way, opening->secret, error);

  if (copy != NULL)
    shc_base_copy_write (copy, opening->folder, &opening->count, error);
  return NULL;
}

static const char *
get_sentence (ShcUnlockWay  way,
              const GError *error)
{
  gboolean locked = g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED);

  if (locked && way == SHC_UNLOCK_PASSPHRASE)
    return _("The journal that saved this copy had no passphrase then: use the keyring or the recovery code.");
  if (locked && way == SHC_UNLOCK_KEYRING)
    return _("This computer’s keyring does not hold the key to this copy: use the passphrase or the recovery code of the journal "
             "that saved it.");
  return error->message;
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcBaseOpenDialog *self = SHC_BASE_OPEN_DIALOG (object);
  Opening *opening = user_data;
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  set_busy (self, FALSE);
  if (error != NULL)
    say (self, get_sentence (opening->way, error), TRUE);
  else
    {
      g_autofree char *name = g_filename_display_basename (opening->folder);
      g_autofree char *tables = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u table", "%u tables", opening->count.tables),
                                                 opening->count.tables);
      g_autofree char *rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row", "%u rows", opening->count.rows),
                                               opening->count.rows);
      /* Translators: "2 tables" with "233 rows" are in the folder of this name. */
      g_autofree char *text = g_strdup_printf (_("%s with %s are in the folder “%s”, not encrypted: whoever gets at these files "
                                                 "can read all of it. Delete them when you are done with them."),
                                               tables, rows, name);

      gtk_editable_set_text (GTK_EDITABLE (self->code_row), "");
      say (self, text, FALSE);
    }
  opening_unref (opening);
}

static void
folder_picked_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  ShcBaseOpenDialog *self = SHC_BASE_OPEN_DIALOG (object);
  g_autoptr(GFile) folder = shc_pick_file_finish (result);
  GtkWidget *row = get_secret_row (self);
  Opening *opening;

  if (folder == NULL || self->path == NULL || self->busy)
    return;
  opening = g_atomic_rc_box_new0 (Opening);
  opening->path = g_strdup (self->path);
  opening->folder = g_file_get_path (folder);
  opening->way = (ShcUnlockWay) adw_combo_row_get_selected (self->way_row);
  if (row == self->passphrase_row)
    opening->secret = shc_secure_text_take (GTK_EDITABLE (row));
  else if (row != NULL)
    opening->secret = shc_secure_text_copy (GTK_EDITABLE (row));
  say (self, _("Opening the copy…"), FALSE);
  set_busy (self, TRUE);
  shc_work_async (self, open_in_thread, g_atomic_rc_box_acquire (opening), opening_unref, NULL, NULL, opened_cb, opening);
}

static void
open_copy (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ShcBaseOpenDialog *self = SHC_BASE_OPEN_DIALOG (widget);
  g_autofree char *name = g_path_get_basename (self->path);

  if (g_str_has_suffix (name, ".shcbase"))
    name[strlen (name) - strlen (".shcbase")] = '\0';
  shc_pick_file_async (widget, GTK_FILE_CHOOSER_ACTION_SAVE, _("A New Folder for What Is in It"), _("_Open"), name,
                       self->cancellable, folder_picked_cb, NULL);
}

static void
activated_cb (ShcBaseOpenDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "base.open", NULL);
}

/* It is quick, and a folder that is half written would have to be explained. */
static gboolean
shc_base_open_dialog_close_request (GtkWindow *window)
{
  ShcBaseOpenDialog *self = SHC_BASE_OPEN_DIALOG (window);

  if (self->busy)
    return TRUE;
  g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (shc_base_open_dialog_parent_class)->close_request (window);
}

static void
shc_base_open_dialog_finalize (GObject *object)
{
  ShcBaseOpenDialog *self = SHC_BASE_OPEN_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (shc_base_open_dialog_parent_class)->finalize (object);
}

static void
shc_base_open_dialog_class_init (ShcBaseOpenDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = shc_base_open_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_base_open_dialog_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-base-open-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcBaseOpenDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, ShcBaseOpenDialog, page);
  gtk_widget_class_bind_template_child (widget_class, ShcBaseOpenDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, ShcBaseOpenDialog, way_row);
  gtk_widget_class_bind_template_child (widget_class, ShcBaseOpenDialog, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, ShcBaseOpenDialog, code_row);
  gtk_widget_class_bind_template_child (widget_class, ShcBaseOpenDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcBaseOpenDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "base.choose", NULL, choose);
  gtk_widget_class_install_action (widget_class, "base.open", NULL, open_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_base_open_dialog_init (ShcBaseOpenDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->file_row), FALSE);
  update (self);
}

void
shc_base_open_dialog_present (GtkWindow *parent)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));

  gtk_window_present (g_object_new (SHC_TYPE_BASE_OPEN_DIALOG, "transient-for", parent, NULL));
}
