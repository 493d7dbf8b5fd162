/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with Airtable: the base is chosen among those that the token may open. */

#define G_LOG_DOMAIN "shc-share-dialog"

#include "config.h"

#include "shc-share-private.h"

#include <glib/gi18n-lib.h>

#include "shc-place-dialog.h"

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autofree char *id = shc_place_choose_finish (result);

  if (id == NULL || self->closed)
    return;
  shc_share_setup_set_base (self->setup, id);
  shc_share_dialog_save_then (self, shc_share_dialog_show_start);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) places = shc_airtable_share_list_places_finish (SHC_AIRTABLE_SHARE (object), result, &error);

  if (!shc_share_dialog_end_call (self))
    return;
  if (places == NULL)
    {
      shc_share_dialog_fail (self, error);
      return;
    }
  shc_share_dialog_show (self, "setup");
  if (places->len == 0)
    shc_share_setup_say (self->setup, _("The token opens no base yet. At Airtable, add the base to those that it may open."), TRUE);
  else
    shc_place_choose_async (GTK_WIDGET (self), _("Which Base?"), places, self->cancellable, chosen_cb, g_object_ref (self));
}

static void
list_places (ShcShareDialog *self)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "list-bases", "places", "share.choose-base", 0);

  shc_share_dialog_wait (self, _("Asking Airtable which bases the token may open… Nothing of yours is sent."));
  shc_airtable_share_list_places_async (self->share, intent, shc_share_dialog_begin_call (self), listed_cb,
                                        g_object_ref (self));
}

void
shc_share_dialog_choose_base (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  shc_share_dialog_save_then (SHC_SHARE_DIALOG (widget), list_places);
}
