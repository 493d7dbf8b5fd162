/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing a reflection without losing what stood there: one version a sitting, and what somebody
 * else saved meanwhile. */

#define G_LOG_DOMAIN "shc-reflections"

#include "config.h"

#include "shc-labels.h"
#include "shc-reflections-private.h"
#include "shc-statement.h"
#include "shc-text.h"
#include "shc-transaction.h"

#define HAS_VERSION_SQL "SELECT 1 FROM reflection_version WHERE row = ?1 AND session = ?2"
#define UPDATE_SQL \
  "UPDATE reflection SET civil_us = ?2, has_time = ?3, offset_min = ?4, milestone = ?5, " \
  "milestone_key = ?6, mood = ?7, never_send = ?8, updated_us = ?9, words = ?10, digest = ?11, " \
  "import = NULL WHERE row = ?1"
#define UPDATE_TEXT_SQL "UPDATE reflection_text SET text = ?2 WHERE row = ?1"

static gboolean
is_same (const ShcReflection *a,
         const ShcReflection *b)
{
  return g_strcmp0 (a->text, b->text) == 0 &&
         shc_date_is_same (a->date, b->date) &&
         g_strcmp0 (a->milestone, b->milestone) == 0 &&
         a->mood == b->mood &&
         a->never_send == b->never_send &&
         g_strv_equal ((const char *const *) a->tags, (const char *const *) b->tags);
}

static gboolean
has_version (ShcDb       *db,
             gint64       row,
             const char  *session,
             gboolean    *found,
             GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, HAS_VERSION_SQL, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, row);
  shc_db_bind_text (stmt, 2, session);
  if (!shc_statement_first (db, stmt, found, error))
    return FALSE;

  sqlite3_reset (stmt);
  return TRUE;
}

static gboolean
keep_former_text (ShcDb                *db,
                  const ShcReflection  *former,
                  const char           *session,
                  gboolean              always,
                  GError              **error)
{
  gboolean kept = FALSE;

  if (!always && !has_version (db, former->row, session, &kept, error))
    return FALSE;

  return kept || shc_reflections_keep_version (db, former->row, former->updated_us, session,
                                               former->text, error);
}

static gboolean
update_text (ShcDb                *db,
             const ShcReflection  *reflection,
             GError              **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, UPDATE_TEXT_SQL, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, reflection->row);
  shc_db_bind_text (stmt, 2, reflection->text);
  return shc_db_done (db, stmt, error);
}

static gboolean
update_narrow (ShcDb                *db,
               const ShcReflection  *reflection,
               GError              **error)
{
  g_autofree char *key = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, UPDATE_SQL, error);

  if (stmt == NULL)
    return FALSE;
  if (reflection->milestone != NULL)
    key = shc_label_fold (reflection->milestone);

  sqlite3_bind_int64 (stmt, 1, reflection->row);
  shc_statement_bind_date (stmt, 2, reflection->date);
  shc_db_bind_text (stmt, 5, reflection->milestone);
  shc_db_bind_text (stmt, 6, key);
  shc_statement_bind_or_null (stmt, 7, reflection->mood, 0);
  sqlite3_bind_int (stmt, 8, reflection->never_send ? 1 : 0);
  sqlite3_bind_int64 (stmt, 9, reflection->updated_us);
  sqlite3_bind_int64 (stmt, 10, reflection->n_words);
  sqlite3_bind_int64 (stmt, 11, shc_reflections_digest (reflection));
  return shc_db_done (db, stmt, error);
}

/* Takes over what an edit does not change, and sees to a later `updated` than before even if the
 * clock went back: versions are known by it. */
static void
fill_in (ShcReflection       *reflection,
         const ShcReflection *former,
         gint64               now_us)
{
  g_free (reflection->id);
  reflection->id = g_strdup (former->id);
  reflection->row = former->row;
  reflection->created_us = former->created_us;
  reflection->trashed_us = former->trashed_us;
  reflection->updated_us = MAX (now_us, former->updated_us + 1);
  reflection->n_words = shc_text_count_words (reflection->text);
}

static gboolean
write_changes (ShcDb                *db,
               const ShcReflection  *reflection,
               const ShcReflection  *former,
               GError              **error)
{
  gboolean same_text = g_strcmp0 (reflection->text, former->text) == 0;
  gboolean same_tags = reflection->date.civil_us == former->date.civil_us &&
                       g_strv_equal ((const char *const *) reflection->tags,
                                     (const char *const *) former->tags);

  /* A damaged vault may have lost the text. */
  if (former->text == NULL && !shc_reflections_insert_text (db, reflection, error))
    return FALSE;
  if (former->text != NULL && !same_text && !update_text (db, reflection, error))
    return FALSE;
  if (!same_tags &&
      (!shc_labels_clear (db, reflection->row, error) ||
       !shc_labels_write (db, reflection->row, reflection->date.civil_us, reflection->tags, error)))
    return FALSE;

  return update_narrow (db, reflection, error);
}

/* @keep_always: keeps the former text even if this session has kept one before. */
static gboolean
edit (ShcDb          *db,
      ShcReflection  *reflection,
      const char     *session,
      gint64          base_updated_us,
      gboolean        keep_always,
      gint64          now_us,
      gboolean       *kept_both,
      GError        **error)
{
  g_autoptr(ShcReflection) former = shc_reflections_get (db, reflection->id, error);
  gboolean conflict, same_text;

  if (former == NULL)
    return FALSE;

  conflict = base_updated_us != 0 && base_updated_us != former->updated_us;
  if (conflict && !shc_reflections_merge (db, reflection, former, base_updated_us, error))
    return FALSE;
  same_text = g_strcmp0 (former->text, reflection->text) == 0;
  if (kept_both != NULL)
    *kept_both = conflict && !same_text;

  fill_in (reflection, former, now_us);
  if (is_same (reflection, former))
    {
      reflection->updated_us = former->updated_us;
      return TRUE;
    }
  if (!same_text && former->text != NULL &&
      !keep_former_text (db, former, session, conflict || keep_always, error))
    return FALSE;

  return shc_reflections_keep_former (db, former, error) &&
         write_changes (db, reflection, former, error);
}

gboolean
shc_reflections_edit (ShcDb          *db,
                      ShcReflection  *reflection,
                      const char     *session,
                      gint64          base_updated_us,
                      gint64          now_us,
                      gboolean       *kept_both,
                      GError        **error)
{
  gboolean own, ok;

  g_return_val_if_fail (reflection != NULL && reflection->id != NULL, FALSE);
  g_return_val_if_fail (session != NULL, FALSE);

  if (!shc_reflection_check (reflection, error))
    return FALSE;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = edit (db, reflection, session, base_updated_us, FALSE, now_us, kept_both, error);
  return shc_transaction_end (db, own, ok, error);
}

static gboolean
restore_version (ShcDb       *db,
                 const char  *id,
                 gint64       updated_us,
                 const char  *session,
                 gint64       now_us,
                 GError     **error)
{
  g_autoptr(ShcReflection) reflection = shc_reflections_get (db, id, error);
  g_autofree char *text = NULL;

  if (reflection == NULL)
    return FALSE;

  text = shc_reflections_version_text (db, reflection->row, updated_us, error);
  if (text == NULL)
    return FALSE;

  g_free (reflection->text);
  reflection->text = g_steal_pointer (&text);
  return shc_reflection_check (reflection, error) &&
         edit (db, reflection, session, 0, TRUE, now_us, NULL, error);
}

gboolean
shc_reflections_restore_version (ShcDb       *db,
                                 const char  *id,
                                 gint64       updated_us,
                                 const char  *session,
                                 gint64       now_us,
                                 GError     **error)
{
  gboolean own, ok;

  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (session != NULL, FALSE);

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = restore_version (db, id, updated_us, session, now_us, error);
  return shc_transaction_end (db, own, ok, error);
}
