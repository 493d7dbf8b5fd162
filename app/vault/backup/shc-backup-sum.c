/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether there is anything new to back up. */

#define G_LOG_DOMAIN "shc-backup-sum"

#include "config.h"

#include <sodium.h>
#include <string.h>

#include "shc-backup-sum.h"

/* Tables that hold rows themselves: an index is made from the texts, and so says nothing more. */
#define TABLES_SQL \
  "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' " \
  "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"

static void
add (crypto_generichash_state *state,
     int                       type,
     const void               *data,
     gsize                     size)
{
  guint64 head[2] = { (guint64) type, size };

  crypto_generichash_update (state, (const guint8 *) head, sizeof head);
  crypto_generichash_update (state, data, size);
}

static void
add_value (crypto_generichash_state *state,
           sqlite3_stmt             *stmt,
           int                       column)
{
  int type = sqlite3_column_type (stmt, column);
  sqlite3_int64 integer;
  double number;

  switch (type)
    {
    case SQLITE_INTEGER:
      integer = sqlite3_column_int64 (stmt, column);
      add (state, type, &integer, sizeof integer);
      break;
    case SQLITE_FLOAT:
      number = sqlite3_column_double (stmt, column);
      add (state, type, &number, sizeof number);
      break;
    case SQLITE_NULL:
      add (state, type, "", 0);
      break;
    default:
      {
        const void *bytes = sqlite3_column_blob (stmt, column);

        add (state, type, bytes != NULL ? bytes : "", (gsize) sqlite3_column_bytes (stmt, column));
      }
    }
}

static gboolean
add_table (crypto_generichash_state  *state,
           ShcDb                     *db,
           const char                *name,
           GError                   **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  char *sql = sqlite3_mprintf ("SELECT * FROM \"%w\"", name);
  int rc = sqlite3_prepare_v2 (shc_db_get_handle (db), sql, -1, &stmt, NULL);

  sqlite3_free (sql);
  add (state, -1, name, strlen (name));
  while (rc == SQLITE_OK || rc == SQLITE_ROW)
    {
      rc = sqlite3_step (stmt);
      for (int i = 0; rc == SQLITE_ROW && i < sqlite3_column_count (stmt); i++)
        add_value (state, stmt, i);
    }
  if (rc == SQLITE_DONE)
    return TRUE;
  shc_db_set_error (db, rc, error);
  return FALSE;
}

char *
shc_backup_sum (ShcDb            *db,
                GBytes           *key,
                const ShcSchema  *schema,
                GError          **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, TABLES_SQL, error);
  g_autoptr(GError) local_error = NULL;
  crypto_generichash_state state;
  guint8 hash[crypto_generichash_BYTES];
  char hex[2 * sizeof hash + 1];

  if (stmt == NULL)
    return NULL;
  crypto_generichash_init (&state, g_bytes_get_data (key, NULL), g_bytes_get_size (key), sizeof hash);
  while (local_error == NULL && shc_db_step (db, stmt, &local_error))
    {
      const char *name = (const char *) sqlite3_column_text (stmt, 0);

      if (schema->passing == NULL || !g_strv_contains (schema->passing, name))
        add_table (&state, db, name, &local_error);
    }
  sqlite3_reset (stmt);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  crypto_generichash_final (&state, hash, sizeof hash);
  return g_strdup (sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}
