/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consent ledger: what was agreed to, in which words, and the proof that nothing was changed. */

#define G_LOG_DOMAIN "shc-consent"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "shc-consent.h"
#include "shc-conversations.h"
#include "shc-journal-error.h"
#include "shc-transaction.h"

#define CHAIN_SIZE 32

/* Hashed in place of the entry before the first. */
#define CHAIN_BEGINNING "Sacred Healing Companion, consent ledger, format 1"

#define LIST_SQL \
  "SELECT number, at_us, purpose, recipient, fields, digest, wording, granted, restored, chain, " \
  "text " \
  "FROM consent ORDER BY number"
#define END_SQL "SELECT number, chain FROM consent_end"
#define SET_END_SQL "UPDATE consent_end SET number = ?1, chain = ?2"
#define LAST_OF_SQL \
  "SELECT granted, restored, recipient, wording FROM consent WHERE purpose = ?1 " \
  "ORDER BY number DESC LIMIT 1"
#define INSERT_SQL \
  "INSERT INTO consent (number, at_us, purpose, recipient, fields, digest, wording, granted, " \
  "restored, chain, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"

static const char *const purposes[] = { "storage", "chat-history", "companion", "mailing", NULL };

void
shc_consent_free (ShcConsent *consent)
{
  if (consent == NULL)
    return;

  g_free (consent->purpose);
  g_free (consent->recipient);
  g_free (consent->fields);
  g_free (consent->digest);
  g_free (consent->wording);
  g_free (consent->text);
  g_free (consent->chain);
  g_free (consent);
}

const char *const *
shc_consent_get_purposes (void)
{
  return purposes;
}

gboolean
shc_consent_is_purpose (const char *purpose)
{
  return purpose != NULL && g_strv_contains (purposes, purpose);
}

const char *
shc_consent_get_title (const char *purpose)
{
  if (g_strcmp0 (purpose, "storage") == 0)
    return _("Data storage outside this computer");
  if (g_strcmp0 (purpose, "chat-history") == 0)
    return _("Keeping conversations");
  if (g_strcmp0 (purpose, "companion") == 0)
    return _("Talking with the companion");
  if (g_strcmp0 (purpose, "mailing") == 0)
    return _("Journey e-mails");
  return purpose;
}

const char *
shc_consent_get_limits (void)
{
  return _("Verifying cannot show that the newest entries were cut off together with the note of where the record ends, or that "
           "all of it was written anew: somebody who can open this journal could do both. A copy that you exported and "
           "keep in another place tells, when you compare the two.");
}

/* A change of what these say needs a new SHC_CONSENT_WORDING. */
const char *
shc_consent_get_wording (const char *purpose)
{
  if (g_strcmp0 (purpose, "storage") == 0)
    return _("My profile and my reflections may be kept outside this computer, in the place that "
             "I choose and set up myself. Each time, I see beforehand what will leave, and "
             "nothing leaves unless I press the button that sends it. What I mark “never send” "
             "stays here. I can withdraw this at any time. Writing in this journal does not "
             "need it.");
  if (g_strcmp0 (purpose, "chat-history") == 0)
    return _("Conversations with the companion may be kept in this journal, on this computer, for "
             "the time that is set, and are then removed. Without this, a conversation is "
             "forgotten when it is closed.");
  if (g_strcmp0 (purpose, "companion") == 0)
    return _("What I write to the companion, and what I choose to include, may be sent to the "
             "service that answers. I see what will be sent, and nothing is sent unless I press "
             "the button that sends it.");
  if (g_strcmp0 (purpose, "mailing") == 0)
    return _("My e-mail address, my Healing Name and the milestones that I choose may be given to "
             "the mailing list named here, so that I receive e-mails about my journey. I can "
             "unsubscribe at any time.");

  return NULL;
}

/* As the words of each say it; a change of these needs a new SHC_CONSENT_WORDING, too. */
const char *
shc_consent_get_fields (const char *purpose)
{
  if (g_strcmp0 (purpose, "storage") == 0)
    return "healing_name,email,goals,fasting_experience,created,text,date,milestone";
  if (g_strcmp0 (purpose, "companion") == 0)
    return "message,included_reflections";
  if (g_strcmp0 (purpose, "mailing") == 0)
    return "email,healing_name,milestones";

  return NULL;
}

static void
hash_number (crypto_generichash_state *state,
             gint64                    number)
{
  guint64 bytes = GUINT64_TO_LE ((guint64) number);

  crypto_generichash_update (state, (const guchar *) &bytes, sizeof bytes);
}

/* Length first, so that no two lists of fields can read the same; -1 stands for "none". */
static void
hash_text (crypto_generichash_state *state,
           const char               *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  hash_number (state, text != NULL ? (gint64) length : -1);
  if (length > 0)
    crypto_generichash_update (state, (const guchar *) text, length);
}

static void
hash_entry (const ShcConsent *entry,
            guint8            chain[CHAIN_SIZE])
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, CHAIN_SIZE);
  crypto_generichash_update (&state, chain, CHAIN_SIZE);
  hash_number (&state, entry->number);
  hash_number (&state, entry->at_us);
  hash_text (&state, entry->purpose);
  hash_text (&state, entry->recipient);
  hash_text (&state, entry->fields);
  hash_text (&state, entry->digest);
  hash_text (&state, entry->wording);
  hash_text (&state, entry->text);
  hash_number (&state, entry->granted);
  hash_number (&state, entry->restored);
  crypto_generichash_final (&state, chain, CHAIN_SIZE);
}

static void
chain_begin (guint8 chain[CHAIN_SIZE])
{
  crypto_generichash (chain, CHAIN_SIZE, (const guchar *) CHAIN_BEGINNING,
                      sizeof CHAIN_BEGINNING - 1, NULL, 0);
}

/* Where the next entry goes on: not at the last one that is there, or what is missing would be so for
 * good. */
static gboolean
read_end_of_chain (ShcDb   *db,
                   gint64  *number,
                   guint8   chain[CHAIN_SIZE],
                   GError **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, END_SQL, error);

  if (stmt == NULL)
    return FALSE;

  *number = 0;
  chain_begin (chain);
  if (shc_db_step (db, stmt, &local_error))
    {
      *number = sqlite3_column_int64 (stmt, 0);
      if (sqlite3_column_bytes (stmt, 1) == CHAIN_SIZE)
        memcpy (chain, sqlite3_column_blob (stmt, 1), CHAIN_SIZE);
    }
  sqlite3_reset (stmt);

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
set_end_of_chain (ShcDb         *db,
                  gint64         number,
                  const guint8   chain[CHAIN_SIZE],
                  GError       **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, SET_END_SQL, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, number);
  sqlite3_bind_blob (stmt, 2, chain, CHAIN_SIZE, SQLITE_TRANSIENT);
  return shc_db_done (db, stmt, error);
}

static gboolean
append (ShcDb       *db,
        ShcConsent  *entry,
        GError     **error)
{
  guint8 chain[CHAIN_SIZE];
  sqlite3_stmt *stmt;

  if (!read_end_of_chain (db, &entry->number, chain, error))
    return FALSE;
  entry->number++;
  hash_entry (entry, chain);

  stmt = shc_db_prepare (db, INSERT_SQL, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, entry->number);
  sqlite3_bind_int64 (stmt, 2, entry->at_us);
  shc_db_bind_text (stmt, 3, entry->purpose);
  shc_db_bind_text (stmt, 4, entry->recipient);
  shc_db_bind_text (stmt, 5, entry->fields);
  shc_db_bind_text (stmt, 6, entry->digest);
  shc_db_bind_text (stmt, 7, entry->wording);
  sqlite3_bind_int (stmt, 8, entry->granted);
  sqlite3_bind_int (stmt, 9, entry->restored);
  sqlite3_bind_blob (stmt, 10, chain, CHAIN_SIZE, SQLITE_TRANSIENT);
  shc_db_bind_text (stmt, 11, entry->text);
  return shc_db_done (db, stmt, error) && set_end_of_chain (db, entry->number, chain, error);
}

static gboolean
record (ShcDb       *db,
        const char  *purpose,
        const char  *recipient,
        const char  *text,
        gboolean     granted,
        gboolean     restored,
        gint64       now_us,
        GError     **error)
{
  g_autoptr(ShcConsent) entry = g_new0 (ShcConsent, 1);
  gboolean own, ok;

  entry->at_us = now_us;
  entry->purpose = g_strdup (purpose);
  entry->recipient = g_strdup (recipient);
  entry->fields = g_strdup (shc_consent_get_fields (purpose));
  entry->wording = g_strdup (SHC_CONSENT_WORDING);
  entry->text = g_strdup (text);
  entry->granted = !!granted;
  entry->restored = !!restored;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = append (db, entry, error);
  return shc_transaction_end (db, own, ok, error);
}

/* What was kept under a consent goes with it. */
static gboolean
record_and_remove (ShcDb       *db,
                   const char  *purpose,
                   const char  *recipient,
                   const char  *text,
                   gint64       now_us,
                   GError     **error)
{
  gboolean own;
  gboolean ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = record (db, purpose, recipient, text, FALSE, FALSE, now_us, error) &&
       shc_conversations_delete_all (db, NULL, error);
  return shc_transaction_end (db, own, ok, error);
}

gboolean
shc_consent_record (ShcDb       *db,
                    const char  *purpose,
                    const char  *recipient,
                    const char  *text,
                    gboolean     granted,
                    gint64       now_us,
                    GError     **error)
{
  if (!shc_consent_is_purpose (purpose))
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                           _("Consent can be given to “storage”, “chat-history”, “companion” or "
                             "“mailing”."));
      return FALSE;
    }

  g_return_val_if_fail (text != NULL || !granted, FALSE);

  if (!granted && g_str_equal (purpose, "chat-history"))
    return record_and_remove (db, purpose, recipient, text, now_us, error);
  return record (db, purpose, recipient, text, granted, FALSE, now_us, error);
}

/* @recipient: (out) (optional) (transfer full). */
static gboolean
read_last (ShcDb       *db,
           const char  *purpose,
           gboolean    *granted,
           char       **recipient,
           GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, LAST_OF_SQL, error);

  if (stmt == NULL)
    return FALSE;

  *granted = FALSE;
  shc_db_bind_text (stmt, 1, purpose);
  if (shc_db_step (db, stmt, &local_error))
    {
      *granted = sqlite3_column_int (stmt, 0) != 0 && sqlite3_column_int (stmt, 1) == 0 &&
                 g_strcmp0 ((const char *) sqlite3_column_text (stmt, 3), SHC_CONSENT_WORDING) == 0;
      if (recipient != NULL)
        *recipient = shc_db_dup_text (stmt, 2);
    }
  sqlite3_reset (stmt);

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* What somebody takes back has the words that were agreed to, or none. */
const char *
shc_consent_get_reason (const ShcConsent *entry)
{
  g_return_val_if_fail (entry != NULL, NULL);

  if (entry->granted || entry->restored || g_strcmp0 (entry->text, shc_consent_get_wording (entry->purpose)) == 0)
    return NULL;
  return entry->text;
}

gboolean
shc_consent_is_granted (ShcDb       *db,
                        const char  *purpose,
                        gboolean    *granted,
                        GError     **error)
{
  return read_last (db, purpose, granted, NULL, error);
}

gboolean
shc_consent_is_granted_to (ShcDb       *db,
                           const char  *purpose,
                           const char  *recipient,
                           gboolean    *granted,
                           GError     **error)
{
  g_autofree char *named = NULL;

  if (!read_last (db, purpose, granted, &named, error))
    return FALSE;
  *granted = *granted && g_strcmp0 (named, recipient) == 0;
  return TRUE;
}

static char *
dup_hex (const guint8 *bytes,
         gsize         length)
{
  char *hex = g_malloc (length * 2 + 1);

  sodium_bin2hex (hex, length * 2 + 1, bytes, length);
  return hex;
}

static ShcConsent *
read_entry (sqlite3_stmt *stmt)
{
  ShcConsent *entry = g_new0 (ShcConsent, 1);

  entry->number = sqlite3_column_int64 (stmt, 0);
  entry->at_us = sqlite3_column_int64 (stmt, 1);
  entry->purpose = shc_db_dup_text (stmt, 2);
  entry->recipient = shc_db_dup_text (stmt, 3);
  entry->fields = shc_db_dup_text (stmt, 4);
  entry->digest = shc_db_dup_text (stmt, 5);
  entry->wording = shc_db_dup_text (stmt, 6);
  entry->granted = sqlite3_column_int (stmt, 7);
  entry->restored = sqlite3_column_int (stmt, 8);
  entry->text = shc_db_dup_text (stmt, 10);
  entry->chain = dup_hex (sqlite3_column_blob (stmt, 9), (gsize) sqlite3_column_bytes (stmt, 9));
  return entry;
}

GPtrArray *
shc_consent_list (ShcDb   *db,
                  GError **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_consent_free);
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, LIST_SQL, error);

  if (stmt == NULL)
    return NULL;
  while (shc_db_step (db, stmt, &local_error))
    g_ptr_array_add (list, read_entry (stmt));
  sqlite3_reset (stmt);

  if (local_error == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
entry_holds (sqlite3_stmt *stmt,
             gint64        expected_number,
             guint8        chain[CHAIN_SIZE])
{
  g_autoptr(ShcConsent) entry = read_entry (stmt);

  hash_entry (entry, chain);
  return entry->number == expected_number &&
         sqlite3_column_bytes (stmt, 9) == CHAIN_SIZE &&
         memcmp (sqlite3_column_blob (stmt, 9), chain, CHAIN_SIZE) == 0;
}

/* @n: (out): entries that are there. @bad: (out): the first that does not hold, 0 if all do. */
static gboolean
walk_chain (ShcDb   *db,
            gint64  *n,
            gint64  *bad,
            guint8   chain[CHAIN_SIZE],
            GError **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, LIST_SQL, error);

  if (stmt == NULL)
    return FALSE;

  chain_begin (chain);
  while (*bad == 0 && shc_db_step (db, stmt, &local_error))
    {
      *n += 1;
      if (!entry_holds (stmt, *n, chain))
        *bad = *n;
    }
  sqlite3_reset (stmt);

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* As they were at one moment: an entry that another program adds meanwhile is no break. */
static gboolean
walk_to_end (ShcDb    *db,
             gint64   *n,
             gint64   *bad,
             GError  **error)
{
  guint8 chain[CHAIN_SIZE], end_chain[CHAIN_SIZE];
  gint64 end;
  gboolean own, ok;

  if (!shc_transaction_begin_read (db, &own, error))
    return FALSE;
  ok = walk_chain (db, n, bad, chain, error) && read_end_of_chain (db, &end, end_chain, error);
  if (!shc_transaction_end (db, own, ok, error))
    return FALSE;
  /* Entries that are missing at the end, or that were put behind it. */
  if (*bad == 0 && (*n != end || memcmp (chain, end_chain, CHAIN_SIZE) != 0))
    *bad = MIN (*n, end) + 1;
  return TRUE;
}

gboolean
shc_consent_verify (ShcDb   *db,
                    gint64  *entries,
                    gint64  *broken,
                    GError **error)
{
  gint64 n = 0, bad = 0;

  if (!walk_to_end (db, &n, &bad, error))
    return FALSE;
  if (entries != NULL)
    *entries = n;
  if (broken != NULL)
    *broken = bad;
  if (bad == 0)
    return TRUE;

  g_set_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_CONSENT,
               _("Entry %d of the consent record is not as it was written, or one before it is "
                 "missing."), (int) bad);
  return FALSE;
}

static gboolean
mark_restored (ShcDb   *db,
               gint64   now_us,
               GError **error)
{
  for (gsize i = 0; purposes[i] != NULL; i++)
    {
      g_autofree char *recipient = NULL;
      gboolean granted;

      if (!read_last (db, purposes[i], &granted, &recipient, error))
        return FALSE;
      if (granted && !record (db, purposes[i], recipient, NULL, FALSE, TRUE, now_us, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
shc_consent_mark_restored (ShcDb   *db,
                           gint64   now_us,
                           GError **error)
{
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = mark_restored (db, now_us, error);
  return shc_transaction_end (db, own, ok, error);
}
