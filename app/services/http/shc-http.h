/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one way out of this computer. */

#pragma once

#include <gio/gio.h>

#include "shc-intent.h"
#include "shc-service-error.h"

G_BEGIN_DECLS

/** ShcHttpLimits: how long is waited, in milliseconds, and how often a request is tried again. */
typedef struct
{
  guint connect_ms;
  guint first_byte_ms;
  guint idle_ms;
  guint retries;
  guint backoff_ms;      /* before the first retry; doubled for each further one */
  guint longest_wait_ms; /* a service that asks for more is not asked again by itself */
} ShcHttpLimits;

/** SHC_HTTP_LIMITS: what holds unless a test says otherwise. */
extern const ShcHttpLimits shc_http_limits;

/** ShcHttpWaiting: @ms: how long until the request is sent again. */
typedef void (*ShcHttpWaiting) (guint ms, gpointer user_data);

/**
 * ShcHttpVerdict: what an answer that is no success means.
 * @message: a sentence
 * @retry: whether the same request may do later
 * @said: (nullable): what the server says, as it came: it is quoted behind @message, unless it repeats what was sent
 * @is_name: @said is a name of the fault
 */
typedef struct
{
  ShcServiceError  code;
  char            *message;
  gboolean         retry;
  char            *said;
  gboolean         is_name;
} ShcHttpVerdict;

/**
 * ShcHttpJudge: fills in @verdict for @status. @body: at most its first 64 KiB; it may hold anything.
 */
typedef void (*ShcHttpJudge) (guint status, GBytes *body, ShcHttpVerdict *verdict);

/**
 * ShcHttpRequest:
 * @body: (nullable): sent byte for byte, again in every retry
 * @key: (nullable): goes into the header `Authorization: Bearer`, and nowhere else
 * @basic: it goes there as the password of `Basic` instead; the user's name says nothing
 * @accept: (nullable): the type of answer asked for
 * @waiting: (nullable): called with @waiting_data before each wait for a retry
 * @once: it is not tried again by itself: shc_service_error_get_advice() tells whether and when it may be
 * @alone: over a connection of its own. One that was kept open may have gone dead, and of what is sent on it, it is not
 *   known whether it arrived.
 * @twice: a POST or PATCH that may be carried out twice without harm, since it changes nothing, or writes rows that are known by
 *   an id: it may go over any connection that was kept open, which saves the time of making one
 * @first_byte_ms: how long the answer may take to begin, if that is less than usual; 0 for the usual
 */
typedef struct
{
  const char     *method;
  const char     *url;
  GBytes         *body;
  GBytes         *key;
  gboolean        basic;
  const char     *accept;
  ShcHttpJudge    judge;
  ShcHttpWaiting  waiting;
  gpointer        waiting_data;
  gboolean        once;
  gboolean        alone;
  gboolean        twice;
  guint           first_byte_ms;
} ShcHttpRequest;

#define SHC_TYPE_HTTP (shc_http_get_type ())
/**
 * ShcHttp:
 *
 * HTTPS with full certificate checks; plain HTTP to this computer only; no redirects, cookies or caches.
 * Every request is written down before it goes, and how it ended after. Used from the thread that made it.
 */
G_DECLARE_FINAL_TYPE (ShcHttp, shc_http, SHC, HTTP, GObject)

/**
 * shc_http_new:
 * @sink: who writes down what leaves
 * @extra_ca_file: (nullable): certificates that are believed beside the system's
 * @limits: (nullable): for tests
 *
 * Where the network is switched off, none is made.
 *
 * Returns: (transfer full) (nullable): Errors: of reading @extra_ca_file.
 */
ShcHttp *shc_http_new (ShcIntentSink *sink, const char *extra_ca_file, const ShcHttpLimits *limits, GError **error);

#define SHC_TYPE_HTTP_ANSWER (shc_http_answer_get_type ())
/** ShcHttpAnswer: an answer of success whose body is still coming. */
G_DECLARE_FINAL_TYPE (ShcHttpAnswer, shc_http_answer, SHC, HTTP_ANSWER, GObject)

/**
 * shc_http_send_async:
 * @request: copied
 *
 * Tries again by itself only until an answer of success begins, and only with identical bytes. Finish returns:
 * (transfer full): an answer of status 2xx. Errors: %SHC_SERVICE_ERROR, with advice, %G_IO_ERROR_CANCELLED, or whatever
 * kept the request from being written down.
 */
void           shc_http_send_async  (ShcHttp *self, const ShcIntent *intent, const ShcHttpRequest *request,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
ShcHttpAnswer *shc_http_send_finish (ShcHttp *self, GAsyncResult *result, GError **error);

/** shc_http_answer_get_type_name: Returns: (transfer none) (nullable): the media type, without parameters. */
const char *shc_http_answer_get_media_type (ShcHttpAnswer *self);

/**
 * shc_http_answer_read_async:
 *
 * The next bytes of the body. Finish returns: (transfer full): empty at the end. Errors: OFFLINE if it was cut off,
 * TIMEOUT if nothing came for too long, %G_IO_ERROR_CANCELLED.
 */
void    shc_http_answer_read_async  (ShcHttpAnswer *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
GBytes *shc_http_answer_read_finish (ShcHttpAnswer *self, GAsyncResult *result, GError **error);

/** shc_http_answer_close: ends it, also in the middle: the connection is closed. Idempotent; done when the
 * last reference goes, too. */
void    shc_http_answer_close (ShcHttpAnswer *self);

G_END_DECLS
