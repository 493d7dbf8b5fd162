/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc consent`: what was agreed to, and whether its record is whole. */

#define G_LOG_DOMAIN "shc-cmd-consent"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "shc-commands.h"
#include "shc-consent-json.h"
#include "shc-consent-standing.h"
#include "shc-journal-error.h"
#include "shc-line.h"
#include "shc-output.h"
#include "shc-recipient.h"
#include "shc-unlock.h"
#include "shc-writing.h"

typedef struct
{
  const char *purpose;
  gboolean    grant;
  char       *recipient;   /* (nullable): whom it was said to name */
  ShcLedger  *found;
} Ledger;

typedef struct
{
  gint64  entries;
  gint64  broken;
  GError *problem;
} Chain;

/* Nobody is asked for what cannot be given. */
static gboolean
find_recipient (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  Ledger *ledger = data;

  return shc_recipient_find (db, ledger->purpose, &ledger->recipient, error) &&
         shc_recipient_check (ledger->purpose, ledger->recipient, error);
}

static gboolean
change_ledger (ShcDb    *db,
               gpointer  data,
               GError  **error)
{
  Ledger *ledger = data;

  if (ledger->purpose != NULL
      && !shc_consent_record_shown (db, ledger->purpose, ledger->recipient, ledger->grant, g_get_real_time (), error))
    return FALSE;

  ledger->found = shc_ledger_load (db, error);
  return ledger->found != NULL;
}

static void
print_entry (const ShcConsent *entry)
{
  g_autofree char *at = shc_output_format_time (entry->at_us);
  g_autofree char *recipient = entry->recipient != NULL ? shc_output_safe (entry->recipient) : NULL;
  const char *what = entry->restored ? _("asks again, after a restore")
                     : entry->granted ? _("granted") : _("withdrawn");

  /* Translators: number, time, "storage", "granted", ", " and whom it names or nothing, a version such as 2026-11. */
  shc_cli_print (_("%3" PRId64 "  %s  %s: %s%s%s (wording %s)"), entry->number, at, entry->purpose, what,
                 recipient != NULL ? ", " : "", recipient != NULL ? recipient : "", entry->wording);
  if (shc_consent_get_reason (entry) != NULL)
    shc_cli_print ("     %s", shc_consent_get_reason (entry));
}

/* What holds now: by the entries alone nobody sees that one has lapsed. */
static void
print_ledger (const ShcLedger *ledger)
{
  for (guint i = 0; i < ledger->entries->len; i++)
    print_entry (g_ptr_array_index (ledger->entries, i));
  shc_cli_print ("%s%s", ledger->entries->len > 0 ? "\n" : "", _("Now:"));
  for (guint i = 0; i < ledger->standings->len; i++)
    {
      const ShcConsentStanding *standing = g_ptr_array_index (ledger->standings, i);

      shc_cli_print ("  %s: %s", standing->purpose, shc_consent_standing_describe (standing));
    }
}

static void
tell_recipient (const Ledger *ledger)
{
  g_autofree char *recipient = ledger->recipient != NULL ? shc_output_safe (ledger->recipient) : NULL;

  if (recipient != NULL)
    shc_cli_warn (_("It names “%s”, and lapses when another one is set."), recipient);
  else if (shc_recipient_is_named (ledger->purpose))
    shc_cli_warn (_("No place is set yet, so it names none, and nothing can be sent by it. When you have set one, agree again."));
}

/* A person at a terminal is asked; for a program the command itself is the act. */
static gboolean
agree (ShcCli        *self,
       const Ledger  *ledger,
       GError       **error)
{
  gboolean asked = !self->json && !shc_args_has (self->args, "yes") && isatty (STDIN_FILENO)
                   && isatty (STDERR_FILENO);
  g_autoptr(ShcLine) line = NULL;
  g_autofree char *answer = NULL;
  ShcLineEnd end;

  shc_cli_warn ("%s", shc_consent_get_wording (ledger->purpose));
  tell_recipient (ledger);
  if (!asked)
    return TRUE;

  line = shc_line_new ();
  end = shc_line_read (line, _("Do you agree? (y/n) "), shc_writing_get_idle (self), &answer);
  if (end == SHC_LINE_TYPED
      && (rpmatch (g_strstrip (answer)) == 1 || g_ascii_strcasecmp (answer, "y") == 0))
    return TRUE;
  if (end != SHC_LINE_TYPED)
    shc_cli_warn ("%s", "");

  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED, _("Nothing was agreed to."));
  return FALSE;
}

static gboolean
run_ledger (ShcCli   *self,
            Ledger   *ledger,
            GError  **error)
{
  g_autoptr(ShcLedger) found = NULL;
  g_autofree char *recipient = NULL;

  if (ledger->purpose != NULL && !shc_consent_is_purpose (ledger->purpose))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("What consent is about is one of storage, chat-history, companion, "
                             "mailing."));
      return FALSE;
    }
  if (!shc_cli_open (self, error)
      || (ledger->grant && !shc_cli_do (self, SHC_DB_READER, find_recipient, ledger, error)))
    return FALSE;
  recipient = ledger->recipient;
  if ((ledger->grant && !agree (self, ledger, error))
      || !shc_cli_do (self, SHC_DB_WRITER, change_ledger, ledger, error))
    return FALSE;
  found = ledger->found;

  if (self->json)
    {
      json_builder_begin_array (self->reply);
      for (guint i = 0; i < found->entries->len; i++)
        shc_consent_add_json (self->reply, g_ptr_array_index (found->entries, i));
      json_builder_end_array (self->reply);
      return TRUE;
    }
  if (found->entries->len == 0)
    shc_cli_print (_("Nothing was ever agreed to: nothing leaves this computer."));
  else
    print_ledger (found);
  return TRUE;
}

gboolean
shc_cmd_consent (ShcCli  *self,
                 GError **error)
{
  Ledger ledger = { NULL };

  return run_ledger (self, &ledger, error);
}

gboolean
shc_cmd_consent_grant (ShcCli  *self,
                       GError **error)
{
  Ledger ledger = { .purpose = self->args->positionals[0], .grant = TRUE };

  return run_ledger (self, &ledger, error);
}

gboolean
shc_cmd_consent_withdraw (ShcCli  *self,
                          GError **error)
{
  Ledger ledger = { .purpose = self->args->positionals[0] };

  if (!run_ledger (self, &ledger, error))
    return FALSE;
  if (g_str_equal (ledger.purpose, "mailing"))
    shc_cli_warn ("%s", _("Nothing more goes to the list. If you are on it, you still are: “shc share mailchimp --unsubscribe” "
                          "leaves it, and needs no consent."));
  else if (g_str_equal (ledger.purpose, "storage"))
    shc_cli_warn ("%s", _("Nothing more goes to Airtable. What went there earlier stays until you take it back: “shc share "
                          "airtable --forget” has all of it deleted there, and needs no consent."));
  return TRUE;
}

/* A broken chain is an answer and not a failure to answer. */
static gboolean
verify_chain (ShcDb    *db,
              gpointer  data,
              GError  **error)
{
  Chain *chain = data;

  if (shc_consent_verify (db, &chain->entries, &chain->broken, &chain->problem)
      || g_error_matches (chain->problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_CONSENT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&chain->problem));
  return FALSE;
}

static void
print_verdict (const Chain *chain)
{
  if (chain->problem != NULL)
    shc_cli_print ("%s", chain->problem->message);
  else
    shc_cli_print (_("All entries are as they were written: %" PRId64 "."), chain->entries);
  shc_cli_print ("%s", shc_consent_get_limits ());
}

gboolean
shc_cmd_consent_verify (ShcCli  *self,
                        GError **error)
{
  Chain chain = { 0 };
  g_autoptr(GError) problem = NULL;

  if (!shc_cli_open (self, error)
      || !shc_cli_do (self, SHC_DB_WRITER, verify_chain, &chain, error))
    return FALSE;
  problem = chain.problem;

  self->status = problem == NULL ? 0 : 1;
  if (self->json)
    {
      json_builder_begin_object (self->reply);
      shc_json_add_boolean (self->reply, "ok", problem == NULL);
      shc_json_add_int (self->reply, "entries", chain.entries);
      if (problem != NULL)
        {
          shc_json_add_int (self->reply, "broken", chain.broken);
          shc_json_add_string (self->reply, "problem", problem->message);
        }
      json_builder_end_object (self->reply);
    }
  else
    {
      print_verdict (&chain);
    }
  return TRUE;
}
