/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journey: which day it is, which days were written, which milestones were passed. */

#define G_LOG_DOMAIN "shc-journey"

#include "config.h"

#include "shc-journey.h"
#include "shc-schema.h"
#include "shc-settings.h"
#include "shc-statement.h"

#define US_PER_MINUTE G_GINT64_CONSTANT (60000000)

#define START_SQL "SELECT journey_start_day FROM profile WHERE journey_start_day IS NOT NULL"
#define SHOWN_SQL \
  "SELECT day FROM journey_shown JOIN profile ON start_day = journey_start_day"
/* Never lower, unless the journey's start was changed. */
#define NOTE_SQL \
  "INSERT INTO journey_shown (one, start_day, day) " \
  "SELECT 1, journey_start_day, ?1 FROM profile WHERE journey_start_day IS NOT NULL " \
  "ON CONFLICT (one) DO UPDATE SET start_day = excluded.start_day, day = excluded.day " \
  "WHERE start_day <> excluded.start_day OR day < excluded.day"
#define WRITTEN_SQL \
  "SELECT civil_us FROM reflection WHERE trashed_us IS NULL AND" SHC_SQL_VISIBLE "ORDER BY civil_us"
/* The bare columns are those of the row that has the least civil_us. */
#define MILESTONES_SQL \
  "SELECT milestone, id, min (civil_us) AS first, count (*) FROM reflection " \
  "INDEXED BY reflection_milestone WHERE milestone_key IS NOT NULL AND trashed_us IS NULL AND" SHC_SQL_VISIBLE \
  "GROUP BY milestone_key ORDER BY first, row"

static void
milestone_free (ShcMilestone *milestone)
{
  g_free (milestone->milestone);
  g_free (milestone->id);
  g_free (milestone);
}

void
shc_journey_free (ShcJourney *journey)
{
  if (journey == NULL)
    return;

  g_array_unref (journey->written);
  g_ptr_array_unref (journey->milestones);
  g_free (journey);
}

/* A time of exactly midnight is how a day without a time is kept, here and in many other programs'
 * files: it belongs to the day that it names. */
static gint64
day_of (gint64   civil_us,
        gint64   begins_us)
{
  gint64 of_day_us = civil_us % SHC_DATE_US_PER_DAY;
  gint64 day = civil_us / SHC_DATE_US_PER_DAY;

  return of_day_us > 0 && of_day_us < begins_us && day > 0 ? day - 1 : day;
}

gint64
shc_journey_today (ShcDate now,
                   int     day_begins_min)
{
  gint64 day = shc_date_get_day (now);
  gboolean before = now.has_time &&
                    now.civil_us % SHC_DATE_US_PER_DAY < day_begins_min * US_PER_MINUTE;

  return before && day > 0 ? day - 1 : day;
}

typedef struct
{
  gint64 begins_us; /* after midnight */
  gint64 today;
  gint64 start_day; /* -1 without a journey */
  gint64 day;
} Now;

static gboolean
read_optional (ShcDb       *db,
               const char  *sql,
               gint64       missing,
               gint64      *number,
               GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);
  gboolean found;

  if (stmt == NULL || !shc_statement_first (db, stmt, &found, error))
    return FALSE;

  *number = found ? sqlite3_column_int64 (stmt, 0) : missing;
  sqlite3_reset (stmt);
  return TRUE;
}

static gboolean
find_now (ShcDb    *db,
          ShcDate   date,
          Now      *now,
          GError  **error)
{
  int begins_min = shc_settings_get_int (db, SHC_SETTING_JOURNEY_DAY_BEGINS, error);
  gint64 shown;

  if (begins_min < 0 ||
      !read_optional (db, START_SQL, -1, &now->start_day, error) ||
      !read_optional (db, SHOWN_SQL, 0, &shown, error))
    return FALSE;

  now->begins_us = begins_min * US_PER_MINUTE;
  now->today = shc_journey_today (date, begins_min);
  now->day = 0;
  if (now->start_day >= 0)
    now->day = MAX (MAX (now->today - now->start_day + 1, 0), shown);
  return TRUE;
}

gint64
shc_journey_day (ShcDb    *db,
                 ShcDate   now,
                 GError  **error)
{
  Now found;

  return find_now (db, now, &found, error) ? found.day : -1;
}

gboolean
shc_journey_now (ShcDb    *db,
                 ShcDate   now,
                 gint64   *day,
                 gint64   *today,
                 GError  **error)
{
  Now found;

  if (!find_now (db, now, &found, error))
    return FALSE;
  *day = found.day;
  *today = found.today;
  return TRUE;
}

/* Nothing is written when nothing is new: a write is news to everybody who looks at the vault. */
gboolean
shc_journey_note_shown (ShcDb   *db,
                        gint64   day,
                        GError **error)
{
  sqlite3_stmt *stmt;
  gint64 start_day, shown;

  if (!read_optional (db, START_SQL, -1, &start_day, error) ||
      !read_optional (db, SHOWN_SQL, 0, &shown, error))
    return FALSE;
  if (start_day < 0 || day <= shown)
    return TRUE;

  stmt = shc_db_prepare (db, NOTE_SQL, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, day);
  return shc_db_done (db, stmt, error);
}

/* Days come in ascending order, but for one case: a day without a time stands before the small hours
 * of the same date, which still belong to the day before. */
static void
add_day (GArray *days,
         gint64  day)
{
  guint n = days->len;

  if (n == 0 || g_array_index (days, gint64, n - 1) < day)
    g_array_append_val (days, day);
  else if (g_array_index (days, gint64, n - 1) > day &&
           (n == 1 || g_array_index (days, gint64, n - 2) < day))
    g_array_insert_val (days, n - 1, day);
}

static gboolean
read_written (ShcDb       *db,
              const Now   *now,
              ShcJourney  *journey,
              GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, WRITTEN_SQL, error);

  if (stmt == NULL)
    return FALSE;

  while (shc_db_step (db, stmt, &local_error))
    add_day (journey->written, day_of (sqlite3_column_int64 (stmt, 0), now->begins_us));
  sqlite3_reset (stmt);
  for (guint i = 0; i < journey->written->len; i++)
    if (g_array_index (journey->written, gint64, i) >= now->start_day)
      journey->days_written++;

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gint64
shc_journey_count_days (ShcDb    *db,
                        ShcDate   now,
                        GError  **error)
{
  g_autoptr(GArray) written = g_array_new (FALSE, FALSE, sizeof (gint64));
  ShcJourney journey = { .written = written };
  Now found;

  if (!find_now (db, now, &found, error) || !read_written (db, &found, &journey, error))
    return -1;
  return journey.days_written;
}

static gboolean
read_milestones (ShcDb       *db,
                 const Now   *now,
                 ShcJourney  *journey,
                 GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, MILESTONES_SQL, error);

  if (stmt == NULL)
    return FALSE;

  while (shc_db_step (db, stmt, &local_error))
    {
      ShcMilestone *milestone = g_new0 (ShcMilestone, 1);

      milestone->milestone = shc_db_dup_text (stmt, 0);
      milestone->id = shc_db_dup_text (stmt, 1);
      milestone->day = day_of (sqlite3_column_int64 (stmt, 2), now->begins_us);
      milestone->count = (guint) sqlite3_column_int (stmt, 3);
      g_ptr_array_add (journey->milestones, milestone);
    }
  sqlite3_reset (stmt);

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

ShcJourney *
shc_journey_load (ShcDb    *db,
                  ShcDate   now,
                  GError  **error)
{
  g_autoptr(ShcJourney) journey = g_new0 (ShcJourney, 1);
  Now found;

  journey->written = g_array_new (FALSE, FALSE, sizeof (gint64));
  journey->milestones = g_ptr_array_new_with_free_func ((GDestroyNotify) milestone_free);
  if (!find_now (db, now, &found, error) ||
      !read_written (db, &found, journey, error) ||
      !read_milestones (db, &found, journey, error))
    return NULL;

  journey->start_day = found.start_day;
  journey->day = found.day;
  journey->today = found.today;
  return g_steal_pointer (&journey);
}
