/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two presses that ask the companion's server something: which models it has, and whether the key is right. */

#define G_LOG_DOMAIN "shc-prefs-companion"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-prefs-companion-private.h"
#include "shc-settings.h"
#include "shc-talk.h"

void
shc_prefs_companion_set_asking (ShcPrefsCompanion *self,
                                GtkSpinner        *spinner,
                                gboolean           asking)
{
  if (asking)
    self->asking = g_cancellable_new ();
  else
    g_clear_object (&self->asking);
  gtk_widget_set_visible (GTK_WIDGET (spinner), asking);
  gtk_spinner_set_spinning (spinner, asking);
  shc_prefs_companion_update_actions (self);
}

void
shc_prefs_companion_stop_asking (ShcPrefsCompanion *self)
{
  g_cancellable_cancel (self->asking);
}

void
shc_prefs_companion_drop_models (ShcPrefsCompanion *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->models_row), FALSE);
}

void
shc_prefs_companion_show_models (ShcPrefsCompanion  *self,
                                 char              **models)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  const char *chosen = g_hash_table_lookup (self->settings, SHC_SETTING_OPENAI_MODEL);
  guint selected = 0;

  gtk_string_list_append (names, _("None of these"));
  for (guint i = 0; models[i] != NULL; i++)
    {
      gtk_string_list_append (names, models[i]);
      if (g_str_equal (models[i], chosen))
        selected = i + 1;
    }
  self->updating = TRUE;
  adw_combo_row_set_model (self->models_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->models_row, selected);
  self->updating = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->models_row), models[0] != NULL);
}

/* One press: what it is for, and where its answer is said. */
typedef struct
{
  ShcPrefsCompanion *self;
  ShcIntent         *intent;
  GCancellable      *cancellable;
  GtkSpinner        *spinner;
  GtkLabel          *label;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->self);
  shc_intent_free (question->intent);
  g_object_unref (question->cancellable);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* Returns: whether there is still somebody to tell. */
static gboolean
end_question (Question     *question,
              const GError *error)
{
  if (question->self->window == NULL)
    return FALSE;
  shc_prefs_companion_set_asking (question->self, question->spinner, FALSE);
  if (error != NULL)
    shc_prefs_companion_say (question->label,
                             g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL : error->message, TRUE);
  return TRUE;
}

static char *
describe_answer (const Question *question,
                 guint           n)
{
  if (question->label == question->self->server_problem)
    return n == 0 ? g_strdup (_("The server offers no model."))
                  : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The server offers %u model.",
                                                  "The server offers %u models.", n), n);
  return n == 0 ? g_strdup (_("The server took the key, but offers no model."))
                : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The server took the key and offers %u model.",
                                                "The server took the key and offers %u models.", n), n);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) models = shc_talk_list_models_finish (SHC_TALK (object), result, &error);
  g_autofree char *text = NULL;

  if (!end_question (question, error) || models == NULL)
    return;
  text = describe_answer (question, g_strv_length (models));
  shc_prefs_companion_say (question->label, text, FALSE);
  if (question->label == question->self->server_problem)
    shc_prefs_companion_show_models (question->self, models);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  ShcTalk *talk = SHC_TALK (object);
  g_autoptr(GError) error = NULL;

  if (!shc_talk_load_finish (talk, result, &error))
    {
      end_question (question, error);
      return;
    }
  if (question->self->window == NULL)
    return;
  shc_talk_list_models_async (talk, question->intent, TRUE, question->cancellable, listed_cb, question);
  g_steal_pointer (&question);
}

/* @intent: (transfer full). What holds is read anew, behind all that was saved before. */
static void
ask (ShcPrefsCompanion *self,
     ShcIntent         *intent,
     GtkSpinner        *spinner,
     GtkLabel          *label)
{
  g_autoptr(ShcTalk) talk = shc_talk_new (self->window->vault);
  Question *question = g_new0 (Question, 1);

  shc_prefs_companion_say (label, NULL, FALSE);
  shc_prefs_companion_set_asking (self, spinner, TRUE);
  question->self = g_object_ref (self);
  question->intent = intent;
  question->cancellable = g_object_ref (self->asking);
  question->spinner = spinner;
  question->label = label;
  shc_talk_load_async (talk, NULL, question->cancellable, loaded_cb, question);
}

void
shc_prefs_companion_list_models (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (widget);

  if (self->asking == NULL)
    ask (self, shc_intent_new ("openai", "models", "models", "preferences.list-models", 0), self->list_spinner,
         self->server_problem);
}

void
shc_prefs_companion_test_key (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (widget);

  if (self->asking == NULL)
    ask (self, shc_intent_new ("openai", "models", "test-key", "preferences.test-key", 0), self->test_spinner,
         self->key_problem);
}
