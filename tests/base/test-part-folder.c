/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that are whole or not there, also where their maker was killed. */

#include "config.h"

#include "shc-part-folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const endings[] = { "all.json", ".csv", NULL };

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("shc-part-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "out", NULL);
}

static void
write_file (const char *folder,
            const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
}

static guint
count (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
remove_all (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *one = g_build_filename (path, name, NULL);

      if (g_file_test (one, G_FILE_TEST_IS_DIR))
        remove_all (one);
      else
        g_unlink (one);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* A child makes one, writes @names into it and is killed. Returns: (transfer full): where what it left is. */
static char *
leave (const Fixture     *fixture,
       const char *const *names)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;
  int status;
  pid_t child = fork ();

  if (child == 0)
    {
      ShcPartFolder *part = shc_part_folder_new (fixture->path, endings, NULL);

      for (guint i = 0; names[i] != NULL; i++)
        write_file (shc_part_folder_get_path (part), names[i]);
      raise (SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  dir = g_dir_open (fixture->folder, 0, NULL);
  name = g_dir_read_name (dir);
  g_assert_true (g_str_has_prefix (name, "out.part-"));
  return g_build_filename (fixture->folder, name, NULL);
}

static void
test_whole (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcPartFolder) part = shc_part_folder_new (fixture->path, endings, &error);
  g_autoptr(ShcPartFolder) late = NULL;

  g_assert_no_error (error);
  write_file (shc_part_folder_get_path (part), "all.json");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (shc_part_folder_finish (part), ==, 0);
  g_assert_cmpuint (count (fixture->path), ==, 1);
  g_assert_cmpuint (count (fixture->folder), ==, 1);
  late = shc_part_folder_new (fixture->path, endings, &error);
  g_assert_no_error (error);
  g_assert_cmpint (shc_part_folder_finish (late), ==, ENOTEMPTY);
  g_clear_pointer (&late, shc_part_folder_free);
  g_assert_cmpuint (count (fixture->folder), ==, 1);
}

/* What was left goes with the next one, with what was in it. */
static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const written[][4] = { { NULL }, { "all.json", NULL }, { "all.json", "Users 2.csv", "Notes.csv.a1B2c3", NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autofree char *left = leave (fixture, written[i]);
      g_autoptr(ShcPartFolder) part = shc_part_folder_new (fixture->path, endings, NULL);

      g_assert_nonnull (part);
      g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
      g_clear_pointer (&part, shc_part_folder_free);
      g_assert_cmpuint (count (fixture->folder), ==, 0);
    }
}

/* What somebody put there stays, and all that is beside it. */
static void
test_others (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const written[] = { "all.json", NULL };
  g_autofree char *left = leave (fixture, written);
  g_autofree char *unmarked = g_strconcat (fixture->path, ".part-abcdef", NULL);
  g_autofree char *longer = g_strconcat (fixture->path, ".part-abcdefg", NULL);
  g_autofree char *link = g_strconcat (fixture->path, ".part-ghijkl", NULL);
  ShcPartFolder *part;

  write_file (left, "my notes.txt");
  g_assert_cmpint (g_mkdir (unmarked, 0700), ==, 0);
  write_file (unmarked, "all.json");
  g_assert_cmpint (g_mkdir (longer, 0700), ==, 0);
  g_assert_cmpint (symlink (fixture->folder, link), ==, 0);
  part = shc_part_folder_new (fixture->path, endings, NULL);
  g_assert_cmpuint (count (left), ==, 3);
  g_assert_cmpuint (count (unmarked), ==, 1);
  g_assert_true (g_file_test (longer, G_FILE_TEST_IS_DIR));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  shc_part_folder_free (part);
  g_unlink (link);
}

/* One whose maker lives is not what a dead one left. */
static void
test_both (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(ShcPartFolder) first = shc_part_folder_new (fixture->path, endings, NULL);
  g_autoptr(ShcPartFolder) second = shc_part_folder_new (fixture->path, endings, NULL);

  g_assert_true (g_file_test (shc_part_folder_get_path (first), G_FILE_TEST_IS_DIR));
  g_assert_cmpuint (count (fixture->folder), ==, 2);
  g_assert_cmpint (shc_part_folder_finish (second), ==, 0);
}

static void
test_nowhere (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->path, "deeper", NULL);

  g_assert_null (shc_part_folder_new (path, endings, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

#define ADD(path, test) g_test_add ("/base/part-folder/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("whole", test_whole);
  ADD ("killed", test_killed);
  ADD ("others", test_others);
  ADD ("both", test_both);
  ADD ("nowhere", test_nowhere);
  return g_test_run ();
}
