/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc vault …` and `shc lock`: how the vault is, and what opens it. */

#define G_LOG_DOMAIN "shc-cmd-vault"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>

#include "shc-backup.h"
#include "shc-commands.h"
#include "shc-date.h"
#include "shc-output.h"
#include "shc-peer.h"
#include "shc-recovery.h"
#include "shc-secure.h"
#include "shc-signals.h"
#include "shc-unlock.h"
#include "shc-vault-lock.h"

#define LOCK_WAIT_MS 5000

static const char *
name_state (ShcVaultState state)
{
  switch (state)
    {
    case SHC_VAULT_MISSING:
      return "missing";
    case SHC_VAULT_UNLOCKED:
      return "unlocked";
    case SHC_VAULT_LOCKED:
    case SHC_VAULT_BROKEN:
    default:
      return "locked";
    }
}

static void
add_count (JsonBuilder *builder,
           const char  *name,
           gint64       value,
           gboolean     known)
{
  if (known)
    shc_json_add_int (builder, name, value);
  else
    shc_json_add_null (builder, name);
}

static void
add_problem (JsonBuilder  *builder,
             const GError *problem)
{
  const char *code;

  shc_cli_error_describe (problem, &code);
  json_builder_set_member_name (builder, "problem");
  json_builder_begin_object (builder);
  shc_json_add_string (builder, "code", code);
  shc_json_add_string (builder, "message", problem->message);
  json_builder_end_object (builder);
}

static void
add_status (JsonBuilder          *builder,
            ShcVaultState         state,
            ShcSlots              slots,
            const ShcVaultStatus *status,
            const GError         *problem)
{
  gboolean open = state == SHC_VAULT_UNLOCKED;

  json_builder_begin_object (builder);
  shc_json_add_string (builder, "state", name_state (state));
  add_count (builder, "schema", status->schema, open);
  shc_json_add_string (builder, "cipher", status->cipher);
  shc_json_add_string (builder, "sqlite", status->sqlite);
  /* No way in is known of a journal whose key slots are gone. */
  if (slots != 0 || state == SHC_VAULT_MISSING)
    shc_cli_add_slots (builder, slots);
  else
    shc_json_add_null (builder, "slots");
  add_count (builder, "reflections", status->reflections, open && status->reflections >= 0);
  add_count (builder, "bytes", status->bytes, state != SHC_VAULT_MISSING && status->bytes >= 0);
  shc_json_add_time (builder, "last_backup", status->last_backup_us);
  shc_json_add_time (builder, "last_backup_proven", status->last_backup_proven_us);
  shc_json_add_string (builder, "lost", status->lost);
  if (problem != NULL)
    add_problem (builder, problem);
  json_builder_end_object (builder);
}

static void
print_status (ShcVaultState         state,
              ShcSlots              slots,
              const ShcVaultStatus *status,
              const GError         *problem)
{
  g_autofree char *size = status->bytes >= 0 ? g_format_size ((guint64) status->bytes) : NULL;

  if (problem != NULL)
    shc_cli_print ("%s", problem->message);
  if (status->lost != NULL)
    shc_cli_print ("%s", status->lost);
  if (state == SHC_VAULT_MISSING)
    {
      shc_cli_print (_("There is no journal in this folder yet; “shc init” makes one."));
      return;
    }

  if (state == SHC_VAULT_UNLOCKED)
    shc_cli_print (_("The journal opens. Reflections in it: %" PRId64 "."),
                   status->reflections);
  else if (problem == NULL)
    shc_cli_print (_("The journal is locked."));
  if (size != NULL)
    shc_cli_print (_("Size: %s"), size);
  if (slots != 0)
    shc_cli_print_slots (slots);
  if (status->last_backup_us > 0)
    {
      g_autofree char *at = shc_output_format_time (status->last_backup_us);

      shc_cli_print (status->last_backup_proven_us == status->last_backup_us
                       ? _("Last backup: %s, proven.") : _("Last backup: %s."), at);
    }
  else if (state == SHC_VAULT_UNLOCKED)
    {
      shc_cli_print (_("There is no backup yet; “shc backup FILE” makes one."));
    }
}

/* Changes one way in by @change, then says which there are. */
static gboolean
change_slot (ShcCli    *self,
             gboolean (*change) (ShcVault *, GError **),
             GError   **error)
{
  return shc_cli_open (self, error) && change (self->vault, error);
}

/* Whether Ctrl-C came while there was still nothing to take back. */
static gboolean
was_stopped (GError **error)
{
  if (shc_signals_get () != SIGINT)
    return FALSE;

  shc_signals_forget ();
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED,
                       _("It was stopped: nothing was changed."));
  return TRUE;
}

static gboolean
reply_slots (ShcCli *self)
{
  ShcSlots slots = shc_vault_get_slots (self->vault);

  /* It is done, and must be told: Ctrl-C comes too late. */
  if (shc_signals_get () == SIGINT)
    shc_signals_forget ();

  if (self->json)
    {
      json_builder_begin_object (self->reply);
      shc_cli_add_slots (self->reply, slots);
      json_builder_end_object (self->reply);
    }
  else
    {
      shc_cli_print_slots (slots);
    }

  return TRUE;
}

/* The recovery code that a file holds or a person types. */
static GBytes *
ask_recovery_code (ShcCli  *self,
                   GError **error)
{
  const char *path = shc_args_get (self->args, "recovery-file");

  if (path != NULL)
    return shc_cli_read_secret (path, error);
  if (shc_cli_can_ask ())
    return shc_cli_prompt_secret (_("Recovery code: "), error);

  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                       _("--recovery-file is missing: a file whose first line is the recovery "
                         "code."));
  return NULL;
}

gboolean
shc_cmd_vault_status (ShcCli  *self,
                      GError **error)
{
  g_autoptr(ShcVaultStatus) status = NULL;
  g_autoptr(GError) problem = NULL;
  ShcSlots slots = 0;
  ShcVaultState state = shc_vault_probe (self->vault, &slots, &problem);

  if (state == SHC_VAULT_LOCKED && !shc_cli_open_unasked (self, &problem))
    {
      /* A passphrase that was given and does not fit is a mistake; a locked journal is a state. */
      if (shc_args_has (self->args, "passphrase-file"))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      if (g_error_matches (problem, SHC_CLI_ERROR, SHC_CLI_ERROR_LOCKED))
        g_clear_error (&problem);
    }
  if (state != SHC_VAULT_BROKEN)
    state = shc_vault_get_state (self->vault);
  if (state == SHC_VAULT_UNLOCKED)
    slots = shc_vault_get_slots (self->vault);

  status = shc_vault_get_status (self->vault);
  if (self->json)
    add_status (self->reply, state, slots, status, problem);
  else
    print_status (state, slots, status, problem);
  return TRUE;
}

gboolean
shc_cmd_vault_verify (ShcCli  *self,
                      GError **error)
{
  g_autoptr(ShcVerifyResult) result = NULL;

  if (!shc_cli_open (self, error))
    return FALSE;
  result = shc_vault_verify (self->vault, error);
  if (result == NULL)
    return FALSE;

  self->status = result->ok ? 0 : 1;
  if (self->json)
    {
      json_builder_begin_object (self->reply);
      shc_json_add_boolean (self->reply, "ok", result->ok);
      shc_json_add_int (self->reply, "checked_pages", result->checked_pages);
      json_builder_set_member_name (self->reply, "problems");
      json_builder_begin_array (self->reply);
      for (guint i = 0; i < result->problems->len; i++)
        json_builder_add_string_value (self->reply, g_ptr_array_index (result->problems, i));
      json_builder_end_array (self->reply);
      json_builder_end_object (self->reply);
      return TRUE;
    }

  for (guint i = 0; i < result->problems->len; i++)
    shc_cli_print ("%s", (const char *) g_ptr_array_index (result->problems, i));
  shc_cli_print (result->ok
                   ? _("All is well. Pages checked: %" PRId64 ".")
                   : _("It is not well; a backup may be. Pages checked: %" PRId64 "."),
                 result->checked_pages);
  return TRUE;
}

gboolean
shc_cmd_vault_set_passphrase (ShcCli  *self,
                              GError **error)
{
  g_autoptr(ShcHush) hush G_GNUC_UNUSED = shc_hush_new ();
  g_autoptr(GBytes) former = NULL;
  g_autoptr(GBytes) new_passphrase = NULL;

  if (!shc_cli_open (self, error))
    return FALSE;
  if (shc_vault_get_slots (self->vault) & SHC_SLOT_PASSPHRASE)
    {
      former = shc_cli_ask_passphrase (self, error);
      if (former == NULL)
        return FALSE;
    }

  new_passphrase = shc_cli_ask_new_passphrase (self, "new-passphrase-file", error);
  if (new_passphrase == NULL || was_stopped (error)
      || !shc_vault_set_passphrase (self->vault, former, new_passphrase, error))
    return FALSE;

  if (former != NULL)
    shc_cli_say (self, _("The passphrase is changed. Copies made before still open with the former "
                         "one."));
  return reply_slots (self);
}

gboolean
shc_cmd_vault_new_recovery_code (ShcCli  *self,
                                 GError **error)
{
  g_autoptr(GBytes) passphrase = NULL;
  g_autoptr(GBytes) code = NULL;
  gboolean done;

  if (!shc_cli_open (self, error))
    return FALSE;
  if (shc_vault_get_slots (self->vault) & SHC_SLOT_PASSPHRASE)
    {
      passphrase = shc_cli_ask_passphrase (self, error);
      if (passphrase == NULL)
        return FALSE;
    }

  /* The former code is worth nothing from here on, so the new one must be seen. */
  shc_signals_hold ();
  done = shc_vault_new_recovery_code (self->vault, passphrase, &code, error);
  if (done && self->json)
    shc_recovery_print_json (NULL, code, 0);
  else if (done)
    shc_recovery_print (code);
  fflush (stdout);
  if (done)
    shc_recovery_confirm (self, code);
  shc_signals_release ();
  return done;
}

gboolean
shc_cmd_vault_unlock_with_recovery_code (ShcCli  *self,
                                         GError **error)
{
  g_autoptr(ShcHush) hush G_GNUC_UNUSED = shc_hush_new ();
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GBytes) new_passphrase = NULL;
  g_autoptr(GError) problem = NULL;

  switch (shc_vault_probe (self->vault, NULL, &problem))
    {
    case SHC_VAULT_MISSING:
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_MISSING,
                           _("There is no journal in this folder."));
      return FALSE;
    case SHC_VAULT_BROKEN:
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    case SHC_VAULT_LOCKED:
    case SHC_VAULT_UNLOCKED:
    default:
      break;
    }

  code = ask_recovery_code (self, error);
  if (code == NULL || !shc_vault_unlock_with_recovery (self->vault, code, error))
    return FALSE;
  new_passphrase = shc_cli_ask_new_passphrase (self, "new-passphrase-file", error);
  if (new_passphrase == NULL || was_stopped (error)
      || !shc_vault_set_passphrase (self->vault, NULL, new_passphrase, error))
    return FALSE;

  return reply_slots (self);
}

gboolean
shc_cmd_vault_forget_keyring (ShcCli  *self,
                              GError **error)
{
  return change_slot (self, shc_vault_forget_keyring, error) && reply_slots (self);
}

gboolean
shc_cmd_vault_remember_in_keyring (ShcCli  *self,
                                   GError **error)
{
  return change_slot (self, shc_vault_remember_in_keyring, error) && reply_slots (self);
}

gboolean
shc_cmd_lock (ShcCli  *self,
              GError **error)
{
  const char *dir = shc_vault_get_dir (self->vault);
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  gboolean found = FALSE;

  if (shc_vault_probe (self->vault, NULL, NULL) == SHC_VAULT_MISSING)
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_MISSING,
                           _("There is no journal in this folder."));
      return FALSE;
    }
  if (bus == NULL)
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED,
                           _("The session bus cannot be reached, so a window that is open could not "
                             "be told to lock."));
      return FALSE;
    }
  if (!shc_peer_ask (dir, "lock", &found, error))
    return FALSE;
  /* The window answers before it locks, and may not be able to: what cannot be saved keeps it open. */
  if (found && !shc_vault_lock_wait_free (dir, LOCK_WAIT_MS))
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY,
                           _("The window was asked to lock, but the journal is still open: "
                             "something in it may not be saved yet, or another program has it "
                             "open."));
      return FALSE;
    }
  /* Only a window can be told; what another program has open is not locked, though no window is there. */
  if (!found && !shc_vault_lock_wait_free (dir, 0))
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY,
                           _("No window has this journal open, but another program has, such as “shc” in a terminal: it is not "
                             "locked before that one ends."));
      return FALSE;
    }

  if (self->json)
    {
      json_builder_begin_object (self->reply);
      shc_json_add_boolean (self->reply, "locked", TRUE);
      shc_json_add_boolean (self->reply, "window", found);
      json_builder_end_object (self->reply);
    }
  else
    {
      shc_cli_print (found ? _("The window is locked.") : _("Nothing had to be locked: no window has this journal open, and no other program."));
    }

  return TRUE;
}
