/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcBaseMerge share. */

#pragma once

#include "shc-base-merge.h"
#include "shc-reflection.h"
#include "shc-remote-links.h"

G_BEGIN_DECLS

/** The columns that come back. */
#define SHC_BASE_N_MERGED 3
extern const ShcBaseColumn shc_base_merged[SHC_BASE_N_MERGED];

struct _ShcBaseMerge
{
  const ShcBaseLayout *layout;
  const ShcBaseTheirs *theirs;
  GPtrArray           *links;
  const char          *service;
  const char          *place;
  gboolean             take;
  ShcBaseFetched      *result;
  char                *session;
  GPtrArray           *rows;          /* (element-type ShcAirtableRecord): of @theirs, in an order */
  guint                next;
  GHashTable          *by_remote_id;  /* (element-type utf8 ShcRemoteLink) */
  GHashTable          *by_local_id;   /* (element-type utf8 ShcRemoteLink) */
  GHashTable          *local_ids;     /* (element-type utf8): that a row has had already */
  GHashTable          *met;           /* (element-type ShcRemoteLink): links whose row is there */
  GHashTable          *twins;         /* (element-type utf8): reflections that a row was found to be */
};

/** ShcBaseRow: what one row comes to. */
typedef struct
{
  const ShcAirtableRecord *record;
  const ShcRemoteLink     *link;     /* (nullable) */
  ShcReflection           *local;    /* as it is here */
  ShcReflection           *becomes;
  ShcCells                *here;
  ShcCells                *taken;    /* there, and not so here yet */
  ShcCells                *both;     /* changed at both ends, as it is there */
  ShcCells                *agreed;   /* as it is there, and here from now on */
} ShcBaseRow;

void shc_base_row_clear (ShcBaseRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShcBaseRow, shc_base_row_clear)

/* Cells: shc-base-merge-cells.c. */

const char     *shc_base_merge_get_id         (const ShcBaseMerge *self, ShcBaseColumn column);
/** shc_base_merge_get_local_id: Returns: (transfer none) (nullable): what the row says it goes by. */
const char     *shc_base_merge_get_local_id   (const ShcBaseMerge *self, const ShcAirtableRecord *record);
/** shc_base_merge_create_here: Returns: (transfer full): the reflection as cells; a milestone that the base has no choice for as it
 * is called here. */
ShcCells       *shc_base_merge_create_here    (const ShcBaseMerge *self, const ShcReflection *reflection);
/** shc_base_merge_dup_same_names: Returns: (transfer full): of @here those that @there has. */
ShcCells       *shc_base_merge_dup_same_names (const ShcCells *here, const ShcCells *there);
/** shc_base_merge_create_seen: Returns: (transfer full): what the link is to remember: of the text from there that is kept beside
 * ours, that it was met. */
char           *shc_base_merge_create_seen    (const ShcBaseMerge *self, const ShcBaseRow *row);

ShcShareChange *shc_base_merge_create_item    (const ShcBaseMerge *self, const ShcBaseRow *row, ShcSharingChange kind);
/** shc_base_merge_set_aside: tells that the row cannot be taken, and @why. */
void            shc_base_merge_set_aside      (const ShcBaseMerge *self, const ShcBaseRow *row, const char *why);

/* Each sees to one row, in a transaction of the caller's where it is taken. */

/** shc_base_merge_known: one with a link. */
gboolean shc_base_merge_known   (ShcBaseMerge *self, ShcDb *db, ShcBaseRow *row, gint64 now_us, GError **error);
/** shc_base_merge_new_row: one without. */
gboolean shc_base_merge_new_row (ShcBaseMerge *self, ShcDb *db, ShcBaseRow *row, gint64 now_us, GError **error);

G_END_DECLS
