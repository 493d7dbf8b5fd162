/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing many reflections in: staged in short commits, visible at once or not at all. */

#pragma once

#include "shc-db.h"
#include "shc-pace.h"
#include "shc-reflections.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/**
 * ShcImportEntry: one entry as a file holds it.
 * @reflection: with an @id only if the file gave it a UUID; %NULL for one that only brings more
 *   @versions of the entry just before it, which @source_id names
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

/** shc_imports_clear_some: one step of taking away what an import or a purge that was cut off has left,
 * before another begins. @more: (out): call again. Fails with %SHC_VAULT_ERROR_BUSY while an import is
 * running. */
gboolean shc_imports_clear_some (ShcDb *db, gint64 now_us, gboolean *more, GError **error);

/** shc_imports_begin: @source: format and file name, for people. Returns: the import's number;
 * 0 on failure. Fails with %SHC_VAULT_ERROR_BUSY while there is an unfinished one, running or not: see
 * shc_imports_clear_some(). */
gint64 shc_imports_begin (ShcDb *db, const char *source, gint64 now_us, GError **error);

/**
 * ShcImportCounts:
 * @taken: how many entries were dealt with, from the first on
 * @added: how many of them were new
 * @present: how many were there already
 */
typedef struct
{
  guint taken;
  guint added;
  guint present;
} ShcImportCounts;

/** shc_imports_stage: keeps @entries (array length=n) unseen, in one short transaction. @pace:
 * (nullable): says when to leave the others for the next call; at least one is taken, and without it
 * all are. @counts: (out). */
gboolean shc_imports_stage (ShcDb *db, gint64 import, ShcImportTally *tally,
                            ShcImportEntry *const *entries, guint n, gint64 now_us, ShcPace *pace,
                            ShcImportCounts *counts, GError **error);

/** shc_imports_merge_some: does, in one short transaction, what is due in the search index after what
 * was staged; until the import ends, no commit does. @more: (out): call again. */
gboolean shc_imports_merge_some (ShcDb *db, ShcPace *pace, gboolean *more, GError **error);

/** shc_imports_look: counts as shc_imports_stage() would and changes nothing. */
gboolean shc_imports_look (ShcDb *db, ShcImportTally *tally, ShcImportEntry *const *entries, guint n,
                           ShcImportCounts *counts, GError **error);

/** shc_imports_publish: makes all of @import visible at once. */
gboolean shc_imports_publish (ShcDb *db, gint64 import, gint64 now_us, GError **error);

/** shc_imports_drop_some: takes a few hundred rows of an unpublished import away for good.
 * @more: (out): call again. */
gboolean shc_imports_drop_some (ShcDb *db, gint64 import, gboolean *more, GError **error);

/** shc_imports_unfinished: Returns: the number of an import that was begun, never published, and is
 * not running any more, in this program or another; 0 if there is none. */
gint64 shc_imports_unfinished (ShcDb *db, GError **error);

/**
 * ShcImportUndo: how far an undoing has come; begins as zeros.
 * @removed: so far
 * @kept: how many stay, known after the last step
 */
typedef struct
{
  gint64   removed;
  gint64   kept;
  gint64   from_row; /* where the next step goes on */
  gboolean bulk;
} ShcImportUndo;

/** shc_imports_undo_some: takes some reflections of a published import away; those that were edited
 * since, or are being edited, stay. @undo: (inout): handed to each step. @more: (out): call again.
 * NOT_FOUND for an unknown number. */
gboolean shc_imports_undo_some (ShcDb *db, gint64 import, ShcImportUndo *undo, gboolean *more,
                                GError **error);

/** shc_imports_sweep_some: one step of taking away what an import or a purge that was cut off has
 * left, index entries included. @more: (out): call again. */
gboolean shc_imports_sweep_some (ShcDb *db, gboolean *more, GError **error);
/** The same as a #ShcVaultJob. Returns: whether to run it again. */
gpointer shc_imports_sweep_in_thread (ShcDb *db, gpointer data, GError **error);

/** shc_imports_sweep: such steps for @patience_ms at most; what is left then is for the next time.
 * Blocks. */
void shc_imports_sweep (ShcVault *vault, guint patience_ms);

G_END_DECLS
