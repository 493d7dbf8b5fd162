/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saying something in passing, from anywhere in the window or its dialogs. */

#define G_LOG_DOMAIN "shc-window"

#include "config.h"

#include "shc-window-private.h"

typedef struct
{
  ShcToastAction action;
  gpointer       user_data;
  GDestroyNotify destroy;
} ToastData;

static void
toast_data_free (gpointer  data,
                 GClosure *closure)
{
  ToastData *toast_data = data;

  if (toast_data->destroy != NULL)
    toast_data->destroy (toast_data->user_data);
  g_free (toast_data);
}

static void
button_clicked_cb (AdwToast *toast,
                   gpointer  data)
{
  ToastData *toast_data = data;

  toast_data->action (toast_data->user_data);
}

ShcWindow *
shc_window_find (GtkWidget *from)
{
  GtkRoot *root;

  g_return_val_if_fail (GTK_IS_WIDGET (from), NULL);

  root = gtk_widget_get_root (from);
  while (root != NULL && !SHC_IS_WINDOW (root))
    root = GTK_IS_WINDOW (root) ? GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root))) : NULL;
  return root != NULL ? SHC_WINDOW (root) : NULL;
}

void
shc_window_toast (GtkWidget     *from,
                  const char    *text,
                  const char    *button,
                  ShcToastAction action,
                  gpointer       user_data,
                  GDestroyNotify destroy)
{
  g_autofree char *escaped = NULL;
  g_autoptr(AdwToast) toast = NULL;
  ShcWindow *window;

  g_return_if_fail (text != NULL);
  g_return_if_fail (button == NULL || action != NULL);

  /* A toast's title is markup in libadwaita 1.2. */
  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  window = shc_window_find (from);

  if (button != NULL)
    {
      ToastData data = { action, user_data, destroy };

      adw_toast_set_button_label (toast, button);
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (button_clicked_cb),
                             g_memdup2 (&data, sizeof data), toast_data_free, 0);
    }
  if (window == NULL)
    return;
  /* Behind the one before it an “Undo” would come too late, and may undo something else. */
  if (window->toast != NULL)
    adw_toast_dismiss (window->toast);
  g_set_weak_pointer (&window->toast, toast);
  adw_toast_overlay_add_toast (window->toasts, g_object_ref (toast));
}
