/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ShcSaid:
 *
 * What a server says of a request that failed. It may repeat what was in the request, the key even, and however it
 * is quoted it is the same words: letters and digits alone are compared, capitals like small ones. For one thread.
 */
typedef struct _ShcSaid ShcSaid;

/** shc_said_new: @said: (nullable): any bytes; nothing is repeated by what is no text. */
ShcSaid *shc_said_new (const char *said);
void     shc_said_free (ShcSaid *self);

/** shc_said_repeats: Returns: whether it has twelve letters in a row of @text, or the whole of a shorter one; not of less than three. */
gboolean shc_said_repeats (const ShcSaid *self,
                           const char    *text);

/** shc_said_repeats_key: @key: (nullable): any bytes. Returns: whether it has eight letters in a row of the key, or a shorter one whole. */
gboolean shc_said_repeats_key (const ShcSaid *self,
                               GBytes        *key);

/**
 * shc_said_dup_line:
 *
 * Returns: (transfer full): as much of @said as is shown of it, 300 characters, in one line and without anything that a
 *   terminal would take for a command; empty if it is no text.
 */
char *shc_said_dup_line (const char *said);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSaid, shc_said_free)

G_END_DECLS
