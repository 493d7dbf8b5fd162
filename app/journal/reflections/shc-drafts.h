/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being typed, kept in the vault from one second to the next. */

#pragma once

#include "shc-db.h"
#include "shc-reflection.h"

G_BEGIN_DECLS

/** The draft of a new reflection; drafts of edits are named by the reflection's id. */
#define SHC_DRAFT_NEW "new"

typedef struct
{
  char          *name;
  ShcReflection *reflection;      /* what has been typed so far; text may be empty */
  gint64         base_updated_us; /* for edits: the state it began from */
  gint64         saved_us;
} ShcDraft;
ShcDraft *shc_draft_new (const char *name);
ShcDraft *shc_draft_copy (const ShcDraft *draft);
void      shc_draft_free (ShcDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcDraft, shc_draft_free)

gboolean   shc_drafts_save (ShcDb *db, const ShcDraft *draft, gint64 now_us, GError **error);
/** Returns: (transfer full) (nullable): %NULL without an error if there is none. */
ShcDraft  *shc_drafts_get (ShcDb *db, const char *name, GError **error);
gboolean   shc_drafts_drop (ShcDb *db, const char *name, GError **error);
/** Returns: (transfer full) (element-type ShcDraft). */
GPtrArray *shc_drafts_list (ShcDb *db, GError **error);

G_END_DECLS
