/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's tables as the vault needs to know them: migrations, tokenizer, counts and checks. */

#define G_LOG_DOMAIN "shc-schema"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-consent.h"
#include "shc-conversations.h"
#include "shc-journal-error.h"
#include "shc-journal-resources.h"
#include "shc-schema.h"
#include "shc-settings.h"
#include "shc-tokenizer.h"

#define RESOURCE_BASE "/org/sacredhealing/Companion/journal/migrations/"

#define COUNT_SQL \
  "SELECT count(*) FROM reflection WHERE" SHC_SQL_VISIBLE "AND" SHC_SQL_NOT_DOOMED

/* With rank 1 the index is compared with the texts it was made from. */
#define CHECK_INDEX_SQL \
  "INSERT INTO reflection_search (reflection_search, rank) VALUES ('integrity-check', 1)"
#define CHECK_TEXT_SQL \
  "SELECT count(*) FROM reflection WHERE row NOT IN (SELECT row FROM reflection_text)"
#define CHECK_TAG_SQL \
  "SELECT count(*) FROM reflection_tag JOIN reflection USING (row) " \
  "WHERE reflection_tag.civil_us <> reflection.civil_us"

static const char *const migrations[] = {
  RESOURCE_BASE "0001-first.sql",
  RESOURCE_BASE "0002-safety-plan.sql",
  RESOURCE_BASE "0003-activity.sql",
  RESOURCE_BASE "0004-companion.sql",
  RESOURCE_BASE "0005-fasting-check.sql",
  RESOURCE_BASE "0006-sharing.sql",
  RESOURCE_BASE "0007-cost.sql",
  RESOURCE_BASE "0008-conversation-time.sql",
  RESOURCE_BASE "0009-phase.sql",
};

/* The day that the window shows, and the time that was seen: they are noted whenever somebody looks. */
static const char *const passing[] = { "journey_shown", "clock", NULL };

static const char *const outbound[] = {
  "outbound_profile",
  "outbound_reflection",
  "outbound_reflection_tag",
  NULL,
};

static gboolean
read_number (ShcDb       *db,
             const char  *sql,
             gint64      *number,
             GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt == NULL || !shc_db_step (db, stmt, error))
    return FALSE;

  *number = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return TRUE;
}

static gint64
count_reflections (ShcDb   *db,
                   GError **error)
{
  gint64 number = -1;

  return read_number (db, COUNT_SQL, &number, error) ? number : -1;
}

static gboolean
check_index (ShcDb      *db,
             GPtrArray  *problems,
             GError    **error)
{
  g_autoptr(GError) local_error = NULL;
  int rc;

  /* The check is spelled as an insertion, so a read-only connection cannot ask for it. */
  if (sqlite3_db_readonly (shc_db_get_handle (db), "main") == 1)
    return TRUE;
  if (shc_db_exec (db, CHECK_INDEX_SQL, &local_error))
    return TRUE;

  rc = sqlite3_errcode (shc_db_get_handle (db));
  if ((rc & 0xff) != SQLITE_CORRUPT)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_ptr_array_add (problems, g_strdup (_("The search index does not agree with the texts.")));
  return TRUE;
}

static gboolean
check_counts (ShcDb      *db,
              GPtrArray  *problems,
              GError    **error)
{
  gint64 lost, astray;

  if (!read_number (db, CHECK_TEXT_SQL, &lost, error) ||
      !read_number (db, CHECK_TAG_SQL, &astray, error))
    return FALSE;

  if (lost > 0)
    g_ptr_array_add (problems,
                     g_strdup_printf (_("Reflections that have lost their text: %d."), (int) lost));
  if (astray > 0)
    g_ptr_array_add (problems,
                     g_strdup_printf (_("Tags that stand at a wrong date: %d."), (int) astray));

  return TRUE;
}

static gboolean
check_consent (ShcDb      *db,
               GPtrArray  *problems,
               GError    **error)
{
  g_autoptr(GError) local_error = NULL;
  gint64 entries, broken;

  if (shc_consent_verify (db, &entries, &broken, &local_error))
    return TRUE;

  if (!g_error_matches (local_error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_CONSENT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_ptr_array_add (problems, g_strdup (local_error->message));
  return TRUE;
}

static gboolean
check_records (ShcDb      *db,
               GPtrArray  *problems,
               GError    **error)
{
  return check_counts (db, problems, error) &&
         check_index (db, problems, error) &&
         check_consent (db, problems, error);
}

/* What was over when the backup was made, or since, must not show again. */
static gboolean
settle_restored (ShcDb   *db,
                 gint64   now_us,
                 GError **error)
{
  int days = shc_settings_get_int (db, SHC_SETTING_COMPANION_RETENTION_DAYS, error);

  return days > 0 && shc_consent_mark_restored (db, now_us, error) &&
         shc_conversations_settle (db, now_us, days, error);
}

/* They are kept for a time only, and a backup knows no time. */
static gboolean
leave_out_conversations (ShcDb   *db,
                         GError **error)
{
  return shc_conversations_delete_all (db, NULL, error);
}

const ShcSchema *
shc_journal_schema (void)
{
  static const ShcSchema schema = {
    .migrations = migrations,
    .n_migrations = G_N_ELEMENTS (migrations),
    .prepare = shc_tokenizer_register,
    .count = count_reflections,
    .check = check_records,
    .restored = settle_restored,
    .leave_out = leave_out_conversations,
    .passing = passing,
    .outbound = outbound,
  };

  /* Named here so that the linker takes the resource along with this file. */
  (void) shc_journal_get_resource ();

  return &schema;
}
