/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags and milestones: the same in any case, spelled as they were written. */

#define G_LOG_DOMAIN "shc-labels"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "shc-labels.h"
#include "shc-reflections.h"
#include "shc-schema.h"
#include "shc-statement.h"

#define FIND_SQL "SELECT tag, label FROM tag WHERE key = ?1"
#define ADD_SQL  "INSERT INTO tag (key, label) VALUES (?1, ?2)"
#define LINK_SQL \
  "INSERT INTO reflection_tag (tag, civil_us, row, spelling) VALUES (?1, ?2, ?3, ?4)"
#define READ_SQL \
  "SELECT coalesce (spelling, label) FROM reflection_tag JOIN tag USING (tag) WHERE row = ?1"
#define NUMBERS_SQL "SELECT tag FROM reflection_tag WHERE row = ?1"
#define UNLINK_SQL  "DELETE FROM reflection_tag WHERE row = ?1"
#define FORGET_SQL \
  "DELETE FROM tag WHERE tag = ?1 AND NOT EXISTS (SELECT 1 FROM reflection_tag WHERE tag = ?1)"
#define SWEEP_SQL \
  "DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM reflection_tag r WHERE r.tag = tag.tag)"

#define TAGS_SQL \
  "SELECT label FROM tag JOIN reflection_tag USING (tag) JOIN reflection USING (row) " \
  "WHERE trashed_us IS NULL AND" SHC_SQL_VISIBLE "GROUP BY tag ORDER BY count (*) DESC, key"
/* The newest spelling stands for all; the key's index alone counts them (named, since the planner
 * would rather walk all reflections). */
#define MILESTONES_SQL \
  "SELECT (SELECT milestone FROM reflection WHERE row = newest) FROM " \
  "(SELECT milestone_key, max (row) AS newest, count (*) AS uses FROM reflection " \
  "INDEXED BY reflection_milestone WHERE milestone_key IS NOT NULL AND trashed_us IS NULL AND" SHC_SQL_VISIBLE \
  "GROUP BY milestone_key) ORDER BY uses DESC, milestone_key"

char *
shc_label_fold (const char *label)
{
  g_autofree char *folded = g_utf8_casefold (label, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);
}

static int
compare_labels (const void *a,
                const void *b)
{
  const char *label_a = *(const char *const *) a;
  const char *label_b = *(const char *const *) b;
  g_autofree char *key_a = shc_label_fold (label_a);
  g_autofree char *key_b = shc_label_fold (label_b);
  int order = strcmp (key_a, key_b);

  return order != 0 ? order : strcmp (label_a, label_b);
}

static gboolean
is_same_label (const char *a,
               const char *b)
{
  g_autofree char *key_a = shc_label_fold (a);
  g_autofree char *key_b = shc_label_fold (b);

  return g_str_equal (key_a, key_b);
}

void
shc_labels_sort (char **labels)
{
  guint n = g_strv_length (labels);
  guint kept = 0;

  if (n < 2)
    return;

  qsort (labels, n, sizeof *labels, compare_labels);
  for (guint i = 0; i < n; i++)
    {
      if (kept > 0 && is_same_label (labels[kept - 1], labels[i]))
        g_free (labels[i]);
      else
        labels[kept++] = labels[i];
    }
  labels[kept] = NULL;
}

/* @label: (out) (optional) (transfer full) (nullable): how the tag itself is spelled. */
static gboolean
find_key (ShcDb       *db,
          const char  *key,
          gint64      *tag,
          char       **label,
          GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, FIND_SQL, error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;

  shc_db_bind_text (stmt, 1, key);
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;

  *tag = found ? sqlite3_column_int64 (stmt, 0) : 0;
  if (label != NULL)
    *label = found ? shc_db_dup_text (stmt, 1) : NULL;
  sqlite3_reset (stmt);
  return TRUE;
}

gboolean
shc_labels_find_tag (ShcDb       *db,
                     const char  *label,
                     gint64      *tag,
                     GError     **error)
{
  g_autofree char *key = shc_label_fold (label);

  return find_key (db, key, tag, NULL, error);
}

static gboolean
add_tag (ShcDb       *db,
         const char  *key,
         const char  *label,
         gint64      *tag,
         GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, ADD_SQL, error);

  if (stmt == NULL)
    return FALSE;

  shc_db_bind_text (stmt, 1, key);
  shc_db_bind_text (stmt, 2, label);
  if (!shc_db_done (db, stmt, error))
    return FALSE;

  *tag = sqlite3_last_insert_rowid (shc_db_get_handle (db));
  return TRUE;
}

static gboolean
write_one (ShcDb       *db,
           gint64       row,
           gint64       civil_us,
           const char  *label,
           GError     **error)
{
  g_autofree char *key = shc_label_fold (label);
  g_autofree char *own_label = NULL;
  sqlite3_stmt *stmt;
  gint64 tag;

  if (!find_key (db, key, &tag, &own_label, error))
    return FALSE;
  if (tag == 0 && !add_tag (db, key, label, &tag, error))
    return FALSE;

  stmt = shc_db_prepare (db, LINK_SQL, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, tag);
  sqlite3_bind_int64 (stmt, 2, civil_us);
  sqlite3_bind_int64 (stmt, 3, row);
  if (own_label != NULL && !g_str_equal (own_label, label))
    shc_db_bind_text (stmt, 4, label);
  return shc_db_done (db, stmt, error);
}

gboolean
shc_labels_write (ShcDb        *db,
                  gint64        row,
                  gint64        civil_us,
                  char *const  *tags,
                  GError      **error)
{
  for (; *tags != NULL; tags++)
    if (!write_one (db, row, civil_us, *tags, error))
      return FALSE;

  return TRUE;
}

static gboolean
run_with (ShcDb       *db,
          const char  *sql,
          gint64       number,
          GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, number);
  return shc_db_done (db, stmt, error);
}

/* Returns: (transfer full) (element-type gint64): %NULL on failure. */
static GArray *
read_numbers (ShcDb   *db,
              gint64   row,
              GError **error)
{
  g_autoptr(GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, NUMBERS_SQL, error);

  if (stmt == NULL)
    return NULL;

  sqlite3_bind_int64 (stmt, 1, row);
  while (shc_db_step (db, stmt, &local_error))
    {
      gint64 number = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (numbers, number);
    }
  sqlite3_reset (stmt);

  if (local_error == NULL)
    return g_steal_pointer (&numbers);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
shc_labels_clear (ShcDb   *db,
                  gint64   row,
                  GError **error)
{
  g_autoptr(GArray) numbers = read_numbers (db, row, error);

  if (numbers == NULL)
    return FALSE;
  if (numbers->len == 0)
    return TRUE;
  if (!run_with (db, UNLINK_SQL, row, error))
    return FALSE;

  for (guint i = 0; i < numbers->len; i++)
    if (!run_with (db, FORGET_SQL, g_array_index (numbers, gint64, i), error))
      return FALSE;

  return TRUE;
}

gboolean
shc_labels_sweep (ShcDb   *db,
                  GError **error)
{
  return shc_db_exec (db, SWEEP_SQL, error);
}

/* Returns: (transfer full): the first column of all rows. */
static char **
read_column (ShcDb         *db,
             sqlite3_stmt  *stmt,
             GError       **error)
{
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) local_error = NULL;

  while (shc_db_step (db, stmt, &local_error))
    g_ptr_array_add (labels, shc_db_dup_text (stmt, 0));
  sqlite3_reset (stmt);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  g_ptr_array_add (labels, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&labels), FALSE);
}

char **
shc_labels_read (ShcDb   *db,
                 gint64   row,
                 GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, READ_SQL, error);
  char **labels;

  if (stmt == NULL)
    return NULL;

  sqlite3_bind_int64 (stmt, 1, row);
  labels = read_column (db, stmt, error);
  if (labels != NULL)
    shc_labels_sort (labels);
  return labels;
}

char **
shc_reflections_tags (ShcDb   *db,
                      GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, TAGS_SQL, error);

  return stmt != NULL ? read_column (db, stmt, error) : NULL;
}

char **
shc_reflections_milestones (ShcDb   *db,
                            GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, MILESTONES_SQL, error);

  return stmt != NULL ? read_column (db, stmt, error) : NULL;
}
