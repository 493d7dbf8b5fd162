/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One transaction around several statements, or the caller's own if one is open. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** shc_transaction_begin: @own: (out): whether this call opened it; hand it to the end. */
gboolean shc_transaction_begin (ShcDb *db, gboolean *own, GError **error);

/** shc_transaction_end: commits if @ok, else rolls back; leaves a caller's transaction alone.
 * Returns: @ok, or %FALSE if the commit failed. */
/** shc_transaction_begin_read: the same for reading only, on any connection: all that is read until its end is as it was at
 * one moment. */
gboolean shc_transaction_begin_read (ShcDb *db, gboolean *own, GError **error);
gboolean shc_transaction_end (ShcDb *db, gboolean own, gboolean ok, GError **error);

G_END_DECLS
