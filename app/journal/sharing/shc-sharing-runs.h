/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was shared on purpose: runs of steps, each written down before it goes, so that one that was cut off goes on where it
 * stopped, and the last one can be taken back. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

typedef enum { SHC_SHARING_SHARE, SHC_SHARING_UNDO, SHC_SHARING_FORGET } ShcSharingKind;

typedef enum
{
  SHC_SHARING_CREATE,
  SHC_SHARING_UPDATE,
  SHC_SHARING_DELETE,
  SHC_SHARING_TELL,    /* cannot be taken back: a mail, an event */
} ShcSharingChange;

typedef enum
{
  SHC_SHARING_PLANNED,
  SHC_SHARING_SENT,    /* went out; whether it arrived is not known */
  SHC_SHARING_DONE,
  SHC_SHARING_FAILED,  /* the service refused it, see @why */
  SHC_SHARING_LEFT,    /* was not sent after all, see @why */
} ShcSharingState;

/**
 * ShcSharingStep: one change at the service
 * @part: which of the service's tables, or what kind of step: "users", "reflections", "member", "event"
 * @id: the reflection's; "" of the profile
 * @local_id: @remote_id: (nullable): see #ShcRemoteLink
 * @cells: (nullable): what is written, byte for byte as it was looked at; gone when the run has ended
 * @before: (nullable): what stood there; gone after %SHC_SHARING_KEEP_DAYS
 * @digests: (nullable): of what was written, to tell later whether it still stands there, or was told
 * @why: (nullable): a sentence
 */
typedef struct
{
  int               step;
  char             *part;
  char             *id;
  ShcSharingChange  change;
  char             *local_id;
  char             *remote_id;
  char             *cells;
  char             *before;
  char             *digests;
  ShcSharingState   state;
  char             *why;
} ShcSharingStep;
ShcSharingStep *shc_sharing_step_new (const char *part, const char *id, ShcSharingChange change);
void            shc_sharing_step_free (ShcSharingStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSharingStep, shc_sharing_step_free)

/**
 * ShcSharingRun:
 * @service: "airtable" or "mailchimp"
 * @place: the base or list
 * @undoes: for %SHC_SHARING_UNDO: the run that it takes back
 * @ended_us: 0 while it has not ended
 * @undone: whether another run took it back
 * @steps: (element-type ShcSharingStep): numbered from 1
 */
typedef struct
{
  gint64          run;
  char           *service;
  char           *place;
  ShcSharingKind  kind;
  gint64          undoes;
  gint64          begun_us;
  gint64          ended_us;
  gboolean        undone;
  GPtrArray      *steps;
} ShcSharingRun;
ShcSharingRun *shc_sharing_run_new (const char *service, const char *place, ShcSharingKind kind);
void           shc_sharing_run_free (ShcSharingRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSharingRun, shc_sharing_run_free)

/** How long what stood there before is kept for undoing. */
#define SHC_SHARING_KEEP_DAYS 30

/** shc_sharing_runs_begin: writes @self and all its steps down, in one transaction, and numbers them. Errors: EXISTS-like
 * %SHC_JOURNAL_ERROR_INVALID if one of this place has not ended. Also drops what is older than %SHC_SHARING_KEEP_DAYS. */
gboolean       shc_sharing_runs_begin (ShcDb *db, ShcSharingRun *self, gint64 now_us, GError **error);

/** shc_sharing_runs_get_open: @run: (out) (transfer full) (nullable): the one that has not ended, with its steps. */
gboolean       shc_sharing_runs_get_open (ShcDb *db, const char *service, const char *place, ShcSharingRun **run,
                                          GError **error);

/** shc_sharing_runs_get_last: @run: (out) (transfer full) (nullable): the newest of %SHC_SHARING_SHARE that has ended and was not taken
 * back, with its steps. */
gboolean       shc_sharing_runs_get_last (ShcDb *db, const char *service, const char *place, ShcSharingRun **run,
                                          GError **error);

/** shc_sharing_runs_get_before: like shc_sharing_runs_get_last(), of those that are older than the run @than. */
gboolean       shc_sharing_runs_get_before (ShcDb *db, const char *service, const char *place, gint64 than, ShcSharingRun **run,
                                            GError **error);

/** shc_sharing_runs_note_sent: steps @numbers are about to go. On disk when this returns. */
gboolean       shc_sharing_runs_note_sent (ShcDb *db, gint64 run, const int *numbers, guint n_numbers, GError **error);

/** shc_sharing_runs_note: how a step ended: @step's number, state, remote id, @why, @digests if there are any, and, for what is done, its link
 * (see shc_remote_link_note()), in one transaction. @seen: (nullable): what the link remembers. */
gboolean       shc_sharing_runs_note (ShcDb *db, gint64 run, const ShcSharingStep *step, const char *seen,
                                      gint64 now_us, GError **error);

/** shc_sharing_runs_end: what was to be written is dropped; what stood there before stays for a time. Marks the run that
 * it took back. */
gboolean       shc_sharing_runs_end (ShcDb *db, const ShcSharingRun *self, gint64 now_us, GError **error);

/** ShcSharingTold: a step of %SHC_SHARING_TELL that went: @state: DONE, or SENT of one of which it is not known. */
typedef struct
{
  char            *digests;
  char            *local_id;
  ShcSharingState  state;
} ShcSharingTold;
void           shc_sharing_told_free (ShcSharingTold *self);

/** shc_sharing_runs_list_told: Returns: (transfer full) (element-type ShcSharingTold): of all runs of @place, in their order;
 * %NULL with an error. */
GPtrArray     *shc_sharing_runs_list_told (ShcDb *db, const char *service, const char *place, GError **error);

/** shc_sharing_runs_list_remote_ids: Returns: (transfer full) (array zero-terminated=1): which rows of @place the steps of
 * all runs that shared something were about, each once, without those that a step whose part is @erasing has removed since; %NULL
 * with an error. */
char         **shc_sharing_runs_list_remote_ids (ShcDb *db, const char *service, const char *place, const char *erasing,
                                                 GError **error);

/** shc_sharing_runs_last_ended: @at_us: (out): when the newest run of @service at @place ended; 0 if never. */
gboolean       shc_sharing_runs_last_ended (ShcDb *db, const char *service, const char *place, gint64 *at_us,
                                            GError **error);

G_END_DECLS
