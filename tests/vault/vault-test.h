/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the vault's tests share: a tiny schema, a temporary folder, and a few jobs. */

#pragma once

#include "shc-backup.h"
#include "shc-db-private.h"
#include "shc-secure.h"
#include "shc-seal.h"
#include "shc-vault-private.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/** A passphrase that is strong enough. */
#define VAULT_TEST_PASSPHRASE "heron lantern quarry violet"

/** The schema with both of its migrations, and with the first alone. */
extern const ShcSchema vault_test_schema;
extern const ShcSchema vault_test_old_schema;

typedef struct
{
  char     *folder; /* private to the test; the vault's own folder is in it */
  char     *dir;
  ShcVault *vault;  /* not open */
  GBytes   *code;   /* of vault_test_create() */
} VaultFixture;

/** vault_test_init: g_test_init() and cheap key derivation. */
void vault_test_init (int *argc, char ***argv);

void vault_test_set_up (VaultFixture *fixture, gconstpointer data);
void vault_test_tear_down (VaultFixture *fixture, gconstpointer data);

/** vault_test_bytes: @text without its zero byte, in secure memory. */
GBytes *vault_test_bytes (const char *text);

/** vault_test_create: a vault with the passphrase, left open. */
void vault_test_create (VaultFixture *fixture);

/** vault_test_unlock: by the passphrase; fails the test if that does not open @vault. */
void vault_test_unlock (ShcVault *vault);

/** vault_test_path: Returns: (transfer full): @name in the vault's folder. */
char *vault_test_path (VaultFixture *fixture, const char *name);

/** vault_test_remove: @path and all in it. */
void vault_test_remove (const char *path);

/** vault_test_hash_folder: Returns: (transfer full): of the names and contents of all files in
 * @folder and below. */
char *vault_test_hash_folder (const char *folder);

/** vault_test_flip: changes one bit of the byte at @offset; from the end if negative. */
void vault_test_flip (const char *path, gint64 offset);

/** vault_test_find: Returns: whether @needle occurs in any file in @folder or below. */
gboolean vault_test_find (const char *folder, const char *needle);

/** vault_test_add: adds a note. Returns: whether it was saved. */
gboolean vault_test_add (ShcVault *vault, const char *text, GError **error);

/** vault_test_count: the number of notes. */
gint64 vault_test_count (ShcVault *vault);

/** vault_test_wait: runs the main context until @done; fails the test after @seconds. */
typedef gboolean (*VaultTestDone) (gpointer data);
void vault_test_wait (VaultTestDone done, gpointer data, guint seconds);

/* jobs */
gpointer vault_test_job_add (ShcDb *db, gpointer text, GError **error);
gpointer vault_test_job_count (ShcDb *db, gpointer number, GError **error);
gpointer vault_test_job_exec (ShcDb *db, gpointer sql, GError **error);

G_END_DECLS
