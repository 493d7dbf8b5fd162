/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing a file or folder: the desktop's own chooser (through the portal inside a sandbox). */

#define G_LOG_DOMAIN "shc-pick-file"

#include "config.h"

#include "shc-pick-file.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define RECENT_LOOK_MS 250
#define RECENT_LOOKS 8

typedef struct
{
  char *uri;
  guint looks; /* that are left */
} Recent;

static void
recent_free (gpointer data)
{
  Recent *recent = data;

  g_free (recent->uri);
  g_free (recent);
}

/* GTK adds what was chosen a moment later. */
static gboolean
forget_cb (gpointer data)
{
  Recent *recent = data;
  GtkRecentManager *manager = gtk_recent_manager_get_default ();

  if (gtk_recent_manager_has_item (manager, recent->uri))
    {
      gtk_recent_manager_remove_item (manager, recent->uri, NULL);
      return G_SOURCE_REMOVE;
    }
  return --recent->looks > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* That there is a journal, and where its copies and its code lie, is not for the list of recent
 * files that every program reads. */
static void
keep_out_of_recent_files (GFile *file)
{
  Recent *recent = g_new0 (Recent, 1);

  recent->uri = g_file_get_uri (file);
  recent->looks = RECENT_LOOKS;
  g_timeout_add_full (G_PRIORITY_LOW, RECENT_LOOK_MS, forget_cb, recent, recent_free);
}

static void
say_not_local (GtkWidget *from)
{
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (gtk_widget_get_root (from)), _("That Place Cannot Be Used"),
    _("It is not a folder of this computer. Choose one on this computer or on a disk or stick that "
      "is connected to it."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    keep_out_of_recent_files (file);
  if (file != NULL && g_file_peek_path (file) == NULL)
    {
      g_clear_object (&file);
      say_not_local (g_task_get_source_object (task));
    }
  g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
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
