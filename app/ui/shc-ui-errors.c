/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table: which error is answered by a toast, a dialog or a status page, and with what help. */

#define G_LOG_DOMAIN "shc-ui-errors"

#include "config.h"

#include "shc-ui-errors.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-transfer.h"
#include "shc-vault-error.h"
#include "shc-window-private.h"

#define ANY_KEY (SHC_OFFER_KEYRING | SHC_OFFER_PASSPHRASE | SHC_OFFER_RECOVERY)

static const ShcUiError vault_errors[] = {
  { SHC_VAULT_ERROR_MISSING, SHC_REACT_FIRST_RUN, 0, "document-new-symbolic",
    N_("There Is No Journal Here Yet"), "" },
  { SHC_VAULT_ERROR_EXISTS, SHC_REACT_DIALOG, SHC_OFFER_RETRY, "dialog-information-symbolic",
    N_("There Is a Journal Here Already"),
    N_("Nothing was changed. Start the program again to open the journal that is here.") },
  { SHC_VAULT_ERROR_LOCKED, SHC_REACT_UNLOCK, ANY_KEY, "system-lock-screen-symbolic",
    N_("The Key Is Not in the Keyring"),
    N_("This computer’s keyring no longer holds the key to your journal. Your journal is safe: "
       "open it with your passphrase or your recovery code.") },
  { SHC_VAULT_ERROR_KEYRING_LOCKED, SHC_REACT_UNLOCK, ANY_KEY, "system-lock-screen-symbolic",
    N_("The Keyring Is Locked"),
    N_("This computer’s keyring holds the key to your journal, but is locked itself. Unlock the "
       "keyring, or use your passphrase or recovery code.") },
  { SHC_VAULT_ERROR_KEYRING, SHC_REACT_UNLOCK, ANY_KEY, "system-lock-screen-symbolic",
    N_("The Keyring Does Not Answer"),
    N_("This computer’s keyring is not running or said no. Your journal is safe: try again, or "
       "open it with your passphrase or recovery code.") },
  { SHC_VAULT_ERROR_BAD_KEY, SHC_REACT_UNLOCK, ANY_KEY, "system-lock-screen-symbolic",
    N_("That Key Does Not Fit"),
    N_("The key does not open this journal. Nothing was changed.") },
  { SHC_VAULT_ERROR_WEAK, SHC_REACT_DIALOG, SHC_OFFER_RETRY, "dialog-password-symbolic",
    N_("The Passphrase Is Too Weak"),
    N_("Choose a longer one: four or five words that do not belong together are good.") },
  { SHC_VAULT_ERROR_CORRUPT, SHC_REACT_BROKEN,
    SHC_OFFER_RESTORE | SHC_OFFER_FOLDER | SHC_OFFER_RETRY, "dialog-warning-symbolic",
    N_("The Journal File Is Damaged"),
    N_("Parts of it cannot be read any more. The program did not change it. Your backups are "
       "separate files: restoring one moves the damaged journal aside and deletes nothing.") },
  { SHC_VAULT_ERROR_GONE, SHC_REACT_BROKEN,
    SHC_OFFER_RESTORE | SHC_OFFER_FOLDER | SHC_OFFER_RETRY, "dialog-question-symbolic",
    N_("The Journal File Is Missing"),
    N_("Only its key files are in the folder. If the journal file was moved, put it back and try "
       "again; otherwise restore a backup.") },
  { SHC_VAULT_ERROR_EMPTY, SHC_REACT_BROKEN,
    SHC_OFFER_RESTORE | SHC_OFFER_FOLDER | SHC_OFFER_RETRY, "dialog-warning-symbolic",
    N_("The Journal File Is Empty"),
    N_("The file is there, but there is nothing in it. It may have been copied while the disk was "
       "full. If you have a whole copy of it, put that in its place; otherwise restore a backup.") },
  { SHC_VAULT_ERROR_CUT_OFF, SHC_REACT_BROKEN,
    SHC_OFFER_RESTORE | SHC_OFFER_FOLDER | SHC_OFFER_RETRY, "dialog-warning-symbolic",
    N_("The Journal File Was Cut Off"),
    N_("Only its first few bytes are there. The program did not change it. If you have a whole "
       "copy of it, put that in its place; otherwise restore a backup.") },
  { SHC_VAULT_ERROR_FOREIGN, SHC_REACT_BROKEN,
    SHC_OFFER_RESTORE | SHC_OFFER_FOLDER | SHC_OFFER_RETRY, "dialog-question-symbolic",
    N_("This File Is Not a Journal"),
    N_("A database that is not encrypted lies where the journal should be: it is another "
       "program’s. It was not changed. Move it away and put the journal back, or restore a "
       "backup.") },
  { SHC_VAULT_ERROR_REPAIR, SHC_REACT_BROKEN, SHC_OFFER_RESTORE | SHC_OFFER_FOLDER | SHC_OFFER_RETRY,
    "dialog-warning-symbolic", N_("The Key Files Are Lost"),
    N_("The two small files that hold the locked keys of your journal are not here. If you have "
       "them in a copy of the folder, put them back; otherwise restore a backup, which carries its "
       "own.") },
  { SHC_VAULT_ERROR_TOO_NEW, SHC_REACT_BROKEN, SHC_OFFER_FOLDER, "software-update-available-symbolic",
    N_("Written by a Newer Version"),
    N_("This journal was last used with a newer version of the program. It was not touched. "
       "Update the program to open it.") },
  { SHC_VAULT_ERROR_NO_ROOM, SHC_REACT_BROKEN, SHC_OFFER_RETRY | SHC_OFFER_FOLDER,
    "drive-harddisk-symbolic", N_("The Disk Is Full"),
    N_("What you have kept is safe. Make some room, then try again.") },
  { SHC_VAULT_ERROR_READ_ONLY, SHC_REACT_BROKEN, SHC_OFFER_RETRY | SHC_OFFER_FOLDER,
    "changes-prevent-symbolic", N_("The Folder Cannot Be Used"),
    N_("What you have kept is safe. The journal’s folder, its files or the whole disk does not let "
       "you read or change them: allow it, then try again.") },
  { SHC_VAULT_ERROR_REMOTE, SHC_REACT_BROKEN, SHC_OFFER_RETRY | SHC_OFFER_FOLDER,
    "folder-remote-symbolic", N_("The Folder Is Shared With Other Computers"),
    N_("On a network or synchronised folder two computers can overwrite each other’s journal. "
       "Nothing was changed. Move the folder to this computer’s own disk, and copy backups to "
       "the shared one instead.") },
  { SHC_VAULT_ERROR_BUSY, SHC_REACT_BROKEN, SHC_OFFER_RETRY, "content-loading-symbolic",
    N_("Another Program Is Using the Journal"),
    N_("It did not let go in time. Nothing was changed: wait until it is done, then try again.") },
  { SHC_VAULT_ERROR_UNSAFE_LIBRARY, SHC_REACT_BROKEN, 0, "security-low-symbolic",
    N_("The Encryption Library Is Not Safe"),
    N_("The installed library cannot encrypt, or is too old. To protect your journal the program "
       "stops here. Install SQLCipher 4 and start again.") },
  { SHC_VAULT_ERROR_LAST_SLOT, SHC_REACT_DIALOG, 0, "dialog-password-symbolic",
    N_("This Is the Last Way In"),
    N_("Without it only the recovery code would open your journal. Set a passphrase first.") },
  { SHC_VAULT_ERROR_CLOSED, SHC_REACT_TOAST, 0, "system-lock-screen-symbolic",
    N_("The Journal Was Closed Meanwhile"), "" },
  { SHC_VAULT_ERROR_BAD_COPY, SHC_REACT_TOAST, SHC_OFFER_RETRY, "drive-harddisk-symbolic",
    N_("The Copy Is Damaged"),
    N_("The journal itself is as it was. Make the backup on another disk or stick.") },
  { SHC_VAULT_ERROR_NO_SERVICE_KEY, SHC_REACT_TOAST, 0, "dialog-password-symbolic",
    N_("No Key for This Service Is Stored"),
    N_("A key that you store is kept in this computer’s keyring, not in the journal.") },
  { SHC_VAULT_ERROR_BAD_SERVICE_KEY, SHC_REACT_TOAST, SHC_OFFER_RETRY, "dialog-password-symbolic",
    N_("That Cannot Be the Key"),
    N_("Copy it once more, whole, from where the service shows it.") },
  { SHC_VAULT_ERROR_LOST, SHC_REACT_DIALOG, 0, "dialog-warning-symbolic",
    N_("Some Recent Changes Were Lost"),
    N_("The journal itself is in order and can be written to.") },
  { SHC_VAULT_ERROR_FAILED, SHC_REACT_BROKEN, SHC_OFFER_RETRY | SHC_OFFER_FOLDER | SHC_OFFER_RESTORE,
    "dialog-warning-symbolic", N_("The Journal Could Not Be Opened"),
    N_("Nothing was changed. Try again; if it stays like this, your backups are separate files "
       "that can be restored.") },
};

/* What is said of a failure while the journal is open: one line, and the error's own sentence. */
static const ShcUiError other_error = {
  SHC_VAULT_ERROR_FAILED, SHC_REACT_TOAST, SHC_OFFER_RETRY, "dialog-warning-symbolic",
  N_("Something Did Not Work"), ""
};

const ShcUiError *
shc_ui_error_look_up (const GError *error)
{
  g_return_val_if_fail (error != NULL, &other_error);

  if (error->domain != SHC_VAULT_ERROR)
    return &other_error;
  for (guint i = 0; i < G_N_ELEMENTS (vault_errors); i++)
    if (vault_errors[i].code == error->code)
      return &vault_errors[i];
  return &other_error;
}

const char *
shc_ui_error_get_title (const ShcUiError *self)
{
  return _(self->title);
}

const char *
shc_ui_error_get_body (const ShcUiError *self)
{
  return self->body[0] != '\0' ? _(self->body) : "";
}

static void
show_dialog (GtkWidget  *from,
             const char *title,
             const char *body)
{
  GtkWidget *dialog;

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (from)), title, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct
{
  GWeakRef from;
  GError  *error;
} Details;

static void
details_free (gpointer data)
{
  Details *details = data;

  g_weak_ref_clear (&details->from);
  g_error_free (details->error);
  g_free (details);
}

static void
show_details (gpointer data)
{
  Details *details = data;
  g_autoptr(GtkWidget) from = g_weak_ref_get (&details->from);
  const ShcUiError *row = shc_ui_error_look_up (details->error);
  g_autofree char *body = NULL;

  if (from == NULL)
    return;

  body = g_strconcat (details->error->message, row->body[0] != '\0' ? "\n\n" : "",
                      shc_ui_error_get_body (row), NULL);
  show_dialog (from, shc_ui_error_get_title (row), body);
}

/* A journal that is open stays on screen with its unsaved text: only what makes every page useless
 * may take its place. */
static gboolean
replaces_pages (const GError *error)
{
  return g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT) ||
         g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_UNSAFE_LIBRARY);
}

void
shc_report_error (GtkWidget    *from,
                  const GError *error)
{
  const ShcUiError *row;
  ShcWindow *window;
  Details *details;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (error != NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  row = shc_ui_error_look_up (error);
  window = shc_window_find (from);
  if (window != NULL && replaces_pages (error) && shc_window_is_open (window))
    {
      shc_window_show_failure (window, error);
      return;
    }
  if (row->reaction == SHC_REACT_DIALOG || window == NULL)
    {
      show_dialog (from, shc_ui_error_get_title (row), error->message);
      return;
    }

  details = g_new0 (Details, 1);
  g_weak_ref_init (&details->from, from);
  details->error = g_error_copy (error);
  shc_window_toast (from, error->message, _("Details"), show_details, details,
                    details_free);
}
