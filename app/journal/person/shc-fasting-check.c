/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private questions about what makes fasting unsafe. */

#define G_LOG_DOMAIN "shc-fasting-check"

#include "config.h"

#include "shc-fasting-check.h"

#include <glib/gi18n-lib.h>

#include "shc-transaction.h"

#define LOAD_SQL "SELECT question, answer, updated_us FROM fasting_check"
#define SAVE_SQL \
  "INSERT INTO fasting_check (question, answer, updated_us) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE " \
  "SET answer = excluded.answer, updated_us = excluded.updated_us WHERE answer <> excluded.answer"
#define DROP_SQL "DELETE FROM fasting_check WHERE question = ?1"

static const struct { const char *name; const char *question; } questions[SHC_FASTING_CHECK_QUESTIONS] = {
  { "pregnancy", N_("Are you pregnant, or nursing a child?") },
  { "under-18", N_("Are you under 18?") },
  { "diabetes", N_("Do you have diabetes, or take insulin?") },
  { "medicines", N_("Do you take medicines that have to go with food, or every day at the same time?") },
  { "eating-disorder", N_("Do you have an eating disorder, or had one in the past?") },
  { "low-weight", N_("Is your weight low, or did you lose much of it lately without wanting to?") },
  { "heart-or-kidneys", N_("Do you have a disease of the heart or the kidneys?") },
  { "operation", N_("Did you have an operation or a serious illness in the last months?") },
};

const char *
shc_fasting_check_get_name (guint index)
{
  g_return_val_if_fail (index < SHC_FASTING_CHECK_QUESTIONS, NULL);

  return questions[index].name;
}

const char *
shc_fasting_check_get_question (guint index)
{
  g_return_val_if_fail (index < SHC_FASTING_CHECK_QUESTIONS, NULL);

  return _(questions[index].question);
}

gboolean
shc_fasting_check_allows (const ShcFastingCheck *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    if (self->answers[i] != SHC_FASTING_CHECK_NO)
      return FALSE;
  return TRUE;
}

const char *
shc_fasting_check_get_advice (const ShcFastingCheck *self)
{
  return shc_fasting_check_allows (self)
    ? _("Nothing of this speaks against fasting. It is no medical advice; a doctor can give that.")
    : _("Fasting is not spoken about here: the companion is told so, and nothing else of this is ever sent. Please talk "
        "with a doctor before you fast.");
}

gboolean
shc_fasting_check_load (ShcDb            *db,
                        ShcFastingCheck  *check,
                        GError          **error)
{
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, LOAD_SQL, error);

  if (stmt == NULL)
    return FALSE;
  check->updated_us = 0;
  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    check->answers[i] = SHC_FASTING_CHECK_UNSAID;
  while (shc_db_step (db, stmt, &problem))
    for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
      if (g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), questions[i].name) == 0)
        {
          check->answers[i] = sqlite3_column_int (stmt, 1) != 0 ? SHC_FASTING_CHECK_YES : SHC_FASTING_CHECK_NO;
          check->updated_us = MAX (check->updated_us, sqlite3_column_int64 (stmt, 2));
        }
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
save_answer (ShcDb             *db,
             const char        *name,
             ShcFastingAnswer   answer,
             gint64             now_us,
             GError           **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, answer == SHC_FASTING_CHECK_UNSAID ? DROP_SQL : SAVE_SQL, error);

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, name);
  if (answer != SHC_FASTING_CHECK_UNSAID)
    {
      sqlite3_bind_int (stmt, 2, answer);
      sqlite3_bind_int64 (stmt, 3, now_us);
    }
  return shc_db_done (db, stmt, error);
}

gboolean
shc_fasting_check_save (ShcDb                  *db,
                        const ShcFastingCheck  *check,
                        gint64                  now_us,
                        GError                **error)
{
  gboolean own;
  gboolean ok = TRUE;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS && ok; i++)
    ok = save_answer (db, questions[i].name, check->answers[i], now_us, error);
  return shc_transaction_end (db, own, ok, error);
}
