/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: what is set and stored, tested and agreed to. */

#define G_LOG_DOMAIN "shc-share-dialog"

#include "config.h"

#include "shc-share-private.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"
#include "shc-consent.h"

#define PURPOSE "storage"

/* ---- reading and saving */

typedef struct
{
  ShcShareDialog *self;
  ShcShareNext    next;
} Loading;

/* The keyboard was taken away while nothing could be pressed; where it was is gone if another page is shown by then. */
static void
give_back_focus (ShcShareDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), TRUE);
  if (self->focus != NULL && gtk_widget_get_mapped (self->focus))
    gtk_widget_grab_focus (self->focus);
  g_clear_weak_pointer (&self->focus);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Loading *loading = user_data;
  g_autoptr(ShcShareDialog) self = loading->self;
  g_autoptr(GError) error = NULL;
  ShcShareState *state = shc_share_state_load_finish (result, &error);

  if (self->closed)
    {
      shc_share_state_free (state);
      return;
    }
  give_back_focus (self);
  if (state == NULL)
    {
      shc_share_dialog_fail (self, error);
      return;
    }
  shc_share_setup_fill (self->setup, state);
  g_clear_pointer (&self->state, shc_share_state_free);
  self->state = state;
  loading->next (self);
  shc_share_dialog_place_focus (self);
}

/* It is quick: what is shown stays, and can only not be pressed. */
void
shc_share_dialog_load (ShcShareDialog  *self,
                       ShcShareEntries *entries,
                       ShcShareNext     next)
{
  Loading *loading = g_new0 (Loading, 1);

  loading->self = g_object_ref (self);
  loading->next = next;
  g_set_weak_pointer (&self->focus, gtk_window_get_focus (GTK_WINDOW (self)));
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), FALSE);
  shc_share_state_load_async (self->window->vault, entries, loaded_cb, loading);
}

/* Nothing is there to be pressed before it was read, or while something is under way. */
static gboolean
is_free (ShcShareDialog *self)
{
  return self->state != NULL && self->calling == NULL && gtk_widget_get_sensitive (GTK_WIDGET (self->stack));
}

void
shc_share_dialog_save_then (ShcShareDialog *self,
                            ShcShareNext    next)
{
  ShcShareEntries *entries;

  if (!is_free (self))
    return;
  gtk_revealer_set_reveal_child (self->problem_revealer, FALSE);
  shc_share_setup_say (self->setup, NULL, FALSE);
  entries = shc_share_setup_take (self->setup);
  if (entries != NULL)
    shc_share_dialog_load (self, entries, next);
}

void
shc_share_dialog_show_start (ShcShareDialog *self)
{
  if (self->state->unfinished)
    shc_share_dialog_show_unfinished (self);
  else
    shc_share_dialog_show (self, "setup");
}

/* ---- the token */

static void
tested_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  shc_airtable_share_test_key_finish (SHC_AIRTABLE_SHARE (object), result, &error);
  if (!shc_share_dialog_end_call (self))
    return;
  shc_share_dialog_show (self, "setup");
  if (error == NULL)
    shc_share_setup_say (self->setup, _("Airtable takes the token. Whether it may open this base is seen by looking."), FALSE);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    shc_share_setup_say (self->setup, error->message, TRUE);
}

static void
test_token (ShcShareDialog *self)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "whoami", "test-key", "share.test-token", 0);

  shc_share_dialog_wait (self, _("Asking Airtable whether it takes the token… Nothing of yours is sent."));
  shc_airtable_share_test_key_async (self->share, intent, shc_share_dialog_begin_call (self), tested_cb,
                                     g_object_ref (self));
}

void
shc_share_dialog_test_token (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  shc_share_dialog_save_then (SHC_SHARE_DIALOG (widget), test_token);
}

static void
show_removed (ShcShareDialog *self)
{
  shc_share_setup_say (self->setup, _("The token is removed from this computer. To end it, revoke it at Airtable."), FALSE);
}

void
shc_share_dialog_remove_token (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (widget);
  ShcShareEntries *entries = is_free (self) ? shc_share_setup_take (self->setup) : NULL;

  if (entries == NULL)
    return;
  entries->remove_token = TRUE;
  shc_share_dialog_load (self, entries, show_removed);
}

/* ---- what is agreed to */

void
shc_share_dialog_show_setup (ShcShareDialog *self)
{
  shc_share_dialog_show (self, "setup");
}

static void
recorded_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  shc_journal_record_consent_finish (SHC_JOURNAL (object), result, &error);
  if (self->closed)
    return;
  if (error != NULL)
    shc_share_dialog_fail (self, error);
  else
    shc_share_dialog_load (self, NULL, shc_share_dialog_show_setup);
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);

  if (shc_confirm_finish (result) && !self->closed)
    shc_journal_record_consent_async (self->window->journal, PURPOSE, self->state->base, TRUE, recorded_cb,
                                      g_object_ref (self));
}

/* The words that are recorded are the ones that are read here. */
static void
change_consent (ShcShareDialog *self)
{
  g_autofree char *heading = NULL;

  if (self->state->consent)
    {
      shc_journal_record_consent_async (self->window->journal, PURPOSE, NULL, FALSE, recorded_cb, g_object_ref (self));
      return;
    }
  /* Translators: %s is the id of a base, such as appXXXXXXXXXXXXXX. */
  heading = g_strdup_printf (_("Keep Your Words in the Base %s?"), self->state->base);
  shc_confirm_async (GTK_WIDGET (self), heading, shc_consent_get_wording (PURPOSE), _("_Not Now"), _("I _Agree"),
                     SHC_CONFIRM_SUGGESTED, self->cancellable, answered_cb, g_object_ref (self));
}

void
shc_share_dialog_change_consent (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  shc_share_dialog_save_then (SHC_SHARE_DIALOG (widget), change_consent);
}
