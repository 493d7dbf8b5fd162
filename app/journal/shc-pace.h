/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transactions of a certain length, one after the other. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ShcPace: how long the transactions of a long piece of work last.
 * @goal_us: what one of them is to take, its commit included
 * @share: (private): what part of that is left for the work before the commit, as those so far show
 */
typedef struct
{
  gint64 goal_us;
  double share;
  gint64 begun_us;
  gint64 commit_us;
} ShcPace;

/** shc_pace_init: a commit is thought to take half of the time until one has been seen. */
void     shc_pace_init (ShcPace *self, gint64 goal_us);

/** shc_pace_begin: to be called when the transaction has begun, so that waiting for another program
 * does not count. */
void     shc_pace_begin (ShcPace *self);

/** shc_pace_is_over: whether it is time to commit. */
gboolean shc_pace_is_over (const ShcPace *self);

/** shc_pace_commit: the work is done, the commit begins. shc_pace_end: it has ended, and the next
 * transaction's work gets its time by it. */
void     shc_pace_commit (ShcPace *self);
void     shc_pace_end (ShcPace *self);

G_END_DECLS
