/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: how the journal opens and locks, and what was agreed to. */

#define G_LOG_DOMAIN "shc-prefs-opening"

#include "config.h"

#include "shc-prefs-opening.h"

#include <glib/gi18n-lib.h>

#include "shc-ledger-dialog.h"
#include "shc-passphrase-dialog.h"
#include "shc-recovery-dialog.h"
#include "shc-settings.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"
#include "shc-work.h"

struct _ShcPrefsOpening
{
  AdwPreferencesPage parent_instance;
  ShcWindow         *window; /* weak: the preferences window holds it */
  GCancellable      *cancellable;
  gboolean           updating;

  GtkSwitch         *keyring_switch;
  AdwActionRow      *passphrase_row;
  GtkButton         *passphrase_button;
  GtkLabel          *problem;
  GtkAdjustment     *idle;
  GtkAdjustment     *begins;
  AdwActionRow      *agreements_row;
};

G_DEFINE_FINAL_TYPE (ShcPrefsOpening, shc_prefs_opening, ADW_TYPE_PREFERENCES_PAGE)

static void
set_problem (ShcPrefsOpening *self,
             const char      *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
show_slots (ShcPrefsOpening *self)
{
  ShcSlots slots = shc_vault_get_slots (self->window->vault);
  gboolean has_keyring = (slots & SHC_SLOT_KEYRING) != 0;
  gboolean has_passphrase = (slots & SHC_SLOT_PASSPHRASE) != 0;

  self->updating = TRUE;
  gtk_switch_set_active (self->keyring_switch, has_keyring);
  gtk_switch_set_state (self->keyring_switch, has_keyring);
  self->updating = FALSE;
  adw_action_row_set_subtitle (self->passphrase_row, has_passphrase ? _("Set") : _("Not set"));
  gtk_button_set_label (self->passphrase_button, has_passphrase ? _("_Change…") : _("_Set…"));
}

typedef struct
{
  ShcVault *vault;
  gboolean  remember;
} Keyring;

static void
keyring_free (gpointer data)
{
  Keyring *keyring = data;

  g_object_unref (keyring->vault);
  g_free (keyring);
}

static gpointer
keyring_in_thread (gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  Keyring *keyring = data;

  if (keyring->remember)
    shc_vault_remember_in_keyring (keyring->vault, error);
  else
    shc_vault_forget_keyring (keyring->vault, error);
  return NULL;
}

static void
keyring_done_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  ShcPrefsOpening *self = SHC_PREFS_OPENING (object);
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  if (self->window == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->keyring_switch), TRUE);
  set_problem (self, error != NULL ? error->message : NULL);
  show_slots (self);
}

static gboolean
keyring_set_cb (GtkSwitch *widget,
                gboolean   active,
                gpointer   user_data)
{
  ShcPrefsOpening *self = SHC_PREFS_OPENING (user_data);
  Keyring *keyring;

  if (self->updating)
    return FALSE;

  keyring = g_new0 (Keyring, 1);
  keyring->vault = g_object_ref (self->window->vault);
  keyring->remember = active;
  gtk_widget_set_sensitive (GTK_WIDGET (widget), FALSE);
  shc_work_async (self, keyring_in_thread, keyring, keyring_free, NULL, NULL, keyring_done_cb,
                  NULL);
  /* The switch moves over only when it is done. */
  return TRUE;
}

static void
change_passphrase (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ShcPrefsOpening *self = SHC_PREFS_OPENING (widget);
  GtkWidget *dialog;

  set_problem (self, NULL);
  dialog = shc_passphrase_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)),
                                      self->window->vault);
  g_signal_connect_object (dialog, "changed", G_CALLBACK (show_slots), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
new_recovery_code (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ShcPrefsOpening *self = SHC_PREFS_OPENING (widget);

  shc_recovery_dialog_present (self->window, GTK_WINDOW (gtk_widget_get_root (widget)));
}

static void
setting_saved_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(ShcPrefsOpening) self = SHC_PREFS_OPENING (user_data);
  g_autoptr(GError) error = NULL;
  gboolean saved = shc_journal_set_setting_finish (SHC_JOURNAL (object), result, &error);

  if (self->window == NULL)
    return;
  if (saved)
    shc_window_care_refresh (self->window);
  else
    shc_report_error (GTK_WIDGET (self), error);
}

static void
save_setting (ShcPrefsOpening *self,
              const char      *name,
              const char      *value)
{
  if (!self->updating)
    shc_journal_set_setting_async (self->window->journal, name, value, setting_saved_cb,
                                   g_object_ref (self));
}

static void
idle_changed_cb (ShcPrefsOpening *self)
{
  g_autofree char *value = g_strdup_printf ("%d", (int) gtk_adjustment_get_value (self->idle));

  save_setting (self, SHC_SETTING_LOCK_IDLE_MINUTES, value);
}

static char *
format_minutes (double value)
{
  int minutes = (int) value;

  return g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
}

static gboolean
parse_minutes (const char *text,
               double     *minutes)
{
  char *end;
  guint64 hour = g_ascii_strtoull (text, &end, 10);
  guint64 minute = 0;

  if (end == text || hour > 23)
    return FALSE;
  if (*end == ':')
    minute = g_ascii_strtoull (end + 1, NULL, 10);
  if (minute > 59)
    return FALSE;

  *minutes = (double) (hour * 60 + minute);
  return TRUE;
}

static gboolean
begins_output_cb (GtkSpinButton *spin,
                  gpointer       user_data)
{
  g_autofree char *text = format_minutes (gtk_spin_button_get_value (spin));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static int
begins_input_cb (GtkSpinButton *spin,
                 double        *value,
                 gpointer       user_data)
{
  return parse_minutes (gtk_editable_get_text (GTK_EDITABLE (spin)), value) ? TRUE
                                                                            : GTK_INPUT_ERROR;
}

static void
begins_changed_cb (ShcPrefsOpening *self)
{
  g_autofree char *value = format_minutes (gtk_adjustment_get_value (self->begins));

  save_setting (self, SHC_SETTING_JOURNEY_DAY_BEGINS, value);
}

static void
idle_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(ShcPrefsOpening) self = SHC_PREFS_OPENING (user_data);
  g_autofree char *value = shc_journal_get_setting_finish (SHC_JOURNAL (object), result, NULL);

  if (value == NULL)
    return;

  self->updating = TRUE;
  gtk_adjustment_set_value (self->idle, g_ascii_strtod (value, NULL));
  self->updating = FALSE;
}

static void
begins_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(ShcPrefsOpening) self = SHC_PREFS_OPENING (user_data);
  g_autofree char *value = shc_journal_get_setting_finish (SHC_JOURNAL (object), result, NULL);
  double minutes;

  if (value == NULL || !parse_minutes (value, &minutes))
    return;

  self->updating = TRUE;
  gtk_adjustment_set_value (self->begins, minutes);
  self->updating = FALSE;
}

static char *
list_agreements (const ShcLedger *ledger)
{
  g_autoptr(GString) titles = g_string_new (NULL);

  for (guint i = 0; i < ledger->standings->len; i++)
    {
      const ShcConsentStanding *standing = g_ptr_array_index (ledger->standings, i);

      if (standing->state == SHC_CONSENT_GRANTED)
        g_string_append_printf (titles, "%s%s", titles->len > 0 ? " · " : "", shc_consent_get_title (standing->purpose));
    }
  return titles->len > 0 ? g_string_free (g_steal_pointer (&titles), FALSE) : g_strdup (_("Nothing at the moment"));
}

static void
ledger_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcPrefsOpening) self = SHC_PREFS_OPENING (user_data);
  g_autoptr(ShcLedger) ledger = shc_journal_load_ledger_finish (SHC_JOURNAL (object), result, NULL);
  g_autofree char *agreements = NULL;

  if (ledger == NULL || self->window == NULL)
    return;
  agreements = list_agreements (ledger);
  adw_action_row_set_subtitle (self->agreements_row, agreements);
}

static void
load_agreements (ShcPrefsOpening *self)
{
  if (self->window != NULL)
    shc_journal_load_ledger_async (self->window->journal, self->cancellable, ledger_cb, g_object_ref (self));
}

static void
show_agreements (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ShcPrefsOpening *self = SHC_PREFS_OPENING (widget);

  gtk_window_present (GTK_WINDOW (
    shc_ledger_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->window->journal)));
}

static void
shc_prefs_opening_dispose (GObject *object)
{
  ShcPrefsOpening *self = SHC_PREFS_OPENING (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->window);

  G_OBJECT_CLASS (shc_prefs_opening_parent_class)->dispose (object);
}

static void
shc_prefs_opening_class_init (ShcPrefsOpeningClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_prefs_opening_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-prefs-opening.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsOpening, keyring_switch);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsOpening, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsOpening, passphrase_button);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsOpening, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsOpening, idle);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsOpening, begins);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsOpening, agreements_row);
  gtk_widget_class_bind_template_callback (widget_class, keyring_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, idle_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, begins_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, begins_output_cb);
  gtk_widget_class_bind_template_callback (widget_class, begins_input_cb);
  gtk_widget_class_install_action (widget_class, "opening.passphrase", NULL, change_passphrase);
  gtk_widget_class_install_action (widget_class, "opening.recovery", NULL, new_recovery_code);
  gtk_widget_class_install_action (widget_class, "opening.agreements", NULL, show_agreements);
}

static void
shc_prefs_opening_init (ShcPrefsOpening *self)
{
  self->cancellable = g_cancellable_new ();
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
}

void
shc_prefs_opening_set_window (ShcPrefsOpening *self,
                              ShcWindow       *window)
{
  g_return_if_fail (SHC_IS_PREFS_OPENING (self));
  g_return_if_fail (SHC_IS_WINDOW (window));

  g_set_weak_pointer (&self->window, window);
  g_signal_connect_object (window->journal, "changed", G_CALLBACK (load_agreements), self, G_CONNECT_SWAPPED);
  shc_prefs_opening_refresh (self);
}

void
shc_prefs_opening_refresh (ShcPrefsOpening *self)
{
  ShcJournal *journal;

  g_return_if_fail (SHC_IS_PREFS_OPENING (self));

  journal = self->window->journal;
  show_slots (self);
  shc_journal_get_setting_async (journal, SHC_SETTING_LOCK_IDLE_MINUTES, self->cancellable,
                                 idle_read_cb, g_object_ref (self));
  shc_journal_get_setting_async (journal, SHC_SETTING_JOURNEY_DAY_BEGINS, self->cancellable,
                                 begins_read_cb, g_object_ref (self));
  load_agreements (self);
}
