/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of atomic replacement, and of telling synchronised folders from others. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "shc-file.h"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("shc-file-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
remove_all (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      remove_all (inside);
    }
  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
}

static guint
count_names (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "thing", NULL);
  g_autoptr(GBytes) first = g_bytes_new_static ("first", 5);
  g_autoptr(GBytes) second = g_bytes_new_static ("second", 6);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  GStatBuf info;

  g_assert_true (shc_file_replace (path, first, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);

  g_assert_true (shc_file_replace (path, second, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "second");
  g_assert_cmpuint (count_names (fixture->folder), ==, 1);
}

static void
test_no_room (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "thing", NULL);
  g_autoptr(GBytes) small = g_bytes_new_static ("small", 5);
  g_autoptr(GBytes) large = g_bytes_new_take (g_malloc0 (100000), 100000);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  struct rlimit before;
  struct rlimit tight;

  g_assert_true (shc_file_replace (path, small, NULL));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  tight = before;
  tight.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  g_assert_false (shc_file_replace (path, large, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "small");
  g_assert_cmpuint (count_names (fixture->folder), ==, 1);
}

static void
test_private (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a", "b", NULL);
  g_autofree char *upper = g_build_filename (fixture->folder, "a", NULL);
  g_autoptr(GError) error = NULL;
  GStatBuf info;

  g_assert_true (shc_folder_make_private (path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  g_assert_cmpint (g_stat (upper, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  g_assert_true (shc_folder_make_private (path, &error));
  g_assert_true (shc_folder_sync (path, &error));
  g_assert_no_error (error);
}

static void
assert_remote (const char *folder,
               const char *name,
               const char *expected)
{
  g_autofree char *path = g_build_filename (folder, name, "sacred-healing-companion", NULL);
  g_autofree char *what = NULL;

  g_assert_cmpint (shc_folder_is_remote (path, &what), ==, expected != NULL);
  g_assert_cmpstr (what, ==, expected);
}

static void
test_remote (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *shared = g_build_filename (fixture->folder, "shared", NULL);
  g_autofree char *marker = g_build_filename (shared, ".stfolder", NULL);

  assert_remote (fixture->folder, "plain", NULL);
  assert_remote (fixture->folder, "Nextcloud", "Nextcloud");
  assert_remote (fixture->folder, "OneDrive - Someone", "OneDrive");
  assert_remote (fixture->folder, "Dropboxes", NULL);
  assert_remote (fixture->folder, "shared", NULL);
  g_assert_cmpint (g_mkdir_with_parents (marker, 0700), ==, 0);
  assert_remote (fixture->folder, "shared", "Syncthing");
}

static void
test_remote_databases (Fixture       *fixture,
                       gconstpointer  data)
{
  static const struct { const char *name; const char *says; } cases[] = {
    { ".sync_0a1b2c3d4e5f.db", "Nextcloud" }, { "._sync_0a1b2c3d4e5f.db", "ownCloud" },
    { "sync_0a1b2c3d4e5f.db", NULL }, { ".sync_notes.txt", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shared = g_strdup_printf ("%s/%d", fixture->folder, (int) i);
      g_autofree char *path = g_build_filename (shared, cases[i].name, NULL);

      g_assert_cmpint (g_mkdir (shared, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, "", 0, NULL));
      assert_remote (shared, "inside", cases[i].says);
    }
}

/* The test's home lies in a folder that is called as the test is: mega. */
static void
test_remote_home (Fixture       *fixture,
                  gconstpointer  data)
{
  g_assert_nonnull (strstr (g_get_home_dir (), "/mega/"));
  assert_remote (g_get_home_dir (), "inside", NULL);
  assert_remote (g_get_home_dir (), "MEGA", "MEGA");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/base/file/replace", test_replace);
  ADD ("/base/file/no-room", test_no_room);
  ADD ("/base/file/private", test_private);
  ADD ("/base/file/remote", test_remote);
  ADD ("/base/file/remote-databases", test_remote_databases);
  ADD ("/base/file/mega", test_remote_home);
#undef ADD
  return g_test_run ();
}
