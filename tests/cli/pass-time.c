/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moves what a vault knows of time, as if the computer's clock had moved the other way: its conversations, when they
 * were last looked after, and when something was shared.
 *
 * usage: pass-time VAULT PASSPHRASE-FILE DAYS [TEXT]     with TEXT a conversation is begun first, kept for 30 days */

#include "config.h"

#include <fcntl.h>

#include "shc-conversations.h"
#include "shc-date.h"
#include "shc-schema.h"
#include "shc-secure.h"
#include "shc-vault.h"

#define KEPT_DAYS 30

typedef struct
{
  const char *text; /* (nullable) */
  gint64      us;
} Task;

static gboolean
move (ShcDb       *db,
      const char  *sql,
      gint64       us,
      GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, us);
  return shc_db_done (db, stmt, error);
}

static gboolean
begin (ShcDb       *db,
       const char  *text,
       GError     **error)
{
  g_autofree char *id = shc_conversations_begin (db, g_get_real_time (), KEPT_DAYS, error);
  g_autoptr(ShcMessage) message = shc_message_new (TRUE, text);

  return id != NULL && shc_conversations_add (db, id, message, error);
}

static gpointer
work_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  const Task *task = data;
  gboolean ok = (task->text == NULL || begin (db, task->text, error)) &&
                move (db, "UPDATE conversation SET started_us = started_us - ?1, expires_us = expires_us - ?1", task->us,
                      error) &&
                move (db, "UPDATE message SET at_us = at_us - ?1", task->us, error) &&
                move (db, "UPDATE sharing_run SET begun_us = begun_us - ?1, ended_us = ended_us - ?1", task->us, error) &&
                move (db, "UPDATE clock SET seen_us = seen_us - ?1", task->us, error);

  return GINT_TO_POINTER (ok);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcVault) vault = NULL;
  g_autoptr(GBytes) passphrase = NULL;
  Task task = { NULL };

  if (argc != 4 && argc != 5)
    g_error ("usage: pass-time VAULT PASSPHRASE-FILE DAYS [TEXT]");
  task.us = g_ascii_strtoll (argv[3], NULL, 10) * SHC_DATE_US_PER_DAY;
  task.text = argc == 5 ? argv[4] : NULL;
  shc_secure_init ();
  passphrase = shc_secret_read_line (open (argv[2], O_RDONLY | O_CLOEXEC), &error);
  vault = shc_vault_new (argv[1], shc_journal_schema ());
  if (passphrase == NULL || !shc_vault_unlock_with_passphrase (vault, passphrase, &error) ||
      shc_vault_run (vault, SHC_DB_WRITER, work_in_thread, &task, &error) == NULL)
    g_error ("%s", error->message);
  shc_vault_close (vault);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return 0;
}
