/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc fetch airtable --save-base` and `--open-base`: a copy of a whole base. */

#define G_LOG_DOMAIN "shc-cmd-fetch-base"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "shc-airtable-share.h"
#include "shc-fetch-base.h"
#include "shc-interrupt.h"
#include "shc-sealed.h"
#include "shc-unlock.h"
#include "shc-wait.h"

static gboolean
set_usage (GError     **error,
           const char  *sentence)
{
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, sentence);
  return FALSE;
}

static void
add_count (ShcCli                 *self,
           const ShcBaseCopyCount *count)
{
  shc_json_add_int (self->reply, "tables", count->tables);
  shc_json_add_int (self->reply, "rows", count->rows);
  json_builder_end_object (self->reply);
}

/* ---- saving */

static void
progress_cb (ShcAirtableShare *share,
             guint             done,
             guint             total,
             ShcCli           *cli)
{
  if (!cli->json && isatty (STDERR_FILENO))
    fprintf (stderr, done < total ? "\r%u/%u " : "\r          \r", done, total);
}

static void
waiting_cb (ShcAirtableShare *share,
            guint             ms,
            ShcCli           *cli)
{
  shc_cli_say (cli, _("The service asks for a pause of %u seconds. Ctrl-C stops; nothing is kept then."), (ms + 999) / 1000);
}

static GBytes *
copy_base (ShcCli            *self,
           ShcBaseCopyCount  *count,
           GError           **error)
{
  g_autoptr(ShcAirtableShare) share = shc_airtable_share_new (self->vault, shc_cli_can_ask ());
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "records", "save-base", "shc fetch airtable --save-base", 0);
  g_autoptr(GError) problem = NULL;
  g_auto(ShcWait) wait = { NULL };
  ShcInterrupt *interrupt = shc_interrupt_begin ();
  GBytes *copy;

  g_signal_connect (share, "progress", G_CALLBACK (progress_cb), self);
  g_signal_connect (share, "waiting", G_CALLBACK (waiting_cb), self);
  shc_airtable_share_copy_base_async (share, intent, shc_interrupt_get_cancellable (interrupt), shc_wait_cb, &wait);
  copy = shc_airtable_share_copy_base_finish (share, shc_wait_for (&wait), count, &problem);
  shc_interrupt_end (interrupt);
  if (copy != NULL)
    return copy;
  shc_interrupt_explain (&problem, _("Stopped: nothing was saved."));
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

gboolean
shc_fetch_base_save (ShcCli      *self,
                     const char  *file,
                     GError     **error)
{
  g_autofree char *path = NULL;
  g_autoptr(GBytes) copy = NULL;
  ShcBaseCopyCount count = { 0, 0 };
  GStatBuf info = { 0 };

  if (*file == '\0' || shc_args_get_fd (file) >= 0)
    return set_usage (error, _("A copy of a base is proven by opening it again, so it needs a file of its own."));
  path = g_canonicalize_filename (file, NULL);
  /* Before anybody is asked for thousands of rows. */
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                           _("There is a file of this name already. It was left as it is."));
      return FALSE;
    }
  if (!shc_cli_open (self, error))
    return FALSE;
  copy = copy_base (self, &count, error);
  if (copy == NULL || !shc_sealed_make (self->vault, path, SHC_BASE_COPY_KIND, copy, error))
    return FALSE;
  g_stat (path, &info);
  if (!self->json)
    {
      shc_cli_print (_("%s: %u tables, %u rows, encrypted and proven. Your passphrase or recovery code opens it."), path,
                     count.tables, count.rows);
      return TRUE;
    }
  json_builder_begin_object (self->reply);
  shc_json_add_string (self->reply, "file", path);
  shc_json_add_int (self->reply, "bytes", info.st_size);
  shc_json_add_boolean (self->reply, "proven", TRUE);
  add_count (self, &count);
  return TRUE;
}

/* ---- opening */

/* By the given secret, else the keyring, else what a person types. */
static GBytes *
open_copy (ShcCli      *self,
           const char  *path,
           GError     **error)
{
  const char *passphrase = shc_args_get (self->args, "passphrase-file");
  const char *recovery = shc_args_get (self->args, "recovery-file");
  g_autoptr(GBytes) secret = NULL;
  g_autoptr(GError) why = NULL;
  GBytes *copy = NULL;

  if (passphrase != NULL && recovery != NULL)
    {
      set_usage (error, _("--passphrase-file or --recovery-file: one of them opens the copy."));
      return NULL;
    }
  if (passphrase != NULL || recovery != NULL)
    {
      secret = shc_cli_read_secret (passphrase != NULL ? passphrase : recovery, error);
      return secret == NULL ? NULL
                            : shc_sealed_open (path, SHC_BASE_COPY_KIND,
                                               passphrase != NULL ? SHC_UNLOCK_PASSPHRASE : SHC_UNLOCK_RECOVERY, secret, error);
    }
  if (!shc_args_has (self->args, "no-keyring"))
    copy = shc_sealed_open (path, SHC_BASE_COPY_KIND, SHC_UNLOCK_KEYRING, NULL, &why);
  if (copy != NULL)
    return copy;
  if (why != NULL && !shc_cli_is_key_error (why))
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return NULL;
    }
  if (!shc_cli_can_ask ())
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_LOCKED,
                           _("The copy is locked; --passphrase-file or --recovery-file opens it."));
      return NULL;
    }
  secret = shc_cli_prompt_secret (_("The passphrase of the journal that saved it: "), error);
  return secret != NULL ? shc_sealed_open (path, SHC_BASE_COPY_KIND, SHC_UNLOCK_PASSPHRASE, secret, error) : NULL;
}

gboolean
shc_fetch_base_open (ShcCli      *self,
                     const char  *file,
                     const char  *dir,
                     GError     **error)
{
  g_autofree char *path = NULL;
  g_autofree char *to = NULL;
  g_autoptr(GBytes) copy = NULL;
  ShcBaseCopyCount count = { 0, 0 };

  if (*file == '\0' || shc_args_get_fd (file) >= 0 || dir == NULL || *dir == '\0')
    return set_usage (error, _("--open-base needs the name of a file, and --to the name of a folder."));
  path = g_canonicalize_filename (file, NULL);
  to = g_canonicalize_filename (dir, NULL);
  copy = open_copy (self, path, error);
  if (copy == NULL || !shc_base_copy_write (copy, to, &count, error))
    return FALSE;
  if (self->json)
    {
      json_builder_begin_object (self->reply);
      shc_json_add_string (self->reply, "dir", to);
      add_count (self, &count);
      return TRUE;
    }
  shc_cli_print (_("%s: %u tables, %u rows."), to, count.tables, count.rows);
  shc_cli_warn (_("These files are not encrypted: whoever gets at them can read all of it."));
  return TRUE;
}
