/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing in a person's answers to an intake form. */

#define G_LOG_DOMAIN "shc-answers-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-answers-private.h"
#include "shc-focus.h"
#include "shc-settings.h"

G_DEFINE_FINAL_TYPE (ShcAnswersDialog, shc_answers_dialog, ADW_TYPE_WINDOW)

/* What goes to the vault's thread and comes back. */
typedef struct
{
  ShcIntakeFound   *found;
  ShcIntakeMapping *mapping;   /* (nullable): %NULL for the one that is set, or a suggestion */
  ShcIntakePlan    *plan;
  gboolean          suggested;
} Looking;

typedef struct
{
  ShcIntakePlan *plan;
  guint          fields;
} Taking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  shc_intake_found_free (looking->found);
  shc_intake_mapping_free (looking->mapping);
  shc_intake_plan_free (looking->plan);
  g_free (looking);
}

static void
taking_free (gpointer data)
{
  Taking *taking = data;

  shc_intake_plan_free (taking->plan);
  g_free (taking);
}

void
shc_answers_show (ShcAnswersDialog *self,
                  const char       *name)
{
  gboolean source = g_str_equal (name, "source");
  gboolean changes = g_str_equal (name, "changes");

  if (!g_str_equal (name, "busy"))
    self->shown = name;
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->back_button, !source && !g_str_equal (name, "busy"));
  gtk_widget_set_visible (GTK_WIDGET (self->go_button), changes || g_str_equal (name, "mapping"));
  gtk_button_set_label (self->go_button, changes ? _("_Take In") : _("_Look"));
  gtk_revealer_set_reveal_child (self->problem_revealer, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "answers.go", !changes || shc_answers_get_fields (self) != 0);
  shc_focus_page (self->stack, g_str_equal (name, "busy") ? self->stop_button : NULL);
}

void
shc_answers_wait (ShcAnswersDialog *self,
                  const char       *text)
{
  gtk_label_set_text (self->busy_label, text);
  gtk_widget_set_visible (self->stop_button, FALSE);
  shc_answers_show (self, "busy");
}

void
shc_answers_wait_for_service (ShcAnswersDialog *self,
                              const char       *text)
{
  shc_answers_wait (self, text);
  gtk_widget_set_visible (self->stop_button, TRUE);
  gtk_widget_grab_focus (self->stop_button);
}

void
shc_answers_fail (ShcAnswersDialog *self,
                  const GError     *error)
{
  shc_answers_show (self, self->shown);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_label_set_text (self->problem, error->message);
  gtk_revealer_set_reveal_child (self->problem_revealer, TRUE);
}

/* ---- looking */

static gpointer
look_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  Looking *asked = data;
  g_autofree char *text = shc_settings_get (db, SHC_SETTING_TYPEFORM_MAPPING, error);
  g_autoptr(ShcIntakeMapping) set = text != NULL ? shc_intake_mapping_parse (text, NULL) : NULL;
  Looking *looking;

  if (text == NULL)
    return NULL;
  looking = g_new0 (Looking, 1);
  looking->found = g_steal_pointer (&asked->found);
  looking->mapping = g_steal_pointer (&asked->mapping);
  if (looking->mapping == NULL && set != NULL && shc_intake_mapping_fits (set, looking->found->form))
    looking->mapping = g_steal_pointer (&set);
  if (looking->mapping == NULL)
    {
      looking->mapping = shc_intake_mapping_suggest (looking->found->form);
      looking->suggested = TRUE;
    }
  looking->plan = shc_intake_plan_new (db, looking->found->form, looking->found->response, looking->mapping, error);
  if (looking->plan != NULL)
    return looking;
  looking_free (looking);
  return NULL;
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcAnswersDialog) self = SHC_ANSWERS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  Looking *looking = shc_vault_run_finish (SHC_VAULT (object), result, &error);

  if (self->closed)
    {
      g_clear_pointer (&looking, looking_free);
      return;
    }
  if (looking == NULL)
    {
      self->shown = "source";
      shc_answers_fail (self, error);
      return;
    }
  self->found = g_steal_pointer (&looking->found);
  g_clear_pointer (&self->plan, shc_intake_plan_free);
  self->plan = g_steal_pointer (&looking->plan);
  if (looking->suggested)
    {
      shc_answers_build_mapping (self, looking->mapping);
      shc_answers_show (self, "mapping");
    }
  else
    {
      shc_answers_build_changes (self);
      shc_answers_show (self, "changes");
    }
  looking_free (looking);
}

void
shc_answers_look (ShcAnswersDialog *self,
                  ShcIntakeMapping *mapping)
{
  Looking *looking = g_new0 (Looking, 1);

  looking->found = g_steal_pointer (&self->found);
  looking->mapping = mapping;
  shc_answers_wait (self, _("Comparing with your profile…"));
  shc_vault_run_async (self->window->vault, SHC_DB_WRITER, FALSE, look_in_thread, looking, looking_free, looking_free,
                       NULL, looked_cb, g_object_ref (self));
}

void
shc_answers_take_found (ShcAnswersDialog *self,
                        ShcIntakeFound   *found)
{
  g_clear_pointer (&self->found, shc_intake_found_free);
  self->found = found;
  if (found->confirmed)
    {
      shc_answers_look (self, NULL);
      return;
    }
  shc_answers_build_mine (self);
  shc_answers_show (self, "mine");
}

/* ---- taking */

static gpointer
take_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  Taking *taking = data;

  return GINT_TO_POINTER (shc_intake_take (db, taking->plan, taking->fields, g_get_real_time (), error));
}

static void
taken_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ShcAnswersDialog) self = SHC_ANSWERS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  const ShcIntakeChange *goals;
  g_autofree char *said = NULL;
  guint fields;

  shc_vault_run_finish (SHC_VAULT (object), result, &error);
  if (error != NULL)
    {
      if (!self->closed)
        shc_answers_fail (self, error);
      return;
    }
  g_signal_emit_by_name (self->window->journal, "changed", FALSE);
  if (self->closed)
    return;
  fields = shc_answers_get_fields (self);
  goals = shc_intake_plan_get (self->plan, SHC_INTAKE_GOALS);
  said = fields == 0 ? g_strdup (_("Nothing was taken from the form."))
                     : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d answer taken into your profile.",
                                                     "%d answers taken into your profile.",
                                                     (gulong) __builtin_popcount (fields)),
                                        __builtin_popcount (fields));
  shc_window_toast (GTK_WIDGET (self->window), said, NULL, NULL, NULL, NULL);
  if (goals != NULL && goals->after != NULL && (fields & SHC_INTAKE_BIT (SHC_INTAKE_GOALS)) != 0)
    shc_window_attend (GTK_WIDGET (self->window), goals->after);
  gtk_window_close (GTK_WINDOW (self));
}

static void
take (ShcAnswersDialog *self)
{
  Taking *taking = g_new0 (Taking, 1);

  taking->plan = shc_intake_plan_ref (self->plan);
  taking->fields = shc_answers_get_fields (self);
  shc_answers_wait (self, _("Taking your answers in…"));
  shc_vault_run_async (self->window->vault, SHC_DB_WRITER, FALSE, take_in_thread, taking, taking_free, NULL, NULL,
                       taken_cb, g_object_ref (self));
}

static void
go (GtkWidget  *widget,
    const char *action_name,
    GVariant   *parameter)
{
  ShcAnswersDialog *self = SHC_ANSWERS_DIALOG (widget);

  if (g_str_equal (self->shown, "changes"))
    take (self);
  else if (g_str_equal (self->shown, "mapping"))
    shc_answers_look (self, shc_answers_dup_mapping (self));
}

static void
back (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ShcAnswersDialog *self = SHC_ANSWERS_DIALOG (widget);

  if (!g_str_equal (self->shown, "changes"))
    {
      shc_answers_show (self, "source");
      return;
    }
  shc_answers_build_mapping (self, self->plan->mapping);
  shc_answers_show (self, "mapping");
}

static void
stop (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ShcAnswersDialog *self = SHC_ANSWERS_DIALOG (widget);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static gboolean
shc_answers_dialog_close_request (GtkWindow *window)
{
  ShcAnswersDialog *self = SHC_ANSWERS_DIALOG (window);

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (shc_answers_dialog_parent_class)->close_request (window);
}

static void
shc_answers_dialog_finalize (GObject *object)
{
  ShcAnswersDialog *self = SHC_ANSWERS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->window);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_clear_pointer (&self->found, shc_intake_found_free);
  g_clear_pointer (&self->plan, shc_intake_plan_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (shc_answers_dialog_parent_class)->finalize (object);
}

static void
shc_answers_dialog_class_init (ShcAnswersDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = shc_answers_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_answers_dialog_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-answers-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, go_button);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, busy_label);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, form_row);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, response_row);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, token_row);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, stored_row);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, choose_button);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, test_button);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, place_row);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, mine_group);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, mapping_group);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, changes_group);
  gtk_widget_class_bind_template_child (widget_class, ShcAnswersDialog, unused);
  gtk_widget_class_install_action (widget_class, "answers.fetch", NULL, shc_answers_fetch);
  gtk_widget_class_install_action (widget_class, "answers.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "answers.test-token", NULL, shc_answers_test_token);
  gtk_widget_class_install_action (widget_class, "answers.remove-token", NULL, shc_answers_remove_token);
  gtk_widget_class_install_action (widget_class, "answers.choose-form", NULL, shc_answers_choose_form);
  gtk_widget_class_install_action (widget_class, "answers.file", NULL, shc_answers_choose_file);
  gtk_widget_class_install_action (widget_class, "answers.name", "s", shc_answers_name);
  gtk_widget_class_install_action (widget_class, "answers.go", NULL, go);
  gtk_widget_class_install_action (widget_class, "answers.back", NULL, back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_answers_dialog_init (ShcAnswersDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->shown = "source";
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_answers_dialog_present (ShcWindow *window)
{
  ShcAnswersDialog *self;

  g_return_if_fail (SHC_IS_WINDOW (window));

  self = g_object_new (SHC_TYPE_ANSWERS_DIALOG, "transient-for", window, NULL);
  self->window = g_object_ref (window);
  shc_answers_show (self, "source");
  shc_answers_source_load (self);
  gtk_window_present (GTK_WINDOW (self));
}
