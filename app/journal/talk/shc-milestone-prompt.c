/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the person's own instructions for the companion hold. */

#define G_LOG_DOMAIN "shc-milestone-prompt"

#include "config.h"

#include "shc-milestone-prompt.h"

#include <string.h>

#include "shc-settings.h"
#include "shc-statement.h"

#define NEWEST_SQL \
  "SELECT milestone FROM outbound_reflection WHERE milestone IS NOT NULL " \
  "ORDER BY civil_us DESC, created_us DESC LIMIT 1"

/* Returns: (transfer none) (nullable): the setting of @milestone among @names. */
static const char *
find_setting (const char *const *names,
              const char        *milestone)
{
  g_autofree char *wanted = g_utf8_casefold (milestone, -1);

  for (; *names != NULL; names++)
    if (g_str_has_prefix (*names, SHC_SETTING_COMPANION_PROMPT_PREFIX))
      {
        g_autofree char *key = g_utf8_casefold (*names + strlen (SHC_SETTING_COMPANION_PROMPT_PREFIX), -1);

        if (g_str_equal (key, wanted))
          return *names;
      }
  return NULL;
}

/* Mostly there are none, and then the journal need not be looked through. */
static gboolean
has_any (const char *const *names)
{
  while (*names != NULL && !g_str_has_prefix (*names, SHC_SETTING_COMPANION_PROMPT_PREFIX))
    names++;
  return *names != NULL;
}

/* @milestone: (out) (transfer full) (nullable). */
static gboolean
read_newest (ShcDb   *db,
             char   **milestone,
             GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, NEWEST_SQL, error);
  gboolean found;

  if (stmt == NULL || !shc_statement_first (db, stmt, &found, error))
    return FALSE;
  *milestone = found ? shc_db_dup_text (stmt, 0) : NULL;
  sqlite3_reset (stmt);
  return TRUE;
}

char *
shc_milestone_prompt_load (ShcDb   *db,
                           gint64   day,
                           GError **error)
{
  g_auto(GStrv) names = shc_settings_list (db, error);
  g_autofree char *today = g_strdup_printf ("Day %" G_GINT64_FORMAT, day);
  g_autofree char *newest = NULL;
  const char *chosen = NULL;

  if (names == NULL)
    return NULL;
  if (day > 0)
    chosen = find_setting ((const char *const *) names, today);
  if (chosen == NULL && has_any ((const char *const *) names) && !read_newest (db, &newest, error))
    return NULL;
  if (chosen == NULL && newest != NULL)
    chosen = find_setting ((const char *const *) names, newest);
  return shc_settings_get (db, chosen != NULL ? chosen : SHC_SETTING_COMPANION_PROMPT, error);
}
