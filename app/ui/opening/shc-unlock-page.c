/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A locked vault: the ways in that make sense, and why one is asked. */

#define G_LOG_DOMAIN "shc-unlock-page"

#include "config.h"

#include "shc-unlock-page.h"

#include <glib/gi18n-lib.h>

#include "shc-secure-text.h"
#include "shc-ui-errors.h"

struct _ShcUnlockPage
{
  AdwBin        parent_instance;
  ShcVault     *vault;
  GCancellable *cancellable;
  ShcSlots      slots;
  ShcUnlockWay  way; /* last tried */
  gboolean      busy;

  AdwStatusPage *status;
  GtkWidget     *keyring_button;
  GtkWidget     *passphrase_box;
  GtkWidget     *passphrase_row;
  GtkWidget     *passphrase_button;
  GtkWidget     *recovery_box;
  GtkWidget     *recovery_row;
  GtkWidget     *recovery_button;
  GtkSpinner    *spinner;
  GtkLabel      *message;
  GtkButton     *toggle_button;
};

enum { SIGNAL_UNLOCKED, SIGNAL_FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcUnlockPage, shc_unlock_page, ADW_TYPE_BIN)

static void
say (ShcUnlockPage *self,
     const char    *text,
     gboolean       bad)
{
  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

static void
update_actions (ShcUnlockPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const char *passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase_row));
  const char *code = gtk_editable_get_text (GTK_EDITABLE (self->recovery_row));

  gtk_widget_action_set_enabled (widget, "unlock.keyring", !self->busy);
  gtk_widget_action_set_enabled (widget, "unlock.passphrase", !self->busy && *passphrase != '\0');
  gtk_widget_action_set_enabled (widget, "unlock.recovery", !self->busy && *code != '\0');
  gtk_widget_set_sensitive (self->passphrase_row, !self->busy);
  gtk_widget_set_sensitive (self->recovery_row, !self->busy);
}

static void
set_busy (ShcUnlockPage *self,
          gboolean       busy)
{
  self->busy = busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  update_actions (self);
}

static void
show_wrong_key (ShcUnlockPage *self,
                const GError  *error)
{
  GtkWidget *row = self->way == SHC_UNLOCK_RECOVERY ? self->recovery_row : self->passphrase_row;

  say (self, error->message, TRUE);
  if (self->way == SHC_UNLOCK_KEYRING)
    return;

  gtk_widget_add_css_class (row, "error");
  gtk_widget_grab_focus (row);
}

static void
unlocked_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcUnlockPage) self = SHC_UNLOCK_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  if (shc_vault_unlock_finish (SHC_VAULT (object), result, &error))
    {
      g_signal_emit (self, signals[SIGNAL_UNLOCKED], 0);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->vault == NULL)
    return;

  set_busy (self, FALSE);
  if (error->domain == SHC_VAULT_ERROR &&
      shc_ui_error_look_up (error)->reaction != SHC_REACT_UNLOCK)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  else
    show_wrong_key (self, error);
}

static void
try_way (ShcUnlockPage *self,
         ShcUnlockWay   way,
         GBytes        *secret)
{
  if (self->busy)
    return;

  self->way = way;
  say (self, way == SHC_UNLOCK_KEYRING ? _("Asking the keyring…") : _("Opening…"), FALSE);
  set_busy (self, TRUE);
  shc_vault_unlock_async (self->vault, way, secret, way == SHC_UNLOCK_KEYRING, self->cancellable,
                          unlocked_cb, g_object_ref (self));
}

static void
unlock_keyring (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  try_way (SHC_UNLOCK_PAGE (widget), SHC_UNLOCK_KEYRING, NULL);
}

static void
unlock_passphrase (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ShcUnlockPage *self = SHC_UNLOCK_PAGE (widget);
  g_autoptr(GBytes) secret = shc_secure_text_take (GTK_EDITABLE (self->passphrase_row));

  try_way (self, SHC_UNLOCK_PASSPHRASE, secret);
}

static void
unlock_recovery (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ShcUnlockPage *self = SHC_UNLOCK_PAGE (widget);
  g_autoptr(GBytes) secret = shc_secure_text_copy (GTK_EDITABLE (self->recovery_row));

  try_way (self, SHC_UNLOCK_RECOVERY, secret);
}

static void
toggle_recovery (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ShcUnlockPage *self = SHC_UNLOCK_PAGE (widget);
  gboolean recovery = !gtk_widget_get_visible (self->recovery_box);

  gtk_widget_set_visible (self->recovery_box, recovery);
  gtk_widget_set_visible (self->passphrase_box,
                          !recovery && (self->slots & SHC_SLOT_PASSPHRASE) != 0);
  gtk_widget_set_visible (self->keyring_button, !recovery && (self->slots & SHC_SLOT_KEYRING) != 0);
  gtk_button_set_label (self->toggle_button, recovery ? _("_Back to the Other Ways")
                                                      : _("Use the _Recovery Code Instead"));
  say (self, NULL, FALSE);
  if (recovery)
    gtk_widget_grab_focus (self->recovery_row);
}

static void
help_response_cb (AdwMessageDialog *dialog,
                  const char       *response,
                  gpointer          user_data)
{
  gtk_widget_activate_action (GTK_WIDGET (user_data), response, NULL);
}

static void
show_help (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (gtk_widget_get_root (widget)), _("Ways Back In"),
    _("Your journal is safe: a wrong try changes nothing, and you may try as often as you like.\n\n"
      "If the passphrase is refused, check Caps Lock and the keyboard’s language.\n\n"
      "The keyring opens with your login password on most computers.\n\n"
      "The recovery code is the nine words you printed or saved. They open the journal without "
      "anything else.\n\n"
      "A backup opens with the passphrase or code that was in use when it was made.\n\n"
      "Nobody else has a key, the makers of this program included."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "win.restore",
                                    _("_Restore a Backup…"), "win.support",
                                    _("I Need _Someone to Talk To"), "close", _("_Close"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect_object (dialog, "response", G_CALLBACK (help_response_cb), widget, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
entry_changed_cb (ShcUnlockPage *self)
{
  gtk_widget_remove_css_class (self->passphrase_row, "error");
  gtk_widget_remove_css_class (self->recovery_row, "error");
  update_actions (self);
}

static void
passphrase_activated_cb (ShcUnlockPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "unlock.passphrase", NULL);
}

static void
recovery_activated_cb (ShcUnlockPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "unlock.recovery", NULL);
}

static void
shc_unlock_page_dispose (GObject *object)
{
  ShcUnlockPage *self = SHC_UNLOCK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (shc_unlock_page_parent_class)->dispose (object);
}

static void
shc_unlock_page_class_init (ShcUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_unlock_page_dispose;

  signals[SIGNAL_UNLOCKED] = g_signal_new ("unlocked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-unlock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, status);
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, keyring_button);
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, passphrase_box);
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, passphrase_button);
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, recovery_box);
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, recovery_row);
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, recovery_button);
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, message);
  gtk_widget_class_bind_template_child (widget_class, ShcUnlockPage, toggle_button);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, recovery_activated_cb);

  gtk_widget_class_install_action (widget_class, "unlock.keyring", NULL, unlock_keyring);
  gtk_widget_class_install_action (widget_class, "unlock.passphrase", NULL, unlock_passphrase);
  gtk_widget_class_install_action (widget_class, "unlock.recovery", NULL, unlock_recovery);
  gtk_widget_class_install_action (widget_class, "unlock.toggle-recovery", NULL, toggle_recovery);
  gtk_widget_class_install_action (widget_class, "unlock.help", NULL, show_help);
}

static void
shc_unlock_page_init (ShcUnlockPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

GtkWidget *
shc_unlock_page_new (ShcVault     *vault,
                     ShcSlots      slots,
                     const GError *why)
{
  ShcUnlockPage *self = g_object_new (SHC_TYPE_UNLOCK_PAGE, NULL);
  gboolean has_keyring = (slots & SHC_SLOT_KEYRING) != 0;
  gboolean has_passphrase = (slots & SHC_SLOT_PASSPHRASE) != 0;

  self->vault = g_object_ref (vault);
  self->slots = slots;
  gtk_widget_set_visible (self->keyring_button, has_keyring);
  gtk_widget_set_visible (self->passphrase_box, has_passphrase);
  if (has_keyring && why != NULL)
    gtk_button_set_label (GTK_BUTTON (self->keyring_button), _("_Try the Keyring Again"));
  if (!has_keyring)
    gtk_widget_add_css_class (self->passphrase_button, "suggested-action");
  gtk_widget_add_css_class (self->recovery_button, "suggested-action");
  if (!has_keyring && !has_passphrase)
    {
      toggle_recovery (GTK_WIDGET (self), NULL, NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->toggle_button), FALSE);
    }

  if (why != NULL && why->domain == SHC_VAULT_ERROR &&
      shc_ui_error_look_up (why)->reaction == SHC_REACT_UNLOCK)
    {
      const ShcUiError *row = shc_ui_error_look_up (why);
      g_autofree char *body = g_markup_escape_text (shc_ui_error_get_body (row), -1);

      adw_status_page_set_title (self->status, shc_ui_error_get_title (row));
      adw_status_page_set_description (self->status, body);
    }
  return GTK_WIDGET (self);
}
