/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of certificates. */

#define G_LOG_DOMAIN "shc-ca-file"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shc-ca-file.h"
#include "shc-journal-error.h"

/* All certificates that a system trusts are a quarter of this. */
#define MAX_BYTES (1024 * 1024)

gboolean
shc_ca_file_is_path (const char *path)
{
  g_return_val_if_fail (path != NULL, FALSE);

  if (!g_path_is_absolute (path))
    return FALSE;
  for (const char *p = path; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* Reads at most %MAX_BYTES of an ordinary file: a pipe or a device would keep us waiting.
 * Returns: (transfer full) (nullable). */
static GString *
read_ordinary (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  g_autoptr(GString) text = g_string_new (NULL);
  char part[4096];
  struct stat info;
  gssize got = -1;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_size <= MAX_BYTES)
    do
      {
        got = read (fd, part, sizeof part);
        if (got > 0)
          g_string_append_len (text, part, got);
      }
    while ((got > 0 && text->len <= MAX_BYTES) || (got < 0 && errno == EINTR));
  close (fd);
  return got == 0 ? g_steal_pointer (&text) : NULL;
}

gboolean
shc_ca_file_check (const char  *path,
                   GError     **error)
{
  g_autoptr(GString) text = NULL;
  g_autoptr(GTlsCertificate) first = NULL;
  g_autoptr(GError) problem = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  name = g_path_get_basename (path);
  text = read_ordinary (path);
  if (text == NULL)
    {
      g_set_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                   _("“%s” is not a file that can be read as a list of certificates."), name);
      return FALSE;
    }
  first = g_tls_certificate_new_from_pem (text->str, (gssize) text->len, &problem);
  if (first != NULL)
    return TRUE;
  g_debug ("certificates: %s", problem->message);
  g_set_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
               _("“%s” holds no certificate in PEM form."), name);
  return FALSE;
}
