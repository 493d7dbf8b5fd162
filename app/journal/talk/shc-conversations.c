/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations with the companion that are kept. */

#define G_LOG_DOMAIN "shc-conversations"

#include "config.h"

#include "shc-conversations.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-clock.h"
#include "shc-journal-error.h"
#include "shc-statement.h"
#include "shc-transaction.h"
#include "shc-usage.h"

#define DAY_US (24 * G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define SHORT_ID 8

#define BEGIN_SQL "INSERT INTO conversation (id, started_us, expires_us) VALUES (?1, ?2, ?3)"
#define FIND_SQL \
  "SELECT conversation, id, started_us, expires_us, answered_us FROM conversation_now " \
  "WHERE id = ?1 OR (length (?1) >= ?2 AND substr (id, 1, length (?1)) = ?1) LIMIT 2"
#define ADD_SQL \
  "INSERT INTO message (conversation, at_us, role, state, model, text, phase) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
#define ADD_REFLECTION_SQL "INSERT OR IGNORE INTO message_reflection (message, id) VALUES (?1, ?2)"
#define LIST_SQL \
  "SELECT id, started_us, expires_us, answered_us, " \
  "(SELECT count(*) FROM message WHERE message.conversation = c.conversation) FROM conversation_now AS c " \
  "ORDER BY started_us DESC, conversation DESC"
#define MESSAGES_SQL \
  "SELECT message, at_us, role, state, model, text, phase FROM message WHERE conversation = ?1 ORDER BY message"
#define REFLECTIONS_SQL "SELECT id FROM message_reflection WHERE message = ?1 ORDER BY id"
#define DELETE_SQL "DELETE FROM conversation WHERE conversation = ?1"
#define TAKE_BACK_SQL \
  "DELETE FROM message WHERE conversation = ?1 AND message >= " \
  "(SELECT max (message) FROM message WHERE conversation = ?1 AND role = 'user')"
#define DROP_REPLIES_SQL \
  "DELETE FROM message WHERE conversation = ?1 AND message > " \
  "(SELECT max (message) FROM message WHERE conversation = ?1 AND role = 'user')"
#define COUNT_SQL "SELECT count(*) FROM conversation"
#define DELETE_ALL_SQL "DELETE FROM conversation"
#define NEARER_SQL "UPDATE conversation SET expires_us = started_us + ?1 WHERE expires_us > started_us + ?1"
/* What a wrong clock began ends no later than if it were begun now. */
#define FUTURE_SQL "UPDATE conversation SET expires_us = ?1 WHERE expires_us > ?1"
#define EXPIRE_SQL "DELETE FROM conversation WHERE expires_us <= ?1"

ShcMessage *
shc_message_new (gboolean    from_person,
                 const char *text)
{
  ShcMessage *self = g_new0 (ShcMessage, 1);

  self->at_us = g_get_real_time ();
  self->from_person = from_person;
  self->text = g_strdup (text);
  return self;
}

void
shc_message_free (ShcMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->state);
  g_free (self->model);
  g_free (self->phase);
  g_free (self->text);
  g_strfreev (self->reflections);
  g_free (self);
}

void
shc_conversation_free (ShcConversation *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->usage, g_ptr_array_unref);
  g_free (self);
}

char *
shc_conversations_begin (ShcDb   *db,
                         gint64   now_us,
                         int      days,
                         GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  sqlite3_stmt *stmt;
  gboolean believed;
  gint64 from_us;

  if (!shc_clock_see (db, now_us, &believed, error) || !shc_clock_get_latest (db, now_us, &from_us, error))
    return NULL;
  stmt = shc_db_prepare (db, BEGIN_SQL, error);
  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, id);
  sqlite3_bind_int64 (stmt, 2, now_us);
  sqlite3_bind_int64 (stmt, 3, from_us + days * DAY_US);
  return shc_db_done (db, stmt, error) ? g_steal_pointer (&id) : NULL;
}

/* One that is hidden because the date is doubted is not gone. */
static void
set_missing (ShcDb   *db,
             GError **error)
{
  ShcDateDoubt doubt;
  gboolean any = shc_clock_get_doubt (db, g_get_real_time (), &doubt, NULL) && doubt.n_hidden > 0;

  g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                       any ? _("No conversation of this name is shown. Some are hidden, and not deleted, because this computer’s "
                               "date is far from when it was last seen: set the date right, or, if it is, say so on the "
                               "Companion page or with “shc conversations --confirm-date”.")
                           : _("There is no conversation of this name, or no longer."));
}

/* Returns: (transfer full): without its messages; @row: (out). */
static ShcConversation *
find (ShcDb       *db,
      const char  *id,
      gint64      *row,
      GError     **error)
{
  g_autoptr(ShcConversation) found = NULL;
  g_autoptr(GError) problem = NULL;
  guint n = 0;
  sqlite3_stmt *stmt = shc_db_prepare (db, FIND_SQL, error);

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, id);
  sqlite3_bind_int (stmt, 2, SHORT_ID);
  for (; shc_db_step (db, stmt, &problem); n++)
    if (found == NULL)
      {
        found = g_new0 (ShcConversation, 1);
        *row = sqlite3_column_int64 (stmt, 0);
        found->id = shc_db_dup_text (stmt, 1);
        found->started_us = sqlite3_column_int64 (stmt, 2);
        found->expires_us = sqlite3_column_int64 (stmt, 3);
        found->answered_us = sqlite3_column_int64 (stmt, 4);
      }
  sqlite3_reset (stmt);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (n != 1)
    set_missing (db, error);
  else
    return g_steal_pointer (&found);
  return NULL;
}

static gboolean
add_reflections (ShcDb             *db,
                 gint64             message,
                 const char *const *ids,
                 GError           **error)
{
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      sqlite3_stmt *stmt = shc_db_prepare (db, ADD_REFLECTION_SQL, error);

      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, message);
      shc_db_bind_text (stmt, 2, ids[i]);
      if (!shc_db_done (db, stmt, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_to (ShcDb             *db,
        gint64             conversation,
        const ShcMessage  *message,
        GError           **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, ADD_SQL, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, conversation);
  sqlite3_bind_int64 (stmt, 2, message->at_us);
  shc_db_bind_text (stmt, 3, message->from_person ? "user" : "assistant");
  shc_db_bind_text (stmt, 4, message->state);
  shc_db_bind_text (stmt, 5, message->model);
  shc_db_bind_text (stmt, 6, message->text);
  shc_db_bind_text (stmt, 7, message->phase);
  return shc_db_done (db, stmt, error) &&
         add_reflections (db, sqlite3_last_insert_rowid (shc_db_get_handle (db)),
                          (const char *const *) message->reflections, error);
}

gboolean
shc_conversations_add (ShcDb             *db,
                       const char        *id,
                       const ShcMessage  *message,
                       GError           **error)
{
  g_autoptr(ShcConversation) found = NULL;
  gint64 row;
  gboolean own;
  gboolean ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  found = find (db, id, &row, error);
  ok = found != NULL && add_to (db, row, message, error);
  return shc_transaction_end (db, own, ok, error);
}

static gboolean
read_usage (ShcDb            *db,
            ShcConversation  *conversation,
            GError          **error)
{
  conversation->usage = shc_usage_list_of_conversation (db, conversation->id, error);
  return conversation->usage != NULL;
}

GPtrArray *
shc_conversations_list (ShcDb   *db,
                        GError **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_conversation_free);
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, LIST_SQL, error);

  if (stmt == NULL)
    return NULL;
  while (shc_db_step (db, stmt, &problem))
    {
      ShcConversation *one = g_new0 (ShcConversation, 1);

      one->id = shc_db_dup_text (stmt, 0);
      one->started_us = sqlite3_column_int64 (stmt, 1);
      one->expires_us = sqlite3_column_int64 (stmt, 2);
      one->answered_us = sqlite3_column_int64 (stmt, 3);
      one->n_messages = sqlite3_column_int64 (stmt, 4);
      g_ptr_array_add (list, one);
    }
  for (guint i = 0; i < list->len && problem == NULL; i++)
    read_usage (db, g_ptr_array_index (list, i), &problem);
  if (problem == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

static char **
read_reflections (ShcDb   *db,
                  gint64   message,
                  GError **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *stmt = shc_db_prepare (db, REFLECTIONS_SQL, error);

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, message);
  while (shc_db_step (db, stmt, error))
    g_ptr_array_add (ids, shc_db_dup_text (stmt, 0));
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

static ShcMessage *
read_message (ShcDb         *db,
              sqlite3_stmt  *stmt,
              GError       **error)
{
  ShcMessage *message = g_new0 (ShcMessage, 1);

  message->at_us = sqlite3_column_int64 (stmt, 1);
  message->from_person = g_strcmp0 ((const char *) sqlite3_column_text (stmt, 2), "user") == 0;
  message->state = shc_db_dup_text (stmt, 3);
  message->model = shc_db_dup_text (stmt, 4);
  message->text = shc_db_dup_text (stmt, 5);
  message->phase = shc_db_dup_text (stmt, 6);
  message->reflections = read_reflections (db, sqlite3_column_int64 (stmt, 0), error);
  return message;
}

static gboolean
read_messages (ShcDb            *db,
               ShcConversation  *conversation,
               gint64            row,
               GError          **error)
{
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, MESSAGES_SQL, error);

  if (stmt == NULL)
    return FALSE;
  conversation->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_message_free);
  sqlite3_bind_int64 (stmt, 1, row);
  while (problem == NULL && shc_db_step (db, stmt, &problem))
    g_ptr_array_add (conversation->messages, read_message (db, stmt, &problem));
  sqlite3_reset (stmt);
  conversation->n_messages = conversation->messages->len;
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

ShcConversation *
shc_conversations_get (ShcDb       *db,
                       const char  *id,
                       GError     **error)
{
  gint64 row;
  g_autoptr(ShcConversation) found = find (db, id, &row, error);

  return found != NULL && read_messages (db, found, row, error) && read_usage (db, found, error)
           ? g_steal_pointer (&found)
           : NULL;
}

gboolean
shc_conversations_delete (ShcDb       *db,
                          const char  *id,
                          GError     **error)
{
  gint64 row;
  g_autoptr(ShcConversation) found = find (db, id, &row, error);
  sqlite3_stmt *stmt = found != NULL ? shc_db_prepare (db, DELETE_SQL, error) : NULL;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, row);
  return shc_db_done (db, stmt, error);
}

gboolean
shc_conversations_take_back (ShcDb       *db,
                             const char  *id,
                             GError     **error)
{
  gint64 row;
  g_autoptr(ShcConversation) found = find (db, id, &row, error);
  sqlite3_stmt *stmt = found != NULL ? shc_db_prepare (db, TAKE_BACK_SQL, error) : NULL;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, row);
  return shc_db_done (db, stmt, error);
}

static gboolean
drop_replies (ShcDb       *db,
              const char  *id,
              GError     **error)
{
  gint64 row;
  g_autoptr(ShcConversation) found = find (db, id, &row, error);
  sqlite3_stmt *stmt = found != NULL ? shc_db_prepare (db, DROP_REPLIES_SQL, error) : NULL;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, row);
  return shc_db_done (db, stmt, error);
}

gboolean
shc_conversations_replace_reply (ShcDb             *db,
                                 const char        *id,
                                 const ShcMessage  *reply,
                                 GError           **error)
{
  gboolean own;
  gboolean ok;

  g_return_val_if_fail (!reply->from_person, FALSE);

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = drop_replies (db, id, error) && shc_conversations_add (db, id, reply, error);
  return shc_transaction_end (db, own, ok, error);
}

gboolean
shc_conversations_delete_all (ShcDb   *db,
                              gint64  *n,
                              GError **error)
{
  gint64 counted;

  if (!shc_statement_number (db, COUNT_SQL, &counted, error))
    return FALSE;
  if (n != NULL)
    *n = counted;
  return shc_db_exec (db, DELETE_ALL_SQL, error);
}

static gboolean
run_with (ShcDb       *db,
          const char  *sql,
          gint64       value,
          GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, value);
  return shc_db_done (db, stmt, error);
}

gboolean
shc_conversations_expire (ShcDb   *db,
                          gint64   now_us,
                          GError **error)
{
  gboolean believed;
  gboolean own;
  gboolean ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = shc_clock_see (db, now_us, &believed, error) && (!believed || run_with (db, EXPIRE_SQL, now_us, error));
  return shc_transaction_end (db, own, ok, error);
}

gboolean
shc_conversations_settle (ShcDb   *db,
                          gint64   now_us,
                          int      days,
                          GError **error)
{
  gboolean believed;
  gboolean own;
  gboolean ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = shc_clock_see (db, now_us, &believed, error) && run_with (db, NEARER_SQL, days * DAY_US, error) &&
       (!believed || (run_with (db, FUTURE_SQL, now_us + days * DAY_US, error) &&
                      run_with (db, EXPIRE_SQL, now_us, error)));
  return shc_transaction_end (db, own, ok, error);
}
