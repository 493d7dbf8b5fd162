/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much was asked of language models. */

#define G_LOG_DOMAIN "shc-usage"

#include "config.h"

#include "shc-usage.h"

/* The same in both tables; the parameters are numbered alike. */
#define COLUMNS "month, host, model, requests, input_tokens, output_tokens, estimated_input, estimated_output"
#define VALUES  "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8"
#define OR_ADD \
  "ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, " \
  "input_tokens = input_tokens + excluded.input_tokens, output_tokens = output_tokens + excluded.output_tokens, " \
  "estimated_input = estimated_input + excluded.estimated_input, " \
  "estimated_output = estimated_output + excluded.estimated_output"
#define ADD_SQL "INSERT INTO usage (" COLUMNS ") VALUES (" VALUES ") " OR_ADD
#define ADD_TO_CONVERSATION_SQL \
  "INSERT INTO conversation_usage (conversation, " COLUMNS ") SELECT conversation, " VALUES " FROM conversation_now " \
  "WHERE id = ?9 " OR_ADD
#define LIST_SQL \
  "SELECT " COLUMNS " FROM usage WHERE requests > 0 AND (?1 IS NULL OR month = ?1) ORDER BY month DESC, host, model"
#define LIST_OF_CONVERSATION_SQL \
  "SELECT " COLUMNS " FROM conversation_usage JOIN conversation_now USING (conversation) WHERE id = ?1 " \
  "AND requests > 0 ORDER BY month DESC, host, model"

ShcUsage *
shc_usage_new (gint64      now_us,
               const char *host,
               const char *model)
{
  ShcUsage *self = g_new0 (ShcUsage, 1);

  self->month = shc_usage_dup_month (now_us);
  self->host = g_strdup (host);
  self->model = g_strdup (model);
  self->requests = 1;
  return self;
}

ShcUsage *
shc_usage_copy (const ShcUsage *self)
{
  ShcUsage *copy = g_memdup2 (self, sizeof *self);

  copy->month = g_strdup (self->month);
  copy->host = g_strdup (self->host);
  copy->model = g_strdup (self->model);
  return copy;
}

void
shc_usage_free (ShcUsage *self)
{
  if (self == NULL)
    return;
  g_free (self->month);
  g_free (self->host);
  g_free (self->model);
  g_free (self);
}

ShcUsage *
shc_usage_negate (const ShcUsage *self)
{
  ShcUsage *negated = shc_usage_copy (self);

  negated->requests = -self->requests;
  negated->input_tokens = -self->input_tokens;
  negated->output_tokens = -self->output_tokens;
  negated->estimated_input = -self->estimated_input;
  negated->estimated_output = -self->estimated_output;
  return negated;
}

char *
shc_usage_dup_month (gint64 now_us)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (now_us / G_USEC_PER_SEC);

  return g_strdup_printf ("%04d-%02d", g_date_time_get_year (now), g_date_time_get_month (now));
}

static void
bind (sqlite3_stmt   *stmt,
      const ShcUsage *usage)
{
  shc_db_bind_text (stmt, 1, usage->month);
  shc_db_bind_text (stmt, 2, usage->host);
  shc_db_bind_text (stmt, 3, usage->model);
  sqlite3_bind_int64 (stmt, 4, usage->requests);
  sqlite3_bind_int64 (stmt, 5, usage->input_tokens);
  sqlite3_bind_int64 (stmt, 6, usage->output_tokens);
  sqlite3_bind_int64 (stmt, 7, usage->estimated_input);
  sqlite3_bind_int64 (stmt, 8, usage->estimated_output);
}

gboolean
shc_usage_add (ShcDb           *db,
               const ShcUsage  *usage,
               GError         **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, ADD_SQL, error);

  if (stmt == NULL)
    return FALSE;
  bind (stmt, usage);
  return shc_db_done (db, stmt, error);
}

gboolean
shc_usage_add_to_conversation (ShcDb           *db,
                               const char      *conversation,
                               const ShcUsage  *usage,
                               GError         **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, ADD_TO_CONVERSATION_SQL, error);

  if (stmt == NULL)
    return FALSE;
  bind (stmt, usage);
  shc_db_bind_text (stmt, 9, conversation);
  return shc_db_done (db, stmt, error);
}

static ShcUsage *
read_one (sqlite3_stmt *stmt)
{
  ShcUsage *one = g_new0 (ShcUsage, 1);

  one->month = shc_db_dup_text (stmt, 0);
  one->host = shc_db_dup_text (stmt, 1);
  one->model = shc_db_dup_text (stmt, 2);
  one->requests = sqlite3_column_int64 (stmt, 3);
  one->input_tokens = sqlite3_column_int64 (stmt, 4);
  one->output_tokens = sqlite3_column_int64 (stmt, 5);
  one->estimated_input = sqlite3_column_int64 (stmt, 6);
  one->estimated_output = sqlite3_column_int64 (stmt, 7);
  return one;
}

/* @key: (nullable): the statement's only parameter. */
static GPtrArray *
list (ShcDb       *db,
      const char  *sql,
      const char  *key,
      GError     **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_usage_free);
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, key);
  while (shc_db_step (db, stmt, &problem))
    g_ptr_array_add (found, read_one (stmt));
  if (problem == NULL)
    return g_steal_pointer (&found);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

GPtrArray *
shc_usage_list (ShcDb       *db,
                const char  *month,
                GError     **error)
{
  return list (db, LIST_SQL, month, error);
}

GPtrArray *
shc_usage_list_of_conversation (ShcDb       *db,
                                const char  *conversation,
                                GError     **error)
{
  return list (db, LIST_OF_CONVERSATION_SQL, conversation, error);
}
