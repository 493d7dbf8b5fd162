/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of what left this computer: when, to which service, what for and how much, never what. */

#pragma once

#include "shc-db.h"
#include "shc-intent.h"

G_BEGIN_DECLS

/**
 * ShcActivity: one request
 * @at_us: when it was about to go, UTC microseconds
 * @service: @endpoint: @purpose: @action: @records: as in #ShcIntent
 * @bytes_out: of its body
 * @finished: whether its end was written down; what follows is 0 if not
 * @status: the answer's HTTP status, 0 if none came
 * @bytes_in: of the answer's body
 * @ms: how long it took
 */
typedef struct
{
  gint64   entry;
  gint64   at_us;
  char    *service;
  char    *endpoint;
  char    *purpose;
  char    *action;
  guint    records;
  gint64   bytes_out;
  gboolean finished;
  guint    status;
  gint64   bytes_in;
  gint64   ms;
} ShcActivity;
void shc_activity_free (ShcActivity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcActivity, shc_activity_free)

/** shc_activity_begin: writes down that a request is about to go. Not within a transaction: it is on
 * disk when this returns. Returns: its entry, above 0; 0 with an error. */
gint64     shc_activity_begin (ShcDb *db, const ShcIntent *intent, gint64 bytes_out, gint64 now_us,
                               GError **error);

/** shc_activity_complete: adds how it ended; an entry that has its end already stays as it is. */
gboolean   shc_activity_complete (ShcDb *db, gint64 entry, const ShcIntentOutcome *outcome, GError **error);

/** shc_activity_list: @since_us: UTC microseconds; %G_MININT64 for all of it.
 * Returns: (transfer full) (element-type ShcActivity): newest first; %NULL with an error. */
GPtrArray *shc_activity_list (ShcDb *db, gint64 since_us, GError **error);

/** shc_activity_list_newest: the same of at most @limit, the newest. */
GPtrArray *shc_activity_list_newest (ShcDb *db, guint limit, GError **error);

G_END_DECLS
