/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing a file or folder: the desktop's own chooser (through the portal inside a sandbox). */

#define G_LOG_DOMAIN "shc-pick-file"

#include "config.h"

#include "shc-pick-file.h"

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GFile *file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_task_return_pointer (task, file, g_object_unref);
}

void
shc_pick_file_async (GtkWidget           *from,
                     GtkFileChooserAction action,
                     const char          *title,
                     const char          *accept,
                     const char          *name,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;
  GtkFileChooserNative *chooser;

  g_return_if_fail (GTK_IS_WIDGET (from));

  task = g_task_new (from, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_pick_file_async);

  chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (from)), action,
                                         accept, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect (chooser, "response", G_CALLBACK (response_cb), task);
  /* A native chooser is nobody's child: the task keeps it until it has answered. */
  g_task_set_task_data (task, chooser, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

GFile *
shc_pick_file_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, shc_pick_file_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
