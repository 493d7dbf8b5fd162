/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault: one encrypted database, its key slots and its three connections. */

#pragma once

#include <gio/gio.h>

#include "shc-db.h"

G_BEGIN_DECLS

/** Which ways in a vault has. */
typedef enum
{
  SHC_SLOT_KEYRING    = 1 << 0,
  SHC_SLOT_PASSPHRASE = 1 << 1,
  SHC_SLOT_RECOVERY   = 1 << 2,
} ShcSlots;

typedef enum
{
  SHC_VAULT_MISSING,  /* no database and no slots */
  SHC_VAULT_LOCKED,   /* there, and no key is held */
  SHC_VAULT_UNLOCKED,
  SHC_VAULT_BROKEN,   /* something is there that cannot be opened as it is: see shc_vault_probe() */
} ShcVaultState;

#define SHC_TYPE_VAULT (shc_vault_get_type ())
/**
 * ShcVault:
 *
 * Made on and owned by one thread (its #GMainContext gets the callbacks and the signals). Every
 * call that touches the disk, the keyring or a key derivation blocks and says so; the window uses
 * the `_async` forms only.
 *
 * Signals:
 * - `changed (gboolean external)`: something was committed, by this program or (@external) by
 *   another one; several commits may share one emission.
 * - `closed ()`: the connections were let go (locked, or another program needs the file alone).
 * - `reopened ()`: they are back, with the same key.
 * - `failed (GError *)`: they could not be brought back; the vault is locked now.
 */
G_DECLARE_FINAL_TYPE (ShcVault, shc_vault, SHC, VAULT, GObject)

/** shc_vault_default_dir: Returns: (transfer full): $XDG_DATA_HOME/sacred-healing-companion. */
char *shc_vault_default_dir (void);

/** shc_vault_bus_name: Returns: (transfer full): the D-Bus name of the window for vault @dir: the
 * application id for the default folder, else that with a hash of the folder's real path. */
char *shc_vault_bus_name (const char *dir);

/** shc_vault_new: @dir: (nullable): the vault's folder, %NULL for the default one; nothing is read
 * or made. @schema: static. */
ShcVault *shc_vault_new (const char *dir, const ShcSchema *schema);

const char    *shc_vault_get_dir (ShcVault *self);
ShcVaultState  shc_vault_get_state (ShcVault *self);

/** shc_vault_dup_id: Returns: (transfer full): the vault's random id, which is no secret and stays the
 * same through every change of its keys. Blocks, unless it is unlocked (reads the key file). Errors:
 * MISSING, REPAIR and others of shc_vault_probe(). */
char          *shc_vault_dup_id (ShcVault *self, GError **error);

/** shc_vault_probe: looks without a key. Blocks (files only, no keyring).
 * @slots: (out) (optional): the ways in; @error: for %SHC_VAULT_BROKEN, what is wrong
 * (REPAIR, GONE, EMPTY, CUT_OFF, FOREIGN, CORRUPT, TOO_NEW for the slot file's own format,
 * READ_ONLY, REMOTE). */
ShcVaultState  shc_vault_probe (ShcVault *self, ShcSlots *slots, GError **error);

/**
 * shc_vault_create:
 * @passphrase: (nullable): in secure memory; %NULL for no passphrase slot
 * @use_keyring: whether to put the data key into the keyring as well
 * @recovery_code: (out) (transfer full): the code, as words, in secure memory (NUL-terminated text)
 * @slots: (out): what was made; the keyring may be missing from it although it was asked for, when
 *   there is no service and a passphrase was given
 *
 * Makes a new vault and leaves it unlocked. Never over an existing one. With neither a passphrase
 * nor a working keyring nothing is made. Blocks for about two seconds.
 * Errors: EXISTS, WEAK, KEYRING, REMOTE (unless @allow_remote), NO_ROOM, READ_ONLY, BUSY.
 */
gboolean shc_vault_create (ShcVault *self, GBytes *passphrase, gboolean use_keyring,
                           gboolean allow_remote, GBytes **recovery_code, ShcSlots *slots,
                           GError **error);
void     shc_vault_create_async (ShcVault *self, GBytes *passphrase, gboolean use_keyring,
                                 gboolean allow_remote, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_vault_create_finish (ShcVault *self, GAsyncResult *result, GBytes **recovery_code,
                                  ShcSlots *slots, GError **error);

/** shc_vault_take_back: removes the vault that shc_vault_create() just made, its item in the keyring
 * included, because the person changed their mind before they saw its recovery code. @with_folder:
 * whether its folder was made for it too. Blocks. */
void     shc_vault_take_back (ShcVault *self, gboolean with_folder);

/**
 * shc_vault_unlock_with_keyring: / _passphrase / _recovery:
 *
 * Opens the vault, migrating it if it is older (after a proven backup). Changes nothing on disk on
 * failure. Errors: MISSING, LOCKED (no item in the keyring), KEYRING_LOCKED, KEYRING, BAD_KEY,
 * CORRUPT, REPAIR, TOO_NEW, BUSY, NO_ROOM, READ_ONLY, UNSAFE_LIBRARY. Blocks.
 */
gboolean shc_vault_unlock_with_keyring (ShcVault *self, GError **error);
gboolean shc_vault_unlock_with_passphrase (ShcVault *self, GBytes *passphrase, GError **error);
gboolean shc_vault_unlock_with_recovery (ShcVault *self, GBytes *code, GError **error);

typedef enum { SHC_UNLOCK_KEYRING, SHC_UNLOCK_PASSPHRASE, SHC_UNLOCK_RECOVERY } ShcUnlockWay;
/** @secret: (nullable): passphrase or code. @prompt: for the keyring: ask the desktop to unlock its
 * keyring if it is locked (only on the person's word). */
void     shc_vault_unlock_async (ShcVault *self, ShcUnlockWay way, GBytes *secret, gboolean prompt,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean shc_vault_unlock_finish (ShcVault *self, GAsyncResult *result, GError **error);

/** shc_vault_dup_warning: Returns: (transfer full) (nullable): LOST when, at its opening, the vault
 * had a damaged log, now or kept from before: to be told on opening. Its message says what is lost
 * and how to have it told no more. */
GError *shc_vault_dup_warning (ShcVault *self);

/** shc_vault_get_opened_by: Returns: how it was unlocked; only while it is. */
ShcUnlockWay shc_vault_get_opened_by (ShcVault *self);

/** shc_vault_close: finishes queued writes, checkpoints (TRUNCATE), closes the connections and
 * forgets the key. Idempotent. Blocks until done; the async form for the window. */
void     shc_vault_close (ShcVault *self);
void     shc_vault_close_async (ShcVault *self, GAsyncReadyCallback callback, gpointer user_data);
void     shc_vault_close_finish (ShcVault *self, GAsyncResult *result);

/**
 * ShcVaultJob:
 * Runs on the connection's own thread. Touches @data and @db only; emits nothing.
 * Returns: (nullable): anything; %NULL is a value of its own unless @error is set.
 */
typedef gpointer (*ShcVaultJob) (ShcDb *db, gpointer data, GError **error);

/** shc_vault_run: runs @job on the connection of @role and waits. A writer's job is not a
 * transaction by itself. Errors: the job's own; LOCKED or CLOSED when the vault is not open. */
gpointer shc_vault_run (ShcVault *self, ShcDbRole role, ShcVaultJob job, gpointer data,
                        GError **error);

/** shc_vault_run_async: the same without waiting; @data is freed by @data_free and an unclaimed
 * result by @result_free, both on the main thread. @urgent (writer only): goes first in the queue
 * (drafts). A reader's job is interrupted when @cancellable is cancelled; a write is not. */
void     shc_vault_run_async (ShcVault *self, ShcDbRole role, gboolean urgent, ShcVaultJob job,
                              gpointer data, GDestroyNotify data_free, GDestroyNotify result_free,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
gpointer shc_vault_run_finish (ShcVault *self, GAsyncResult *result, GError **error);

/* Slots; the vault must be unlocked. All block; errors as above, LAST_SLOT, WEAK. */

ShcSlots shc_vault_get_slots (ShcVault *self);
/** @old_passphrase: (nullable): needed when a passphrase slot exists and the vault was not opened
 * with it; BAD_KEY if wrong. */
gboolean shc_vault_set_passphrase (ShcVault *self, GBytes *old_passphrase, GBytes *new_passphrase,
                                   GError **error);
gboolean shc_vault_new_recovery_code (ShcVault *self, GBytes *passphrase, GBytes **recovery_code,
                                      GError **error);
gboolean shc_vault_remember_in_keyring (ShcVault *self, GError **error);
gboolean shc_vault_forget_keyring (ShcVault *self, GError **error);

/** Whether the recovery code was typed back after it was made (kept with the slots, not a secret). */
gboolean shc_vault_get_recovery_confirmed (ShcVault *self);
gboolean shc_vault_set_recovery_confirmed (ShcVault *self, GError **error);

/**
 * shc_vault_let_go_async:
 *
 * Gives the file up so that another program can have it alone, keeping the key in memory, and
 * waits (without blocking) until it may open it again: then `reopened`, or `failed`.
 */
void shc_vault_let_go_async (ShcVault *self, GAsyncReadyCallback callback, gpointer user_data);
void shc_vault_let_go_finish (ShcVault *self, GAsyncResult *result);

/** shc_vault_set_watching: whether to look once a second, in the writer's thread, for commits of
 * other programs, and to emit `changed` for them; the window turns it on. */
void shc_vault_set_watching (ShcVault *self, gboolean watching);

typedef struct
{
  guint    schema;
  char    *cipher;        /* "4.6.1 community" */
  char    *sqlite;        /* "3.46.1" */
  gint64   reflections;
  gint64   bytes;         /* database and WAL */
  gint64   last_backup_us;        /* UTC, 0 if never */
  gint64   last_backup_proven_us; /* UTC, 0 if never */
  char    *lost;          /* (nullable): sentences about damaged logs that were kept */
} ShcVaultStatus;
void shc_vault_status_free (ShcVaultStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcVaultStatus, shc_vault_status_free)
/** shc_vault_get_status: fills what the state allows; -1 / %NULL / 0 for what a locked vault hides. */
ShcVaultStatus *shc_vault_get_status (ShcVault *self);

G_END_DECLS
