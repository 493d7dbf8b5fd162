/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the journal's tests share. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "journal-test.h"
#include "shc-migrate.h"
#include "shc-secure.h"

void
journal_test_init (int    *argc,
                   char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  shc_secure_init ();
}

void
journal_test_set_up (JournalFixture *fixture,
                     gconstpointer   data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("shc-journal-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "journal.db", NULL);
  fixture->key = shc_secure_bytes_random (SHC_DB_KEY_SIZE);
  fixture->db = shc_db_open_new (fixture->path, fixture->key, shc_journal_schema (), &error);
  g_assert_no_error (error);
  shc_migrate_run (fixture->db, shc_journal_schema (), &error);
  g_assert_no_error (error);
}

void
journal_test_tear_down (JournalFixture *fixture,
                        gconstpointer   data)
{
  const char *name;
  GDir *dir;

  shc_db_close (fixture->db);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_bytes_unref (fixture->key);
  g_free (fixture->path);
  g_free (fixture->folder);
}

ShcDb *
journal_test_open (JournalFixture *fixture,
                   ShcDbRole       role)
{
  g_autoptr(GError) error = NULL;
  ShcDb *db = shc_db_open (fixture->path, fixture->key, role, shc_journal_schema (), &error);

  g_assert_no_error (error);
  return db;
}

ShcDate
journal_test_date (const char *text)
{
  g_autoptr(GError) error = NULL;
  ShcDate date = { 0 };

  shc_date_parse (text, &date, &error);
  g_assert_no_error (error);
  return date;
}

ShcReflection *
journal_test_reflection (const char *date,
                         const char *text)
{
  ShcReflection *reflection = shc_reflection_new ();

  reflection->date = journal_test_date (date);
  reflection->text = g_strdup (text);
  return reflection;
}

ShcReflection *
journal_test_add (ShcDb      *db,
                  const char *date,
                  const char *text)
{
  g_autoptr(GError) error = NULL;
  ShcReflection *reflection = journal_test_reflection (date, text);

  shc_reflections_add (db, reflection, JOURNAL_TEST_NOW_US, &error);
  g_assert_no_error (error);
  return reflection;
}

ShcReflection *
journal_test_get (ShcDb      *db,
                  const char *id)
{
  g_autoptr(GError) error = NULL;
  ShcReflection *reflection = shc_reflections_get (db, id, &error);

  g_assert_no_error (error);
  return reflection;
}

void
journal_test_purge (ShcDb             *db,
                    const char *const *ids)
{
  g_autoptr(GError) error = NULL;
  gboolean more = TRUE;

  shc_reflections_purge_begin (db, ids, &error);
  g_assert_no_error (error);
  while (more)
    {
      shc_reflections_purge_some (db, &more, &error);
      g_assert_no_error (error);
    }
}

gint64
journal_test_number (ShcDb      *db,
                     const char *sql)
{
  g_autoptr(GError) error = NULL;
  gint64 number = -1;

  shc_db_get_number (db, sql, &number, &error);
  g_assert_no_error (error);
  return number;
}

gboolean
journal_test_find (JournalFixture *fixture,
                   const char     *needle)
{
  sqlite3_int64 size = 0;
  guint8 *pages = sqlite3_serialize (shc_db_get_handle (fixture->db), "main", &size, 0);
  gboolean found;

  g_assert_nonnull (pages);
  g_assert_cmpint (size, >, 4096);
  /* Readable, so what was looked through really was the content. */
  g_assert_nonnull (memmem (pages, (gsize) size, "reflection_search", 17));
  found = memmem (pages, (gsize) size, needle, strlen (needle)) != NULL;
  sqlite3_free (pages);
  return found;
}
