/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journey e-mails: the list is chosen among those of the account. */

#define G_LOG_DOMAIN "shc-mailing-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-mailing-dialog-private.h"
#include "shc-place-dialog.h"

static void
show_setup (ShcMailingDialog *self)
{
  shc_mailing_dialog_show (self, "setup");
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcMailingDialog) self = SHC_MAILING_DIALOG (user_data);
  g_autofree char *id = shc_place_choose_finish (result);

  if (id == NULL || self->closed)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->list_row), id);
  shc_mailing_dialog_store (self, show_setup);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcMailingDialog) self = SHC_MAILING_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) places = shc_mailing_list_places_finish (SHC_MAILING (object), result, &error);

  if (self->closed)
    return;
  g_clear_object (&self->asking);
  if (places == NULL)
    {
      shc_mailing_dialog_fail (self, error, FALSE);
      return;
    }
  shc_mailing_dialog_show (self, "setup");
  if (places->len == 0)
    shc_mailing_dialog_complain (self, _("There is no list in this account yet. Make one at Mailchimp first."));
  else
    shc_place_choose_async (GTK_WIDGET (self), _("Which List?"), places, self->cancellable, chosen_cb, g_object_ref (self));
}

static void
list_places (ShcMailingDialog *self)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("mailchimp", "lists", "places", "mailing.choose-list", 0);

  shc_mailing_dialog_begin_asking (self);
  shc_mailing_dialog_wait (self, _("Asking Mailchimp which lists there are… Nothing of yours is sent."));
  shc_mailing_list_places_async (self->mailing, intent, self->asking, listed_cb, g_object_ref (self));
}

void
shc_mailing_dialog_choose_list (GtkWidget  *widget,
                                const char *action_name,
                                GVariant   *parameter)
{
  ShcMailingDialog *self = SHC_MAILING_DIALOG (widget);

  if (self->asking == NULL)
    shc_mailing_dialog_store (self, list_places);
}
