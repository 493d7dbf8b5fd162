/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journey e-mails: what is set, the key, and what was agreed to. */

#define G_LOG_DOMAIN "shc-mailing-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-account.h"
#include "shc-confirm.h"
#include "shc-journal-error.h"
#include "shc-mailing-dialog-private.h"
#include "shc-profile.h"
#include "shc-secure-text.h"
#include "shc-service-key.h"
#include "shc-settings.h"
#include "shc-sharing-runs.h"
#include "shc-work.h"

#define SERVICE "mailchimp"

void
shc_mailing_state_free (ShcMailingState *state)
{
  if (state == NULL)
    return;
  g_free (state->list);
  g_free (state->base_url);
  g_free (state->email);
  g_free (state->key_problem);
  g_free (state);
}

/* What goes to a thread. */
typedef struct
{
  ShcVault *vault;
  char     *list;        /* (nullable): %NULL leaves what is set */
  char     *base_url;
  gboolean  ask_first;
  GBytes   *key;         /* (nullable) */
  gboolean  remove_key;
} Typed;

static void
typed_free (gpointer data)
{
  Typed *typed = data;

  g_object_unref (typed->vault);
  g_free (typed->list);
  g_free (typed->base_url);
  g_clear_pointer (&typed->key, g_bytes_unref);
  g_free (typed);
}

static Typed *
typed_new (ShcMailingDialog *self)
{
  Typed *typed = g_new0 (Typed, 1);

  typed->vault = g_object_ref (self->window->vault);
  return typed;
}

/* ---- reading */

static gboolean
read_email (ShcDb            *db,
            ShcMailingState  *state,
            GError          **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(ShcProfile) profile = shc_profile_load (db, &problem);

  if (profile == NULL && !g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  state->email = profile != NULL ? g_strdup (profile->email) : NULL;
  return TRUE;
}

static gpointer
read_state (ShcDb     *db,
            gpointer   data,
            GError   **error)
{
  g_autoptr(ShcMailingState) state = g_new0 (ShcMailingState, 1);
  g_autoptr(ShcAccount) account = shc_account_load (db, SERVICE, error);
  g_autoptr(ShcSharingRun) open = NULL;
  g_autoptr(ShcSharingRun) last = NULL;
  int ask_first = shc_settings_get_int (db, SHC_SETTING_MAILCHIMP_DOUBLE_OPT_IN, error);

  if (ask_first < 0 || account == NULL || !read_email (db, state, error) ||
      !shc_sharing_runs_get_open (db, SERVICE, account->place, &open, error) ||
      !shc_sharing_runs_get_last (db, SERVICE, account->place, &last, error))
    return NULL;
  state->list = g_steal_pointer (&account->place);
  state->base_url = g_steal_pointer (&account->base_url);
  state->asks_first = ask_first != 0;
  state->consent = account->consent;
  state->cut_off = open != NULL;
  state->undoable = last != NULL;
  return g_steal_pointer (&state);
}

static gpointer
write_settings (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  const Typed *typed = data;

  return GINT_TO_POINTER (shc_settings_set (db, SHC_SETTING_MAILCHIMP_LIST_ID, typed->list, error) &&
                          shc_settings_set (db, SHC_SETTING_MAILCHIMP_BASE_URL, typed->base_url, error) &&
                          shc_settings_set (db, SHC_SETTING_MAILCHIMP_DOUBLE_OPT_IN, typed->ask_first ? "true" : "false",
                                            error));
}

/* Keeps what was typed, if anything was; then reads all of it. */
static gpointer
work_in_thread (gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  const Typed *typed = data;
  ShcMailingState *state;
  g_autoptr(GError) problem = NULL;

  if (typed->list != NULL && shc_vault_run (typed->vault, SHC_DB_WRITER, write_settings, data, error) == NULL)
    return NULL;
  if (typed->key != NULL && !shc_service_key_store (typed->vault, SERVICE, typed->key, error))
    return NULL;
  if (typed->remove_key && !shc_service_key_clear (typed->vault, SERVICE, error))
    return NULL;
  state = shc_vault_run (typed->vault, SHC_DB_WRITER, read_state, NULL, error);
  if (state != NULL && !shc_service_key_has (typed->vault, SERVICE, &state->has_key, &problem))
    state->key_problem = g_strdup (problem->message);
  return state;
}

/* ---- showing */

static const char *
get_key_words (const ShcMailingState *state)
{
  if (state->key_problem != NULL)
    return state->key_problem;
  return state->has_key ? _("A key is stored in this computer’s keyring") : _("No key is stored");
}

static void
show_consent (ShcMailingDialog *self)
{
  const ShcMailingState *state = self->state;
  g_autofree char *text = NULL;

  if (*state->list == '\0')
    text = g_strdup (_("Which list it is has to be said first"));
  else
    /* Translators: %s is the id of a list, such as 9e67587f52. */
    text = g_strdup_printf (state->consent ? _("Agreed: mails about your journey, by the list %s")
                                           : _("Not agreed: nothing is sent to the list %s"), state->list);
  adw_action_row_set_subtitle (self->consent_row, text);
  gtk_button_set_label (self->consent_button, state->consent ? _("Tak_e Back") : _("A_gree…"));
}

/* Takes @state. What is being typed stays. */
static void
take_state (ShcMailingDialog *self,
            ShcMailingState  *state)
{
  gboolean first = self->state == NULL;

  if (self->state == NULL || !g_str_equal (self->state->list, state->list))
    gtk_editable_set_text (GTK_EDITABLE (self->list_row), state->list);
  if (self->state == NULL || self->state->asks_first != state->asks_first)
    gtk_switch_set_active (self->ask_first_switch, state->asks_first);
  if (self->state == NULL || !g_str_equal (self->state->base_url, state->base_url))
    gtk_editable_set_text (GTK_EDITABLE (self->base_url_row), state->base_url);
  g_clear_pointer (&self->state, shc_mailing_state_free);
  self->state = state;
  adw_action_row_set_subtitle (self->email_row, state->email != NULL && *state->email != '\0'
                                                  ? state->email
                                                  : _("Your profile has none, so no mail can reach you. Preferences has a "
                                                      "place for it."));
  adw_action_row_set_subtitle (self->key_row, get_key_words (state));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->new_key_row), state->has_key ? _("Another _Key") : _("_Key"));
  show_consent (self);
  gtk_widget_set_visible (self->choose_button, state->has_key);
  gtk_widget_set_visible (self->test_button, state->has_key);
  gtk_widget_set_visible (self->remove_button, state->has_key);
  gtk_widget_set_visible (self->cut_off_group, state->cut_off);
  gtk_widget_set_visible (self->leave_group, *state->list != '\0');
  gtk_widget_set_visible (self->undo_row, state->undoable);
  shc_mailing_dialog_update (self);
  if (first)
    shc_mailing_dialog_place_focus (self);
}

typedef struct
{
  ShcMailingDialog     *self;
  ShcMailingDialogNext  next;
} Waiting;

static void
worked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Waiting *waiting = user_data;
  g_autoptr(ShcMailingDialog) self = waiting->self;
  g_autoptr(GError) error = NULL;
  ShcMailingState *state = shc_work_finish (result, &error);

  if (self->closed)
    {
      shc_mailing_state_free (state);
      return;
    }
  if (waiting->next != NULL)
    self->storing = FALSE;
  if (state == NULL)
    {
      g_clear_error (&self->ended);
      shc_mailing_dialog_fail (self, error, FALSE);
      return;
    }
  take_state (self, state);
  if (self->ended != NULL)
    {
      g_autoptr(GError) ended = g_steal_pointer (&self->ended);

      shc_mailing_dialog_fail (self, ended, state->cut_off);
    }
  else if (waiting->next != NULL)
    waiting->next (self);
}

/* Takes @typed. */
static void
work (ShcMailingDialog     *self,
      Typed                *typed,
      ShcMailingDialogNext  next)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->self = g_object_ref (self);
  waiting->next = next;
  shc_work_async (self, work_in_thread, typed, typed_free, (GDestroyNotify) shc_mailing_state_free, NULL, worked_cb, waiting);
}

void
shc_mailing_dialog_load (ShcMailingDialog *self)
{
  work (self, typed_new (self), NULL);
}

static char *
dup_typed (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

void
shc_mailing_dialog_store (ShcMailingDialog     *self,
                          ShcMailingDialogNext  next)
{
  Typed *typed;

  if (self->storing)
    return;
  self->storing = TRUE;
  typed = typed_new (self);
  typed->list = dup_typed (self->list_row);
  typed->base_url = dup_typed (self->base_url_row);
  typed->ask_first = gtk_switch_get_active (self->ask_first_switch);
  typed->key = shc_secure_text_take (GTK_EDITABLE (self->new_key_row));
  if (g_bytes_get_size (typed->key) == 0)
    g_clear_pointer (&typed->key, g_bytes_unref);
  shc_mailing_dialog_complain (self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->key_note), FALSE);
  work (self, typed, next);
}

/* ---- the key */

static void
tested_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcMailingDialog) self = SHC_MAILING_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gboolean works = shc_mailing_test_key_finish (SHC_MAILING (object), result, &error);

  if (self->closed)
    return;
  g_clear_object (&self->asking);
  if (!works)
    {
      shc_mailing_dialog_fail (self, error, FALSE);
      return;
    }
  shc_mailing_dialog_show (self, "setup");
  gtk_label_set_text (self->key_note, _("Mailchimp took the key."));
  gtk_widget_set_visible (GTK_WIDGET (self->key_note), TRUE);
}

static void
test_stored (ShcMailingDialog *self)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("mailchimp", "ping", "test-key", "mailing.test-key", 0);

  shc_mailing_dialog_begin_asking (self);
  shc_mailing_dialog_wait (self, _("Asking Mailchimp whether it takes the key…"));
  shc_mailing_test_key_async (self->mailing, intent, self->asking, tested_cb, g_object_ref (self));
}

void
shc_mailing_dialog_test_key (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  ShcMailingDialog *self = SHC_MAILING_DIALOG (widget);

  if (self->asking == NULL)
    shc_mailing_dialog_store (self, test_stored);
}

void
shc_mailing_dialog_remove_key (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  ShcMailingDialog *self = SHC_MAILING_DIALOG (widget);
  Typed *typed = typed_new (self);

  typed->remove_key = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->key_note), FALSE);
  work (self, typed, NULL);
}

/* ---- what was agreed to */

static void
recorded_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcMailingDialog) self = SHC_MAILING_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  shc_journal_record_consent_finish (SHC_JOURNAL (object), result, &error);
  if (self->closed)
    return;
  if (error != NULL)
    shc_mailing_dialog_complain (self, error->message);
  shc_mailing_dialog_load (self);
}

static void
record (ShcMailingDialog *self,
        gboolean          granted)
{
  shc_journal_record_consent_async (self->window->journal, "mailing", granted ? self->state->list : NULL, granted,
                                    recorded_cb, g_object_ref (self));
}

static void
agreed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcMailingDialog) self = SHC_MAILING_DIALOG (user_data);

  if (shc_confirm_finish (result) && !self->closed)
    record (self, TRUE);
}

/* The words that are recorded are the ones that are read here. */
static void
ask_to_agree (ShcMailingDialog *self)
{
  g_autofree char *heading = NULL;

  if (*self->state->list == '\0')
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->list_row), "error");
      shc_mailing_dialog_complain (self, _("Which list it is has to be said first."));
      gtk_widget_grab_focus (GTK_WIDGET (self->list_row));
      return;
    }
  /* Translators: %s is the id of a list, such as 9e67587f52. */
  heading = g_strdup_printf (_("Get Mails by the List %s?"), self->state->list);
  shc_confirm_async (GTK_WIDGET (self), heading, shc_consent_get_wording ("mailing"), _("_Not Now"), _("I _Agree"),
                     SHC_CONFIRM_SUGGESTED, self->cancellable, agreed_cb, g_object_ref (self));
}

void
shc_mailing_dialog_consent (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  ShcMailingDialog *self = SHC_MAILING_DIALOG (widget);

  if (self->state != NULL && self->state->consent)
    record (self, FALSE);
  else
    shc_mailing_dialog_store (self, ask_to_agree);
}
