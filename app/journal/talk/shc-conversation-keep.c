/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation kept as a reflection. */

#define G_LOG_DOMAIN "shc-conversation-keep"

#include "config.h"

#include "shc-conversation-keep.h"

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-reflections.h"
#include "shc-transaction.h"

#define ENDING_US (SHC_CONVERSATION_ENDING_DAYS * SHC_DATE_US_PER_DAY)

#define ANSWERED_SQL "UPDATE conversation SET answered_us = ?2 WHERE id = ?1"
#define PROTECTED_SQL \
  "SELECT 1 FROM conversation JOIN message USING (conversation) " \
  "JOIN message_reflection AS taken USING (message) JOIN reflection ON reflection.id = taken.id " \
  "WHERE conversation.id = ?1 AND never_send LIMIT 1"

gboolean
shc_conversation_is_ending (const ShcConversation *self,
                            gint64                 now_us)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->expires_us - now_us <= ENDING_US;
}

gboolean
shc_conversation_asks (const ShcConversation *self,
                       gint64                 now_us)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->answered_us == 0 && self->n_messages > 0 && self->expires_us > now_us &&
         shc_conversation_is_ending (self, now_us);
}

char *
shc_conversation_quote_reply (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_strdup_printf (_("*These are an AI’s words, from a conversation with the companion:*\n\n%s"), text);
}

static char *
quote (const ShcMessage *message)
{
  return message->from_person ? g_strdup_printf (_("*My own words:*\n\n%s"), message->text)
                              : shc_conversation_quote_reply (message->text);
}

/* Returns: (transfer full): all that was said; "" if nothing was. */
static char *
write_out (const GPtrArray *messages)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < messages->len; i++)
    {
      const ShcMessage *message = g_ptr_array_index (messages, i);
      g_autofree char *part = NULL;

      if (*message->text == '\0')
        continue;
      part = quote (message);
      if (text->len > 0)
        g_string_append (text, "\n\n");
      g_string_append (text, part);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* @found: (out): whether a reflection that it took along may not be sent. */
static gboolean
is_protected (ShcDb       *db,
              const char  *id,
              gboolean    *found,
              GError     **error)
{
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, PROTECTED_SQL, error);

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, id);
  *found = shc_db_step (db, stmt, &problem);
  sqlite3_reset (stmt);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
note_answered (ShcDb       *db,
               const char  *id,
               gint64       now_us,
               GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, ANSWERED_SQL, error);

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, id);
  sqlite3_bind_int64 (stmt, 2, now_us);
  return shc_db_done (db, stmt, error);
}

/* In the caller's transaction. @reflection: filled. */
static gboolean
keep (ShcDb          *db,
      const char     *id,
      ShcReflection  *reflection,
      gint64          now_us,
      GError        **error)
{
  g_autoptr(ShcConversation) conversation = shc_conversations_get (db, id, error);

  if (conversation == NULL)
    return FALSE;
  reflection->date = shc_date_now (conversation->started_us);
  g_free (reflection->text);
  reflection->text = write_out (conversation->messages);
  if (*reflection->text == '\0')
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                           _("Nothing was said in this conversation, so there is nothing to keep."));
      return FALSE;
    }
  return is_protected (db, conversation->id, &reflection->never_send, error) &&
         shc_reflections_add (db, reflection, now_us, error) &&
         note_answered (db, conversation->id, now_us, error);
}

ShcReflection *
shc_conversation_keep (ShcDb       *db,
                       const char  *id,
                       gint64       now_us,
                       GError     **error)
{
  g_autoptr(ShcReflection) reflection = shc_reflection_new ();
  gboolean own;
  gboolean ok;

  if (!shc_transaction_begin (db, &own, error))
    return NULL;
  ok = keep (db, id, reflection, now_us, error);
  return shc_transaction_end (db, own, ok, error) ? g_steal_pointer (&reflection) : NULL;
}

gboolean
shc_conversation_let_end (ShcDb       *db,
                          const char  *id,
                          gint64       now_us,
                          GError     **error)
{
  g_autoptr(ShcConversation) conversation = shc_conversations_get (db, id, error);

  return conversation != NULL && note_answered (db, conversation->id, now_us, error);
}
