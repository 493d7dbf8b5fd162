/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences of the companion: what is kept, what is asked of a server, and when nothing is. */

#include "config.h"

#include <string.h>

#include "service-test.h"
#include "shc-companion.h"
#include "shc-conversations.h"
#include "shc-instructions-dialog.h"
#include "shc-prefs-companion-private.h"
#include "shc-service-key.h"
#include "shc-settings.h"
#include "window-test.h"

#define KEY "sk-test-key"

typedef struct
{
  UiFixture  *fixture;
  ShcWindow  *window;
  GtkWidget  *page;
} Shown;

static GtkWidget *
find_row (GtkWidget  *root,
          const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
take_result_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static void
keep_profile (UiFixture *fixture,
              ShcAdult   adult)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  profile->healing_name = g_strdup ("River");
  profile->adult = adult;
  shc_journal_save_profile_async (fixture->journal, profile, NULL, NULL, NULL, take_result_cb, &result);
  ui_test_wait (has_result, &result);
  shc_journal_save_profile_finish (fixture->journal, result, &error);
  g_assert_no_error (error);
}

static char *
get_setting (UiFixture  *fixture,
             const char *name)
{
  g_autoptr(GAsyncResult) result = NULL;

  shc_journal_get_setting_async (fixture->journal, name, NULL, take_result_cb, &result);
  ui_test_wait (has_result, &result);
  return shc_journal_get_setting_finish (fixture->journal, result, NULL);
}

static void
set_setting (UiFixture  *fixture,
             const char *name,
             const char *value)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  shc_journal_set_setting_async (fixture->journal, name, value, take_result_cb, &result);
  ui_test_wait (has_result, &result);
  shc_journal_set_setting_finish (fixture->journal, result, &error);
  g_assert_no_error (error);
}

static gboolean
is_filled (gpointer page)
{
  return gtk_widget_is_sensitive (page);
}

static void
show (Shown     *shown,
      UiFixture *fixture,
      ShcAdult   adult)
{
  shown->fixture = fixture;
  keep_profile (fixture, adult);
  shown->window = window_test_open (fixture);
  window_test_wait_state (shown->window, SHC_WINDOW_OPEN);
  gtk_widget_activate_action (GTK_WIDGET (shown->window), "win.preferences", NULL);
  shown->page = ui_test_find (GTK_WIDGET (shown->window->preferences), SHC_TYPE_PREFS_COMPANION, NULL);
  adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (shown->window->preferences),
                                           ADW_PREFERENCES_PAGE (shown->page));
  ui_test_wait (is_filled, shown->page);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
close_all (Shown *shown)
{
  gpointer weak = shown->window->preferences;

  g_object_add_weak_pointer (weak, &weak);
  gtk_window_close (shown->window->preferences);
  ui_test_wait (is_gone, &weak);
  window_test_close (shown->window);
}

static GtkWidget *
get_row (Shown      *shown,
         const char *title)
{
  GtkWidget *row = find_row (shown->page, title);

  if (row == NULL)
    g_error ("there is no row “%s”", title);
  return row;
}

static GtkWidget *
get_switch (Shown      *shown,
            const char *title)
{
  return adw_action_row_get_activatable_widget (ADW_ACTION_ROW (get_row (shown, title)));
}

static void
type_and_apply (Shown      *shown,
                const char *title,
                const char *text)
{
  GtkWidget *row = get_row (shown, title);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_emit_by_name (row, "apply");
}

typedef struct
{
  Shown      *shown;
  const char *name;
  const char *value;
} Wanted;

static gboolean
is_kept (gpointer data)
{
  Wanted *wanted = data;
  g_autofree char *value = get_setting (wanted->shown->fixture, wanted->name);

  return g_strcmp0 (value, wanted->value) == 0;
}

static void
wait_kept (Shown      *shown,
           const char *name,
           const char *value)
{
  Wanted wanted = { shown, name, value };

  ui_test_wait (is_kept, &wanted);
}

/* The label that begins so, if it is shown. */
static GtkWidget *
find_label (GtkWidget  *root,
            const char *beginning)
{
  if (GTK_IS_LABEL (root) && gtk_widget_is_visible (root) &&
      g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), beginning))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, beginning);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
says (gpointer data)
{
  Wanted *wanted = data;

  return find_label (wanted->shown->page, wanted->value) != NULL;
}

static void
wait_says (Shown      *shown,
           const char *beginning)
{
  Wanted wanted = { shown, NULL, beginning };

  ui_test_wait (says, &wanted);
}

static gboolean
shows_text (gpointer data)
{
  Wanted *wanted = data;

  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (get_row (wanted->shown, wanted->name))), wanted->value);
}

static void
wait_shows (Shown      *shown,
            const char *title,
            const char *text)
{
  Wanted wanted = { shown, title, text };

  ui_test_wait (shows_text, &wanted);
}

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
  Shown shown;
  int minimum;

  show (&shown, fixture, SHC_ADULT_YES);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_assert_true (gtk_widget_is_visible (get_row (&shown, titles[i])));
  g_assert_null (find_label (shown.page, "The companion is for people who say"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (shown.window->preferences));
  window_test_check_names (GTK_WIDGET (shown.window->preferences));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_switch (&shown, "_Allow Network Use")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Allow network use");
  gtk_widget_measure (shown.page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 340);
  close_all (&shown);
}

static gboolean
has_no_server (gpointer page)
{
  return !gtk_widget_is_visible (find_row (page, "Server _Address"));
}

static void
test_young (UiFixture    *fixture,
            gconstpointer data)
{
  Shown shown;

  g_test_summary ("Not said to be 18 or older: one sentence, and nothing that sends; once said, all of it.");
  show (&shown, fixture, SHC_ADULT_UNSAID);
  g_assert_nonnull (find_label (shown.page, "The companion is for people who say"));
  g_assert_true (has_no_server (shown.page));
  g_assert_false (gtk_widget_is_visible (get_row (&shown, "Key for the Server")));
  g_assert_false (gtk_widget_is_visible (get_row (&shown, "Talking With the Companion")));
  g_assert_false (gtk_widget_is_sensitive (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_List Models")));
  keep_profile (fixture, SHC_ADULT_YES);
  wait_says (&shown, "Server Address");
  g_assert_true (gtk_widget_is_visible (get_row (&shown, "Talking With the Companion")));
  keep_profile (fixture, SHC_ADULT_NO);
  ui_test_wait (has_no_server, shown.page);
  close_all (&shown);
}

static void
test_settings (UiFixture    *fixture,
               gconstpointer data)
{
  Shown shown;
  GtkWidget *days;

  g_test_summary ("What is set is kept, as it is to be written.");
  show (&shown, fixture, SHC_ADULT_YES);
  wait_shows (&shown, "Server _Address", "https://api.openai.com/v1");
  type_and_apply (&shown, "Server _Address", " HTTPS://Example.org/v1/ ");
  wait_kept (&shown, SHC_SETTING_OPENAI_BASE_URL, "https://example.org/v1");
  wait_shows (&shown, "Server _Address", "https://example.org/v1");
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_row (&shown, "How It Is S_poken To")), 2);
  wait_kept (&shown, SHC_SETTING_OPENAI_PROTOCOL, "chat");
  type_and_apply (&shown, "_Model", "a-model ");
  wait_kept (&shown, SHC_SETTING_OPENAI_MODEL, "a-model");
  wait_shows (&shown, "_Model", "a-model");
  days = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (get_row (&shown, "_Days a Conversation Is Kept")));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (days)), ==, 30);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (days), 7);
  wait_kept (&shown, SHC_SETTING_COMPANION_RETENTION_DAYS, "7");
  type_and_apply (&shown, "T_okens or Money a Month (Empty for No Limit)", "250000");
  wait_kept (&shown, SHC_SETTING_COMPANION_MONTHLY_LIMIT, "250000");
  gtk_switch_set_active (GTK_SWITCH (get_switch (&shown, "My Organisation Has _Zero Data Retention")), TRUE);
  wait_kept (&shown, SHC_SETTING_OPENAI_ZDR_NOTED, "true");
  gtk_switch_set_active (GTK_SWITCH (get_switch (&shown, "_Allow Network Use")), FALSE);
  wait_kept (&shown, SHC_SETTING_NETWORK_ENABLED, "false");

  /* What another program sets is shown, and what is being typed is left alone. */
  g_assert_nonnull (find_label (get_row (&shown, "Prices of Models"), "None is noted"));
  set_setting (fixture, SHC_SETTING_COMPANION_PRICES, "m = 1.00 1.00 USD 2026-11-26");
  wait_says (&shown, "1 price is noted");
  gtk_widget_activate_action (shown.page, "companion-prefs.prices", NULL);
  gtk_window_close (GTK_WINDOW (window_test_wait_dialog ("ShcPricesDialog")));

  gtk_editable_set_text (GTK_EDITABLE (get_row (&shown, "_Model")), "half a na");
  set_setting (fixture, SHC_SETTING_OPENAI_BASE_URL, "");
  wait_shows (&shown, "Server _Address", "https://api.openai.com/v1");
  wait_shows (&shown, "_Model", "half a na");
  close_all (&shown);
}

static void
test_refused (UiFixture    *fixture,
              gconstpointer data)
{
  static const char *const addresses[] = {
    "http://example.org/v1", "example.org", "https://user:secret@example.org", "https://example.org/?q=1", "ftp://x",
  };
  static const char *const limits[] = { "5 USD", "many", "-1", "1e9", "9999999999999999" };
  Shown shown;

  g_test_summary ("What cannot be is refused with a sentence, and the former value stays.");
  show (&shown, fixture, SHC_ADULT_YES);
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *kept = NULL;

      gtk_editable_set_text (GTK_EDITABLE (get_row (&shown, "Server _Address")), addresses[i]);
      g_assert_null (find_label (shown.page, "This address cannot be used, so the former one stays."));
      g_signal_emit_by_name (get_row (&shown, "Server _Address"), "apply");
      wait_says (&shown, "This address cannot be used, so the former one stays.");
      g_assert_true (gtk_widget_has_css_class (get_row (&shown, "Server _Address"), "error"));
      kept = get_setting (fixture, SHC_SETTING_OPENAI_BASE_URL);
      g_assert_cmpstr (kept, ==, "https://api.openai.com/v1");
      wait_shows (&shown, "Server _Address", addresses[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autofree char *kept = NULL;

      type_and_apply (&shown, "T_okens or Money a Month (Empty for No Limit)", limits[i]);
      wait_says (&shown, "A limit is a whole number of tokens");
      kept = get_setting (fixture, SHC_SETTING_COMPANION_MONTHLY_LIMIT);
      g_assert_cmpstr (kept, ==, "");
    }
  close_all (&shown);
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
store_key (Shown *shown)
{
  GtkWidget *row = get_row (shown, "_New Key");

  gtk_editable_set_text (GTK_EDITABLE (row), " " KEY "\n");
  g_assert_true (gtk_widget_activate_action (shown->page, "companion-prefs.store-key", NULL));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
  wait_says (shown, "A key is stored");
}

static void
test_key (UiFixture    *fixture,
          gconstpointer data)
{
  Shown shown;
  GtkWidget *row;
  g_autoptr(GBytes) stored = NULL;
  g_autoptr(GError) error = NULL;

  g_test_summary ("A key goes into the keyring and is never to be read here again.");
  show (&shown, fixture, SHC_ADULT_YES);
  wait_says (&shown, "No key is stored");
  row = get_row (&shown, "_New Key");
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (row));
  g_assert_false (gtk_widget_is_sensitive (ui_test_find (shown.page, GTK_TYPE_BUTTON, "S_tore")));

  gtk_editable_set_text (GTK_EDITABLE (row), "short");
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "S_tore"));
  wait_says (&shown, "A key has 8 to 512 characters.");
  g_assert_nonnull (find_label (shown.page, "No key is stored"));

  store_key (&shown);
  g_assert_null (find_label (shown.page, "A key has 8 to 512 characters."));
  stored = shc_service_key_lookup (fixture->vault, "openai", FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (stored, NULL), g_bytes_get_size (stored), KEY, strlen (KEY));
  gtk_widget_activate_action (ui_test_find (row, GTK_TYPE_TEXT, NULL), "text.undo", NULL);
  g_assert_false (has_key_in_it (GTK_WIDGET (shown.window->preferences)));

  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_Remove"));
  wait_says (&shown, "No key is stored");
  g_assert_null (shc_service_key_lookup (fixture->vault, "openai", FALSE, &error));
  close_all (&shown);
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

  shc_journal_find_activity_async (fixture->journal, NULL, 10, NULL, take_result_cb, &result);
  ui_test_wait (has_result, &result);
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
show_with_server (Shown       *shown,
                  UiFixture   *fixture,
                  ServiceTest *server)
{
  service_test_start (server, NULL);
  set_setting (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, server->ca);
  set_setting (fixture, SHC_SETTING_OPENAI_BASE_URL, server->base_url);
  show (shown, fixture, SHC_ADULT_YES);
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
  Shown shown;
  GtkWidget *models;
  g_autofree char *broken = NULL;

  g_test_summary ("The server is asked when the button is pressed and at no other time.");
  show_with_server (&shown, fixture, &server);
  store_key (&shown);
  models = get_row (&shown, "C_hoose One");
  g_assert_false (gtk_widget_is_visible (models));
  ui_test_linger (200);
  g_assert_cmpuint (count_requests (&server), ==, 0);

  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_List Models"));
  g_assert_true (is_spinning (shown.page));
  g_assert_false (can_list (shown.page));
  wait_says (&shown, "The server offers 3 models.");
  g_assert_false (is_spinning (shown.page));
  g_assert_true (can_list (shown.page));
  g_assert_cmpuint (count_requests (&server), ==, 1);
  assert_activity (fixture, 1, "models", "preferences.list-models", 200);
  g_assert_true (gtk_widget_is_visible (models));
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (models)), ==, 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (models), 2);
  wait_kept (&shown, SHC_SETTING_OPENAI_MODEL, "gpt-test-mini");
  wait_shows (&shown, "_Model", "gpt-test-mini");
  ui_test_picture (shown.page, "companion-prefs");

  /* What goes wrong is said as a sentence, and another server’s models are no longer offered. */
  broken = g_strdup_printf ("https://127.0.0.1:%u/fault:403/v1", server.port);
  type_and_apply (&shown, "Server _Address", broken);
  wait_kept (&shown, SHC_SETTING_OPENAI_BASE_URL, broken);
  g_assert_false (gtk_widget_is_visible (models));
  ui_test_wait (can_list, shown.page);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_List Models"));
  wait_says (&shown, "The service does not serve this account or this country.");
  assert_activity (fixture, 2, "models", "preferences.list-models", 403);
  close_all (&shown);
  service_test_stop (&server);
}

static void
test_test_key (UiFixture    *fixture,
               gconstpointer data)
{
  ServiceTest server;
  Shown shown;
  GtkWidget *row;

  show_with_server (&shown, fixture, &server);
  store_key (&shown);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_Test"));
  wait_says (&shown, "The server took the key and offers 3 models.");
  assert_activity (fixture, 1, "test-key", "preferences.test-key", 200);

  row = get_row (&shown, "_New Key");
  gtk_editable_set_text (GTK_EDITABLE (row), "sk-another-key");
  g_assert_null (find_label (shown.page, "The server took the key"));
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "S_tore"));
  ui_test_linger (300);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_Test"));
  wait_says (&shown, "The key was refused.");
  assert_activity (fixture, 2, "test-key", "preferences.test-key", 401);
  close_all (&shown);
  service_test_stop (&server);
}

static void
test_network_off (UiFixture    *fixture,
                  gconstpointer data)
{
  ServiceTest server;
  Shown shown;
  g_autoptr(GPtrArray) found = NULL;

  g_test_summary ("Switched off, nothing is made, not even a connection.");
  show_with_server (&shown, fixture, &server);
  store_key (&shown);
  gtk_switch_set_active (GTK_SWITCH (get_switch (&shown, "_Allow Network Use")), FALSE);
  /* Not in the moment either in which it is not written down yet. */
  g_assert_false (can_list (shown.page));
  ui_test_wait (can_list, shown.page);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_List Models"));
  wait_says (&shown, "The network is switched off in the settings, so nothing was sent.");
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "_Test"));
  ui_test_wait (can_list, shown.page);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Look _for One"));
  ui_test_wait (can_list, shown.page);
  g_assert_cmpstr (gtk_label_get_text (SHC_PREFS_COMPANION (shown.page)->find_problem), ==,
                   "The network is switched off in the settings, so nothing was sent.");
  found = load_activity (fixture);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_cmpuint (count_requests (&server), ==, 0);
  close_all (&shown);
  service_test_stop (&server);
}

/* @widget is scrolled to. */
static void
show_all_ways (Shown      *shown,
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
  Shown shown;
  ShcServerPlace places[2] = { { "Nobody", 1 }, { "LM Studio", 0 } };
  g_autoptr(GPtrArray) activity = NULL;

  g_test_summary ("This computer is asked when that is pressed; what is found is taken when the person says so.");
  service_test_start (&server, "--plain");
  places[1].port = (guint16) server.port;
  show (&shown, fixture, SHC_ADULT_YES);
  SHC_PREFS_COMPANION (shown.page)->places = places;
  SHC_PREFS_COMPANION (shown.page)->n_places = 1;
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Look _for One"));
  wait_says (&shown, "No server answered on this computer.");
  g_assert_cmpuint (count_requests (&server), ==, 0);
  show_all_ways (&shown, ui_test_find (shown.page, GTK_TYPE_BUTTON, "Look _for One"), "companion-prefs-not-found");

  SHC_PREFS_COMPANION (shown.page)->n_places = 2;
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Look _for One"));
  g_assert_false (can_list (shown.page));
  wait_says (&shown, "3 models · http://127.0.0.1:");
  g_assert_null (find_label (shown.page, "No server answered"));
  g_assert_null (find_row (shown.page, "Nobody"));
  g_assert_cmpuint (count_requests (&server), ==, 1);
  wait_shows (&shown, "Server _Address", "https://api.openai.com/v1");
  window_test_check_names (GTK_WIDGET (shown.window->preferences));
  show_all_ways (&shown, ui_test_find (get_row (&shown, "LM Studio"), GTK_TYPE_BUTTON, "_Use"), "companion-prefs-found");
  activity = load_activity (fixture);
  g_assert_cmpuint (activity->len, ==, 3);
  g_assert_cmpstr (((const ShcActivity *) g_ptr_array_index (activity, 0))->purpose, ==, "find-server");

  ui_test_click (ui_test_find (get_row (&shown, "LM Studio"), GTK_TYPE_BUTTON, "_Use"));
  wait_kept (&shown, SHC_SETTING_OPENAI_BASE_URL, server.base_url);
  wait_shows (&shown, "Server _Address", server.base_url);
  ui_test_wait (is_used, get_row (&shown, "LM Studio"));
  g_assert_true (can_list (shown.page));
  g_assert_true (gtk_widget_is_visible (get_row (&shown, "C_hoose One")));
  show_all_ways (&shown, ui_test_find (shown.page, GTK_TYPE_BUTTON, "Look _for One"), "companion-prefs-used");
  close_all (&shown);
  service_test_stop (&server);
}

static void
answer (const char *button)
{
  GtkWidget *question = window_test_wait_dialog ("AdwMessageDialog");
  gpointer weak = question;

  g_object_add_weak_pointer (G_OBJECT (question), &weak);
  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, button));
  ui_test_wait (is_gone, &weak);
}

static GPtrArray *
load_consents (UiFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  GPtrArray *consents;

  shc_journal_consents_async (fixture->journal, NULL, take_result_cb, &result);
  ui_test_wait (has_result, &result);
  consents = shc_journal_consents_finish (fixture->journal, result, NULL);
  g_assert_nonnull (consents);
  return consents;
}

static void
test_consent (UiFixture    *fixture,
              gconstpointer data)
{
  Shown shown;
  GtkWidget *question;
  g_autoptr(GPtrArray) consents = NULL;
  const ShcConsent *entry;

  g_test_summary ("Agreeing shows the words and names the host; for another host it does not hold.");
  show (&shown, fixture, SHC_ADULT_YES);
  wait_says (&shown, "Not agreed: nothing that you write is sent to api.openai.com");
  gtk_widget_activate_action (shown.page, "companion-prefs.talk", NULL);
  question = window_test_wait_dialog ("AdwMessageDialog");
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==,
                   "Talk With the Companion at api.openai.com?");
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), ==,
                   shc_consent_get_wording ("companion"));
  answer ("_Not Now");
  gtk_widget_activate_action (shown.page, "companion-prefs.talk", NULL);
  answer ("I _Agree");
  wait_says (&shown, "Agreed: what you write to it may be sent to api.openai.com");
  consents = load_consents (fixture);
  g_assert_cmpuint (consents->len, ==, 1);
  entry = g_ptr_array_index (consents, 0);
  g_assert_cmpstr (entry->purpose, ==, "companion");
  g_assert_cmpstr (entry->recipient, ==, "api.openai.com");
  g_assert_cmpstr (entry->text, ==, shc_consent_get_wording ("companion"));
  g_assert_true (entry->granted);

  type_and_apply (&shown, "Server _Address", "https://example.org/v1");
  wait_says (&shown, "Not agreed: nothing that you write is sent to example.org");
  type_and_apply (&shown, "Server _Address", "");
  wait_says (&shown, "Agreed: what you write to it may be sent to api.openai.com");
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Ta_ke Back"));
  wait_says (&shown, "Not agreed: nothing that you write is sent to api.openai.com");
  close_all (&shown);
}

static void
test_asked_too_long_ago (UiFixture    *fixture,
                         gconstpointer data)
{
  Shown shown;
  g_autoptr(GPtrArray) consents = NULL;

  g_test_summary ("An answer to a question about a server that was changed meanwhile is none.");
  show (&shown, fixture, SHC_ADULT_YES);
  gtk_widget_activate_action (shown.page, "companion-prefs.talk", NULL);
  window_test_wait_dialog ("AdwMessageDialog");
  set_setting (fixture, SHC_SETTING_OPENAI_BASE_URL, "https://example.org/v1");
  answer ("I _Agree");
  wait_says (&shown, "Whom it would go to was changed while you were asked");
  consents = load_consents (fixture);
  g_assert_cmpuint (consents->len, ==, 0);
  close_all (&shown);
}

static gpointer
converse_in_thread (ShcDb    *db,
                    gpointer  data,
                    GError  **error)
{
  g_autofree char *id = shc_conversations_begin (db, g_get_real_time (), 30, error);
  g_autoptr(ShcMessage) message = shc_message_new (TRUE, "Good evening.");

  return GINT_TO_POINTER (id != NULL && shc_conversations_add (db, id, message, error));
}

static gpointer
list_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return shc_conversations_list (db, error);
}

static guint
count_conversations (UiFixture *fixture)
{
  g_autoptr(GPtrArray) list = shc_vault_run (fixture->vault, SHC_DB_READER, list_in_thread, NULL, NULL);

  g_assert_nonnull (list);
  return list->len;
}

static void
test_history (UiFixture    *fixture,
              gconstpointer data)
{
  Shown shown;
  g_autoptr(GError) error = NULL;

  g_test_summary ("Taking it back says that what was kept is removed, asks, and removes it.");
  show (&shown, fixture, SHC_ADULT_YES);
  gtk_widget_activate_action (shown.page, "companion-prefs.history", NULL);
  answer ("I _Agree");
  wait_says (&shown, "Agreed: each is kept for 30 days, in this journal");
  shc_vault_run (fixture->vault, SHC_DB_WRITER, converse_in_thread, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_conversations (fixture), ==, 1);

  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Take _Back…"));
  answer ("_Cancel");
  g_assert_cmpuint (count_conversations (fixture), ==, 1);
  ui_test_click (ui_test_find (shown.page, GTK_TYPE_BUTTON, "Take _Back…"));
  answer ("_Remove Them");
  wait_says (&shown, "Not agreed: each is forgotten when it is closed");
  g_assert_cmpuint (count_conversations (fixture), ==, 0);
  close_all (&shown);
}

static gboolean
can_type (gpointer dialog)
{
  return gtk_widget_is_sensitive (ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL));
}

static GtkWidget *
open_instructions (Shown          *shown,
                   GtkTextBuffer **buffer)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (shown->page, "companion-prefs.instructions", NULL);
  dialog = window_test_wait_dialog ("ShcInstructionsDialog");
  ui_test_wait (can_type, dialog);
  *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL)));
  return dialog;
}

static void
close_dialog (GtkWidget *dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_wait (is_gone, &weak);
}

static void
test_instructions (UiFixture    *fixture,
                   gconstpointer data)
{
  g_autofree char *huge = g_strnfill (9000, 'x');
  GtkTextBuffer *buffer;
  GtkWidget *dialog;
  Shown shown;

  g_test_summary ("Kept when closed; the safety part is shown; too long is said, and not lost without a word.");
  show (&shown, fixture, SHC_ADULT_YES);
  wait_says (&shown, "Those of this program");
  dialog = open_instructions (&shown, &buffer);
  window_test_check_names (dialog);
  g_assert_nonnull (find_label (dialog, "These rules hold always"));
  ui_test_picture (dialog, "instructions");
  close_dialog (dialog);
  wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT, "");

  dialog = open_instructions (&shown, &buffer);
  gtk_text_buffer_set_text (buffer, "Speak like the sea.", -1);
  close_dialog (dialog);
  wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT, "Speak like the sea.");
  wait_says (&shown, "Your own");

  dialog = open_instructions (&shown, &buffer);
  gtk_text_buffer_set_text (buffer, huge, -1);
  gtk_window_close (GTK_WINDOW (dialog));
  answer ("_Go On Editing");
  g_assert_nonnull (find_label (dialog, "Your own instructions for the companion, up to 8000 bytes"));
  g_assert_true (gtk_widget_activate_action (dialog, "instructions.reset", NULL));
  close_dialog (dialog);
  wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT, "");
  wait_says (&shown, "Those of this program");
  close_all (&shown);
}

static gboolean
is_offered (gpointer dialog)
{
  GtkWidget *which = ui_test_find (dialog, GTK_TYPE_DROP_DOWN, NULL);

  return which != NULL && g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (which))) == 2;
}

static void
choose (GtkWidget *dialog,
        guint      number)
{
  ui_test_wait (is_offered, dialog);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (ui_test_find (dialog, GTK_TYPE_DROP_DOWN, NULL)), number);
}

static gboolean
is_about_milestone (gpointer dialog)
{
  return find_label (dialog, "How the companion is asked to speak with you while “Day 7”") != NULL;
}

static void
test_instructions_by_milestone (UiFixture    *fixture,
                                gconstpointer data)
{
  g_autoptr(ShcReflection) kept G_GNUC_UNUSED = ui_test_add (fixture, "2026-01-07", "The river was high.", "Day 7", NULL);
  g_autofree char *shown_text = NULL;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  GtkWidget *dialog;
  Shown shown;

  g_test_summary ("A milestone can have its own; what was changed is kept when another is looked at.");
  show (&shown, fixture, SHC_ADULT_YES);
  wait_says (&shown, "Those of this program");
  dialog = open_instructions (&shown, &buffer);
  choose (dialog, 1);
  ui_test_wait (is_about_milestone, dialog);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 0);
  gtk_text_buffer_set_text (buffer, "Ask about the seventh wave.", -1);
  window_test_check_names (dialog);
  ui_test_picture (dialog, "instructions-milestone");
  choose (dialog, 0);
  wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT_PREFIX "Day 7", "Ask about the seventh wave.");
  close_dialog (dialog);
  wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT, "");

  dialog = open_instructions (&shown, &buffer);
  choose (dialog, 1);
  ui_test_wait (is_about_milestone, dialog);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown_text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (shown_text, ==, "Ask about the seventh wave.");
  g_assert_true (gtk_widget_activate_action (dialog, "instructions.reset", NULL));
  close_dialog (dialog);
  wait_kept (&shown, SHC_SETTING_COMPANION_PROMPT_PREFIX "Day 7", "");
  close_all (&shown);
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
  ADD ("/ui/companion-prefs/consent", test_consent);
  ADD ("/ui/companion-prefs/asked-too-long-ago", test_asked_too_long_ago);
  ADD ("/ui/companion-prefs/history", test_history);
  ADD ("/ui/companion-prefs/instructions", test_instructions);
  ADD ("/ui/companion-prefs/instructions-by-milestone", test_instructions_by_milestone);
  return ui_test_run ();
}
