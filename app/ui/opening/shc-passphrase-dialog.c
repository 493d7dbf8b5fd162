/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Setting or changing the passphrase of an open vault. */

#define G_LOG_DOMAIN "shc-passphrase-dialog"

#include "config.h"

#include "shc-passphrase-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-passphrase-group.h"
#include "shc-secure-text.h"
#include "shc-window.h"
#include "shc-work.h"

struct _ShcPassphraseDialog
{
  AdwWindow           parent_instance;
  ShcVault           *vault;

  GtkWidget          *page;
  GtkWidget          *old_group;
  GtkWidget          *old_row;
  ShcPassphraseGroup *new_group;
  GtkSpinner         *spinner;
  GtkLabel           *message;
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcPassphraseDialog, shc_passphrase_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  ShcVault *vault;
  GBytes   *old;
  GBytes   *new;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->vault);
  g_clear_pointer (&change->old, g_bytes_unref);
  g_clear_pointer (&change->new, g_bytes_unref);
  g_free (change);
}

static gpointer
change_in_thread (gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  Change *change = data;

  shc_vault_set_passphrase (change->vault, change->old, change->new, error);
  return NULL;
}

static void
set_busy (ShcPassphraseDialog *self,
          gboolean             busy)
{
  gtk_widget_set_sensitive (self->page, !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "passphrase.set", !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
changed_in_vault_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  ShcPassphraseDialog *self = SHC_PASSPHRASE_DIALOG (object);
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  set_busy (self, FALSE);
  if (error == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      shc_window_toast (GTK_WIDGET (self), _("The new passphrase is set."), NULL, NULL, NULL, NULL);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  gtk_label_set_text (self->message, error->message);
  gtk_widget_remove_css_class (GTK_WIDGET (self->message), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY))
    {
      gtk_widget_add_css_class (self->old_row, "error");
      gtk_widget_grab_focus (self->old_row);
    }
}

static void
set_passphrase (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ShcPassphraseDialog *self = SHC_PASSPHRASE_DIALOG (widget);
  g_autoptr(GBytes) passphrase = shc_passphrase_group_take (self->new_group);
  Change *change;

  if (passphrase == NULL)
    return;

  change = g_new0 (Change, 1);
  change->vault = g_object_ref (self->vault);
  change->new = g_steal_pointer (&passphrase);
  if (gtk_widget_get_visible (self->old_group))
    change->old = shc_secure_text_take (GTK_EDITABLE (self->old_row));
  set_busy (self, TRUE);
  shc_work_async (self, change_in_thread, change, change_free, NULL, NULL, changed_in_vault_cb,
                  NULL);
}

static void
activated_cb (ShcPassphraseDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "passphrase.set", NULL);
}

static void
changed_cb (ShcPassphraseDialog *self)
{
  gtk_widget_remove_css_class (self->old_row, "error");
}

static void
shc_passphrase_dialog_dispose (GObject *object)
{
  g_clear_object (&SHC_PASSPHRASE_DIALOG (object)->vault);

  G_OBJECT_CLASS (shc_passphrase_dialog_parent_class)->dispose (object);
}

static void
shc_passphrase_dialog_class_init (ShcPassphraseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_passphrase_dialog_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SHC_TYPE_PASSPHRASE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-passphrase-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcPassphraseDialog, page);
  gtk_widget_class_bind_template_child (widget_class, ShcPassphraseDialog, old_group);
  gtk_widget_class_bind_template_child (widget_class, ShcPassphraseDialog, old_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPassphraseDialog, new_group);
  gtk_widget_class_bind_template_child (widget_class, ShcPassphraseDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcPassphraseDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "passphrase.set", NULL, set_passphrase);
}

static void
shc_passphrase_dialog_init (ShcPassphraseDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_passphrase_dialog_new (GtkWindow *parent,
                           ShcVault  *vault)
{
  ShcPassphraseDialog *self =
    g_object_new (SHC_TYPE_PASSPHRASE_DIALOG, "transient-for", parent, NULL);
  /* Whoever typed a secret to open it need not type it again. */
  gboolean needs_old = (shc_vault_get_slots (vault) & SHC_SLOT_PASSPHRASE) != 0 &&
                       shc_vault_get_opened_by (vault) == SHC_UNLOCK_KEYRING;

  self->vault = g_object_ref (vault);
  gtk_widget_set_visible (self->old_group, needs_old);
  if ((shc_vault_get_slots (vault) & SHC_SLOT_PASSPHRASE) == 0)
    gtk_label_set_text (self->message,
                        _("From now on, backups can be opened with this passphrase too. Older ones "
                          "open with the keyring or the recovery code."));
  gtk_widget_grab_focus (needs_old ? self->old_row : GTK_WIDGET (self->new_group));
  return GTK_WIDGET (self);
}
