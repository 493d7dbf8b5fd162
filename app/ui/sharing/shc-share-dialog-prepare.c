/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: whether the base has what is needed. */

#define G_LOG_DOMAIN "shc-share-dialog"

#include "config.h"

#include "shc-share-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  ShcShareDialog *self;
  gboolean        make;
} Preparing;

static void
prepared_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Preparing *preparing = user_data;
  g_autoptr(ShcShareDialog) self = preparing->self;
  g_autoptr(GError) error = NULL;
  ShcSharePrepared *prepared = shc_airtable_share_prepare_finish (SHC_AIRTABLE_SHARE (object), result, &error);

  if (!shc_share_dialog_end_call (self))
    {
      g_clear_pointer (&prepared, shc_share_prepared_free);
      return;
    }
  if (prepared == NULL)
    {
      shc_share_dialog_fail (self, error);
      return;
    }
  shc_share_prepare_view_set_prepared (self->prepare_view, prepared, preparing->make);
  g_clear_pointer (&self->prepared, shc_share_prepared_free);
  self->prepared = prepared;
  shc_share_dialog_show (self, "prepare");
}

static void
ask (ShcShareDialog *self,
     gboolean        make)
{
  g_autoptr(ShcIntent) intent =
    shc_intent_new ("airtable", "schema", "prepare", make ? "share.make" : "share.prepare", 0);
  Preparing *preparing = g_new0 (Preparing, 1);

  preparing->self = g_object_ref (self);
  preparing->make = make;
  shc_share_dialog_wait (self, make ? _("Making what is missing… Nothing of yours is sent.")
                                    : _("Looking at the tables and columns of the base… Nothing is changed by that, and nothing of "
                                        "yours is sent."));
  shc_airtable_share_prepare_async (self->share, intent, make, shc_share_dialog_begin_call (self), prepared_cb, preparing);
}

static void
check (ShcShareDialog *self)
{
  ask (self, FALSE);
}

void
shc_share_dialog_prepare (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  shc_share_dialog_save_then (SHC_SHARE_DIALOG (widget), check);
}

void
shc_share_dialog_make (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (widget);

  if (self->prepared != NULL && self->calling == NULL)
    ask (self, TRUE);
}

void
shc_share_dialog_keep_choices (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (widget);
  ShcShareEntries *entries;
  g_autofree char *former = NULL;

  if (self->prepared == NULL || self->calling != NULL)
    return;
  entries = shc_share_setup_take (self->setup);
  if (entries == NULL)
    return;
  former = g_steal_pointer (&entries->mapping);
  entries->mapping = shc_share_prepare_view_dup_mapping (self->prepare_view, former);
  shc_share_dialog_load (self, entries, shc_share_dialog_show_setup);
}
