/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a base and reflections of the journal: what was changed at which end, and taking over what was changed there. */

#pragma once

#include "shc-base-fetched.h"
#include "shc-base-rows.h"

G_BEGIN_DECLS

/** ShcBaseMerge: goes through the person's own rows, one by one. What it is made of has to outlive it. Used by one thread
 * at a time. */
typedef struct _ShcBaseMerge ShcBaseMerge;

/**
 * shc_base_merge_new:
 * @links: (element-type ShcRemoteLink): of @place
 * @take: whether rows are taken over; else it is only looked what would be
 * @result: what is found is added to it
 */
ShcBaseMerge *shc_base_merge_new  (const ShcBaseLayout *layout, const ShcBaseTheirs *theirs, GPtrArray *links,
                                   const char *service, const char *place, gboolean take, ShcBaseFetched *result);
void          shc_base_merge_free (ShcBaseMerge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcBaseMerge, shc_base_merge_free)

/** shc_base_merge_some: the next rows, each in a transaction of its own if they are taken, about as many as a short job may do.
 * @db: the writer if they are taken. @more: (out): call again. Errors: of the journal and the vault. */
gboolean      shc_base_merge_some (ShcBaseMerge *self, ShcDb *db, gint64 now_us, gboolean *more, GError **error);

/** shc_base_merge_count_done: how many rows it has seen to, of shc_base_merge_count(). */
guint         shc_base_merge_count_done (const ShcBaseMerge *self);
guint         shc_base_merge_count      (const ShcBaseMerge *self);

G_END_DECLS
