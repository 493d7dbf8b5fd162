/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping reflections: every call takes a connection and so runs inside a vault job. */

#pragma once

#include "shc-db.h"
#include "shc-reflection.h"

G_BEGIN_DECLS

/**
 * ShcFilter:
 * @query: (nullable): words as typed, see shc-search.h; %NULL or blank for all
 * @from_day: @to_day: civil days since 0001-01-01, inclusive; -1 for open
 * @milestone: @tag: (nullable): exact, case-insensitive
 * @mood: 0 for any
 * @trash: only the trash (%TRUE) or only what is not in it
 * @best: order by relevance instead of newest first (with @query only)
 */
typedef struct
{
  char    *query;
  gint64   from_day;
  gint64   to_day;
  char    *milestone;
  char    *tag;
  int      mood;
  gboolean trash;
  gboolean best;
} ShcFilter;

ShcFilter *shc_filter_new (void);
ShcFilter *shc_filter_copy (const ShcFilter *self);
void       shc_filter_free (ShcFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcFilter, shc_filter_free)

/** shc_reflections_add: keeps a new reflection; fills @row, @id (if %NULL), times (if 0), words, in
 * one transaction (or in the caller's, if one is open). */
gboolean shc_reflections_add (ShcDb *db, ShcReflection *reflection, gint64 now_us, GError **error);

/** shc_reflections_get: by UUID, or by a unique beginning of one of at least 8 characters.
 * Returns: (transfer full): Errors: %SHC_JOURNAL_ERROR_NOT_FOUND. */
ShcReflection *shc_reflections_get (ShcDb *db, const char *id, GError **error);

/**
 * shc_reflections_edit:
 * @session: names one sitting of editing: the former text is kept as a version once a session
 * @base_updated_us: the `updated` the editor began from, 0 to not check
 * @kept_both: (out) (optional): somebody else saved another text in between; theirs was kept as a
 *   version
 *
 * Where somebody else saved in between, what @reflection did not change since @base_updated_us
 * stays theirs, text and tags included; @reflection becomes what was kept.
 */
gboolean shc_reflections_edit (ShcDb *db, ShcReflection *reflection, const char *session,
                               gint64 base_updated_us, gint64 now_us, gboolean *kept_both,
                               GError **error);

/** @ids: (array zero-terminated=1). All or none. NOT_FOUND names the first unknown id. */
gboolean shc_reflections_trash (ShcDb *db, const char *const *ids, gint64 now_us, GError **error);
gboolean shc_reflections_untrash (ShcDb *db, const char *const *ids, GError **error);

/** shc_reflections_purge_begin: dooms @ids, in the trash or not: out of sight at once, and for good.
 * What they hold goes by shc_reflections_purge_some(), also when that is left to a later opening
 * (shc_imports_sweep()). */
gboolean shc_reflections_purge_begin (ShcDb *db, const char *const *ids, GError **error);
/** shc_reflections_purge_some: in one short transaction, ends text, versions, tags and index entries of
 * some that are doomed. @more: (out): call again; else no word of theirs is left. */
gboolean shc_reflections_purge_some (ShcDb *db, gboolean *more, GError **error);
/** The same as a #ShcVaultJob. Returns: whether to run it again. */
gpointer shc_reflections_purge_in_thread (ShcDb *db, gpointer data, GError **error);

/** shc_reflections_list: @after_id: (nullable): continue after this one. Returns: (transfer full)
 * (element-type ShcReflection): newest first (civil time, then row), with text. */
GPtrArray *shc_reflections_list (ShcDb *db, const ShcFilter *filter, const char *after_id,
                                 guint limit, GError **error);

/** shc_reflections_load: @rows: (array length=n_rows): row keys. Returns: (transfer full) (element-type
 * ShcReflection): whole, in the order asked, until their texts come to @budget bytes; what was purged
 * meanwhile is left out. @n_taken: (out): how many of @rows were seen to. */
GPtrArray *shc_reflections_load (ShcDb *db, const gint64 *rows, guint n_rows, gsize budget,
                                 guint *n_taken, GError **error);

/** ShcVersion: @text: %NULL where only the times and lengths were asked for. */
typedef struct
{
  gint64 updated_us;
  guint  n_words;
  char  *text;
} ShcVersion;
void shc_version_free (ShcVersion *version);
/** Returns: (transfer full) (element-type ShcVersion): former texts, newest first. */
GPtrArray *shc_reflections_versions (ShcDb *db, const char *id, GError **error);
/** @n: (out): how many there are of @row. */
gboolean   shc_reflections_count_versions (ShcDb *db, gint64 row, guint *n, GError **error);
/** Returns: (transfer full) (element-type ShcVersion): the same without the texts. */
GPtrArray *shc_reflections_versions_named (ShcDb *db, const char *id, GError **error);
/** Returns: (transfer full) (element-type ShcVersion): those of @row before @before_us, newest first,
 * until their texts come to @budget bytes. @more: (out): whether some may be left. */
GPtrArray *shc_reflections_versions_before (ShcDb *db, gint64 row, gint64 before_us, gsize budget,
                                            gboolean *more, GError **error);
/** Returns: (transfer full): the text that was current at @updated_us. NOT_FOUND. */
char      *shc_reflections_version (ShcDb *db, const char *id, gint64 updated_us, GError **error);
gboolean   shc_reflections_restore_version (ShcDb *db, const char *id, gint64 updated_us,
                                            const char *session, gint64 now_us, GError **error);

/** shc_reflections_keep_other: keeps @text, which somebody else made of @id meanwhile, among its former texts,
 * where it can be read and brought back; what is current stays. In the caller's transaction. */
gboolean   shc_reflections_keep_other (ShcDb *db, const char *id, const char *text, const char *session,
                                       gint64 now_us, GError **error);

gint64 shc_reflections_count (ShcDb *db, const ShcFilter *filter, GError **error);

/** Returns: (transfer full): all in use (trash aside), most used first. */
char **shc_reflections_tags (ShcDb *db, GError **error);
char **shc_reflections_milestones (ShcDb *db, GError **error);

/* For lists of any length: the keys of all rows at once, their content a page at a time. */

/** ShcRowKey: 16 bytes a row. @month: year * 12 + month - 1, for the list's month captions. */
typedef struct
{
  gint64  row;
  gint32  month;
  guint32 flags; /* reserved, 0 */
} ShcRowKey;
/** Returns: (transfer full) (element-type ShcRowKey): in list order. */
GArray *shc_reflections_keys (ShcDb *db, const ShcFilter *filter, GError **error);

/** shc_reflections_fetch: @rows: row keys. Returns: (transfer full) (element-type ShcReflection)
 * (nullable elements): in the order asked; text cut to what a list row shows (an excerpt of 240
 * characters; with @query, around the first match, matches between U+E000 and U+E001). */
GPtrArray *shc_reflections_fetch (ShcDb *db, const gint64 *rows, guint n_rows, const char *query,
                                  GError **error);

G_END_DECLS
