/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why something is about to leave this computer, and who writes that down before it does. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ShcIntent:
 * @service: "openai", "airtable", "mailchimp" or "typeform"; "this-computer" where nothing else is asked
 * @endpoint: the service's own name of what is called, such as "responses"; never an address with ids
 * @purpose: what it is for, one of shc_intent_get_purposes()
 * @action: which action of the person began it: "shc chat", "companion.send"
 * @records: how many of the person's records go along
 *
 * Made by nothing but a handler of a person's action in `ui/` or a command in `cli/`: without one no
 * request can be made.
 */
typedef struct
{
  char  *service;
  char  *endpoint;
  char  *purpose;
  char  *action;
  guint  records;
} ShcIntent;

ShcIntent *shc_intent_new  (const char *service, const char *endpoint, const char *purpose, const char *action,
                            guint records);
ShcIntent *shc_intent_copy (const ShcIntent *self);
void       shc_intent_free (ShcIntent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcIntent, shc_intent_free)

/** shc_intent_get_purposes: Returns: (array zero-terminated=1): all there are, A-Z: "chat", "fetch" and so on. What each of
 * them sends stands in data/help/sent.md; a new one has to be told there. */
const char *const *shc_intent_get_purposes (void);

/** ShcIntentOutcome: how a request ended. @status: the answer's HTTP status, 0 if none came. */
typedef struct
{
  guint  status;
  gint64 bytes_in;
  gint64 ms;
} ShcIntentOutcome;

#define SHC_TYPE_INTENT_SINK (shc_intent_sink_get_type ())
/**
 * ShcIntentSink:
 *
 * Whoever keeps the record of what left. It holds no content.
 */
G_DECLARE_INTERFACE (ShcIntentSink, shc_intent_sink, SHC, INTENT_SINK, GObject)

struct _ShcIntentSinkInterface
{
  GTypeInterface parent_iface;

  void     (*begin_async)  (ShcIntentSink *self, const ShcIntent *intent, gint64 bytes_out,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  gint64   (*begin_finish) (ShcIntentSink *self, GAsyncResult *result, GError **error);
  void     (*complete)     (ShcIntentSink *self, gint64 entry, const ShcIntentOutcome *outcome);
};

/** shc_intent_sink_begin_async: writes down that a request is about to go. @bytes_out: of its body. */
void   shc_intent_sink_begin_async  (ShcIntentSink *self, const ShcIntent *intent, gint64 bytes_out,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** shc_intent_sink_begin_finish: Returns: the entry, above 0; 0 with an error: then nothing may be sent. */
gint64 shc_intent_sink_begin_finish (ShcIntentSink *self, GAsyncResult *result, GError **error);
/** shc_intent_sink_complete: adds to @entry how it ended. Returns at once; what fails is left as it was
 * begun. */
void   shc_intent_sink_complete     (ShcIntentSink *self, gint64 entry, const ShcIntentOutcome *outcome);

G_END_DECLS
