/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings that are kept in the vault: names, defaults and ranges in one table. */

#define G_LOG_DOMAIN "shc-settings"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-settings.h"
#include "shc-statement.h"
#include "shc-text.h"

#define GET_SQL   "SELECT value FROM setting WHERE name = ?1"
#define SET_SQL   "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)"
#define CLEAR_SQL "DELETE FROM setting WHERE name = ?1"

typedef enum { NUMBER, TIME_OF_DAY, COUNTRY, LABEL } Kind;

typedef struct
{
  Kind        kind;
  int         min;
  int         max;
  const char *initial;
  const char *description;
} Setting;

/* Sorted; the two arrays go together. */
static const char *const names[] = {
  SHC_SETTING_JOURNEY_DAY_BEGINS,
  SHC_SETTING_LOCK_IDLE_MINUTES,
  SHC_SETTING_SUPPORT_COUNTRY,
  SHC_SETTING_SUPPORT_TRUSTED_PERSON,
  NULL,
};
static const Setting settings[] = {
  { TIME_OF_DAY, 0, 24 * 60 - 1, "04:00",
    N_("When a day of the journey begins: a time from 00:00 to 23:59.") },
  { NUMBER, 0, 240, "10",
    N_("Minutes without a key or pointer until the journal locks: 0 to 240, 0 for never.") },
  { COUNTRY, 0, 0, "",
    N_("Whose help lines are shown: two letters, such as US or DE; empty for your desktop’s country.") },
  { LABEL, 0, 0, "",
    N_("Whom you would call when it is hard: one line in your words. Never sent.") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (names) == G_N_ELEMENTS (settings) + 1);

const char *const *
shc_settings_names (void)
{
  return names;
}

static const Setting *
find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_strcmp0 (names[i], name) == 0)
      return &settings[i];

  return NULL;
}

static const Setting *
find_or_fail (const char  *name,
              GError     **error)
{
  const Setting *setting = find (name);

  if (setting == NULL)
    g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                         _("There is no setting of this name."));
  return setting;
}

const char *
shc_settings_describe (const char *name)
{
  const Setting *setting = find (name);

  return setting != NULL ? _(setting->description) : NULL;
}

const char *
shc_settings_get_default (const char *name)
{
  const Setting *setting = find (name);

  return setting != NULL ? setting->initial : NULL;
}

static gboolean
parse_time (const char *text,
            int        *minutes)
{
  if (strlen (text) != 5 || text[2] != ':' ||
      !g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]) ||
      !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]) || text[3] > '5')
    return FALSE;

  *minutes = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
  return TRUE;
}

/* @value: (out): of a number or a time of day; 0 for what is neither. */
static gboolean
parse (const Setting *setting,
       const char    *text,
       int           *value)
{
  g_autofree char *label = NULL;
  gint64 number;

  *value = 0;
  switch (setting->kind)
    {
    case TIME_OF_DAY:
      return parse_time (text, value) && *value >= setting->min && *value <= setting->max;
    case COUNTRY:
      return strlen (text) == 2 && g_ascii_isalpha (text[0]) && g_ascii_isalpha (text[1]);
    case LABEL:
      label = shc_label_clean (text, NULL);
      return label != NULL;
    case NUMBER:
    default:
      if (!g_ascii_isdigit (*text) ||
          !g_ascii_string_to_signed (text, 10, setting->min, setting->max, &number, NULL))
        return FALSE;
      *value = (int) number;
      return TRUE;
    }
}

/* What is stored was checked when it was set; if it makes no sense any more, the default holds. */
static char *
read_value (ShcDb          *db,
            const char     *name,
            const Setting  *setting,
            GError        **error)
{
  g_autofree char *value = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, GET_SQL, error);
  gboolean found;
  int number;

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, name);
  if (!shc_statement_first (db, stmt, &found, error))
    return NULL;

  value = found ? shc_db_dup_text (stmt, 0) : NULL;
  sqlite3_reset (stmt);
  if (value == NULL || !parse (setting, value, &number))
    return g_strdup (setting->initial);

  return g_steal_pointer (&value);
}

char *
shc_settings_get (ShcDb       *db,
                  const char  *name,
                  GError     **error)
{
  const Setting *setting = find_or_fail (name, error);

  return setting != NULL ? read_value (db, name, setting, error) : NULL;
}

int
shc_settings_get_int (ShcDb       *db,
                      const char  *name,
                      GError     **error)
{
  const Setting *setting = find_or_fail (name, error);
  g_autofree char *value = NULL;
  int number;

  if (setting == NULL)
    return -1;
  value = read_value (db, name, setting, error);
  if (value == NULL)
    return -1;

  return parse (setting, value, &number) ? number : -1;
}

gboolean
shc_settings_set (ShcDb       *db,
                  const char  *name,
                  const char  *value,
                  GError     **error)
{
  const Setting *setting = find_or_fail (name, error);
  gboolean clear = value == NULL || *value == '\0';
  sqlite3_stmt *stmt;
  int number;

  if (setting == NULL)
    return FALSE;
  if (!clear && !parse (setting, value, &number))
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                           _(setting->description));
      return FALSE;
    }

  stmt = shc_db_prepare (db, clear ? CLEAR_SQL : SET_SQL, error);
  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, name);
  if (!clear)
    shc_db_bind_text (stmt, 2, value);
  return shc_db_done (db, stmt, error);
}
