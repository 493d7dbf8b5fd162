/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with Airtable in the window: a copy of the whole base, saved and opened. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "share-test.h"
#include "shc-sealed.h"

#define ASSERT_HAS(text, part) \
  g_assert_cmpstr ((strstr (text, part) != NULL ? part : text), ==, part)

static char *
make_path (ShareTest  *self,
           const char *name)
{
  return g_build_filename (self->ui.folder, name, NULL);
}

static void
share_all (ShareTest *self)
{
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  share_test_send (self);
  share_test_do (self, "share.back");
  share_test_wait_page (self, "setup");
}

static guint
count_requests (ShareTest *self)
{
  g_autoptr(GPtrArray) requests = airtable_test_dup_requests (&self->server, 0);

  return requests->len;
}

static void
answer (const char *label)
{
  GtkWidget *question = window_test_wait_dialog ("AdwMessageDialog");

  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, label));
}

/* @path: (nullable): to answer with "no". */
static void
save (ShareTest  *self,
      const char *path)
{
  share_test_do (self, "share.save-base");
  if (path == NULL)
    {
      answer ("_Cancel");
      return;
    }
  answer ("Choose a _File…");
  window_test_answer_chooser (path);
}

static GBytes *
unseal (const char *path,
        GError    **error)
{
  g_autoptr(GBytes) secret = g_bytes_new_static (UI_TEST_PASSPHRASE, strlen (UI_TEST_PASSPHRASE));

  return shc_sealed_open (path, SHC_BASE_COPY_KIND, SHC_UNLOCK_PASSPHRASE, secret, error);
}

/* ---- saving */

static void
test_save (ShareTest     *self,
           gconstpointer  data)
{
  g_autofree char *path = make_path (self, "base.shcbase");
  g_autofree char *content = NULL;
  g_autoptr(GBytes) copy = NULL;
  g_autoptr(GBytes) again = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;
  guint before;

  g_test_summary ("All of the base goes into one encrypted file, after it was said what it holds; a file of this name is replaced.");
  share_all (self);
  before = count_requests (self);
  share_test_do (self, "share.save-base");
  {
    GtkWidget *question = window_test_wait_dialog ("AdwMessageDialog");

    ASSERT_HAS (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), "everybody");
    ASSERT_HAS (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), "whoever keeps the base");
    ui_test_picture (question, "share-copy-question.png");
  }
  answer ("_Cancel");
  ui_test_linger (100);
  g_assert_cmpuint (count_requests (self), ==, before);

  save (self, path);
  share_test_wait_page (self, "saved");
  ASSERT_HAS (adw_status_page_get_description (self->dialog->saved), "2 tables with 3 rows");
  ASSERT_HAS (adw_status_page_get_description (self->dialog->saved), "base.shcbase");
  share_test_picture (self, "copy-saved");
  g_assert_cmpuint (count_requests (self) - before, ==, 3);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_null (memmem (content, length, "Snow in April.", strlen ("Snow in April.")));
  copy = unseal (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (memmem (g_bytes_get_data (copy, NULL), g_bytes_get_size (copy), "Snow in April.",
                            strlen ("Snow in April.")));

  ui_test_click (ui_test_find (GTK_WIDGET (self->dialog->saved), GTK_TYPE_BUTTON, "_Done"));
  share_test_wait_page (self, "setup");
  share_test_tell (self, "{\"rows\":{\"Reflections\":[{\"Reflection Text\":\"Of somebody else.\"}]}}");
  save (self, path);
  gtk_dialog_response (GTK_DIALOG (window_test_wait_dialog ("GtkMessageDialog")), GTK_RESPONSE_ACCEPT);
  share_test_wait_page (self, "saved");
  again = unseal (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (memmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), "Of somebody else.",
                            strlen ("Of somebody else.")));
  share_test_close (self);
}

static gboolean
is_alone (const char *folder,
          const char *prefix)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      return FALSE;
  return TRUE;
}

static void
test_fails (ShareTest     *self,
            gconstpointer  data)
{
  g_autofree char *path = make_path (self, "base.shcbase");

  g_test_summary ("Stopped, refused, without a base, without a place to write to: nothing is left, and it is said why.");
  share_all (self);
  share_test_tell (self, "{\"faults\":[{\"name\":\"late\",\"arg\":5}]}");
  save (self, path);
  share_test_wait_page (self, "busy");
  share_test_picture (self, "copy-busy");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "share.stop", NULL));
  share_test_wait_page (self, "setup");
  g_assert_true (is_alone (self->ui.folder, "base.shcbase"));

  share_test_tell (self, "{\"faults\":[{\"name\":\"404\"}]}");
  save (self, path);
  ASSERT_HAS (share_test_wait_problem (self), "Nothing was changed by this.");
  share_test_wait_page (self, "setup");
  g_assert_true (is_alone (self->ui.folder, "base.shcbase"));
  share_test_tell (self, "{\"faults\":[]}");

  save (self, path);
  g_mkdir (path, 0700);
  ASSERT_HAS (share_test_wait_problem (self), "cannot be replaced");
  share_test_wait_page (self, "setup");
  g_assert_true (is_alone (self->ui.folder, "base.shcbase."));

  gtk_editable_set_text (GTK_EDITABLE (ui_test_find (GTK_WIDGET (self->dialog->setup), ADW_TYPE_ENTRY_ROW, NULL)), "");
  share_test_do (self, "share.save-base");
  ASSERT_HAS (share_test_wait_problem (self), "Say first which base");
  share_test_close (self);
}

/* ---- opening */

typedef struct
{
  GtkWidget  *dialog;
  const char *part;
} Said;

/* Once it is no longer busy. */
static gboolean
has_said (gpointer data)
{
  const Said *said = data;
  GtkWidget *page = ui_test_find (said->dialog, ADW_TYPE_PREFERENCES_PAGE, NULL);
  g_autofree char *text = share_test_dup_text (said->dialog);

  return gtk_widget_is_sensitive (page) && strstr (text, said->part) != NULL;
}

static GtkWidget *
open_dialog (ShareTest  *self,
             const char *copy)
{
  GtkWidget *dialog;

  share_test_do (self, "share.open-base");
  dialog = window_test_wait_dialog ("ShcBaseOpenDialog");
  window_test_check_names (dialog);
  gtk_widget_activate_action (dialog, "base.choose", NULL);
  window_test_answer_chooser (copy);
  return dialog;
}

static void
choose_way (GtkWidget    *dialog,
            ShcUnlockWay  way,
            const char   *secret)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (ui_test_find (dialog, ADW_TYPE_COMBO_ROW, NULL)), (guint) way);
  if (secret != NULL)
    gtk_editable_set_text (GTK_EDITABLE (ui_test_find (dialog, way == SHC_UNLOCK_PASSPHRASE ? ADW_TYPE_PASSWORD_ENTRY_ROW
                                                                                            : ADW_TYPE_ENTRY_ROW, NULL)),
                           secret);
}

static gboolean
is_enabled (gpointer button)
{
  return gtk_widget_is_sensitive (button);
}

/* Returns: (transfer full): what it said. */
/* Waits until it says @part. */
static void
open_to (GtkWidget  *dialog,
         const char *folder,
         const char *part)
{
  GtkWidget *button = ui_test_find (dialog, GTK_TYPE_BUTTON, "_Open…");
  Said said = { dialog, part };

  ui_test_wait (is_enabled, button);
  ui_test_click (button);
  window_test_answer_chooser (folder);
  ui_test_wait (has_said, &said);
}

static void
test_open (ShareTest     *self,
           gconstpointer  data)
{
  g_autofree char *path = make_path (self, "base.shcbase");
  g_autofree char *other = make_path (self, "other.txt");
  g_autofree char *folder = make_path (self, "opened");
  g_autofree char *second = make_path (self, "opened again");
  g_autofree char *third = make_path (self, "third");
  g_autofree char *table = g_build_filename (folder, "Reflections.csv", NULL);
  g_autofree char *json = g_build_filename (second, "base.json", NULL);
  g_autofree char *text = NULL;
  g_autofree char *code = g_strndup (g_bytes_get_data (self->ui.code, NULL), g_bytes_get_size (self->ui.code));
  GtkWidget *dialog;
  guint before;

  g_test_summary ("By what opens the journal, into a folder; what does not open it says so, and nothing is written.");
  share_all (self);
  save (self, path);
  share_test_wait_page (self, "saved");
  ui_test_click (ui_test_find (GTK_WIDGET (self->dialog->saved), GTK_TYPE_BUTTON, "_Done"));
  share_test_wait_page (self, "setup");
  before = count_requests (self);
  dialog = open_dialog (self, path);

  open_to (dialog, folder, "keyring does not hold the key to this copy");
  choose_way (dialog, SHC_UNLOCK_PASSPHRASE, "something else altogether");
  open_to (dialog, folder, "This does not open the");
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_false (gtk_widget_is_sensitive (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Open…")));
  choose_way (dialog, SHC_UNLOCK_PASSPHRASE, UI_TEST_PASSPHRASE);
  open_to (dialog, folder, "2 tables with 3 rows are in the folder “opened”, not encrypted");
  ui_test_picture (dialog, "share-copy-opened.png");
  g_assert_true (g_file_get_contents (table, &text, NULL, NULL));
  ASSERT_HAS (text, "Snow in April.");

  choose_way (dialog, SHC_UNLOCK_RECOVERY, code);
  open_to (dialog, second, "are in the folder “opened again”");
  g_assert_true (g_file_test (json, G_FILE_TEST_EXISTS));

  g_assert_true (g_file_set_contents (other, "not a copy", -1, NULL));
  gtk_widget_activate_action (dialog, "base.choose", NULL);
  window_test_answer_chooser (other);
  ui_test_linger (100);
  choose_way (dialog, SHC_UNLOCK_PASSPHRASE, UI_TEST_PASSPHRASE);
  open_to (dialog, third, "no backup of this program");
  g_assert_false (g_file_test (third, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_requests (self), ==, before);
  gtk_window_close (GTK_WINDOW (dialog));
  share_test_close (self);
}

#define ADD(name, func) \
  g_test_add ("/ui/share-copy/" name, ShareTest, NULL, share_test_set_up, func, share_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("save", test_save);
  ADD ("fails", test_fails);
  ADD ("open", test_open);
  return ui_test_run ();
}
