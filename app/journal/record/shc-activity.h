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

/** ShcActivityEnd: how a request ended, as far as it matters to a person. */
typedef enum
{
  SHC_ACTIVITY_ANY,
  SHC_ACTIVITY_ANSWERED,   /* with a status of success */
  SHC_ACTIVITY_REFUSED,    /* with another one */
  SHC_ACTIVITY_UNFINISHED, /* no answer came, or its end was not written down */
} ShcActivityEnd;

/** shc_activity_get_end: never %SHC_ACTIVITY_ANY. */
ShcActivityEnd shc_activity_get_end (const ShcActivity *self);

/**
 * ShcActivityFilter: which requests are meant; all where nothing is said
 * @service: @purpose: (nullable): only of this one
 * @since_us: UTC microseconds; 0 for no bound
 */
typedef struct
{
  const char     *service;
  const char     *purpose;
  ShcActivityEnd  end;
  gint64          since_us;
} ShcActivityFilter;

/** ShcActivityFunc: Returns: whether to go on. */
typedef gboolean (*ShcActivityFunc) (const ShcActivity *activity, gpointer data, GError **error);

/** shc_activity_each: calls @func for each request that @filter means, newest first, without keeping them. @filter: (nullable):
 * all. @limit: at most so many, the newest; 0 for all. */
gboolean   shc_activity_each (ShcDb *db, const ShcActivityFilter *filter, guint limit, ShcActivityFunc func, gpointer data,
                              GError **error);

/** shc_activity_find: Returns: (transfer full) (element-type ShcActivity): the same as a list; %NULL with an error. */
GPtrArray *shc_activity_find (ShcDb *db, const ShcActivityFilter *filter, guint limit, GError **error);

G_END_DECLS
