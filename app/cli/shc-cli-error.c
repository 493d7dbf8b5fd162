/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table from errors to exit statuses and the codes that other programs read. */

#define G_LOG_DOMAIN "shc-cli-error"

#include "config.h"

#include <gio/gio.h>

#include "shc-cli-error.h"
#include "shc-companion-error.h"
#include "shc-date.h"
#include "shc-journal-error.h"
#include "shc-json.h"
#include "shc-service-error.h"
#include "shc-sharing-error.h"
#include "shc-text.h"
#include "shc-transfer.h"
#include "shc-vault-error.h"

G_DEFINE_QUARK (shc-cli-error-quark, shc_cli_error)

enum
{
  STATUS_FAILED = 1,
  STATUS_USAGE  = 2,
  STATUS_LOCKED = 3,
  STATUS_SERVICE = 4,
};

#define ANY_CODE (-1)

typedef struct
{
  GQuark    (*domain) (void);
  int         error_code;
  const char *code;
  int         status;
} Meaning;

/* The first row that fits counts; what fits none has simply failed. */
static const Meaning meanings[] = {
  { shc_cli_error_quark, SHC_CLI_ERROR_USAGE, "usage", STATUS_USAGE },
  { shc_cli_error_quark, SHC_CLI_ERROR_LOCKED, "locked", STATUS_LOCKED },
  { shc_cli_error_quark, SHC_CLI_ERROR_MISSING, "missing", STATUS_FAILED },
  { shc_cli_error_quark, SHC_CLI_ERROR_NOT_FOUND, "not-found", STATUS_FAILED },

  { shc_text_error_quark, ANY_CODE, "usage", STATUS_USAGE },
  { shc_date_error_quark, ANY_CODE, "usage", STATUS_USAGE },
  { shc_json_error_quark, ANY_CODE, "usage", STATUS_USAGE },

  { shc_vault_error_quark, SHC_VAULT_ERROR_MISSING, "missing", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_EXISTS, "exists", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_LOCKED, "locked", STATUS_LOCKED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_KEYRING_LOCKED, "locked", STATUS_LOCKED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_BAD_KEY, "wrong-key", STATUS_LOCKED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_WEAK, "usage", STATUS_USAGE },
  { shc_vault_error_quark, SHC_VAULT_ERROR_BAD_SERVICE_KEY, "usage", STATUS_USAGE },
  { shc_vault_error_quark, SHC_VAULT_ERROR_NO_SERVICE_KEY, "missing", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_CORRUPT, "damaged", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_GONE, "damaged", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_EMPTY, "damaged", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_CUT_OFF, "damaged", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_FOREIGN, "damaged", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_REPAIR, "damaged", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_LOST, "damaged", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_TOO_NEW, "newer", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_NO_ROOM, "no-room", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_BUSY, "busy", STATUS_FAILED },
  { shc_vault_error_quark, SHC_VAULT_ERROR_CLOSED, "busy", STATUS_FAILED },

  { shc_journal_error_quark, SHC_JOURNAL_ERROR_NOT_FOUND, "not-found", STATUS_FAILED },
  { shc_journal_error_quark, SHC_JOURNAL_ERROR_INVALID, "usage", STATUS_USAGE },
  { shc_journal_error_quark, SHC_JOURNAL_ERROR_UNSET, "missing", STATUS_FAILED },
  { shc_journal_error_quark, SHC_JOURNAL_ERROR_CONSENT, "consent-required", STATUS_FAILED },

  { shc_transfer_error_quark, SHC_TRANSFER_ERROR_DAMAGED, "damaged", STATUS_FAILED },
  { shc_transfer_error_quark, SHC_TRANSFER_ERROR_EXISTS, "exists", STATUS_FAILED },
  { shc_transfer_error_quark, SHC_TRANSFER_ERROR_NOT_FOUND, "not-found", STATUS_FAILED },
  { shc_transfer_error_quark, SHC_TRANSFER_ERROR_NO_ROOM, "no-room", STATUS_FAILED },

  { shc_companion_error_quark, SHC_COMPANION_ERROR_ADULT_ONLY, "adult-only", STATUS_FAILED },
  { shc_companion_error_quark, SHC_COMPANION_ERROR_CONSENT, "consent-required", STATUS_FAILED },
  { shc_companion_error_quark, SHC_COMPANION_ERROR_NETWORK_OFF, "network-off", STATUS_FAILED },
  { shc_companion_error_quark, SHC_COMPANION_ERROR_LIMIT, "limit-reached", STATUS_FAILED },
  { shc_companion_error_quark, SHC_COMPANION_ERROR_MODEL, "not-found", STATUS_FAILED },
  { shc_companion_error_quark, SHC_COMPANION_ERROR_KEY, "missing", STATUS_FAILED },
  { shc_companion_error_quark, SHC_COMPANION_ERROR_NEVER_SEND, "never-send", STATUS_FAILED },

  { shc_sharing_error_quark, SHC_SHARING_ERROR_CONSENT, "consent-required", STATUS_FAILED },
  { shc_sharing_error_quark, SHC_SHARING_ERROR_NETWORK_OFF, "network-off", STATUS_FAILED },
  { shc_sharing_error_quark, SHC_SHARING_ERROR_UNSET, "missing", STATUS_FAILED },
  { shc_sharing_error_quark, SHC_SHARING_ERROR_INCOMPLETE, "missing", STATUS_FAILED },
  { shc_sharing_error_quark, SHC_SHARING_ERROR_PREPARE, "missing", STATUS_FAILED },
  { shc_sharing_error_quark, SHC_SHARING_ERROR_UNFINISHED, "exists", STATUS_FAILED },
  { shc_sharing_error_quark, SHC_SHARING_ERROR_NOTHING, "not-found", STATUS_FAILED },
  { shc_sharing_error_quark, SHC_SHARING_ERROR_CHANGED, "exists", STATUS_FAILED },
  { shc_sharing_error_quark, SHC_SHARING_ERROR_MAPPING, "usage", STATUS_USAGE },
  { shc_sharing_error_quark, SHC_SHARING_ERROR_NOT_FOUND, "not-found", STATUS_FAILED },

  { shc_service_error_quark, SHC_SERVICE_ERROR_OFFLINE, "offline", STATUS_SERVICE },
  { shc_service_error_quark, SHC_SERVICE_ERROR_TLS, "offline", STATUS_SERVICE },
  { shc_service_error_quark, SHC_SERVICE_ERROR_TIMEOUT, "offline", STATUS_SERVICE },
  { shc_service_error_quark, SHC_SERVICE_ERROR_RATE_LIMITED, "rate-limited", STATUS_SERVICE },
  { shc_service_error_quark, SHC_SERVICE_ERROR_INSECURE, "failed", STATUS_FAILED },
  { shc_service_error_quark, ANY_CODE, "refused", STATUS_SERVICE },

  { g_io_error_quark, G_IO_ERROR_NOT_FOUND, "not-found", STATUS_FAILED },
  { g_io_error_quark, G_IO_ERROR_EXISTS, "exists", STATUS_FAILED },
  { g_io_error_quark, G_IO_ERROR_NO_SPACE, "no-room", STATUS_FAILED },
  { g_io_error_quark, G_IO_ERROR_BUSY, "busy", STATUS_FAILED },
};

int
shc_cli_error_describe (const GError  *error,
                        const char   **code)
{
  g_return_val_if_fail (error != NULL, STATUS_FAILED);

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (meanings[i].domain () == error->domain
        && (meanings[i].error_code == ANY_CODE || meanings[i].error_code == error->code))
      {
        *code = meanings[i].code;
        return meanings[i].status;
      }

  *code = "failed";
  return STATUS_FAILED;
}
