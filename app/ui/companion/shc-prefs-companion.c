/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: who answers the companion, with which key, how much, and what was agreed to. */

#define G_LOG_DOMAIN "shc-prefs-companion"

#include "config.h"

#include "shc-prefs-companion.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-activity-dialog.h"
#include "shc-instructions-dialog.h"
#include "shc-prices.h"
#include "shc-prices-dialog.h"
#include "shc-prefs-companion-private.h"
#include "shc-settings.h"
#include "shc-ui-errors.h"

/* The rows of the question how a server is spoken to. */
static const char *const protocols[] = { "auto", "responses", "chat" };

enum { SIGNAL_CONSENT_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcPrefsCompanion, shc_prefs_companion, ADW_TYPE_PREFERENCES_PAGE)

gboolean
shc_prefs_companion_is_adult (ShcPrefsCompanion *self)
{
  return self->companion != NULL && self->companion->adult;
}

void
shc_prefs_companion_update_actions (ShcPrefsCompanion *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean adult = shc_prefs_companion_is_adult (self);
  gboolean free_to_ask = adult && self->asking == NULL && self->n_saving == 0 &&
                          !shc_network_row_get_busy (self->network_row);

  gtk_widget_action_set_enabled (widget, "companion-prefs.find-server", free_to_ask);
  gtk_widget_action_set_enabled (widget, "companion-prefs.list-models", free_to_ask);
  gtk_widget_action_set_enabled (widget, "companion-prefs.test-key", free_to_ask && self->has_key);
  gtk_widget_action_set_enabled (widget, "companion-prefs.remove-key", self->has_key);
  gtk_widget_action_set_enabled (widget, "companion-prefs.store-key",
                                 *gtk_editable_get_text (GTK_EDITABLE (self->new_key_row)) != '\0');
}

static const char *
get_value (ShcPrefsCompanion *self,
           const char        *name)
{
  return g_hash_table_lookup (self->settings, name);
}

static gboolean
get_flag (ShcPrefsCompanion *self,
          const char        *name)
{
  return g_str_equal (get_value (self, name), "true");
}

static void
show_number_of_prices (ShcPrefsCompanion *self)
{
  g_autoptr(GPtrArray) prices = shc_prices_parse (get_value (self, SHC_SETTING_COMPANION_PRICES), NULL);
  guint n = prices != NULL ? prices->len : 0;
  g_autofree char *text = NULL;

  if (n > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u price is noted", "%u prices are noted", n), n);
  adw_action_row_set_subtitle (self->prices_row, text != NULL ? text : _("None is noted, so costs are not known"));
}

static void
fill (ShcPrefsCompanion *self)
{
  const char *protocol = get_value (self, SHC_SETTING_OPENAI_PROTOCOL);
  gboolean own = *get_value (self, SHC_SETTING_COMPANION_PROMPT) != '\0';

  self->updating = TRUE;
  gtk_switch_set_active (self->zdr_switch, get_flag (self, SHC_SETTING_OPENAI_ZDR_NOTED));
  shc_prefs_companion_fill_row (self->address_row, get_value (self, SHC_SETTING_OPENAI_BASE_URL));
  shc_prefs_companion_fill_row (self->model_row, get_value (self, SHC_SETTING_OPENAI_MODEL));
  shc_prefs_companion_fill_row (self->limit_row, get_value (self, SHC_SETTING_COMPANION_MONTHLY_LIMIT));
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    if (g_str_equal (protocol, protocols[i]))
      adw_combo_row_set_selected (self->protocol_row, i);
  gtk_adjustment_set_value (self->days,
                            g_ascii_strtod (get_value (self, SHC_SETTING_COMPANION_RETENTION_DAYS), NULL));
  shc_prefs_companion_update_found (self);
  show_number_of_prices (self);
  adw_action_row_set_subtitle (self->instructions_row, own ? _("Your own") : _("Those of this program"));
  self->updating = FALSE;
}

/* Under 18 there is nothing here that sends; what was agreed to before can still be taken back. */
static void
show_groups (ShcPrefsCompanion *self)
{
  gboolean adult = shc_prefs_companion_is_adult (self);
  GtkWidget *groups[] = { self->server_group, GTK_WIDGET (self->find_group), self->key_group, self->limits_group };

  gtk_widget_set_visible (self->adult_group, !adult);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    gtk_widget_set_visible (groups[i], adult);
  gtk_widget_set_visible (self->agreement_group,
                          adult || self->companion->consent || self->companion->history_consent);
  if (!adult)
    shc_prefs_companion_stop_asking (self);
  shc_prefs_companion_update_actions (self);
}

static void
companion_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(ShcPrefsCompanion) self = SHC_PREFS_COMPANION (user_data);
  g_autoptr(GError) error = NULL;
  ShcCompanion *companion = shc_companion_load_finish (SHC_VAULT (object), result, &error);

  if (companion == NULL)
    {
      if (self->window != NULL)
        shc_report_error (GTK_WIDGET (self), error);
      return;
    }
  g_clear_pointer (&self->companion, shc_companion_free);
  self->companion = companion;
  if (self->window == NULL || self->n_saving > 0)
    return;
  show_groups (self);
  shc_prefs_companion_show_consents (self);
  /* Once: the keyring is asked again only when something was done about the key. */
  if (shc_prefs_companion_is_adult (self) && !self->looked_for_key)
    shc_prefs_companion_look_for_key (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
}

/* While something is being saved, what was read may be older than what is shown; then it is read again. */
static void
settings_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcPrefsCompanion) self = SHC_PREFS_COMPANION (user_data);
  g_autoptr(GError) error = NULL;
  GHashTable *settings = shc_journal_load_settings_finish (SHC_JOURNAL (object), result, &error);

  if (settings == NULL)
    {
      if (self->window != NULL)
        shc_report_error (GTK_WIDGET (self), error);
      return;
    }
  g_clear_pointer (&self->settings, g_hash_table_unref);
  self->settings = settings;
  if (self->window == NULL || self->n_saving > 0)
    return;
  fill (self);
  shc_companion_load_async (self->window->vault, self->cancellable, companion_cb, g_object_ref (self));
}

static void
network_changed_cb (ShcPrefsCompanion *self)
{
  /* Not a moment longer than until the switch is moved. */
  if (!shc_network_row_get_allowed (self->network_row))
    shc_prefs_companion_stop_asking (self);
  shc_prefs_companion_update_actions (self);
}

static void
save_address (ShcPrefsCompanion *self,
              const char        *address)
{
  shc_prefs_companion_stop_asking (self);
  shc_prefs_companion_drop_models (self);
  shc_prefs_companion_save (self, SHC_SETTING_OPENAI_BASE_URL, address, self->address_row, self->server_problem,
                            _("This address cannot be used, so the former one stays. It begins with https://, or with "
                              "http:// for this computer itself, and has no user, password, “?” or “#”."));
}

static void
address_apply_cb (ShcPrefsCompanion *self)
{
  g_autofree char *address = shc_prefs_companion_dup_typed (self->address_row);

  save_address (self, address);
}

void
shc_prefs_companion_take_address (ShcPrefsCompanion *self,
                                  const char        *address)
{
  shc_prefs_companion_set_row (self->address_row, address);
  save_address (self, address);
}

static void
address_changed_cb (ShcPrefsCompanion *self)
{
  shc_prefs_companion_unmark_row (self->address_row, self->server_problem);
}

static void
protocol_changed_cb (ShcPrefsCompanion *self)
{
  guint selected = adw_combo_row_get_selected (self->protocol_row);

  if (selected < G_N_ELEMENTS (protocols))
    shc_prefs_companion_save (self, SHC_SETTING_OPENAI_PROTOCOL, protocols[selected], NULL, self->server_problem, NULL);
}

static void
model_apply_cb (ShcPrefsCompanion *self)
{
  g_autofree char *model = shc_prefs_companion_dup_typed (self->model_row);

  shc_prefs_companion_save (self, SHC_SETTING_OPENAI_MODEL, model, self->model_row, self->server_problem,
                            _("This cannot be the name of a model, so the former one stays."));
}

static void
models_changed_cb (ShcPrefsCompanion *self)
{
  GtkStringObject *chosen = adw_combo_row_get_selected_item (self->models_row);

  /* The first row is none of them. */
  if (self->updating || chosen == NULL || adw_combo_row_get_selected (self->models_row) == 0)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->model_row), gtk_string_object_get_string (chosen));
  model_apply_cb (self);
}

static void
new_key_changed_cb (ShcPrefsCompanion *self)
{
  shc_prefs_companion_update_actions (self);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->new_key_row)) != '\0')
    shc_prefs_companion_say (self->key_problem, NULL, FALSE);
}

static void
new_key_activated_cb (ShcPrefsCompanion *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "companion-prefs.store-key", NULL);
}

static void
days_changed_cb (ShcPrefsCompanion *self)
{
  g_autofree char *days = g_strdup_printf ("%d", (int) gtk_adjustment_get_value (self->days));

  shc_prefs_companion_save (self, SHC_SETTING_COMPANION_RETENTION_DAYS, days, NULL, self->limits_problem, NULL);
}

static void
limit_apply_cb (ShcPrefsCompanion *self)
{
  g_autofree char *limit = shc_prefs_companion_dup_typed (self->limit_row);

  shc_prefs_companion_save (self, SHC_SETTING_COMPANION_MONTHLY_LIMIT, limit, self->limit_row, self->limits_problem,
                            _("A limit is a whole number of tokens, or money such as 5.00 USD, or empty for none. The "
                              "former one stays."));
}

static void
limit_changed_cb (ShcPrefsCompanion *self)
{
  shc_prefs_companion_unmark_row (self->limit_row, self->limits_problem);
}

static void
zdr_changed_cb (ShcPrefsCompanion *self)
{
  shc_prefs_companion_save (self, SHC_SETTING_OPENAI_ZDR_NOTED,
                            gtk_switch_get_active (self->zdr_switch) ? "true" : "false", NULL, self->limits_problem,
                            NULL);
}

static void
show_activity (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (widget);

  gtk_window_present (GTK_WINDOW (
    shc_activity_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->window->journal)));
}

static void
show_instructions (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (widget);

  gtk_window_present (GTK_WINDOW (
    shc_instructions_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->window->journal)));
}

static void
show_prices (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (widget);

  gtk_window_present (GTK_WINDOW (shc_prices_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)),
                                                         self->window->journal)));
}

static void
let_go (ShcPrefsCompanion *self)
{
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->asking);
  g_clear_weak_pointer (&self->window);
}

/* Preferences were closed. What is still under way holds on to the page, but no longer speaks. */
static void
shc_prefs_companion_unroot (GtkWidget *widget)
{
  let_go (SHC_PREFS_COMPANION (widget));

  GTK_WIDGET_CLASS (shc_prefs_companion_parent_class)->unroot (widget);
}

static void
shc_prefs_companion_dispose (GObject *object)
{
  let_go (SHC_PREFS_COMPANION (object));

  G_OBJECT_CLASS (shc_prefs_companion_parent_class)->dispose (object);
}

static void
shc_prefs_companion_finalize (GObject *object)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->asking);
  g_clear_pointer (&self->companion, shc_companion_free);
  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_ptr_array_unref (self->found_rows);

  G_OBJECT_CLASS (shc_prefs_companion_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, adult_group);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, network_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, server_group);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, address_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, protocol_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, model_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, list_spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, models_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, server_problem);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, find_group);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, find_spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, find_problem);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, key_group);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, key_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, test_spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, test_button);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, new_key_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, key_problem);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, limits_group);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, days);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, limit_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, prices_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, zdr_switch);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, instructions_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, limits_problem);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, agreement_group);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, talk_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, talk_button);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, history_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, history_button);
  gtk_widget_class_bind_template_child (widget_class, ShcPrefsCompanion, agreement_problem);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, network_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, protocol_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, models_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_key_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_key_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, days_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, limit_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, limit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, zdr_changed_cb);
}

static const struct
{
  const char                  *name;
  GtkWidgetActionActivateFunc  activate;
} actions[] = {
  { "companion-prefs.activity", show_activity },
  { "companion-prefs.find-server", shc_prefs_companion_find_server },
  { "companion-prefs.history", shc_prefs_companion_change_history },
  { "companion-prefs.instructions", show_instructions },
  { "companion-prefs.list-models", shc_prefs_companion_list_models },
  { "companion-prefs.prices", show_prices },
  { "companion-prefs.remove-key", shc_prefs_companion_remove_key },
  { "companion-prefs.store-key", shc_prefs_companion_store_key },
  { "companion-prefs.talk", shc_prefs_companion_change_talk },
  { "companion-prefs.test-key", shc_prefs_companion_test_key },
};

static void
shc_prefs_companion_class_init (ShcPrefsCompanionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_prefs_companion_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_prefs_companion_finalize;
  widget_class->unroot = shc_prefs_companion_unroot;

  signals[SIGNAL_CONSENT_CHANGED] = g_signal_new ("consent-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SHC_TYPE_NETWORK_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-prefs-companion.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}

/* What comes from a person, a server or an error is no markup. */
static void
shc_prefs_companion_init (ShcPrefsCompanion *self)
{
  AdwActionRow *rows[5];

  self->cancellable = g_cancellable_new ();
  self->found_rows = g_ptr_array_new ();
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
  rows[0] = self->key_row;
  rows[1] = self->instructions_row;
  rows[2] = self->talk_row;
  rows[3] = self->history_row;
  rows[4] = self->prices_row;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (rows[i]), FALSE);
  shc_prefs_companion_update_actions (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
}

void
shc_prefs_companion_set_window (ShcPrefsCompanion *self,
                                ShcWindow         *window)
{
  g_return_if_fail (SHC_IS_PREFS_COMPANION (self));
  g_return_if_fail (SHC_IS_WINDOW (window));

  g_set_weak_pointer (&self->window, window);
  g_signal_connect_object (window->journal, "changed", G_CALLBACK (shc_prefs_companion_refresh), self,
                           G_CONNECT_SWAPPED);
  shc_network_row_set_journal (self->network_row, window->journal);
  shc_prefs_companion_refresh (self);
}

void
shc_prefs_companion_refresh (ShcPrefsCompanion *self)
{
  g_return_if_fail (SHC_IS_PREFS_COMPANION (self));

  if (self->window != NULL)
    shc_journal_load_settings_async (self->window->journal, self->cancellable, settings_cb, g_object_ref (self));
}
