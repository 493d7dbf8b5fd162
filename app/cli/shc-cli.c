/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of `shc`, from its words to its exit status. */

#define G_LOG_DOMAIN "shc-cli"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shc-backup.h"
#include "shc-cli.h"
#include "shc-help.h"
#include "shc-imports.h"
#include "shc-output.h"
#include "shc-schema.h"
#include "shc-session.h"

/* How long a command that is done stays to clean up after an import that was killed. */
#define SWEEP_MS 1000

typedef struct
{
  ShcCliJob job;
  gpointer  data;
} Work;

static gpointer
do_work (ShcDb    *db,
         gpointer  data,
         GError  **error)
{
  Work *work = data;

  return GINT_TO_POINTER (work->job (db, work->data, error));
}

/* Prints what the command left; one that had to write by itself left nothing. */
static void
print_reply (JsonBuilder *reply)
{
  g_autoptr(JsonNode) root = json_builder_get_root (reply);
  g_autofree char *text = root != NULL ? shc_json_print (root) : NULL;

  if (text != NULL)
    puts (text);
}

static void
print_endpoint_error (const char *message)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  shc_json_add_string (builder, "error", message);
  json_builder_end_object (builder);
  print_reply (builder);
}

static void
print_json_error (const char *code,
                  const char *message)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  shc_json_add_string (builder, "code", code);
  shc_json_add_string (builder, "message", message);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  print_reply (builder);
}

/* Says what failed in the form that was asked for. Returns: the exit status. */
static int
report (const GError *error,
        char        **argv,
        gboolean      json)
{
  const ShcCommand *command = NULL;
  const char *name = shc_args_find_name (argv, &command);
  gboolean endpoint = command != NULL && command->endpoint;
  const char *code = NULL;
  int status = shc_cli_error_describe (error, &code);
  gboolean usage = g_error_matches (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE);
  g_autofree char *message = shc_output_make_visible (error->message, TRUE);

  if (endpoint && (status == 2 || !json))
    print_endpoint_error (message);
  else if (json)
    print_json_error (code, message);
  else
    shc_cli_warn ("shc: %s", message);

  if (usage && !json && !endpoint && name != NULL)
    shc_cli_warn (_("See “shc %s --help”."), name);
  else if (usage && !json && !endpoint)
    shc_cli_warn (_("See “shc --help”."));
  return status;
}

static gboolean
make_vault (ShcCli  *self,
            GError **error)
{
  const char *given = shc_args_get (self->args, "vault");
  g_autofree char *dir = NULL;

  if (given != NULL && given[0] == '\0')
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("--vault needs the name of a folder."));
      return FALSE;
    }

  dir = given != NULL ? g_canonicalize_filename (given, NULL) : shc_vault_default_dir ();
  self->vault = shc_vault_new (dir, shc_journal_schema ());
  return TRUE;
}

static gboolean
answer_question (ShcCli *self)
{
  if (self->args->help)
    shc_help_print (self->args, self->json);
  else if (self->args->version)
    shc_help_print_version (self->json);
  else
    return FALSE;

  return TRUE;
}

static gboolean
run_alone (ShcCli  *self,
           GError **error)
{
  if (self->args->n_positionals > 0)
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                   _("The command comes first; “%s” stands behind “--”."),
                   self->args->positionals[0]);
      return FALSE;
    }
  if (self->json || !isatty (STDIN_FILENO) || !isatty (STDOUT_FILENO))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("A command is missing; alone, “shc” needs a terminal to talk to."));
      return FALSE;
    }

  return make_vault (self, error) && shc_session_run (self, error);
}

/* The daily copy, for those who never open the window. What was done is done and told already. */
static void
back_up (ShcCli *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcBackupResult) result G_GNUC_UNUSED = NULL;

  if (!self->args->command->writes || shc_vault_get_state (self->vault) != SHC_VAULT_UNLOCKED)
    return;

  fflush (stdout);
  result = shc_backup_auto (self->vault, FALSE, &error);
  if (error != NULL && !self->args->command->endpoint)
    shc_cli_say (self, _("Today’s backup could not be made: %s"), error->message);
}

static gboolean
run_command (ShcCli  *self,
             GError **error)
{
  if (answer_question (self))
    return TRUE;
  if (self->args->command == NULL)
    return run_alone (self, error);
  if (!make_vault (self, error) || !self->args->command->run (self, error))
    return FALSE;

  if (self->json || self->args->command->endpoint)
    print_reply (self->reply);
  back_up (self);
  return TRUE;
}

static void
shc_cli_clear (ShcCli *self)
{
  if (self->vault != NULL)
    {
      shc_imports_sweep (self->vault, SWEEP_MS);
      shc_vault_close (self->vault);
    }
  g_clear_object (&self->vault);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->passphrase, g_bytes_unref);
  g_clear_pointer (&self->args, shc_args_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShcCli, shc_cli_clear)

/* What was wrong when something could not be written, for errno is long forgotten: it is tried
 * again. */
static int
find_write_problem (void)
{
  return write (STDOUT_FILENO, "\n", 1) < 0 ? errno : EIO;
}

/* @broken: (out): whether whoever read the output has gone away. */
static gboolean
finish_output (gboolean *broken)
{
  int problem;

  errno = 0;
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  problem = errno != 0 ? errno : find_write_problem ();
  *broken = problem == EPIPE;
  if (!*broken)
    shc_cli_warn (_("shc: Not all of the output could be written: %s."), g_strerror (problem));
  return FALSE;
}

static int
run (char     **argv,
     gboolean  *broken)
{
  g_auto(ShcCli) self = { .json = shc_args_find_flag (argv, "json") };
  g_autoptr(GError) error = NULL;

  self.reply = json_builder_new ();
  self.args = shc_args_parse (argv, &error);
  if (self.args == NULL)
    return report (error, argv, self.json);
  self.json = shc_args_has (self.args, "json");

  if (!run_command (&self, &error))
    return report (error, argv, self.json);

  return finish_output (broken) ? self.status : 1;
}

int
shc_cli_main (char **argv)
{
  gboolean broken = FALSE;
  int status = run (argv, &broken);

  /* A library of ours ignores this signal for the whole program; other programs expect it. */
  if (broken)
    {
      signal (SIGPIPE, SIG_DFL);
      raise (SIGPIPE);
    }
  return status;
}

gboolean
shc_cli_do (ShcCli     *self,
            ShcDbRole   role,
            ShcCliJob   job,
            gpointer    data,
            GError    **error)
{
  Work work = { job, data };

  return shc_vault_run (self->vault, role, do_work, &work, error) != NULL;
}

G_GNUC_PRINTF (2, 0)
static void
print_line (FILE       *stream,
            const char *format,
            va_list     args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);
  g_autofree char *safe = isatty (fileno (stream)) ? shc_output_make_visible (text, FALSE) : NULL;

  fputs (safe != NULL ? safe : text, stream);
  fputc ('\n', stream);
}

void
shc_cli_say (ShcCli     *self,
             const char *format,
             ...)
{
  va_list args;

  if (self->json)
    return;

  va_start (args, format);
  print_line (stderr, format, args);
  va_end (args);
}

void
shc_cli_warn (const char *format,
              ...)
{
  va_list args;

  va_start (args, format);
  print_line (stderr, format, args);
  va_end (args);
}

void
shc_cli_print (const char *format,
               ...)
{
  va_list args;

  va_start (args, format);
  print_line (stdout, format, args);
  va_end (args);
}

static const struct
{
  ShcSlots    slot;
  const char *name;
} slot_names[] = {
  { SHC_SLOT_KEYRING, "keyring" },
  { SHC_SLOT_PASSPHRASE, "passphrase" },
  { SHC_SLOT_RECOVERY, "recovery" },
};

void
shc_cli_add_slots (JsonBuilder *builder,
                   ShcSlots     slots)
{
  const char *names[G_N_ELEMENTS (slot_names) + 1] = { NULL };
  gsize n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (slot_names); i++)
    if (slots & slot_names[i].slot)
      names[n++] = slot_names[i].name;
  shc_json_add_strings (builder, "slots", names);
}

void
shc_cli_print_slots (ShcSlots slots)
{
  shc_cli_print (_("It can be opened by:"));
  if (slots & SHC_SLOT_KEYRING)
    shc_cli_print ("  %s", _("this computer’s keyring"));
  if (slots & SHC_SLOT_PASSPHRASE)
    shc_cli_print ("  %s", _("the passphrase"));
  if (slots & SHC_SLOT_RECOVERY)
    shc_cli_print ("  %s", _("the recovery code"));
}
