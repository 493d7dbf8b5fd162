/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of what is shared: written down before they go, and how they ended. */

#define G_LOG_DOMAIN "shc-sharing-runs"

#include "config.h"

#include "shc-sharing-runs-private.h"

#include "shc-remote-links.h"
#include "shc-transaction.h"

#define ADD_SQL \
  "INSERT INTO sharing_step (run, step, part, id, change, local_id, remote_id, cells, before, digests, state, why) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
#define LIST_SQL \
  "SELECT step, part, id, change, local_id, remote_id, cells, before, digests, state, why FROM sharing_step " \
  "WHERE run = ?1 ORDER BY step"
#define SENT_SQL "UPDATE sharing_step SET state = 'sent' WHERE run = ?1 AND step = ?2"
#define NOTE_SQL "UPDATE sharing_step SET state = ?3, remote_id = coalesce (?4, remote_id), why = ?5, " \
  "digests = coalesce (?6, digests) WHERE run = ?1 AND step = ?2"

static const char *const changes[] = { "create", "update", "delete", "tell" };
static const char *const states[] = { "planned", "sent", "done", "failed", "left" };

ShcSharingStep *
shc_sharing_step_new (const char       *part,
                      const char       *id,
                      ShcSharingChange  change)
{
  ShcSharingStep *self = g_new0 (ShcSharingStep, 1);

  self->part = g_strdup (part);
  self->id = g_strdup (id);
  self->change = change;
  return self;
}

void
shc_sharing_step_free (ShcSharingStep *self)
{
  if (self == NULL)
    return;
  g_free (self->part);
  g_free (self->id);
  g_free (self->local_id);
  g_free (self->remote_id);
  g_free (self->cells);
  g_free (self->before);
  g_free (self->digests);
  g_free (self->why);
  g_free (self);
}

guint
shc_sharing_find_word (const char *const *words,
                       guint              n_words,
                       const char        *word)
{
  for (guint i = 0; i < n_words; i++)
    if (g_strcmp0 (words[i], word) == 0)
      return i;
  return 0;
}

gboolean
shc_sharing_steps_add (ShcDb                 *db,
                       gint64                 run,
                       const ShcSharingStep  *step,
                       GError               **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, ADD_SQL, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, run);
  sqlite3_bind_int (stmt, 2, step->step);
  shc_db_bind_text (stmt, 3, step->part);
  shc_db_bind_text (stmt, 4, step->id);
  shc_db_bind_text (stmt, 5, changes[step->change]);
  shc_db_bind_text (stmt, 6, step->local_id);
  shc_db_bind_text (stmt, 7, step->remote_id);
  shc_db_bind_text (stmt, 8, step->cells);
  shc_db_bind_text (stmt, 9, step->before);
  shc_db_bind_text (stmt, 10, step->digests);
  shc_db_bind_text (stmt, 11, states[step->state]);
  shc_db_bind_text (stmt, 12, step->why);
  return shc_db_done (db, stmt, error);
}

static ShcSharingStep *
read_step (sqlite3_stmt *stmt)
{
  ShcSharingStep *step = g_new0 (ShcSharingStep, 1);

  step->step = sqlite3_column_int (stmt, 0);
  step->part = shc_db_dup_text (stmt, 1);
  step->id = shc_db_dup_text (stmt, 2);
  step->change = (ShcSharingChange) shc_sharing_find_word (changes, G_N_ELEMENTS (changes),
                                                           (const char *) sqlite3_column_text (stmt, 3));
  step->local_id = shc_db_dup_text (stmt, 4);
  step->remote_id = shc_db_dup_text (stmt, 5);
  step->cells = shc_db_dup_text (stmt, 6);
  step->before = shc_db_dup_text (stmt, 7);
  step->digests = shc_db_dup_text (stmt, 8);
  step->state = (ShcSharingState) shc_sharing_find_word (states, G_N_ELEMENTS (states),
                                                         (const char *) sqlite3_column_text (stmt, 9));
  step->why = shc_db_dup_text (stmt, 10);
  return step;
}

gboolean
shc_sharing_steps_load (ShcDb      *db,
                        gint64      run,
                        GPtrArray  *steps,
                        GError    **error)
{
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, LIST_SQL, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, run);
  while (shc_db_step (db, stmt, &problem))
    g_ptr_array_add (steps, read_step (stmt));
  sqlite3_reset (stmt);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
mark_sent (ShcDb      *db,
           gint64      run,
           const int  *numbers,
           guint       n_numbers,
           GError    **error)
{
  for (guint i = 0; i < n_numbers; i++)
    {
      sqlite3_stmt *stmt = shc_db_prepare (db, SENT_SQL, error);

      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, run);
      sqlite3_bind_int (stmt, 2, numbers[i]);
      if (!shc_db_done (db, stmt, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
shc_sharing_runs_note_sent (ShcDb      *db,
                            gint64      run,
                            const int  *numbers,
                            guint       n_numbers,
                            GError    **error)
{
  gboolean own;

  return shc_transaction_begin (db, &own, error) &&
         shc_transaction_end (db, own, mark_sent (db, run, numbers, n_numbers, error), error);
}

static gboolean
note_step (ShcDb                 *db,
           gint64                 run,
           const ShcSharingStep  *step,
           GError               **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, NOTE_SQL, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, run);
  sqlite3_bind_int (stmt, 2, step->step);
  shc_db_bind_text (stmt, 3, states[step->state]);
  shc_db_bind_text (stmt, 4, step->remote_id);
  shc_db_bind_text (stmt, 5, step->why);
  shc_db_bind_text (stmt, 6, step->digests);
  return shc_db_done (db, stmt, error);
}

/* What was deleted there has no row any more. */
static gboolean
note_link (ShcDb                 *db,
           const ShcSharingStep  *step,
           const char            *seen,
           gint64                 now_us,
           GError               **error)
{
  gboolean gone = step->change == SHC_SHARING_DELETE;

  if (step->state != SHC_SHARING_DONE || step->local_id == NULL || step->change == SHC_SHARING_TELL)
    return TRUE;
  return shc_remote_link_note (db, step->local_id, gone ? NULL : step->remote_id, gone ? NULL : seen, now_us, error);
}

gboolean
shc_sharing_runs_note (ShcDb                 *db,
                       gint64                 run,
                       const ShcSharingStep  *step,
                       const char            *seen,
                       gint64                 now_us,
                       GError               **error)
{
  gboolean own;

  return shc_transaction_begin (db, &own, error) &&
         shc_transaction_end (db, own,
                              note_step (db, run, step, error) && note_link (db, step, seen, now_us, error), error);
}
