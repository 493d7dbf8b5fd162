/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something in a file that is as private as a backup. */

#define G_LOG_DOMAIN "shc-sealed"

#include "config.h"

#include "shc-sealed.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "shc-backup-file.h"
#include "shc-backup-part.h"
#include "shc-backup-private.h"
#include "shc-secure.h"
#include "shc-vault-private.h"

#define KIND_SIZE crypto_kdf_CONTEXTBYTES
#define HEADER_SIZE crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define TAG_SIZE crypto_secretstream_xchacha20poly1305_ABYTES
#define CHUNK ((gsize) 64 * 1024)

G_STATIC_ASSERT (SHC_DB_KEY_SIZE == crypto_kdf_KEYBYTES);

static GBytes *
derive (GBytes     *key,
        const char *kind)
{
  guint8 *data;
  GBytes *derived = shc_secure_bytes_new (crypto_secretstream_xchacha20poly1305_KEYBYTES, &data);

  crypto_kdf_derive_from_key (data, crypto_secretstream_xchacha20poly1305_KEYBYTES, 1, kind,
                              g_bytes_get_data (key, NULL));
  return derived;
}

/* Returns: (transfer full): @content in chunks, of which the last is marked: one that is cut off between two is known. */
static GBytes *
encrypt (GBytes     *content,
         GBytes     *key,
         const char *kind)
{
  g_autoptr(GBytes) derived = derive (key, kind);
  crypto_secretstream_xchacha20poly1305_state state;
  gsize length, at = 0;
  const guint8 *plain = g_bytes_get_data (content, &length);
  gsize n_chunks = length / CHUNK + 1;
  guint8 *sealed = g_malloc (HEADER_SIZE + length + n_chunks * TAG_SIZE);
  guint8 *end = sealed + HEADER_SIZE;

  crypto_secretstream_xchacha20poly1305_init_push (&state, sealed, g_bytes_get_data (derived, NULL));
  for (gsize i = 0; i < n_chunks; i++)
    {
      gsize size = MIN (CHUNK, length - at);

      crypto_secretstream_xchacha20poly1305_push (&state, end, NULL, size > 0 ? plain + at : (const guint8 *) "", size, NULL, 0,
                                                  i + 1 == n_chunks ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
      at += size;
      end += size + TAG_SIZE;
    }
  sodium_memzero (&state, sizeof state);
  return g_bytes_new_take (sealed, (gsize) (end - sealed));
}

/* Returns: (transfer full) (nullable): %NULL if it is not whole, or of another key or kind. */
static GBytes *
decrypt (const guint8 *sealed,
         gsize         length,
         GBytes       *key,
         const char   *kind)
{
  g_autoptr(GBytes) derived = derive (key, kind);
  crypto_secretstream_xchacha20poly1305_state state;
  g_autofree guint8 *plain = g_malloc (length + 1);
  guint8 tag = 0;
  gsize at = HEADER_SIZE, n = 0;
  gboolean good = length >= HEADER_SIZE &&
                  crypto_secretstream_xchacha20poly1305_init_pull (&state, sealed, g_bytes_get_data (derived, NULL)) == 0;

  while (good && tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL)
    {
      gsize size = MIN (CHUNK + TAG_SIZE, length - at);

      good = size >= TAG_SIZE && crypto_secretstream_xchacha20poly1305_pull (&state, plain + n, NULL, &tag, sealed + at, size,
                                                                             NULL, 0) == 0;
      at += size;
      n += good ? size - TAG_SIZE : 0;
    }
  sodium_memzero (&state, sizeof state);
  return good && at == length ? g_bytes_new_take (g_steal_pointer (&plain), n) : NULL;
}

static gboolean
write_out (const char  *path,
           GBytes      *sealed,
           GError     **error)
{
  gsize length;
  const void *data = g_bytes_get_data (sealed, &length);
  FILE *out = g_fopen (path, "wbe");
  gboolean done = out != NULL && fwrite (data, 1, length, out) == length;
  int errnum = errno;

  if (out != NULL && fclose (out) != 0 && done)
    {
      done = FALSE;
      errnum = errno;
    }
  if (!done)
    shc_backup_set_write_error (errnum, error);
  return done;
}

/* What is in the place of the database in the file @path. */
static GBytes *
read_back (const char  *path,
           guint64      size,
           GBytes      *key,
           const char  *kind,
           GError     **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(GMappedFile) mapped = g_mapped_file_new (path, FALSE, &problem);
  GBytes *content = NULL;

  if (mapped != NULL && g_mapped_file_get_length (mapped) >= size)
    content = decrypt ((const guint8 *) g_mapped_file_get_contents (mapped), (gsize) size, key, kind);
  if (content == NULL)
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                         _("This file holds something else, or it is damaged. Nothing was changed."));
  return content;
}

static gboolean
prove (const char  *path,
       GBytes      *key,
       const char  *kind,
       GBytes      *content,
       GError     **error)
{
  guint64 size;
  g_autoptr(ShcSlotFile) slots = shc_backup_file_read (path, &size, NULL);
  g_autoptr(GBytes) back = slots != NULL ? read_back (path, size, key, kind, NULL) : NULL;

  if (back != NULL && g_bytes_equal (back, content))
    return TRUE;
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_COPY,
                       _("The copy could not be read back as it was written: the disk or stick it is on may be failing."));
  return FALSE;
}

gboolean
shc_sealed_make (ShcVault    *vault,
                 const char  *file,
                 const char  *kind,
                 GBytes      *content,
                 GError     **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  g_autoptr(GBytes) key = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(ShcBackupPart) part = NULL;
  g_autoptr(GBytes) sealed = NULL;
  const char *path;

  g_return_val_if_fail (SHC_IS_VAULT (vault) && file != NULL && content != NULL, FALSE);
  g_return_val_if_fail (kind != NULL && strlen (kind) == KIND_SIZE, FALSE);

  if (g_file_test (file, G_FILE_TEST_EXISTS))
    {
      shc_backup_set_write_error (EEXIST, error);
      return FALSE;
    }
  slots = shc_backup_choose_slots (vault, &key, error);
  if (slots == NULL)
    return FALSE;
  folder = g_path_get_dirname (file);
  name = g_path_get_basename (file);
  shc_backup_part_sweep (folder, name);
  part = shc_backup_part_new (file, error);
  if (part == NULL)
    return FALSE;
  path = shc_backup_part_get_path (part);
  sealed = encrypt (content, key, kind);
  return write_out (path, sealed, error) && shc_backup_file_finish (path, slots, error) &&
         prove (path, key, kind, content, error) && shc_backup_put_in_place (path, file, error);
}

GBytes *
shc_sealed_open (const char    *file,
                 const char    *kind,
                 ShcUnlockWay   way,
                 GBytes        *secret,
                 GError       **error)
{
  guint64 size;
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(GBytes) key = NULL;

  g_return_val_if_fail (file != NULL, NULL);
  g_return_val_if_fail (kind != NULL && strlen (kind) == KIND_SIZE, NULL);
  g_return_val_if_fail (secret != NULL || way == SHC_UNLOCK_KEYRING, NULL);

  slots = shc_backup_file_read (file, &size, error);
  key = slots != NULL ? shc_vault_find_key (slots, way, secret, FALSE, error) : NULL;
  if (key == NULL)
    return NULL;
  if (shc_slot_file_fits (slots, key))
    return read_back (file, size, key, kind, error);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                       _("This does not open the file. Nothing was changed."));
  return NULL;
}
