/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new recovery code for an open vault. */

#define G_LOG_DOMAIN "shc-recovery-dialog"

#include "config.h"

#include "shc-recovery-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"
#include "shc-recovery-view.h"
#include "shc-secure-text.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"
#include "shc-work.h"

#define SHC_TYPE_RECOVERY_DIALOG (shc_recovery_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcRecoveryDialog, shc_recovery_dialog, SHC, RECOVERY_DIALOG, AdwWindow)

struct _ShcRecoveryDialog
{
  AdwWindow        parent_instance;
  ShcWindow       *window;
  ShcVault        *vault;
  gboolean         made;
  gboolean         sure; /* that the code may go unconfirmed, or it is confirmed */

  GtkButton       *cancel_button;
  GtkButton       *next_button;
  GtkStack        *stack;
  GtkWidget       *passphrase_row;
  GtkLabel        *problem;
  GtkSpinner      *spinner;
  ShcRecoveryView *view;
};

G_DEFINE_FINAL_TYPE (ShcRecoveryDialog, shc_recovery_dialog, ADW_TYPE_WINDOW)

static void
set_problem (ShcRecoveryDialog *self,
             const char        *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
  if (text != NULL)
    gtk_widget_add_css_class (self->passphrase_row, "error");
  else
    gtk_widget_remove_css_class (self->passphrase_row, "error");
}

static void
set_busy (ShcRecoveryDialog *self,
          gboolean           busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "recovery-dialog.next", !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

typedef struct
{
  ShcVault *vault;
  GBytes   *passphrase;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->vault);
  g_clear_pointer (&request->passphrase, g_bytes_unref);
  g_free (request);
}

static gpointer
make_in_thread (gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  Request *request = data;
  GBytes *code = NULL;

  shc_vault_new_recovery_code (request->vault, request->passphrase, &code, error);
  return code;
}

/* What the two buttons of the header bar do with a code that is made. */
static void
show_buttons (ShcRecoveryDialog *self,
              gboolean           typing)
{
  gtk_button_set_label (self->cancel_button, typing ? _("_Back") : _("_Later"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cancel_button),
                                  typing ? "recovery-dialog.back" : "window.close");
  gtk_button_set_label (self->next_button, typing ? _("_Finish") : _("_Next"));
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  ShcRecoveryDialog *self = SHC_RECOVERY_DIALOG (object);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) code = shc_work_finish (result, &error);

  set_busy (self, FALSE);
  if (code == NULL)
    {
      set_problem (self, error->message);
      gtk_widget_grab_focus (self->passphrase_row);
      return;
    }
  self->made = TRUE;
  shc_recovery_view_set_code (self->view, code);
  gtk_stack_set_visible_child_name (self->stack, "code");
  show_buttons (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
}

static void
next_cb (ShcRecoveryDialog *self)
{
  Request *request;

  if (self->made)
    {
      show_buttons (self, TRUE);
      shc_recovery_view_go_on (self->view);
      return;
    }

  request = g_new0 (Request, 1);
  request->vault = g_object_ref (self->vault);
  if (gtk_widget_get_visible (self->passphrase_row))
    request->passphrase = shc_secure_text_take (GTK_EDITABLE (self->passphrase_row));
  set_problem (self, NULL);
  set_busy (self, TRUE);
  shc_work_async (self, make_in_thread, request, request_free, (GDestroyNotify) g_bytes_unref, NULL,
                  made_cb, NULL);
}

static void
go_next (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  next_cb (SHC_RECOVERY_DIALOG (widget));
}

static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ShcRecoveryDialog *self = SHC_RECOVERY_DIALOG (widget);

  shc_recovery_view_go_back (self->view);
  show_buttons (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
}

static void
changed_cb (ShcRecoveryDialog *self)
{
  set_problem (self, NULL);
}

static gpointer
confirm_in_thread (gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  shc_vault_set_recovery_confirmed (SHC_VAULT (data), error);
  return NULL;
}

static void
noted_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  ShcRecoveryDialog *self = SHC_RECOVERY_DIALOG (object);
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  if (error != NULL)
    shc_report_error (GTK_WIDGET (self), error);
  else
    shc_window_toast (GTK_WIDGET (self), _("Your new recovery code is confirmed."), NULL, NULL,
                      NULL, NULL);
  self->sure = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
confirmed_cb (ShcRecoveryDialog *self)
{
  set_busy (self, TRUE);
  shc_work_async (self, confirm_in_thread, g_object_ref (self->vault), g_object_unref, NULL, NULL,
                  noted_cb, NULL);
}

static gboolean
close_cb (gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));
  return G_SOURCE_REMOVE;
}

static void
later_answer_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  ShcRecoveryDialog *self = SHC_RECOVERY_DIALOG (object);

  if (!shc_confirm_finish (result))
    return;
  self->sure = TRUE;
  /* Not before the question that stands in front of it is gone. */
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, g_object_ref (self), g_object_unref);
}

static gboolean
shc_recovery_dialog_close_request (GtkWindow *window)
{
  ShcRecoveryDialog *self = SHC_RECOVERY_DIALOG (window);

  /* The former code is gone already: who leaves now without a copy has none at all. */
  if (self->made && !self->sure && !shc_window_is_closing (self->window))
    {
      shc_recovery_ask_later (GTK_WIDGET (self), later_answer_cb, NULL);
      return TRUE;
    }
  if (self->made)
    shc_window_care_refresh (self->window);
  return GTK_WINDOW_CLASS (shc_recovery_dialog_parent_class)->close_request (window);
}

static void
shc_recovery_dialog_dispose (GObject *object)
{
  ShcRecoveryDialog *self = SHC_RECOVERY_DIALOG (object);

  g_clear_object (&self->window);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (shc_recovery_dialog_parent_class)->dispose (object);
}

static void
shc_recovery_dialog_class_init (ShcRecoveryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_recovery_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = shc_recovery_dialog_close_request;

  g_type_ensure (SHC_TYPE_RECOVERY_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-recovery-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryDialog, next_button);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryDialog, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryDialog, view);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirmed_cb);
  gtk_widget_class_install_action (widget_class, "recovery-dialog.next", NULL, go_next);
  gtk_widget_class_install_action (widget_class, "recovery-dialog.back", NULL, go_back);
}

static void
shc_recovery_dialog_init (ShcRecoveryDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_recovery_dialog_present (ShcWindow *window,
                             GtkWindow *parent)
{
  ShcRecoveryDialog *self = g_object_new (SHC_TYPE_RECOVERY_DIALOG, "transient-for",
                                          parent != NULL ? parent : GTK_WINDOW (window), NULL);
  /* A code that was never confirmed may be replaced by whoever has the journal open. */
  gboolean needs_passphrase = (shc_vault_get_slots (window->vault) & SHC_SLOT_PASSPHRASE) != 0 &&
                            shc_vault_get_recovery_confirmed (window->vault);

  self->window = g_object_ref (window);
  self->vault = g_object_ref (window->vault);
  gtk_widget_set_visible (self->passphrase_row, needs_passphrase);
  /* An empty list would be seen as a line. */
  gtk_widget_set_visible (gtk_widget_get_parent (self->passphrase_row), needs_passphrase);
  gtk_widget_grab_focus (needs_passphrase ? self->passphrase_row : GTK_WIDGET (self->next_button));
  gtk_window_present (GTK_WINDOW (self));
}
