/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What taking a run back and having everything deleted share. */

#pragma once

#include "shc-airtable-share-private.h"
#include "shc-remote-links.h"

G_BEGIN_DECLS

/**
 * ShcShareTaking: the data of a call that plans one of them
 * @next: what is done when the base's layout is known, and enough of it is there
 * @run: (nullable): the one that is taken back
 * @passes: whether that may be an older one, where nothing is left of the last
 * @n_passed: newer runs of which nothing is left to take back
 * @n_unknown: their changes, and those of @run, of which it is not known any more what stood there before
 * @rows: (element-type utf8 ShcAirtableRecord): what stands there now, by its id
 * @belonging: (nullable) (array zero-terminated=1): rows that link to the person's own, of which it is the last to go
 * @links: (element-type utf8 ShcRemoteLink) (nullable): by their local ids; made when needed
 */
typedef struct
{
  ShcSharingKind  kind;
  ShcShareStep    next;
  ShcSharingRun  *run;
  gboolean        passes;
  guint           n_passed;
  guint           n_unknown;
  GHashTable     *rows;
  char          **belonging;
  GHashTable     *links;
} ShcShareTaking;

/** shc_share_taking_begin: finds the base and its layout, and goes on with @next. Takes @task. */
void            shc_share_taking_begin         (GTask *task, ShcSharingKind kind, ShcShareStep next);
ShcShareTaking *shc_share_taking_get           (GTask *task);

/** shc_share_taking_read_rows: asks for the rows @ids (transfer container) of @table; of people's also which rows link to them. Takes
 * @task. */
void            shc_share_taking_read_rows     (GTask *task, ShcBaseTable table, GPtrArray *ids,
                                                GAsyncReadyCallback callback);

ShcBaseTable    shc_share_taking_get_table     (const char *id);
/** shc_share_taking_create_change: Returns: (transfer full): of the row @record, which is @link's. */
ShcShareChange *shc_share_taking_create_change (ShcAirtableShare *self, ShcSharingChange kind, const ShcRemoteLink *link,
                                                const ShcAirtableRecord *record);
ShcSharePlan   *shc_share_taking_create_plan   (ShcAirtableShare *self, ShcSharingKind kind);
/** shc_share_taking_return_plan: takes both. */
void            shc_share_taking_return_plan   (GTask *task, ShcSharePlan *plan);

G_END_DECLS
