/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking now and then whether a reply that is coming may go on. */

#define G_LOG_DOMAIN "shc-talk-watch"

#include "config.h"

#include "shc-talk-watch.h"

#include <glib/gi18n-lib.h>

#include "shc-companion-error.h"
#include "shc-consent.h"
#include "shc-settings.h"

/* Often enough to be "at once", rarely enough to cost nothing. */
#define LOOK_MS 500

struct _ShcTalkWatch
{
  ShcVault     *vault;
  char         *host;
  GCancellable *own;
  GCancellable *outer;      /* (nullable) */
  gulong        outer_id;
  guint         look_id;
  gboolean      looking;
  gboolean      over;
};

static void
clear (gpointer data)
{
  ShcTalkWatch *self = data;

  g_object_unref (self->vault);
  g_object_unref (self->own);
  g_clear_object (&self->outer);
  g_free (self->host);
}

static void
unref (gpointer data)
{
  g_rc_box_release_full (data, clear);
}

/* Returns: whether it may go on. */
static gpointer
look_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  g_autofree char *network = shc_settings_get (db, SHC_SETTING_NETWORK_ENABLED, error);
  gboolean granted;

  if (network == NULL || !shc_consent_is_granted_to (db, "companion", data, &granted, error))
    return NULL;
  return GINT_TO_POINTER (granted && g_str_equal (network, "true") ? 1 : -1);
}

/* What cannot be read now is asked again the next time. */
static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcTalkWatch *self = user_data;
  int may = GPOINTER_TO_INT (shc_vault_run_finish (SHC_VAULT (source), result, NULL));

  self->looking = FALSE;
  if (may < 0 && self->look_id != 0)
    {
      self->over = TRUE;
      g_cancellable_cancel (self->own);
    }
  unref (self);
}

static gboolean
look_cb (gpointer user_data)
{
  ShcTalkWatch *self = user_data;

  if (!self->looking && !self->over)
    {
      self->looking = TRUE;
      shc_vault_run_async (self->vault, SHC_DB_READER, FALSE, look_in_thread, g_strdup (self->host), g_free, NULL, NULL,
                           looked_cb, g_rc_box_acquire (self));
    }
  return G_SOURCE_CONTINUE;
}

static void
cancel_cb (GCancellable *cancellable,
           gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

ShcTalkWatch *
shc_talk_watch_new (ShcVault     *vault,
                    const char   *host,
                    GCancellable *cancellable)
{
  ShcTalkWatch *self = g_rc_box_new0 (ShcTalkWatch);

  self->vault = g_object_ref (vault);
  self->host = g_strdup (host);
  self->own = g_cancellable_new ();
  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->outer_id =
        g_cancellable_connect (cancellable, G_CALLBACK (cancel_cb), g_object_ref (self->own), g_object_unref);
    }
  self->look_id = g_timeout_add (LOOK_MS, look_cb, self);
  return self;
}

void
shc_talk_watch_free (ShcTalkWatch *self)
{
  if (self == NULL)
    return;
  g_cancellable_disconnect (self->outer, self->outer_id);
  g_clear_handle_id (&self->look_id, g_source_remove);
  unref (self);
}

GCancellable *
shc_talk_watch_get_cancellable (ShcTalkWatch *self)
{
  return self->own;
}

void
shc_talk_watch_explain (const ShcTalkWatch *self,
                        ShcChatReply       *reply)
{
  if (!self->over || reply->state != SHC_CHAT_STOPPED)
    return;
  reply->state = SHC_CHAT_INTERRUPTED;
  g_clear_error (&reply->problem);
  reply->problem = g_error_new_literal (SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_CONSENT,
                                        _("The answer was ended here: meanwhile sending to the companion is not agreed to any "
                                          "more, or the network was switched off."));
}
