/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcVault share. */

#pragma once

#include "shc-db-private.h"
#include "shc-slot-file.h"
#include "shc-vault-lock.h"
#include "shc-vault-thread.h"
#include "shc-vault.h"

G_BEGIN_DECLS

#define SHC_VAULT_DATABASE_NAME "journal.db"
#define SHC_VAULT_BACKUPS_NAME "backups"
#define SHC_VAULT_N_ROLES 3

/** How long one program waits for others to let go of the vault. */
#define SHC_VAULT_WAIT_MS 10000

/** News of commits, on their way from a connection's thread to the vault's owner. */
typedef struct _ShcVaultNews ShcVaultNews;

struct _ShcVault
{
  GObject          parent_instance;
  char            *dir;
  const ShcSchema *schema;
  GMainContext    *context;
  ShcVaultNews    *news;

  GMutex           mutex; /* for all below */
  ShcVaultState    state;
  gboolean         known;  /* whether the state was ever looked at */
  gboolean         let_go; /* unlocked, but the connections are given up for a while */
  gboolean         watching;
  ShcUnlockWay     opened_by;
  GBytes          *key;
  ShcSlotFile     *slots;
  char            *lost;   /* (nullable): what was said of damaged logs when it was opened */
  ShcVaultLock    *lock;
  ShcVaultThread  *threads[SHC_VAULT_N_ROLES];
  GQueue           held;      /* of HeldRun: asynchronous jobs that came while it was let go */
  GSource         *come_back; /* polls for the end of that */
  GCancellable    *ending;    /* (nullable): of the work beside it */
  guint            n_beside;
  GCond            beside_ended;
};

/** What an open vault consists of, once taken out of the object. */
typedef struct
{
  ShcVaultThread *threads[SHC_VAULT_N_ROLES];
  ShcVaultLock   *lock;
} ShcVaultOpen;

char *shc_vault_dup_database_path (const char *dir);

/** shc_vault_check_files: without a key: what is in @dir. @slots: (out) (optional) (transfer full). */
ShcVaultState shc_vault_check_files (const char *dir, ShcSlotFile **slots, GError **error);

/** shc_vault_find_key: Returns: (transfer full): the data key by @way, not yet checked against
 * @slots if it comes from the keyring. @prompt: whether the keyring may ask the person. */
GBytes *shc_vault_find_key (const ShcSlotFile *slots, ShcUnlockWay way, GBytes *secret,
                            gboolean prompt, GError **error);

/** shc_vault_open_with_key: settles, opens, migrates. The key is the vault's then, and the slots as
 * they are on disk; BAD_KEY if it does not fit those.
 * @lock: (inout): held already; taken over (and set to %NULL) on success, unless the vault is open
 * already. @coming_back: whether the vault was let go, and is to stay closed if it was locked since
 * (error CLOSED). Blocks. */
gboolean shc_vault_open_with_key (ShcVault *self, GBytes *key, ShcVaultLock **lock,
                                  ShcUnlockWay way, gboolean coming_back, GError **error);

/** shc_vault_take_open: empties the vault of its threads and lock, which the caller then lets end
 * by shc_vault_end_open() (blocks, in any thread). */
void shc_vault_take_open (ShcVault *self, ShcVaultOpen *open);
void shc_vault_end_open (ShcVaultOpen *open);

/** shc_vault_forget: drops key and slots; the state is what is on disk again. */
void shc_vault_forget (ShcVault *self);

/** shc_vault_get_thread: Returns: (nullable): the thread of @role; the mutex must be held. */
ShcVaultThread *shc_vault_get_thread (ShcVault *self, ShcDbRole role);

/** shc_vault_set_closed_error: LOCKED, or CLOSED while it is let go; the mutex must be held. */
void shc_vault_set_closed_error (ShcVault *self, GError **error);

/** shc_vault_release_held: runs (@run) or refuses what came while the vault was let go. */
void shc_vault_release_held (ShcVault *self, gboolean run);

void shc_vault_emit_closed (ShcVault *self);
void shc_vault_emit_reopened (ShcVault *self);
void shc_vault_emit_failed (ShcVault *self, const GError *error);

/** shc_vault_dup_keys: Returns: whether the vault is unlocked; then its key and slots. */
gboolean shc_vault_dup_keys (ShcVault *self, GBytes **key, ShcSlotFile **slots, GError **error);

/** shc_vault_reload_slots: Returns: (transfer full): the slots as they are on disk now, checked
 * against the key and remembered; @key: (out) (transfer full). Waits for whoever is changing them.
 * Errors: LOCKED, CLOSED, those of shc_slot_file_load(), CORRUPT when they are another vault's. */
ShcSlotFile *shc_vault_reload_slots (ShcVault *self, GBytes **key, GError **error);

/** shc_vault_spawn: runs @func in a thread of its own with @task: (transfer full), whose last
 * reference is given back in its context. */
typedef void (*ShcVaultTaskFunc) (GTask *task);
void shc_vault_spawn (GTask *task, ShcVaultTaskFunc func);

/** shc_vault_begin_beside: before work that takes long, like a backup, is given to a thread of its own.
 * Returns: (transfer full): cancelled when the vault closes, which then waits for
 * shc_vault_end_beside(). */
GCancellable *shc_vault_begin_beside (ShcVault *self);
void          shc_vault_end_beside (ShcVault *self);
/** shc_vault_stop_beside: cancels all that, and waits. */
void          shc_vault_stop_beside (ShcVault *self);

/* commits */
ShcVaultNews *shc_vault_news_new (ShcVault *vault, GMainContext *context);
ShcVaultNews *shc_vault_news_ref (ShcVaultNews *news);
void          shc_vault_news_unref (gpointer news);
void          shc_vault_news_notify (ShcVaultCommits commits, gpointer news);
void          shc_vault_emit_changed (ShcVault *self, gboolean external);

G_END_DECLS
