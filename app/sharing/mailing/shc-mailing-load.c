/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set for a mailing list, what is known of it, what may leave, and the way out. */

#define G_LOG_DOMAIN "shc-mailing"

#include "config.h"

#include "shc-mailing-private.h"

#include "shc-service-key.h"
#include "shc-settings.h"

static void
known_free (gpointer data)
{
  ShcMailingKnown *known = data;

  if (known == NULL)
    return;
  shc_account_free (known->account);
  shc_remote_link_free (known->link);
  g_clear_pointer (&known->told, g_ptr_array_unref);
  g_strfreev (known->hashes);
  g_strfreev (known->elsewhere);
  shc_sharing_run_free (known->open);
  shc_sharing_run_free (known->last);
  g_free (known);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcMailingKnown, known_free)

static void
ours_free (gpointer data)
{
  ShcMailingOurs *ours = data;

  if (ours == NULL)
    return;
  shc_profile_free (ours->profile);
  g_clear_pointer (&ours->milestones, g_ptr_array_unref);
  g_free (ours);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcMailingOurs, ours_free)

static void
call_free (gpointer data)
{
  ShcMailingCall *call = data;

  shc_intent_free (call->intent);
  known_free (call->known);
  ours_free (call->ours);
  shc_mailchimp_answer_free (call->theirs.columns);
  shc_mailchimp_answer_free (call->theirs.member);
  shc_mailchimp_answer_free (call->theirs.former);
  shc_mailchimp_answer_free (call->theirs.events);
  if (call->client != NULL)
    shc_mailchimp_set_waiting (call->client, NULL, NULL);
  g_clear_object (&call->client);
  g_clear_object (&call->http);
  shc_mailing_plan_free (call->plan);
  g_clear_pointer (&call->hold, shc_vault_hold_release);
  shc_sharing_run_free (call->run);
  g_free (call->status);
  g_free (call->local_id);
  g_clear_error (&call->problem);
  g_free (call);
}

GTask *
shc_mailing_call_new (ShcMailing          *self,
                      const ShcIntent     *intent,
                      gpointer             tag,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ShcMailingCall *call = g_new0 (ShcMailingCall, 1);

  g_task_set_source_tag (task, tag);
  call->intent = shc_intent_copy (intent);
  g_task_set_task_data (task, call, call_free);
  return task;
}

void
shc_mailing_fail (GTask  *task,
                  GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
go_on (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    g_object_unref (task);
  else
    call->next (task);
}

/* ---- what is known */

static gboolean
load_link (ShcDb            *db,
           ShcMailingKnown  *known,
           GError          **error)
{
  g_autoptr(GPtrArray) links = shc_remote_links_list (db, SHC_MAILING_SERVICE, known->account->place, error);

  if (links == NULL)
    return FALSE;
  if (links->len > 0 && ((const ShcRemoteLink *) g_ptr_array_index (links, 0))->profile)
    {
      g_ptr_array_set_free_func (links, NULL);
      known->link = g_ptr_array_index (links, 0);
      for (guint i = 1; i < links->len; i++)
        shc_remote_link_free (g_ptr_array_index (links, i));
    }
  return TRUE;
}

static gboolean
load_switches (ShcDb            *db,
               ShcMailingKnown  *known,
               GError          **error)
{
  int opt_in = shc_settings_get_int (db, SHC_SETTING_MAILCHIMP_DOUBLE_OPT_IN, error);
  int own = opt_in >= 0 ? shc_settings_get_int (db, SHC_SETTING_MAILCHIMP_SHARE_OWN_MILESTONES, error) : -1;

  known->double_opt_in = opt_in != 0;
  known->own_milestones = own == 1;
  return own >= 0;
}

static gpointer
load_known_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  g_autoptr(ShcMailingKnown) known = g_new0 (ShcMailingKnown, 1);
  const char *place;

  known->account = shc_account_load (db, SHC_MAILING_SERVICE, error);
  if (known->account == NULL || !load_switches (db, known, error) || !load_link (db, known, error))
    return NULL;
  place = known->account->place;
  known->told = shc_sharing_runs_list_told (db, SHC_MAILING_SERVICE, place, error);
  if (known->told == NULL)
    return NULL;
  known->hashes = shc_sharing_runs_list_remote_ids (db, SHC_MAILING_SERVICE, place, SHC_MAILING_ERASED, error);
  if (known->hashes != NULL)
    known->elsewhere = shc_remote_links_list_elsewhere (db, SHC_MAILING_SERVICE, place, error);
  if (known->elsewhere == NULL || !shc_sharing_runs_get_open (db, SHC_MAILING_SERVICE, place, &known->open, error) ||
      !shc_sharing_runs_get_last (db, SHC_MAILING_SERVICE, place, &known->last, error))
    return NULL;
  return g_steal_pointer (&known);
}

static void
known_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  ShcMailingCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&call->known, known_free);
  call->known = shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (call->known == NULL)
    shc_mailing_fail (task, error);
  else
    go_on (task);
}

void
shc_mailing_load_known (GTask          *task,
                        ShcMailingNext  next)
{
  ShcMailing *self = g_task_get_source_object (task);
  ShcMailingCall *call = g_task_get_task_data (task);

  call->next = next;
  /* By the writer, so that what was noted a moment ago is seen. */
  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, load_known_in_thread, NULL, NULL, known_free,
                       NULL, known_cb, task);
}

/* ---- what may leave */

static gpointer
load_ours_in_thread (ShcDb     *db,
                     gpointer   data,
                     GError   **error)
{
  g_autoptr(ShcMailingOurs) ours = g_new0 (ShcMailingOurs, 1);
  gint64 created_us;

  ours->profile = shc_outbound_get_profile (db, &created_us, error);
  if (ours->profile != NULL)
    ours->milestones = shc_outbound_list_milestones (db, error);
  return ours->milestones != NULL ? g_steal_pointer (&ours) : NULL;
}

static void
ours_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  ShcMailingCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->ours = shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (call->ours == NULL)
    shc_mailing_fail (task, error);
  else
    go_on (task);
}

void
shc_mailing_load_ours (GTask          *task,
                       ShcMailingNext  next)
{
  ShcMailing *self = g_task_get_source_object (task);
  ShcMailingCall *call = g_task_get_task_data (task);

  call->next = next;
  shc_vault_run_async (self->vault, SHC_DB_OUTBOUND, FALSE, load_ours_in_thread, NULL, NULL, ours_free,
                       NULL, ours_cb, task);
}

/* ---- the way out */

static void
waiting (guint    ms,
         gpointer user_data)
{
  g_signal_emit_by_name (user_data, "waiting", ms);
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  GTask *task = user_data;
  ShcMailing *self = g_task_get_source_object (task);
  ShcMailingCall *call = g_task_get_task_data (task);
  const ShcAccount *account = call->known->account;
  GError *error = NULL;
  g_autoptr(GBytes) key = shc_service_key_lookup_finish (SHC_VAULT (source), result, &error);
  g_autofree char *base_url = key != NULL ? shc_mailchimp_find_base_url (key, account->base_url, &error) : NULL;

  if (base_url != NULL)
    call->http = shc_account_connect (account, self->vault, NULL, &error);
  if (call->http == NULL)
    {
      shc_mailing_fail (task, error);
      return;
    }
  call->client = shc_mailchimp_new (call->http, base_url, account->place, key, self->limits);
  shc_mailchimp_set_waiting (call->client, waiting, self);
  go_on (task);
}

void
shc_mailing_connect (GTask          *task,
                     ShcMailingNext  next)
{
  ShcMailing *self = g_task_get_source_object (task);
  ShcMailingCall *call = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  call->next = next;
  if (!shc_account_check_network (call->known->account, &error))
    {
      shc_mailing_fail (task, error);
      return;
    }
  shc_service_key_lookup_async (self->vault, SHC_MAILING_SERVICE, self->prompt, cancellable, key_cb, task);
}
