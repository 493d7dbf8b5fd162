/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc init`: a new vault with its profile, and the recovery code that is shown once. */

#define G_LOG_DOMAIN "shc-cmd-init"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>

#include "shc-care.h"
#include "shc-commands.h"
#include "shc-consent.h"
#include "shc-init.h"
#include "shc-profile-args.h"
#include "shc-recipient.h"
#include "shc-recovery.h"
#include "shc-signals.h"
#include "shc-unlock.h"

/* What the first transaction holds. */
typedef struct
{
  ShcProfile *profile;
  char      **purposes;
} Intake;

static gboolean
keep_intake (ShcDb    *db,
             gpointer  data,
             GError  **error)
{
  Intake *intake = data;

  gboolean kept;

  if (!shc_db_begin (db, error))
    return FALSE;
  kept = shc_profile_save (db, intake->profile, g_get_real_time (), error);
  for (gsize i = 0; kept && intake->purposes != NULL && intake->purposes[i] != NULL; i++)
    kept = shc_consent_record_here (db, intake->purposes[i], TRUE, g_get_real_time (), error);
  if (kept && shc_db_commit (db, error))
    return TRUE;

  shc_db_rollback (db);
  return FALSE;
}

static gboolean
read_intake (const ShcArgs   *args,
             ShcProfile      *profile,
             char          ***purposes,
             GError         **error)
{
  const char *consent = shc_args_get (args, "consent");
  g_autoptr(GPtrArray) once = g_ptr_array_new ();
  g_auto(GStrv) given = NULL;

  if (!shc_args_has (args, "healing-name"))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("--healing-name is missing: how do you want to be called?"));
      return FALSE;
    }
  if (!shc_profile_args_read (args, profile, error) || !shc_profile_check (profile, error))
    return FALSE;

  given = g_strsplit (consent != NULL ? consent : "", ",", -1);
  for (gsize i = 0; given[i] != NULL; i++)
    {
      if (!shc_consent_is_purpose (g_strstrip (given[i])))
        {
          g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                               _("--consent lists one or more of storage, chat-history, companion, "
                                 "mailing, separated by commas."));
          return FALSE;
        }
      if (!g_ptr_array_find_with_equal_func (once, given[i], g_str_equal, NULL))
        g_ptr_array_add (once, given[i]);
    }

  g_ptr_array_add (once, NULL);
  *purposes = g_strdupv ((char **) once->pdata);
  return TRUE;
}

/* @passphrase: (inout): asked for if the keyring turns out not to be there. */
static gboolean
create (ShcCli    *self,
        GBytes   **passphrase,
        GBytes   **code,
        ShcSlots  *slots,
        GError   **error)
{
  gboolean keyring = !shc_args_has (self->args, "no-keyring");
  gboolean remote = shc_args_has (self->args, "allow-remote-folder");
  g_autoptr(GError) problem = NULL;

  if (shc_vault_create (self->vault, *passphrase, keyring, remote, code, slots, &problem))
    return TRUE;
  if (*passphrase != NULL || !shc_cli_is_key_error (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (!shc_cli_can_ask ())
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_LOCKED,
                           _("This computer’s keyring could not take the key, so no journal was "
                             "made; with --passphrase-file it needs no keyring."));
      return FALSE;
    }

  shc_cli_say (self, _("There is no keyring to keep the key in, so a passphrase is needed."));
  *passphrase = shc_cli_ask_new_passphrase (self, "passphrase-file", error);
  return *passphrase != NULL
         && shc_vault_create (self->vault, *passphrase, FALSE, remote, code, slots, error);
}

static gboolean
get_passphrase (ShcCli   *self,
                GBytes  **passphrase,
                GError  **error)
{
  gboolean given = shc_args_has (self->args, "passphrase-file");

  if (!given && !shc_args_has (self->args, "no-keyring"))
    return TRUE;
  if (!given && !shc_cli_can_ask ())
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_LOCKED,
                           _("Without the keyring a passphrase is needed: --passphrase-file names a "
                             "file whose first line is it."));
      return FALSE;
    }

  *passphrase = shc_cli_ask_new_passphrase (self, "passphrase-file", error);
  return *passphrase != NULL;
}

static void
print_for_people (ShcCli           *self,
                  const ShcProfile *profile,
                  GBytes           *code,
                  ShcSlots          slots)
{
  shc_cli_print (_("Welcome, %s. Your journal is ready, and encrypted."), profile->healing_name);
  shc_cli_print_slots (slots);
  if (!(slots & SHC_SLOT_KEYRING) && !shc_args_has (self->args, "no-keyring"))
    shc_cli_say (self, _("This computer’s keyring could not be reached and does not open it."));
  shc_recovery_print (code);
  shc_profile_args_explain (self, profile);
}

static gboolean
refuse_existing (ShcCli  *self,
                 GError **error)
{
  if (shc_vault_probe (self->vault, NULL, NULL) == SHC_VAULT_MISSING)
    return TRUE;

  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_EXISTS,
                       _("There is a journal in this folder already; it was not touched."));
  return FALSE;
}

/* Whether a signal came before anything was said of the new journal. */
static gboolean
was_stopped (GError **error)
{
  if (shc_signals_get () == 0)
    return FALSE;

  if (shc_signals_get () == SIGINT)
    shc_signals_forget ();
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED,
                       _("It was stopped before the recovery code was shown, so no journal was made."));
  return TRUE;
}

gboolean
shc_init_make (ShcCli            *self,
               const ShcProfile  *profile,
               char             **purposes,
               GError           **error)
{
  Intake intake = { shc_profile_copy (profile), purposes };
  g_autoptr(ShcProfile) kept = intake.profile;
  g_autoptr(GBytes) passphrase = NULL;
  g_autoptr(GBytes) code = NULL;
  gboolean new_folder = !g_file_test (shc_vault_get_dir (self->vault), G_FILE_TEST_EXISTS);
  ShcSlots slots = 0;
  gboolean done;

  if (!get_passphrase (self, &passphrase, error))
    return FALSE;

  /* A journal whose recovery code nobody saw must not come out of a Ctrl-C. */
  shc_signals_hold ();
  done = create (self, &passphrase, &code, &slots, error)
         && shc_cli_do (self, SHC_DB_WRITER, keep_intake, &intake, error)
         && !was_stopped (error);
  if (code != NULL && !done)
    shc_vault_take_back (self->vault, new_folder);
  else if (done && self->json)
    shc_recovery_print_json (self->vault, code, slots);
  else if (done)
    print_for_people (self, kept, code, slots);
  fflush (stdout);
  if (done)
    shc_recovery_confirm (self, code);
  shc_signals_release ();

  return done;
}

gboolean
shc_cmd_init (ShcCli  *self,
              GError **error)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_auto(GStrv) purposes = NULL;

  if (!read_intake (self->args, profile, &purposes, error) || !refuse_existing (self, error))
    return FALSE;

  for (gsize i = 0; purposes[i] != NULL; i++)
    shc_cli_warn ("%s\n", shc_consent_get_wording (purposes[i]));
  if (!shc_init_make (self, profile, purposes, error))
    return FALSE;
  if (profile->goals != NULL)
    shc_care_attend (self, profile->goals);
  return TRUE;
}
