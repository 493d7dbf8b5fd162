/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the backups that were made by themselves are kept. */

#define G_LOG_DOMAIN "shc-backup-rotate"

#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "shc-backup-rotate.h"

typedef struct
{
  char  *path;
  gint64 made_us;
  int    day; /* civil, as the clock's zone is now */
} Backup;

static void
backup_free (gpointer data)
{
  Backup *backup = data;

  g_free (backup->path);
  g_free (backup);
}

char *
shc_backup_dup_path (const char *folder,
                     const char *prefix,
                     gint64      now_us)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%dT%H%M%S");
  g_autofree char *name = g_strdup_printf ("%s%s.%06dZ%s", prefix, stamp,
                                           (int) (now_us % G_USEC_PER_SEC), SHC_BACKUP_SUFFIX);

  return g_build_filename (folder, name, NULL);
}

/* The stamp is what comes last: some names have a number before it. */
static gboolean
read_stamp (const char *name,
            Backup     *backup)
{
  static const char pattern[] = "YYYY-mm-ddTHHMMSS.uuuuuuZ" SHC_BACKUP_SUFFIX;
  gsize length = strlen (name);
  g_autoptr(GDateTime) made = NULL;
  g_autoptr(GDateTime) local = NULL;
  int year, month, day, hour, minute, second, fraction;

  if (length < strlen (pattern) ||
      sscanf (name + length - strlen (pattern), "%4d-%2d-%2dT%2d%2d%2d.%6dZ", &year, &month, &day,
              &hour, &minute, &second, &fraction) != 7)
    return FALSE;
  made = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (made == NULL || fraction < 0)
    return FALSE;
  local = g_date_time_to_local (made);
  backup->made_us = g_date_time_to_unix (made) * G_USEC_PER_SEC + fraction;
  backup->day = g_date_time_get_year (local) * 1000 + g_date_time_get_day_of_year (local);
  return TRUE;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const Backup *first = *(const Backup *const *) a;
  const Backup *second = *(const Backup *const *) b;

  if (first->made_us != second->made_us)
    return first->made_us > second->made_us ? -1 : 1;
  return g_strcmp0 (second->path, first->path);
}

static GPtrArray *
list_backups (const char *folder,
              const char *prefix,
              const char *just_made,
              gint64      now_us)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *backups = g_ptr_array_new_with_free_func (backup_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      Backup *backup;

      if (!g_str_has_prefix (name, prefix) || !g_str_has_suffix (name, SHC_BACKUP_SUFFIX))
        continue;
      backup = g_new0 (Backup, 1);
      backup->path = g_build_filename (folder, name, NULL);
      if (read_stamp (name, backup) &&
          (backup->made_us <= now_us || g_strcmp0 (backup->path, just_made) == 0))
        g_ptr_array_add (backups, backup);
      else
        backup_free (backup);
    }
  g_ptr_array_sort (backups, compare_newest_first);
  return backups;
}

static void
rotate (const char *folder,
        const char *prefix,
        const char *just_made,
        guint       keep,
        gboolean    by_day,
        gint64      now_us)
{
  g_autoptr(GPtrArray) backups = list_backups (folder, prefix, just_made, now_us);
  guint kept = 0;
  int last_day = 0;

  for (guint i = 0; i < backups->len; i++)
    {
      const Backup *backup = backups->pdata[i];

      if (kept < keep && (!by_day || kept == 0 || backup->day != last_day))
        {
          kept++;
          last_day = backup->day;
        }
      else if (g_strcmp0 (backup->path, just_made) != 0)
        {
          g_unlink (backup->path);
        }
    }
}

void
shc_backup_rotate_days (const char *folder,
                        const char *prefix,
                        const char *just_made,
                        guint       days,
                        gint64      now_us)
{
  rotate (folder, prefix, just_made, days, TRUE, now_us);
}

void
shc_backup_rotate_count (const char *folder,
                         const char *prefix,
                         const char *just_made,
                         guint       count,
                         gint64      now_us)
{
  rotate (folder, prefix, just_made, count, FALSE, now_us);
}
