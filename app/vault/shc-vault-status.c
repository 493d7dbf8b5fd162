/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be said about the vault as a whole. */

#define G_LOG_DOMAIN "shc-vault-status"

#include "config.h"

#include <glib/gstdio.h>

#include "shc-backup-record.h"
#include "shc-damaged-log.h"
#include "shc-migrate.h"
#include "shc-vault-private.h"

typedef struct
{
  const ShcSchema *schema;
  ShcVaultStatus  *status;
} Inquiry;

void
shc_vault_status_free (ShcVaultStatus *status)
{
  if (status == NULL)
    return;
  g_free (status->cipher);
  g_free (status->sqlite);
  g_free (status->lost);
  g_free (status);
}

static gpointer
inquire_job (ShcDb     *db,
             gpointer   data,
             GError   **error)
{
  Inquiry *inquiry = data;

  if (!shc_migrate_get_version (db, &inquiry->status->schema, error))
    return NULL;
  if (inquiry->schema->count != NULL)
    inquiry->status->reflections = inquiry->schema->count (db, error);
  return NULL;
}

static gint64
get_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

ShcVaultStatus *
shc_vault_get_status (ShcVault *self)
{
  ShcVaultStatus *status;
  g_autofree char *database = NULL;
  g_autofree char *wal = NULL;
  g_autoptr(ShcBackupRecord) record = NULL;
  Inquiry inquiry;

  g_return_val_if_fail (SHC_IS_VAULT (self), NULL);

  database = shc_vault_dup_database_path (self->dir);
  wal = g_strconcat (database, "-wal", NULL);
  record = shc_backup_record_load (self->dir);
  status = g_new0 (ShcVaultStatus, 1);
  status->reflections = -1;
  shc_db_check_library (&status->cipher, NULL);
  status->sqlite = g_strdup (sqlite3_libversion ());
  status->bytes = get_size (database) + get_size (wal);
  status->lost = shc_damaged_log_dup_text (self->dir);
  status->last_backup_us = record->made_us;
  status->last_backup_proven_us = record->proven_us;
  inquiry.schema = self->schema;
  inquiry.status = status;
  /* While it is locked or let go, what cannot be seen stays unsaid. */
  shc_vault_run (self, SHC_DB_READER, inquire_job, &inquiry, NULL);
  return status;
}
