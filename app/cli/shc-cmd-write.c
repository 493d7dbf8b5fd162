/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc reflect` and `shc edit`. */

#define G_LOG_DOMAIN "shc-cmd-write"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

#include "shc-care.h"
#include "shc-commands.h"
#include "shc-external-editor.h"
#include "shc-input.h"
#include "shc-output.h"
#include "shc-text.h"
#include "shc-unlock.h"
#include "shc-writing.h"

/* An edit: what it was, what it becomes. */
typedef struct
{
  const char    *id;
  const char    *session;
  ShcReflection *reflection;
  gint64         version_us;
  gboolean       kept_both;
} Edit;

static gboolean
set_usage (GError     **error,
           const char  *sentence)
{
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, sentence);
  return FALSE;
}

/* Tags as given; an empty one alone takes all away. */
static gboolean
apply_tags (const ShcArgs  *args,
            ShcReflection  *reflection,
            GError        **error)
{
  const char *const *given = shc_args_get_all (args, "tag");
  g_autoptr(GStrvBuilder) tags = g_strv_builder_new ();

  if (given == NULL)
    return TRUE;
  for (gsize i = 0; given[i] != NULL; i++)
    {
      g_autofree char *tag = NULL;

      if (given[i][0] == '\0' && given[1] == NULL && reflection->row != 0)
        continue;
      tag = shc_label_clean (given[i], error);
      if (tag == NULL)
        {
          g_prefix_error (error, "--tag: ");
          return FALSE;
        }
      g_strv_builder_add (tags, tag);
    }

  g_strfreev (reflection->tags);
  reflection->tags = g_strv_builder_end (tags);
  return TRUE;
}

/* @reflection->row tells an edit, where values can be taken away, from a new one. */
static gboolean
apply_options (const ShcArgs  *args,
               ShcReflection  *reflection,
               GError        **error)
{
  const char *milestone = shc_args_get (args, "milestone");
  const char *mood = shc_args_get (args, "mood");
  gint64 number = reflection->mood;
  gboolean edit = reflection->row != 0;

  if (edit && milestone != NULL && milestone[0] == '\0')
    g_clear_pointer (&reflection->milestone, g_free);
  else if (!shc_input_get_label (args, "milestone", &reflection->milestone, error))
    return FALSE;

  if (edit && mood != NULL && g_str_equal (mood, "none"))
    number = 0;
  else if (!shc_input_get_number (args, "mood", 1, 5, &number, error))
    return FALSE;
  reflection->mood = (int) number;

  if (shc_args_has (args, "never-send"))
    reflection->never_send = TRUE;
  if (shc_args_has (args, "may-send"))
    reflection->never_send = FALSE;

  return apply_tags (args, reflection, error)
         && shc_input_get_date (args, "date", &reflection->date, error);
}

static gboolean
add_reflection (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return shc_reflections_add (db, data, g_get_real_time (), error);
}

static gboolean
get_for_edit (ShcDb    *db,
              gpointer  data,
              GError  **error)
{
  Edit *edit = data;

  edit->reflection = shc_reflections_get (db, edit->id, error);
  return edit->reflection != NULL;
}

static gboolean
keep_edit (ShcDb    *db,
           gpointer  data,
           GError  **error)
{
  Edit *edit = data;

  return shc_reflections_edit (db, edit->reflection, edit->session, edit->reflection->updated_us,
                               g_get_real_time (), &edit->kept_both, error);
}

static gboolean
bring_back (ShcDb    *db,
            gpointer  data,
            GError  **error)
{
  Edit *edit = data;

  return shc_reflections_restore_version (db, edit->reflection->id, edit->version_us, edit->session,
                                          g_get_real_time (), error);
}

static void
reply_reflection (ShcCli              *self,
                  const ShcReflection *reflection,
                  gboolean             added)
{
  if (self->json)
    {
      json_builder_begin_object (self->reply);
      shc_reflection_add_json (reflection, self->reply);
      json_builder_end_object (self->reply);
    }
  else
    {
      shc_output_print_kept (reflection, added);
    }
  shc_care_attend (self, reflection->text);
}

/* Nobody should write a long text only to find the vault shut, so it is opened first. */
static gboolean
keep_typed (ShcCli         *self,
            ShcReflection  *reflection,
            GError        **error)
{
  g_autoptr(ShcLine) line = NULL;
  gboolean kept = FALSE;
  ShcLineEnd end;

  if (!shc_input_can_type (error) || !shc_cli_open (self, error))
    return FALSE;

  line = shc_line_new ();
  end = shc_writing_take (line, shc_writing_get_idle (self), FALSE, &reflection->text);
  if (end == SHC_LINE_BREAK)
    shc_cli_warn (_("\nNothing was kept."));
  else if (end != SHC_LINE_SIGNAL || reflection->text != NULL)
    kept = shc_writing_keep (self, line, reflection, end, error);
  if (end != SHC_LINE_BREAK && end != SHC_LINE_SIGNAL)
    return kept;

  /* The signal acts once everything is put away. */
  shc_vault_close (self->vault);
  g_clear_pointer (&line, shc_line_free);
  raise (SIGINT);
  return FALSE;
}

static char *
get_new_text (ShcCli  *self,
              GError **error)
{
  g_autofree char *text = NULL;

  if (self->args->n_positionals == 0)
    return shc_cli_open (self, error) ? shc_editor_run (self, "", error) : NULL;
  if (shc_args_has (self->args, "editor"))
    {
      set_usage (error, _("--editor takes the text from the editor; give one or the other."));
      return NULL;
    }

  text = shc_input_dup_text (self->args->positionals[0], error);
  return text != NULL && shc_cli_open (self, error) ? g_steal_pointer (&text) : NULL;
}

gboolean
shc_cmd_reflect (ShcCli  *self,
                 GError **error)
{
  g_autoptr(ShcReflection) reflection = shc_reflection_new ();

  reflection->date = shc_date_now (g_get_real_time ());
  if (!apply_options (self->args, reflection, error))
    return FALSE;
  if (self->args->n_positionals == 0 && !shc_args_has (self->args, "editor"))
    {
      if (!keep_typed (self, reflection, error))
        return FALSE;
    }
  else
    {
      reflection->text = get_new_text (self, error);
      if (reflection->text == NULL
          || !shc_reflection_check (reflection, error)
          || !shc_cli_do (self, SHC_DB_WRITER, add_reflection, reflection, error))
        return FALSE;
    }

  reply_reflection (self, reflection, TRUE);
  return TRUE;
}

static gboolean
check_edit_words (const ShcArgs  *args,
                  GError        **error)
{
  static const char *const changes[] = {
    "milestone", "date", "mood", "tag", "never-send", "may-send", "editor",
  };
  gboolean restore = shc_args_has (args, "restore-version");
  gboolean any = args->n_positionals > 1;

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    any = any || shc_args_has (args, changes[i]);

  if (!any && !restore)
    return set_usage (error, _("Nothing to change was given: a text, “-”, --editor or an option."));
  if (any && restore)
    return set_usage (error, _("--restore-version stands alone: the former text takes the place of "
                               "the present one."));
  if (shc_args_has (args, "never-send") && shc_args_has (args, "may-send"))
    return set_usage (error, _("--never-send and --may-send contradict each other."));
  if (args->n_positionals > 1 && shc_args_has (args, "editor"))
    return set_usage (error, _("--editor takes the text from the editor; give one or the other."));
  return TRUE;
}

static gboolean
change_reflection (ShcCli   *self,
                   Edit     *edit,
                   char    **text,
                   GError  **error)
{
  if (shc_args_has (self->args, "editor"))
    {
      *text = shc_editor_run (self, edit->reflection->text, error);
      if (*text == NULL)
        return FALSE;
    }
  if (*text != NULL)
    {
      g_free (edit->reflection->text);
      edit->reflection->text = g_steal_pointer (text);
    }

  if (!apply_options (self->args, edit->reflection, error)
      || !shc_reflection_check (edit->reflection, error)
      || !shc_cli_do (self, SHC_DB_WRITER, keep_edit, edit, error))
    return FALSE;
  if (edit->kept_both)
    shc_cli_say (self, _("It was changed elsewhere meanwhile; that text is kept as a version."));
  return TRUE;
}

gboolean
shc_cmd_edit (ShcCli  *self,
              GError **error)
{
  g_autofree char *session = g_uuid_string_random ();
  g_autofree char *text = NULL;
  g_autoptr(ShcReflection) probe = shc_reflection_new ();
  g_autoptr(ShcReflection) reflection = NULL;
  g_autoptr(ShcReflection) kept = NULL;
  Edit edit = { .id = self->args->positionals[0], .session = session };
  const char *version = shc_args_get (self->args, "restore-version");

  /* What is wrong with the words is said before anything is opened. */
  probe->row = 1;
  if (!check_edit_words (self->args, error) || !apply_options (self->args, probe, error))
    return FALSE;
  if (version != NULL && !shc_time_parse (version, &edit.version_us, error))
    {
      g_prefix_error (error, "--restore-version: ");
      return FALSE;
    }
  if (self->args->n_positionals > 1)
    {
      text = shc_input_dup_text (self->args->positionals[1], error);
      if (text == NULL)
        return FALSE;
    }

  if (!shc_cli_open (self, error) || !shc_cli_do (self, SHC_DB_WRITER, get_for_edit, &edit, error))
    return FALSE;
  reflection = edit.reflection;

  if (version != NULL ? !shc_cli_do (self, SHC_DB_WRITER, bring_back, &edit, error)
                      : !change_reflection (self, &edit, &text, error))
    return FALSE;

  /* What is shown is what was kept. */
  edit.id = reflection->id;
  if (!shc_cli_do (self, SHC_DB_WRITER, get_for_edit, &edit, error))
    return FALSE;
  kept = edit.reflection;
  reply_reflection (self, kept, FALSE);
  return TRUE;
}
