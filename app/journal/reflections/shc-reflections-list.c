/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listing and counting. One statement for each way in, so that every list reads an index newest
 * first and stops when it has enough. */

#define G_LOG_DOMAIN "shc-reflections"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-labels.h"
#include "shc-reflections-private.h"
#include "shc-schema.h"
#include "shc-statement.h"

/* ?1 and ?2 bound the civil time, ?3 and ?4 are the civil time and row to continue after. The unary
 * plus keeps the planner on the index that each statement is written for. */
#define WHERE(civil, row) \
  " WHERE " civil " BETWEEN ?1 AND ?2 AND (" civil " < ?3 OR " row " < ?4) AND" SHC_SQL_VISIBLE
#define AND_MILESTONE "AND (?5 IS NULL OR +milestone_key = ?5) "
#define AND_MOOD      "AND (?6 IS NULL OR +mood = ?6) "
#define AND_TAG \
  "AND (?7 IS NULL OR EXISTS (SELECT 1 FROM reflection_tag t " \
  "WHERE t.row = reflection.row AND t.tag = ?7)) "
#define FROM_REFLECTION " FROM reflection JOIN reflection_text USING (row)"
#define ORDER "ORDER BY reflection.civil_us DESC, reflection.row DESC "
#define SELECT "SELECT" SHC_SQL_NARROW ", text"
#define LIMIT  "LIMIT ?8"
#define WALK "SELECT reflection.row, reflection.civil_us FROM reflection"

#define NEWEST \
  WHERE ("reflection.civil_us", "reflection.row") \
  "AND trashed_us IS NULL " AND_MILESTONE AND_MOOD AND_TAG
#define TRASHED \
  WHERE ("reflection.civil_us", "reflection.row") \
  "AND trashed_us > 0 " AND_MILESTONE AND_MOOD AND_TAG
#define BY_MOOD \
  WHERE ("reflection.civil_us", "reflection.row") \
  "AND trashed_us IS NULL AND mood = ?6 " AND_MILESTONE AND_TAG
#define BY_MILESTONE \
  WHERE ("reflection.civil_us", "reflection.row") \
  "AND trashed_us IS NULL AND milestone_key = ?5 " AND_MOOD AND_TAG
#define BY_TAG \
  WHERE ("tagged.civil_us", "tagged.row") \
  "AND tagged.tag = ?7 AND trashed_us IS NULL " AND_MILESTONE AND_MOOD
#define ORDER_TAGGED "ORDER BY tagged.civil_us DESC, tagged.row DESC "
#define FROM_TAGGED " FROM reflection_tag tagged CROSS JOIN reflection USING (row)"

typedef struct
{
  const char *list;
  const char *count;
  const char *walk;
} Way;

static const Way newest = {
  SELECT FROM_REFLECTION NEWEST ORDER LIMIT,
  "SELECT count (*) FROM reflection" NEWEST,
  WALK NEWEST ORDER,
};
static const Way trashed = {
  SELECT FROM_REFLECTION TRASHED ORDER LIMIT,
  "SELECT count (*) FROM reflection" TRASHED,
  WALK TRASHED ORDER,
};
static const Way by_mood = {
  SELECT FROM_REFLECTION BY_MOOD ORDER LIMIT,
  "SELECT count (*) FROM reflection" BY_MOOD,
  WALK BY_MOOD ORDER,
};
static const Way by_milestone = {
  SELECT FROM_REFLECTION BY_MILESTONE ORDER LIMIT,
  "SELECT count (*) FROM reflection" BY_MILESTONE,
  WALK BY_MILESTONE ORDER,
};
static const Way by_tag = {
  SELECT FROM_TAGGED " JOIN reflection_text USING (row)" BY_TAG
  ORDER_TAGGED LIMIT,
  "SELECT count (*)" FROM_TAGGED BY_TAG,
  "SELECT tagged.row, tagged.civil_us" FROM_TAGGED BY_TAG ORDER_TAGGED,
};

static const Way *
choose_way (const ShcFilter *filter)
{
  if (filter->trash)
    return &trashed;
  if (filter->tag != NULL)
    return &by_tag;
  if (filter->milestone != NULL)
    return &by_milestone;
  if (filter->mood > 0)
    return &by_mood;

  return &newest;
}

/* Binds the filter; @known: (out): %FALSE if it names a tag that nothing has. */
static gboolean
bind_filter (ShcDb            *db,
             sqlite3_stmt     *stmt,
             const ShcFilter  *filter,
             gint64            before_us,
             gint64            before_row,
             gboolean         *known,
             GError          **error)
{
  gint64 from_us = filter->from_day < 0 ? 0 : filter->from_day * SHC_DATE_US_PER_DAY;
  gint64 to_us = filter->to_day < 0 ? G_MAXINT64 : (filter->to_day + 1) * SHC_DATE_US_PER_DAY - 1;

  sqlite3_bind_int64 (stmt, 1, from_us);
  sqlite3_bind_int64 (stmt, 2, MIN (to_us, before_us));
  sqlite3_bind_int64 (stmt, 3, before_us);
  sqlite3_bind_int64 (stmt, 4, before_row);
  if (filter->milestone != NULL)
    {
      g_autofree char *key = shc_label_fold (filter->milestone);

      shc_db_bind_text (stmt, 5, key);
    }
  shc_statement_bind_or_null (stmt, 6, filter->mood, 0);

  *known = TRUE;
  if (filter->tag != NULL)
    {
      gint64 tag;

      if (!shc_labels_find_tag (db, filter->tag, &tag, error))
        return FALSE;
      sqlite3_bind_int64 (stmt, 7, tag);
      *known = tag != 0;
    }

  return TRUE;
}

static gboolean
find_after (ShcDb       *db,
            const char  *after_id,
            gint64      *civil_us,
            gint64      *row,
            GError     **error)
{
  g_autoptr(ShcReflection) after = NULL;

  *civil_us = G_MAXINT64;
  *row = G_MAXINT64;
  if (after_id == NULL)
    return TRUE;

  after = shc_reflections_get (db, after_id, error);
  if (after == NULL)
    return FALSE;
  *civil_us = after->date.civil_us;
  *row = after->row;
  return TRUE;
}

static gboolean
read_tags (ShcDb      *db,
           GPtrArray  *list,
           GError    **error)
{
  for (guint i = 0; i < list->len; i++)
    {
      ShcReflection *reflection = g_ptr_array_index (list, i);

      g_strfreev (reflection->tags);
      reflection->tags = shc_labels_read (db, reflection->row, error);
      if (reflection->tags == NULL)
        {
          reflection->tags = g_new0 (char *, 1);
          return FALSE;
        }
    }

  return TRUE;
}

/* Reads what @stmt gives, text included. */
static GPtrArray *
read_list (ShcDb         *db,
           sqlite3_stmt  *stmt,
           GError       **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_reflection_free);
  g_autoptr(GError) local_error = NULL;

  while (shc_db_step (db, stmt, &local_error))
    {
      ShcReflection *reflection = shc_reflections_read_row (stmt);

      reflection->text = shc_db_dup_text (stmt, SHC_SQL_NARROW_N);
      g_ptr_array_add (list, reflection);
    }
  sqlite3_reset (stmt);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return read_tags (db, list, error) ? g_steal_pointer (&list) : NULL;
}

/* With words to look for, the search says which rows and in which order. */
static GPtrArray *
list_found (ShcDb            *db,
            const ShcFilter  *filter,
            gint64            after_row,
            guint             limit,
            GError          **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_reflection_free);
  g_autoptr(GArray) keys = shc_reflections_keys (db, filter, error);
  guint i = 0;

  if (keys == NULL)
    return NULL;

  if (after_row != G_MAXINT64)
    {
      while (i < keys->len && g_array_index (keys, ShcRowKey, i).row != after_row)
        i++;
      i++;
    }
  for (; i < keys->len && list->len < limit; i++)
    {
      gint64 row = g_array_index (keys, ShcRowKey, i).row;
      ShcReflection *reflection = shc_reflections_get_row (db, row, error);

      if (reflection == NULL)
        return NULL;
      g_ptr_array_add (list, reflection);
    }

  return g_steal_pointer (&list);
}

static gboolean
has_query (const ShcFilter *filter)
{
  g_autofree char *query = g_strdup (filter->query != NULL ? filter->query : "");

  return *g_strstrip (query) != '\0';
}

GPtrArray *
shc_reflections_list (ShcDb            *db,
                      const ShcFilter  *filter,
                      const char       *after_id,
                      guint             limit,
                      GError          **error)
{
  gint64 before_us, before_row;
  sqlite3_stmt *stmt;
  gboolean known;

  g_return_val_if_fail (filter != NULL, NULL);

  if (!find_after (db, after_id, &before_us, &before_row, error))
    return NULL;
  if (has_query (filter))
    return list_found (db, filter, before_row, limit, error);

  stmt = shc_db_prepare (db, choose_way (filter)->list, error);
  if (stmt == NULL ||
      !bind_filter (db, stmt, filter, before_us, before_row, &known, error))
    return NULL;
  sqlite3_bind_int64 (stmt, 8, known ? limit : 0);
  return read_list (db, stmt, error);
}

sqlite3_stmt *
shc_reflections_walk (ShcDb            *db,
                      const ShcFilter  *filter,
                      GError          **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, choose_way (filter)->walk, error);
  gboolean known;

  if (stmt == NULL || !bind_filter (db, stmt, filter, G_MAXINT64, G_MAXINT64, &known, error))
    return NULL;
  return stmt;
}

gint64
shc_reflections_count (ShcDb            *db,
                       const ShcFilter  *filter,
                       GError          **error)
{
  sqlite3_stmt *stmt;
  gboolean known, found;
  gint64 count;

  g_return_val_if_fail (filter != NULL, -1);

  if (has_query (filter))
    {
      g_autoptr(GArray) keys = shc_reflections_keys (db, filter, error);

      return keys != NULL ? (gint64) keys->len : -1;
    }

  stmt = shc_db_prepare (db, choose_way (filter)->count, error);
  if (stmt == NULL ||
      !bind_filter (db, stmt, filter, G_MAXINT64, G_MAXINT64, &known, error) ||
      !shc_statement_first (db, stmt, &found, error))
    return -1;
  count = known ? sqlite3_column_int64 (stmt, 0) : 0;
  sqlite3_reset (stmt);
  return count;
}
