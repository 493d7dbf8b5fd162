/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of one vault: loading, first run, unlocking, broken, or open with its pages. */

#define G_LOG_DOMAIN "shc-window"

#include "config.h"

#include "shc-window.h"

#include "shc-switcher-title.h"

struct _ShcWindow
{
  AdwApplicationWindow parent_instance;
  ShcJournal          *journal;
  AdwToastOverlay     *toasts;
};

G_DEFINE_FINAL_TYPE (ShcWindow, shc_window, ADW_TYPE_APPLICATION_WINDOW)

static void
shc_window_dispose (GObject *object)
{
  ShcWindow *self = SHC_WINDOW (object);

  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_window_parent_class)->dispose (object);
}

static void
shc_window_class_init (ShcWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_window_dispose;

  g_type_ensure (SHC_TYPE_SWITCHER_TITLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, toasts);
}

static void
shc_window_init (ShcWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ShcWindow *
shc_window_new (GtkApplication *application,
                ShcJournal     *journal)
{
  ShcWindow *self = g_object_new (SHC_TYPE_WINDOW, "application", application, NULL);

  g_set_object (&self->journal, journal);
  return self;
}

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
toast_button_clicked_cb (AdwToast *toast,
                         gpointer  data)
{
  ToastData *toast_data = data;

  toast_data->action (toast_data->user_data);
}

void
shc_window_toast (GtkWidget     *from,
                  const char    *text,
                  const char    *button,
                  ShcToastAction action,
                  gpointer       user_data,
                  GDestroyNotify destroy)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  GtkWidget *window = gtk_widget_get_ancestor (from, SHC_TYPE_WINDOW);
  AdwToast *toast = adw_toast_new (escaped);

  if (button != NULL)
    {
      ToastData data = { action, user_data, destroy };

      adw_toast_set_button_label (toast, button);
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (toast_button_clicked_cb),
                             g_memdup2 (&data, sizeof data), toast_data_free, 0);
    }
  if (window != NULL)
    adw_toast_overlay_add_toast (SHC_WINDOW (window)->toasts, g_object_ref (toast));
  g_object_unref (toast);
}
