/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc` alone on a terminal: write, list, search, show. */

#define G_LOG_DOMAIN "shc-session"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shc-backup.h"
#include "shc-init.h"
#include "shc-input.h"
#include "shc-journey.h"
#include "shc-line.h"
#include "shc-output.h"
#include "shc-profile.h"
#include "shc-search.h"
#include "shc-secure.h"
#include "shc-session.h"
#include "shc-settings.h"
#include "shc-signals.h"
#include "shc-unlock.h"
#include "shc-writing.h"

#define LIST_LENGTH 20

typedef struct
{
  ShcCli    *cli;
  ShcLine   *line;
  ShcLineEnd end;    /* how the last line ended */
  int        idle_min;
  char      *name;   /* (nullable): the Healing Name */
  gint64     day;
  GPtrArray *listed; /* (element-type utf8): ids of what was listed last */
} Session;

/* One thing to do; what a job needs and finds. */
typedef struct
{
  Session       *session;
  const char    *words;
  ShcReflection *reflection;
  GPtrArray     *found;
} Task;

typedef struct
{
  const char *word;
  const char *letter;
  gboolean  (*run) (Session *session, const char *words, GError **error);
  const char *help;
} Verb;

static void
session_clear (Session *session)
{
  g_clear_pointer (&session->line, shc_line_free);
  g_clear_pointer (&session->name, g_free);
  g_clear_pointer (&session->listed, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Session, session_clear)

static gboolean
load_session (ShcDb    *db,
              gpointer  data,
              GError  **error)
{
  Session *session = data;
  g_autoptr(ShcProfile) profile = shc_profile_load (db, NULL);

  if (profile != NULL)
    session->name = g_strdup (profile->healing_name);
  session->day = shc_journey_day (db, shc_date_now (g_get_real_time ()), NULL);
  session->idle_min = shc_settings_get_int (db, SHC_SETTING_LOCK_IDLE_MINUTES, NULL);
  return TRUE;
}

static gboolean
list (ShcDb    *db,
      gpointer  data,
      GError  **error)
{
  Task *task = data;
  g_autoptr(ShcFilter) filter = shc_filter_new ();

  task->found = shc_reflections_list (db, filter, NULL, LIST_LENGTH, error);
  return task->found != NULL;
}

static gboolean
search (ShcDb    *db,
        gpointer  data,
        GError  **error)
{
  Task *task = data;
  g_autoptr(ShcFilter) filter = shc_filter_new ();

  filter->query = g_strdup (task->words);
  task->found = shc_search (db, filter, FALSE, LIST_LENGTH, error);
  return task->found != NULL;
}

static gboolean
get (ShcDb    *db,
     gpointer  data,
     GError  **error)
{
  Task *task = data;

  task->reflection = shc_reflections_get (db, task->words, error);
  return task->reflection != NULL;
}

static void
remember_listed (Session    *session,
                 const char *id)
{
  g_ptr_array_add (session->listed, g_strdup (id));
}

/* Whatever ends the writing is told by the session once it is kept. */
static gboolean
run_write (Session     *session,
           const char  *words,
           GError     **error)
{
  g_autoptr(ShcReflection) reflection = shc_reflection_new ();

  session->end = shc_writing_take (session->line, session->idle_min, TRUE, &reflection->text);
  if (reflection->text == NULL)
    {
      shc_cli_warn (_("\nNothing was kept."));
      return TRUE;
    }

  reflection->date = shc_date_now (g_get_real_time ());
  if (!shc_writing_keep (session->cli, session->line, reflection, session->end, error))
    return FALSE;
  shc_output_print_kept (reflection, TRUE);
  return TRUE;
}

static gboolean
run_list (Session     *session,
          const char  *words,
          GError     **error)
{
  Task task = { session, NULL, NULL, NULL };
  g_autoptr(GPtrArray) found = NULL;

  if (!shc_cli_do (session->cli, SHC_DB_READER, list, &task, error))
    return FALSE;
  found = task.found;

  g_ptr_array_set_size (session->listed, 0);
  for (guint i = 0; i < found->len; i++)
    remember_listed (session, ((ShcReflection *) g_ptr_array_index (found, i))->id);
  shc_output_print_list (found);
  if (found->len == 0)
    shc_cli_warn (_("There is nothing here yet; “write” begins."));
  return TRUE;
}

static gboolean
run_search (Session     *session,
            const char  *words,
            GError     **error)
{
  Task task = { session, words, NULL, NULL };
  g_autoptr(GPtrArray) found = NULL;

  if (words[0] == '\0')
    {
      shc_cli_warn (_("What should be found? Such as: search bread"));
      return TRUE;
    }
  if (!shc_cli_do (session->cli, SHC_DB_READER, search, &task, error))
    return FALSE;
  found = task.found;

  g_ptr_array_set_size (session->listed, 0);
  for (guint i = 0; i < found->len; i++)
    remember_listed (session, ((ShcHit *) g_ptr_array_index (found, i))->reflection->id);
  shc_output_print_hits (found);
  if (found->len == 0)
    shc_cli_warn (_("Nothing was found."));
  return TRUE;
}

static gboolean
run_show (Session     *session,
          const char  *words,
          GError     **error)
{
  Task task = { session, words, NULL, NULL };
  g_autoptr(ShcReflection) reflection = NULL;
  guint64 number;

  if (words[0] == '\0')
    {
      shc_cli_warn (_("Which one? Such as: show 1, for the first of the last list"));
      return TRUE;
    }
  if (session->listed->len > 0
      && g_ascii_string_to_unsigned (words, 10, 1, session->listed->len, &number, NULL))
    task.words = g_ptr_array_index (session->listed, number - 1);

  if (!shc_cli_do (session->cli, SHC_DB_READER, get, &task, error))
    return FALSE;
  reflection = task.reflection;
  shc_output_print_reflection (reflection);
  return TRUE;
}

static gboolean run_help (Session *session, const char *words, GError **error);

static const Verb verbs[] = {
  { "write", "w", run_write, N_("write a reflection") },
  { "list", "l", run_list, N_("the newest twenty") },
  { "search", "s", run_search, N_("find words, such as: search bread") },
  { "show", "o", run_show, N_("read one, by its number in the last list or its ID") },
  { "help", "h", run_help, N_("this list") },
  { "quit", "q", NULL, N_("lock the journal and leave") },
};

static gboolean
run_help (Session     *session,
          const char  *words,
          GError     **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    shc_cli_print ("  %-8s %s", verbs[i].word, _(verbs[i].help));
  return TRUE;
}

static const Verb *
find_verb (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (word, verbs[i].word) || g_str_equal (word, verbs[i].letter))
      return &verbs[i];

  return NULL;
}

/* Returns: %FALSE when it is time to leave. */
static gboolean
obey (Session *session,
      char    *line)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) parts = g_strsplit (g_strstrip (line), " ", 2);
  const Verb *verb;

  if (parts[0] == NULL)
    return TRUE;
  verb = find_verb (parts[0]);
  if (verb == NULL)
    {
      shc_cli_warn (_("“%s” is not known here; “help” lists what is."), parts[0]);
      return TRUE;
    }
  if (verb->run == NULL)
    return FALSE;

  if (!verb->run (session, parts[1] != NULL ? g_strstrip (parts[1]) : "", &error))
    shc_cli_warn ("%s", error->message);
  return TRUE;
}

static void
greet (const Session *session)
{
  if (session->name != NULL && session->day > 0)
    shc_cli_print (_("Welcome, %s. Today is day %" PRId64 " of your journey."),
                   session->name, session->day);
  else if (session->name != NULL)
    shc_cli_print (_("Welcome, %s."), session->name);
  shc_cli_print (_("“write” begins a reflection, “help” lists the rest."));
}

/* Ctrl-C drops what is being written, and ends the session at the prompt only. */
static gboolean
go_on (const Session *session)
{
  return session->end != SHC_LINE_IDLE && session->end != SHC_LINE_SIGNAL;
}

static gboolean
talk (Session *session,
      GError **error)
{
  if (!shc_cli_do (session->cli, SHC_DB_READER, load_session, session, error))
    return FALSE;

  greet (session);
  session->line = shc_line_new ();
  while (go_on (session))
    {
      char *typed;
      g_autofree char *owned = NULL;

      session->end = shc_line_read (session->line, "> ", session->idle_min, &typed);
      owned = typed;
      if (session->end != SHC_LINE_TYPED)
        break;
      if (!obey (session, typed))
        return TRUE;
    }

  if (session->end == SHC_LINE_IDLE)
    shc_cli_warn (_("\nNobody wrote for a while, so the journal is locked."));
  else
    fputc ('\n', stderr);
  return TRUE;
}

/* The daily copy, for those who never open the window; it is none of their business if it is not due. */
static void
back_up (ShcCli *cli)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcBackupResult) result G_GNUC_UNUSED = shc_backup_auto (cli->vault, FALSE, &error);

  if (error != NULL)
    shc_cli_warn (_("Today’s backup could not be made: %s"), error->message);
}

/* The first time: a name is all it takes. */
static gboolean
begin_journal (ShcCli  *cli,
               GError **error)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(ShcHush) hush G_GNUC_UNUSED = shc_hush_new ();
  g_autoptr(ShcLine) line = shc_line_new ();
  ShcLineEnd end;
  char *name = NULL;

  shc_cli_print (_("There is no journal here yet, so this makes one. It stays on this computer, "
                   "encrypted;\nnothing is sent anywhere by itself."));
  end = shc_line_read (line, _("How do you want to be called? "), 0, &name);
  g_clear_pointer (&line, shc_line_free);
  if (end != SHC_LINE_TYPED)
    {
      g_free (name);
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED, _("No journal was made."));
      return FALSE;
    }

  profile->healing_name = name;
  return shc_profile_check (profile, error) && shc_init_make (cli, profile, NULL, error);
}

gboolean
shc_session_run (ShcCli  *cli,
                 GError **error)
{
  g_auto(Session) session = { .cli = cli, .listed = g_ptr_array_new_with_free_func (g_free) };
  gboolean done;

  shc_signals_hold ();
  if (shc_vault_probe (cli->vault, NULL, NULL) == SHC_VAULT_MISSING)
    done = begin_journal (cli, error);
  else
    done = shc_cli_open (cli, error);
  done = done && talk (&session, error);
  g_clear_pointer (&session.line, shc_line_free);
  if (done)
    back_up (cli);
  shc_vault_close (cli->vault);
  shc_signals_release ();

  return done;
}
