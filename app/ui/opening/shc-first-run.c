/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first run: welcome, who writes here, how it opens, the recovery code. */

#define G_LOG_DOMAIN "shc-first-run"

#include "config.h"

#include "shc-first-run.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"
#include "shc-intake-form.h"
#include "shc-journey.h"
#include "shc-passphrase-group.h"
#include "shc-recovery-view.h"
#include "shc-ui-errors.h"
#include "shc-window.h"
#include "shc-work.h"

typedef enum { STEP_WELCOME, STEP_INTAKE, STEP_OPENING, STEP_RECOVERY, N_STEPS } Step;

struct _ShcFirstRun
{
  AdwBin        parent_instance;
  ShcJournal   *journal;
  GCancellable *cancellable;
  Step          step;
  gboolean      busy;
  gboolean      resumed; /* only the intake was missing */
  ShcProfile   *profile;
  GBytes       *passphrase; /* while the vault is being made */
  GBytes       *code;

  GtkStack           *steps;
  AdwActionRow       *place_row;
  ShcIntakeForm      *form;
  GtkSwitch          *keyring_switch;
  GtkSwitch          *passphrase_switch;
  ShcPassphraseGroup *passphrase_group;
  GtkLabel           *problem;
  ShcRecoveryView    *recovery;
  GtkWidget          *back_button;
  GtkButton          *next_button;
  GtkSpinner         *spinner;
  GtkLabel           *progress;
};

enum { SIGNAL_FINISHED, SIGNAL_FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcFirstRun, shc_first_run, ADW_TYPE_BIN)

static gboolean
shc_first_run_grab_focus (GtkWidget *widget)
{
  ShcFirstRun *self = SHC_FIRST_RUN (widget);

  return gtk_widget_grab_focus (self->step == STEP_INTAKE ? GTK_WIDGET (self->form)
                                                          : GTK_WIDGET (self->next_button));
}

static void
set_problem (ShcFirstRun *self,
             const char  *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
set_busy (ShcFirstRun *self,
          const char  *text)
{
  self->busy = text != NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->steps), !self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->busy);
  gtk_spinner_set_spinning (self->spinner, self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "first-run.next", !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "first-run.back", !self->busy);
  if (text != NULL)
    gtk_label_set_text (self->progress, text);
}

static void
set_step (ShcFirstRun *self,
          Step         step)
{
  static const struct
  {
    const char *name;
    const char *back;
    const char *next;
  } looks[N_STEPS] = {
    [STEP_WELCOME] = { "welcome", NULL, N_("_Begin") },
    [STEP_INTAKE] = { "intake", N_("_Back"), N_("_Next") },
    [STEP_OPENING] = { "opening", N_("_Back"), N_("_Make My Journal") },
    [STEP_RECOVERY] = { "recovery", N_("_Later"), N_("_Next") },
  };
  g_autofree char *progress =
    g_strdup_printf (_("Step %d of %d"), (int) step + 1, (int) N_STEPS);
  gboolean has_back = looks[step].back != NULL && !self->resumed;

  self->step = step;
  set_busy (self, NULL);
  set_problem (self, NULL);
  gtk_stack_set_visible_child_name (self->steps, looks[step].name);
  gtk_widget_set_visible (self->back_button, has_back);
  if (has_back)
    gtk_button_set_label (GTK_BUTTON (self->back_button), _(looks[step].back));
  gtk_button_set_label (self->next_button, self->resumed ? _("_Keep") : _(looks[step].next));
  gtk_label_set_text (self->progress, self->resumed ? "" : progress);

  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
finish (ShcFirstRun *self)
{
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

/* All that was asked is kept. */
static void
leave_saving (ShcFirstRun *self)
{
  if (self->resumed)
    {
      finish (self);
      return;
    }
  shc_recovery_view_set_code (self->recovery, self->code);
  set_step (self, STEP_RECOVERY);
}

static void
saving_failed (ShcFirstRun  *self,
               const GError *error)
{
  /* The answers are still in the form: they can be kept again. */
  set_step (self, STEP_INTAKE);
  shc_report_error (GTK_WIDGET (self), error);
}

static void
fasting_saved_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(ShcFirstRun) self = SHC_FIRST_RUN (user_data);
  g_autoptr(GError) error = NULL;
  gboolean saved = shc_journal_save_fasting_check_finish (SHC_JOURNAL (object), result, &error);

  if (self->journal == NULL)
    return;
  if (saved)
    leave_saving (self);
  else
    saving_failed (self, error);
}

static void
profile_saved_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(ShcFirstRun) self = SHC_FIRST_RUN (user_data);
  g_autoptr(GError) error = NULL;
  ShcFastingCheck check;

  if (self->journal == NULL)
    return;

  if (!shc_journal_save_profile_finish (SHC_JOURNAL (object), result, &error))
    {
      saving_failed (self, error);
      return;
    }
  shc_intake_form_get_fasting_check (self->form, &check);
  shc_journal_save_fasting_check_async (self->journal, &check, fasting_saved_cb, g_object_ref (self));
}

static void
save_profile (ShcFirstRun *self)
{
  static const char *const storage[] = { "storage", NULL };

  set_busy (self, _("Keeping your answers…"));
  shc_journal_save_profile_async (self->journal, self->profile,
                                  shc_intake_form_get_consent (self->form) ? storage : NULL, NULL,
                                  self->cancellable, profile_saved_cb, g_object_ref (self));
}

static void create_vault (ShcFirstRun *self, gboolean allow_remote);

static void
remote_answer_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  ShcFirstRun *self = SHC_FIRST_RUN (object);

  if (shc_confirm_finish (result))
    create_vault (self, TRUE);
  else
    g_clear_pointer (&self->passphrase, g_bytes_unref);
}

static void
react_to_failure (ShcFirstRun  *self,
                  const GError *error)
{
  set_step (self, STEP_OPENING);
  if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_REMOTE))
    {
      shc_confirm_async (GTK_WIDGET (self), _("Keep the Journal in a Shared Folder?"),
                         error->message, _("_Not Here"), _("_Keep It Here Anyway"),
                         SHC_CONFIRM_DESTRUCTIVE, NULL, remote_answer_cb, NULL);
      return;
    }

  g_clear_pointer (&self->passphrase, g_bytes_unref);
  if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING) ||
      g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING_LOCKED))
    {
      gtk_switch_set_active (self->keyring_switch, FALSE);
      gtk_switch_set_active (self->passphrase_switch, TRUE);
      set_problem (self, _("This computer’s keyring does not answer: choose a passphrase."));
      gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_group));
    }
  else if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_EXISTS) ||
           g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_UNSAFE_LIBRARY))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  else
    set_problem (self, error->message);
}

static void
created_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcFirstRun) self = SHC_FIRST_RUN (user_data);
  g_autoptr(GError) error = NULL;
  ShcSlots slots = 0;

  if (!shc_vault_create_finish (SHC_VAULT (object), result, &self->code, &slots, &error))
    {
      if (self->journal != NULL)
        react_to_failure (self, error);
      return;
    }
  g_clear_pointer (&self->passphrase, g_bytes_unref);
  if (self->journal == NULL)
    return;

  if (gtk_switch_get_active (self->keyring_switch) && (slots & SHC_SLOT_KEYRING) == 0)
    shc_window_toast (GTK_WIDGET (self),
                      _("The keyring did not answer: your journal opens with the passphrase."), NULL,
                      NULL, NULL, NULL);
  save_profile (self);
}

static void
create_vault (ShcFirstRun *self,
              gboolean     allow_remote)
{
  set_busy (self, _("Making your journal…"));
  shc_vault_create_async (shc_journal_get_vault (self->journal), self->passphrase,
                          gtk_switch_get_active (self->keyring_switch), allow_remote,
                          self->cancellable, created_cb, g_object_ref (self));
}

static void
leave_intake (ShcFirstRun *self)
{
  ShcProfile *profile = shc_intake_form_get_profile (self->form);

  if (profile == NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->form));
      return;
    }
  g_clear_pointer (&self->profile, shc_profile_free);
  self->profile = profile;
  shc_window_attend (GTK_WIDGET (self), profile->goals);
  /* Already made, and only the answers failed to be kept. */
  if (self->resumed || self->code != NULL)
    save_profile (self);
  else
    set_step (self, STEP_OPENING);
}

static void
leave_opening (ShcFirstRun *self)
{
  gboolean keyring = gtk_switch_get_active (self->keyring_switch);
  gboolean passphrase = gtk_switch_get_active (self->passphrase_switch);

  if (!keyring && !passphrase)
    {
      set_problem (self, _("Choose at least one: otherwise only the recovery code would open it."));
      return;
    }
  g_clear_pointer (&self->passphrase, g_bytes_unref);
  if (passphrase)
    {
      self->passphrase = shc_passphrase_group_take (self->passphrase_group);
      if (self->passphrase == NULL)
        return;
    }
  create_vault (self, FALSE);
}

static void
next_cb (ShcFirstRun *self)
{
  if (self->busy)
    return;

  switch (self->step)
    {
    case STEP_WELCOME:
      set_step (self, STEP_INTAKE);
      break;
    case STEP_INTAKE:
      leave_intake (self);
      break;
    case STEP_OPENING:
      leave_opening (self);
      break;
    case STEP_RECOVERY:
      gtk_button_set_label (GTK_BUTTON (self->back_button), _("_Back"));
      gtk_button_set_label (self->next_button, _("_Finish"));
      shc_recovery_view_go_on (self->recovery);
      break;
    case N_STEPS:
    default:
      g_assert_not_reached ();
    }
}

static void
go_next (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  next_cb (SHC_FIRST_RUN (widget));
}

static void
later_answer_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  if (shc_confirm_finish (result))
    finish (SHC_FIRST_RUN (object));
}

static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ShcFirstRun *self = SHC_FIRST_RUN (widget);

  if (self->step == STEP_INTAKE && self->code == NULL)
    set_step (self, STEP_WELCOME);
  else if (self->step == STEP_OPENING)
    set_step (self, STEP_INTAKE);
  else if (self->step == STEP_RECOVERY && shc_recovery_view_go_back (self->recovery))
    set_step (self, STEP_RECOVERY);
  else if (self->step == STEP_RECOVERY)
    shc_recovery_ask_later (widget, later_answer_cb, NULL);
}

static void
way_changed_cb (ShcFirstRun *self)
{
  gboolean passphrase = gtk_switch_get_active (self->passphrase_switch);

  set_problem (self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_group), passphrase);
}

static gpointer
confirm_in_thread (gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  shc_vault_set_recovery_confirmed (SHC_VAULT (data), error);
  return NULL;
}

static void
noted_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  ShcFirstRun *self = SHC_FIRST_RUN (object);
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  if (error != NULL)
    shc_report_error (GTK_WIDGET (self), error);
  finish (self);
}

static void
confirmed_cb (ShcFirstRun *self)
{
  set_busy (self, _("One moment…"));
  shc_work_async (self, confirm_in_thread, g_object_ref (shc_journal_get_vault (self->journal)),
                  g_object_unref, NULL, self->cancellable, noted_cb, NULL);
}

static void
shc_first_run_dispose (GObject *object)
{
  ShcFirstRun *self = SHC_FIRST_RUN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_clear_pointer (&self->profile, shc_profile_free);
  g_clear_pointer (&self->passphrase, g_bytes_unref);
  g_clear_pointer (&self->code, g_bytes_unref);

  G_OBJECT_CLASS (shc_first_run_parent_class)->dispose (object);
}

static void
shc_first_run_class_init (ShcFirstRunClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_first_run_dispose;
  widget_class->grab_focus = shc_first_run_grab_focus;

  signals[SIGNAL_FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  g_type_ensure (SHC_TYPE_INTAKE_FORM);
  g_type_ensure (SHC_TYPE_PASSPHRASE_GROUP);
  g_type_ensure (SHC_TYPE_RECOVERY_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, steps);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, place_row);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, form);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, keyring_switch);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, passphrase_switch);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, passphrase_group);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, recovery);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, back_button);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, next_button);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcFirstRun, progress);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, way_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirmed_cb);
  gtk_widget_class_install_action (widget_class, "first-run.next", NULL, go_next);
  gtk_widget_class_install_action (widget_class, "first-run.back", NULL, go_back);
}

static void
shc_first_run_init (ShcFirstRun *self)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Whoever begins in the small hours begins on the day that has not ended for them. */
  profile->journey_start_day = shc_journey_today (shc_date_now (g_get_real_time ()),
                                                  SHC_JOURNEY_DAY_BEGINS_MIN);
  shc_intake_form_set_profile (self->form, profile);
  shc_intake_form_ask_fasting (self->form);
}

GtkWidget *
shc_first_run_new (ShcJournal *journal)
{
  ShcFirstRun *self = g_object_new (SHC_TYPE_FIRST_RUN, NULL);
  const char *dir = shc_vault_get_dir (shc_journal_get_vault (journal));
  g_autofree char *name = g_filename_display_name (dir);
  g_autofree char *place = NULL;

  self->journal = g_object_ref (journal);
  place = g_strdup_printf (_("In a folder of your own, under keys that only you have:\n%s"), name);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->place_row), FALSE);
  adw_action_row_set_subtitle (self->place_row, place);
  set_step (self, STEP_WELCOME);
  return GTK_WIDGET (self);
}

void
shc_first_run_resume (ShcFirstRun *self)
{
  g_return_if_fail (SHC_IS_FIRST_RUN (self));

  self->resumed = TRUE;
  set_step (self, STEP_INTAKE);
}
