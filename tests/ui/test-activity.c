/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What left this computer, as the window shows it. */

#include "config.h"

#include "shc-activity-dialog.h"
#include "shc-activity-row.h"
#include "window-test.h"

typedef struct
{
  const char *purpose;
  guint       records;
  guint       status;   /* 0: no answer came; G_MAXUINT: its end was not written down */
  guint       n;        /* so many of them */
} Record;

static gpointer
add_in_thread (ShcDb    *db,
               gpointer  data,
               GError  **error)
{
  const Record *record = data;
  g_autoptr(ShcIntent) intent = shc_intent_new ("openai", "models", "models", "test", record->records);

  /* A later version may have had another one. */
  g_free (intent->purpose);
  intent->purpose = g_strdup (record->purpose);
  if (!shc_db_begin (db, error))
    return NULL;
  for (guint i = 0; i < record->n; i++)
    {
      ShcIntentOutcome outcome = { record->status, 2500, 40 };
      gint64 entry = shc_activity_begin (db, intent, 1200, g_get_real_time (), error);

      if (entry == 0 || (record->status != G_MAXUINT && !shc_activity_complete (db, entry, &outcome, error)))
        return NULL;
    }
  return GINT_TO_POINTER (shc_db_commit (db, error));
}

static void
add (UiFixture  *fixture,
     const char *purpose,
     guint       records,
     guint       status,
     guint       n)
{
  Record record = { purpose, records, status, n };
  g_autoptr(GError) error = NULL;

  shc_vault_run (fixture->vault, SHC_DB_WRITER, add_in_thread, &record, &error);
  g_assert_no_error (error);
}

static GtkWidget *
open_dialog (UiFixture  *fixture,
             ShcWindow **window)
{
  ui_test_profile (fixture, "River", "");
  *window = window_test_open (fixture);
  window_test_wait_state (*window, SHC_WINDOW_OPEN);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (*window), "win.activity", NULL));
  return window_test_wait_dialog ("ShcActivityDialog");
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
close_all (GtkWidget *dialog,
           ShcWindow *window)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_wait (is_gone, &weak);
  window_test_close (window);
}

static const char *
get_shown (GtkWidget *dialog)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (ui_test_find (dialog, GTK_TYPE_STACK, NULL)));
}

static gboolean
is_empty (gpointer dialog)
{
  return g_str_equal (get_shown (dialog), "empty");
}

static GtkWidget *
get_list (GtkWidget *dialog)
{
  return ui_test_find (dialog, GTK_TYPE_LIST_VIEW, NULL);
}

static guint
count (GtkWidget *dialog)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (get_list (dialog)))));
}

/* The @n-th row that is shown. */
static GtkWidget *
get_row (GtkWidget *dialog,
         guint      n)
{
  GtkWidget *item = gtk_widget_get_first_child (get_list (dialog));

  for (; item != NULL && n > 0; n--)
    item = gtk_widget_get_next_sibling (item);
  return item != NULL ? ui_test_find (item, SHC_TYPE_ACTIVITY_ROW, NULL) : NULL;
}

static gboolean
has_five (gpointer dialog)
{
  return g_str_equal (get_shown (dialog), "list") && count (dialog) == 5 && get_row (dialog, 4) != NULL;
}

static gboolean
has_six (gpointer dialog)
{
  return count (dialog) == 6;
}

static void
assert_says (GtkWidget  *dialog,
             guint       row,
             const char *text)
{
  if (ui_test_find (get_row (dialog, row), GTK_TYPE_LABEL, text) == NULL)
    g_error ("row %u does not say “%s”", row, text);
}

static void
test_empty (UiFixture    *fixture,
            gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog = open_dialog (fixture, &window);

  ui_test_wait (is_empty, dialog);
  g_assert_nonnull (ui_test_find (dialog, GTK_TYPE_LABEL, "Nothing has left this computer."));
  window_test_check_names (dialog);
  ui_test_picture (dialog, "activity-empty");
  close_all (dialog, window);
}

static void
test_rows (UiFixture    *fixture,
           gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;
  int minimum;

  g_test_summary ("Newest first, in plain words, and what is added meanwhile is shown.");
  add (fixture, "chat", 3, 200, 1);
  add (fixture, "models", 0, 200, 1);
  add (fixture, "test-key", 0, 401, 1);
  add (fixture, "models", 0, 0, 1);
  add (fixture, "something-new", 1, G_MAXUINT, 1);
  dialog = open_dialog (fixture, &window);
  ui_test_wait (has_five, dialog);
  assert_says (dialog, 0, "something-new");
  assert_says (dialog, 0, "did not finish");
  assert_says (dialog, 0, "1.2\u00a0kB out, 0 bytes in · 1 record");
  assert_says (dialog, 1, "did not finish");
  assert_says (dialog, 2, "A test of the key");
  assert_says (dialog, 2, "refused");
  assert_says (dialog, 3, "Which models there are");
  assert_says (dialog, 3, "answered");
  assert_says (dialog, 3, "1.2\u00a0kB out, 2.5\u00a0kB in");
  assert_says (dialog, 4, "A message to the companion");
  assert_says (dialog, 4, "1.2\u00a0kB out, 2.5\u00a0kB in · 3 records");
  window_test_check_names (dialog);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (get_list (dialog)),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
  gtk_widget_measure (gtk_window_get_child (GTK_WINDOW (dialog)), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  ui_test_picture (dialog, "activity");

  add (fixture, "models", 0, 200, 1);
  ui_test_wait (has_six, dialog);
  close_all (dialog, window);
}

static void
test_words (void)
{
  const char *const *purposes = shc_intent_get_purposes ();

  g_test_summary ("Whatever a request can be for is told in plain words.");
  for (guint i = 0; purposes[i] != NULL; i++)
    {
      ShcActivity activity = { .service = (char *) "airtable", .purpose = (char *) purposes[i], .endpoint = (char *) "x" };
      g_autoptr(GtkWidget) row = g_object_ref_sink (shc_activity_row_new ());

      shc_activity_row_set_activity (SHC_ACTIVITY_ROW (row), &activity);
      if (ui_test_find (row, GTK_TYPE_LABEL, purposes[i]) != NULL)
        g_error ("“%s” has no words", purposes[i]);
    }
}

static gboolean
has_limit (gpointer dialog)
{
  return g_str_equal (get_shown (dialog), "list") && count (dialog) == SHC_ACTIVITY_DIALOG_LIMIT;
}

static GtkWidget *
find_label (GtkWidget  *root,
            const char *beginning)
{
  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), beginning))
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

static void
test_many (UiFixture    *fixture,
           gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;

  g_test_summary ("The newest are shown, and that there are more is said.");
  add (fixture, "models", 0, 200, SHC_ACTIVITY_DIALOG_LIMIT + 2);
  dialog = open_dialog (fixture, &window);
  ui_test_wait (has_limit, dialog);
  g_assert_nonnull (find_label (dialog, "When, what for and how much, never what it said. These are the newest 500;"));
  close_all (dialog, window);
}

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/activity/empty", test_empty);
  ADD ("/ui/activity/rows", test_rows);
  ADD ("/ui/activity/many", test_many);
  g_test_add_func ("/ui/activity/words", test_words);
  return ui_test_run ();
}
