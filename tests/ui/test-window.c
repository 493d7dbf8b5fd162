/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's states: unlocking, what it says of each error, locking, closing. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "shc-broken-page.h"
#include "shc-editor.h"
#include "shc-icons.h"
#include "shc-idle-watch.h"
#include "shc-secure-text.h"
#include "shc-ui-errors.h"
#include "shc-unlock-page.h"
#include "window-test.h"

static const char *
get_text (GtkWidget *root,
          GType      type)
{
  GtkWidget *widget = ui_test_find (root, type, NULL);

  g_assert_nonnull (widget);
  return gtk_editable_get_text (GTK_EDITABLE (widget));
}

static void
set_up_locked (UiFixture    *fixture,
               gconstpointer data)
{
  ui_test_set_up (fixture, data);
  ui_test_profile (fixture, "River", "2026-11-01");
  shc_vault_close (fixture->vault);
}

static GtkWidget *
get_unlock_page (ShcWindow *window)
{
  window_test_wait_state (window, SHC_WINDOW_UNLOCK);
  return adw_bin_get_child (window->unlock_bin);
}

static void
type_passphrase (GtkWidget  *page,
                 const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_test_find (page, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL)),
                         text);
  g_assert_true (gtk_widget_activate_action (page, "unlock.passphrase", NULL));
}

static gboolean
says_wrong (gpointer page)
{
  GtkWidget *row = ui_test_find (page, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL);

  return gtk_widget_has_css_class (row, "error");
}

static void
test_unlock (UiFixture    *fixture,
             gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *page = get_unlock_page (window);

  g_test_summary ("A wrong passphrase is said beside the field and leaves it empty; the right opens.");
  type_passphrase (page, "something else entirely");
  ui_test_wait (says_wrong, page);
  g_assert_cmpstr (get_text (page, ADW_TYPE_PASSWORD_ENTRY_ROW), ==, "");
  g_assert_cmpint (window->state, ==, SHC_WINDOW_UNLOCK);
  type_passphrase (page, UI_TEST_PASSPHRASE);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  /* What was typed is not kept in a hidden page. */
  g_assert_null (adw_bin_get_child (window->unlock_bin));
  window_test_close (window);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_LOCKED);
}

/* The row for the code is the only one that asks for nine words. */
static GtkWidget *
find_code_row (GtkWidget *root)
{
  if (ADW_IS_ENTRY_ROW (root) &&
      strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), "Nine") != NULL)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_code_row (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
code_is_wrong (gpointer page)
{
  return gtk_widget_has_css_class (find_code_row (page), "error");
}

static void
test_recovery (UiFixture    *fixture,
               gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *page = get_unlock_page (window);
  GtkEditable *row = GTK_EDITABLE (find_code_row (page));
  g_autofree char *code = g_ascii_strup (g_bytes_get_data (fixture->code, NULL), -1);

  g_test_summary ("The recovery code opens it, typed in any case; a wrong one is said.");
  gtk_widget_activate_action (page, "unlock.toggle-recovery", NULL);
  g_assert_true (gtk_widget_is_visible (GTK_WIDGET (row)));
  gtk_editable_set_text (row, "babab babab babab babab babab babab babab babab babab");
  gtk_widget_activate_action (page, "unlock.recovery", NULL);
  ui_test_wait (code_is_wrong, page);
  gtk_editable_set_text (row, code);
  g_assert_false (code_is_wrong (page));
  gtk_widget_activate_action (page, "unlock.recovery", NULL);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  window_test_close (window);
}

static void
test_lost (UiFixture    *fixture,
           gconstpointer data)
{
  g_autofree char *path = g_build_filename (shc_vault_get_dir (fixture->vault),
                                            "journal.db-wal.damaged-2026-01-01T000000.000000Z", NULL);
  ShcWindow *window;
  GtkWidget *dialog;

  g_test_summary ("A damaged log that was kept is told of at every opening, over the open journal.");
  g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
  window = window_test_open (fixture);
  type_passphrase (get_unlock_page (window), UI_TEST_PASSPHRASE);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  dialog = window_test_wait_dialog ("AdwMessageDialog");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "damaged-2026"));
  gtk_window_close (GTK_WINDOW (dialog));
  window_test_close (window);
}

static void
test_reasons (UiFixture    *fixture,
              gconstpointer data)
{
  const int codes[] = { SHC_VAULT_ERROR_LOCKED, SHC_VAULT_ERROR_KEYRING_LOCKED,
                        SHC_VAULT_ERROR_KEYRING, SHC_VAULT_ERROR_BAD_KEY };

  g_test_summary ("The unlock page says why the keyring did not open it, each in its own words.");
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (SHC_VAULT_ERROR, codes[i], "cause");
      const char *title = shc_ui_error_get_title (shc_ui_error_look_up (error));
      GtkWidget *page = shc_unlock_page_new (fixture->vault,
                                             SHC_SLOT_KEYRING | SHC_SLOT_RECOVERY, error);

      g_object_ref_sink (page);
      g_assert_nonnull (ui_test_find (page, GTK_TYPE_LABEL, title));
      g_assert_nonnull (ui_test_find (page, GTK_TYPE_BUTTON, "_Try the Keyring Again"));
      /* There is no passphrase slot: nothing asks for one. */
      g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (gtk_widget_get_parent (
        ui_test_find (page, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL)))));
      g_assert_finalize_object (page);
    }
}

static void
check_button (GtkWidget  *page,
              const char *label,
              gboolean    offered)
{
  g_assert_cmpint (ui_test_find (page, GTK_TYPE_BUTTON, label) != NULL, ==, offered);
}

static void
test_table (UiFixture    *fixture,
            gconstpointer data)
{
  g_autoptr(GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  g_test_summary ("Every error of the vault has words of its own and offers only what helps.");
  for (int code = SHC_VAULT_ERROR_MISSING; code <= SHC_VAULT_ERROR_FAILED; code++)
    {
      g_autoptr(GError) error = g_error_new_literal (SHC_VAULT_ERROR, code, "What happened.");
      const ShcUiError *row = shc_ui_error_look_up (error);
      GtkWidget *page;

      g_assert_cmpint (row->code, ==, code);
      g_assert_true (g_hash_table_add (titles, (gpointer) shc_ui_error_get_title (row)));
      if (row->reaction != SHC_REACT_BROKEN)
        continue;

      g_assert_cmpstr (shc_ui_error_get_body (row), !=, "");
      page = g_object_ref_sink (shc_broken_page_new (error));
      g_assert_cmpint (ui_test_find (page, GTK_TYPE_LABEL, "What happened.") != NULL, ==,
                       code == SHC_VAULT_ERROR_FAILED);
      check_button (page, "_Try Again", (row->offers & SHC_OFFER_RETRY) != 0);
      check_button (page, "_Restore a Backup…", (row->offers & SHC_OFFER_RESTORE) != 0);
      check_button (page, "_Open the Folder", (row->offers & SHC_OFFER_FOLDER) != 0);
      check_button (page, "_Quit", TRUE);
      g_assert_finalize_object (page);
    }
}

static void
test_file_kinds (UiFixture    *fixture,
                 gconstpointer data)
{
  static const struct
  {
    const char *start;
    gssize      size;
    const char *title;
  } kinds[] = {
    { NULL, -1, "The Journal File Is Missing" },
    { "", 0, "The Journal File Is Empty" },
    { "x", 100, "The Journal File Was Cut Off" },
    { "SQLite format 3", 8192, "This File Is Not a Journal" },
  };
  g_autofree char *path = g_build_filename (shc_vault_get_dir (fixture->vault), "journal.db", NULL);

  g_test_summary ("What lies in the place of the journal is said as it is.");
  shc_vault_close (fixture->vault);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *bytes = g_malloc0 (8192);
      ShcWindow *window;

      g_unlink (path);
      if (kinds[i].start != NULL)
        {
          g_strlcpy (bytes, kinds[i].start, 8192);
          g_assert_true (g_file_set_contents (path, bytes, kinds[i].size, NULL));
        }
      window = window_test_open (fixture);
      window_test_wait_state (window, SHC_WINDOW_BROKEN);
      g_assert_nonnull (ui_test_find (GTK_WIDGET (window), GTK_TYPE_LABEL, kinds[i].title));
      window_test_close (window);
    }
}

static void
test_damaged (UiFixture    *fixture,
              gconstpointer data)
{
  g_autofree char *file = g_build_filename (shc_vault_get_dir (fixture->vault), "journal.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  ShcWindow *window;
  GtkWidget *page;
  g_autoptr(GError) error = NULL;

  g_test_summary ("A file that is no journal: said, and not touched.");
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  before = g_strnfill (8192, 'x');
  g_assert_true (g_file_set_contents (file, before, 8192, &error));
  window = window_test_open (fixture);
  if (window->state != SHC_WINDOW_BROKEN)
    ui_test_linger (500);
  if (window->state == SHC_WINDOW_UNLOCK)
    type_passphrase (adw_bin_get_child (window->unlock_bin), UI_TEST_PASSPHRASE);
  window_test_wait_state (window, SHC_WINDOW_BROKEN);
  page = adw_bin_get_child (window->broken_bin);
  check_button (page, "_Restore a Backup…", TRUE);
  g_assert_true (g_file_get_contents (file, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
  window_test_close (window);
}

static void
closed_cb (ShcWindow *window,
           gboolean   locking,
           gpointer   data)
{
  *(int *) data = locking ? 1 : 0;
}

static ShcEditor *
get_editor (ShcWindow *window)
{
  return SHC_EDITOR (ui_test_find (GTK_WIDGET (window), SHC_TYPE_EDITOR, NULL));
}

static gboolean
can_write (gpointer window)
{
  ShcEditor *editor = get_editor (window);

  return editor != NULL && gtk_widget_is_sensitive (GTK_WIDGET (editor));
}

static gboolean
has_text (gpointer window)
{
  GtkWidget *view = ui_test_find (GTK_WIDGET (get_editor (window)), GTK_TYPE_TEXT_VIEW, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return g_str_equal (text, "a word before locking");
}

static ShcWindow *
open_and_unlock (UiFixture *fixture)
{
  ShcWindow *window = window_test_open (fixture);

  type_passphrase (get_unlock_page (window), UI_TEST_PASSPHRASE);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  ui_test_wait (can_write, window);
  return window;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
test_lock (UiFixture    *fixture,
           gconstpointer data)
{
  ShcWindow *window = open_and_unlock (fixture);
  GtkWidget *view = ui_test_find (GTK_WIDGET (get_editor (window)), GTK_TYPE_TEXT_VIEW, NULL);
  gpointer weak = window;
  int closed = -1;

  g_test_summary ("Locking keeps what was typed a moment ago, and nothing stays on screen meanwhile.");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                            "a word before locking", -1);
  g_signal_connect (window, "closed", G_CALLBACK (closed_cb), &closed);
  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  shc_window_close_vault (window, TRUE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->states), ==, "loading");
  ui_test_wait (is_gone, &weak);
  g_assert_cmpint (closed, ==, 1);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_LOCKED);

  window = open_and_unlock (fixture);
  ui_test_wait (has_text, window);
  window_test_close (window);
}

static gboolean
is_away (gpointer window)
{
  return shc_banner_get_revealed (((ShcWindow *) window)->away_banner);
}

static gboolean
is_back (gpointer window)
{
  return !is_away (window);
}

static void
test_let_go (UiFixture    *fixture,
             gconstpointer data)
{
  ShcWindow *window = open_and_unlock (fixture);
  GtkWidget *view = ui_test_find (GTK_WIDGET (get_editor (window)), GTK_TYPE_TEXT_VIEW, NULL);

  g_test_summary ("Another program gets the file; the page and its text stay as they are.");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                            "a word before locking", -1);
  shc_window_let_go (window);
  ui_test_wait (is_away, window);
  g_assert_cmpint (window->state, ==, SHC_WINDOW_OPEN);
  ui_test_wait (is_back, window);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_UNLOCKED);
  ui_test_wait (has_text, window);
  window_test_close (window);
}

static void
test_pages (UiFixture    *fixture,
            gconstpointer data)
{
  static const char *const names[] = { "reflections", "journey", "today" };
  ShcWindow *window = open_and_unlock (fixture);

  g_test_summary ("A page is built when it is first shown, and each part of it has a name.");
  g_assert_null (adw_bin_get_child (
    ADW_BIN (adw_view_stack_get_child_by_name (window->pages, "journey"))));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (
        gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", names[i]));
      g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->pages), ==, names[i]);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      window_test_check_names (GTK_WIDGET (window));
    }
  window_test_close (window);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
test_menu (UiFixture    *fixture,
           gconstpointer data)
{
  ShcWindow *window = open_and_unlock (fixture);
  GtkWidget *menu;

  g_test_summary ("The main menu is made when it is opened first, and is the same one from then on.");
  g_assert_null (gtk_menu_button_get_popover (window->menu_button));
  g_assert_true (gtk_menu_button_get_primary (window->menu_button));
  gtk_menu_button_popup (window->menu_button);
  menu = GTK_WIDGET (gtk_menu_button_get_popover (window->menu_button));
  ui_test_wait (is_mapped, menu);
  g_assert_nonnull (ui_test_find (menu, GTK_TYPE_LABEL, "Preferences"));
  gtk_menu_button_popdown (window->menu_button);
  gtk_menu_button_popup (window->menu_button);
  g_assert_true (GTK_WIDGET (gtk_menu_button_get_popover (window->menu_button)) == menu);
  gtk_menu_button_popdown (window->menu_button);
  window_test_close (window);
}

static void
test_actions (UiFixture    *fixture,
              gconstpointer data)
{
  static const char *const names[] = { "win.new-reflection", "win.search", "win.keep",
                                       "win.preferences",    "win.backup", "win.import",
                                       "win.export",         "win.intake-form", "win.journey-mails" };
  ShcWindow *window = window_test_open (fixture);

  g_test_summary ("While locked, nothing that needs the journal can be started.");
  get_unlock_page (window);
  g_assert_false (gtk_widget_get_visible (window->lock_button));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (gtk_widget_activate_action (GTK_WIDGET (window), names[i], NULL) &&
                    window->state != SHC_WINDOW_UNLOCK);
  g_assert_null (window->preferences);
  window_test_close (window);
}

static gboolean
is_narrow (gpointer window)
{
  return shc_switcher_title_get_narrow (((ShcWindow *) window)->title);
}

static gboolean
is_wide (gpointer window)
{
  return !is_narrow (window);
}

static void
test_narrow (UiFixture    *fixture,
             gconstpointer data)
{
  static const int widths[] = { 360, 1200 };

  g_test_summary ("The page switcher moves to the bottom where the header bar is too narrow.");
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      ShcWindow *window = shc_window_new (ui_test_get_app (), fixture->journal, NULL,
                                      SHC_WINDOW_START_BY_PERSON);
      int minimum;

      gtk_window_set_default_size (GTK_WINDOW (window), widths[i], 640);
      gtk_window_present (GTK_WINDOW (window));
      type_passphrase (get_unlock_page (window), UI_TEST_PASSPHRASE);
      window_test_wait_state (window, SHC_WINDOW_OPEN);
      ui_test_wait (can_write, window);
      gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                          NULL);
      g_assert_cmpint (minimum, <=, 360);
      ui_test_wait (i == 0 ? is_narrow : is_wide, window);
      g_assert_cmpint (adw_view_switcher_bar_get_reveal (window->switcher_bar), ==, i == 0);
      /* Not even for a moment where there is no need for it. */
      g_assert_cmpint (adw_view_switcher_bar_get_stack (window->switcher_bar) != NULL, ==, i == 0);
      window_test_close (window);
    }
}

static void
count_cb (gpointer data)
{
  (*(int *) data)++;
}

static gboolean
was_idle (gpointer data)
{
  return *(int *) data > 0;
}

static void
test_idle (UiFixture    *fixture,
           gconstpointer data)
{
  int count = 0;
  ShcIdleWatch *watch = shc_idle_watch_new (0, count_cb, &count);

  g_test_summary ("Nobody there for the time set: said once; 0 never says it.");
  ui_test_linger (1200);
  g_assert_cmpint (count, ==, 0);
  shc_idle_watch_set_seconds (watch, 1);
  ui_test_wait (was_idle, &count);
  g_assert_cmpint (count, ==, 1);
  shc_idle_watch_free (watch);
}

static void
test_idle_locks (UiFixture    *fixture,
                 gconstpointer data)
{
  ShcWindow *window = open_and_unlock (fixture);
  int closed = -1;

  g_test_summary ("A journal left alone is locked; ten minutes are meant until the setting is read.");
  g_assert_cmpuint (shc_idle_watch_get_seconds (window->idle_watch), ==, 600);
  g_signal_connect (window, "closed", G_CALLBACK (closed_cb), &closed);
  window_test_leave_alone (window);
  g_assert_cmpint (closed, ==, 1);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_LOCKED);
}

static void
test_broken_closes (UiFixture    *fixture,
                    gconstpointer data)
{
  g_autoptr(GError) error = g_error_new_literal (SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                                                 "A page cannot be read.");
  ShcWindow *window = open_and_unlock (fixture);

  g_test_summary ("An open journal that turns out damaged is not kept open behind the page that says so.");
  shc_window_show_failure (window, error);
  window_test_wait_state (window, SHC_WINDOW_BROKEN);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_LOCKED);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.retry", NULL);
  get_unlock_page (window);
  window_test_close (window);
}

static guint
count_backups (UiFixture *fixture)
{
  g_autofree char *folder = g_build_filename (shc_vault_get_dir (fixture->vault), "backups", NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ".shcbackup");
  return n;
}

static gboolean
has_backup (gpointer fixture)
{
  return count_backups (fixture) > 0;
}

static void
test_daily_backup (UiFixture    *fixture,
                   gconstpointer data)
{
  ShcWindow *window = open_and_unlock (fixture);
  g_autoptr(ShcReflection) kept = NULL;

  g_test_summary ("Once a day what changed is backed up by itself.");
  kept = ui_test_add (fixture, "2026-11-02", "Rain on the roof.", NULL, NULL);
  ui_test_wait (has_backup, fixture);
  shc_window_care_begin (window);
  ui_test_linger (2500);
  g_assert_cmpuint (count_backups (fixture), ==, 1);
  g_assert_null (window->toast);
  window_test_close (window);
}

static gboolean
says_something (gpointer window)
{
  return ((ShcWindow *) window)->toast != NULL;
}

static void
test_no_backup (UiFixture    *fixture,
                gconstpointer data)
{
  g_autofree char *folder = g_build_filename (shc_vault_get_dir (fixture->vault), "backups", NULL);
  g_autoptr(ShcReflection) kept = NULL;
  ShcWindow *window;

  g_test_summary ("A backup that cannot be made is said in passing; the journal stays as it is.");
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  window = open_and_unlock (fixture);
  kept = ui_test_add (fixture, "2026-11-02", "Rain on the roof.", NULL, NULL);
  ui_test_wait (says_something, window);
  g_assert_cmpint (window->state, ==, SHC_WINDOW_OPEN);
  g_assert_true (can_write (window));
  window_test_close (window);
}

static void
check_keys (GtkWidget *root)
{
  g_autofree char *accelerator = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (root), "GtkShortcutsShortcut"))
    {
      g_object_get (root, "accelerator", &accelerator, NULL);
      g_assert_nonnull (accelerator);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_keys (child);
}

static void
test_shortcuts (UiFixture    *fixture,
                gconstpointer data)
{
  ShcWindow *window = open_and_unlock (fixture);
  GtkWidget *shortcuts;

  g_test_summary ("Each line of the shortcuts window has its keys.");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.shortcuts", NULL);
  shortcuts = window_test_wait_dialog ("GtkShortcutsWindow");
  check_keys (shortcuts);
  gtk_window_close (GTK_WINDOW (shortcuts));
  window_test_close (window);
}

static char *
get_clipboard (GtkWidget *widget)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (widget));
  g_auto(GValue) value = G_VALUE_INIT;

  g_assert_nonnull (content);
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  return g_value_dup_string (&value);
}

static void
check_clipboard (GtkWidget  *widget,
                 const char *expected)
{
  g_autofree char *text = get_clipboard (widget);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_clipboard (UiFixture    *fixture,
                gconstpointer data)
{
  const char *code = g_bytes_get_data (fixture->code, NULL);
  ShcWindow *window = open_and_unlock (fixture);
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  g_test_summary ("A copied code is blanked, at the latest with locking; what came after it is not.");
  shc_secure_text_to_clipboard (GTK_WIDGET (window), fixture->code);
  check_clipboard (GTK_WIDGET (window), code);
  shc_secure_text_blank_clipboard ();
  check_clipboard (GTK_WIDGET (window), " ");

  shc_secure_text_to_clipboard (GTK_WIDGET (window), fixture->code);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), "a line of a poem");
  shc_secure_text_blank_clipboard ();
  check_clipboard (GTK_WIDGET (window), "a line of a poem");

  shc_secure_text_to_clipboard (GTK_WIDGET (window), fixture->code);
  window_test_close (window);
  check_clipboard (label, " ");
  g_assert_finalize_object (label);
}

static gboolean
waits_for_places (GtkIconTheme *theme)
{
  return g_signal_has_handler_pending (theme, g_signal_lookup ("notify", G_TYPE_OBJECT),
                                       g_quark_from_static_string ("resource-path"), TRUE);
}

static void
test_icons (UiFixture    *fixture,
            gconstpointer data)
{
  GdkDisplay *display = gdk_display_get_default ();
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (display);
  g_auto(GStrv) places = gtk_icon_theme_get_resource_path (theme);
  const char *few[] = { "/org/gtk/libgtk/icons/", "/org/sacredhealing/Companion/icons", NULL };

  g_test_summary ("Icons are read on a thread once every place was named, not before and not twice.");
  g_assert_cmpuint (g_strv_length (places), >=, 3);
  shc_icons_read_early (display);
  gtk_icon_theme_set_resource_path (theme, few);
  g_assert_true (waits_for_places (theme));
  gtk_icon_theme_set_resource_path (theme, (const char *const *) places);
  g_assert_false (waits_for_places (theme));

  g_assert_true (gtk_icon_theme_has_icon (theme, "shc-write-symbolic"));
  g_assert_true (gtk_icon_theme_has_icon (theme, "open-menu-symbolic"));
  g_assert_false (gtk_icon_theme_has_icon (theme, "shc-no-such-icon-symbolic"));
}

#define ADD(name, func) \
  g_test_add (name, UiFixture, NULL, set_up_locked, func, ui_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/window/unlock", test_unlock);
  ADD ("/ui/window/recovery", test_recovery);
  ADD ("/ui/window/lost", test_lost);
  ADD ("/ui/window/reasons", test_reasons);
  ADD ("/ui/window/table", test_table);
  ADD ("/ui/window/file-kinds", test_file_kinds);
  ADD ("/ui/window/damaged", test_damaged);
  ADD ("/ui/window/lock", test_lock);
  ADD ("/ui/window/let-go", test_let_go);
  ADD ("/ui/window/pages", test_pages);
  ADD ("/ui/window/menu", test_menu);
  ADD ("/ui/window/actions", test_actions);
  ADD ("/ui/window/narrow", test_narrow);
  ADD ("/ui/window/idle", test_idle);
  ADD ("/ui/window/idle-locks", test_idle_locks);
  ADD ("/ui/window/broken-closes", test_broken_closes);
  ADD ("/ui/window/daily-backup", test_daily_backup);
  ADD ("/ui/window/no-backup", test_no_backup);
  ADD ("/ui/window/shortcuts", test_shortcuts);
  ADD ("/ui/window/clipboard", test_clipboard);
  ADD ("/ui/window/icons", test_icons);
  return ui_test_run ();
}
