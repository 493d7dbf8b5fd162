/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of a message and of its reply, and that they were paid for. */

#define G_LOG_DOMAIN "shc-talk"

#include "config.h"

#include "shc-talk-private.h"

#include <glib/gi18n-lib.h>

#include "shc-consent.h"
#include "shc-journal-error.h"
#include "shc-service-error.h"
#include "shc-transaction.h"

/* What a job on the writer's thread is given, and what it finds. */
typedef struct
{
  ShcMessage *message;        /* (nullable): not ours: it belongs to the conversation */
  gboolean    replaces;       /* what was replied before */
  char       *conversation;   /* (nullable) */
  int         days;
  gboolean    wanted;         /* whether anything is to be kept of it */
  char       *stores;         /* (nullable): the host, if its server keeps what it was asked not to keep */
  ShcUsage   *pledge;         /* (nullable): what was written down before, and is not true any more */
  ShcUsage   *usage;          /* (nullable) */
} Keeping;

static void
keeping_free (gpointer data)
{
  Keeping *keeping = data;

  g_free (keeping->conversation);
  g_free (keeping->stores);
  g_clear_pointer (&keeping->pledge, shc_usage_free);
  g_clear_pointer (&keeping->usage, shc_usage_free);
  g_free (keeping);
}

/* Who agreed was told that the server is asked to store nothing: where it does all the same, that agreement is over, and what
 * was promised ("nothing more is sent") is kept by every program that opens this journal. */
static gboolean
end_consent (ShcDb       *db,
             const char  *host,
             GError     **error)
{
  gboolean granted;

  if (!shc_consent_is_granted_to (db, "companion", host, &granted, error))
    return FALSE;
  return !granted || shc_consent_record (db, "companion", host,
                                         _("Taken back by the program: the server said that it stores what it is sent, or "
                                           "did not confirm that it does not."),
                                         FALSE, g_get_real_time (), error);
}

/* @id: (nullable): of the conversation, if it is kept. */
static gboolean
count (ShcDb           *db,
       const char      *id,
       const ShcUsage  *usage,
       GError         **error)
{
  return usage == NULL ||
         (shc_usage_add (db, usage, error) && (id == NULL || shc_usage_add_to_conversation (db, id, usage, error)));
}

static gboolean
add_message (ShcDb          *db,
             const char     *id,
             const Keeping  *keeping,
             GError        **error)
{
  return keeping->replaces ? shc_conversations_replace_reply (db, id, keeping->message, error)
                           : shc_conversations_add (db, id, keeping->message, error);
}

/* Of a reply it was written down before what it uses. */
static gboolean
is_about_to_go (const Keeping *keeping)
{
  return keeping->pledge == NULL;
}

/* Several programs may have asked at the same time: each counts with what the others have written down. */
static gboolean
may_go (ShcDb          *db,
        const Keeping  *keeping,
        GError        **error)
{
  g_autoptr(ShcCompanion) holds = shc_companion_load (db, g_get_real_time (), error);

  return holds != NULL &&
         shc_companion_check_message (holds, keeping->usage->model, keeping->usage->input_tokens, error);
}

/* What was deleted, or has reached its date, is not told again to be answered anew. */
static gboolean
is_there (ShcDb       *db,
          const char  *id,
          GError     **error)
{
  g_autoptr(ShcConversation) found = shc_conversations_get (db, id, error);

  return found != NULL;
}

/* Whether it may be kept is asked of the ledger in the same breath: consent may have been withdrawn meanwhile.
 * @id: (inout) (nullable): of the conversation; %NULL once nothing is kept of it. */
static gboolean
keep_message (ShcDb          *db,
              const Keeping  *keeping,
              char          **id,
              GError        **error)
{
  gboolean granted;

  if (keeping->message == NULL && (*id == NULL || !is_about_to_go (keeping)))
    return TRUE;
  if (!shc_consent_is_granted (db, "chat-history", &granted, error))
    return FALSE;
  if (!granted)
    {
      g_clear_pointer (id, g_free);
      return TRUE;
    }
  if (keeping->message == NULL)
    return is_there (db, *id, error);
  if (*id == NULL)
    *id = shc_conversations_begin (db, g_get_real_time (), keeping->days, error);
  return *id != NULL && add_message (db, *id, keeping, error);
}

/* A reply to a conversation that was deleted meanwhile was paid for all the same. */
static gboolean
keep_what_can_be_kept (ShcDb          *db,
                       const Keeping  *keeping,
                       char          **id,
                       GError        **gone,
                       GError        **error)
{
  g_autoptr(GError) problem = NULL;

  if (keep_message (db, keeping, id, &problem))
    return TRUE;
  if (!is_about_to_go (keeping) && g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    {
      g_set_error_literal (gone, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                           _("This conversation has been deleted, or has reached its date, meanwhile, so the reply is not "
                             "kept."));
      g_clear_pointer (id, g_free);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* @gone: set where all but the message was written down. */
static gboolean
keep (ShcDb          *db,
      const Keeping  *keeping,
      char          **id,
      GError        **gone,
      GError        **error)
{
  if ((is_about_to_go (keeping) && !may_go (db, keeping, error)) ||
      (keeping->stores != NULL && !end_consent (db, keeping->stores, error)) ||
      !keep_what_can_be_kept (db, keeping, id, gone, error))
    return FALSE;
  return count (db, keeping->wanted ? keeping->conversation : NULL, keeping->pledge, error) &&
         count (db, keeping->wanted ? *id : NULL, keeping->usage, error);
}

/* Returns: (transfer full): the conversation's id; "" where nothing was kept. */
static gpointer
keep_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  const Keeping *keeping = data;
  g_autofree char *id = g_strdup (keeping->conversation);
  g_autoptr(GError) gone = NULL;
  gboolean own;

  if (!shc_transaction_begin (db, &own, error) ||
      !shc_transaction_end (db, own, keep (db, keeping, &id, &gone, error), error))
    return NULL;
  if (gone != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&gone));
      return NULL;
    }
  return id != NULL ? g_steal_pointer (&id) : g_strdup ("");
}

/* @message: (nullable): not where it is not wanted. */
static Keeping *
create_keeping (ShcTalk    *self,
                ShcMessage *message)
{
  Keeping *keeping = g_new0 (Keeping, 1);

  keeping->wanted = self->keep;
  keeping->message = self->keep ? message : NULL;
  keeping->conversation = g_strdup (self->conversation);
  keeping->days = self->companion->retention_days;
  return keeping;
}

static void
run (ShcTalk             *self,
     Keeping             *keeping,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, keep_in_thread, keeping, keeping_free, g_free, NULL, callback,
                       user_data);
}

void
shc_talk_keep_message (ShcTalk             *self,
                       ShcMessage          *message,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Keeping *keeping = create_keeping (self, message);

  g_clear_pointer (&self->pledge, shc_usage_free);
  self->pledge = shc_talk_create_pledge (self);
  keeping->usage = shc_usage_copy (self->pledge);
  run (self, keeping, callback, user_data);
}

void
shc_talk_keep_reply (ShcTalk             *self,
                     ShcMessage          *message,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  Keeping *keeping = create_keeping (self, message);

  keeping->replaces = self->again && message != NULL;
  if (g_error_matches (self->reply->problem, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_STORED))
    {
      keeping->stores = g_strdup (self->companion->host);
      self->companion->consent = FALSE;
    }
  keeping->pledge = shc_usage_negate (self->pledge);
  g_clear_pointer (&self->pledge, shc_usage_free);
  keeping->usage = self->last != NULL ? shc_usage_copy (self->last) : NULL;
  run (self, keeping, callback, user_data);
}
