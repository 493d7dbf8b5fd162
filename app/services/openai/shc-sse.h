/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Server-sent events, from bytes that come in any pieces (WHATWG HTML, section 9.2.6, "Interpreting an event
 * stream"). */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** SHC_SSE_LINE_MAX: longer lines are taken for a fault; bytes. */
#define SHC_SSE_LINE_MAX (4u << 20)

/**
 * ShcSseFunc:
 * @data: (array length=length): the event's data, NUL-terminated behind it; any bytes
 * @failed: whether it came in a field named "error", as some servers send their errors
 */
typedef void (*ShcSseFunc) (const char *data, gsize length, gboolean failed, gpointer user_data);

typedef struct _ShcSse ShcSse;

/** shc_sse_new: @func: called from shc_sse_push() for each event that has data other than white space. */
ShcSse  *shc_sse_new  (ShcSseFunc func, gpointer user_data);
void     shc_sse_free (ShcSse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSse, shc_sse_free)

/** shc_sse_push: An event that its blank line has not ended is never told. Errors: PROTOCOL of
 * %SHC_SERVICE_ERROR for a line, or an event, that is too long; nothing may be pushed after it. */
gboolean shc_sse_push (ShcSse *self, const char *bytes, gsize length, GError **error);

G_END_DECLS
