/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key slots of a vault, as they lie beside its database, in two copies.
 *
 * A JSON object of `format` (1), `vault` (random id), `generation` of the data key, `revision`
 * (of the two copies the higher one counts), `key_check` (a keyed hash, so that a key can be told
 * right or wrong without the database), `complete`, `remote_allowed`, `recovery_confirmed`,
 * `keyring` (whether the data key was put there) and the seals `passphrase` and `recovery`; and
 * `sum`, a hash over all of it, which every later format has to have as well. Nothing in it is secret without a passphrase or the recovery code. */

#pragma once

#include "shc-seal.h"
#include "shc-vault.h"

G_BEGIN_DECLS

#define SHC_SLOT_FILE_NAME "slots.json"
#define SHC_SLOT_FILE_COPY_NAME "slots-copy.json"

typedef struct
{
  char    *vault_id;
  guint    generation;
  guint64  revision;
  char    *key_check;
  gboolean complete; /* the database is in its place */
  gboolean remote_allowed; /* the person chose a folder shared with other computers */
  gboolean recovery_confirmed;
  ShcSlots slots;
  ShcSeal  passphrase;
  ShcSeal  recovery;
} ShcSlotFile;

/** shc_slot_file_new: for a new vault with @key: a fresh id and no slots yet. */
ShcSlotFile *shc_slot_file_new (GBytes *key);
ShcSlotFile *shc_slot_file_copy (const ShcSlotFile *self);
void         shc_slot_file_free (ShcSlotFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSlotFile, shc_slot_file_free)

/** shc_slot_file_fits: whether @key is the data key of this vault. */
gboolean shc_slot_file_fits (const ShcSlotFile *self, GBytes *key);

/** shc_slot_file_seal: fills slot @which (passphrase or recovery) with @key under @secret. */
gboolean shc_slot_file_seal (ShcSlotFile *self, ShcSlots which, GBytes *secret, GBytes *key,
                             GError **error);

/** shc_slot_file_open_seal: Returns: (transfer full): the data key. Errors: LOCKED when there is no
 * such slot, BAD_KEY, CORRUPT. */
GBytes *shc_slot_file_open_seal (const ShcSlotFile *self, ShcSlots which, GBytes *secret,
                                 GError **error);

/** shc_slot_file_to_bytes: Returns: (transfer full): the JSON. */
GBytes *shc_slot_file_to_bytes (const ShcSlotFile *self);

/** shc_slot_file_parse: any bytes may come in. Errors: CORRUPT, TOO_NEW. */
ShcSlotFile *shc_slot_file_parse (const char *text, gsize length, GError **error);

/** Held by whoever reads the slots in order to change them; released by leaving its scope. */
typedef int ShcSlotLock;
void shc_slot_lock_release (ShcSlotLock lock);
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (ShcSlotLock, shc_slot_lock_release, -1)

/** shc_slot_file_lock: keeps other programs from changing the slots in @dir; waits for them, a second
 * or two at most. Returns: -1 where folders cannot be locked, which does no harm. */
ShcSlotLock shc_slot_file_lock (const char *dir);

/** shc_slot_file_load: the better of the two copies in @dir. @worn: (out) (optional): whether one
 * copy is missing, damaged or older. Errors: MISSING when there is neither, CORRUPT, TOO_NEW,
 * READ_ONLY when they may not be read. */
ShcSlotFile *shc_slot_file_load (const char *dir, gboolean *worn, GError **error);

/** shc_slot_file_save: raises the revision and writes both copies; if the second one cannot be
 * written, the first is put back. Errors: NO_ROOM, READ_ONLY; the message says which keys count
 * then. */
gboolean shc_slot_file_save (ShcSlotFile *self, const char *dir, GError **error);

/** shc_slot_file_write_copies: as shc_slot_file_save() with the revision as it is. */
gboolean shc_slot_file_write_copies (const ShcSlotFile *self, const char *dir, GError **error);

G_END_DECLS
