/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of a list of any length, and what it shows of its rows. */

#define G_LOG_DOMAIN "shc-reflections"

#include "config.h"

#include "shc-labels.h"
#include "shc-marking.h"
#include "shc-reflections-fetch.h"
#include "shc-reflections-private.h"
#include "shc-search-rows.h"
#include "shc-statement.h"

#define EXCERPT_CHARS 240

#define ROW_SQL \
  "SELECT" SHC_SQL_NARROW ", text FROM reflection JOIN reflection_text USING (row) " \
  "WHERE reflection.row = ?1"

struct _ShcReflectionsFetch
{
  ShcDb        *db;
  ShcTokenizer *tokenizer;
  ShcQuery     *query;
};

ShcReflectionsFetch *
shc_reflections_fetch_new (ShcDb       *db,
                           const char  *query,
                           gboolean     as_typed,
                           GError     **error)
{
  ShcTokenizer *tokenizer = shc_tokenizer_new (db, error);
  ShcReflectionsFetch *self;

  if (tokenizer == NULL)
    return NULL;

  self = g_new0 (ShcReflectionsFetch, 1);
  self->db = db;
  self->tokenizer = tokenizer;
  self->query = shc_query_new (tokenizer, query, as_typed);
  return self;
}

void
shc_reflections_fetch_free (ShcReflectionsFetch *self)
{
  if (self == NULL)
    return;
  shc_query_free (self->query);
  shc_tokenizer_free (self->tokenizer);
  g_free (self);
}

const ShcQuery *
shc_reflections_fetch_get_query (ShcReflectionsFetch *self)
{
  return self->query;
}

gboolean
shc_reflections_fetch_row (ShcReflectionsFetch  *self,
                           gint64                row,
                           ShcReflection       **reflection,
                           GError              **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (self->db, ROW_SQL, error);
  g_autoptr(ShcReflection) read = NULL;
  gboolean found;

  *reflection = NULL;
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, row);
  if (!shc_statement_first (self->db, stmt, &found, error))
    return FALSE;
  if (found)
    {
      const char *text = (const char *) sqlite3_column_text (stmt, SHC_SQL_NARROW_N);

      read = shc_reflections_read_row (stmt);
      read->text = shc_marking_snippet (self->query, self->tokenizer, text, EXCERPT_CHARS);
    }
  sqlite3_reset (stmt);
  if (read == NULL)
    return TRUE;

  g_strfreev (read->tags);
  read->tags = shc_labels_read (self->db, row, error);
  if (read->tags == NULL)
    return FALSE;
  *reflection = g_steal_pointer (&read);
  return TRUE;
}

static void
free_if_set (gpointer data)
{
  g_clear_pointer (&data, shc_reflection_free);
}

GPtrArray *
shc_reflections_fetch (ShcDb         *db,
                       const gint64  *rows,
                       guint          n_rows,
                       const char    *query,
                       GError       **error)
{
  g_autoptr(ShcReflectionsFetch) fetch = shc_reflections_fetch_new (db, query, TRUE, error);
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (free_if_set);

  if (fetch == NULL)
    return NULL;

  for (guint i = 0; i < n_rows; i++)
    {
      ShcReflection *reflection;

      if (!shc_reflections_fetch_row (fetch, rows[i], &reflection, error))
        return NULL;
      g_ptr_array_add (list, reflection);
    }
  return g_steal_pointer (&list);
}

GArray *
shc_reflections_keys (ShcDb            *db,
                      const ShcFilter  *filter,
                      GError          **error)
{
  g_autoptr(ShcTokenizer) tokenizer = NULL;
  g_autoptr(ShcQuery) query = NULL;

  g_return_val_if_fail (filter != NULL, NULL);

  if (filter->query != NULL)
    {
      tokenizer = shc_tokenizer_new (db, error);
      if (tokenizer == NULL)
        return NULL;
      query = shc_query_new (tokenizer, filter->query, TRUE);
    }
  return shc_search_rows (db, filter, query, G_MAXUINT, error);
}
