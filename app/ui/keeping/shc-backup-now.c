/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup to a file of the person's choosing, proven before it is called one. */

#define G_LOG_DOMAIN "shc-backup-now"

#include "config.h"

#include "shc-backup-now.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "shc-backup.h"
#include "shc-date.h"
#include "shc-file.h"
#include "shc-pick-file.h"
#include "shc-ui-errors.h"
#include "shc-window.h"
#include "shc-work.h"

typedef struct
{
  ShcVault *vault;
  char     *path;
} Backup;

static void
backup_free (gpointer data)
{
  Backup *backup = data;

  g_object_unref (backup->vault);
  g_free (backup->path);
  g_free (backup);
}

char *
shc_backup_name (void)
{
  int year, month, day;

  shc_date_get_ymd (shc_date_now (g_get_real_time ()), &year, &month, &day);
  return g_strdup_printf ("sacred-healing-companion-%04d-%02d-%02d.shcbackup", year, month, day);
}

/* The chooser has asked before an existing file is replaced: that stays until the new backup is
 * proven, beside it under a name that nothing has yet. */
static gpointer
backup_in_thread (gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  Backup *backup = data;
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *beside = g_strdup_printf ("%s.%.8s.part", backup->path, unique);
  g_autoptr(ShcBackupResult) made = NULL;

  if (!g_file_test (backup->path, G_FILE_TEST_EXISTS))
    return shc_backup_make (backup->vault, backup->path, cancellable, error);

  made = shc_backup_make (backup->vault, beside, cancellable, error);
  if (made == NULL || !shc_file_take_place (beside, backup->path, error))
    return NULL;
  return g_steal_pointer (&made);
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GtkWidget *from = GTK_WIDGET (object);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcBackupResult) made = shc_work_finish (result, &error);
  g_autofree char *text = NULL;

  if (made == NULL)
    {
      shc_report_error (from, error);
      return;
    }
  text = g_strdup_printf (ngettext ("Backed up and proven: %" PRId64 " reflection",
                                    "Backed up and proven: %" PRId64 " reflections",
                                    (gulong) made->reflections),
                          made->reflections);
  shc_window_toast (from, text, NULL, NULL, NULL, NULL);
}

static void
picked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcVault) vault = SHC_VAULT (user_data);
  g_autoptr(GFile) file = shc_pick_file_finish (result);
  Backup *backup;

  if (file == NULL)
    return;

  backup = g_new0 (Backup, 1);
  backup->vault = g_steal_pointer (&vault);
  backup->path = g_file_get_path (file);
  shc_work_async (object, backup_in_thread, backup, backup_free,
                  (GDestroyNotify) shc_backup_result_free, NULL, made_cb, NULL);
}

void
shc_backup_now (GtkWidget *from,
                ShcVault  *vault)
{
  g_autofree char *name = shc_backup_name ();

  shc_pick_file_async (from, GTK_FILE_CHOOSER_ACTION_SAVE, _("Back Up Your Journal"), _("_Back Up"),
                       name, NULL, picked_cb, g_object_ref (vault));
}
