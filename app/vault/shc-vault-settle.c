/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What crashes left in a vault's folder. */

#define G_LOG_DOMAIN "shc-vault-settle"

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "shc-damaged-log.h"
#include "shc-restore-swap.h"
#include "shc-vault-private.h"
#include "shc-vault-settle.h"

#define SCRAP_LETTERS 6

/* Files that are replaced by shc_file_replace(): a kill leaves one whose name ends in six letters. */
static const char *const replaced_names[] = {
  SHC_SLOT_FILE_NAME ".", SHC_SLOT_FILE_COPY_NAME ".", SHC_RESTORE_PENDING_NAME ".",
  "last-backup.json.",
};

static gboolean
is_scrap (const char *name)
{
  if (g_str_has_prefix (name, SHC_DAMAGED_LOG_PREFIX))
    return !g_str_has_suffix (name, "Z");
  for (gsize i = 0; i < G_N_ELEMENTS (replaced_names); i++)
    {
      gsize length = strlen (replaced_names[i]);

      if (g_str_has_prefix (name, replaced_names[i]) && strlen (name) == length + SCRAP_LETTERS &&
          strchr (name + length, '.') == NULL)
        return TRUE;
    }
  return FALSE;
}

/* Calls @func, if there is one, for each scrap. Returns: whether there was any. */
static gboolean
find_scraps (const char *dir,
             int       (*func) (const char *path))
{
  g_autoptr(GDir) folder = g_dir_open (dir, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = NULL;

      if (!is_scrap (name))
        continue;
      found = TRUE;
      path = g_build_filename (dir, name, NULL);
      if (func != NULL)
        func (path);
    }
  return found;
}

void
shc_vault_sweep (const char *dir)
{
  g_auto(ShcSlotLock) lock G_GNUC_UNUSED = shc_slot_file_lock (dir);

  if (!shc_restore_is_pending (dir))
    shc_restore_clear_stage (dir);
  find_scraps (dir, g_unlink);
}

static gboolean
is_swept (const char *dir)
{
  return !shc_restore_has_stage (dir) && !find_scraps (dir, NULL);
}

/* While another program has the vault open, it has looked at the log itself. */
static gboolean
is_log_in_order (const char *dir)
{
  g_autofree char *database = shc_vault_dup_database_path (dir);
  g_autofree char *wal = g_strconcat (database, "-wal", NULL);
  GStatBuf info;

  return g_stat (wal, &info) != 0 || info.st_size == 0;
}

static gboolean
look_alone (const char    *dir,
            ShcVaultLock  *lock,
            GError       **error)
{
  gboolean in_order = is_log_in_order (dir);

  if ((is_swept (dir) && in_order) || !shc_vault_lock_change (lock, SHC_VAULT_LOCK_ALONE, 0, NULL))
    return TRUE;
  shc_vault_sweep (dir);
  return in_order || shc_damaged_log_keep (dir, NULL, error);
}

static gboolean
finish_restore (const char    *dir,
                ShcVaultLock  *lock,
                GError       **error)
{
  return shc_vault_lock_change (lock, SHC_VAULT_LOCK_ALONE, SHC_VAULT_WAIT_MS, error) &&
         (!shc_restore_is_pending (dir) || shc_restore_finish (dir, error));
}

gboolean
shc_vault_settle (const char    *dir,
                  ShcVaultLock  *lock,
                  GError       **error)
{
  ShcVaultLockMode mode = shc_vault_lock_get_mode (lock);
  gboolean looked = FALSE;

  /* A change of the lock's mode is a moment in which another program may have it, and be killed. */
  while (shc_restore_is_pending (dir) || !looked)
    {
      if (shc_restore_is_pending (dir) && !finish_restore (dir, lock, error))
        return FALSE;
      looked = TRUE;
      if (!look_alone (dir, lock, error) ||
          !shc_vault_lock_change (lock, mode, SHC_VAULT_WAIT_MS, error))
        return FALSE;
    }
  return TRUE;
}
