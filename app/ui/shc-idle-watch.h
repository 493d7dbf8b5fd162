/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Noticing that nobody has used a key or the pointer for some time. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _ShcIdleWatch ShcIdleWatch;

typedef void (*ShcIdleFunc) (gpointer user_data);

/** shc_idle_watch_new: watches every window of this process, now and later. @idle is called once for
 * each stretch of @seconds without key, pointer or touch; time asleep counts. @seconds: 0 for never. */
ShcIdleWatch *shc_idle_watch_new (guint seconds, ShcIdleFunc idle, gpointer user_data);
void          shc_idle_watch_set_seconds (ShcIdleWatch *self, guint seconds);
guint         shc_idle_watch_get_seconds (ShcIdleWatch *self);
void          shc_idle_watch_free (ShcIdleWatch *self);

G_END_DECLS
