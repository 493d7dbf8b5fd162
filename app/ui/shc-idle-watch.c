/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Noticing that nobody has used a key or the pointer for some time. */

#define G_LOG_DOMAIN "shc-idle-watch"

#include "config.h"

#include "shc-idle-watch.h"

#include <time.h>

/* How late a lock may come; short times are looked at every second. */
#define LOOK_SECONDS 5

struct _ShcIdleWatch
{
  guint       seconds;
  ShcIdleFunc idle;
  gpointer    user_data;
  gint64      last_used; /* seconds of CLOCK_BOOTTIME */
  guint       look_id;
  GListModel *windows;
  GPtrArray  *controllers; /* (element-type GtkEventController) */
};

/* The monotonic clock stands still while a computer sleeps; a lid closed for an hour is an hour. */
static gint64
get_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64) now.tv_sec;
}

static gboolean
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          ShcIdleWatch             *self)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_MOTION_NOTIFY:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_TOUCHPAD_SWIPE:
    case GDK_TOUCHPAD_PINCH:
      self->last_used = get_seconds ();
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
controller_gone (gpointer data,
                 GObject *controller)
{
  g_ptr_array_remove_fast (((ShcIdleWatch *) data)->controllers, controller);
}

static void
windows_changed_cb (ShcIdleWatch *self,
                    guint         position,
                    guint         removed,
                    guint         added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (self->windows, i);
      GtkEventController *controller = gtk_event_controller_legacy_new ();

      gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
      g_signal_connect (controller, "event", G_CALLBACK (event_cb), self);
      g_object_weak_ref (G_OBJECT (controller), controller_gone, self);
      g_ptr_array_add (self->controllers, controller);
      gtk_widget_add_controller (window, controller);
    }
}

static gboolean
look_cb (gpointer user_data)
{
  ShcIdleWatch *self = user_data;

  if (get_seconds () - self->last_used >= (gint64) self->seconds)
    {
      self->last_used = get_seconds ();
      self->idle (self->user_data);
    }
  return G_SOURCE_CONTINUE;
}

ShcIdleWatch *
shc_idle_watch_new (guint       seconds,
                    ShcIdleFunc idle,
                    gpointer    user_data)
{
  ShcIdleWatch *self = g_new0 (ShcIdleWatch, 1);

  self->idle = idle;
  self->user_data = user_data;
  self->controllers = g_ptr_array_new ();
  self->windows = g_object_ref (gtk_window_get_toplevels ());
  g_signal_connect_swapped (self->windows, "items-changed", G_CALLBACK (windows_changed_cb), self);
  windows_changed_cb (self, 0, 0, g_list_model_get_n_items (self->windows));
  shc_idle_watch_set_seconds (self, seconds);
  return self;
}

void
shc_idle_watch_set_seconds (ShcIdleWatch *self,
                            guint         seconds)
{
  g_return_if_fail (self != NULL);

  if (self->look_id != 0 && self->seconds == seconds)
    return;

  self->seconds = seconds;
  self->last_used = get_seconds ();
  g_clear_handle_id (&self->look_id, g_source_remove);
  if (seconds > 0)
    self->look_id = g_timeout_add_seconds (MIN (LOOK_SECONDS, MAX (1, seconds / 10)), look_cb, self);
}

guint
shc_idle_watch_get_seconds (ShcIdleWatch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->seconds;
}

void
shc_idle_watch_free (ShcIdleWatch *self)
{
  if (self == NULL)
    return;

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->windows, self);
  for (guint i = 0; i < self->controllers->len; i++)
    {
      GtkEventController *controller = g_ptr_array_index (self->controllers, i);

      g_object_weak_unref (G_OBJECT (controller), controller_gone, self);
      g_signal_handlers_disconnect_by_data (controller, self);
      gtk_widget_remove_controller (gtk_event_controller_get_widget (controller), controller);
    }
  g_ptr_array_unref (self->controllers);
  g_object_unref (self->windows);
  g_free (self);
}
