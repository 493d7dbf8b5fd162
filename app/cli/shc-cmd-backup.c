/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc backup` and `shc restore`. */

#define G_LOG_DOMAIN "shc-cmd-backup"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shc-backup.h"
#include "shc-commands.h"
#include "shc-file.h"
#include "shc-input.h"
#include "shc-interrupt.h"
#include "shc-schema.h"
#include "shc-secure.h"
#include "shc-signals.h"
#include "shc-unlock.h"

#define SPOOL_BYTES (64 * 1024)

static gboolean
set_usage (GError     **error,
           const char  *sentence)
{
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, sentence);
  return FALSE;
}

static gboolean
check_backup_words (const ShcArgs  *args,
                    GError        **error)
{
  gboolean automatic = shc_args_has (args, "auto");

  if (args->n_positionals == 0 && !automatic)
    return set_usage (error, _("The name of the file to write is missing, or --auto."));
  if (args->n_positionals > 0 && automatic)
    return set_usage (error, _("--auto chooses the file by itself; give one or the other."));
  if (args->n_positionals > 0 && shc_args_get_fd (args->positionals[0]) >= 0)
    return set_usage (error, _("A backup is proven by opening it again, so it needs a file of its own."));
  if (args->n_positionals > 0 && args->positionals[0][0] == '\0')
    return set_usage (error, _("The name of the file to write is empty."));
  return TRUE;
}

static void
reply_backup (ShcCli                *self,
              const ShcBackupResult *result)
{
  g_autofree char *size = g_format_size ((guint64) result->bytes);

  if (!self->json)
    {
      shc_cli_print (_("%s: %s, proven. Reflections in it: %" PRId64 "."), result->file,
                     size, result->reflections);
      return;
    }

  json_builder_begin_object (self->reply);
  shc_json_add_string (self->reply, "file", result->file);
  shc_json_add_int (self->reply, "bytes", result->bytes);
  shc_json_add_boolean (self->reply, "proven", result->proven);
  shc_json_add_int (self->reply, "reflections", result->reflections);
  json_builder_end_object (self->reply);
}

gboolean
shc_cmd_backup (ShcCli  *self,
                GError **error)
{
  g_autoptr(ShcBackupResult) result = NULL;

  if (!check_backup_words (self->args, error) || !shc_cli_open (self, error))
    return FALSE;

  if (shc_args_has (self->args, "auto"))
    {
      result = shc_backup_auto (self->vault, TRUE, error);
    }
  else
    {
      g_autofree char *file = g_canonicalize_filename (self->args->positionals[0], NULL);
      ShcInterrupt *interrupt = shc_interrupt_begin ();

      result = shc_backup_make (self->vault, file, shc_interrupt_get_cancellable (interrupt), error);
      shc_interrupt_end (interrupt);
      shc_interrupt_explain (error, _("It was stopped: no backup was made, and nothing was changed."));
    }
  if (result == NULL)
    return FALSE;

  reply_backup (self, result);
  return TRUE;
}

/* Copies what @fd holds, which cannot be read twice, into a file of its own beside the vault: it is
 * as encrypted there as it was. Returns: (transfer full): its name. */
static char *
spool (ShcCli  *self,
       int      fd,
       GError **error)
{
  g_autofree char *parent = g_path_get_dirname (shc_vault_get_dir (self->vault));
  g_autofree char *path = g_build_filename (parent, ".shc-restore-XXXXXX", NULL);
  g_autofree char *buffer = g_malloc (SPOOL_BYTES);
  gssize got = 0;
  int out;

  if (!shc_folder_make_private (parent, error))
    return NULL;
  out = g_mkstemp_full (path, O_WRONLY | O_CLOEXEC, 0600);
  while (out >= 0 && (got = read (fd, buffer, SPOOL_BYTES)) > 0)
    if (write (out, buffer, (gsize) got) != got)
      {
        got = -1;
        break;
      }
  if (out < 0 || got < 0)
    {
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno),
                   _("The backup could not be copied: %s."), g_strerror (errno));
      if (out >= 0)
        g_unlink (path);
      g_clear_pointer (&path, g_free);
    }
  if (out >= 0)
    close (out);
  return g_steal_pointer (&path);
}

/* @way, @secret: (out): what opens the backup; no secret for the keyring. */
static gboolean
choose_way (ShcCli        *self,
            ShcUnlockWay  *way,
            GBytes       **secret,
            GError       **error)
{
  const char *passphrase = shc_args_get (self->args, "passphrase-file");
  const char *recovery = shc_args_get (self->args, "recovery-file");

  if (passphrase != NULL && recovery != NULL)
    return set_usage (error, _("--passphrase-file or --recovery-file: one of them opens the backup."));
  if (passphrase != NULL || recovery != NULL)
    {
      *way = passphrase != NULL ? SHC_UNLOCK_PASSPHRASE : SHC_UNLOCK_RECOVERY;
      *secret = shc_cli_read_secret (passphrase != NULL ? passphrase : recovery, error);
      return *secret != NULL;
    }

  *way = SHC_UNLOCK_KEYRING;
  return TRUE;
}

/* By the given secret, else the keyring, else what a person types. */
static ShcRestoreResult *
restore (ShcCli        *self,
         const char    *file,
         ShcUnlockWay   way,
         GBytes        *secret,
         GError       **error)
{
  g_autoptr(GError) why = NULL;
  g_autoptr(GBytes) typed = NULL;
  ShcRestoreResult *result = NULL;

  if (way != SHC_UNLOCK_KEYRING)
    return shc_restore (self->vault, file, way, secret, error);

  if (!shc_args_has (self->args, "no-keyring"))
    {
      result = shc_restore (self->vault, file, SHC_UNLOCK_KEYRING, NULL, &why);
      if (result != NULL)
        return result;
      if (!shc_cli_is_key_error (why))
        {
          g_propagate_error (error, g_steal_pointer (&why));
          return NULL;
        }
    }
  if (!shc_cli_can_ask ())
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_LOCKED,
                           _("The backup is locked; --passphrase-file or --recovery-file opens it."));
      return NULL;
    }

  typed = shc_cli_prompt_secret (_("The backup’s passphrase: "), error);
  return typed != NULL ? shc_restore (self->vault, file, SHC_UNLOCK_PASSPHRASE, typed, error) : NULL;
}

static gboolean
choose_target (ShcCli  *self,
               GError **error)
{
  const char *into = shc_args_get (self->args, "into");
  g_autofree char *dir = NULL;

  if (into == NULL)
    return TRUE;
  if (into[0] == '\0')
    return set_usage (error, _("--into needs the name of a folder."));

  /* --vault may name the journal one usually works with: this says more exactly what is meant. */
  dir = g_canonicalize_filename (into, NULL);
  g_object_unref (self->vault);
  self->vault = shc_vault_new (dir, shc_journal_schema ());
  return TRUE;
}

static void
reply_restore (ShcCli                 *self,
               const ShcRestoreResult *result)
{
  if (!self->json)
    {
      shc_cli_print (_("Your journal is back. Reflections in it: %" PRId64 "."),
                     result->reflections);
      if (result->moved_aside != NULL)
        shc_cli_print (_("What was there before is untouched, in %s"), result->moved_aside);
      shc_cli_print (_("Every consent asks again before anything may be sent."));
      return;
    }

  json_builder_begin_object (self->reply);
  shc_json_add_string (self->reply, "vault", shc_vault_get_dir (self->vault));
  shc_json_add_int (self->reply, "reflections", result->reflections);
  shc_json_add_string (self->reply, "moved_aside", result->moved_aside);
  json_builder_end_object (self->reply);
}

/* Whether @fd, opened as @path, can be opened again under that name. */
static gboolean
is_plain_file (const char *path,
               int         fd)
{
  struct stat info;

  return shc_args_get_fd (path) < 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode);
}

gboolean
shc_cmd_restore (ShcCli  *self,
                 GError **error)
{
  const char *given = self->args->positionals[0];
  g_autoptr(ShcRestoreResult) result = NULL;
  g_autoptr(GBytes) secret = NULL;
  g_autofree char *file = NULL;
  gboolean spooled;
  ShcUnlockWay way;
  int fd;

  if (!choose_target (self, error) || !choose_way (self, &way, &secret, error))
    return FALSE;
  fd = shc_input_open (given, error);
  if (fd < 0)
    return FALSE;

  shc_signals_hold ();
  spooled = !is_plain_file (given, fd);
  file = spooled ? spool (self, fd, error) : g_canonicalize_filename (given, NULL);
  close (fd);
  if (file != NULL)
    result = restore (self, file, way, secret, error);
  if (file != NULL && spooled)
    g_unlink (file);
  if (result != NULL)
    reply_restore (self, result);
  shc_signals_release ();

  return result != NULL;
}
