/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pace that several programs of one person keep together. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "airtable-test.h"
#include "shc-airtable-turns.h"

#define SECOND G_USEC_PER_SEC
#define HOUR (3600 * (gint64) SECOND)
#define GAP (SECOND / 5)
#define LONGEST (40 * (gint64) SECOND)
#define BASE "https://api.airtable.com/v0\nappHealing0000001"
#define TOKEN "patTest.0123456789"

/* How the program is called to be one of several. */
#define CHILD "--ask"
#define EACH 8
#define HOLDER "--hold"

/* A second of the server's takes two, so that what a busy machine holds up is no fault of the pace. */
static const char *const paced[] = { "--plain", "--speed=0.5", "--penalty=10", NULL };
static const ShcAirtableLimits limits = {
  .gap_ms = 430,
  .slowest_gap_ms = 3000,
  .in_flight = 2,
  .silence_ms = 20000,
  .silence_jitter_ms = 500,
  .tries = 3,
  .backoff_ms = 50,
  .longest_wait_ms = 30000,
};

typedef struct
{
  char             *folder;
  ShcAirtableTurns *one;
  ShcAirtableTurns *other;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *top = g_dir_make_tmp ("shc-turns-XXXXXX", &error);

  g_assert_no_error (error);
  self->folder = g_build_filename (top, "new", "turns", NULL);
  self->one = shc_airtable_turns_new (self->folder, BASE, LONGEST);
  self->other = shc_airtable_turns_new (self->folder, BASE, LONGEST);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  shc_airtable_turns_free (self->one);
  shc_airtable_turns_free (self->other);
  g_free (self->folder);
}

/* Returns: (transfer full): the only file there. */
static char *
dup_path (Fixture *self)
{
  g_autoptr(GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  name = g_dir_read_name (dir);
  g_assert_nonnull (name);
  g_assert_null (g_dir_read_name (dir));
  return g_build_filename (self->folder, name, NULL);
}

static void
write_file (Fixture       *self,
            gconstpointer  content,
            gssize         length)
{
  g_autofree char *path = dup_path (self);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
}

static void
test_turns (Fixture       *self,
            gconstpointer  data)
{
  gint64 now = HOUR;

  g_assert_cmpint (shc_airtable_turns_take (self->one, now, GAP), ==, 0);
  g_assert_cmpint (shc_airtable_turns_take (self->other, now, GAP), ==, GAP);
  g_assert_cmpint (shc_airtable_turns_take (self->other, now + GAP - 1, GAP), ==, 1);
  g_assert_cmpint (shc_airtable_turns_take (self->other, now + GAP, GAP), ==, 0);
  g_assert_cmpint (shc_airtable_turns_take (self->one, now + GAP, GAP), ==, GAP);
  /* Nobody says anything for a while; then both go on. */
  now += HOUR;
  g_assert_cmpint (shc_airtable_turns_take (self->one, now, GAP), ==, 0);
  shc_airtable_turns_hush (self->one, now, 30 * SECOND);
  g_assert_cmpint (shc_airtable_turns_take (self->other, now + SECOND, GAP), ==, 29 * SECOND);
  /* A shorter silence does not end a longer one. */
  shc_airtable_turns_hush (self->other, now, SECOND);
  g_assert_cmpint (shc_airtable_turns_take (self->other, now + 29 * SECOND, GAP), ==, SECOND);
  g_assert_cmpint (shc_airtable_turns_take (self->other, now + 30 * SECOND, GAP), ==, 0);
}

static void
test_another_base (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(ShcAirtableTurns) another = shc_airtable_turns_new (self->folder, BASE "2", LONGEST);

  g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, 0);
  g_assert_cmpint (shc_airtable_turns_take (another, HOUR, GAP), ==, 0);
}

/* Of which base it is, or whose, cannot be read from it, and nobody else can open it. */
static void
test_tells_nothing (Fixture       *self,
                    gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  GStatBuf file, folder;

  g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, 0);
  path = dup_path (self);
  name = g_path_get_basename (path);
  g_assert_cmpuint (strspn (name, "0123456789abcdef"), ==, strlen (name));
  g_assert_cmpint (g_stat (path, &file), ==, 0);
  g_assert_cmpint (g_stat (self->folder, &folder), ==, 0);
  g_assert_cmpint (file.st_size, ==, sizeof (gint64));
  g_assert_cmpuint (file.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (folder.st_mode & 0777, ==, 0700);
}

/* The file of a computer that was started anew, of another clock, or of nobody's: it holds nobody up. */
static void
test_clock_that_jumps (Fixture       *self,
                       gconstpointer  data)
{
  const gint64 odd[] = { HOUR + LONGEST + 1, 1000 * HOUR, G_MAXINT64, G_MININT64, -1, 0 };

  g_assert_cmpint (shc_airtable_turns_take (self->one, 1000 * HOUR, GAP), ==, 0);
  g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, 0);
  g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, GAP);
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      write_file (self, &odd[i], sizeof odd[i]);
      g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, 0);
    }
  write_file (self, "", 0);
  g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, 0);
  write_file (self, "1234567", 7);
  g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, 0);
  shc_airtable_turns_hush (self->other, HOUR, 100 * HOUR);
  g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, LONGEST);
}

/* One that was stopped while it had the file locked does not stop the others. */
static void
test_locked (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *path = NULL;
  gint64 now = HOUR;
  int fd;

  g_assert_cmpint (shc_airtable_turns_take (self->one, now, GAP), ==, 0);
  path = dup_path (self);
  fd = open (path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  now += GAP;
  for (gint64 wait = 1, begun = now; wait > 0; now += wait)
    {
      wait = shc_airtable_turns_take (self->one, now, GAP);
      g_assert_cmpint (now - begun, <=, SECOND);
    }
  shc_airtable_turns_hush (self->one, now, SECOND);
  close (fd);
  g_assert_cmpint (shc_airtable_turns_take (self->one, now, GAP), ==, 0);
  g_assert_cmpint (shc_airtable_turns_take (self->other, now, GAP), ==, GAP);
}

/* Without a place for the file everybody goes by their own pace. */
static void
test_no_place (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr(ShcAirtableTurns) nowhere = shc_airtable_turns_new ("/dev/null/turns", BASE, LONGEST);

  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (shc_airtable_turns_take (nowhere, HOUR, GAP), ==, 0);
  shc_airtable_turns_hush (nowhere, HOUR, SECOND);
  /* What somebody put there for us to follow is not followed. */
  g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, 0);
  {
    g_autofree char *path = dup_path (self);
    g_autofree char *target = g_strconcat (self->folder, "-target", NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
    g_assert_cmpint (symlink (target, path), ==, 0);
    g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, 0);
    g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
  }
}

/* ---- places */

static void
test_places (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(ShcAirtableTurns) another = shc_airtable_turns_new (self->folder, BASE "2", LONGEST);
  g_autoptr(ShcAirtableTurns) nowhere = shc_airtable_turns_new ("/dev/null/turns", BASE, LONGEST);
  int first = shc_airtable_turns_enter (self->one, 2);
  int second = shc_airtable_turns_enter (self->other, 2);
  int elsewhere = shc_airtable_turns_enter (another, 2);

  g_assert_cmpint (first, >=, 0);
  g_assert_cmpint (second, >=, 0);
  g_assert_cmpint (elsewhere, >=, 0);
  g_assert_cmpint (shc_airtable_turns_enter (self->one, 2), ==, SHC_AIRTABLE_TURNS_NO_PLACE);
  g_assert_cmpint (shc_airtable_turns_enter (self->other, 2), ==, SHC_AIRTABLE_TURNS_NO_PLACE);
  /* Who waits for a place takes no turn from anybody, and a turn needs no place. */
  g_assert_cmpint (shc_airtable_turns_take (self->one, HOUR, GAP), ==, 0);
  shc_airtable_turns_leave (first);
  first = shc_airtable_turns_enter (self->other, 2);
  g_assert_cmpint (first, >=, 0);
  g_assert_cmpint (shc_airtable_turns_enter (self->one, 2), ==, SHC_AIRTABLE_TURNS_NO_PLACE);
  shc_airtable_turns_leave (first);
  shc_airtable_turns_leave (second);
  shc_airtable_turns_leave (elsewhere);
  shc_airtable_turns_leave (SHC_AIRTABLE_TURNS_NO_PLACE);
  g_assert_cmpint (shc_airtable_turns_enter (nowhere, 2), ==, SHC_AIRTABLE_TURNS_NO_FILE);
}

/* Called with the only place taken, until it is killed. */
static int
hold_place (const char *folder)
{
  g_autoptr(ShcAirtableTurns) turns = shc_airtable_turns_new (folder, BASE, LONGEST);

  if (shc_airtable_turns_enter (turns, 1) < 0)
    return 1;
  g_print ("held\n");
  fflush (stdout);
  for (;;)
    pause ();
}

static const char *program;

static void
test_killed (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) holder = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, HOLDER, self->folder,
                                                    NULL);
  g_autoptr(GDataInputStream) said = NULL;
  g_autofree char *line = NULL;
  int place;

  g_assert_no_error (error);
  said = g_data_input_stream_new (g_subprocess_get_stdout_pipe (holder));
  line = g_data_input_stream_read_line (said, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "held");
  g_assert_cmpint (shc_airtable_turns_enter (self->one, 1), ==, SHC_AIRTABLE_TURNS_NO_PLACE);
  g_subprocess_force_exit (holder);
  g_assert_true (g_subprocess_wait (holder, NULL, &error));
  place = shc_airtable_turns_enter (self->one, 1);
  g_assert_cmpint (place, >=, 0);
  shc_airtable_turns_leave (place);
}

/* ---- several programs */

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  guint *left = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records G_GNUC_UNUSED = shc_airtable_list_finish (SHC_AIRTABLE (source), result, &error);

  g_assert_no_error (error);
  *left -= 1;
}

static int
be_one_of_several (const char *url,
                   const char *folder)
{
  g_autoptr(ServiceTestSink) sink = g_object_new (SERVICE_TEST_TYPE_SINK, NULL);
  g_autoptr(ShcHttp) http = shc_http_new (SHC_INTENT_SINK (sink), NULL, &service_test_limits, NULL);
  g_autoptr(GBytes) token = g_bytes_new_static (TOKEN, strlen (TOKEN));
  g_autoptr(ShcAirtable) client = shc_airtable_new (http, url, AIRTABLE_TEST_BASE, token, &limits);
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "", "share", "test", 0);
  guint left = EACH;

  shc_airtable_keep_turns (client, folder);
  for (guint i = 0; i < EACH; i++)
    shc_airtable_list_async (client, intent, AIRTABLE_TEST_USERS, NULL, 0, NULL, NULL, listed_cb, &left);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}

static void
test_programs (Fixture       *self,
               gconstpointer  data)
{
  AirtableTest test;
  GSubprocess *running[2];
  g_autoptr(JsonObject) begun = NULL;
  g_autoptr(JsonObject) report = NULL;
  g_autoptr(GError) error = NULL;

  airtable_test_start (&test, paced);
  begun = airtable_test_control (&test, "{\"faults\": [{\"name\": \"slow\", \"arg\": \"2\"}]}");
  for (gsize i = 0; i < G_N_ELEMENTS (running); i++)
    {
      running[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, CHILD, test.service.base_url, self->folder, NULL);
      g_assert_no_error (error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (running); i++)
    {
      g_assert_true (g_subprocess_wait_check (running[i], NULL, &error));
      g_assert_no_error (error);
      g_object_unref (running[i]);
    }
  report = airtable_test_control (&test, "{}");
  g_assert_cmpuint (airtable_test_count (&test), ==, EACH * G_N_ELEMENTS (running));
  g_assert_cmpint (json_object_get_int_member (report, "penalties"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (report, "busiest"), <=, 5);
  g_assert_cmpint (json_object_get_int_member (report, "slow_at_once"), ==, 2);
  airtable_test_stop (&test);
}

#define ADD(name, func) g_test_add ("/services/airtable-turns/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], CHILD))
    return be_one_of_several (argv[2], argv[3]);
  if (argc == 3 && g_str_equal (argv[1], HOLDER))
    return hold_place (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("turns", test_turns);
  ADD ("another-base", test_another_base);
  ADD ("tells-nothing", test_tells_nothing);
  ADD ("clock-that-jumps", test_clock_that_jumps);
  ADD ("locked", test_locked);
  ADD ("no-place", test_no_place);
  ADD ("places", test_places);
  ADD ("killed", test_killed);
  ADD ("programs", test_programs);
  return g_test_run ();
}
