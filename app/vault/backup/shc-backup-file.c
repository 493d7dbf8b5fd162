/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of a backup. */

#define G_LOG_DOMAIN "shc-backup-file"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shc-backup-file.h"

#define MAGIC "SHCBACK1"
#define MAGIC_SIZE 8
#define HASH_SIZE 32
#define FOOTER_HEAD_SIZE (MAGIC_SIZE + 2 * 8)
#define FOOTER_SIZE (FOOTER_HEAD_SIZE + HASH_SIZE)
#define MAX_SLOTS_SIZE ((guint64) 64 * 1024)
#define CHUNK ((gsize) 256 * 1024)

typedef FILE ShcFile;
static void
close_file (FILE *file)
{
  if (file != NULL)
    fclose (file);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcFile, close_file)

void
shc_backup_set_write_error (int      errnum,
                            GError **error)
{
  g_debug ("backup: %s", g_strerror (errnum));
  if (errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG)
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM,
                         _("There is no room left on the disk for the backup. The journal itself "
                           "is safe."));
  else if (errnum == EEXIST)
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_EXISTS,
                         _("There is a file of this name already. It was left as it is."));
  else
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                         _("The backup's folder cannot be written to. The journal itself is "
                           "safe."));
}

static void
set_damaged (GError **error)
{
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                       _("This file is no backup of this program, or it is damaged. Nothing was "
                         "changed."));
}

static void
write_length (guint8  *bytes,
              guint64  length)
{
  for (guint i = 0; i < 8; i++)
    bytes[i] = (guint8) (length >> (8 * i));
}

static guint64
read_length (const guint8 *bytes)
{
  guint64 length = 0;

  for (guint i = 0; i < 8; i++)
    length |= (guint64) bytes[i] << (8 * i);
  return length;
}

/* Hashes the next @size bytes of @file, copying them to @copy if there is one. */
static gboolean
pass_through (FILE                     *file,
              guint64                   size,
              crypto_generichash_state *state,
              FILE                     *copy)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);

  while (size > 0)
    {
      gsize want = (gsize) MIN (size, (guint64) CHUNK);

      if (fread (chunk, 1, want, file) != want)
        return FALSE;
      if (state != NULL)
        crypto_generichash_update (state, chunk, want);
      if (copy != NULL && fwrite (chunk, 1, want, copy) != want)
        return FALSE;
      size -= want;
    }
  return TRUE;
}

static gboolean
append (FILE              *file,
        const ShcSlotFile *slots,
        guint64            database_size)
{
  g_autoptr(GBytes) json = shc_slot_file_to_bytes (slots);
  gsize json_size = g_bytes_get_size (json);
  guint8 footer[FOOTER_SIZE];
  crypto_generichash_state state;

  memcpy (footer, MAGIC, MAGIC_SIZE);
  write_length (footer + MAGIC_SIZE, database_size);
  write_length (footer + MAGIC_SIZE + 8, json_size);
  crypto_generichash_init (&state, NULL, 0, HASH_SIZE);
  rewind (file);
  if (!pass_through (file, database_size, &state, NULL))
    return FALSE;
  crypto_generichash_update (&state, g_bytes_get_data (json, NULL), json_size);
  crypto_generichash_update (&state, footer, FOOTER_HEAD_SIZE);
  crypto_generichash_final (&state, footer + FOOTER_HEAD_SIZE, HASH_SIZE);
  return fseeko (file, 0, SEEK_END) == 0 &&
         fwrite (g_bytes_get_data (json, NULL), 1, json_size, file) == json_size &&
         fwrite (footer, 1, sizeof footer, file) == sizeof footer && fflush (file) == 0 &&
         fsync (fileno (file)) == 0;
}

gboolean
shc_backup_file_finish (const char         *path,
                        const ShcSlotFile  *slots,
                        GError            **error)
{
  g_autoptr(ShcFile) file = fopen (path, "r+be");
  off_t size = -1;

  if (file != NULL && fseeko (file, 0, SEEK_END) == 0)
    size = ftello (file);
  if (size >= 0 && append (file, slots, (guint64) size))
    return TRUE;
  shc_backup_set_write_error (errno, error);
  return FALSE;
}

static gboolean
read_footer (FILE    *file,
             guint8   footer[FOOTER_SIZE],
             guint64 *database_size,
             guint64 *slots_size)
{
  off_t size;

  if (fseeko (file, 0, SEEK_END) != 0 || (size = ftello (file)) < FOOTER_SIZE ||
      fseeko (file, -FOOTER_SIZE, SEEK_END) != 0 ||
      fread (footer, 1, FOOTER_SIZE, file) != FOOTER_SIZE ||
      memcmp (footer, MAGIC, MAGIC_SIZE) != 0)
    return FALSE;
  *database_size = read_length (footer + MAGIC_SIZE);
  *slots_size = read_length (footer + MAGIC_SIZE + 8);
  return *slots_size <= MAX_SLOTS_SIZE && *database_size <= (guint64) size &&
         *database_size + *slots_size + FOOTER_SIZE == (guint64) size;
}

static char *
read_checked (FILE    *file,
              guint64 *database_size,
              guint64 *slots_size)
{
  guint8 footer[FOOTER_SIZE];
  guint8 hash[HASH_SIZE];
  crypto_generichash_state state;
  g_autofree char *json = NULL;

  if (!read_footer (file, footer, database_size, slots_size))
    return NULL;
  json = g_malloc0 ((gsize) *slots_size + 1);
  crypto_generichash_init (&state, NULL, 0, HASH_SIZE);
  rewind (file);
  if (!pass_through (file, *database_size, &state, NULL) ||
      fread (json, 1, (gsize) *slots_size, file) != *slots_size)
    return NULL;
  crypto_generichash_update (&state, (const guint8 *) json, *slots_size);
  crypto_generichash_update (&state, footer, FOOTER_HEAD_SIZE);
  crypto_generichash_final (&state, hash, HASH_SIZE);
  if (sodium_memcmp (hash, footer + FOOTER_HEAD_SIZE, HASH_SIZE) != 0)
    return NULL;
  return g_steal_pointer (&json);
}

ShcSlotFile *
shc_backup_file_read (const char  *path,
                      guint64     *database_size,
                      GError     **error)
{
  g_autoptr(ShcFile) file = fopen (path, "rbe");
  g_autofree char *json = NULL;
  guint64 slots_size = 0;

  if (file == NULL)
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_MISSING,
                           _("The backup was not found, or may not be read."));
      return NULL;
    }
  json = read_checked (file, database_size, &slots_size);
  if (json != NULL)
    return shc_slot_file_parse (json, (gsize) slots_size, error);
  set_damaged (error);
  return NULL;
}

gboolean
shc_backup_file_extract (const char  *path,
                         guint64      database_size,
                         const char  *target,
                         GError     **error)
{
  g_autoptr(ShcFile) file = fopen (path, "rbe");
  g_autoptr(ShcFile) copy = fopen (target, "wbxe");

  if (copy == NULL)
    {
      shc_backup_set_write_error (errno, error);
      return FALSE;
    }
  if (file != NULL && pass_through (file, database_size, NULL, copy) && fflush (copy) == 0 &&
      fchmod (fileno (copy), 0600) == 0 && fsync (fileno (copy)) == 0)
    return TRUE;
  if (ferror (copy))
    shc_backup_set_write_error (errno, error);
  else
    set_damaged (error);
  return FALSE;
}
