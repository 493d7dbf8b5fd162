/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backup, restore, import and export through their dialogs. */

#include "config.h"

#include <string.h>

#include "shc-backup.h"
#include "shc-date-row.h"
#include "window-test.h"

/* GTK's file chooser, which every case here opens, keeps dozens of things until the end (seen with 4.8):
 * LeakSanitizer calls this to learn that it need not look in this program. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

static ShcWindow *
open_window (UiFixture *fixture)
{
  ShcWindow *window;

  ui_test_profile (fixture, "River", "2026-11-01");
  window = window_test_open (fixture);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  return window;
}

static char *
make_path (UiFixture  *fixture,
           const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static GtkWidget *
find_label (GtkWidget  *root,
            const char *begin)
{
  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), begin))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, begin);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  ShcWindow  *window;
  const char *begin;
} Said;

static gboolean
is_said (gpointer data)
{
  Said *said = data;

  return find_label (GTK_WIDGET (said->window), said->begin) != NULL;
}

static void
wait_said (ShcWindow  *window,
           const char *begin)
{
  Said said = { window, begin };

  ui_test_wait (is_said, &said);
}

static gint64
count (UiFixture *fixture)
{
  g_autoptr(ShcVaultStatus) status = shc_vault_get_status (fixture->vault);

  return status->reflections;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static gboolean
is_enabled (gpointer button)
{
  return gtk_widget_is_sensitive (button);
}

static void
write_lines (const char *path)
{
  static const char lines[] =
    "{\"date\":\"2020-01-01\",\"text\":\"The first morning.\"}\n"
    "{\"date\":\"2020-01-02\",\"text\":\"The second.\",\"tags\":[\"walk\"]}\n"
    "{\"date\":\"no day\",\"text\":\"Lost in time.\"}\n";

  g_assert_true (g_file_set_contents (path, lines, -1, NULL));
}

static void
test_import (UiFixture    *fixture,
             gconstpointer data)
{
  g_autofree char *path = make_path (fixture, "old.jsonl");
  ShcWindow *window = open_window (fixture);
  GtkWidget *dialog;
  GtkWidget *button;
  gpointer weak;

  g_test_summary ("Counted before anything is taken; taken all at once; taken back by Undo.");
  write_lines (path);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.import", NULL);
  window_test_answer_chooser (path);
  dialog = window_test_wait_dialog ("ShcImportDialog");
  button = ui_test_find (dialog, GTK_TYPE_BUTTON, "_Import");
  ui_test_wait (is_enabled, button);
  window_test_check_names (dialog);
  g_assert_nonnull (find_label (dialog, "3"));
  g_assert_nonnull (find_label (dialog, "2"));
  g_assert_cmpint (count (fixture), ==, 0);

  weak = dialog;
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  ui_test_click (button);
  ui_test_wait (is_gone, &weak);
  wait_said (window, "2 reflections imported");
  g_assert_cmpint (count (fixture), ==, 2);
  ui_test_click (ui_test_find (GTK_WIDGET (window), GTK_TYPE_BUTTON, "Undo"));
  wait_said (window, "Import taken back.");
  g_assert_cmpint (count (fixture), ==, 0);
  window_test_close (window);
}

static gboolean
shows_failure (gpointer dialog)
{
  GtkWidget *page = ui_test_find (dialog, ADW_TYPE_STATUS_PAGE, NULL);

  return page != NULL && gtk_widget_get_mapped (page);
}

static void
test_import_nonsense (UiFixture    *fixture,
                      gconstpointer data)
{
  g_autofree char *path = make_path (fixture, "picture.png");
  ShcWindow *window = open_window (fixture);
  GtkWidget *dialog;

  g_assert_true (g_file_set_contents (path, "\x89PNG\r\n\x1a\n\0\0\0", 11, NULL));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.import", NULL);
  window_test_answer_chooser (path);
  dialog = window_test_wait_dialog ("ShcImportDialog");
  ui_test_wait (shows_failure, dialog);
  g_assert_cmpint (count (fixture), ==, 0);
  gtk_window_close (GTK_WINDOW (dialog));
  window_test_close (window);
}

static void
test_export (UiFixture    *fixture,
             gconstpointer data)
{
  g_autofree char *path = make_path (fixture, "out.jsonl");
  g_autofree char *text = NULL;
  g_autoptr(ShcReflection) kept = NULL;
  ShcWindow *window = open_window (fixture);
  GtkWidget *dialog;
  gpointer weak;

  g_test_summary ("Said to be readable by anyone, then written where it was asked for.");
  kept = ui_test_add (fixture, "2026-11-02", "Rain on the roof.", NULL, NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export", NULL);
  dialog = window_test_wait_dialog ("ShcExportDialog");
  window_test_check_names (dialog);
  g_assert_nonnull (find_label (dialog, "An export is not encrypted"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (ui_test_find (dialog, ADW_TYPE_COMBO_ROW, NULL)), 2);
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Export…"));
  weak = dialog;
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  window_test_answer_chooser (path);
  ui_test_wait (is_gone, &weak);
  wait_said (window, "1 reflection exported");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Rain on the roof."));
  window_test_close (window);
}

static void
test_export_range (UiFixture    *fixture,
                   gconstpointer data)
{
  ShcWindow *window = open_window (fixture);
  GtkWidget *dialog;
  GtkWidget *from;
  GtkWidget *to;
  GtkWidget *button;

  g_test_summary ("A range that ends before it begins cannot be exported.");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export", NULL);
  dialog = window_test_wait_dialog ("ShcExportDialog");
  button = ui_test_find (dialog, GTK_TYPE_BUTTON, "_Export…");
  from = ui_test_find (dialog, SHC_TYPE_DATE_ROW, NULL);
  to = gtk_widget_get_next_sibling (from);
  g_assert_true (gtk_widget_is_sensitive (button));
  shc_date_row_set_day (SHC_DATE_ROW (from), 739000);
  shc_date_row_set_day (SHC_DATE_ROW (to), 738000);
  g_assert_false (gtk_widget_is_sensitive (button));
  shc_date_row_set_day (SHC_DATE_ROW (to), -1);
  g_assert_true (gtk_widget_is_sensitive (button));
  gtk_window_close (GTK_WINDOW (dialog));
  window_test_close (window);
}

static void
back_up (ShcWindow  *window,
         const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.backup", NULL);
  window_test_answer_chooser (path);
  wait_said (window, "Backed up and proven: 1 reflection");
}

/* The former database lies in a folder inside the vault's. */
static gboolean
has_moved_aside (UiFixture *fixture)
{
  const char *folder = shc_vault_get_dir (fixture->vault);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (folder, name, "journal.db", NULL);

      if (g_file_test (inside, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

static void
test_backup_and_restore (UiFixture    *fixture,
                         gconstpointer data)
{
  g_autofree char *path = make_path (fixture, "copy.shcbackup");
  g_autoptr(ShcReflection) first = NULL;
  g_autoptr(ShcReflection) second = NULL;
  ShcWindow *window = open_window (fixture);
  GtkWidget *dialog;
  GtkWidget *button;
  gpointer weak;

  g_test_summary ("What was there at the backup comes back; what was here since is moved aside.");
  first = ui_test_add (fixture, "2026-11-02", "Before the backup.", NULL, NULL);
  back_up (window, path);
  second = ui_test_add (fixture, "2026-11-03", "After it.", NULL, NULL);
  g_assert_cmpint (count (fixture), ==, 2);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.restore", NULL);
  dialog = window_test_wait_dialog ("ShcRestoreDialog");
  window_test_check_names (dialog);
  button = ui_test_find (dialog, GTK_TYPE_BUTTON, "_Restore");
  g_assert_false (gtk_widget_is_sensitive (button));
  gtk_widget_activate_action (dialog, "restore.choose", NULL);
  window_test_answer_chooser (path);
  gtk_editable_set_text (
    GTK_EDITABLE (ui_test_find (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL)), UI_TEST_PASSPHRASE);
  ui_test_wait (is_enabled, button);
  weak = dialog;
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  ui_test_click (button);
  ui_test_wait (is_gone, &weak);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  g_assert_cmpint (count (fixture), ==, 1);
  g_assert_true (has_moved_aside (fixture));
  window_test_close (window);
}

/* It is over when the spinner is gone. */
static gboolean
has_answered (gpointer dialog)
{
  return ui_test_find (dialog, GTK_TYPE_SPINNER, NULL) == NULL;
}

static void
test_restore_wrong (UiFixture    *fixture,
                    gconstpointer data)
{
  g_autofree char *path = make_path (fixture, "copy.shcbackup");
  g_autoptr(ShcReflection) first = NULL;
  ShcWindow *window = open_window (fixture);
  GtkWidget *dialog;
  GtkWidget *button;

  g_test_summary ("With a wrong passphrase nothing is moved, and the journal stays open.");
  first = ui_test_add (fixture, "2026-11-02", "Before the backup.", NULL, NULL);
  back_up (window, path);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.restore", NULL);
  dialog = window_test_wait_dialog ("ShcRestoreDialog");
  button = ui_test_find (dialog, GTK_TYPE_BUTTON, "_Restore");
  gtk_widget_activate_action (dialog, "restore.choose", NULL);
  window_test_answer_chooser (path);
  gtk_editable_set_text (
    GTK_EDITABLE (ui_test_find (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL)), "something else");
  ui_test_wait (is_enabled, button);
  ui_test_click (button);
  ui_test_wait (has_answered, dialog);
  g_assert_false (has_moved_aside (fixture));
  /* The key was tried first: the journal behind it was never closed. */
  g_assert_cmpint (window->state, ==, SHC_WINDOW_OPEN);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_UNLOCKED);
  gtk_window_close (GTK_WINDOW (dialog));
  g_assert_cmpint (window->state, ==, SHC_WINDOW_OPEN);
  window_test_close (window);
}

static gboolean
lists_one (gpointer dialog)
{
  return find_label (dialog, "Automatic Backups") != NULL &&
         gtk_widget_get_mapped (find_label (dialog, "Automatic Backups"));
}

static void
test_restore_list (UiFixture    *fixture,
                   gconstpointer data)
{
  static const char *const bad[] = {
    "babab", "\u202Ebabab babab", "a\x01\x02 b", "gutih gutih gutih gutih gutih gutih gutih gutih gutih",
  };
  g_autofree char *huge = g_strnfill (100000, 'b');
  g_autofree char *folder = g_build_filename (shc_vault_get_dir (fixture->vault), "backups", NULL);
  g_autofree char *path = g_build_filename (folder, "A & B <i>.shcbackup", NULL);
  g_autoptr(ShcReflection) first = NULL;
  g_autoptr(ShcBackupResult) made = NULL;
  g_autoptr(GError) error = NULL;
  ShcWindow *window = open_window (fixture);
  GtkWidget *dialog;
  GtkWidget *button;

  g_test_summary ("The backups made by the program are listed; no nonsense opens one.");
  first = ui_test_add (fixture, "2026-11-02", "Before the backup.", NULL, NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  made = shc_backup_make (fixture->vault, path, NULL, &error);
  g_assert_no_error (error);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.restore", NULL);
  dialog = window_test_wait_dialog ("ShcRestoreDialog");
  button = ui_test_find (dialog, GTK_TYPE_BUTTON, "_Restore");
  ui_test_wait (lists_one, dialog);
  window_test_check_names (dialog);
  adw_combo_row_set_selected (ADW_COMBO_ROW (ui_test_find (dialog, ADW_TYPE_COMBO_ROW, NULL)),
                              SHC_UNLOCK_RECOVERY);
  for (guint i = 0; i <= G_N_ELEMENTS (bad); i++)
    {
      GtkWidget *row = ui_test_find (dialog, ADW_TYPE_ENTRY_ROW, NULL);

      while (row != NULL && !gtk_widget_get_mapped (row))
        row = gtk_widget_get_next_sibling (row);
      gtk_editable_set_text (GTK_EDITABLE (row), i < G_N_ELEMENTS (bad) ? bad[i] : huge);
      ui_test_wait (is_enabled, button);
      ui_test_click (button);
      ui_test_wait (has_answered, dialog);
      g_assert_cmpint (window->state, ==, SHC_WINDOW_OPEN);
    }
  g_assert_false (has_moved_aside (fixture));
  gtk_window_close (GTK_WINDOW (dialog));
  window_test_close (window);
}

static void
test_backup_again (UiFixture    *fixture,
                   gconstpointer data)
{
  g_autofree char *path = make_path (fixture, "copy.shcbackup");
  g_autofree char *former = make_path (fixture, "copy.shcbackup.former");
  g_autofree char *kept = NULL;
  g_autoptr(ShcReflection) first = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;
  ShcWindow *window = open_window (fixture);

  g_test_summary ("A backup over an older one touches no other file and leaves none beside it.");
  first = ui_test_add (fixture, "2026-11-02", "Before the backup.", NULL, NULL);
  g_assert_true (g_file_set_contents (path, "an older one", -1, NULL));
  g_assert_true (g_file_set_contents (former, "somebody’s", -1, NULL));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.backup", NULL);
  window_test_answer_chooser (path);
  gtk_dialog_response (GTK_DIALOG (window_test_wait_dialog ("GtkMessageDialog")),
                       GTK_RESPONSE_ACCEPT);
  wait_said (window, "Backed up and proven: 1 reflection");
  g_assert_true (g_file_get_contents (former, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "somebody’s");
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, ".part"));
  window_test_close (window);
}

#define ADD(name, func) \
  g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/dialogs/import", test_import);
  ADD ("/ui/dialogs/import-nonsense", test_import_nonsense);
  ADD ("/ui/dialogs/export", test_export);
  ADD ("/ui/dialogs/export-range", test_export_range);
  ADD ("/ui/dialogs/backup-and-restore", test_backup_and_restore);
  ADD ("/ui/dialogs/restore-wrong", test_restore_wrong);
  ADD ("/ui/dialogs/restore-list", test_restore_list);
  ADD ("/ui/dialogs/backup-again", test_backup_again);
  return ui_test_run ();
}
