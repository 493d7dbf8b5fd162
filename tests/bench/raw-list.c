/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One libsecret look-up and one SQLCipher query of the newest 50, printed.
 *
 * usage: raw-list DATABASE VAULT-ID
 */

#include "raw.h"

#include <libsecret/secret.h>
#include <stdio.h>

static const SecretSchema schema = {
  "org.sacredhealing.Companion.Vault", SECRET_SCHEMA_NONE,
  { { "vault", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

int
main (int    argc,
      char **argv)
{
  char *key = secret_password_lookup_nonpageable_sync (&schema, NULL, NULL, "vault", argv[2], NULL);
  sqlite3_stmt *stmt = NULL;
  sqlite3 *db;

  if (key == NULL)
    return 3;
  db = raw_open (argv[1], key, FALSE);
  secret_password_free (key);
  if (sqlite3_prepare_v2 (db, "SELECT id, civil_us, milestone, mood, text FROM reflection"
                              " JOIN reflection_text USING (row) WHERE trashed_us IS NULL"
                              " ORDER BY civil_us DESC, row DESC LIMIT 50", -1, &stmt, NULL) != SQLITE_OK)
    return 1;
  while (sqlite3_step (stmt) == SQLITE_ROW)
    printf ("%s %lld %.80s\n", (const char *) sqlite3_column_text (stmt, 0),
            sqlite3_column_int64 (stmt, 1) / 86400000000LL, (const char *) sqlite3_column_text (stmt, 4));
  sqlite3_finalize (stmt);
  return sqlite3_close (db);
}
