/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the vault: passphrase file, keyring, prompt, in this order. */

#define G_LOG_DOMAIN "shc-unlock"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "shc-input.h"
#include "shc-passphrase.h"
#include "shc-secure.h"
#include "shc-unlock.h"

#define MAX_TRIES 3

static void
keep_passphrase (ShcCli *self,
                 GBytes *passphrase)
{
  g_clear_pointer (&self->passphrase, g_bytes_unref);
  self->passphrase = g_bytes_ref (passphrase);
}

/* Whether there is something to open; says kindly if not. */
static gboolean
find_vault (ShcCli    *self,
            ShcSlots  *slots,
            GError   **error)
{
  g_autoptr(GError) problem = NULL;

  switch (shc_vault_probe (self->vault, slots, &problem))
    {
    case SHC_VAULT_MISSING:
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_MISSING,
                           _("There is no journal in this folder yet; “shc init” makes one."));
      return FALSE;
    case SHC_VAULT_BROKEN:
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    case SHC_VAULT_LOCKED:
    case SHC_VAULT_UNLOCKED:
    default:
      return TRUE;
    }
}

static gboolean
open_by_file (ShcCli  *self,
              GError **error)
{
  g_autoptr(GBytes) passphrase =
    shc_cli_read_secret (shc_args_get (self->args, "passphrase-file"), error);

  if (passphrase == NULL)
    return FALSE;
  if (!shc_vault_unlock_with_passphrase (self->vault, passphrase, error))
    return FALSE;

  keep_passphrase (self, passphrase);
  return TRUE;
}

static gboolean
open_by_prompt (ShcCli  *self,
                GError **error)
{
  g_autoptr(ShcHush) hush G_GNUC_UNUSED = shc_hush_new ();

  for (int tries = 1;; tries++)
    {
      g_autoptr(GError) wrong = NULL;
      g_autoptr(GBytes) typed = shc_cli_prompt_secret (_("Passphrase: "), error);

      if (typed == NULL)
        return FALSE;
      if (shc_vault_unlock_with_passphrase (self->vault, typed, &wrong))
        {
          keep_passphrase (self, typed);
          return TRUE;
        }
      if (tries == MAX_TRIES || !g_error_matches (wrong, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY))
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return FALSE;
        }
      shc_cli_warn (_("That is not the passphrase. Please try again."));
    }
}

/* The keyring's own sentences name further ways in, which this journal may not have. */
static const char *
describe_keyring (const GError *why)
{
  if (g_error_matches (why, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING_LOCKED))
    return _("This computer’s keyring is locked.");
  if (g_error_matches (why, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED))
    return _("This computer’s keyring does not hold its key.");
  if (g_error_matches (why, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY))
    return _("The key in this computer’s keyring does not fit.");
  return _("This computer’s keyring cannot be reached.");
}

/* Says why the vault stays locked and what opens it, of the ways that there are; @why: (nullable):
 * what the keyring said. */
static void
set_locked (ShcCli        *self,
            ShcSlots       slots,
            const GError  *why,
            GError       **error)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append (text, _("The journal is locked."));
  if (why != NULL)
    g_string_append_printf (text, " %s", describe_keyring (why));
  if ((slots & SHC_SLOT_KEYRING) && shc_args_has (self->args, "no-keyring"))
    g_string_append_printf (text, " %s", _("Because of --no-keyring this computer’s keyring was not "
                                           "asked."));
  if (slots & SHC_SLOT_PASSPHRASE)
    g_string_append_printf (text, " %s", _("Its passphrase can be given by --passphrase-file."));
  if (slots & SHC_SLOT_RECOVERY)
    g_string_append_printf (text, " %s", _("“shc vault unlock-with-recovery-code” opens it by its "
                                           "recovery code."));

  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_LOCKED, text->str);
}

static gboolean
open_vault (ShcCli    *self,
            gboolean   ask,
            GError   **error)
{
  g_autoptr(GError) why = NULL;
  ShcSlots slots = 0;

  if (!find_vault (self, &slots, error))
    return FALSE;
  if (shc_args_has (self->args, "passphrase-file"))
    return open_by_file (self, error);

  if (!shc_args_has (self->args, "no-keyring") && (slots & SHC_SLOT_KEYRING))
    {
      if (shc_vault_unlock_with_keyring (self->vault, &why))
        return TRUE;
      if (!shc_cli_is_key_error (why))
        {
          g_propagate_error (error, g_steal_pointer (&why));
          return FALSE;
        }
    }

  if (ask && (slots & SHC_SLOT_PASSPHRASE) && shc_cli_can_ask ())
    return open_by_prompt (self, error);

  set_locked (self, slots, why, error);
  return FALSE;
}

/* Tells mistakes of whoever gives a secret from failures. */
static void
propagate_secret_error (GError **error,
                        GError  *problem)
{
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_LOCKED,
                         _("Nothing was entered, so nothing was done."));
  else if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE)
           || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, problem->message);
  else
    {
      g_propagate_error (error, problem);
      return;
    }
  g_error_free (problem);
}

static GBytes *
ask_twice (GError **error)
{
  g_autoptr(ShcHush) hush G_GNUC_UNUSED = shc_hush_new ();

  for (int tries = 1;; tries++)
    {
      g_autoptr(GBytes) first = shc_cli_prompt_secret (_("New passphrase: "), error);
      g_autoptr(GBytes) second = NULL;
      ShcStrength strength;

      if (first == NULL)
        return NULL;
      strength = shc_passphrase_rate (first, NULL);
      if (strength <= SHC_STRENGTH_WEAK && tries < MAX_TRIES)
        {
          shc_cli_warn ("%s", shc_strength_describe (strength));
          continue;
        }
      second = shc_cli_prompt_secret (_("The same again: "), error);
      if (second == NULL)
        return NULL;
      if (shc_secure_bytes_equal (first, second))
        return g_steal_pointer (&first);
      if (tries == MAX_TRIES)
        {
          g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                               _("The two were not the same; nothing was changed."));
          return NULL;
        }
      shc_cli_warn (_("The two were not the same. Please try again."));
    }
}

gboolean
shc_cli_open (ShcCli  *self,
              GError **error)
{
  g_autoptr(GError) warning = NULL;

  if (!open_vault (self, TRUE, error))
    return FALSE;
  warning = shc_vault_dup_warning (self->vault);
  if (warning != NULL)
    shc_cli_warn ("%s", warning->message);
  return TRUE;
}

gboolean
shc_cli_open_unasked (ShcCli  *self,
                      GError **error)
{
  return open_vault (self, FALSE, error);
}

gboolean
shc_cli_is_key_error (const GError *error)
{
  return g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED)
         || g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING_LOCKED)
         || g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING)
         || g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
}

gboolean
shc_cli_can_ask (void)
{
  return isatty (STDIN_FILENO) || isatty (STDERR_FILENO);
}

GBytes *
shc_cli_prompt_secret (const char  *prompt,
                       GError     **error)
{
  GError *problem = NULL;
  GBytes *secret = shc_secret_prompt (prompt, &problem);

  if (secret == NULL)
    propagate_secret_error (error, problem);
  return secret;
}

GBytes *
shc_cli_read_secret (const char  *path,
                     GError     **error)
{
  int fd = shc_input_open (path, error);
  GError *problem = NULL;
  GBytes *secret;

  if (fd < 0)
    return NULL;
  secret = shc_secret_read_line (fd, &problem);
  close (fd);
  if (secret == NULL)
    propagate_secret_error (error, problem);
  return secret;
}

GBytes *
shc_cli_ask_passphrase (ShcCli  *self,
                        GError **error)
{
  if (self->passphrase != NULL)
    return g_bytes_ref (self->passphrase);
  if (!shc_cli_can_ask ())
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_LOCKED,
                           _("This is not done without the present passphrase; it can be given by "
                             "--passphrase-file."));
      return NULL;
    }

  return shc_cli_prompt_secret (_("Present passphrase: "), error);
}

GBytes *
shc_cli_ask_new_passphrase (ShcCli      *self,
                            const char  *option,
                            GError     **error)
{
  const char *path = shc_args_get (self->args, option);
  g_autoptr(GBytes) passphrase = NULL;
  ShcStrength strength;

  if (path == NULL && !shc_cli_can_ask ())
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                   _("A new passphrase is needed: --%s names a file whose first line is it."),
                   option);
      return NULL;
    }

  passphrase = path != NULL ? shc_cli_read_secret (path, error) : ask_twice (error);
  if (passphrase == NULL)
    return NULL;

  strength = shc_passphrase_rate (passphrase, NULL);
  if (strength <= SHC_STRENGTH_WEAK)
    {
      g_set_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_WEAK,
                   _("%s Nothing was changed."), shc_strength_describe (strength));
      return NULL;
    }
  if (strength == SHC_STRENGTH_FAIR)
    shc_cli_say (self, "%s", shc_strength_describe (strength));
  return g_steal_pointer (&passphrase);
}
