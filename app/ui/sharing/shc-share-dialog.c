/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: the pages and the way between them. */

#define G_LOG_DOMAIN "shc-share-dialog"

#include "config.h"

#include "shc-share-private.h"

#include <glib/gi18n-lib.h>

#include "shc-focus.h"
#include "shc-service-error.h"
#include "shc-vault-error.h"

G_DEFINE_FINAL_TYPE (ShcShareDialog, shc_share_dialog, ADW_TYPE_WINDOW)

static gboolean
is_page (const char *name,
         const char *other)
{
  return g_str_equal (name, other);
}

/* Returns: (nullable) (transfer none): what somebody would use first on the page that is shown. */
static GtkWidget *
get_first (ShcShareDialog *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);
  gboolean is_set = self->state != NULL && *self->state->base != '\0' && self->state->has_key;

  if (is_page (name, "setup"))
    return is_set ? self->look_button : GTK_WIDGET (self->setup);
  if (is_page (name, "busy"))
    return self->busy_stop_button;
  if (is_page (name, "running"))
    return GTK_WIDGET (self->stop_button);
  if (is_page (name, "saved"))
    return self->saved_button;
  if (is_page (name, "unfinished"))
    return gtk_widget_get_visible (self->resume_button) ? self->resume_button : self->again_button;
  return gtk_stack_get_visible_child (self->stack);
}

void
shc_share_dialog_place_focus (ShcShareDialog *self)
{
  shc_focus_page (self->stack, get_first (self));
}

void
shc_share_dialog_show (ShcShareDialog *self,
                       const char     *name)
{
  gboolean under_way = is_page (name, "busy") || is_page (name, "running");

  if (!under_way)
    self->shown = name;
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->close_button, !is_page (name, "running"));
  gtk_widget_set_visible (self->back_button, !under_way && !is_page (name, "setup"));
  gtk_widget_set_visible (self->look_button, is_page (name, "setup"));
  gtk_widget_set_visible (self->more_button, is_page (name, "setup"));
  gtk_revealer_set_reveal_child (self->problem_revealer, FALSE);
  shc_share_dialog_place_focus (self);
}

void
shc_share_dialog_wait (ShcShareDialog *self,
                       const char     *text)
{
  gtk_label_set_text (self->busy_label, text);
  shc_share_dialog_show (self, "busy");
}

/* What the command line says with the names of its commands is said here with those of the buttons. */
static char *
dup_sentence (ShcShareDialog *self,
              const GError   *error)
{
  if (g_error_matches (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CONSENT) && is_page (self->shown, "prepare"))
    return g_strdup (_("You have not agreed to keeping anything in this base, so nothing was made. Go back and agree first; then it "
                       "can be made."));
  if (g_error_matches (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CONSENT))
    return g_strdup (_("You have not agreed to sending to this base, or have taken that back. Nothing more was sent. To send, "
                       "go back and agree first."));
  if (g_error_matches (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNSET))
    return g_strdup (_("Say first which base it is, by its address or its id. Nothing was asked of Airtable."));
  if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_SERVICE_KEY))
    return g_strdup (_("No token for Airtable is stored on this computer. Nothing was sent. Enter one in the set-up: it is kept "
                       "in this computer’s keyring, not in the journal."));
  if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY))
    return g_strdup (_("Another window or program on this computer is sharing right now. Nothing was begun twice: wait until "
                       "it is done, then look again."));
  /* That of a token says so itself. */
  if (error->domain == SHC_SERVICE_ERROR && error->code != SHC_SERVICE_ERROR_KEY && !is_page (self->shown, "unfinished"))
    return g_strdup_printf (_("%s Nothing was changed by this."), error->message);
  return g_strdup (error->message);
}

void
shc_share_dialog_fail (ShcShareDialog *self,
                       const GError   *error)
{
  g_autofree char *sentence = NULL;

  shc_share_dialog_show (self, self->shown);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  sentence = dup_sentence (self, error);
  gtk_label_set_text (self->problem, sentence);
  gtk_revealer_set_reveal_child (self->problem_revealer, TRUE);
}

GCancellable *
shc_share_dialog_begin_call (ShcShareDialog *self)
{
  g_clear_object (&self->calling);
  self->calling = g_cancellable_new ();
  return self->calling;
}

gboolean
shc_share_dialog_end_call (ShcShareDialog *self)
{
  g_clear_object (&self->calling);
  return !self->closed;
}

static void
back (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (widget);

  if (self->calling != NULL)
    return;
  shc_share_dialog_show (self, "setup");
  shc_share_plan_view_set_plan (self->plan_view, NULL, NULL);
  g_clear_pointer (&self->plan, shc_share_plan_free);
  shc_share_dialog_forget_fetched (self);
  shc_share_dialog_load (self, NULL, shc_share_dialog_show_setup);
}

static void
look_again (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  shc_share_dialog_load (SHC_SHARE_DIALOG (widget), NULL, shc_share_dialog_show_start);
}

/* Where somebody closes it in the middle of a run, that stops first and says how far it came; where the journal is locked,
 * there is no time for that. */
static gboolean
shc_share_dialog_close_request (GtkWindow *window)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (window);

  if (self->running && !self->window->closing)
    {
      shc_share_dialog_stop (GTK_WIDGET (window), NULL, NULL);
      return TRUE;
    }
  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  if (self->calling != NULL)
    g_cancellable_cancel (self->calling);
  return GTK_WINDOW_CLASS (shc_share_dialog_parent_class)->close_request (window);
}

static void
shc_share_dialog_dispose (GObject *object)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (object);

  g_clear_weak_pointer (&self->focus);
  if (self->plan_view != NULL)
    shc_share_plan_view_set_plan (self->plan_view, NULL, NULL);
  if (self->coming_view != NULL)
    shc_share_dialog_forget_fetched (self);

  G_OBJECT_CLASS (shc_share_dialog_parent_class)->dispose (object);
}

static void
shc_share_dialog_finalize (GObject *object)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->calling);
  g_clear_object (&self->share);
  g_clear_object (&self->window);
  g_clear_pointer (&self->plan, shc_share_plan_free);
  g_clear_pointer (&self->prepared, shc_share_prepared_free);
  g_clear_pointer (&self->state, shc_share_state_free);

  G_OBJECT_CLASS (shc_share_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, look_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, more_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, busy_label);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, busy_stop_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, setup);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, plan_view);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, coming_view);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, prepare_view);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, running_title);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, receipt_view);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, saved);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, saved_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, unfinished);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, resume_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, end_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareDialog, again_button);
}

static void
shc_share_dialog_class_init (ShcShareDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_share_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_share_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_share_dialog_close_request;

  g_type_ensure (SHC_TYPE_SHARE_SETUP);
  g_type_ensure (SHC_TYPE_SHARE_PLAN_VIEW);
  g_type_ensure (SHC_TYPE_SHARE_COMING_VIEW);
  g_type_ensure (SHC_TYPE_SHARE_PREPARE_VIEW);
  g_type_ensure (SHC_TYPE_SHARE_RECEIPT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-share-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "share.look", NULL, shc_share_dialog_look);
  gtk_widget_class_install_action (widget_class, "share.undo", NULL, shc_share_dialog_undo);
  gtk_widget_class_install_action (widget_class, "share.forget", NULL, shc_share_dialog_forget);
  gtk_widget_class_install_action (widget_class, "share.fetch", NULL, shc_share_dialog_fetch);
  gtk_widget_class_install_action (widget_class, "share.take", NULL, shc_share_dialog_take);
  gtk_widget_class_install_action (widget_class, "share.choose-base", NULL, shc_share_dialog_choose_base);
  gtk_widget_class_install_action (widget_class, "share.save-base", NULL, shc_share_dialog_save_base);
  gtk_widget_class_install_action (widget_class, "share.open-base", NULL, shc_share_dialog_open_base);
  gtk_widget_class_install_action (widget_class, "share.test-token", NULL, shc_share_dialog_test_token);
  gtk_widget_class_install_action (widget_class, "share.remove-token", NULL, shc_share_dialog_remove_token);
  gtk_widget_class_install_action (widget_class, "share.consent", NULL, shc_share_dialog_change_consent);
  gtk_widget_class_install_action (widget_class, "share.prepare", NULL, shc_share_dialog_prepare);
  gtk_widget_class_install_action (widget_class, "share.make", NULL, shc_share_dialog_make);
  gtk_widget_class_install_action (widget_class, "share.keep-choices", NULL, shc_share_dialog_keep_choices);
  gtk_widget_class_install_action (widget_class, "share.send", NULL, shc_share_dialog_send);
  gtk_widget_class_install_action (widget_class, "share.resume", NULL, shc_share_dialog_resume);
  gtk_widget_class_install_action (widget_class, "share.end", NULL, shc_share_dialog_end);
  gtk_widget_class_install_action (widget_class, "share.stop", NULL, shc_share_dialog_stop);
  gtk_widget_class_install_action (widget_class, "share.back", NULL, back);
  gtk_widget_class_install_action (widget_class, "share.again", NULL, look_again);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_share_dialog_init (ShcShareDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->shown = "setup";
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_share_dialog_present (ShcWindow *window)
{
  ShcShareDialog *self;

  g_return_if_fail (SHC_IS_WINDOW (window));

  self = g_object_new (SHC_TYPE_SHARE_DIALOG, "transient-for", window, NULL);
  self->window = g_object_ref (window);
  self->share = shc_airtable_share_new (window->vault, TRUE);
  g_signal_connect_object (self->share, "progress", G_CALLBACK (shc_share_dialog_progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->share, "waiting", G_CALLBACK (shc_share_dialog_waiting_cb), self, G_CONNECT_SWAPPED);
  shc_share_dialog_show (self, "setup");
  shc_share_dialog_load (self, NULL, shc_share_dialog_show_start);
  gtk_window_present (GTK_WINDOW (self));
}
