/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault that nobody was told about is taken back, so that its folder is as it was. */

#define G_LOG_DOMAIN "shc-vault-take-back"

#include "config.h"

#include <glib/gstdio.h>

#include "shc-keyring.h"
#include "shc-vault-lock.h"
#include "shc-vault-private.h"

static void
remove_in (const char *dir,
           const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_unlink (path);
}

void
shc_vault_take_back (ShcVault *self,
                     gboolean  with_folder)
{
  g_autofree char *database = NULL;
  g_autofree char *name = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(ShcVaultLock) lock = NULL;

  g_return_if_fail (SHC_IS_VAULT (self));

  shc_vault_close (self);
  lock = shc_vault_lock_take (self->dir, SHC_VAULT_LOCK_ALONE, SHC_VAULT_WAIT_MS, NULL);
  /* Somebody else has it open: then it is theirs. */
  if (lock == NULL)
    return;
  shc_vault_check_files (self->dir, &slots, NULL);
  if (slots != NULL && (slots->slots & SHC_SLOT_KEYRING))
    shc_keyring_clear (slots->vault_id, NULL);

  /* Without its slots nothing opens the database, so they go first. */
  remove_in (self->dir, SHC_SLOT_FILE_NAME);
  remove_in (self->dir, SHC_SLOT_FILE_COPY_NAME);
  database = shc_vault_dup_database_path (self->dir);
  name = g_path_get_basename (database);
  for (const char *const *suffix = (const char *const[]) { "", "-wal", "-shm", NULL }; *suffix != NULL;
       suffix++)
    {
      g_autofree char *file = g_strconcat (name, *suffix, NULL);

      remove_in (self->dir, file);
    }
  remove_in (self->dir, SHC_VAULT_LOCK_NAME);
  if (with_folder)
    g_rmdir (self->dir);
}
