/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about reflections share: columns in one order, row numbers, digests. */

#pragma once

#include "shc-reflections.h"

G_BEGIN_DECLS

/** SHC_SQL_NARROW: the columns that shc_reflections_read_row() expects first, of a table or alias
 * called `reflection`. */
#define SHC_SQL_NARROW \
  " reflection.row, reflection.id, reflection.civil_us, reflection.has_time, " \
  "reflection.offset_min, reflection.milestone, reflection.mood, reflection.never_send, " \
  "reflection.created_us, reflection.updated_us, reflection.trashed_us, reflection.words "
#define SHC_SQL_NARROW_N 12

/** Returns: (transfer full): the narrow part; no text, empty tags. */
ShcReflection *shc_reflections_read_row (sqlite3_stmt *stmt);

/** shc_reflections_resolve: @id: a UUID or a unique beginning of at least 8 characters. @row: (out).
 * @full_id: (out) (optional) (transfer full). Errors: %SHC_JOURNAL_ERROR_NOT_FOUND, INVALID when
 * several begin so. */
gboolean shc_reflections_resolve (ShcDb *db, const char *id, gint64 *row, char **full_id,
                                  GError **error);

/** shc_reflections_get_row: with text and tags; NOT_FOUND. */
ShcReflection *shc_reflections_get_row (ShcDb *db, gint64 row, GError **error);

/** shc_reflections_walk: Returns: (transfer none): gives row and civil_us of what @filter lets
 * through (its query aside), newest first; reset it. */
sqlite3_stmt  *shc_reflections_walk (ShcDb *db, const ShcFilter *filter, GError **error);

/** shc_reflections_next_row: @row: (out): the number a new reflection gets; below what is being
 * staged, and never one that an import had. */
gboolean shc_reflections_next_row (ShcDb *db, gint64 *row, GError **error);

/** shc_reflections_insert: writes @reflection, which was checked and has its row and id, inside the
 * caller's transaction. @import: the import that brings it, 0 for none. */
gboolean shc_reflections_insert (ShcDb *db, ShcReflection *reflection, gint64 import,
                                 gint64 now_us, GError **error);

/** shc_reflections_insert_text: writes and indexes the text of a row that has none. */
gboolean shc_reflections_insert_text (ShcDb *db, const ShcReflection *reflection, GError **error);

/** shc_reflections_digest: Returns: what two reflections of the same civil day and text share. */
gint64   shc_reflections_digest (const ShcReflection *reflection);

/** shc_reflections_keep_former: remembers (by digests) what stands in @former, as what an editor that
 * began at its `updated` began from. */
gboolean shc_reflections_keep_former (ShcDb *db, const ShcReflection *former, GError **error);

/** shc_reflections_merge: makes @mine, an edit of what stood there at @base_updated_us, one of
 * @theirs, what stands there now: each field that @mine did not change becomes theirs, tags are
 * merged one by one. Where the base is not known, @mine stands, but for a protection. */
gboolean shc_reflections_merge (ShcDb *db, ShcReflection *mine, const ShcReflection *theirs,
                                gint64 base_updated_us, GError **error);

/** shc_reflections_keep_version: keeps @text as what was current at @updated_us. */
gboolean shc_reflections_keep_version (ShcDb *db, gint64 row, gint64 updated_us,
                                       const char *session, const char *text, GError **error);

/** shc_reflections_version_text: Returns: (transfer full): NOT_FOUND. */
char    *shc_reflections_version_text (ShcDb *db, gint64 row, gint64 updated_us, GError **error);

G_END_DECLS
