/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question with two answers. */

#define G_LOG_DOMAIN "shc-confirm"

#include "config.h"

#include "shc-confirm.h"

#include <adwaita.h>

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, g_str_equal (response, "proceed"));
}

void
shc_confirm_async (GtkWidget          *from,
                   const char         *heading,
                   const char         *body,
                   const char         *cancel,
                   const char         *proceed,
                   ShcConfirmLook      look,
                   GCancellable       *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer            user_data)
{
  GTask *task;
  GtkRoot *root;
  AdwMessageDialog *dialog;
  static const AdwResponseAppearance appearances[] = {
    [SHC_CONFIRM_PLAIN] = ADW_RESPONSE_DEFAULT,
    [SHC_CONFIRM_SUGGESTED] = ADW_RESPONSE_SUGGESTED,
    [SHC_CONFIRM_DESTRUCTIVE] = ADW_RESPONSE_DESTRUCTIVE,
  };

  g_return_if_fail (GTK_IS_WIDGET (from));

  root = gtk_widget_get_root (from);
  task = g_task_new (from, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_confirm_async);

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (root), heading, body));
  adw_message_dialog_add_responses (dialog, "cancel", cancel, "proceed", proceed, NULL);
  adw_message_dialog_set_response_appearance (dialog, "proceed", appearances[look]);
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_default_response (
    dialog, look == SHC_CONFIRM_DESTRUCTIVE ? "cancel" : "proceed");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), dialog,
                             G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
shc_confirm_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, shc_confirm_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
