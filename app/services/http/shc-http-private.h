/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcHttp share. */

#pragma once

#include "shc-http.h"
#include "shc-soup.h"

G_BEGIN_DECLS

/** ShcHttpEntry: one try of a request in the record of what left. */
typedef struct
{
  ShcIntentSink *sink;
  gint64         entry;      /* 0 once it is complete */
  gint64         begun_us;
  gint64         bytes_in;
} ShcHttpEntry;

/** shc_http_entry_complete: idempotent. @status: 0 if no answer came. */
void shc_http_entry_complete (ShcHttpEntry *self, guint status);

/** shc_http_answer_new: @entry: taken over. @attempt: ends the exchange when it is cancelled. */
ShcHttpAnswer *shc_http_answer_new (SoupMessage *message, GInputStream *stream, GCancellable *attempt,
                                    ShcHttpEntry entry, guint idle_ms);

/** ShcHttpTimer: cancels @attempt when its time is over, or when the caller cancels, which may be on any thread. */
typedef struct
{
  GCancellable *attempt;
  GSource      *caller;      /* (nullable) */
  GSource      *limit;       /* (nullable) */
  gboolean      timed_out;
} ShcHttpTimer;

void shc_http_timer_init  (ShcHttpTimer *self, GCancellable *attempt, GCancellable *caller);
/** shc_http_timer_start: from now on; what was set before no longer counts. */
void shc_http_timer_start (ShcHttpTimer *self, guint ms);
void shc_http_timer_stop  (ShcHttpTimer *self);
void shc_http_timer_clear (ShcHttpTimer *self);

/** shc_http_is_on_this_computer: whether @url leads to this computer itself. */
gboolean     shc_http_is_on_this_computer (const char *url);
/** shc_http_session_new: Returns: (transfer full): without cookies; @on_this_computer: without a proxy either. */
SoupSession *shc_http_session_new         (gboolean on_this_computer);

/** shc_http_get_wait_ms: Returns: how long the service asks to wait before the next try; -1 if it does not. */
gint64 shc_http_get_wait_ms (SoupMessageHeaders *headers);

/** shc_http_compose: Returns: (transfer full): the message of @verdict with what the server said behind it, unless that repeats anything
 * of @key (nullable) or of the strings in @body (nullable): keys and the person's words are in no message. */
char  *shc_http_compose (const ShcHttpVerdict *verdict, GBytes *key, GBytes *body);

/** shc_http_explain: turns @error of a connection into one of %SHC_SERVICE_ERROR. @retry: (out): whether the same
 * may do a moment later. */
GError *shc_http_explain (const GError *error, gboolean *retry);

G_END_DECLS
