/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of secure memory, and of reading secrets from pipes and terminals. */

#include "config.h"

#include <fcntl.h>
#include <pty.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "shc-secure.h"

static void
test_memory (void)
{
  guint8 *data = NULL;
  g_autoptr(GBytes) zeroed = shc_secure_bytes_new (32, &data);
  g_autoptr(GBytes) one = shc_secure_bytes_random (32);
  g_autoptr(GBytes) other = shc_secure_bytes_random (32);
  g_autoptr(GBytes) copy = NULL;
  g_autoptr(GBytes) shorter = NULL;
  const guint8 nothing[32] = { 0 };

  g_assert_cmpmem (g_bytes_get_data (zeroed, NULL), g_bytes_get_size (zeroed), nothing, 32);
  copy = shc_secure_bytes_copy (g_bytes_get_data (one, NULL), g_bytes_get_size (one));
  shorter = shc_secure_bytes_copy (g_bytes_get_data (one, NULL), 31);
  g_assert_true (shc_secure_bytes_equal (one, copy));
  g_assert_false (shc_secure_bytes_equal (one, other));
  g_assert_false (shc_secure_bytes_equal (one, shorter));
  g_assert_false (shc_secure_bytes_equal (one, zeroed));
}

static void
test_no_core (void)
{
  struct rlimit limit;

  shc_secure_init ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 1);
}

typedef GBytes *(*Reader) (int fd, GError **error);

static GBytes *
read_by (Reader       reader,
         const char  *text,
         gsize        length,
         char        *rest,
         GError     **error)
{
  int fds[2];
  GBytes *line;
  gssize got;

  g_assert_cmpint (pipe (fds), ==, 0);
  g_assert_cmpint (write (fds[1], text, length), ==, length);
  close (fds[1]);
  line = reader (fds[0], error);
  got = read (fds[0], rest, 15);
  rest[MAX (got, 0)] = '\0';
  close (fds[0]);
  return line;
}

static GBytes *
read_from_pipe (const char  *text,
                gsize        length,
                char        *rest,
                GError     **error)
{
  return read_by (shc_secret_read_line, text, length, rest, error);
}

static void
test_all (void)
{
  static const char *const texts[] = { "word\nnext\n", " spaces kept \r\n\r", "no break", "\n", "" };
  g_autofree char *endless = g_strnfill (5000, '\n');
  g_autoptr(GError) error = NULL;
  char rest[16];

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GBytes) all = read_by (shc_secret_read_all, texts[i], strlen (texts[i]), rest, &error);
      gsize size;
      const char *data;

      g_assert_no_error (error);
      data = g_bytes_get_data (all, &size);
      g_assert_cmpmem (data, size, texts[i], strlen (texts[i]));
      g_assert_cmpstr (rest, ==, "");
    }
  g_assert_null (read_by (shc_secret_read_all, endless, 5000, rest, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

static void
test_line (void)
{
  static const struct { const char *in; const char *line; const char *rest; } cases[] = {
    { "word\nnext", "word", "next" },
    { "word\r\n", "word", "" },
    { "no break", "no break", "" },
    { " spaces kept \n", " spaces kept ", "" },
    { "\nnext", "", "next" },
    { "", "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      char rest[16];
      g_autoptr(GBytes) line = read_from_pipe (cases[i].in, strlen (cases[i].in), rest, &error);
      gsize size;
      const char *data;

      g_assert_no_error (error);
      data = g_bytes_get_data (line, &size);
      g_assert_cmpmem (data, size, cases[i].line, strlen (cases[i].line));
      g_assert_cmpstr (rest, ==, cases[i].rest);
    }
}

static void
test_line_refused (void)
{
  g_autofree char *endless = g_strnfill (5000, 'x');
  g_autofree char *longest = g_strnfill (4096, 'x');
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) whole = NULL;
  char rest[16];

  g_assert_null (read_from_pipe (endless, 5000, rest, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (read_from_pipe ("a\0b\n", 4, rest, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_null (shc_secret_read_line (-1, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  whole = read_from_pipe (longest, 4096, rest, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (whole), ==, 4096);
}

enum { GOT_SECRET = 10, CANCELLED = 11, SOMETHING_ELSE = 12 };

static int
ask_in_child (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) typed = shc_secret_prompt ("Say: ", &error);

  if (typed != NULL && g_bytes_get_size (typed) == 6 &&
      memcmp (g_bytes_get_data (typed, NULL), "open\xc3\xa4", 6) == 0)
    return GOT_SECRET;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? CANCELLED : SOMETHING_ELSE;
}

/* Types @keys once the prompt stands there. Returns what the terminal showed. */
static char *
type_at_prompt (const char *keys,
                int        *status,
                gboolean   *echo_after)
{
  GString *shown = g_string_new (NULL);
  struct termios after;
  int master = -1;
  pid_t child = forkpty (&master, NULL, NULL, NULL);
  char buffer[256];
  gssize got;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (ask_in_child ());
  while (strstr (shown->str, "Say: ") == NULL && (got = read (master, buffer, sizeof buffer)) > 0)
    g_string_append_len (shown, buffer, got);
  g_assert_cmpint (write (master, keys, strlen (keys)), ==, strlen (keys));
  g_assert_cmpint (waitpid (child, status, 0), ==, child);
  g_assert_cmpint (tcgetattr (master, &after), ==, 0);
  *echo_after = (after.c_lflag & ECHO) != 0;
  g_assert_cmpint (fcntl (master, F_SETFL, O_NONBLOCK), ==, 0);
  while ((got = read (master, buffer, sizeof buffer)) > 0)
    g_string_append_len (shown, buffer, got);
  close (master);
  return g_string_free (shown, FALSE);
}

static void
test_prompt (void)
{
  static const struct { const char *keys; int exit_status; } cases[] = {
    { "open\xc3\xa4\n", GOT_SECRET },
    { "opex\x7fn\xc3\xa4\n", GOT_SECRET },
    { "open\x03", CANCELLED },
    { "\x04", CANCELLED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean echo_after = FALSE;
      int status = 0;
      g_autofree char *shown = type_at_prompt (cases[i].keys, &status, &echo_after);

      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, cases[i].exit_status);
      g_assert_null (strstr (shown, "op"));
      g_assert_true (echo_after);
    }
}

static void
test_prompt_without_terminal (void)
{
  pid_t child = fork ();
  int status = 0;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      g_autoptr(GError) error = NULL;

      setsid ();
      if (shc_secret_prompt ("Say: ", &error) != NULL)
        _exit (1);
      _exit (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? 0 : 2);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/secure/memory", test_memory);
  g_test_add_func ("/base/secure/no-core", test_no_core);
  g_test_add_func ("/base/secure/line", test_line);
  g_test_add_func ("/base/secure/line-refused", test_line_refused);
  g_test_add_func ("/base/secure/all", test_all);
  g_test_add_func ("/base/secure/prompt", test_prompt);
  g_test_add_func ("/base/secure/prompt-without-terminal", test_prompt_without_terminal);
  return g_test_run ();
}
