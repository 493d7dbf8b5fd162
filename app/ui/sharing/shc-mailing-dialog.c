/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journey e-mails by Mailchimp: set up, looked at, joined, changed, and left. */

#define G_LOG_DOMAIN "shc-mailing-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-confirm.h"
#include "shc-focus.h"
#include "shc-mailing-dialog-private.h"

G_DEFINE_FINAL_TYPE (ShcMailingDialog, shc_mailing_dialog, ADW_TYPE_WINDOW)

static gboolean
is_shown (ShcMailingDialog *self,
          const char       *name)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), name);
}

/* Another choice is another plan. */
static gboolean
is_looked_at (ShcMailingDialog *self)
{
  return memcmp (&self->wanted, &self->options, sizeof self->wanted) == 0;
}

/* ---- the bar with the button that says what it does */

static void
set_bar (ShcMailingDialog *self,
         const char       *label,
         const char       *note,
         gboolean          enabled)
{
  gtk_label_set_text (self->bar_note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->bar_note), note != NULL);
  gtk_button_set_label (self->go_button, label);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->go_button)), TRUE);
  gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (self->go_button)), GTK_JUSTIFY_CENTER);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "mailing.go", enabled);
}

static const char *
get_plan_note (const ShcMailingPlan *plan)
{
  switch (plan->wish)
    {
    case SHC_MAILING_JOIN:
      if (!plan->compared)
        return _("Nothing can be sent until you agree to this list.");
      return _("Mails and events cannot be undone. Not a word of a reflection is ever sent to Mailchimp.");
    case SHC_MAILING_UNDO:
      return _("Mails and events cannot be undone.");
    case SHC_MAILING_FORGET:
      return _("This cannot be undone.");
    case SHC_MAILING_UNSUBSCRIBE:
    case SHC_MAILING_ARCHIVE:
    default:
      return NULL;
    }
}

/* @state: (nullable). */
static const char *
get_setup_note (const ShcMailingState *state)
{
  if (state != NULL && state->consent)
    return _("Asks Mailchimp what it has of you. Nothing is changed by that.");
  if (state != NULL && *state->list != '\0')
    return _("You have not agreed to this list, so Mailchimp is not asked, and nothing can be sent.");
  return _("You have not agreed to a list yet, so Mailchimp is not asked, and nothing can be sent.");
}

static void
update_plan_bar (ShcMailingDialog *self)
{
  g_autoptr(ShcMailingPlan) settled = shc_mailing_plan_settle (self->plan);
  guint n = shc_mailing_plan_count (settled);
  g_autofree char *label = shc_mailing_words_button (settled, n);
  gboolean may = self->plan->wish != SHC_MAILING_JOIN || self->plan->compared;

  if (!is_looked_at (self))
    set_bar (self, _("_Look Again"), _("Asks Mailchimp what it has of you. Nothing is changed by that."), TRUE);
  else
    set_bar (self, label, get_plan_note (self->plan), n > 0 && may);
}

static void
set_looks (ShcMailingDialog *self,
           gboolean          destructive)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->go_button), destructive ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->go_button), destructive ? "destructive-action" : "suggested-action");
}

void
shc_mailing_dialog_update (ShcMailingDialog *self)
{
  gboolean busy = is_shown (self, "busy");
  gboolean plan = is_shown (self, "plan") && self->plan != NULL;

  gtk_widget_set_visible (self->back_button, plan || is_shown (self, "receipt"));
  /* Where nothing is to be done, there is nothing to press. */
  gtk_widget_set_visible (GTK_WIDGET (self->go_button), !busy && (!plan || self->plan->items->len > 0 || !is_looked_at (self)));
  gtk_widget_set_visible (self->stop_button, busy && self->asking != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "mailing.consent", self->state != NULL);
  set_looks (self, plan && self->plan->wish == SHC_MAILING_FORGET);
  if (plan)
    update_plan_bar (self);
  else if (is_shown (self, "receipt"))
    set_bar (self, _("_Done"), _("Each request is in “What Left This Computer”."), TRUE);
  else if (busy)
    gtk_widget_set_visible (GTK_WIDGET (self->bar_note), FALSE);
  else
    set_bar (self, _("_Look at What Would Be Sent"), get_setup_note (self->state), self->state != NULL);
}

/* ---- pages */

/* What somebody would use first. A plan is read from its top: a press too many may not send it. */
void
shc_mailing_dialog_place_focus (ShcMailingDialog *self)
{
  GtkWidget *first = NULL;

  if (is_shown (self, "busy"))
    first = self->stop_button;
  else if (is_shown (self, "receipt"))
    first = GTK_WIDGET (self->go_button);
  else if (is_shown (self, "setup") && self->state != NULL && *self->state->list != '\0' && self->state->has_key)
    first = GTK_WIDGET (self->go_button);
  shc_focus_page (self->stack, first);
}

void
shc_mailing_dialog_show (ShcMailingDialog *self,
                         const char       *name)
{
  if (!g_str_equal (name, "busy"))
    self->shown = name;
  gtk_stack_set_visible_child_name (self->stack, name);
  shc_mailing_dialog_complain (self, NULL);
  shc_mailing_dialog_update (self);
  shc_mailing_dialog_place_focus (self);
}

void
shc_mailing_dialog_wait (ShcMailingDialog *self,
                         const char       *text)
{
  gtk_label_set_text (self->busy_label, text);
  gtk_label_set_text (self->waiting_label, "");
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  shc_mailing_dialog_show (self, "busy");
}

void
shc_mailing_dialog_complain (ShcMailingDialog *self,
                             const char       *text)
{
  if (text != NULL)
    gtk_label_set_text (self->problem, text);
  gtk_revealer_set_reveal_child (self->problem_revealer, text != NULL);
}

void
shc_mailing_dialog_fail (ShcMailingDialog *self,
                         const GError     *error,
                         gboolean          cut_off)
{
  g_autofree char *text = shc_mailing_words_problem (error, cut_off);

  shc_mailing_dialog_show (self, self->shown);
  shc_mailing_dialog_complain (self, text);
}

/* ---- what the service's client says meanwhile */

static void
progress_cb (ShcMailingDialog *self,
             guint             done,
             guint             total)
{
  g_autofree char *text = g_strdup_printf (_("%u of %u requests carried out"), done, total);

  gtk_progress_bar_set_fraction (self->progress, total > 0 ? (double) done / total : 1);
  gtk_label_set_text (self->waiting_label, text);
}

static void
waiting_cb (ShcMailingDialog *self,
            guint             ms)
{
  guint seconds = (ms + 999) / 1000;
  g_autofree char *text =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Mailchimp asks for a pause of %u second. Nothing is lost by that.",
                                  "Mailchimp asks for a pause of %u seconds. Nothing is lost by that.", seconds), seconds);

  gtk_label_set_text (self->waiting_label, text);
}

/* ---- actions */

static void
sure_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcMailingDialog) self = SHC_MAILING_DIALOG (user_data);

  if (shc_confirm_finish (result) && !self->closed && self->asking == NULL && is_shown (self, "plan"))
    shc_mailing_dialog_run (self);
}

static void
go (GtkWidget  *widget,
    const char *action_name,
    GVariant   *parameter)
{
  ShcMailingDialog *self = SHC_MAILING_DIALOG (widget);

  if (is_shown (self, "receipt"))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (self->asking != NULL || self->state == NULL)
    return;
  if (is_shown (self, "setup"))
    {
      self->wish = SHC_MAILING_JOIN;
      memset (&self->wanted, 0, sizeof self->wanted);
      shc_mailing_dialog_store (self, shc_mailing_dialog_look);
    }
  else if (!is_looked_at (self))
    shc_mailing_dialog_look (self);
  else if (self->wish == SHC_MAILING_FORGET)
    shc_confirm_async (widget, _("Delete Everything There for Ever?"),
                       _("All that Mailchimp has of you in this list is deleted for good. No program can put the address "
                         "back on it; only the list’s own sign-up form can. Your journal stays as it is."),
                       _("_Cancel"), _("_Delete for Ever"), SHC_CONFIRM_DESTRUCTIVE, self->cancellable, sure_cb,
                       g_object_ref (self));
  else
    shc_mailing_dialog_run (self);
}

/* Nobody has to have agreed to leave, or to take back. */
static void
leave (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  static const struct { const char *name; ShcMailingWish wish; } ways[] = {
    { "unsubscribe", SHC_MAILING_UNSUBSCRIBE },
    { "archive", SHC_MAILING_ARCHIVE },
    { "forget", SHC_MAILING_FORGET },
    { "undo", SHC_MAILING_UNDO },
  };
  ShcMailingDialog *self = SHC_MAILING_DIALOG (widget);

  if (self->asking != NULL || self->state == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_str_equal (g_variant_get_string (parameter, NULL), ways[i].name))
      self->wish = ways[i].wish;
  memset (&self->wanted, 0, sizeof self->wanted);
  shc_mailing_dialog_store (self, shc_mailing_dialog_look);
}

static void
back (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ShcMailingDialog *self = SHC_MAILING_DIALOG (widget);

  if (self->asking == NULL)
    shc_mailing_dialog_show (self, "setup");
}

static void
stop (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  g_cancellable_cancel (SHC_MAILING_DIALOG (widget)->asking);
}

static void
list_changed_cb (ShcMailingDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->list_row), "error");
}

/* Where somebody closes it in the middle of a run, that stops first and says what can go on; where the journal is locked, there is no time
 * for that. */
static gboolean
shc_mailing_dialog_close_request (GtkWindow *window)
{
  ShcMailingDialog *self = SHC_MAILING_DIALOG (window);

  if (self->running && !self->window->closing)
    {
      g_cancellable_cancel (self->asking);
      return TRUE;
    }
  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->asking);
  return GTK_WINDOW_CLASS (shc_mailing_dialog_parent_class)->close_request (window);
}

static void
shc_mailing_dialog_finalize (GObject *object)
{
  ShcMailingDialog *self = SHC_MAILING_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->asking);
  g_clear_object (&self->mailing);
  g_clear_object (&self->window);
  g_clear_error (&self->ended);
  g_clear_pointer (&self->state, shc_mailing_state_free);
  g_clear_pointer (&self->plan, shc_mailing_plan_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);

  G_OBJECT_CLASS (shc_mailing_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, bar_note);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, go_button);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, cut_off_group);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, list_row);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, choose_button);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, email_row);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, ask_first_switch);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, key_row);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, test_button);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, new_key_row);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, base_url_row);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, key_note);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, consent_row);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, consent_button);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, leave_group);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, undo_row);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, busy_label);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, waiting_label);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, now_group);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, changes_group);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, offers_group);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, notes_group);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, receipt);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, left_group);
  gtk_widget_class_bind_template_child (widget_class, ShcMailingDialog, receipt_notes_group);
}

static void
shc_mailing_dialog_class_init (ShcMailingDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = shc_mailing_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_mailing_dialog_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-mailing-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, list_changed_cb);
  gtk_widget_class_install_action (widget_class, "mailing.go", NULL, go);
  gtk_widget_class_install_action (widget_class, "mailing.back", NULL, back);
  gtk_widget_class_install_action (widget_class, "mailing.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "mailing.resume", NULL, shc_mailing_dialog_resume);
  gtk_widget_class_install_action (widget_class, "mailing.leave", "s", leave);
  gtk_widget_class_install_action (widget_class, "mailing.consent", NULL, shc_mailing_dialog_consent);
  gtk_widget_class_install_action (widget_class, "mailing.choose-list", NULL, shc_mailing_dialog_choose_list);
  gtk_widget_class_install_action (widget_class, "mailing.test-key", NULL, shc_mailing_dialog_test_key);
  gtk_widget_class_install_action (widget_class, "mailing.remove-key", NULL, shc_mailing_dialog_remove_key);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_mailing_dialog_init (ShcMailingDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->checks = g_ptr_array_new ();
  self->shown = "setup";
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->email_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->key_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->consent_row), FALSE);
}

void
shc_mailing_dialog_present (ShcWindow *window)
{
  ShcMailingDialog *self;

  g_return_if_fail (SHC_IS_WINDOW (window));

  self = g_object_new (SHC_TYPE_MAILING_DIALOG, "transient-for", window, NULL);
  self->window = g_object_ref (window);
  self->mailing = shc_mailing_new (window->vault, TRUE);
  g_signal_connect_object (self->mailing, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->mailing, "waiting", G_CALLBACK (waiting_cb), self, G_CONNECT_SWAPPED);
  shc_mailing_dialog_show (self, "setup");
  shc_mailing_dialog_load (self);
  gtk_window_present (GTK_WINDOW (self));
}
