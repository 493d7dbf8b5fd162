/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window that shares with a base at a server on this computer. */

#include "config.h"

#include "share-test.h"

#include <string.h>

#include "shc-consent.h"
#include "shc-json.h"
#include "shc-reflections.h"
#include "shc-service-key.h"
#include "shc-settings.h"
#include "walk-test.h"

/* ---- the vault */

typedef struct
{
  const char *name;
  const char *value;
} Setting;

static gpointer
set_in_thread (ShcDb     *db,
               gpointer   data,
               GError   **error)
{
  Setting *setting = data;

  shc_settings_set (db, setting->name, setting->value, error);
  return NULL;
}

void
share_test_set (ShareTest  *self,
                const char *setting,
                const char *value)
{
  Setting wanted = { setting, value };
  g_autoptr(GError) error = NULL;

  shc_vault_run (self->ui.vault, SHC_DB_WRITER, set_in_thread, &wanted, &error);
  g_assert_no_error (error);
}

static gpointer
consent_in_thread (ShcDb     *db,
                   gpointer   data,
                   GError   **error)
{
  shc_consent_record (db, "storage", AIRTABLE_TEST_BASE, "yes", *(gboolean *) data, g_get_real_time (), error);
  return NULL;
}

void
share_test_consent (ShareTest *self,
                    gboolean   granted)
{
  g_autoptr(GError) error = NULL;

  shc_vault_run (self->ui.vault, SHC_DB_WRITER, consent_in_thread, &granted, &error);
  g_assert_no_error (error);
}

static gpointer
fill_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  static const char *const days[][2] = { { "2026-11-03", "Snow in April." }, { "2026-11-07", "The river was high." },
                                         { "2026-11-09", "This stays here." } };
  g_autoptr(ShcProfile) profile = shc_profile_load (db, error);

  g_free (profile->email);
  profile->email = g_strdup ("river@example.org");
  g_free (profile->goals);
  profile->goals = g_strdup ("To sleep & to <rest>.");
  shc_profile_save (db, profile, 1, error);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr(ShcReflection) reflection = shc_reflection_new ();

      shc_date_parse (days[i][0], &reflection->date, error);
      reflection->text = g_strdup (days[i][1]);
      reflection->milestone = g_strdup (i == 1 ? "Day 7" : NULL);
      reflection->never_send = i == 2;
      shc_reflections_add (db, reflection, 2, error);
    }
  return NULL;
}

void
share_test_set_up (ShareTest     *self,
                   gconstpointer  data)
{
  g_autoptr(GBytes) token = NULL;
  g_autoptr(GError) error = NULL;

  ui_test_set_up (&self->ui, NULL);
  airtable_test_start (&self->server, data);
  ui_test_profile (&self->ui, "River", "2026-11-01");
  shc_vault_run (self->ui.vault, SHC_DB_WRITER, fill_in_thread, NULL, &error);
  g_assert_no_error (error);
  share_test_set (self, SHC_SETTING_NETWORK_EXTRA_CA_FILE, self->server.service.ca);
  share_test_set (self, SHC_SETTING_AIRTABLE_BASE_URL, self->server.service.base_url);
  share_test_set (self, SHC_SETTING_AIRTABLE_BASE_ID, AIRTABLE_TEST_BASE);
  token = g_bytes_new_static ("patTest.0123456789", strlen ("patTest.0123456789"));
  shc_service_key_store (self->ui.vault, "airtable", token, &error);
  g_assert_no_error (error);
  self->window = window_test_open (&self->ui);
  window_test_wait_state (self->window, SHC_WINDOW_OPEN);
}

void
share_test_tear_down (ShareTest     *self,
                      gconstpointer  data)
{
  if (self->window != NULL)
    window_test_close (self->window);
  airtable_test_stop (&self->server);
  ui_test_tear_down (&self->ui, NULL);
}

/* ---- the dialog */

static gboolean
is_read (gpointer data)
{
  ShareTest *self = data;

  return self->dialog->state != NULL && gtk_widget_get_sensitive (GTK_WIDGET (self->dialog->stack));
}

void
share_test_open (ShareTest *self)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), "win.share", NULL));
  self->dialog = SHC_SHARE_DIALOG (window_test_wait_dialog ("ShcShareDialog"));
  shc_airtable_share_set_limits (self->dialog->share, &airtable_test_limits);
  ui_test_wait (is_read, self);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
share_test_close (ShareTest *self)
{
  gpointer weak = self->dialog;

  g_object_add_weak_pointer (weak, &weak);
  gtk_window_close (GTK_WINDOW (self->dialog));
  ui_test_wait (is_gone, &weak);
  self->dialog = NULL;
}

void
share_test_do (ShareTest  *self,
               const char *action)
{
  ui_test_wait (is_read, self);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), action, NULL));
}

typedef struct
{
  ShareTest  *self;
  const char *name;
} Wanted;

static gboolean
is_shown (gpointer data)
{
  Wanted *wanted = data;

  return is_read (wanted->self) &&
         g_strcmp0 (gtk_stack_get_visible_child_name (wanted->self->dialog->stack), wanted->name) == 0;
}

void
share_test_wait_page (ShareTest  *self,
                      const char *name)
{
  Wanted wanted = { self, name };

  ui_test_wait (is_shown, &wanted);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->dialog));
  window_test_check_names (GTK_WIDGET (self->dialog));
  walk_test_page (GTK_WINDOW (self->dialog));
}

void
share_test_look (ShareTest *self)
{
  share_test_do (self, "share.look");
  share_test_wait_page (self, "plan");
}

void
share_test_send (ShareTest *self)
{
  share_test_do (self, "share.send");
  share_test_wait_page (self, "receipt");
}

static gboolean
has_problem (gpointer data)
{
  return gtk_revealer_get_reveal_child (((ShareTest *) data)->dialog->problem_revealer);
}

const char *
share_test_wait_problem (ShareTest *self)
{
  ui_test_wait (has_problem, self);
  return gtk_label_get_text (self->dialog->problem);
}

/* ---- what is shown of a plan */

static GtkListView *
get_list (ShareTest *self)
{
  GtkWidget *list = ui_test_find (GTK_WIDGET (self->dialog->plan_view), GTK_TYPE_LIST_VIEW, NULL);

  g_assert_nonnull (list);
  return GTK_LIST_VIEW (list);
}

guint
share_test_count_lines (ShareTest *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (get_list (self))));
}

ShcShareRow *
share_test_get_line (ShareTest *self,
                     guint      at)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (get_list (self)));

  for (guint i = 0; i < at && child != NULL; i++)
    child = gtk_widget_get_next_sibling (child);
  g_assert_nonnull (child);
  return SHC_SHARE_ROW (gtk_widget_get_first_child (child));
}

static void
append_shown (GtkWidget *root,
              GString   *text)
{
  if (!gtk_widget_get_visible (root))
    return;
  if (GTK_IS_LABEL (root))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (root)));
  else if (GTK_IS_TEXT_VIEW (root))
    {
      g_autofree char *all = NULL;

      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (root)), "text", &all, NULL);
      g_string_append_printf (text, "%s\n", all);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    append_shown (child, text);
}

char *
share_test_dup_text (GtkWidget *root)
{
  GString *text = g_string_new ("\n");

  append_shown (root, text);
  return g_string_free (text, FALSE);
}

char *
share_test_dup_shown (ShareTest *self,
                      guint      at)
{
  ShcShareRow *row = share_test_get_line (self, at);
  GtkWidget *button = gtk_widget_get_last_child (adw_bin_get_child (ADW_BIN (row)));

  if (gtk_widget_get_visible (button) && g_str_has_prefix (gtk_widget_get_tooltip_text (button), "Show"))
    ui_test_click (button);
  return share_test_dup_text (GTK_WIDGET (row));
}

/* ---- the server */

void
share_test_tell (ShareTest  *self,
                 const char *json)
{
  g_autoptr(JsonObject) report = airtable_test_control (&self->server, json);

  g_assert_true (json_object_has_member (report, "rows"));
}

guint
share_test_count_rows (ShareTest  *self,
                       const char *table)
{
  g_autoptr(JsonObject) report = airtable_test_control (&self->server, "{}");

  return json_object_get_size (
    json_object_get_object_member (json_object_get_object_member (report, "rows"), table));
}

GPtrArray *
share_test_list_writes (ShareTest *self,
                        guint      after,
                        gsize     *bytes)
{
  g_autoptr(GPtrArray) requests = airtable_test_dup_requests (&self->server, after);
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  gsize all = 0;

  for (guint i = 0; i < requests->len; i++)
    {
      JsonObject *request = g_ptr_array_index (requests, i);
      const char *body = json_object_get_string_member (request, "body");
      g_autoptr(JsonNode) root = NULL;

      if (!g_str_equal (json_object_get_string_member (request, "method"), "PATCH"))
        continue;
      root = shc_json_parse (body, strlen (body), NULL);
      all += strlen (body);
      g_ptr_array_add (bodies, json_object_ref (json_node_get_object (root)));
    }
  if (bytes != NULL)
    *bytes = all;
  return bodies;
}

/* ---- pictures */

static void
take (ShareTest      *self,
      const char     *name,
      int             width,
      AdwColorScheme  scheme)
{
  g_autofree char *file = g_strdup_printf ("share-%s-%d%s", name, width, scheme == ADW_COLOR_SCHEME_FORCE_DARK ? "-dark" : "");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), width, width < 400 ? 640 : 780);
  ui_test_linger (60);
  ui_test_picture (GTK_WIDGET (self->dialog), file);
}

void
share_test_picture (ShareTest  *self,
                    const char *name)
{
  static const int widths[] = { 360, 1200 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      take (self, name, widths[i], ADW_COLOR_SCHEME_DEFAULT);
      take (self, name, widths[i], ADW_COLOR_SCHEME_FORCE_DARK);
    }
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}
