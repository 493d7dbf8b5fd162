/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The press that looks for a server on this computer, and what it found. */

#define G_LOG_DOMAIN "shc-prefs-companion"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-prefs-companion-private.h"
#include "shc-settings.h"
#include "shc-widget.h"

static const ShcFoundServer *
get_server (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "shc-server");
}

static void
use_clicked_cb (GtkWidget         *button,
                ShcPrefsCompanion *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  const ShcFoundServer *server = get_server (row);

  shc_prefs_companion_take_address (self, server->base_url);
  shc_prefs_companion_show_models (self, server->models);
}

static GtkWidget *
create_row (ShcPrefsCompanion *self,
            ShcFoundServer    *server)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Use"));
  GtkWidget *used = gtk_image_new_from_icon_name ("object-select-symbolic");
  g_autofree char *models = shc_found_server_dup_words (server);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", models, server->base_url);
  /* Translators: the name of a program that answers, "Ollama". */
  g_autofree char *name = g_strdup_printf (_("Use %s"), server->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), server->name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (use_clicked_cb), self);
  shc_widget_set_label (used, _("In use"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), used);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  g_object_set_data_full (G_OBJECT (row), "shc-server", server, (GDestroyNotify) shc_found_server_free);
  g_object_set_data (G_OBJECT (row), "shc-use", button);
  g_object_set_data (G_OBJECT (row), "shc-used", used);
  return row;
}

void
shc_prefs_companion_update_found (ShcPrefsCompanion *self)
{
  const char *address = g_hash_table_lookup (self->settings, SHC_SETTING_OPENAI_BASE_URL);

  for (guint i = 0; i < self->found_rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->found_rows, i);
      gboolean used = g_strcmp0 (get_server (row)->base_url, address) == 0;

      gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "shc-use"), !used);
      gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "shc-used"), used);
    }
}

static void
drop_found (ShcPrefsCompanion *self)
{
  for (guint i = 0; i < self->found_rows->len; i++)
    adw_preferences_group_remove (self->find_group, g_ptr_array_index (self->found_rows, i));
  g_ptr_array_set_size (self->found_rows, 0);
}

static void
show_found (ShcPrefsCompanion *self,
            GPtrArray         *servers)
{
  while (servers->len > 0)
    {
      GtkWidget *row = create_row (self, g_ptr_array_steal_index (servers, 0));

      g_ptr_array_add (self->found_rows, row);
      adw_preferences_group_add (self->find_group, row);
    }
  shc_prefs_companion_update_found (self);
  shc_prefs_companion_say (self->find_problem, self->found_rows->len > 0 ? NULL : shc_server_search_get_advice (), FALSE);
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ShcPrefsCompanion) self = SHC_PREFS_COMPANION (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) servers = shc_server_search_finish (SHC_VAULT (object), result, &error);

  if (self->window == NULL)
    return;
  shc_prefs_companion_set_asking (self, self->find_spinner, FALSE);
  if (servers != NULL)
    show_found (self, servers);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    shc_prefs_companion_say (self->find_problem, error->message, TRUE);
}

void
shc_prefs_companion_find_server (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (widget);
  g_autoptr(ShcIntent) intent = shc_server_search_create_intent ("preferences.find-server");

  if (self->asking != NULL)
    return;
  drop_found (self);
  shc_prefs_companion_say (self->find_problem, NULL, FALSE);
  shc_prefs_companion_set_asking (self, self->find_spinner, TRUE);
  shc_server_search_async (self->window->vault, intent, self->places, self->n_places, self->asking, found_cb,
                           g_object_ref (self));
}
