/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether this computer's date can be believed, where something would be removed for good because of it. */

#define G_LOG_DOMAIN "shc-clock"

#include "config.h"

#include "shc-clock.h"

#include "shc-date.h"
#include "shc-statement.h"

/* So often it is noted at most: each note is a write. */
#define NOTE_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

#define SEEN_SQL "SELECT coalesce (max (seen_us), 0) FROM clock"
#define NOTE_SQL "INSERT INTO clock (one, seen_us) VALUES (1, ?1) ON CONFLICT DO UPDATE SET seen_us = excluded.seen_us"
#define ANY_SQL "SELECT count(*) FROM conversation"
#define HIDDEN_SQL "SELECT count(*) FROM conversation WHERE expires_us <= max (?1, ?2)"

gboolean
shc_clock_is_far (gint64 now_us,
                  gint64 seen_us)
{
  return seen_us != 0 && (now_us > seen_us + SHC_CLOCK_DAYS_AHEAD * SHC_DATE_US_PER_DAY ||
                          now_us < seen_us - SHC_CLOCK_DAYS_BACK * SHC_DATE_US_PER_DAY);
}

static gboolean
note (ShcDb   *db,
      gint64   now_us,
      GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, NOTE_SQL, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, now_us);
  return shc_db_done (db, stmt, error);
}

gboolean
shc_clock_see (ShcDb     *db,
               gint64     now_us,
               gboolean  *believed,
               GError   **error)
{
  gint64 seen_us;
  gint64 kept;

  if (!shc_statement_number (db, SEEN_SQL, &seen_us, error) || !shc_statement_number (db, ANY_SQL, &kept, error))
    return FALSE;
  *believed = kept == 0 || !shc_clock_is_far (now_us, seen_us);
  return !*believed || ABS (now_us - seen_us) < NOTE_US || note (db, now_us, error);
}

gboolean
shc_clock_confirm (ShcDb   *db,
                   gint64   now_us,
                   GError **error)
{
  return note (db, now_us, error);
}

gboolean
shc_clock_get_latest (ShcDb   *db,
                      gint64   now_us,
                      gint64  *latest_us,
                      GError **error)
{
  gint64 seen_us;

  if (!shc_statement_number (db, SEEN_SQL, &seen_us, error))
    return FALSE;
  *latest_us = shc_clock_is_far (now_us, seen_us) && seen_us > now_us ? seen_us : now_us;
  return TRUE;
}

static gboolean
count_hidden (ShcDb         *db,
              ShcDateDoubt  *doubt,
              GError       **error)
{
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, HIDDEN_SQL, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, doubt->now_us);
  sqlite3_bind_int64 (stmt, 2, doubt->seen_us);
  if (shc_db_step (db, stmt, &problem))
    doubt->n_hidden = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

gboolean
shc_clock_get_doubt (ShcDb         *db,
                     gint64         now_us,
                     ShcDateDoubt  *doubt,
                     GError       **error)
{
  *doubt = (ShcDateDoubt) { .now_us = now_us };
  if (!shc_statement_number (db, SEEN_SQL, &doubt->seen_us, error))
    return FALSE;
  return !shc_clock_is_far (now_us, doubt->seen_us) || count_hidden (db, doubt, error);
}
