/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks through every decrypted page of a vault's database, free ones too, without the program's own code: nothing is
 * tidied up by looking.
 *
 * usage: look-inside DATABASE VAULT-ID [STATEMENT] <WORDS
 *
 * The key comes from the keyring of the session. Does STATEMENT first, if there is one; then reads words, one a line,
 * and prints those that are found, in UTF-8 or UTF-16, and at last a line with the number of bytes that were looked
 * through. */

#define SQLITE_HAS_CODEC 1
#include <sqlite3.h>

#include <glib.h>
#include <libsecret/secret.h>
#include <stdio.h>
#include <string.h>

static const SecretSchema schema = {
  "org.sacredhealing.Companion.Vault", SECRET_SCHEMA_NONE,
  { { "vault", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

static void
run (sqlite3    *db,
     const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

static sqlite3 *
open_database (const char *path,
               const char *vault_id)
{
  char *key = secret_password_lookup_nonpageable_sync (&schema, NULL, NULL, "vault", vault_id, NULL);
  g_autofree char *text = g_strdup_printf ("x'%s'", key != NULL ? key : "");
  sqlite3 *db = NULL;

  secret_password_free (key);
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
      sqlite3_key (db, text, (int) strlen (text)) != SQLITE_OK)
    g_error ("The database cannot be opened.");
  run (db, "PRAGMA cipher_log_level = NONE; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;");
  /* The log stays as it was found. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return db;
}

static gboolean
is_there (const guint8 *pages,
          gsize         size,
          const char   *word)
{
  static const char *const encodings[] = { "UTF-8", "UTF-16LE", "UTF-16BE" };
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (encodings) && !found; i++)
    {
      gsize length = 0;
      g_autofree char *needle = g_convert (word, -1, encodings[i], "UTF-8", NULL, &length, NULL);

      g_assert_true (needle != NULL && length > 0);
      found = memmem (pages, size, needle, length) != NULL;
    }
  return found;
}

int
main (int    argc,
      char **argv)
{
  sqlite3_int64 size = 0;
  guint8 *pages;
  sqlite3 *db;
  char line[4096];

  if (argc < 3)
    return 2;
  db = open_database (argv[1], argv[2]);
  if (argc > 3)
    run (db, argv[3]);
  pages = sqlite3_serialize (db, "main", &size, 0);
  if (pages == NULL || !is_there (pages, (gsize) size, "reflection_search"))
    g_error ("What was read is no vault.");
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      line[strcspn (line, "\n")] = '\0';
      if (*line != '\0' && is_there (pages, (gsize) size, line))
        printf ("%s\n", line);
    }
  printf ("%lld\n", (long long) size);
  sqlite3_free (pages);
  return sqlite3_close (db);
}
