/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeds any bytes to every reader of the vault's own files, and to what people type: none may
 * crash, hang or leak. Sums and hashes are put right, so that what lies behind them is reached. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "shc-backup-file.h"
#include "shc-passphrase.h"
#include "shc-recovery-code.h"
#include "shc-secure.h"
#include "shc-wal.h"

#define HASH_SIZE 32

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
try_slots (const char *text,
           gsize       size)
{
  g_autoptr(ShcSlotFile) slots = shc_slot_file_parse (text, size, NULL);

  if (slots != NULL)
    {
      g_autoptr(GBytes) bytes = shc_slot_file_to_bytes (slots);
      g_autoptr(ShcSlotFile) again = shc_slot_file_parse (g_bytes_get_data (bytes, NULL),
                                                          g_bytes_get_size (bytes), NULL);

      g_assert_nonnull (again);
    }
}

static void
try_slots_with_sum (const char *text,
                    gsize       size)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *whole = NULL;
  guint8 hash[HASH_SIZE];
  char hex[2 * HASH_SIZE + 1];

  if (!g_utf8_validate (text, (gssize) size, NULL) ||
      !json_parser_load_from_data (parser, text, (gssize) size, NULL) ||
      (root = json_parser_steal_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  json_object_remove_member (json_node_get_object (root), "sum");
  plain = json_to_string (root, FALSE);
  crypto_generichash (hash, sizeof hash, (const guint8 *) plain, strlen (plain), NULL, 0);
  sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
  json_object_set_string_member (json_node_get_object (root), "sum", hex);
  whole = json_to_string (root, TRUE);
  try_slots (whole, strlen (whole));
}

static void
try_file (const uint8_t *data,
          size_t         size,
          gboolean       backup)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree guint8 *bytes = g_memdup2 (data, size);
  ShcWalScan scan;
  guint64 database_size;

  if (backup && size > HASH_SIZE)
    crypto_generichash (bytes + size - HASH_SIZE, HASH_SIZE, bytes, size - HASH_SIZE, NULL, 0);
  if (write (fd, bytes, size) == (gssize) size)
    {
      if (backup)
        shc_slot_file_free (shc_backup_file_read (path, &database_size, NULL));
      else
        shc_wal_scan (path, &scan, NULL);
    }
  close (fd);
}

static void
try_typed (const uint8_t *data,
           size_t         size)
{
  g_autoptr(GBytes) typed = shc_secure_bytes_copy (data, size);
  g_autoptr(GBytes) bits = shc_recovery_code_decode (typed, NULL);

  if (bits != NULL)
    {
      g_autoptr(GBytes) code = shc_recovery_code_encode (bits);

      g_assert_cmpuint (g_bytes_get_size (code), ==, SHC_RECOVERY_WORDS * 6);
    }
  shc_passphrase_rate (typed, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  if (size == 0)
    return 0;
  switch (data[0] % 5)
    {
    case 0:
      try_slots ((const char *) data + 1, size - 1);
      break;
    case 1:
      try_slots_with_sum ((const char *) data + 1, size - 1);
      break;
    case 2:
      try_file (data + 1, size - 1, FALSE);
      break;
    case 3:
      try_file (data + 1, size - 1, TRUE);
      break;
    default:
      try_typed (data + 1, size - 1);
    }
  return 0;
}
