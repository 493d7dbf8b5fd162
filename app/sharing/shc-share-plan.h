/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would be changed at a service, record by record and field by field, before anything is. */

#pragma once

#include "shc-cells.h"
#include "shc-sharing-runs.h"

G_BEGIN_DECLS

/** Most characters of @excerpt of a #ShcShareChange. */
#define SHC_SHARE_EXCERPT_CHARS 120

/**
 * ShcShareChange: one record
 * @part: "users" or "reflections"
 * @table: what the service's own table is called
 * @id: the reflection's; "" of the profile
 * @title: for people: the reflection's day, or the Healing Name
 * @excerpt: (nullable): for people: how the reflection begins
 * @cells: what would be written: for an update, only what is not so yet; named as shc_share_plan_get_column() takes them
 * @before: (nullable): what stands there of @cells; %NULL where nothing does, or where the service was not asked
 * @same: (nullable) (array zero-terminated=1): of an update: columns that hold what they should already
 * @ticked: whether it is to be done
 * @bytes: what its record takes in the body of a request; 0 until somebody measures it
 * @note: (nullable): a sentence: why it is not ticked, or what else is to be known
 */
typedef struct
{
  ShcSharingChange  change;
  char             *part;
  char             *table;
  char             *id;
  char             *title;
  char             *excerpt;
  char             *local_id;
  char             *remote_id;
  ShcCells         *cells;
  ShcCells         *before;
  char            **same;
  gboolean          ticked;
  gsize             bytes;
  char             *note;
} ShcShareChange;
ShcShareChange *shc_share_change_new  (ShcSharingChange change, const char *part, const char *id);
void            shc_share_change_free (ShcShareChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcShareChange, shc_share_change_free)

/**
 * ShcSharePlan:
 * @undoes: of %SHC_SHARING_UNDO: which run
 * @asked: whether it was compared with what the service holds now; else with what was last known
 * @changes: (element-type ShcShareChange): in the order in which they are done
 * @unchanged: how many records need nothing
 * @notes: (element-type utf8): sentences about the whole
 * @conflicts: of %SHC_SHARING_UNDO: how many rows are not what was written any more; those are not ticked
 * @n_staying: of %SHC_SHARING_UNDO: how many rows belong to the person's own that are not in the plan: it stays
 */
typedef struct
{
  ShcSharingKind  kind;
  char           *service;
  char           *place;
  gint64          undoes;
  gboolean        asked;
  GPtrArray      *changes;
  guint           unchanged;
  GPtrArray      *notes;
  guint           conflicts;
  guint           n_staying;
  GHashTable     *names;
} ShcSharePlan;
ShcSharePlan *shc_share_plan_new  (ShcSharingKind kind, const char *service, const char *place);
void          shc_share_plan_free (ShcSharePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSharePlan, shc_share_plan_free)

/** shc_share_plan_get_column: Returns: (transfer none): what the service calls the column @id of @part. */
const char    *shc_share_plan_get_column (const ShcSharePlan *self, const char *id);
void           shc_share_plan_name_column (ShcSharePlan *self, const char *id, const char *name);

/** shc_share_plan_count_requests: Returns: how many requests write what is ticked: ten records in one. */
guint          shc_share_plan_count_requests (const ShcSharePlan *self);

/** shc_share_plan_count_ticked: Returns: how many changes are ticked. */
guint          shc_share_plan_count_ticked (const ShcSharePlan *self);

/** shc_share_plan_is_belonging: Returns: %FALSE if rows would belong to nobody: one is ticked that would belong to the person's own, which
 * is not there and is not ticked; or that one is to be deleted, and others stay. */
gboolean       shc_share_plan_is_belonging (const ShcSharePlan *self);

/** shc_share_plan_count: Returns: how many ticked changes are @change. */
guint          shc_share_plan_count (const ShcSharePlan *self, ShcSharingChange change);

/** shc_share_plan_find_own_deletion: Returns: (transfer none) (nullable): of the person's own row. */
ShcShareChange *shc_share_plan_find_own_deletion (const ShcSharePlan *self);

/** shc_share_plan_tick_all: also what was changed there since; but not the person's own row while others of theirs stay. */
void           shc_share_plan_tick_all (ShcSharePlan *self);

/** shc_share_plan_tick_only: ticks the reflections @ids, or those that begin so, and the profile, and nothing else. @unknown: (out)
 * (transfer none) (nullable): the first of @ids that is not in the plan. */
void           shc_share_plan_tick_only (ShcSharePlan *self, const char *const *ids, const char **unknown);

/** shc_share_plan_create_run: Returns: (transfer full): what is ticked, as it is written down before it goes. Where something is not
 * ticked, the run that it takes back can be taken back again. */
ShcSharingRun *shc_share_plan_create_run (const ShcSharePlan *self);

G_END_DECLS
