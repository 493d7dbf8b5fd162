/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory for keys and passphrases: locked, guarded, wiped with the last reference (libsodium). */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** shc_secure_init: readies libsodium and forbids core dumps (RLIMIT_CORE 1); ends the program if
 * libsodium cannot be readied. Call first in main(); may be called again. */
void shc_secure_init (void);

/** shc_secure_bytes_new: Returns: (transfer full): @size bytes from sodium_malloc, zeroed, freed
 * with sodium_free. @data: (out): where to write them. Ends the program if memory is out. */
GBytes *shc_secure_bytes_new (gsize size, guint8 **data);

/** shc_secure_bytes_copy: Returns: (transfer full): a secure copy of @size bytes at @data. */
GBytes *shc_secure_bytes_copy (gconstpointer data, gsize size);

/** shc_secure_bytes_random: Returns: (transfer full): @size random bytes. */
GBytes *shc_secure_bytes_random (gsize size);

/** shc_secure_bytes_equal: Returns: whether both hold the same; constant time for equal sizes. */
gboolean shc_secure_bytes_equal (GBytes *a, GBytes *b);

/**
 * shc_secret_read_line:
 * @fd: an open file descriptor; not closed
 *
 * Returns: (transfer full): the first line of @fd (at most 4096 bytes) without its line break, in
 *   secure memory; an empty line gives 0 bytes; %NULL with a #GIOErrorEnum on failure.
 */
GBytes *shc_secret_read_line (int fd, GError **error);

/** shc_secret_read_all: the same of all that @fd gives, line breaks included. */
GBytes *shc_secret_read_all (int fd, GError **error);

/** shc_secret_prompt: asks on the controlling terminal with echo off (restored on every way out).
 * Returns: (transfer full) (nullable): what was typed; %NULL with %G_IO_ERROR_NOT_FOUND when there
 * is no terminal, %G_IO_ERROR_CANCELLED on Ctrl-C or Ctrl-D, %G_IO_ERROR_MESSAGE_TOO_LARGE when a
 * terminal cannot hold so long a line. */
GBytes *shc_secret_prompt (const char *prompt, GError **error);

/** shc_hush_new: until shc_hush_free() the controlling terminal, if there is one, shows nothing of
 * what is typed, also between one shc_secret_prompt() and the next; what was typed before is
 * dropped, what is typed ahead answers the next prompt. Signals are held back (shc_signals_hold()).
 * Returns: (transfer full). */
typedef struct _ShcHush ShcHush;
ShcHush *shc_hush_new (void);
void     shc_hush_free (ShcHush *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcHush, shc_hush_free)

G_END_DECLS
