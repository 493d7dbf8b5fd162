/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing in an editor of one's own: the file lives in memory (the runtime folder) and only so long. */

#define G_LOG_DOMAIN "shc-external-editor"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shc-external-editor.h"
#include "shc-input.h"
#include "shc-signals.h"
#include "shc-text.h"

#define FILE_NAME "reflection.md"

static void
set_failed (GError     **error,
            const char  *sentence)
{
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED, sentence);
}

static const char *
get_editor (void)
{
  const char *editor = g_getenv ("VISUAL");

  if (editor == NULL || editor[0] == '\0')
    editor = g_getenv ("EDITOR");
  return editor != NULL && editor[0] != '\0' ? editor : NULL;
}

/* A folder of our own, so that what the editor keeps beside the file goes with it. */
static char *
make_folder (GError **error)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *folder = NULL;

  if (runtime == NULL || !g_path_is_absolute (runtime))
    {
      set_failed (error, _("There is no private runtime folder (XDG_RUNTIME_DIR) for an editor’s "
                           "file; “shc reflect” alone writes without one."));
      return NULL;
    }

  folder = g_build_filename (runtime, "shc-editor-XXXXXX", NULL);
  if (g_mkdtemp_full (folder, 0700) == NULL)
    {
      set_failed (error, _("The runtime folder cannot be written; nothing was changed."));
      return NULL;
    }
  return g_steal_pointer (&folder);
}

static void
remove_folder (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_clear_pointer (&dir, g_dir_close);
  if (g_rmdir (folder) != 0)
    shc_cli_warn (_("shc: The editor left something in %s; please remove it."), folder);
}

static gboolean
write_file (const char  *path,
            const char  *text,
            GError     **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gsize length = strlen (text);
  gboolean written = fd >= 0 && write (fd, text, length) == (gssize) length;

  if (fd >= 0)
    written = close (fd) == 0 && written;
  if (!written)
    set_failed (error, _("The editor’s file could not be written; nothing was changed."));
  return written;
}

/* Runs in the child: the editor gets its signals as a program of its own. */
static void
become_editor (gpointer data)
{
  signal (SIGINT, SIG_DFL);
  signal (SIGQUIT, SIG_DFL);
}

/* Waits for the editor; a signal that is to end us ends the editor first. Ctrl-C in the terminal is
 * the editor's own affair. */
static gboolean
wait_for (GPid pid)
{
  int status = 0;

  while (waitpid (pid, &status, WNOHANG) == 0)
    {
      struct pollfd fd = { .fd = shc_signals_get_fd (), .events = POLLIN };

      poll (&fd, 1, 20);
      if (shc_signals_get () == SIGINT || shc_signals_get () == SIGQUIT)
        shc_signals_forget ();
      else if (shc_signals_get () != 0)
        kill (pid, SIGTERM);
    }

  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

static gboolean
run_editor (const char  *path,
            GError     **error)
{
  g_auto(GStrv) words = NULL;
  g_autoptr(GStrvBuilder) command = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;
  GPid pid;

  if (!g_shell_parse_argv (get_editor (), NULL, &words, NULL))
    {
      set_failed (error, _("$EDITOR does not name a program."));
      return FALSE;
    }
  g_strv_builder_addv (command, (const char **) words);
  g_strv_builder_add (command, path);
  argv = g_strv_builder_end (command);

  if (!g_spawn_async (NULL, argv, NULL,
                      G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CHILD_INHERITS_STDIN,
                      become_editor, NULL, &pid, NULL))
    {
      set_failed (error, _("The editor could not be started; nothing was changed."));
      return FALSE;
    }
  if (!wait_for (pid))
    {
      set_failed (error, _("The editor did not end well; nothing was changed."));
      return FALSE;
    }
  return TRUE;
}

static char *
read_back (const char  *path,
           const char  *before,
           GError     **error)
{
  int fd = shc_input_open (path, error);
  g_autofree char *text = NULL;
  gsize length;

  if (fd < 0)
    return NULL;
  text = shc_input_read (fd, SHC_TEXT_MAX_BYTES + 1, &length, error);
  close (fd);
  if (text == NULL)
    return NULL;

  if (length > 0 && text[length - 1] == '\n' && !g_str_has_suffix (before, "\n"))
    text[--length] = '\0';
  return shc_text_check (text, length, error) ? g_steal_pointer (&text) : NULL;
}

char *
shc_editor_run (ShcCli      *cli,
                const char  *text,
                GError     **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  char *written = NULL;

  if (get_editor () == NULL)
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("--editor needs $EDITOR to name a program."));
      return NULL;
    }

  shc_cli_warn (_("Your editor may keep copies of what you write, outside your journal: look into its "
                  "settings for backup, swap and history files."));
  shc_signals_hold ();
  folder = make_folder (error);
  if (folder != NULL)
    {
      path = g_build_filename (folder, FILE_NAME, NULL);
      if (write_file (path, text, error) && run_editor (path, error))
        written = read_back (path, text, error);
      remove_folder (folder);
    }
  shc_signals_release ();

  return written;
}
