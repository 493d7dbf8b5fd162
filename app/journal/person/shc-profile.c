/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who writes here. */

#define G_LOG_DOMAIN "shc-profile"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-date.h"
#include "shc-journal-error.h"
#include "shc-profile.h"
#include "shc-statement.h"
#include "shc-text.h"

#define LAST_DAY 3652058 /* 9999-12-31 */
/* As long as a mail server accepts. */
#define EMAIL_MAX_CHARS 254

#define LOAD_SQL \
  "SELECT healing_name, email, goals, fasting, journey_start_day, adult, created_us FROM profile"
#define SAVE_SQL \
  "INSERT INTO profile " \
  "(one, healing_name, email, goals, fasting, journey_start_day, adult, created_us) " \
  "VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (one) DO UPDATE SET " \
  "healing_name = ?1, email = ?2, goals = ?3, fasting = ?4, journey_start_day = ?5, adult = ?6"
#define CREATED_SQL "SELECT created_us FROM profile"

static const char *const fasting_names[] = { "none", "beginner", "some", "experienced" };

ShcProfile *
shc_profile_new (void)
{
  ShcProfile *self = g_new0 (ShcProfile, 1);

  self->journey_start_day = -1;
  self->adult = SHC_ADULT_UNSAID;
  return self;
}

ShcProfile *
shc_profile_copy (const ShcProfile *self)
{
  ShcProfile *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->healing_name = g_strdup (self->healing_name);
  copy->email = g_strdup (self->email);
  copy->goals = g_strdup (self->goals);
  return copy;
}

void
shc_profile_free (ShcProfile *self)
{
  if (self == NULL)
    return;

  g_free (self->healing_name);
  g_free (self->email);
  g_free (self->goals);
  g_free (self);
}

const char *
shc_fasting_to_string (ShcFasting fasting)
{
  g_return_val_if_fail ((gsize) fasting < G_N_ELEMENTS (fasting_names), NULL);

  return fasting_names[fasting];
}

gboolean
shc_fasting_from_string (const char *text,
                         ShcFasting *fasting)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fasting_names); i++)
    if (g_strcmp0 (fasting_names[i], text) == 0)
      {
        *fasting = (ShcFasting) i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
fail (GError     **error,
      const char  *message)
{
  g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
is_email (const char *text)
{
  const char *at = strchr (text, '@');

  if (at == NULL || at == text || at[1] == '\0' || strchr (at + 1, '@') != NULL ||
      g_utf8_strlen (text, -1) > EMAIL_MAX_CHARS)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

static gboolean
check_name (ShcProfile  *self,
            GError     **error)
{
  char *clean = shc_label_clean (self->healing_name, error);

  if (clean == NULL)
    {
      g_prefix_error (error, "%s ", _("Healing Name:"));
      return FALSE;
    }

  g_free (self->healing_name);
  self->healing_name = clean;
  return TRUE;
}

static gboolean
check_email (ShcProfile  *self,
             GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  char *clean;

  if (self->email == NULL)
    return TRUE;

  clean = shc_label_clean (self->email, &local_error);
  if (g_error_matches (local_error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_EMPTY))
    {
      g_clear_pointer (&self->email, g_free);
      return TRUE;
    }
  if (clean == NULL || !is_email (clean))
    {
      g_free (clean);
      return fail (error, _("This does not look like an e-mail address. It may be left empty."));
    }

  g_free (self->email);
  self->email = clean;
  return TRUE;
}

static gboolean
check_goals (ShcProfile  *self,
             GError     **error)
{
  g_autoptr(GError) local_error = NULL;

  if (self->goals == NULL || shc_text_check (self->goals, strlen (self->goals), &local_error))
    return TRUE;
  if (g_error_matches (local_error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_EMPTY))
    {
      g_clear_pointer (&self->goals, g_free);
      return TRUE;
    }

  g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s ", _("Healing goals:"));
  return FALSE;
}

gboolean
shc_profile_check (ShcProfile  *self,
                   GError     **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->journey_start_day < -1 || self->journey_start_day > LAST_DAY)
    return fail (error, _("A journey starts in one of the years 1 to 9999."));
  if (self->adult < SHC_ADULT_UNSAID || self->adult > SHC_ADULT_YES)
    return fail (error, _("Being 18 or older is yes, no, or not said."));
  if (self->has_fasting && (gsize) self->fasting >= G_N_ELEMENTS (fasting_names))
    return fail (error, _("Experience with fasting is none, beginner, some or experienced."));

  return check_name (self, error) && check_email (self, error) && check_goals (self, error);
}

static ShcProfile *
read_profile (sqlite3_stmt *stmt)
{
  ShcProfile *self = shc_profile_new ();

  self->healing_name = shc_db_dup_text (stmt, 0);
  self->email = shc_db_dup_text (stmt, 1);
  self->goals = shc_db_dup_text (stmt, 2);
  self->has_fasting = shc_fasting_from_string ((const char *) sqlite3_column_text (stmt, 3),
                                               &self->fasting);
  if (sqlite3_column_type (stmt, 4) != SQLITE_NULL)
    self->journey_start_day = sqlite3_column_int64 (stmt, 4);
  if (sqlite3_column_type (stmt, 5) != SQLITE_NULL)
    self->adult = sqlite3_column_int (stmt, 5) != 0 ? SHC_ADULT_YES : SHC_ADULT_NO;
  self->created_us = sqlite3_column_int64 (stmt, 6);
  return self;
}

ShcProfile *
shc_profile_load (ShcDb   *db,
                  GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, LOAD_SQL, error);
  ShcProfile *self = NULL;
  gboolean found;

  if (stmt == NULL || !shc_statement_first (db, stmt, &found, error))
    return NULL;

  if (found)
    self = read_profile (stmt);
  else
    g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                         _("The first questions have not been answered yet."));
  sqlite3_reset (stmt);
  return self;
}

gboolean
shc_profile_save (ShcDb       *db,
                  ShcProfile  *profile,
                  gint64       now_us,
                  GError     **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (profile != NULL, FALSE);

  if (!shc_profile_check (profile, error))
    return FALSE;
  stmt = shc_db_prepare (db, SAVE_SQL, error);
  if (stmt == NULL)
    return FALSE;

  shc_db_bind_text (stmt, 1, profile->healing_name);
  shc_db_bind_text (stmt, 2, profile->email);
  shc_db_bind_text (stmt, 3, profile->goals);
  shc_db_bind_text (stmt, 4,
                    profile->has_fasting ? shc_fasting_to_string (profile->fasting) : NULL);
  shc_statement_bind_or_null (stmt, 5, profile->journey_start_day, -1);
  shc_statement_bind_or_null (stmt, 6, profile->adult, SHC_ADULT_UNSAID);
  sqlite3_bind_int64 (stmt, 7, profile->created_us != 0 ? profile->created_us : now_us);
  return shc_db_done (db, stmt, error) &&
         shc_statement_number (db, CREATED_SQL, &profile->created_us, error);
}
