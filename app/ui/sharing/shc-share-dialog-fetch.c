/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: what was written or changed there comes back. */

#define G_LOG_DOMAIN "shc-share-dialog"

#include "config.h"

#include "shc-share-private.h"

#include <glib/gi18n-lib.h>

void
shc_share_dialog_forget_fetched (ShcShareDialog *self)
{
  shc_share_coming_view_set_fetched (self->coming_view, NULL, NULL);
  g_clear_pointer (&self->fetched, shc_base_fetched_free);
}

static void
show_fetched (ShcShareDialog *self,
              ShcBaseFetched *fetched)
{
  shc_share_dialog_forget_fetched (self);
  self->fetched = fetched;
  shc_share_coming_view_set_fetched (self->coming_view, fetched, self->state);
  shc_share_dialog_show (self, "coming");
}

/* ---- looking */

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcBaseFetched) fetched = shc_airtable_share_fetch_finish (SHC_AIRTABLE_SHARE (object), result, &error);

  if (!shc_share_dialog_end_call (self))
    return;
  if (fetched == NULL)
    shc_share_dialog_fail (self, error);
  else
    show_fetched (self, g_steal_pointer (&fetched));
}

static void
look (ShcShareDialog *self)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "records", "fetch", "share.fetch", 0);

  shc_share_dialog_wait (self, _("Looking what was changed in the base… Nothing is changed by that."));
  shc_airtable_share_fetch_async (self->share, intent, FALSE, shc_share_dialog_begin_call (self), looked_cb,
                                  g_object_ref (self));
}

void
shc_share_dialog_fetch (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  shc_share_dialog_save_then (SHC_SHARE_DIALOG (widget), look);
}

/* ---- taking */

/* What came before it ended stays, so what is shown is not what would come any more. */
static void
explain (ShcShareDialog *self,
         const GError   *error)
{
  g_autoptr(GError) said = NULL;

  shc_share_dialog_forget_fetched (self);
  shc_share_dialog_show (self, "setup");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    said = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                _("Stopped. What had come is kept; bringing back once more brings the rest."));
  else
    said = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                        _("%s What had come before is kept; bringing back once more brings the rest."), error->message);
  shc_share_dialog_fail (self, said);
}

static void
taken_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcBaseFetched) fetched = shc_airtable_share_fetch_finish (SHC_AIRTABLE_SHARE (object), result, &error);
  gboolean open = shc_share_dialog_end_call (self);

  g_signal_emit_by_name (self->window->journal, "changed", FALSE);
  if (!open)
    return;
  if (fetched != NULL)
    show_fetched (self, g_steal_pointer (&fetched));
  else if (error->domain == SHC_SHARING_ERROR)
    shc_share_dialog_fail (self, error);
  else
    explain (self, error);
}

void
shc_share_dialog_take (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (widget);
  g_autoptr(ShcIntent) intent = NULL;

  if (self->fetched == NULL || self->fetched->taken || self->calling != NULL)
    return;
  intent = shc_intent_new ("airtable", "records", "fetch", "share.take", 0);
  shc_share_dialog_wait (self, _("Bringing back what was changed in the base… If you stop, what has come is kept."));
  shc_airtable_share_fetch_async (self->share, intent, TRUE, shc_share_dialog_begin_call (self), taken_cb,
                                  g_object_ref (self));
}
