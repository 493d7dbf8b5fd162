/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A safety plan. */

#define G_LOG_DOMAIN "shc-safety-plan"

#include "config.h"

#include "shc-safety-plan.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-text.h"

#define LOAD_SQL "SELECT step, text, updated_us FROM safety_plan"
#define SAVE_SQL "INSERT OR REPLACE INTO safety_plan (step, text, updated_us) VALUES (?1, ?2, ?3)"
#define DROP_SQL "DELETE FROM safety_plan WHERE step = ?1"

static const struct { const char *title; const char *hint; } steps[SHC_SAFETY_PLAN_STEPS] = {
  { N_("Signs that it is getting hard"),
    N_("Thoughts, moods, places or things you do by which you know that a bad time is coming.") },
  { N_("What I can do by myself"),
    N_("What takes your mind off it without anybody else: walking, music, a bath, prayer, breathing.") },
  { N_("People and places that take my mind off it"),
    N_("Whom you like to be with, and where there are people, without having to talk about it.") },
  { N_("People I can ask for help"),
    N_("Names and numbers of those whom you can tell how it is.") },
  { N_("Professionals and help lines"),
    N_("A therapist, a doctor, a clinic, a help line, the emergency number; with their numbers.") },
  { N_("Making where I am safer"),
    N_("What you will put out of reach or give to somebody, and what you stay alive for.") },
};

ShcSafetyPlan *
shc_safety_plan_new (void)
{
  return g_new0 (ShcSafetyPlan, 1);
}

ShcSafetyPlan *
shc_safety_plan_copy (const ShcSafetyPlan *self)
{
  ShcSafetyPlan *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  for (guint i = 0; i < SHC_SAFETY_PLAN_STEPS; i++)
    copy->texts[i] = g_strdup (self->texts[i]);
  return copy;
}

void
shc_safety_plan_free (ShcSafetyPlan *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < SHC_SAFETY_PLAN_STEPS; i++)
    g_free (self->texts[i]);
  g_free (self);
}

const char *
shc_safety_plan_get_title (guint step)
{
  g_return_val_if_fail (step >= 1 && step <= SHC_SAFETY_PLAN_STEPS, NULL);

  return _(steps[step - 1].title);
}

const char *
shc_safety_plan_get_hint (guint step)
{
  g_return_val_if_fail (step >= 1 && step <= SHC_SAFETY_PLAN_STEPS, NULL);

  return _(steps[step - 1].hint);
}

char *
shc_safety_plan_format (const ShcSafetyPlan *self)
{
  g_autoptr(GString) out = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < SHC_SAFETY_PLAN_STEPS; i++)
    if (self->texts[i] != NULL)
      g_string_append_printf (out, "%s%u. %s\n%s\n", out->len > 0 ? "\n" : "", i + 1,
                              shc_safety_plan_get_title (i + 1), self->texts[i]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

ShcSafetyPlan *
shc_safety_plan_load (ShcDb   *db,
                      GError **error)
{
  g_autoptr(ShcSafetyPlan) plan = shc_safety_plan_new ();
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, LOAD_SQL, error);

  if (stmt == NULL)
    return NULL;
  while (shc_db_step (db, stmt, &problem))
    {
      int step = sqlite3_column_int (stmt, 0);

      g_free (plan->texts[step - 1]);
      plan->texts[step - 1] = shc_db_dup_text (stmt, 1);
      plan->updated_us = MAX (plan->updated_us, sqlite3_column_int64 (stmt, 2));
    }
  if (problem == NULL)
    return g_steal_pointer (&plan);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

static gboolean
save_step (ShcDb       *db,
           guint        step,
           const char  *text,
           gint64       now_us,
           GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, text != NULL ? SAVE_SQL : DROP_SQL, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int (stmt, 1, (int) step);
  if (text != NULL)
    {
      shc_db_bind_text (stmt, 2, text);
      sqlite3_bind_int64 (stmt, 3, now_us);
    }
  return shc_db_done (db, stmt, error);
}

static const char *
get_text (const ShcSafetyPlan *plan,
          guint                index)
{
  const char *text = plan->texts[index];

  return text != NULL && text[strspn (text, " \t\r\n")] != '\0' ? text : NULL;
}

static gboolean
save_changed (ShcDb                *db,
              const ShcSafetyPlan  *plan,
              gint64                now_us,
              GError              **error)
{
  g_autoptr(ShcSafetyPlan) kept = shc_safety_plan_load (db, error);

  if (kept == NULL)
    return FALSE;
  for (guint i = 0; i < SHC_SAFETY_PLAN_STEPS; i++)
    if (g_strcmp0 (kept->texts[i], get_text (plan, i)) != 0 &&
        !save_step (db, i + 1, get_text (plan, i), now_us, error))
      return FALSE;
  return TRUE;
}

gboolean
shc_safety_plan_save (ShcDb                *db,
                      const ShcSafetyPlan  *plan,
                      gint64                now_us,
                      GError              **error)
{
  g_return_val_if_fail (plan != NULL, FALSE);

  for (guint i = 0; i < SHC_SAFETY_PLAN_STEPS; i++)
    {
      const char *text = get_text (plan, i);

      if (text != NULL && !shc_text_check (text, strlen (text), error))
        return FALSE;
    }
  if (!shc_db_begin (db, error))
    return FALSE;
  if (save_changed (db, plan, now_us, error) && shc_db_commit (db, error))
    return TRUE;
  shc_db_rollback (db);
  return FALSE;
}
