/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: a copy of all of it, for whoever keeps it. */

#define G_LOG_DOMAIN "shc-share-dialog"

#include "config.h"

#include "shc-share-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "shc-base-open-dialog.h"
#include "shc-confirm.h"
#include "shc-file.h"
#include "shc-pick-file.h"
#include "shc-sealed.h"
#include "shc-work.h"

typedef struct
{
  ShcShareDialog   *self;
  ShcVault         *vault;
  char             *path;
  GCancellable     *stop;     /* (nullable): until it came */
  GBytes           *copy;     /* (nullable): the same */
  ShcBaseCopyCount  count;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_clear_object (&saving->self);
  g_clear_object (&saving->vault);
  g_free (saving->path);
  g_clear_object (&saving->stop);
  g_clear_pointer (&saving->copy, g_bytes_unref);
  g_free (saving);
}

void
shc_share_dialog_show_copied (ShcShareDialog *self,
                              guint           done,
                              guint           total)
{
  /* Translators: %u tables of a base were read, of %u. */
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Copying the base: %u of %u table has come. Nothing "
                                                        "is changed by that.", "Copying the base: %u of %u tables have come. "
                                                        "Nothing is changed by that.", total), done, total);

  gtk_label_set_text (self->busy_label, text);
}

/* ---- writing it */

static void
show_saved (ShcShareDialog *self,
            const Saving   *saving)
{
  g_autofree char *name = g_filename_display_basename (saving->path);
  g_autofree char *tables = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u table", "%u tables", saving->count.tables),
                                             saving->count.tables);
  g_autofree char *rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row", "%u rows", saving->count.rows),
                                           saving->count.rows);
  /* Translators: the name of a file; "2 tables"; "233 rows". */
  g_autofree char *text = g_strdup_printf (_("“%s” holds %s with %s, encrypted and proven. This journal’s passphrase or recovery "
                                             "code opens it, as they are today, and so does this computer’s keyring."),
                                           name, tables, rows);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->saved, escaped);
  shc_share_dialog_show (self, "saved");
}

/* The chooser has asked before a file is replaced: that one stays until the new one is proven, beside it. */
static gpointer
write_in_thread (gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  Saving *saving = data;
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *beside = g_strdup_printf ("%s.%.8s.part", saving->path, unique);

  if (!shc_sealed_make (saving->vault, beside, SHC_BASE_COPY_KIND, saving->copy, error))
    return NULL;
  /* Once it has its name, it is saved. */
  if (!g_cancellable_set_error_if_cancelled (saving->stop, error))
    return GINT_TO_POINTER (shc_file_take_place (beside, saving->path, error));
  g_unlink (beside);
  return NULL;
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Saving *saving = user_data;
  ShcShareDialog *self = saving->self;
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  self->copying = FALSE;
  if (shc_share_dialog_end_call (self))
    {
      if (error != NULL)
        shc_share_dialog_fail (self, error);
      else
        show_saved (self, saving);
    }
  saving_free (saving);
}

static Saving *
saving_copy (const Saving *saving)
{
  Saving *copy = g_new0 (Saving, 1);

  copy->vault = g_object_ref (saving->vault);
  copy->path = g_strdup (saving->path);
  copy->stop = g_object_ref (saving->self->calling);
  copy->copy = g_bytes_ref (saving->copy);
  return copy;
}

/* ---- asking for it */

static void
copied_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Saving *saving = user_data;
  ShcShareDialog *self = saving->self;
  g_autoptr(GError) error = NULL;

  saving->copy = shc_airtable_share_copy_base_finish (SHC_AIRTABLE_SHARE (object), result, &saving->count, &error);
  if (saving->copy != NULL && !self->closed)
    {
      gtk_label_set_text (self->busy_label, _("Encrypting and proving the copy…"));
      shc_work_async (self, write_in_thread, saving_copy (saving), saving_free, NULL, NULL, written_cb, saving);
      return;
    }
  self->copying = FALSE;
  if (shc_share_dialog_end_call (self))
    shc_share_dialog_fail (self, error);
  saving_free (saving);
}

static void
picked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (object);
  g_autoptr(GFile) file = shc_pick_file_finish (result);
  g_autoptr(ShcIntent) intent = NULL;
  Saving *saving;

  if (file == NULL || self->closed || self->calling != NULL)
    return;
  saving = g_new0 (Saving, 1);
  saving->self = g_object_ref (self);
  saving->vault = g_object_ref (self->window->vault);
  saving->path = g_file_get_path (file);
  intent = shc_intent_new ("airtable", "records", "save-base", "share.save-base", 0);
  shc_share_dialog_wait (self, _("Copying the base… Nothing is changed by that."));
  self->copying = TRUE;
  shc_airtable_share_copy_base_async (self->share, intent, shc_share_dialog_begin_call (self), copied_cb, saving);
}

static void
sure_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *name = NULL;

  if (!shc_confirm_finish (result) || self->closed)
    return;
  name = g_strdup_printf ("airtable-%s.shcbase", day);
  shc_pick_file_async (GTK_WIDGET (self), GTK_FILE_CHOOSER_ACTION_SAVE, _("Save a Copy of the Whole Base"), _("_Save"), name,
                       self->cancellable, picked_cb, NULL);
}

/* Before thousands of rows of others come to this computer. */
static void
ask (ShcShareDialog *self)
{
  if (*self->state->base == '\0')
    {
      g_autoptr(GError) error = g_error_new_literal (SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNSET, "");

      shc_share_dialog_fail (self, error);
      return;
    }
  shc_confirm_async (GTK_WIDGET (self), _("Save a Copy of the Whole Base?"),
                     _("This is for whoever keeps the base. The copy holds every table that the token can read, with the rows of "
                       "everybody in it: names, e-mail addresses, reflections.\n\n"
                       "It becomes one encrypted file. What opens this journal opens it: this computer’s keyring, your "
                       "passphrase, or your recovery code. Nothing is sent but your token, and nothing is changed in the base or "
                       "in your journal."),
                     _("_Cancel"), _("Choose a _File…"), SHC_CONFIRM_SUGGESTED, self->cancellable, sure_cb, g_object_ref (self));
}

void
shc_share_dialog_save_base (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  shc_share_dialog_save_then (SHC_SHARE_DIALOG (widget), ask);
}

void
shc_share_dialog_open_base (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  shc_base_open_dialog_present (GTK_WINDOW (widget));
}
