/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being typed. A draft is not checked: half-typed is what it is for. */

#define G_LOG_DOMAIN "shc-drafts"

#include "config.h"

#include <string.h>

#include "shc-drafts.h"
#include "shc-statement.h"
#include "shc-text.h"

#define COLUMNS \
  "name, civil_us, has_time, offset_min, milestone, mood, never_send, tags, base_updated_us, " \
  "saved_us, text"
#define SAVE_SQL \
  "INSERT OR REPLACE INTO draft (" COLUMNS ") " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
#define GET_SQL  "SELECT " COLUMNS " FROM draft WHERE name = ?1"
#define LIST_SQL "SELECT " COLUMNS " FROM draft ORDER BY saved_us DESC, name"
#define DROP_SQL "DELETE FROM draft WHERE name = ?1"

ShcDraft *
shc_draft_new (const char *name)
{
  ShcDraft *draft = g_new0 (ShcDraft, 1);

  draft->name = g_strdup (name);
  draft->reflection = shc_reflection_new ();
  return draft;
}

ShcDraft *
shc_draft_copy (const ShcDraft *draft)
{
  ShcDraft *copy;

  g_return_val_if_fail (draft != NULL, NULL);

  copy = g_memdup2 (draft, sizeof *draft);
  copy->name = g_strdup (draft->name);
  copy->reflection = shc_reflection_copy (draft->reflection);
  return copy;
}

void
shc_draft_free (ShcDraft *draft)
{
  if (draft == NULL)
    return;

  g_free (draft->name);
  shc_reflection_free (draft->reflection);
  g_free (draft);
}

static gboolean
check (const ShcDraft  *draft,
       GError         **error)
{
  const char *text = draft->reflection->text;
  g_autoptr(GError) local_error = NULL;

  if (text == NULL || shc_text_check (text, strlen (text), &local_error) ||
      g_error_matches (local_error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_EMPTY))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
shc_drafts_save (ShcDb           *db,
                 const ShcDraft  *draft,
                 gint64           now_us,
                 GError         **error)
{
  const ShcReflection *reflection = draft->reflection;
  g_autofree char *tags = NULL;
  sqlite3_stmt *stmt;

  if (!check (draft, error))
    return FALSE;
  stmt = shc_db_prepare (db, SAVE_SQL, error);
  if (stmt == NULL)
    return FALSE;

  tags = g_strjoinv ("\n", reflection->tags);
  shc_db_bind_text (stmt, 1, draft->name);
  shc_statement_bind_date (stmt, 2, reflection->date);
  shc_db_bind_text (stmt, 5, reflection->milestone);
  shc_statement_bind_or_null (stmt, 6, reflection->mood, 0);
  sqlite3_bind_int (stmt, 7, reflection->never_send ? 1 : 0);
  shc_db_bind_text (stmt, 8, tags);
  sqlite3_bind_int64 (stmt, 9, draft->base_updated_us);
  sqlite3_bind_int64 (stmt, 10, now_us);
  shc_db_bind_text (stmt, 11, reflection->text != NULL ? reflection->text : "");
  return shc_db_done (db, stmt, error);
}

static ShcDraft *
read_draft (sqlite3_stmt *stmt)
{
  const char *tags = (const char *) sqlite3_column_text (stmt, 7);
  ShcDraft *draft = g_new0 (ShcDraft, 1);

  draft->name = shc_db_dup_text (stmt, 0);
  draft->reflection = g_new0 (ShcReflection, 1);
  draft->reflection->date = shc_statement_read_date (stmt, 1);
  draft->reflection->milestone = shc_db_dup_text (stmt, 4);
  draft->reflection->mood = sqlite3_column_int (stmt, 5);
  draft->reflection->never_send = sqlite3_column_int (stmt, 6) != 0;
  draft->reflection->tags = g_strsplit (tags != NULL ? tags : "", "\n", -1);
  draft->reflection->text = shc_db_dup_text (stmt, 10);
  draft->base_updated_us = sqlite3_column_int64 (stmt, 8);
  draft->saved_us = sqlite3_column_int64 (stmt, 9);
  if (!g_str_equal (draft->name, SHC_DRAFT_NEW))
    draft->reflection->id = g_strdup (draft->name);

  return draft;
}

ShcDraft *
shc_drafts_get (ShcDb       *db,
                const char  *name,
                GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, GET_SQL, error);
  ShcDraft *draft = NULL;
  gboolean found;

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, name);
  if (!shc_statement_first (db, stmt, &found, error))
    return NULL;

  if (found)
    draft = read_draft (stmt);
  sqlite3_reset (stmt);
  return draft;
}

gboolean
shc_drafts_drop (ShcDb       *db,
                 const char  *name,
                 GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, DROP_SQL, error);

  if (stmt == NULL)
    return FALSE;

  shc_db_bind_text (stmt, 1, name);
  return shc_db_done (db, stmt, error);
}

GPtrArray *
shc_drafts_list (ShcDb   *db,
                 GError **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_draft_free);
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, LIST_SQL, error);

  if (stmt == NULL)
    return NULL;
  while (shc_db_step (db, stmt, &local_error))
    g_ptr_array_add (list, read_draft (stmt));
  sqlite3_reset (stmt);

  if (local_error == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
