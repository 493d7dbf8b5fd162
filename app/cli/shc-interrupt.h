/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C for work that must clear up after itself: it cancels instead of ending the program. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ShcInterrupt ShcInterrupt;

/** shc_interrupt_begin: from now on a signal that ends programs cancels. */
ShcInterrupt *shc_interrupt_begin (void);

/** shc_interrupt_get_cancellable: Returns: (transfer none). */
GCancellable *shc_interrupt_get_cancellable (ShcInterrupt *self);

/** shc_interrupt_explain: replaces the error of what was cancelled by @sentence, in place. */
void          shc_interrupt_explain (GError **error, const char *sentence);

/** shc_interrupt_end: frees @self. Ctrl-C is then dealt with: what was cancelled says so by its
 * error; other signals act now. */
void          shc_interrupt_end (ShcInterrupt *self);

G_END_DECLS
