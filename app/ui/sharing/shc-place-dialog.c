/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing among what a service has: each by the name that people gave it, with the id that goes into the settings. */

#define G_LOG_DOMAIN "shc-place-dialog"

#include "config.h"

#include "shc-place-dialog.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "shc-service-place.h"

#define SHC_TYPE_PLACE_DIALOG (shc_place_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcPlaceDialog, shc_place_dialog, SHC, PLACE_DIALOG, AdwWindow)

struct _ShcPlaceDialog
{
  AdwWindow            parent_instance;
  GTask               *task;    /* (nullable): until it was answered */
  AdwPreferencesGroup *group;
};

G_DEFINE_FINAL_TYPE (ShcPlaceDialog, shc_place_dialog, ADW_TYPE_WINDOW)

/* @id: (nullable). */
static void
give (ShcPlaceDialog *self,
      const char     *id)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  if (task != NULL)
    g_task_return_pointer (task, g_strdup (id), g_free);
}

static void
activated_cb (ShcPlaceDialog *self,
              AdwActionRow   *row)
{
  give (self, g_object_get_data (G_OBJECT (row), "shc-id"));
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
shc_place_dialog_close_request (GtkWindow *window)
{
  give (SHC_PLACE_DIALOG (window), NULL);
  return GTK_WINDOW_CLASS (shc_place_dialog_parent_class)->close_request (window);
}

static void
shc_place_dialog_dispose (GObject *object)
{
  give (SHC_PLACE_DIALOG (object), NULL);

  G_OBJECT_CLASS (shc_place_dialog_parent_class)->dispose (object);
}

static void
shc_place_dialog_class_init (ShcPlaceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_place_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = shc_place_dialog_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-place-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcPlaceDialog, group);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_place_dialog_init (ShcPlaceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add (ShcPlaceDialog        *self,
     const ShcServicePlace *place)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), *place->title != '\0' ? place->title : _("Without a name"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place->id);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "shc-id", g_strdup (place->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);
}

void
shc_place_choose_async (GtkWidget           *from,
                        const char          *title,
                        const GPtrArray     *places,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  ShcPlaceDialog *self;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (places != NULL);

  self = g_object_new (SHC_TYPE_PLACE_DIALOG, "transient-for", gtk_widget_get_root (from), "title", title, NULL);
  self->task = g_task_new (from, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, shc_place_choose_async);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < places->len; i++)
    add (self, g_ptr_array_index (places, i));
  gtk_window_present (GTK_WINDOW (self));
}

char *
shc_place_choose_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
