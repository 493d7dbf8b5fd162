/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory for keys and passphrases, and reading them from a file descriptor. */

#define G_LOG_DOMAIN "shc-secure"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "shc-secure.h"

/* Longest passphrase or code, in bytes: also what a terminal line can hold. */
#define SECRET_MAX_BYTES ((gsize) 4096)

void
shc_secure_init (void)
{
  /* One byte and not none: with none a piped handler would still get the whole core. */
  const struct rlimit no_core = { .rlim_cur = 1, .rlim_max = 1 };

  if (sodium_init () < 0)
    g_error ("libsodium could not be readied");
  if (setrlimit (RLIMIT_CORE, &no_core) != 0)
    g_debug ("core size limit: %s", g_strerror (errno));
}

GBytes *
shc_secure_bytes_new (gsize     size,
                      guint8  **data)
{
  guint8 *memory;

  g_return_val_if_fail (data != NULL, NULL);

  if (sodium_init () < 0)
    g_error ("libsodium could not be readied");
  memory = sodium_malloc (size);
  if (memory == NULL)
    g_error ("no secure memory for %" G_GSIZE_FORMAT " bytes", size);
  memset (memory, 0, size);
  *data = memory;
  return g_bytes_new_with_free_func (memory, size, sodium_free, memory);
}

GBytes *
shc_secure_bytes_copy (gconstpointer data,
                       gsize         size)
{
  guint8 *memory = NULL;
  GBytes *bytes = shc_secure_bytes_new (size, &memory);

  g_return_val_if_fail (data != NULL || size == 0, bytes);

  if (size > 0)
    memcpy (memory, data, size);
  return bytes;
}

GBytes *
shc_secure_bytes_random (gsize size)
{
  guint8 *memory = NULL;
  GBytes *bytes = shc_secure_bytes_new (size, &memory);

  randombytes_buf (memory, size);
  return bytes;
}

gboolean
shc_secure_bytes_equal (GBytes *a,
                        GBytes *b)
{
  gsize a_size;
  gsize b_size;
  const guint8 *a_data = g_bytes_get_data (a, &a_size);
  const guint8 *b_data = g_bytes_get_data (b, &b_size);

  return a_size == b_size && (a_size == 0 || sodium_memcmp (a_data, b_data, a_size) == 0);
}

/* @whole: to the end of @fd and not of the line. */
static GBytes *
read_secret (int        fd,
             gboolean   whole,
             GError   **error)
{
  guint8 *text = NULL;
  g_autoptr(GBytes) buffer G_GNUC_UNUSED = shc_secure_bytes_new (SECRET_MAX_BYTES + 1, &text);
  gsize length = 0;

  /* Byte by byte, so that whoever shares the descriptor finds the rest of it. */
  while (length <= SECRET_MAX_BYTES)
    {
      gssize got = read (fd, text + length, 1);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (errno),
                               _("The passphrase or code could not be read."));
          return NULL;
        }
      if (got == 0 || (!whole && text[length] == '\n'))
        break;
      length++;
    }

  if (length > SECRET_MAX_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                           _("A passphrase or code can be 4096 bytes long at most."));
      return NULL;
    }
  if (!whole && length > 0 && text[length - 1] == '\r')
    length--;
  if (memchr (text, 0, length) != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("A passphrase or code cannot hold a zero byte."));
      return NULL;
    }
  return shc_secure_bytes_copy (text, length);
}

GBytes *
shc_secret_read_line (int      fd,
                      GError **error)
{
  return read_secret (fd, FALSE, error);
}

GBytes *
shc_secret_read_all (int      fd,
                     GError **error)
{
  return read_secret (fd, TRUE, error);
}
