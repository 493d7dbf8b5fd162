/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes in: files, standard input and the values of options, read with bounds. */

#define G_LOG_DOMAIN "shc-input"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shc-input.h"
#include "shc-text.h"

/* What is wrong with @path by errno value @problem. */
static void
set_unreadable (const char  *path,
                int          problem,
                GError     **error)
{
  g_autofree char *name = g_path_get_basename (path);

  if (problem == EISDIR)
    g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                 _("“%s” is a folder; a file is needed here."), name);
  else if (problem == ENOENT || problem == ENOTDIR)
    g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_NOT_FOUND, _("There is no file “%s”."), name);
  else
    g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED, _("“%s” cannot be read: %s."), name,
                 g_strerror (problem));
}

/* Says which option a sentence is about. */
static gboolean
blame_option (GError     **error,
              const char  *option)
{
  g_prefix_error (error, "--%s: ", option);
  return FALSE;
}

/* Standard input that is closed has a stand-in that cannot be read. */
static gboolean
check_descriptor (int      fd,
                  GError **error)
{
  int flags = fcntl (fd, F_GETFL);

  if (flags >= 0 && (flags & O_ACCMODE) != O_WRONLY)
    return TRUE;

  if (fd == STDIN_FILENO)
    g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                         _("Standard input is closed, so there is nothing to read."));
  else
    g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, _("Descriptor %d is not open."), fd);
  return FALSE;
}

int
shc_input_open (const char  *path,
                GError     **error)
{
  int inherited = shc_args_get_fd (path);
  int fd;

  if (inherited < 0)
    {
      if (!shc_input_check_file (path, error))
        return -1;
      fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
      if (fd < 0)
        set_unreadable (path, errno, error);
      return fd;
    }

  if (!check_descriptor (inherited, error))
    return -1;
  fd = fcntl (inherited, F_DUPFD_CLOEXEC, 0);
  if (fd < 0)
    set_unreadable (path, errno, error);
  return fd;
}

gboolean
shc_input_check_file (const char  *path,
                      GError     **error)
{
  struct stat info;
  int problem = 0;
  int inherited = shc_args_get_fd (path);

  if (inherited >= 0)
    return check_descriptor (inherited, error);
  if (stat (path, &info) != 0)
    problem = errno;
  else if (S_ISDIR (info.st_mode))
    problem = EISDIR;
  if (problem == 0)
    return TRUE;

  set_unreadable (path, problem, error);
  return FALSE;
}

char *
shc_input_read (int      fd,
                gsize    max,
                gsize   *length,
                GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  gsize used = 0;

  while (used <= max)
    {
      gssize got;

      if (used == size)
        {
          size = CLAMP (size * 2, 4096, max + 1);
          text = g_realloc (text, size + 1);
        }
      got = read (fd, text + used, size - used);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0 && errno == EBADF)
        {
          check_descriptor (fd, error);
          return NULL;
        }
      if (got < 0)
        {
          g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED,
                       _("Standard input could not be read: %s."), g_strerror (errno));
          return NULL;
        }
      if (got == 0)
        break;
      used += (gsize) got;
    }

  text[used] = '\0';
  *length = used;
  return g_steal_pointer (&text);
}

char *
shc_input_dup_text (const char  *text,
                    GError     **error)
{
  g_autofree char *copy = NULL;
  gsize length;

  if (g_str_equal (text, "-"))
    {
      copy = shc_input_read (STDIN_FILENO, SHC_TEXT_MAX_BYTES, &length, error);
      if (copy == NULL)
        return NULL;
    }
  else
    {
      copy = g_strdup (text);
      length = strlen (copy);
    }

  return shc_text_check (copy, length, error) ? g_steal_pointer (&copy) : NULL;
}

gboolean
shc_input_can_type (GError **error)
{
  if (isatty (STDIN_FILENO))
    return TRUE;

  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                       _("The text is missing; “-” reads it from standard input."));
  return FALSE;
}

gboolean
shc_input_get_date (const ShcArgs  *args,
                    const char     *option,
                    ShcDate        *value,
                    GError        **error)
{
  const char *given = shc_args_get (args, option);

  if (given != NULL && !shc_date_parse (given, value, error))
    return blame_option (error, option);
  return TRUE;
}

gboolean
shc_input_get_day (const ShcArgs  *args,
                   const char     *option,
                   gint64         *value,
                   GError        **error)
{
  ShcDate date;

  if (!shc_args_has (args, option))
    return TRUE;
  if (!shc_input_get_date (args, option, &date, error))
    return FALSE;

  *value = shc_date_get_day (date);
  return TRUE;
}

gboolean
shc_input_get_number (const ShcArgs  *args,
                      const char     *option,
                      gint64          min,
                      gint64          max,
                      gint64         *value,
                      GError        **error)
{
  const char *given = shc_args_get (args, option);

  if (given == NULL || g_ascii_string_to_signed (given, 10, min, max, value, NULL))
    return TRUE;

  g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
               _("--%s is a whole number from %" PRId64 " to %" PRId64 "."),
               option, min, max);
  return FALSE;
}

gboolean
shc_input_get_label (const ShcArgs  *args,
                     const char     *option,
                     char          **value,
                     GError        **error)
{
  const char *given = shc_args_get (args, option);
  g_autofree char *clean = NULL;

  if (given == NULL)
    return TRUE;
  clean = shc_label_clean (given, error);
  if (clean == NULL)
    return blame_option (error, option);

  g_free (*value);
  *value = g_steal_pointer (&clean);
  return TRUE;
}

gboolean
shc_input_get_filter (const ShcArgs  *args,
                      ShcFilter      *filter,
                      GError        **error)
{
  gint64 mood = 0;

  if (!shc_input_get_day (args, "from", &filter->from_day, error)
      || !shc_input_get_day (args, "to", &filter->to_day, error)
      || !shc_input_get_label (args, "milestone", &filter->milestone, error)
      || !shc_input_get_label (args, "tag", &filter->tag, error)
      || !shc_input_get_number (args, "mood", 1, 5, &mood, error))
    return FALSE;
  filter->mood = (int) mood;

  if (filter->from_day >= 0 && filter->to_day >= 0 && filter->from_day > filter->to_day)
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("--from lies after --to."));
      return FALSE;
    }
  return TRUE;
}
