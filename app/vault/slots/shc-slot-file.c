/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key slots of a vault and their two copies on disk. */

#define G_LOG_DOMAIN "shc-slot-file"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "shc-file.h"
#include "shc-secure.h"
#include "shc-slot-file.h"

#define VAULT_ID_SIZE 16

static char *
to_hex (const guint8 *data,
        gsize         size)
{
  char *hex = g_malloc (2 * size + 1);

  return sodium_bin2hex (hex, 2 * size + 1, data, size);
}

/* Says nothing about the key: a hash keyed with 256 random bits cannot be turned round. */
static char *
compute_key_check (const char *vault_id,
                   guint       generation,
                   GBytes     *key)
{
  g_autofree char *text = g_strdup_printf ("shc-key-check-1 %s %u", vault_id, generation);
  guint8 hash[crypto_generichash_BYTES];

  crypto_generichash (hash, sizeof hash, (const guint8 *) text, strlen (text),
                      g_bytes_get_data (key, NULL), g_bytes_get_size (key));
  return to_hex (hash, sizeof hash);
}

ShcSlotFile *
shc_slot_file_new (GBytes *key)
{
  ShcSlotFile *self = g_new0 (ShcSlotFile, 1);
  guint8 id[VAULT_ID_SIZE];

  randombytes_buf (id, sizeof id);
  self->vault_id = to_hex (id, sizeof id);
  self->generation = 1;
  self->key_check = compute_key_check (self->vault_id, self->generation, key);
  return self;
}

ShcSlotFile *
shc_slot_file_copy (const ShcSlotFile *self)
{
  ShcSlotFile *copy = g_memdup2 (self, sizeof *self);

  copy->vault_id = g_strdup (self->vault_id);
  copy->key_check = g_strdup (self->key_check);
  return copy;
}

void
shc_slot_file_free (ShcSlotFile *self)
{
  if (self == NULL)
    return;
  g_free (self->vault_id);
  g_free (self->key_check);
  g_free (self);
}

gboolean
shc_slot_file_fits (const ShcSlotFile *self,
                    GBytes            *key)
{
  g_autofree char *check = compute_key_check (self->vault_id, self->generation, key);

  return strlen (self->key_check) == strlen (check) &&
         sodium_memcmp (check, self->key_check, strlen (check)) == 0;
}

static char *
dup_context (const ShcSlotFile *self,
             ShcSlots           which)
{
  return g_strdup_printf ("%s %u %s", self->vault_id, self->generation,
                          which == SHC_SLOT_RECOVERY ? "recovery" : "passphrase");
}

gboolean
shc_slot_file_seal (ShcSlotFile  *self,
                    ShcSlots      which,
                    GBytes       *secret,
                    GBytes       *key,
                    GError      **error)
{
  g_autofree char *context = dup_context (self, which);
  ShcSeal *seal = which == SHC_SLOT_RECOVERY ? &self->recovery : &self->passphrase;

  if (!shc_seal_close (seal, secret, key, context, error))
    return FALSE;
  self->slots |= which;
  return TRUE;
}

GBytes *
shc_slot_file_open_seal (const ShcSlotFile  *self,
                         ShcSlots            which,
                         GBytes             *secret,
                         GError            **error)
{
  g_autofree char *context = dup_context (self, which);
  g_autoptr(GBytes) key = NULL;

  if (!(self->slots & which))
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED,
                           which == SHC_SLOT_RECOVERY
                             ? _("This journal has no recovery code.")
                             : _("This journal has no passphrase."));
      return NULL;
    }
  key = shc_seal_open (which == SHC_SLOT_RECOVERY ? &self->recovery : &self->passphrase, secret,
                       context, error);
  if (key == NULL)
    return NULL;
  if (!shc_slot_file_fits (self, key))
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                           _("The key file of the journal is damaged. Nothing was changed."));
      return NULL;
    }
  return g_steal_pointer (&key);
}

/* On the folder itself: the files in it are replaced by others. */
ShcSlotLock
shc_slot_file_lock (const char *dir)
{
  int fd = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  while (fd >= 0 && flock (fd, LOCK_EX) != 0)
    {
      if (errno == EINTR)
        continue;
      g_debug ("slots: %s", g_strerror (errno));
      close (fd);
      return -1;
    }
  return fd;
}

void
shc_slot_lock_release (ShcSlotLock lock)
{
  if (lock >= 0)
    close (lock);
}

static ShcSlotFile *
load_one (const char  *dir,
          const char  *name,
          GError     **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) local_error = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, &local_error))
    return shc_slot_file_parse (text, length, error);
  if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
      g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_PERM))
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                         _("The journal's folder or its key files may not be read by you. Nothing "
                           "is wrong with them; allow yourself to read them, and try again."));
  else if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
      g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_MISSING,
                         _("There is no journal here yet."));
  else
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                         _("The key file of the journal cannot be read. Nothing was changed."));
  return NULL;
}

/* Of two failures the one to tell: a newer format, then what may be whole, damage, absence. */
static GError *
choose_error (GError **first,
              GError **second)
{
  static const ShcVaultError order[] = {
    SHC_VAULT_ERROR_TOO_NEW, SHC_VAULT_ERROR_READ_ONLY, SHC_VAULT_ERROR_CORRUPT
  };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      if (g_error_matches (*first, SHC_VAULT_ERROR, (int) order[i]))
        return g_steal_pointer (first);
      if (g_error_matches (*second, SHC_VAULT_ERROR, (int) order[i]))
        return g_steal_pointer (second);
    }
  return g_steal_pointer (first);
}

ShcSlotFile *
shc_slot_file_load (const char  *dir,
                    gboolean    *worn,
                    GError     **error)
{
  g_autoptr(GError) first_error = NULL;
  g_autoptr(GError) second_error = NULL;
  g_autoptr(ShcSlotFile) first = load_one (dir, SHC_SLOT_FILE_NAME, &first_error);
  g_autoptr(ShcSlotFile) second = load_one (dir, SHC_SLOT_FILE_COPY_NAME, &second_error);

  /* A newer program has been at one of them: what the other says may no longer hold. */
  if ((first == NULL && second == NULL) ||
      g_error_matches (first_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_TOO_NEW) ||
      g_error_matches (second_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_TOO_NEW))
    {
      g_propagate_error (error, choose_error (&first_error, &second_error));
      return NULL;
    }
  if (worn != NULL)
    *worn = first == NULL || second == NULL || first->revision != second->revision;
  if (first == NULL || (second != NULL && second->revision > first->revision))
    return g_steal_pointer (&second);
  return g_steal_pointer (&first);
}

/* Whether it is what counts on disk, although it could not be written to the end. */
static gboolean
is_in_effect (const ShcSlotFile *self,
              const char        *dir)
{
  g_autoptr(ShcSlotFile) present = shc_slot_file_load (dir, NULL, NULL);
  g_autoptr(GBytes) wanted = shc_slot_file_to_bytes (self);
  g_autoptr(GBytes) found = present != NULL ? shc_slot_file_to_bytes (present) : NULL;

  return found != NULL && g_bytes_equal (wanted, found);
}

static void
set_save_error (const ShcSlotFile  *self,
                const char         *dir,
                const GError       *cause,
                GError            **error)
{
  gboolean changed = is_in_effect (self, dir);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM,
                         changed ? _("There is no room left on the disk. The keys were changed all "
                                     "the same: the new ones count.")
                                 : _("There is no room left on the disk. The keys are as they "
                                     "were."));
  else
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                         changed ? _("The journal's folder could not be written to as it should. "
                                     "The keys were changed all the same: the new ones count.")
                                 : _("The journal's folder cannot be written to. The keys are as "
                                     "they were."));
}

/* Nothing more can be done if this fails as well: what is on disk then is seen by reading it. */
static void
put_back (const char *path,
          char       *text, /* (transfer full) */
          gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new_take (text, length);

  shc_file_replace (path, bytes, NULL);
}

gboolean
shc_slot_file_write_copies (const ShcSlotFile  *self,
                            const char         *dir,
                            GError            **error)
{
  g_autofree char *first = g_build_filename (dir, SHC_SLOT_FILE_NAME, NULL);
  g_autofree char *second = g_build_filename (dir, SHC_SLOT_FILE_COPY_NAME, NULL);
  g_autoptr(GBytes) bytes = shc_slot_file_to_bytes (self);
  g_autoptr(GError) local_error = NULL;
  g_autofree char *former = NULL;
  gsize former_length;

  g_file_get_contents (first, &former, &former_length, NULL);
  if (shc_file_replace (first, bytes, &local_error))
    {
      if (shc_file_replace (second, bytes, &local_error))
        return TRUE;
      if (former != NULL)
        put_back (first, g_steal_pointer (&former), former_length);
    }
  set_save_error (self, dir, local_error, error);
  return FALSE;
}

gboolean
shc_slot_file_save (ShcSlotFile  *self,
                    const char   *dir,
                    GError      **error)
{
  self->revision++;
  if (shc_slot_file_write_copies (self, dir, error))
    return TRUE;
  self->revision--;
  return FALSE;
}
