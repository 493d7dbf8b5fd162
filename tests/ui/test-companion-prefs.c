/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences of the companion: what is kept, what is asked of a server, and when nothing is. */

#include "config.h"

#include <string.h>

#include "prefs-test.h"
#include "service-test.h"
#include "shc-companion.h"
#include "shc-prefs-companion-private.h"
#include "shc-service-key.h"
#include "shc-settings.h"

#define KEY "sk-test-key"

static void
test_names (UiFixture    *fixture,
            gconstpointer data)
{
  static const char *const titles[] = {
    "_Allow Network Use", "_What Left This Computer", "Server _Address", "How It Is S_poken To", "_Model",
    "Models the Server Offers", "Key for the Server", "_New Key", "_Days a Conversation Is Kept",
    "T_okens or Money a Month (Empty for No Limit)", "Prices of Models", "My Organisation Has _Zero Data Retention", "_Instructions",
    "Talking With the Companion", "Keeping Conversations",
  };
  PrefsTest shown;
  int minimum;

  prefs_test_show (&shown, fixture, SHC_ADULT_YES);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_assert_true (gtk_widget_is_visible (prefs_test_get_row (&shown, titles[i])));
  g_assert_null (prefs_test_find_label (shown.page, "The companion is for people who say"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (shown.window->preferences));
  window_test_check_names (GTK_WIDGET (shown.window->preferences));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (prefs_test_get_switch (&shown, "_Allow Network Use")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Allow network use");
  gtk_widget_measure (shown.page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 340);
  prefs_test_close (&shown);
}

static gboolean
has_no_server (gpointer page)
{
  return !gtk_widget_is_visible (prefs_test_find_row (page, "Server _Address"));
}

static void
test_young (UiFixture    *fixture,
            gconstpointer data)
{
  PrefsTest shown;

  g_test_summary ("Not said to be 18 or older: one sentence, and nothing that sends; once said, all of it.");
  prefs_test_show (&shown, fixture, SHC_ADULT_UNSAID);
  g_assert_nonnull (prefs_test_find_label (shown.page, "The companion is for people who say"));
  g_assert_true (has_no_server (shown.page));
  g_assert_false (gtk_widget_is_visible (prefs_test_get_row (&shown, "Key for the Server")));
  g_assert_false (gtk_widget_is_visible (prefs_test_get_row (&shown, "Talking With the Companion")));
  g_assert_false (gtk_widget_is_sensitive (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_List Models")));
  prefs_test_keep_profile (fixture, SHC_ADULT_YES);
  prefs_test_wait_says (&shown, "Server Address");
  g_assert_true (gtk_widget_is_visible (prefs_test_get_row (&shown, "Talking With the Companion")));
  prefs_test_keep_profile (fixture, SHC_ADULT_NO);
  ui_test_wait (has_no_server, shown.page);
  prefs_test_close (&shown);
}

static void
test_settings (UiFixture    *fixture,
               gconstpointer data)
{
  PrefsTest shown;
  GtkWidget *days;

  g_test_summary ("What is set is kept, as it is to be written.");
  prefs_test_show (&shown, fixture, SHC_ADULT_YES);
  prefs_test_wait_shows (&shown, "Server _Address", "https://api.openai.com/v1");
  prefs_test_type (&shown, "Server _Address", " HTTPS://Example.org/v1/ ");
  prefs_test_wait_kept (&shown, SHC_SETTING_OPENAI_BASE_URL, "https://example.org/v1");
  prefs_test_wait_shows (&shown, "Server _Address", "https://example.org/v1");
  adw_combo_row_set_selected (ADW_COMBO_ROW (prefs_test_get_row (&shown, "How It Is S_poken To")), 2);
  prefs_test_wait_kept (&shown, SHC_SETTING_OPENAI_PROTOCOL, "chat");
  prefs_test_type (&shown, "_Model", "a-model ");
  prefs_test_wait_kept (&shown, SHC_SETTING_OPENAI_MODEL, "a-model");
  prefs_test_wait_shows (&shown, "_Model", "a-model");
  days = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (prefs_test_get_row (&shown, "_Days a Conversation Is Kept")));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (days)), ==, 30);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (days), 7);
  prefs_test_wait_kept (&shown, SHC_SETTING_COMPANION_RETENTION_DAYS, "7");
  prefs_test_type (&shown, "T_okens or Money a Month (Empty for No Limit)", "250000");
  prefs_test_wait_kept (&shown, SHC_SETTING_COMPANION_MONTHLY_LIMIT, "250000");
  gtk_switch_set_active (GTK_SWITCH (prefs_test_get_switch (&shown, "My Organisation Has _Zero Data Retention")), TRUE);
  prefs_test_wait_kept (&shown, SHC_SETTING_OPENAI_ZDR_NOTED, "true");
  gtk_switch_set_active (GTK_SWITCH (prefs_test_get_switch (&shown, "_Allow Network Use")), FALSE);
  prefs_test_wait_kept (&shown, SHC_SETTING_NETWORK_ENABLED, "false");

  /* What another program sets is shown, and what is being typed is left alone. */
  g_assert_nonnull (prefs_test_find_label (prefs_test_get_row (&shown, "Prices of Models"), "None is noted"));
  prefs_test_set (fixture, SHC_SETTING_COMPANION_PRICES, "m = 1.00 1.00 USD 2026-11-26");
  prefs_test_wait_says (&shown, "1 price is noted");
  gtk_widget_activate_action (shown.page, "companion-prefs.prices", NULL);
  gtk_window_close (GTK_WINDOW (window_test_wait_dialog ("ShcPricesDialog")));

  gtk_editable_set_text (GTK_EDITABLE (prefs_test_get_row (&shown, "_Model")), "half a na");
  prefs_test_set (fixture, SHC_SETTING_OPENAI_BASE_URL, "");
  prefs_test_wait_shows (&shown, "Server _Address", "https://api.openai.com/v1");
  prefs_test_wait_shows (&shown, "_Model", "half a na");
  prefs_test_close (&shown);
}

static void
test_refused (UiFixture    *fixture,
              gconstpointer data)
{
  static const char *const addresses[] = {
    "http://example.org/v1", "example.org", "https://user:secret@example.org", "https://example.org/?q=1", "ftp://x",
  };
  static const char *const limits[] = { "5 USD", "many", "-1", "1e9", "9999999999999999" };
  PrefsTest shown;

  g_test_summary ("What cannot be is refused with a sentence, and the former value stays.");
  prefs_test_show (&shown, fixture, SHC_ADULT_YES);
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *kept = NULL;

      gtk_editable_set_text (GTK_EDITABLE (prefs_test_get_row (&shown, "Server _Address")), addresses[i]);
      g_assert_null (prefs_test_find_label (shown.page, "This address cannot be used, so the former one stays."));
      g_signal_emit_by_name (prefs_test_get_row (&shown, "Server _Address"), "apply");
      prefs_test_wait_says (&shown, "This address cannot be used, so the former one stays.");
      g_assert_true (gtk_widget_has_css_class (prefs_test_get_row (&shown, "Server _Address"), "error"));
      kept = prefs_test_dup_setting (fixture, SHC_SETTING_OPENAI_BASE_URL);
      g_assert_cmpstr (kept, ==, "https://api.openai.com/v1");
      prefs_test_wait_shows (&shown, "Server _Address", addresses[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autofree char *kept = NULL;

      prefs_test_type (&shown, "T_okens or Money a Month (Empty for No Limit)", limits[i]);
      prefs_test_wait_says (&shown, "A limit is a whole number of tokens");
      kept = prefs_test_dup_setting (fixture, SHC_SETTING_COMPANION_MONTHLY_LIMIT);
      g_assert_cmpstr (kept, ==, "");
    }
  prefs_test_close (&shown);
}

static gboolean
has_key_in_it (GtkWidget *root)
{
  if ((GTK_IS_EDITABLE (root) && strstr (gtk_editable_get_text (GTK_EDITABLE (root)), KEY) != NULL) ||
      (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), KEY) != NULL))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_key_in_it (child))
      return TRUE;
  return FALSE;
}

static void
store_key (PrefsTest *shown)
{
  GtkWidget *row = prefs_test_get_row (shown, "_New Key");

  gtk_editable_set_text (GTK_EDITABLE (row), " " KEY "\n");
  g_assert_true (gtk_widget_activate_action (shown->page, "companion-prefs.store-key", NULL));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
  prefs_test_wait_says (shown, "A key is stored");
}

static void
test_key (UiFixture    *fixture,
          gconstpointer data)
{
  PrefsTest shown;
  GtkWidget *row;
  g_autoptr(GBytes) stored = NULL;
  g_autoptr(GError) error = NULL;

  g_test_summary ("A key goes into the keyring and is never to be read here again.");
  prefs_test_show (&shown, fixture, SHC_ADULT_YES);
  prefs_test_wait_says (&shown, "No key is stored");
  row = prefs_test_get_row (&shown, "_New Key");
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (row));
  g_assert_false (gtk_widget_is_sensitive (ui_test_find (shown.page, GTK_TYPE_BUTTON, "S_tore")));

  gtk_editable_set_text (GTK_EDITABLE (row), "short");
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "S_tore"));
  prefs_test_wait_says (&shown, "A key has 8 to 512 characters.");
  g_assert_nonnull (prefs_test_find_label (shown.page, "No key is stored"));

  store_key (&shown);
  g_assert_null (prefs_test_find_label (shown.page, "A key has 8 to 512 characters."));
  stored = shc_service_key_lookup (fixture->vault, "openai", FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (stored, NULL), g_bytes_get_size (stored), KEY, strlen (KEY));
  gtk_widget_activate_action (ui_test_find (row, GTK_TYPE_TEXT, NULL), "text.undo", NULL);
  g_assert_false (has_key_in_it (GTK_WIDGET (shown.window->preferences)));

  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_Remove"));
  prefs_test_wait_says (&shown, "No key is stored");
  g_assert_null (shc_service_key_lookup (fixture->vault, "openai", FALSE, &error));
  prefs_test_close (&shown);
}

static guint
count_requests (ServiceTest *server)
{
  g_autofree char *requests = service_test_dup_requests (server);
  g_auto(GStrv) lines = g_strsplit (requests, "\n", -1);
  guint n = 0;

  for (char **line = lines; *line != NULL; line++)
    n += strstr (*line, "\"method\"") != NULL;
  return n;
}

static GPtrArray *
load_activity (UiFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  GPtrArray *found;

  shc_journal_find_activity_async (fixture->journal, NULL, 10, NULL, prefs_test_take_cb, &result);
  ui_test_wait (prefs_test_has_result, &result);
  found = shc_journal_find_activity_finish (fixture->journal, result, NULL);
  g_assert_nonnull (found);
  return found;
}

/* How it ended is written down a moment after the answer is there. */
static gboolean
is_finished (gpointer fixture)
{
  g_autoptr(GPtrArray) found = load_activity (fixture);

  return found->len > 0 && ((const ShcActivity *) g_ptr_array_index (found, 0))->finished;
}

static void
assert_activity (UiFixture  *fixture,
                 guint       n,
                 const char *purpose,
                 const char *action,
                 guint       status)
{
  g_autoptr(GPtrArray) found = NULL;
  const ShcActivity *last;

  ui_test_wait (is_finished, fixture);
  found = load_activity (fixture);
  g_assert_cmpuint (found->len, ==, n);
  last = g_ptr_array_index (found, 0);
  g_assert_cmpstr (last->service, ==, "openai");
  g_assert_cmpstr (last->endpoint, ==, "models");
  g_assert_cmpstr (last->purpose, ==, purpose);
  g_assert_cmpstr (last->action, ==, action);
  g_assert_cmpuint (last->status, ==, status);
}

static void
show_with_server (PrefsTest   *shown,
                  UiFixture   *fixture,
                  ServiceTest *server)
{
  service_test_start (server, NULL);
  prefs_test_set (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, server->ca);
  prefs_test_set (fixture, SHC_SETTING_OPENAI_BASE_URL, server->base_url);
  prefs_test_show (shown, fixture, SHC_ADULT_YES);
}

static gboolean
can_list (gpointer page)
{
  return gtk_widget_is_sensitive (ui_test_find (page, GTK_TYPE_BUTTON, "_List Models"));
}

static gboolean
is_spinning (GtkWidget *root)
{
  GtkWidget *spinner = ui_test_find (root, GTK_TYPE_SPINNER, NULL);

  return spinner != NULL && gtk_spinner_get_spinning (GTK_SPINNER (spinner));
}

static void
test_list_models (UiFixture    *fixture,
                  gconstpointer data)
{
  ServiceTest server;
  PrefsTest shown;
  GtkWidget *models;
  g_autofree char *broken = NULL;

  g_test_summary ("The server is asked when the button is pressed and at no other time.");
  show_with_server (&shown, fixture, &server);
  store_key (&shown);
  models = prefs_test_get_row (&shown, "C_hoose One");
  g_assert_false (gtk_widget_is_visible (models));
  ui_test_linger (200);
  g_assert_cmpuint (count_requests (&server), ==, 0);

  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_List Models"));
  g_assert_true (is_spinning (shown.page));
  g_assert_false (can_list (shown.page));
  prefs_test_wait_says (&shown, "The server offers 3 models.");
  g_assert_false (is_spinning (shown.page));
  g_assert_true (can_list (shown.page));
  g_assert_cmpuint (count_requests (&server), ==, 1);
  assert_activity (fixture, 1, "models", "preferences.list-models", 200);
  g_assert_true (gtk_widget_is_visible (models));
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (models)), ==, 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (models), 2);
  prefs_test_wait_kept (&shown, SHC_SETTING_OPENAI_MODEL, "gpt-test-mini");
  prefs_test_wait_shows (&shown, "_Model", "gpt-test-mini");
  ui_test_picture (shown.page, "companion-prefs");

  /* What goes wrong is said as a sentence, and another server’s models are no longer offered. */
  broken = g_strdup_printf ("https://127.0.0.1:%u/fault:403/v1", server.port);
  prefs_test_type (&shown, "Server _Address", broken);
  prefs_test_wait_kept (&shown, SHC_SETTING_OPENAI_BASE_URL, broken);
  g_assert_false (gtk_widget_is_visible (models));
  ui_test_wait (can_list, shown.page);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_List Models"));
  prefs_test_wait_says (&shown, "The service does not serve this account or this country.");
  assert_activity (fixture, 2, "models", "preferences.list-models", 403);
  prefs_test_close (&shown);
  service_test_stop (&server);
}

static void
test_test_key (UiFixture    *fixture,
               gconstpointer data)
{
  ServiceTest server;
  PrefsTest shown;
  GtkWidget *row;

  show_with_server (&shown, fixture, &server);
  store_key (&shown);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_Test"));
  prefs_test_wait_says (&shown, "The server took the key and offers 3 models.");
  assert_activity (fixture, 1, "test-key", "preferences.test-key", 200);

  row = prefs_test_get_row (&shown, "_New Key");
  gtk_editable_set_text (GTK_EDITABLE (row), "sk-another-key");
  g_assert_null (prefs_test_find_label (shown.page, "The server took the key"));
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "S_tore"));
  ui_test_linger (300);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_Test"));
  prefs_test_wait_says (&shown, "The key was refused.");
  assert_activity (fixture, 2, "test-key", "preferences.test-key", 401);
  prefs_test_close (&shown);
  service_test_stop (&server);
}

static void
test_network_off (UiFixture    *fixture,
                  gconstpointer data)
{
  ServiceTest server;
  PrefsTest shown;
  g_autoptr(GPtrArray) found = NULL;

  g_test_summary ("Switched off, nothing is made, not even a connection.");
  show_with_server (&shown, fixture, &server);
  store_key (&shown);
  gtk_switch_set_active (GTK_SWITCH (prefs_test_get_switch (&shown, "_Allow Network Use")), FALSE);
  /* Not in the moment either in which it is not written down yet. */
  g_assert_false (can_list (shown.page));
  ui_test_wait (can_list, shown.page);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_List Models"));
  prefs_test_wait_says (&shown, "The network is switched off in the settings, so nothing was sent.");
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_Test"));
  ui_test_wait (can_list, shown.page);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Look _for One"));
  ui_test_wait (can_list, shown.page);
  g_assert_cmpstr (gtk_label_get_text (SHC_PREFS_COMPANION (shown.page)->find_problem), ==,
                   "The network is switched off in the settings, so nothing was sent.");
  found = load_activity (fixture);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_cmpuint (count_requests (&server), ==, 0);
  prefs_test_close (&shown);
  service_test_stop (&server);
}

/* @widget is scrolled to. */
static void
show_all_ways (PrefsTest  *shown,
               GtkWidget  *widget,
               const char *name)
{
  static const struct { const char *suffix; int width; gboolean dark; } ways[] = {
    { "360.png", 360, FALSE }, { "360-dark.png", 360, TRUE }, { "1200-dark.png", 1200, TRUE }, { "640.png", 640, FALSE },
  };
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s-%s", name, ways[i].suffix);

      gtk_window_set_default_size (window, ways[i].width, 640);
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                          ways[i].dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_DEFAULT);
      ui_test_linger (400);
      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
      gtk_widget_grab_focus (widget);
      ui_test_linger (400);
      ui_test_picture (widget, path);
    }
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

static gboolean
is_used (gpointer row)
{
  return ui_test_find (row, GTK_TYPE_BUTTON, "_Use") == NULL;
}

static void
test_find_server (UiFixture    *fixture,
                  gconstpointer data)
{
  ServiceTest server;
  PrefsTest shown;
  ShcServerPlace places[2] = { { "Nobody", 1 }, { "LM Studio", 0 } };
  g_autoptr(GPtrArray) activity = NULL;

  g_test_summary ("This computer is asked when that is pressed; what is found is taken when the person says so.");
  service_test_start (&server, "--plain");
  places[1].port = (guint16) server.port;
  prefs_test_show (&shown, fixture, SHC_ADULT_YES);
  SHC_PREFS_COMPANION (shown.page)->places = places;
  SHC_PREFS_COMPANION (shown.page)->n_places = 1;
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Look _for One"));
  prefs_test_wait_says (&shown, "No server answered on this computer.");
  g_assert_cmpuint (count_requests (&server), ==, 0);
  show_all_ways (&shown, ui_test_find (shown.page, GTK_TYPE_BUTTON, "Look _for One"), "companion-prefs-not-found");

  SHC_PREFS_COMPANION (shown.page)->n_places = 2;
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Look _for One"));
  g_assert_false (can_list (shown.page));
  prefs_test_wait_says (&shown, "3 models · http://127.0.0.1:");
  g_assert_null (prefs_test_find_label (shown.page, "No server answered"));
  g_assert_null (prefs_test_find_row (shown.page, "Nobody"));
  g_assert_cmpuint (count_requests (&server), ==, 1);
  prefs_test_wait_shows (&shown, "Server _Address", "https://api.openai.com/v1");
  window_test_check_names (GTK_WIDGET (shown.window->preferences));
  show_all_ways (&shown, ui_test_find (prefs_test_get_row (&shown, "LM Studio"), GTK_TYPE_BUTTON, "_Use"), "companion-prefs-found");
  activity = load_activity (fixture);
  g_assert_cmpuint (activity->len, ==, 3);
  g_assert_cmpstr (((const ShcActivity *) g_ptr_array_index (activity, 0))->purpose, ==, "find-server");

  ui_test_click (ui_test_find (prefs_test_get_row (&shown, "LM Studio"), GTK_TYPE_BUTTON, "_Use"));
  prefs_test_wait_kept (&shown, SHC_SETTING_OPENAI_BASE_URL, server.base_url);
  prefs_test_wait_shows (&shown, "Server _Address", server.base_url);
  ui_test_wait (is_used, prefs_test_get_row (&shown, "LM Studio"));
  g_assert_true (can_list (shown.page));
  g_assert_true (gtk_widget_is_visible (prefs_test_get_row (&shown, "C_hoose One")));
  show_all_ways (&shown, ui_test_find (shown.page, GTK_TYPE_BUTTON, "Look _for One"), "companion-prefs-used");
  prefs_test_close (&shown);
  service_test_stop (&server);
}

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/companion-prefs/names", test_names);
  ADD ("/ui/companion-prefs/young", test_young);
  ADD ("/ui/companion-prefs/settings", test_settings);
  ADD ("/ui/companion-prefs/refused", test_refused);
  ADD ("/ui/companion-prefs/key", test_key);
  ADD ("/ui/companion-prefs/list-models", test_list_models);
  ADD ("/ui/companion-prefs/test-key", test_test_key);
  ADD ("/ui/companion-prefs/network-off", test_network_off);
  ADD ("/ui/companion-prefs/find-server", test_find_server);
  return ui_test_run ();
}
