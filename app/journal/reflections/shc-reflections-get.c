/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding one reflection by its id, and reading it. */

#define G_LOG_DOMAIN "shc-reflections"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-labels.h"
#include "shc-reflections-private.h"
#include "shc-schema.h"
#include "shc-statement.h"

#define MIN_PREFIX 8
#define UUID_LENGTH 36

/* 'g' follows every digit of a UUID. */
#define RESOLVE_SQL \
  "SELECT row, id FROM reflection WHERE id >= ?1 AND id < ?1 || 'g' AND" SHC_SQL_VISIBLE \
  "AND" SHC_SQL_NOT_DOOMED "LIMIT 2"
#define GET_SQL \
  "SELECT" SHC_SQL_NARROW ", text FROM reflection LEFT JOIN reflection_text USING (row) " \
  "WHERE reflection.row = ?1"

ShcReflection *
shc_reflections_read_row (sqlite3_stmt *stmt)
{
  ShcReflection *self = shc_reflection_new ();

  self->row = sqlite3_column_int64 (stmt, 0);
  self->id = shc_db_dup_text (stmt, 1);
  self->date = shc_statement_read_date (stmt, 2);
  self->milestone = shc_db_dup_text (stmt, 5);
  self->mood = sqlite3_column_int (stmt, 6);
  self->never_send = sqlite3_column_int (stmt, 7) != 0;
  self->created_us = sqlite3_column_int64 (stmt, 8);
  self->updated_us = sqlite3_column_int64 (stmt, 9);
  self->trashed_us = sqlite3_column_int64 (stmt, 10);
  self->n_words = (guint) sqlite3_column_int (stmt, 11);
  return self;
}

/* Only the first 36 characters are repeated in the message: what was asked for may be anything. */
static gboolean
fail_not_found (const char  *id,
                GError     **error)
{
  g_autofree char *shown = g_utf8_make_valid (id, (gssize) strnlen (id, UUID_LENGTH));

  g_set_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
               _("There is no reflection “%s”."), shown);
  return FALSE;
}

/* Returns: whether @id can be a UUID or the beginning of one; @lower holds it in lower case then. */
static gboolean
can_be_id (const char *id,
           char        lower[UUID_LENGTH + 1])
{
  gsize length = strnlen (id, UUID_LENGTH + 1);

  if (length < MIN_PREFIX || length > UUID_LENGTH)
    return FALSE;

  for (gsize i = 0; i <= length; i++)
    {
      if (i < length && !g_ascii_isxdigit (id[i]) && id[i] != '-')
        return FALSE;
      lower[i] = g_ascii_tolower (id[i]);
    }

  return TRUE;
}

gboolean
shc_reflections_resolve (ShcDb       *db,
                         const char  *id,
                         gint64      *row,
                         char       **full_id,
                         GError     **error)
{
  char lower[UUID_LENGTH + 1];
  g_autofree char *found_id = NULL;
  sqlite3_stmt *stmt;
  gboolean found;
  gint64 found_row;

  g_return_val_if_fail (id != NULL, FALSE);

  if (!can_be_id (id, lower))
    return fail_not_found (id, error);

  stmt = shc_db_prepare (db, RESOLVE_SQL, error);
  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, lower);
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;
  if (!found)
    {
      sqlite3_reset (stmt);
      return fail_not_found (id, error);
    }

  found_row = sqlite3_column_int64 (stmt, 0);
  found_id = shc_db_dup_text (stmt, 1);
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;
  sqlite3_reset (stmt);
  if (found)
    {
      g_set_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                   _("More than one reflection begins with “%s”."), lower);
      return FALSE;
    }

  *row = found_row;
  if (full_id != NULL)
    *full_id = g_steal_pointer (&found_id);
  return TRUE;
}

ShcReflection *
shc_reflections_get_row (ShcDb   *db,
                         gint64   row,
                         GError **error)
{
  g_autoptr(ShcReflection) reflection = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, GET_SQL, error);
  gboolean found;

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, row);
  if (!shc_statement_first (db, stmt, &found, error))
    return NULL;

  if (found)
    {
      reflection = shc_reflections_read_row (stmt);
      reflection->text = shc_db_dup_text (stmt, SHC_SQL_NARROW_N);
    }
  sqlite3_reset (stmt);
  if (reflection == NULL)
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                           _("This reflection is no longer there."));
      return NULL;
    }

  g_strfreev (reflection->tags);
  reflection->tags = shc_labels_read (db, row, error);
  return reflection->tags != NULL ? g_steal_pointer (&reflection) : NULL;
}

ShcReflection *
shc_reflections_get (ShcDb       *db,
                     const char  *id,
                     GError     **error)
{
  gint64 row;

  if (!shc_reflections_resolve (db, id, &row, NULL, error))
    return NULL;

  return shc_reflections_get_row (db, row, error);
}

/* @reflection: (out) (nullable): NULL for one that is gone, or about to be. */
static gboolean
load_row (ShcDb           *db,
          gint64           row,
          ShcReflection  **reflection,
          GError         **error)
{
  g_autoptr(GError) local_error = NULL;

  *reflection = shc_reflections_get_row (db, row, &local_error);
  if (*reflection != NULL && ((*reflection)->trashed_us < 0 || (*reflection)->text == NULL))
    g_clear_pointer (reflection, shc_reflection_free);
  if (local_error == NULL ||
      g_error_matches (local_error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

GPtrArray *
shc_reflections_load (ShcDb         *db,
                      const gint64  *rows,
                      guint          n_rows,
                      gsize          budget,
                      guint         *n_taken,
                      GError       **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_reflection_free);
  gsize bytes = 0;
  guint n = 0;

  for (; n < n_rows && bytes < budget; n++)
    {
      ShcReflection *reflection;

      if (!load_row (db, rows[n], &reflection, error))
        return NULL;
      if (reflection == NULL)
        continue;
      bytes += strlen (reflection->text);
      g_ptr_array_add (list, reflection);
    }

  *n_taken = n;
  return g_steal_pointer (&list);
}
