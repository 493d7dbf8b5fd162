/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The safety plan. */

#define G_LOG_DOMAIN "shc-safety-plan-dialog"

#include "config.h"

#include "shc-safety-plan-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-print-text.h"
#include "shc-ui-errors.h"

/* As one stops typing, not at each letter. */
#define SAVE_DELAY_MS 700
#define STEP_HEIGHT 66

struct _ShcSafetyPlanDialog
{
  AdwWindow      parent_instance;
  ShcJournal    *journal;
  GCancellable  *cancellable;
  GtkBox        *steps;
  GtkTextView   *views[SHC_SAFETY_PLAN_STEPS];
  guint          save_id;
  gboolean       filling;
};

G_DEFINE_FINAL_TYPE (ShcSafetyPlanDialog, shc_safety_plan_dialog, ADW_TYPE_WINDOW)

static ShcSafetyPlan *
read_plan (ShcSafetyPlanDialog *self)
{
  ShcSafetyPlan *plan = shc_safety_plan_new ();

  for (guint i = 0; i < SHC_SAFETY_PLAN_STEPS; i++)
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->views[i]);
      GtkTextIter start, end;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      if (!gtk_text_iter_equal (&start, &end))
        plan->texts[i] = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
    }
  return plan;
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GtkWindow) parent = GTK_WINDOW (user_data);
  g_autoptr(GError) error = NULL;

  if (!shc_journal_save_safety_plan_finish (SHC_JOURNAL (object), result, &error))
    shc_report_error (GTK_WIDGET (parent), error);
}

static void
save (ShcSafetyPlanDialog *self)
{
  g_autoptr(ShcSafetyPlan) plan = read_plan (self);

  g_clear_handle_id (&self->save_id, g_source_remove);
  shc_journal_save_safety_plan_async (self->journal, plan, saved_cb,
                                      g_object_ref (gtk_window_get_transient_for (GTK_WINDOW (self))));
}

static gboolean
save_cb (gpointer user_data)
{
  ShcSafetyPlanDialog *self = SHC_SAFETY_PLAN_DIALOG (user_data);

  self->save_id = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (ShcSafetyPlanDialog *self)
{
  if (self->filling)
    return;
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_DELAY_MS, save_cb, self);
}

static GtkLabel *
create_label (const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

/* Tab leads on to the next step; a plan needs no tabulators. */
static GtkTextView *
create_view (ShcSafetyPlanDialog *self,
             GtkLabel            *title)
{
  GtkTextView *view = GTK_TEXT_VIEW (gtk_text_view_new ());

  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_left_margin (view, 12);
  gtk_text_view_set_right_margin (view, 12);
  gtk_text_view_set_top_margin (view, 9);
  gtk_text_view_set_bottom_margin (view, 9);
  gtk_widget_set_size_request (GTK_WIDGET (view), -1, STEP_HEIGHT);
  gtk_widget_add_css_class (GTK_WIDGET (view), "card");
  gtk_widget_set_sensitive (GTK_WIDGET (view), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (title), -1);
  g_signal_connect_object (gtk_text_view_get_buffer (view), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  return view;
}

static void
add_step (ShcSafetyPlanDialog *self,
          guint                step)
{
  g_autofree char *text = g_strdup_printf ("%u. %s", step, shc_safety_plan_get_title (step));
  GtkLabel *title = create_label (text, "heading");
  GtkLabel *hint = create_label (shc_safety_plan_get_hint (step), "dim-label");

  gtk_widget_add_css_class (GTK_WIDGET (hint), "caption");
  gtk_widget_set_margin_top (GTK_WIDGET (title), 12);
  self->views[step - 1] = create_view (self, title);
  gtk_box_append (self->steps, GTK_WIDGET (title));
  gtk_box_append (self->steps, GTK_WIDGET (hint));
  gtk_box_append (self->steps, GTK_WIDGET (self->views[step - 1]));
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcSafetyPlanDialog) self = SHC_SAFETY_PLAN_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcSafetyPlan) plan =
    shc_journal_load_safety_plan_finish (SHC_JOURNAL (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (plan == NULL)
    {
      shc_report_error (GTK_WIDGET (self), error);
      return;
    }
  self->filling = TRUE;
  for (guint i = 0; i < SHC_SAFETY_PLAN_STEPS; i++)
    {
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->views[i]),
                                plan->texts[i] != NULL ? plan->texts[i] : "", -1);
      gtk_widget_set_sensitive (GTK_WIDGET (self->views[i]), TRUE);
    }
  self->filling = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->views[0]));
}

static void
print_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  g_autoptr(ShcSafetyPlan) plan = read_plan (SHC_SAFETY_PLAN_DIALOG (widget));
  g_autofree char *text = shc_safety_plan_format (plan);

  shc_print_text (widget, _("My safety plan"), text);
}

static gboolean
shc_safety_plan_dialog_close_request (GtkWindow *window)
{
  ShcSafetyPlanDialog *self = SHC_SAFETY_PLAN_DIALOG (window);

  if (self->save_id != 0)
    save (self);
  return GTK_WINDOW_CLASS (shc_safety_plan_dialog_parent_class)->close_request (window);
}

static void
shc_safety_plan_dialog_dispose (GObject *object)
{
  ShcSafetyPlanDialog *self = SHC_SAFETY_PLAN_DIALOG (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (shc_safety_plan_dialog_parent_class)->dispose (object);
}

static void
shc_safety_plan_dialog_finalize (GObject *object)
{
  ShcSafetyPlanDialog *self = SHC_SAFETY_PLAN_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_safety_plan_dialog_parent_class)->finalize (object);
}

static void
shc_safety_plan_dialog_class_init (ShcSafetyPlanDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = shc_safety_plan_dialog_dispose;
  object_class->finalize = shc_safety_plan_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_safety_plan_dialog_close_request;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-safety-plan-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcSafetyPlanDialog, steps);
  gtk_widget_class_install_action (widget_class, "plan.print", NULL, print_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "plan.print", NULL);
}

static void
shc_safety_plan_dialog_init (ShcSafetyPlanDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint step = 1; step <= SHC_SAFETY_PLAN_STEPS; step++)
    add_step (self, step);
}

GtkWidget *
shc_safety_plan_dialog_new (GtkWindow  *parent,
                            ShcJournal *journal)
{
  ShcSafetyPlanDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);

  self = g_object_new (SHC_TYPE_SAFETY_PLAN_DIALOG, "transient-for", parent, NULL);
  self->journal = g_object_ref (journal);
  shc_journal_load_safety_plan_async (journal, loaded_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
