/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping a damaged write-ahead log, and telling of it. */

#define G_LOG_DOMAIN "shc-damaged-log"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "shc-damaged-log.h"
#include "shc-file.h"
#include "shc-vault-private.h"
#include "shc-wal.h"

/* Named by when the log was written last, so that one state of it is kept once. */
static char *
dup_copy_path (const char *dir,
               const char *wal)
{
  GStatBuf info;
  g_autoptr(GDateTime) written = NULL;
  g_autofree char *stamp = NULL;
  g_autofree char *name = NULL;

  if (g_stat (wal, &info) == 0)
    written = g_date_time_new_from_unix_utc (info.st_mtim.tv_sec);
  if (written == NULL)
    return NULL;
  stamp = g_date_time_format (written, "%Y-%m-%dT%H%M%S");
  name = g_strdup_printf (SHC_DAMAGED_LOG_PREFIX "%s.%06ldZ", stamp, info.st_mtim.tv_nsec / 1000);
  return g_build_filename (dir, name, NULL);
}

static gboolean
copy (const char  *from,
      const char  *to,
      GError     **error)
{
  g_autoptr(GMappedFile) mapped = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) local_error = NULL;

  if (to != NULL && g_file_test (to, G_FILE_TEST_EXISTS))
    return TRUE;
  mapped = to != NULL ? g_mapped_file_new (from, FALSE, NULL) : NULL;
  if (mapped == NULL)
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_FAILED,
                           _("The journal's log of recent changes could not be read."));
      return FALSE;
    }
  bytes = g_mapped_file_get_bytes (mapped);
  if (shc_file_replace (to, bytes, &local_error))
    return TRUE;
  g_set_error_literal (error, SHC_VAULT_ERROR,
                       g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NO_SPACE)
                         ? SHC_VAULT_ERROR_NO_ROOM : SHC_VAULT_ERROR_READ_ONLY,
                       _("The log of recent changes is damaged, and no copy of it could be kept. The "
                         "journal was not opened, so that nothing more is lost."));
  return FALSE;
}

gboolean
shc_damaged_log_keep (const char  *dir,
                      gboolean    *found,
                      GError     **error)
{
  g_autofree char *database = shc_vault_dup_database_path (dir);
  g_autofree char *wal = g_strconcat (database, "-wal", NULL);
  g_autofree char *path = NULL;
  ShcWalScan scan;

  if (!shc_wal_scan (wal, &scan, error))
    return FALSE;
  if (found != NULL)
    *found = scan.commits_lost > 0;
  if (scan.commits_lost == 0)
    return TRUE;
  path = dup_copy_path (dir, wal);
  return copy (wal, path, error);
}

static char *
describe (const char *dir,
          const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  ShcWalScan scan = { 0 };
  gulong commits;

  shc_wal_scan (path, &scan, NULL);
  commits = (gulong) scan.commits_lost;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "The log of recent changes was damaged: %lu change could no "
                                       "longer be read. A copy of the log is kept as “%s”; remove "
                                       "it when you need it no more.",
                                       "The log of recent changes was damaged: %lu changes could no "
                                       "longer be read. A copy of the log is kept as “%s”; remove "
                                       "it when you need it no more.", commits),
                          commits, name);
}

/* Whole ones only: what a kill left of a copy has letters behind its time. */
static gboolean
is_copy (const char *name)
{
  return g_str_has_prefix (name, SHC_DAMAGED_LOG_PREFIX) && g_str_has_suffix (name, "Z");
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

void
shc_damaged_log_describe (const char *dir,
                          GPtrArray  *problems)
{
  g_autoptr(GDir) folder = g_dir_open (dir, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      if (is_copy (name))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_texts);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (problems, describe (dir, names->pdata[i]));
}

char *
shc_damaged_log_dup_text (const char *dir)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  shc_damaged_log_describe (dir, problems);
  if (problems->len == 0)
    return NULL;
  g_ptr_array_add (problems, NULL);
  return g_strjoinv (" ", (char **) problems->pdata);
}
