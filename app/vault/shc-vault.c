/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault: what it is and how it lies on disk. */

#define G_LOG_DOMAIN "shc-vault"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shc-backup-rotate.h"
#include "shc-file.h"
#include "shc-restore-swap.h"
#include "shc-vault-private.h"

G_DEFINE_FINAL_TYPE (ShcVault, shc_vault, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, SIGNAL_CLOSED, SIGNAL_REOPENED, SIGNAL_FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char plain_header[16] = "SQLite format 3";

char *
shc_vault_default_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "sacred-healing-companion", NULL);
}

char *
shc_vault_dup_database_path (const char *dir)
{
  return g_build_filename (dir, SHC_VAULT_DATABASE_NAME, NULL);
}

/* One name for one folder, whichever way it was reached; it may not have been made yet. */
static char *
dup_real_path (const char *dir)
{
  g_autofree char *canonical = g_canonicalize_filename (dir, NULL);
  g_autofree char *real = realpath (canonical, NULL);
  g_autofree char *parent = NULL;
  g_autofree char *name = NULL;
  g_autofree char *real_parent = NULL;

  if (real != NULL || g_str_equal (canonical, "/"))
    return g_strdup (real != NULL ? real : canonical);
  parent = g_path_get_dirname (canonical);
  name = g_path_get_basename (canonical);
  real_parent = dup_real_path (parent);
  return g_build_filename (real_parent, name, NULL);
}

char *
shc_vault_bus_name (const char *dir)
{
  g_autofree char *standard = shc_vault_default_dir ();
  g_autofree char *standard_path = dup_real_path (standard);
  g_autofree char *path = NULL;
  g_autofree char *hash = NULL;

  g_return_val_if_fail (dir != NULL, NULL);

  path = dup_real_path (dir);
  if (g_str_equal (path, standard_path))
    return g_strdup (SHC_APP_ID);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  return g_strdup_printf ("%s.v%.16s", SHC_APP_ID, hash);
}

static gboolean
exists (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What can be said of a database without its key. */
static gboolean
check_database (const char  *path,
                GError     **error)
{
  char start[sizeof plain_header] = { 0 };
  GStatBuf info = { 0 };
  FILE *file = g_fopen (path, "rbe");
  const char *message = NULL;
  ShcVaultError code = SHC_VAULT_ERROR_FAILED;
  gsize got;

  if (file == NULL)
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                           _("The journal's file may not be opened by you. Nothing was changed."));
      return FALSE;
    }
  got = fread (start, 1, sizeof start, file);
  if (fstat (fileno (file), &info) != 0 || info.st_size == 0)
    {
      code = SHC_VAULT_ERROR_EMPTY;
      message = _("The journal's file is empty. Nothing was changed; a backup can be restored.");
    }
  else if (got == sizeof start && memcmp (start, plain_header, sizeof start) == 0)
    {
      code = SHC_VAULT_ERROR_FOREIGN;
      message = _("The journal's file is not encrypted, so it is not one of this program's. "
                  "Nothing was changed.");
    }
  else if (info.st_size < SHC_DB_PAGE_SIZE)
    {
      code = SHC_VAULT_ERROR_CUT_OFF;
      message = _("The journal's file was cut off. Nothing was changed; a backup can be restored.");
    }
  fclose (file);
  if (message == NULL)
    return TRUE;
  g_set_error_literal (error, SHC_VAULT_ERROR, (int) code, message);
  return FALSE;
}

/* A database is there; its keys may not be. */
static ShcVaultState
check_both (const char         *dir,
            const char         *database,
            const ShcSlotFile  *slots,
            GError             *slots_error,
            GError            **error)
{
  g_autofree char *what = NULL;

  if (slots == NULL && !g_error_matches (slots_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_TOO_NEW) &&
      !g_error_matches (slots_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY))
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_REPAIR,
                           _("The journal is there, but both of its key files are lost or damaged. "
                             "Restore a backup, which has its own; nothing was changed."));
      return SHC_VAULT_BROKEN;
    }
  if (slots == NULL)
    {
      g_propagate_error (error, g_error_copy (slots_error));
      return SHC_VAULT_BROKEN;
    }
  if (!check_database (database, error))
    return SHC_VAULT_BROKEN;
  if (g_access (dir, W_OK) != 0 || g_access (database, W_OK) != 0)
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                           _("The journal's folder cannot be written to. Nothing was changed."));
      return SHC_VAULT_BROKEN;
    }
  if (!slots->remote_allowed && shc_folder_is_remote (dir, &what))
    {
      g_set_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_REMOTE,
                   _("The journal lies in a folder that is shared with other computers (%s), where "
                     "it would be damaged. Move it to a folder of this computer."), what);
      return SHC_VAULT_BROKEN;
    }
  return SHC_VAULT_LOCKED;
}

/* Half exchanged: unlocking brings it to its end, by the ways into what is being brought back. */
static void
take_staged_slots (const char   *dir,
                   ShcSlotFile **slots)
{
  g_autofree char *stage = g_build_filename (dir, SHC_RESTORE_STAGE_NAME, NULL);
  ShcSlotFile *staged = shc_slot_file_load (stage, NULL, NULL);

  if (staged == NULL)
    return;
  g_clear_pointer (slots, shc_slot_file_free);
  *slots = staged;
}

static gboolean
has_backups (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, SHC_VAULT_BACKUPS_NAME, NULL);
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      if (g_str_has_suffix (name, SHC_BACKUP_SUFFIX))
        return TRUE;
    }
  return FALSE;
}

/* What only a journal leaves in its folder. */
static gboolean
has_remains (const char *dir)
{
  static const char *const prefixes[] = {
    SHC_VAULT_DATABASE_NAME "-wal", SHC_RESTORE_ASIDE_PREFIX, SHC_RESTORE_STAGE_NAME
  };
  g_autoptr(GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
        {
          if (g_str_has_prefix (name, prefixes[i]))
            return TRUE;
        }
    }
  return has_backups (dir);
}

/* Neither a database nor whole slots: was there ever a journal? */
static ShcVaultState
check_neither (const char  *dir,
               GError     **error)
{
  if (!has_remains (dir))
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_MISSING,
                           _("There is no journal here yet."));
      return SHC_VAULT_MISSING;
    }
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_REPAIR,
                       _("The journal's file and both of its key files are gone, but remains of it "
                         "are here. Nothing was changed; restore a backup, such as the newest in "
                         "the folder “backups”."));
  return SHC_VAULT_BROKEN;
}

ShcVaultState
shc_vault_check_files (const char   *dir,
                       ShcSlotFile **slots_out,
                       GError      **error)
{
  g_autofree char *database = shc_vault_dup_database_path (dir);
  g_autoptr(GError) slots_error = NULL;
  g_autoptr(ShcSlotFile) slots = shc_slot_file_load (dir, NULL, &slots_error);
  ShcVaultState state;

  if (shc_restore_is_pending (dir))
    {
      take_staged_slots (dir, &slots);
      state = SHC_VAULT_LOCKED;
    }
  else if (exists (database))
    state = check_both (dir, database, slots, slots_error, error);
  else if (g_error_matches (slots_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_MISSING) ||
           (slots != NULL && !slots->complete))
    state = check_neither (dir, error);
  else if (slots_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&slots_error));
      state = SHC_VAULT_BROKEN;
    }
  else
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_GONE,
                           _("The journal's file is gone, only its keys are left. Nothing was "
                             "changed; a backup can be restored."));
      state = SHC_VAULT_BROKEN;
    }
  if (slots_out != NULL)
    *slots_out = g_steal_pointer (&slots);
  return state;
}

static void
shc_vault_finalize (GObject *object)
{
  ShcVault *self = SHC_VAULT (object);
  ShcVaultOpen open;

  shc_vault_release_held (self, FALSE);
  if (self->come_back != NULL)
    g_source_destroy (self->come_back);
  g_clear_pointer (&self->come_back, g_source_unref);
  shc_vault_take_open (self, &open);
  shc_vault_end_open (&open);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_clear_pointer (&self->slots, shc_slot_file_free);
  g_free (self->lost);
  g_clear_pointer (&self->news, shc_vault_news_unref);
  g_main_context_unref (self->context);
  g_clear_object (&self->ending);
  g_cond_clear (&self->beside_ended);
  g_mutex_clear (&self->mutex);
  g_free (self->dir);

  G_OBJECT_CLASS (shc_vault_parent_class)->finalize (object);
}

static void
shc_vault_class_init (ShcVaultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = shc_vault_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SHC_TYPE_VAULT, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", SHC_TYPE_VAULT, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REOPENED] = g_signal_new ("reopened", SHC_TYPE_VAULT, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", SHC_TYPE_VAULT, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
shc_vault_init (ShcVault *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->beside_ended);
  g_queue_init (&self->held);
  self->context = g_main_context_ref_thread_default ();
  self->news = shc_vault_news_new (self, self->context);
}

ShcVault *
shc_vault_new (const char      *dir,
               const ShcSchema *schema)
{
  ShcVault *self;

  g_return_val_if_fail (schema != NULL, NULL);

  self = g_object_new (SHC_TYPE_VAULT, NULL);
  self->dir = dir != NULL ? g_canonicalize_filename (dir, NULL) : shc_vault_default_dir ();
  self->schema = schema;
  return self;
}

const char *
shc_vault_get_dir (ShcVault *self)
{
  g_return_val_if_fail (SHC_IS_VAULT (self), NULL);
  return self->dir;
}

ShcVaultState
shc_vault_get_state (ShcVault *self)
{
  ShcVaultState state;
  gboolean known;

  g_return_val_if_fail (SHC_IS_VAULT (self), SHC_VAULT_BROKEN);

  g_mutex_lock (&self->mutex);
  state = self->state;
  known = self->known;
  g_mutex_unlock (&self->mutex);
  return known ? state : shc_vault_probe (self, NULL, NULL);
}

ShcVaultState
shc_vault_probe (ShcVault  *self,
                 ShcSlots  *slots,
                 GError   **error)
{
  g_autoptr(ShcSlotFile) file = NULL;
  g_autoptr(GError) local_error = NULL;
  ShcVaultState state;

  g_return_val_if_fail (SHC_IS_VAULT (self), SHC_VAULT_BROKEN);

  state = shc_vault_check_files (self->dir, &file, &local_error);
  g_mutex_lock (&self->mutex);
  if (self->key != NULL)
    state = SHC_VAULT_UNLOCKED;
  self->state = state;
  self->known = TRUE;
  g_mutex_unlock (&self->mutex);
  if (slots != NULL)
    *slots = file != NULL && state != SHC_VAULT_MISSING ? file->slots : 0;
  if (state == SHC_VAULT_BROKEN)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return state;
}

char *
shc_vault_dup_id (ShcVault  *self,
                  GError   **error)
{
  g_autoptr(ShcSlotFile) file = NULL;
  g_autoptr(GError) problem = NULL;
  g_autofree char *id = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (self), NULL);

  g_mutex_lock (&self->mutex);
  if (self->slots != NULL)
    id = g_strdup (self->slots->vault_id);
  g_mutex_unlock (&self->mutex);
  if (id != NULL)
    return g_steal_pointer (&id);

  /* Whatever may be wrong with the database, its id is that of its slots. */
  if (shc_vault_check_files (self->dir, &file, &problem) != SHC_VAULT_MISSING && file != NULL)
    return g_strdup (file->vault_id);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_REPAIR,
                         _("The journal's key files cannot be read. Nothing was changed."));
  return NULL;
}

void
shc_vault_emit_changed (ShcVault *self,
                        gboolean  external)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, external);
}

void
shc_vault_emit_closed (ShcVault *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

void
shc_vault_emit_reopened (ShcVault *self)
{
  g_signal_emit (self, signals[SIGNAL_REOPENED], 0);
}

void
shc_vault_emit_failed (ShcVault     *self,
                       const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}
