/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls that end later, waited for. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** ShcWait: zeroed at first; one call at a time. */
typedef struct
{
  GAsyncResult *result;
  gboolean      done;
} ShcWait;

/** shc_wait_cb: a #GAsyncReadyCallback whose user data is a #ShcWait. */
void          shc_wait_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/** shc_wait_for: turns the main context until the call has ended. Returns: (transfer none): what its `_finish` takes,
 * until the next call. */
GAsyncResult *shc_wait_for (ShcWait *self);
void          shc_wait_clear (ShcWait *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShcWait, shc_wait_clear)

G_END_DECLS
