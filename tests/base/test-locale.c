/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests that a translation is found where a program that is not installed has it. */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gnu/libc-version.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "shc-locale.h"

static void
compile_translation (const char *folder)
{
  g_autofree char *messages = g_build_filename (folder, "eo", "LC_MESSAGES", NULL);
  g_autofree char *source = g_build_filename (folder, "eo.po", NULL);
  g_autofree char *compiled = g_build_filename (messages, GETTEXT_PACKAGE ".mo", NULL);
  const char *text = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                     "msgid \"A word of the test\"\nmsgstr \"Ĝi troviĝis\"\n";
  g_autoptr(GSubprocess) msgfmt = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_no_errno (g_mkdir_with_parents (messages, 0700));
  g_file_set_contents (source, text, -1, &error);
  g_assert_no_error (error);
  msgfmt = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "msgfmt", "-o", compiled, source, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (msgfmt, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
glibc_is_at_least (guint minor)
{
  return g_ascii_strtoull (strchr (gnu_get_libc_version (), '.') + 1, NULL, 10) >= minor;
}

static void
test_uninstalled (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "locale", NULL);

  compile_translation (folder);
  g_setenv ("TEXTDOMAINDIR", folder, TRUE);
  g_setenv ("LANGUAGE", "eo", TRUE);
  shc_locale_init ();

  g_assert_cmpstr (bindtextdomain (GETTEXT_PACKAGE, NULL), ==, folder);
  /* C.UTF-8, the only locale that is everywhere, has no translations from glibc 2.39 on. */
  if (!g_str_has_prefix (setlocale (LC_MESSAGES, NULL), "C") || !glibc_is_at_least (39))
    g_assert_cmpstr (_("A word of the test"), ==, "Ĝi troviĝis");
  g_assert_cmpstr (_("Another word of the test"), ==, "Another word of the test");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/locale/uninstalled", test_uninstalled);

  return g_test_run ();
}
