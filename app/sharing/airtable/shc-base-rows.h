/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the journal goes into which cells of a base, and how that differs from what stands there. */

#pragma once

#include "shc-airtable-share.h"
#include "shc-base-layout.h"
#include "shc-outbound.h"
#include "shc-share-plan.h"

G_BEGIN_DECLS

/** In a cell that links to the person's own row, until that has an id. */
#define SHC_BASE_OWN_ROW "@own"

/**
 * ShcBaseOurs: what may leave, and what is known of what is there
 * @profile: without @adult
 * @consent: whether the person agreed to keeping it in this base
 * @reflections: (element-type ShcOutboundReflection)
 * @links: (element-type ShcRemoteLink)
 */
typedef struct
{
  ShcProfile *profile;
  gint64      created_us;
  gboolean    consent;
  GPtrArray  *reflections;
  GPtrArray  *links;
} ShcBaseOurs;
void shc_base_ours_free (ShcBaseOurs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcBaseOurs, shc_base_ours_free)

/**
 * ShcBaseTheirs: what stands in the base now of this person's
 * @user: (nullable): their own row
 * @reflections: (element-type utf8 ShcAirtableRecord): rows that link to it and to nobody else's, by their id
 * @same: (element-type utf8): ids of reflections whose row is as it should be and was let go
 */
typedef struct
{
  ShcAirtableRecord *user;
  GHashTable        *reflections;
  GHashTable        *same;
} ShcBaseTheirs;
ShcBaseTheirs *shc_base_theirs_new  (void);
void           shc_base_theirs_free (ShcBaseTheirs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcBaseTheirs, shc_base_theirs_free)

/** shc_base_ours_index: Returns: (transfer container) (element-type utf8 ShcRemoteLink): links by the id of what they are of. */
GHashTable *shc_base_ours_index (const ShcBaseOurs *self);

/** shc_base_get_columns: @columns: (out caller-allocates) (array length=SHC_BASE_N_COLUMNS): of @table, to be read. Returns:
 * how many. */
guint       shc_base_get_columns (const ShcBaseLayout *layout, ShcBaseTable table, ShcAirtableColumn *columns);

/** shc_base_list_missing_choices: Returns: (transfer full) (element-type ShcShareChoice): what of @ours no choice of its column stands
 * for, each once. */
GPtrArray  *shc_base_list_missing_choices (const ShcBaseLayout *layout, const ShcBaseOurs *ours);

/** ShcBaseSieve: finds rows that are as they should be as they come, so that of thousands only the others are kept. */
typedef struct _ShcBaseSieve ShcBaseSieve;
/** shc_base_sieve_new: all three are used until it is freed; @theirs knows the person's own row. */
ShcBaseSieve *shc_base_sieve_new  (const ShcBaseLayout *layout, const ShcBaseOurs *ours, ShcBaseTheirs *theirs);
/** shc_base_sieve_take: Returns: whether @record is as it should be, and noted as such in the @same of theirs. */
gboolean      shc_base_sieve_take (ShcBaseSieve *self, const ShcAirtableRecord *record);
void          shc_base_sieve_free (ShcBaseSieve *self);

/** shc_base_plan_share: @theirs: (nullable): %NULL if the service was not asked. Adds to @plan what is to be created and changed,
 * the person's own row first. Rows to be created have no local id yet where @ours has no link. */
void        shc_base_plan_share (ShcSharePlan *plan, const ShcBaseLayout *layout, const ShcBaseOurs *ours,
                                 const ShcBaseTheirs *theirs);

G_END_DECLS
