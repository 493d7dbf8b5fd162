/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person's place on a mailing list would become, field by field, before anything is done. */

#pragma once

#include "shc-sharing-runs.h"

G_BEGIN_DECLS

typedef enum
{
  SHC_MAILING_JOIN,        /* joining, or what has changed since */
  SHC_MAILING_UNDO,        /* taking the last run back */
  SHC_MAILING_UNSUBSCRIBE,
  SHC_MAILING_ARCHIVE,
  SHC_MAILING_FORGET,      /* erasing for good */
} ShcMailingWish;

/**
 * ShcMailingOptions: what only goes by a tick of its own
 * @rejoin: somebody who left the list is asked by mail whether they want back
 * @own_milestones: milestones in the person's own words go, too
 * @every_milestone: events for all milestones that were not told, not only for those since
 * @tell_again: an event of which it is not known whether it went, goes once more
 */
typedef struct
{
  gboolean rejoin;
  gboolean own_milestones;
  gboolean every_milestone;
  gboolean tell_again;
} ShcMailingOptions;

/** ShcMailingChange: @field: "email_address", "status", "FNAME", "tags", "events" or, of an event, "milestone"; @before:
 * @after: (nullable): for the last three, one that is added (or, with only @before, taken away); @left_out: whether it is not
 * to go though its request does, see shc_mailing_change_is_voluntary(); @needed: whether the list wants it from everybody. */
typedef struct
{
  char     *field;
  char     *before;
  char     *after;
  gboolean  left_out;
  gboolean  needed;
} ShcMailingChange;

/** ShcMailingItem: one request. @step: what is written down before it goes; @changes: (element-type ShcMailingChange);
 * @ticked: whether it is to be done. */
typedef struct
{
  ShcSharingStep *step;
  GPtrArray      *changes;
  gboolean        ticked;
} ShcMailingItem;

/**
 * ShcMailingPlan:
 * @list: the audience's id
 * @compared: with what stands at the service now; else with what was last known
 * @status_now: (nullable): of the person there; %NULL if they are not there, or it is not known
 * @status: (nullable): what it becomes
 * @items: (element-type ShcMailingItem): in the order in which they go
 * @notes: (element-type utf8): sentences: what is left out, and why; what cannot be taken back
 * @offers: what there would be more of, if it were asked for
 */
typedef struct
{
  ShcMailingWish     wish;
  char              *list;
  gboolean           compared;
  char              *status_now;
  char              *status;
  GPtrArray         *items;
  GPtrArray         *notes;
  ShcMailingOptions  offers;
} ShcMailingPlan;
ShcMailingPlan *shc_mailing_plan_new  (ShcMailingWish wish, const char *list);
ShcMailingPlan *shc_mailing_plan_copy (const ShcMailingPlan *self);
void            shc_mailing_plan_free (ShcMailingPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcMailingPlan, shc_mailing_plan_free)

/** shc_mailing_change_is_voluntary: whether the request of @item can go without @change: a name, or one of several tags. */
gboolean shc_mailing_change_is_voluntary (const ShcMailingItem *item, const ShcMailingChange *change);

/** shc_mailing_plan_holds_back: whether @item cannot go because joining the list, which comes before it, is not ticked. */
gboolean shc_mailing_plan_holds_back (const ShcMailingPlan *self, const ShcMailingItem *item);

/** shc_mailing_plan_settle: Returns: (transfer full): a copy that holds what was chosen and nothing else, in its requests,
 * too: this is what is to be run. */
ShcMailingPlan *shc_mailing_plan_settle (const ShcMailingPlan *self);

/** shc_mailing_plan_count: Returns: how many requests it takes that write. */
guint shc_mailing_plan_count (const ShcMailingPlan *self);

/** shc_mailing_dup_event: Returns: (transfer full): the name of the event that @milestone is told as. */
char *shc_mailing_dup_event (const char *milestone);

G_END_DECLS
