/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can go wrong with the vault: one code for each different reaction. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_VAULT_ERROR_MISSING,      /* there is no vault here */
  SHC_VAULT_ERROR_EXISTS,       /* there is one already */
  SHC_VAULT_ERROR_LOCKED,       /* no key at hand: ask for one */
  SHC_VAULT_ERROR_KEYRING_LOCKED, /* the keyring has it, but is itself locked */
  SHC_VAULT_ERROR_KEYRING,      /* the keyring is not there or said no; another slot may open it */
  SHC_VAULT_ERROR_BAD_KEY,      /* wrong passphrase or recovery code, or a key of another vault */
  SHC_VAULT_ERROR_WEAK,         /* passphrase too weak or empty */
  SHC_VAULT_ERROR_CORRUPT,      /* a file is damaged; untouched */
  SHC_VAULT_ERROR_GONE,         /* the key files are there, the database is not */
  SHC_VAULT_ERROR_EMPTY,        /* nothing is in the database's file */
  SHC_VAULT_ERROR_CUT_OFF,      /* not even its first page is */
  SHC_VAULT_ERROR_FOREIGN,      /* it is another program's database, in the clear */
  SHC_VAULT_ERROR_REPAIR,       /* both slot files are lost, of the rest something is there */
  SHC_VAULT_ERROR_TOO_NEW,      /* written by a newer version; untouched */
  SHC_VAULT_ERROR_NO_ROOM,      /* disk full or over quota */
  SHC_VAULT_ERROR_READ_ONLY,    /* the folder or disk cannot be written, or not be read */
  SHC_VAULT_ERROR_REMOTE,       /* on a network or synchronised folder */
  SHC_VAULT_ERROR_BUSY,         /* another program has it and did not let go in time */
  SHC_VAULT_ERROR_UNSAFE_LIBRARY, /* SQLCipher is really plain SQLite, or too old */
  SHC_VAULT_ERROR_LAST_SLOT,    /* would leave the recovery code as the only way in */
  SHC_VAULT_ERROR_CLOSED,       /* locked or closed while this was waiting */
  SHC_VAULT_ERROR_BAD_COPY,     /* a copy was not kept as it was written; the journal is as it was */
  SHC_VAULT_ERROR_NO_SERVICE_KEY,  /* no key for this service is stored: ask for one */
  SHC_VAULT_ERROR_BAD_SERVICE_KEY, /* what was typed cannot be a service's key */
  SHC_VAULT_ERROR_LOST,         /* open, but recent changes were lost before: see the warning */
  SHC_VAULT_ERROR_FAILED,
} ShcVaultError;
#define SHC_VAULT_ERROR (shc_vault_error_quark ())
GQuark shc_vault_error_quark (void);

G_END_DECLS
