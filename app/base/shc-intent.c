/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why something is about to leave this computer. */

#define G_LOG_DOMAIN "shc-intent"

#include "config.h"

#include "shc-intent.h"

G_DEFINE_INTERFACE (ShcIntentSink, shc_intent_sink, G_TYPE_OBJECT)

static void
shc_intent_sink_default_init (ShcIntentSinkInterface *iface)
{
}

static const char *const purposes[] = {
  "chat", "fetch", "find-server", "forget", "intake", "mailing", "models", "places", "prepare", "save-base", "share", "test-key",
  "undo", NULL,
};

const char *const *
shc_intent_get_purposes (void)
{
  return purposes;
}

ShcIntent *
shc_intent_new (const char *service,
                const char *endpoint,
                const char *purpose,
                const char *action,
                guint       records)
{
  ShcIntent *self;

  g_return_val_if_fail (service != NULL && endpoint != NULL && purpose != NULL && action != NULL, NULL);
  g_return_val_if_fail (g_strv_contains (purposes, purpose), NULL);

  self = g_new0 (ShcIntent, 1);
  self->service = g_strdup (service);
  self->endpoint = g_strdup (endpoint);
  self->purpose = g_strdup (purpose);
  self->action = g_strdup (action);
  self->records = records;
  return self;
}

ShcIntent *
shc_intent_copy (const ShcIntent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return shc_intent_new (self->service, self->endpoint, self->purpose, self->action, self->records);
}

void
shc_intent_free (ShcIntent *self)
{
  if (self == NULL)
    return;
  g_free (self->service);
  g_free (self->endpoint);
  g_free (self->purpose);
  g_free (self->action);
  g_free (self);
}

void
shc_intent_sink_begin_async (ShcIntentSink       *self,
                             const ShcIntent     *intent,
                             gint64               bytes_out,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (SHC_IS_INTENT_SINK (self));
  g_return_if_fail (intent != NULL);

  SHC_INTENT_SINK_GET_IFACE (self)->begin_async (self, intent, bytes_out, cancellable, callback, user_data);
}

gint64
shc_intent_sink_begin_finish (ShcIntentSink  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (SHC_IS_INTENT_SINK (self), 0);

  return SHC_INTENT_SINK_GET_IFACE (self)->begin_finish (self, result, error);
}

void
shc_intent_sink_complete (ShcIntentSink          *self,
                          gint64                  entry,
                          const ShcIntentOutcome *outcome)
{
  g_return_if_fail (SHC_IS_INTENT_SINK (self));
  g_return_if_fail (entry > 0 && outcome != NULL);

  SHC_INTENT_SINK_GET_IFACE (self)->complete (self, entry, outcome);
}
