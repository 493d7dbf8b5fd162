/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody has agreed to, as the window shows it. */

#include "config.h"

#include <string.h>

#include "shc-consent-json.h"
#include "shc-consent-row.h"
#include "shc-ledger-dialog.h"
#include "shc-ledger-row.h"
#include "shc-prefs-opening.h"
#include "shc-recipient.h"
#include "shc-settings.h"
#include "walk-test.h"
#include "window-test.h"

#define BASE "appRiverStone0001"

/* ---- what is in the journal */

typedef struct
{
  const char *purpose;
  gboolean    granted;
  guint       n;      /* so many times */
} Entry;

static gpointer
record_in_thread (ShcDb    *db,
                  gpointer  data,
                  GError  **error)
{
  const Entry *entry = data;

  if (!shc_db_begin (db, error))
    return NULL;
  for (guint i = 0; i < entry->n; i++)
    if (!shc_consent_record_here (db, entry->purpose, entry->granted, G_GINT64_CONSTANT (1795700000000000) + i, error))
      return NULL;
  return GINT_TO_POINTER (shc_db_commit (db, error));
}

static void
record_n (UiFixture  *fixture,
          const char *purpose,
          gboolean    granted,
          guint       n)
{
  Entry entry = { purpose, granted, n };
  g_autoptr(GError) error = NULL;

  shc_vault_run (fixture->vault, SHC_DB_WRITER, record_in_thread, &entry, &error);
  g_assert_no_error (error);
}

static void
record (UiFixture  *fixture,
        const char *purpose,
        gboolean    granted)
{
  record_n (fixture, purpose, granted, 1);
}

static gpointer
set_in_thread (ShcDb    *db,
               gpointer  data,
               GError  **error)
{
  const char *const *setting = data;

  return GINT_TO_POINTER (shc_settings_set (db, setting[0], setting[1], error));
}

static void
set (UiFixture  *fixture,
     const char *name,
     const char *value)
{
  const char *setting[] = { name, value };
  g_autoptr(GError) error = NULL;

  shc_vault_run (fixture->vault, SHC_DB_WRITER, set_in_thread, setting, &error);
  g_assert_no_error (error);
}

static gpointer
exec_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return GINT_TO_POINTER (shc_db_exec (db, data, error));
}

/* As somebody with the key could. */
static void
exec (UiFixture  *fixture,
      const char *sql)
{
  g_autoptr(GError) error = NULL;

  shc_vault_run (fixture->vault, SHC_DB_WRITER, exec_in_thread, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static gpointer
restore_in_thread (ShcDb    *db,
                   gpointer  data,
                   GError  **error)
{
  return GINT_TO_POINTER (shc_consent_mark_restored (db, G_GINT64_CONSTANT (1795800000000000), error));
}

static gpointer
list_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return shc_consent_list (db, error);
}

static GPtrArray *
list (UiFixture *fixture)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *entries = shc_vault_run (fixture->vault, SHC_DB_READER, list_in_thread, NULL, &error);

  g_assert_no_error (error);
  return entries;
}

static void
set_adult (UiFixture *fixture)
{
  exec (fixture, "UPDATE profile SET adult = 1");
}

/* ---- what is shown */

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static gboolean
is_shown (gpointer dialog)
{
  GtkWidget *row = ui_test_find (dialog, SHC_TYPE_CONSENT_ROW, NULL);

  return row != NULL && gtk_widget_get_mapped (row);
}

static GtkWidget *
open_dialog (UiFixture  *fixture,
             ShcWindow **window)
{
  GtkWidget *dialog;

  *window = window_test_open (fixture);
  window_test_wait_state (*window, SHC_WINDOW_OPEN);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (*window), "win.agreements", NULL));
  dialog = window_test_wait_dialog ("ShcLedgerDialog");
  ui_test_wait (is_shown, dialog);
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

static GtkWidget *
find_standing (GtkWidget  *root,
               const char *purpose)
{
  if (SHC_IS_CONSENT_ROW (root) && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)),
                                                shc_consent_get_title (purpose)))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_standing (child, purpose);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_beginning (GtkWidget  *root,
                const char *beginning)
{
  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), beginning))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_beginning (child, beginning);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  GtkWidget  *root;
  const char *text;
} Said;

static gboolean
is_said (gpointer data)
{
  Said *said = data;

  return find_beginning (said->root, said->text) != NULL;
}

static void
wait_for (GtkWidget  *root,
          const char *text)
{
  Said said = { root, text };

  ui_test_wait (is_said, &said);
}

static GtkWidget *
find_button (GtkWidget  *dialog,
             const char *purpose)
{
  GtkWidget *row = find_standing (dialog, purpose);
  GtkWidget *agree = ui_test_find (row, GTK_TYPE_BUTTON, "Agree…");
  GtkWidget *back = ui_test_find (row, GTK_TYPE_BUTTON, "Take Back");

  return agree != NULL ? agree : back != NULL ? back : ui_test_find (row, GTK_TYPE_BUTTON, "Take Back…");
}

static void
show_page (GtkWidget  *dialog,
           const char *name)
{
  GtkStack *pages = GTK_STACK (ui_test_find (dialog, GTK_TYPE_STACK, NULL));

  gtk_stack_set_visible_child_name (pages, name);
  gtk_test_widget_wait_for_draw (dialog);
}

static GListModel *
get_entries (GtkWidget *dialog)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ui_test_find (dialog, GTK_TYPE_LIST_VIEW, NULL))));
}

static GtkWidget *
get_entry (GtkWidget *dialog,
           guint      n)
{
  GtkWidget *item = gtk_widget_get_first_child (ui_test_find (dialog, GTK_TYPE_LIST_VIEW, NULL));

  for (; item != NULL && n > 0; n--)
    item = gtk_widget_get_next_sibling (item);
  return item != NULL ? ui_test_find (item, SHC_TYPE_LEDGER_ROW, NULL) : NULL;
}

static void
scroll_down (GtkWidget *dialog)
{
  GtkWidget *scrolled = ui_test_find (dialog, GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
set_dark (gboolean dark)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_DEFAULT);
}

/* ---- */

static void
test_empty (UiFixture    *fixture,
            gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;

  g_test_summary ("Before anything was agreed to, that is said of each; and what cannot be asked has no button.");
  ui_test_profile (fixture, "River", "");
  dialog = open_dialog (fixture, &window);
  for (guint i = 0; shc_consent_get_purposes ()[i] != NULL; i++)
    {
      GtkWidget *row = find_standing (dialog, shc_consent_get_purposes ()[i]);

      g_assert_nonnull (ui_test_find (row, GTK_TYPE_LABEL, "Not agreed"));
      /* No base, no list, and nobody who said to be of age. */
      g_assert_null (find_button (dialog, shc_consent_get_purposes ()[i]));
    }
  g_assert_nonnull (find_beginning (find_standing (dialog, "storage"), "Nothing of yours is sent to Airtable. It would name a base"));
  g_assert_nonnull (find_beginning (find_standing (dialog, "companion"), "The companion is for people who are 18"));
  g_assert_nonnull (find_beginning (dialog, "Verifying cannot show that the newest entries were cut off"));
  window_test_check_names (dialog);
  walk_test_by_tab (GTK_WINDOW (dialog));
  ui_test_check_narrow (dialog);
  ui_test_picture (dialog, "ledger-empty");
  show_page (dialog, "record");
  g_assert_nonnull (ui_test_find (dialog, GTK_TYPE_LABEL, "Nothing Was Ever Agreed To"));
  ui_test_picture (dialog, "ledger-empty-record");
  show_page (dialog, "now");
  gtk_widget_activate_action (dialog, "ledger.verify", NULL);
  wait_for (dialog, "All entries are as they were written: 0.");
  close_dialog (dialog);
  window_test_close (window);
}

static void
test_give_and_take_back (UiFixture    *fixture,
                         gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;
  GtkWidget *question;
  g_autoptr(GPtrArray) entries = NULL;
  const ShcConsent *entry;

  g_test_summary ("What is recorded is what was read in the question, for whom it named; taking back needs one press.");
  ui_test_profile (fixture, "River", "");
  set (fixture, SHC_SETTING_AIRTABLE_BASE_ID, BASE);
  dialog = open_dialog (fixture, &window);
  ui_test_click (find_button (dialog, "storage"));
  question = window_test_wait_dialog ("AdwMessageDialog");
  g_assert_nonnull (ui_test_find (question, GTK_TYPE_LABEL, shc_consent_get_wording ("storage")));
  g_assert_nonnull (find_beginning (question, "Agree to Data Storage in the Base “" BASE "”?"));
  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, "_Not Now"));
  ui_test_linger (50);
  g_assert_nonnull (ui_test_find (find_standing (dialog, "storage"), GTK_TYPE_LABEL, "Not agreed"));

  ui_test_click (find_button (dialog, "storage"));
  question = window_test_wait_dialog ("AdwMessageDialog");
  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, "I _Agree"));
  wait_for (find_standing (dialog, "storage"), "Agreed, for " BASE ", since ");
  g_assert_nonnull (find_beginning (dialog, "The words that you agreed to, version " SHC_CONSENT_WORDING));
  ui_test_click (find_button (dialog, "storage"));
  wait_for (find_standing (dialog, "storage"), "Taken back on ");
  g_assert_nonnull (find_beginning (dialog, "Nothing more of yours is sent to Airtable."));

  entries = list (fixture);
  g_assert_cmpuint (entries->len, ==, 2);
  entry = g_ptr_array_index (entries, 0);
  g_assert_true (entry->granted);
  g_assert_cmpstr (entry->recipient, ==, BASE);
  g_assert_cmpstr (entry->text, ==, shc_consent_get_wording ("storage"));
  g_assert_false (((const ShcConsent *) g_ptr_array_index (entries, 1))->granted);

  show_page (dialog, "record");
  g_assert_cmpuint (g_list_model_get_n_items (get_entries (dialog)), ==, 2);
  g_assert_nonnull (find_beginning (get_entry (dialog, 0), "Taken back: Data storage outside this computer"));
  g_assert_nonnull (find_beginning (get_entry (dialog, 0), "No. 2 · "));
  g_assert_nonnull (find_beginning (get_entry (dialog, 1), "Agreed: Data storage outside this computer"));
  g_assert_nonnull (ui_test_find (get_entry (dialog, 1), GTK_TYPE_LABEL, "For " BASE));
  close_dialog (dialog);
  window_test_close (window);
}

static void
test_conversations (UiFixture    *fixture,
                    gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;
  GtkWidget *question;

  g_test_summary ("Where something is removed by taking back, it is asked first.");
  ui_test_profile (fixture, "River", "");
  set_adult (fixture);
  record (fixture, "chat-history", TRUE);
  dialog = open_dialog (fixture, &window);
  ui_test_click (find_button (dialog, "chat-history"));
  question = window_test_wait_dialog ("AdwMessageDialog");
  g_assert_nonnull (find_beginning (question, "All conversations with the companion"));
  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, "_Remove Them"));
  wait_for (find_standing (dialog, "chat-history"), "Taken back on ");
  close_dialog (dialog);
  window_test_close (window);
}

static void
test_states (UiFixture    *fixture,
             gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;
  g_autoptr(GError) error = NULL;

  g_test_summary ("Lapsed, asked again, under age: each is said, and what another program changes is followed.");
  ui_test_profile (fixture, "River", "");
  set (fixture, SHC_SETTING_AIRTABLE_BASE_ID, BASE);
  record (fixture, "storage", TRUE);
  record (fixture, "mailing", TRUE);
  record (fixture, "companion", TRUE);
  dialog = open_dialog (fixture, &window);
  g_assert_nonnull (find_beginning (find_standing (dialog, "storage"), "Agreed, for " BASE));
  g_assert_nonnull (find_beginning (find_standing (dialog, "mailing"), "It names no mailing list yet."));
  g_assert_nonnull (find_button (dialog, "companion"));

  set (fixture, SHC_SETTING_AIRTABLE_BASE_ID, "appOtherBase00001");
  set (fixture, SHC_SETTING_MAILCHIMP_LIST_ID, "a1b2c3d4e5");
  wait_for (find_standing (dialog, "storage"), "Lapsed: it named " BASE ", and now it would name appOtherBase00001");
  wait_for (find_standing (dialog, "mailing"), "Lapsed: it named nobody, and now it would name a1b2c3d4e5");
  g_assert_true (gtk_widget_get_visible (find_button (dialog, "storage")));

  shc_vault_run (fixture->vault, SHC_DB_WRITER, restore_in_thread, NULL, &error);
  g_assert_no_error (error);
  wait_for (find_standing (dialog, "companion"), "To be asked again, since a backup was restored on ");
  /* Not of age, it could be taken back above, and cannot be given now. */
  g_assert_null (find_button (dialog, "companion"));
  set_adult (fixture);
  record (fixture, "companion", TRUE);
  wait_for (find_standing (dialog, "companion"), "Agreed, for api.openai.com, since ");
  close_dialog (dialog);
  window_test_close (window);
}

static void
test_verify (UiFixture    *fixture,
             gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;

  g_test_summary ("An entry that was changed is named, and so is a cut tail whose end was not moved.");
  ui_test_profile (fixture, "River", "");
  for (guint i = 0; i < 5; i++)
    record (fixture, "storage", i % 2 == 0);
  dialog = open_dialog (fixture, &window);
  gtk_widget_activate_action (dialog, "ledger.verify", NULL);
  wait_for (dialog, "All entries are as they were written: 5.");

  exec (fixture, "DROP TRIGGER consent_no_delete; DELETE FROM consent WHERE number = 5");
  gtk_widget_activate_action (dialog, "ledger.verify", NULL);
  wait_for (dialog, "Entry 5 of the consent record is not as it was written");
  exec (fixture, "DROP TRIGGER consent_no_update; UPDATE consent SET granted = 1 WHERE number = 2");
  gtk_widget_activate_action (dialog, "ledger.verify", NULL);
  wait_for (dialog, "Entry 2 of the consent record is not as it was written");
  ui_test_linger (300);
  scroll_down (dialog);
  ui_test_linger (300);
  ui_test_picture (dialog, "ledger-broken");
  close_dialog (dialog);
  window_test_close (window);
}

static void
test_export (UiFixture    *fixture,
             gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "agreed.json", NULL);
  g_autofree char *expected = NULL;
  g_autofree char *text = NULL;
  JsonObject *first;
  gsize length;

  g_test_summary ("The copy holds each entry with its words and its hash.");
  ui_test_profile (fixture, "River", "");
  set (fixture, SHC_SETTING_AIRTABLE_BASE_ID, BASE);
  record (fixture, "storage", TRUE);
  record (fixture, "storage", FALSE);
  dialog = open_dialog (fixture, &window);
  gtk_widget_activate_action (dialog, "ledger.export", NULL);
  window_test_answer_chooser (path);
  wait_for (dialog, "Written, not encrypted.");

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  entries = list (fixture);
  expected = shc_consent_export (entries);
  g_assert_cmpstr (text, ==, expected);
  node = shc_json_parse (text, length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 2);
  first = json_array_get_object_element (json_node_get_array (node), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "what"), ==, "storage");
  g_assert_cmpstr (json_object_get_string_member (first, "recipient"), ==, BASE);
  g_assert_cmpstr (json_object_get_string_member (first, "text"), ==, shc_consent_get_wording ("storage"));
  g_assert_cmpuint (strlen (json_object_get_string_member (first, "chain")), ==, 64);
  close_dialog (dialog);
  window_test_close (window);
}

static void
test_many (UiFixture    *fixture,
           gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;
  guint rows = 0;

  g_test_summary ("A long record is a list of which only what is in sight has rows; what is added comes to its top.");
  ui_test_profile (fixture, "River", "");
  record_n (fixture, "storage", FALSE, 3000);
  dialog = open_dialog (fixture, &window);
  show_page (dialog, "record");
  g_assert_cmpuint (g_list_model_get_n_items (get_entries (dialog)), ==, 3000);
  for (GtkWidget *item = gtk_widget_get_first_child (ui_test_find (dialog, GTK_TYPE_LIST_VIEW, NULL)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    rows++;
  g_assert_cmpuint (rows, <, 300);
  record (fixture, "storage", FALSE);
  wait_for (dialog, "No. 3001 · ");
  g_assert_cmpuint (g_list_model_get_n_items (get_entries (dialog)), ==, 3001);
  close_dialog (dialog);
  window_test_close (window);
}

static void
test_from_preferences (UiFixture    *fixture,
                       gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *opening;
  GtkWidget *dialog;

  g_test_summary ("Preferences say what is agreed to now, and open the page.");
  ui_test_profile (fixture, "River", "");
  set (fixture, SHC_SETTING_AIRTABLE_BASE_ID, BASE);
  window = window_test_open (fixture);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.preferences", NULL);
  opening = ui_test_find (GTK_WIDGET (window->preferences), SHC_TYPE_PREFS_OPENING, NULL);
  wait_for (opening, "Nothing at the moment");
  gtk_widget_activate_action (opening, "opening.agreements", NULL);
  dialog = window_test_wait_dialog ("ShcLedgerDialog");
  ui_test_wait (is_shown, dialog);
  ui_test_click (find_button (dialog, "storage"));
  ui_test_click (ui_test_find (window_test_wait_dialog ("AdwMessageDialog"), GTK_TYPE_BUTTON, "I _Agree"));
  wait_for (find_standing (dialog, "storage"), "Agreed, for " BASE);
  wait_for (opening, "Data storage outside this computer");
  close_dialog (dialog);
  gtk_window_close (window->preferences);
  window_test_close (window);
}

static void
test_locked (UiFixture    *fixture,
             gconstpointer data)
{
  ShcWindow *window;

  g_test_summary ("It goes with the window when the journal locks.");
  ui_test_profile (fixture, "River", "");
  open_dialog (fixture, &window);
  window_test_leave_alone (window);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 0);
}

static void
test_pictures (UiFixture    *fixture,
               gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;
  int width = GPOINTER_TO_INT (data);
  g_autofree char *light = g_strdup_printf ("ledger-%d", width);
  g_autofree char *record_name = g_strdup_printf ("ledger-record-%d", width);
  g_autofree char *below = g_strdup_printf ("ledger-below-%d", width);
  g_autofree char *dark = g_strdup_printf ("ledger-dark-%d", width);

  ui_test_profile (fixture, "River", "");
  set_adult (fixture);
  set (fixture, SHC_SETTING_AIRTABLE_BASE_ID, BASE);
  record (fixture, "storage", TRUE);
  record (fixture, "companion", TRUE);
  record (fixture, "chat-history", TRUE);
  record (fixture, "companion", FALSE);
  window = window_test_open (fixture);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  dialog = shc_ledger_dialog_new (GTK_WINDOW (window), fixture->journal);
  gtk_window_set_default_size (GTK_WINDOW (dialog), width, 700);
  gtk_window_present (GTK_WINDOW (dialog));
  ui_test_wait (is_shown, dialog);
  gtk_expander_set_expanded (GTK_EXPANDER (ui_test_find (dialog, GTK_TYPE_EXPANDER, NULL)), TRUE);
  ui_test_linger (300);
  ui_test_picture (dialog, light);
  set_dark (TRUE);
  ui_test_linger (300);
  ui_test_picture (dialog, dark);
  set_dark (FALSE);
  scroll_down (dialog);
  ui_test_linger (300);
  ui_test_picture (dialog, below);
  show_page (dialog, "record");
  gtk_expander_set_expanded (GTK_EXPANDER (ui_test_find (get_entry (dialog, 0), GTK_TYPE_EXPANDER, NULL)), TRUE);
  ui_test_linger (300);
  ui_test_check_narrow (dialog);
  ui_test_picture (dialog, record_name);
  close_dialog (dialog);
  window_test_close (window);
}

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/ledger/empty", test_empty);
  ADD ("/ui/ledger/give-and-take-back", test_give_and_take_back);
  ADD ("/ui/ledger/conversations", test_conversations);
  ADD ("/ui/ledger/states", test_states);
  ADD ("/ui/ledger/verify", test_verify);
  ADD ("/ui/ledger/export", test_export);
  ADD ("/ui/ledger/many", test_many);
  ADD ("/ui/ledger/from-preferences", test_from_preferences);
  ADD ("/ui/ledger/locked", test_locked);
  g_test_add ("/ui/ledger/narrow", UiFixture, GINT_TO_POINTER (360), ui_test_set_up, test_pictures, ui_test_tear_down);
  g_test_add ("/ui/ledger/wide", UiFixture, GINT_TO_POINTER (1200), ui_test_set_up, test_pictures, ui_test_tear_down);
  return ui_test_run ();
}
