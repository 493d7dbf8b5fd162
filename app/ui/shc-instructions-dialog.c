/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own instructions for the companion. */

#define G_LOG_DOMAIN "shc-instructions-dialog"

#include "config.h"

#include "shc-instructions-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-companion.h"
#include "shc-confirm.h"
#include "shc-settings.h"
#include "shc-ui-errors.h"

struct _ShcInstructionsDialog
{
  AdwWindow      parent_instance;
  ShcJournal    *journal;
  GCancellable  *cancellable;
  GtkTextView   *view;
  GtkTextBuffer *buffer;
  GtkLabel      *problem;
  GtkLabel      *safety;
  gboolean       filling;
  gboolean       changed;
  gboolean       saving;
};

G_DEFINE_FINAL_TYPE (ShcInstructionsDialog, shc_instructions_dialog, ADW_TYPE_WINDOW)

static char *
dup_text (ShcInstructionsDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/* Ours is stored as nothing, so that a later version of the program may improve it. */
static gboolean
is_ours (const char *text)
{
  g_autofree char *typed = g_strstrip (g_strdup (text));
  g_autofree char *ours = g_strstrip (g_strdup (shc_companion_get_default_instructions ()));

  return *typed == '\0' || g_str_equal (typed, ours);
}

static void
fill (ShcInstructionsDialog *self,
      const char            *text)
{
  g_autofree char *trimmed = g_strchomp (g_strdup (text));

  self->filling = TRUE;
  gtk_text_buffer_set_text (self->buffer, trimmed, -1);
  self->filling = FALSE;
}

static void
say (ShcInstructionsDialog *self,
     const char            *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
changed_cb (ShcInstructionsDialog *self)
{
  if (self->filling)
    return;
  self->changed = TRUE;
  say (self, NULL);
}

static void
left_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  if (shc_confirm_finish (result))
    gtk_window_destroy (GTK_WINDOW (object));
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ShcInstructionsDialog) self = SHC_INSTRUCTIONS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gboolean saved = shc_journal_set_setting_finish (SHC_JOURNAL (object), result, &error);

  self->saving = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (saved)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  say (self, error->message);
  shc_confirm_async (GTK_WIDGET (self), _("These Instructions Cannot Be Kept"), error->message, _("_Go On Editing"),
                     _("_Close Without Keeping"), SHC_CONFIRM_DESTRUCTIVE, self->cancellable, left_cb, NULL);
}

/* What was changed is kept first; if that cannot be, the text stays. */
static gboolean
shc_instructions_dialog_close_request (GtkWindow *window)
{
  ShcInstructionsDialog *self = SHC_INSTRUCTIONS_DIALOG (window);
  g_autofree char *text = NULL;

  if (self->saving)
    return TRUE;
  if (!self->changed)
    return GTK_WINDOW_CLASS (shc_instructions_dialog_parent_class)->close_request (window);
  text = dup_text (self);
  self->saving = TRUE;
  shc_journal_set_setting_async (self->journal, SHC_SETTING_COMPANION_PROMPT, is_ours (text) ? "" : text, saved_cb,
                                 g_object_ref (self));
  return TRUE;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcInstructionsDialog) self = SHC_INSTRUCTIONS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *own = shc_journal_get_setting_finish (SHC_JOURNAL (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (own == NULL)
    {
      shc_report_error (GTK_WIDGET (self), error);
      return;
    }
  fill (self, *own != '\0' ? own : shc_companion_get_default_instructions ());
  gtk_widget_set_sensitive (GTK_WIDGET (self->view), TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "instructions.reset", TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
reset (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  ShcInstructionsDialog *self = SHC_INSTRUCTIONS_DIALOG (widget);

  fill (self, shc_companion_get_default_instructions ());
  self->changed = TRUE;
  say (self, NULL);
}

static void
shc_instructions_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (SHC_INSTRUCTIONS_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (shc_instructions_dialog_parent_class)->dispose (object);
}

static void
shc_instructions_dialog_finalize (GObject *object)
{
  ShcInstructionsDialog *self = SHC_INSTRUCTIONS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_instructions_dialog_parent_class)->finalize (object);
}

static void
shc_instructions_dialog_class_init (ShcInstructionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_instructions_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_instructions_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_instructions_dialog_close_request;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-instructions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcInstructionsDialog, view);
  gtk_widget_class_bind_template_child (widget_class, ShcInstructionsDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, ShcInstructionsDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcInstructionsDialog, safety);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "instructions.reset", NULL, reset);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_instructions_dialog_init (ShcInstructionsDialog *self)
{
  g_autofree char *rules = g_strchomp (g_strdup (shc_companion_get_safety_part ()));

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_text (self->safety, rules);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "instructions.reset", FALSE);
}

GtkWidget *
shc_instructions_dialog_new (GtkWindow  *parent,
                             ShcJournal *journal)
{
  ShcInstructionsDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);

  self = g_object_new (SHC_TYPE_INSTRUCTIONS_DIALOG, "transient-for", parent, NULL);
  self->journal = g_object_ref (journal);
  shc_journal_get_setting_async (journal, SHC_SETTING_COMPANION_PROMPT, self->cancellable, read_cb,
                                 g_object_ref (self));
  return GTK_WIDGET (self);
}
