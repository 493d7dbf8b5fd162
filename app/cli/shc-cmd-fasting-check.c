/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc fasting-check`: private questions about what makes fasting unsafe. */

#define G_LOG_DOMAIN "shc-cmd-fasting-check"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-commands.h"
#include "shc-fasting-check.h"
#include "shc-unlock.h"

/* What is changed: by question, UNSAID being one of the changes. */
typedef struct
{
  gboolean         given[SHC_FASTING_CHECK_QUESTIONS];
  ShcFastingAnswer answers[SHC_FASTING_CHECK_QUESTIONS];
  ShcFastingCheck  check;
} Work;

static const char *
get_word (ShcFastingAnswer answer)
{
  return answer == SHC_FASTING_CHECK_YES ? "yes" : answer == SHC_FASTING_CHECK_NO ? "no" : NULL;
}

static gboolean
read_answer (const char        *option,
             const char        *text,
             ShcFastingAnswer  *answer,
             GError           **error)
{
  if (g_str_equal (text, "yes"))
    *answer = SHC_FASTING_CHECK_YES;
  else if (g_str_equal (text, "no"))
    *answer = SHC_FASTING_CHECK_NO;
  else if (g_str_equal (text, "unsaid"))
    *answer = SHC_FASTING_CHECK_UNSAID;
  else
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                   _("--%s is yes, no, or unsaid if you would rather not say."), option);
      return FALSE;
    }
  return TRUE;
}

static gboolean
change (ShcDb     *db,
        gpointer   data,
        GError   **error)
{
  Work *work = data;
  gboolean any = FALSE;

  if (!shc_fasting_check_load (db, &work->check, error))
    return FALSE;
  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    if (work->given[i])
      {
        work->check.answers[i] = work->answers[i];
        any = TRUE;
      }
  return !any || (shc_fasting_check_save (db, &work->check, g_get_real_time (), error) &&
                  shc_fasting_check_load (db, &work->check, error));
}

static void
add_check (JsonBuilder           *reply,
           const ShcFastingCheck *check)
{
  json_builder_begin_object (reply);
  json_builder_set_member_name (reply, "answers");
  json_builder_begin_object (reply);
  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    shc_json_add_string (reply, shc_fasting_check_get_name (i), get_word (check->answers[i]));
  json_builder_end_object (reply);
  shc_json_add_boolean (reply, "fasting_content", shc_fasting_check_allows (check));
  shc_json_add_string (reply, "version", SHC_FASTING_CHECK_VERSION);
  shc_json_add_time (reply, "updated", check->updated_us);
  json_builder_end_object (reply);
}

static void
print_check (const ShcFastingCheck *check)
{
  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    {
      const char *word = check->answers[i] == SHC_FASTING_CHECK_YES ? _("yes")
                         : check->answers[i] == SHC_FASTING_CHECK_NO ? _("no") : _("not said");

      shc_cli_print ("%-9s --%-17s %s", word, shc_fasting_check_get_name (i), shc_fasting_check_get_question (i));
    }
  shc_cli_print ("\n%s", shc_fasting_check_get_advice (check));
}

gboolean
shc_cmd_fasting_check (ShcCli  *self,
                       GError **error)
{
  Work work = { { FALSE } };

  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    {
      const char *name = shc_fasting_check_get_name (i);
      const char *text = shc_args_get (self->args, name);

      work.given[i] = text != NULL;
      if (text != NULL && !read_answer (name, text, &work.answers[i], error))
        return FALSE;
    }
  if (!shc_cli_open (self, error) || !shc_cli_do (self, SHC_DB_WRITER, change, &work, error))
    return FALSE;
  if (self->json)
    add_check (self->reply, &work.check);
  else
    print_check (&work.check);
  return TRUE;
}
