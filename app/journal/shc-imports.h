/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing many reflections in: staged in short commits, visible at once or not at all. */

#pragma once

#include "shc-db.h"
#include "shc-reflections.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/**
 * ShcImportEntry: one entry as a file holds it.
 * @reflection: with an @id only if the file gave it a UUID
 * @source_id: (nullable): what the file calls it
 * @versions: (nullable) (element-type ShcVersion): former texts
 */
typedef struct
{
  ShcReflection *reflection;
  char          *source_id;
  GPtrArray     *versions;
} ShcImportEntry;
ShcImportEntry *shc_import_entry_new (void);
void            shc_import_entry_free (ShcImportEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcImportEntry, shc_import_entry_free)

/** shc_import_entry_check: whether all of it can be kept: shc_reflection_check(), former texts as
 * shc_text_check(), a @source_id of bounded length (an empty one is dropped). To be called before an
 * entry is staged. Errors: %SHC_TEXT_ERROR, %SHC_JOURNAL_ERROR_INVALID. */
gboolean        shc_import_entry_check (ShcImportEntry *entry, GError **error);

/**
 * ShcImportTally:
 *
 * What one run over one file has met so far, so that doubles are recognised by source id (the
 * reflection's own UUID included), else by civil date and text, counted: of two equal entries in
 * the file, with one of them in the vault, one is new.
 */
typedef struct _ShcImportTally ShcImportTally;
ShcImportTally *shc_import_tally_new (void);
void            shc_import_tally_free (ShcImportTally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcImportTally, shc_import_tally_free)

/** shc_imports_begin: @source: format and file name, for people. Returns: the import's number;
 * 0 on failure. Drops what an earlier, unfinished import left, if it is not running any more; else
 * fails with %SHC_VAULT_ERROR_BUSY. */
gint64 shc_imports_begin (ShcDb *db, const char *source, gint64 now_us, GError **error);

/** shc_imports_stage: keeps @entries (array length=n) unseen, in one short transaction (hand over a
 * few hundred at a time). @added: @present: (out): how many were new, how many were there already. */
gboolean shc_imports_stage (ShcDb *db, gint64 import, ShcImportTally *tally,
                            ShcImportEntry *const *entries, guint n, gint64 now_us,
                            guint *added, guint *present, GError **error);

/** shc_imports_look: counts as shc_imports_stage() would and changes nothing. */
gboolean shc_imports_look (ShcDb *db, ShcImportTally *tally, ShcImportEntry *const *entries, guint n,
                           guint *added, guint *present, GError **error);

/** shc_imports_publish: makes all of @import visible at once. */
gboolean shc_imports_publish (ShcDb *db, gint64 import, gint64 now_us, GError **error);

/** shc_imports_drop_some: takes a few hundred rows of an unpublished import away for good.
 * @more: (out): call again. */
gboolean shc_imports_drop_some (ShcDb *db, gint64 import, gboolean *more, GError **error);

/** shc_imports_unfinished: Returns: the number of an import that was begun, never published, and is
 * not running any more, in this program or another; 0 if there is none. */
gint64 shc_imports_unfinished (ShcDb *db, GError **error);

/** shc_imports_undo_some: takes a few hundred reflections of a published import away; those that were
 * edited since, or are being edited, stay. @removed: (out): by this call. @kept: (out): how many
 * stay, told by the last call (0 before it). NOT_FOUND for an unknown number. */
gboolean shc_imports_undo_some (ShcDb *db, gint64 import, gint64 *removed, gint64 *kept,
                                gboolean *more, GError **error);

/** shc_imports_sweep_some: one step of taking away what an import that was cut off has left, index
 * entries included. @more: (out): call again. */
gboolean shc_imports_sweep_some (ShcDb *db, gboolean *more, GError **error);

/** shc_imports_sweep: such steps for @patience_ms at most; what is left then is for the next time.
 * Blocks. */
void shc_imports_sweep (ShcVault *vault, guint patience_ms);

G_END_DECLS
