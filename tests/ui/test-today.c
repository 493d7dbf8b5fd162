/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Today: greeting, writing, drafts, keeping; and every kind of bad input. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "shc-composer.h"
#include "shc-date-button.h"
#include "shc-date-popover.h"
#include "shc-editor.h"
#include "shc-error-page.h"
#include "shc-mood-picker.h"
#include "shc-page.h"
#include "shc-secure.h"
#include "shc-suggest-entry.h"
#include "shc-suggestions.h"
#include "shc-schema.h"
#include "shc-tag-editor.h"
#include "shc-text.h"
#include "shc-today-page.h"
#include "shc-transaction.h"
#include "ui-test.h"

typedef struct
{
  UiFixture   *fixture;
  GtkWidget   *page;
  ShcOverview *overview;
  GAsyncResult *result;
} Today;

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

static ShcOverview *
load_overview (UiFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ShcOverview *overview;

  shc_journal_load_overview_async (fixture->journal, shc_date_now (g_get_real_time ()), NULL,
                                   take_result_cb, &result);
  ui_test_wait (has_result, &result);
  overview = shc_journal_load_overview_finish (fixture->journal, result, &error);
  g_assert_no_error (error);
  return overview;
}

static gint64
count (UiFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ShcCounts counts;

  shc_journal_count_async (fixture->journal, shc_date_now (g_get_real_time ()), NULL, take_result_cb,
                           &result);
  ui_test_wait (has_result, &result);
  g_assert_true (shc_journal_count_finish (fixture->journal, result, &counts, &error));
  g_assert_no_error (error);
  return counts.reflections;
}

static ShcEditor *
get_editor (GtkWidget *page)
{
  return SHC_EDITOR (ui_test_find (page, SHC_TYPE_EDITOR, NULL));
}

static gboolean
is_ready (gpointer page)
{
  return gtk_widget_is_sensitive (GTK_WIDGET (get_editor (page)));
}

static GtkWidget *
show_today (UiFixture *fixture,
            int        width,
            int        height)
{
  GtkWidget *page = shc_today_page_new (fixture->journal);

  ui_test_show (fixture, page, width, height);
  shc_page_load (SHC_PAGE (page));
  ui_test_wait (is_ready, page);
  return page;
}

static void
type (GtkWidget  *page,
      const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (shc_editor_get_view (get_editor (page)));

  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
}

static gboolean
has_draft (gpointer data)
{
  Today *today = data;
  g_autoptr(ShcOverview) overview = load_overview (today->fixture);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (shc_editor_get_view (get_editor (today->page)));
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  return overview->draft != NULL && g_strcmp0 (overview->draft->reflection->text, text) == 0;
}

static gboolean
has_no_draft (gpointer data)
{
  g_autoptr(ShcOverview) overview = load_overview (((Today *) data)->fixture);

  return overview->draft == NULL;
}

static gboolean
has_one (gpointer data)
{
  return count (((Today *) data)->fixture) == 1;
}

/* The page hears of what the journal has a moment later than the journal. */
static gboolean
is_blank (gpointer data)
{
  return shc_editor_get_blank (get_editor (((Today *) data)->page));
}

static void
test_greeting (UiFixture    *fixture,
               gconstpointer data)
{
  GtkWidget *page;
  /* Not the clock's day: in the small hours yesterday goes on. */
  g_autoptr(ShcOverview) overview = load_overview (fixture);
  ShcDate start = shc_date_from_day (overview->today - 9);
  g_autofree char *text = shc_date_to_string (start);

  ui_test_profile (fixture, "נעמי <b>&", text);
  page = show_today (fixture, 900, 700);
  g_assert_nonnull (ui_test_find (page, GTK_TYPE_BUTTON, "Day 10"));
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_window_get_focus (fixture->window)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (shc_editor_get_view (get_editor (page))),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Your reflection");
  ui_test_picture (page, "today.png");
  ui_test_close (fixture, page);
}

static void
test_draft_within_a_second (UiFixture    *fixture,
                            gconstpointer data)
{
  Today today = { fixture, show_today (fixture, 700, 700) };
  gint64 begun = g_get_monotonic_time ();

  type (today.page, "What I was just wri");
  ui_test_wait (has_draft, &today);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 5 * G_USEC_PER_SEC);
  ui_test_close (fixture, today.page);

  /* The next start has it again, says so, and goes on from its end. */
  today.page = show_today (fixture, 700, 700);
  type (today.page, "ting");
  ui_test_wait (has_draft, &today);
  g_assert_nonnull (ui_test_find (today.page, GTK_TYPE_BUTTON, "Hide this message"));
  gtk_widget_activate_action (ui_test_find (today.page, SHC_TYPE_EDITOR, NULL), "composer.keep", NULL);
  ui_test_wait (has_no_draft, &today);
  ui_test_wait (has_one, &today);
  ui_test_wait (is_blank, &today);
  ui_test_close (fixture, today.page);
}

/* Whoever types without a pause is not kept waiting for one. */
static void
test_draft_while_typing (UiFixture    *fixture,
                         gconstpointer data)
{
  Today today = { fixture, show_today (fixture, 700, 700) };
  g_autoptr(ShcOverview) overview = NULL;
  gint64 end = g_get_monotonic_time () + 1500 * 1000;

  while (g_get_monotonic_time () < end)
    {
      type (today.page, "a");
      ui_test_linger (40);
    }
  overview = load_overview (fixture);
  g_assert_nonnull (overview->draft);
  g_assert_cmpuint (strlen (overview->draft->reflection->text), >, 5);
  ui_test_close (fixture, today.page);
}

static gboolean
flush_done (gpointer data)
{
  return ((Today *) data)->result != NULL;
}

static void
test_flush (UiFixture    *fixture,
            gconstpointer data)
{
  Today today = { fixture, show_today (fixture, 700, 700) };
  g_autoptr(GError) error = NULL;

  type (today.page, "locked in mid-word");
  shc_page_flush_async (SHC_PAGE (today.page), take_result_cb, &today.result);
  ui_test_wait (flush_done, &today);
  g_assert_true (shc_page_flush_finish (SHC_PAGE (today.page), today.result, &error));
  g_assert_no_error (error);
  g_assert_true (has_draft (&today));
  g_clear_object (&today.result);
  ui_test_close (fixture, today.page);
}

/* Another program that has the journal to itself until it is let go. */
typedef struct
{
  ShcVault *vault;
  GMutex    mutex;
  GCond     cond;
  gboolean  holding;
  gboolean  release;
} Other;

static gpointer
hold_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  Other *other = data;
  gboolean own;

  if (!shc_transaction_begin (db, &own, error))
    return NULL;
  g_mutex_lock (&other->mutex);
  other->holding = TRUE;
  while (!other->release)
    g_cond_wait (&other->cond, &other->mutex);
  other->holding = FALSE;
  g_mutex_unlock (&other->mutex);
  return GINT_TO_POINTER (shc_transaction_end (db, own, FALSE, error));
}

static gboolean
is_holding (gpointer data)
{
  Other *other = data;
  gboolean holding;

  g_mutex_lock (&other->mutex);
  holding = other->holding;
  g_mutex_unlock (&other->mutex);
  return holding;
}

static void
other_begin (Other     *other,
             UiFixture *fixture)
{
  g_autofree char *dir = g_build_filename (fixture->folder, "vault", NULL);
  g_autoptr(GError) error = NULL;

  memset (other, 0, sizeof *other);
  g_mutex_init (&other->mutex);
  g_cond_init (&other->cond);
  other->vault = shc_vault_new (dir, shc_journal_schema ());
  shc_vault_unlock_with_recovery (other->vault, fixture->code, &error);
  g_assert_no_error (error);
  shc_vault_run_async (other->vault, SHC_DB_WRITER, FALSE, hold_in_thread, other, NULL, NULL, NULL,
                       NULL, NULL);
  ui_test_wait (is_holding, other);
}

static void
other_end (Other *other)
{
  g_mutex_lock (&other->mutex);
  other->release = TRUE;
  g_cond_signal (&other->cond);
  g_mutex_unlock (&other->mutex);
  shc_vault_close (other->vault);
  ui_test_linger (0);
  g_assert_finalize_object (other->vault);
  g_cond_clear (&other->cond);
  g_mutex_clear (&other->mutex);
}

/* However long the keeping takes: no draft of the same text comes in behind it, and whoever locks
 * meanwhile waits for it. */
static void
test_keep_slowly (UiFixture    *fixture,
                  gconstpointer data)
{
  Today today = { fixture, show_today (fixture, 700, 700) };
  Other other;
  g_autoptr(GError) error = NULL;

  type (today.page, "half a thought");
  ui_test_wait (has_draft, &today);
  other_begin (&other, fixture);
  type (today.page, ", and the rest");
  shc_page_keep (SHC_PAGE (today.page));
  shc_page_flush_async (SHC_PAGE (today.page), take_result_cb, &today.result);
  ui_test_linger (1200);
  g_assert_null (today.result);
  other_end (&other);

  ui_test_wait (flush_done, &today);
  g_assert_true (shc_page_flush_finish (SHC_PAGE (today.page), today.result, &error));
  g_assert_true (has_one (&today));
  g_assert_true (has_no_draft (&today));
  g_assert_true (shc_editor_get_blank (get_editor (today.page)));
  ui_test_linger (1200);
  g_assert_true (has_no_draft (&today));
  g_clear_object (&today.result);
  ui_test_close (fixture, today.page);
}

/* Emptying the editor drops the draft; it does not come back. */
static void
test_emptied (UiFixture    *fixture,
              gconstpointer data)
{
  Today today = { fixture, show_today (fixture, 700, 700) };
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (shc_editor_get_view (get_editor (today.page)));

  type (today.page, "never mind");
  ui_test_wait (has_draft, &today);
  gtk_text_buffer_set_text (buffer, "", 0);
  ui_test_wait (has_no_draft, &today);
  ui_test_close (fixture, today.page);
}

static gboolean
counts_four (gpointer page)
{
  return shc_editor_get_words (get_editor (page)) == 4;
}

static void
test_keep_with_details (UiFixture    *fixture,
                        gconstpointer data)
{
  Today today = { fixture, show_today (fixture, 360, 640) };
  ShcSuggestEntry *milestone = SHC_SUGGEST_ENTRY (ui_test_find (today.page, SHC_TYPE_SUGGEST_ENTRY, NULL));
  GtkWidget *tags = ui_test_find (today.page, SHC_TYPE_TAG_EDITOR, NULL);
  ShcSuggestEntry *tag = SHC_SUGGEST_ENTRY (ui_test_find (tags, SHC_TYPE_SUGGEST_ENTRY, NULL));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(ShcReading) reading = NULL;
  g_autoptr(ShcJourney) journey = NULL;

  type (today.page, "One *two* three. Four");
  ui_test_wait (counts_four, today.page);
  shc_suggest_entry_set_text (milestone, "  First walk ");
  shc_mood_picker_set_mood (SHC_MOOD_PICKER (ui_test_find (today.page, SHC_TYPE_MOOD_PICKER, NULL)), 4);
  shc_suggest_entry_set_text (tag, "river");
  g_signal_emit_by_name (shc_suggest_entry_get_entry (tag), "activate");
  shc_suggest_entry_set_text (tag, "dawn"); /* left standing: it counts all the same */
  gtk_switch_set_active (GTK_SWITCH (ui_test_find (today.page, GTK_TYPE_SWITCH, NULL)), TRUE);
  g_assert_true (shc_date_button_take_typed (
    SHC_DATE_BUTTON (ui_test_find (today.page, SHC_TYPE_DATE_BUTTON, NULL)), "1660-01-11"));
  shc_page_keep (SHC_PAGE (today.page));
  ui_test_wait (has_one, &today);

  shc_journal_load_journey_async (fixture->journal, shc_date_now (g_get_real_time ()), NULL,
                                  take_result_cb, &result);
  ui_test_wait (has_result, &result);
  journey = shc_journal_load_journey_finish (fixture->journal, result, NULL);
  g_assert_cmpuint (journey->milestones->len, ==, 1);
  g_clear_object (&result);
  shc_journal_read_async (fixture->journal,
                          ((ShcMilestone *) g_ptr_array_index (journey->milestones, 0))->id, NULL, NULL,
                          take_result_cb, &result);
  ui_test_wait (has_result, &result);
  reading = shc_journal_read_finish (fixture->journal, result, NULL);
  g_assert_cmpstr (reading->reflection->text, ==, "One *two* three. Four");
  g_assert_cmpstr (reading->reflection->milestone, ==, "First walk");
  g_assert_cmpint (reading->reflection->mood, ==, 4);
  g_assert_cmpstr (reading->reflection->tags[0], ==, "dawn");
  g_assert_cmpstr (reading->reflection->tags[1], ==, "river");
  g_assert_true (reading->reflection->never_send);
  g_assert_false (reading->reflection->date.has_time);
  ui_test_picture (today.page, "today-narrow.png");
  ui_test_close (fixture, today.page);
}

static void
refused_cb (ShcEditor  *editor,
            const char *why,
            gpointer    data)
{
  g_assert_nonnull (strstr (why, "1.0\xC2\xA0MiB"));
  ++*(guint *) data;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

/* The median of what a key costs at the end of the text; others may be at work on this machine. */
static void
check_typing (GtkWidget *page)
{
  gint64 times_us[41];

  for (guint i = 0; i < G_N_ELEMENTS (times_us); i++)
    {
      gint64 begun = g_get_monotonic_time ();

      type (page, "x");
      times_us[i] = g_get_monotonic_time () - begun;
    }
  qsort (times_us, G_N_ELEMENTS (times_us), sizeof times_us[0], compare_times);
  g_test_message ("a key takes %" G_GINT64_FORMAT " µs", times_us[G_N_ELEMENTS (times_us) / 2]);
  g_assert_cmpint (times_us[G_N_ELEMENTS (times_us) / 2], <, 20000);
}

static void
test_one_mebibyte (UiFixture    *fixture,
                   gconstpointer data)
{
  Today today = { fixture, show_today (fixture, 800, 700) };
  ShcEditor *editor = get_editor (today.page);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *back = NULL;
  guint refused = 0;

  while (text->len < SHC_TEXT_MAX_BYTES - 900)
    {
      for (int i = 0; i < 10; i++)
        g_string_append (text, "A **sentence** like any other, with words enough to fill a line. ");
      g_string_append (text, "\n\n");
    }
  g_signal_connect (editor, "refused", G_CALLBACK (refused_cb), &refused);
  shc_editor_insert (editor, text->str);
  g_assert_cmpuint (refused, ==, 0);
  g_assert_cmpuint (shc_editor_get_size (editor), ==, text->len);

  /* What does not fit is refused as a whole; what is there stays. */
  shc_editor_insert (editor, text->str);
  g_assert_cmpuint (refused, ==, 1);
  g_assert_cmpuint (shc_editor_get_size (editor), ==, text->len);
  type (today.page, "end");
  back = shc_editor_dup_text (editor);
  g_string_append (text, "end");
  g_assert_cmpstr (back, ==, text->str);

  check_typing (today.page);
  shc_page_keep (SHC_PAGE (today.page));
  ui_test_wait (has_one, &today);
  ui_test_close (fixture, today.page);
}

static gboolean
holds_pasted (gpointer page)
{
  g_autofree char *text = shc_editor_dup_text (get_editor (page));

  return g_str_equal (text, "before: from the clipboard");
}

static void
test_paste (UiFixture    *fixture,
            gconstpointer data)
{
  GtkWidget *page = show_today (fixture, 700, 700);
  GtkTextView *view = shc_editor_get_view (get_editor (page));
  g_autofree char *huge = g_strnfill (SHC_TEXT_MAX_BYTES + 1, 'x');
  guint refused = 0;

  type (page, "before: ");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (page), "from the clipboard");
  g_signal_emit_by_name (view, "paste-clipboard");
  ui_test_wait (holds_pasted, page);
  gtk_text_buffer_undo (gtk_text_view_get_buffer (view));
  g_assert_cmpuint (shc_editor_get_size (get_editor (page)), ==, strlen ("before: "));

  g_signal_connect (get_editor (page), "refused", G_CALLBACK (refused_cb), &refused);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (page), huge);
  g_signal_emit_by_name (view, "paste-clipboard");
  ui_test_linger (300);
  g_assert_cmpuint (refused, ==, 1);
  g_assert_cmpuint (shc_editor_get_size (get_editor (page)), ==, strlen ("before: "));
  ui_test_close (fixture, page);
}

static GtkWidget *
find_popover (Today *today)
{
  return ui_test_find (today->page, SHC_TYPE_DATE_POPOVER, NULL);
}

static gboolean
is_open (gpointer data)
{
  GtkWidget *popover = find_popover (data);

  return popover != NULL && gtk_widget_get_mapped (popover);
}

static gboolean
is_shut (gpointer data)
{
  return !is_open (data);
}

static void
assert_day (GtkWidget  *button,
            const char *expected)
{
  ShcDate date;
  g_autofree char *text = NULL;

  g_assert_true (shc_date_button_get_date (SHC_DATE_BUTTON (button), &date));
  text = shc_date_to_string (date);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_choose_day (UiFixture    *fixture,
                 gconstpointer data)
{
  Today today = { fixture, show_today (fixture, 700, 700) };
  GtkWidget *date = ui_test_find (today.page, SHC_TYPE_DATE_BUTTON, NULL);
  GtkMenuButton *button = GTK_MENU_BUTTON (ui_test_find (date, GTK_TYPE_MENU_BUTTON, NULL));
  g_autoptr(GDateTime) leap_day = g_date_time_new_utc (2020, 2, 29, 12, 0, 0);
  GtkWidget *entry;
  ShcDate untouched;

  /* It is made when it is opened first, and the same one from then on. */
  g_assert_null (gtk_menu_button_get_popover (button));
  gtk_menu_button_popup (button);
  ui_test_wait (is_open, &today);
  entry = ui_test_find (find_popover (&today), GTK_TYPE_ENTRY, NULL);
  g_assert_cmpuint (strlen (gtk_editable_get_text (GTK_EDITABLE (entry))), ==, strlen ("2020-02-29"));

  gtk_calendar_select_day (
    GTK_CALENDAR (ui_test_find (find_popover (&today), GTK_TYPE_CALENDAR, NULL)), leap_day);
  assert_day (date, "2020-02-29");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "2020-02-29");

  gtk_editable_set_text (GTK_EDITABLE (entry), "9999-12-31");
  g_signal_emit_by_name (entry, "activate");
  g_assert_nonnull (ui_test_find (find_popover (&today), GTK_TYPE_LABEL,
                                  "That day is still to come. A reflection is from today or earlier."));
  assert_day (date, "2020-02-29");
  gtk_editable_set_text (GTK_EDITABLE (entry), "1999-12-31");
  g_signal_emit_by_name (entry, "activate");
  ui_test_wait (is_shut, &today);
  assert_day (date, "1999-12-31");

  gtk_menu_button_popup (button);
  ui_test_wait (is_open, &today);
  g_assert_true (ui_test_find (find_popover (&today), GTK_TYPE_ENTRY, "1999-12-31") == entry);
  ui_test_click (ui_test_find (find_popover (&today), GTK_TYPE_BUTTON, "_Today"));
  ui_test_wait (is_shut, &today);
  g_assert_false (shc_date_button_get_date (SHC_DATE_BUTTON (date), &untouched));
  ui_test_close (fixture, today.page);
}

static GtkWidget *
find_suggestions (gpointer entry)
{
  return ui_test_find (entry, SHC_TYPE_SUGGESTIONS, NULL);
}

static gboolean
is_suggesting (gpointer entry)
{
  GtkWidget *suggestions = find_suggestions (entry);

  return suggestions != NULL && gtk_widget_get_mapped (suggestions);
}

static gboolean
is_silent (gpointer entry)
{
  return !is_suggesting (entry);
}

static void
test_suggestions (UiFixture    *fixture,
                  gconstpointer data)
{
  const char *const before[] = { "Day 7", "First walk", NULL };
  Today today = { fixture, show_today (fixture, 700, 700) };
  GtkWidget *widget = ui_test_find (today.page, SHC_TYPE_SUGGEST_ENTRY, NULL);
  ShcSuggestEntry *milestone = SHC_SUGGEST_ENTRY (widget);
  GtkWidget *entry = GTK_WIDGET (shc_suggest_entry_get_entry (milestone));
  GtkWidget *list;

  /* They get their place when there are some to offer first. */
  shc_suggest_entry_set_suggestions (milestone, before);
  g_assert_true (gtk_widget_get_last_child (widget) == entry);
  gtk_widget_grab_focus (entry);
  shc_suggest_entry_set_text (milestone, "WALK");
  ui_test_wait (is_suggesting, widget);
  g_assert_nonnull (ui_test_find (find_suggestions (widget), GTK_TYPE_LABEL, "First walk"));
  g_assert_null (ui_test_find (find_suggestions (widget), GTK_TYPE_LABEL, "Day 7"));

  list = ui_test_find (find_suggestions (widget), GTK_TYPE_LIST_BOX, NULL);
  g_signal_emit_by_name (list, "row-activated",
                         gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_assert_cmpstr (shc_suggest_entry_get_text (milestone), ==, "First walk");
  ui_test_wait (is_silent, widget);

  shc_suggest_entry_set_text (milestone, "da");
  ui_test_wait (is_suggesting, widget);
  g_assert_true (ui_test_find (find_suggestions (widget), GTK_TYPE_LIST_BOX, NULL) == list);
  shc_suggestions_move (SHC_SUGGESTIONS (find_suggestions (widget)), 1);
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (shc_suggest_entry_get_text (milestone), ==, "Day 7");
  ui_test_wait (is_silent, widget);
  ui_test_close (fixture, today.page);
}

static gboolean
shows_error (gpointer page)
{
  GtkWidget *error_page = ui_test_find (page, SHC_TYPE_ERROR_PAGE, NULL);

  return error_page != NULL && gtk_widget_get_mapped (error_page);
}

static gboolean
shows_no_error (gpointer page)
{
  return !shows_error (page);
}

static void
unlock (UiFixture *fixture)
{
  g_autoptr(GBytes) passphrase =
    shc_secure_bytes_copy (UI_TEST_PASSPHRASE, strlen (UI_TEST_PASSPHRASE));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  shc_vault_unlock_async (fixture->vault, SHC_UNLOCK_PASSPHRASE, passphrase, FALSE, NULL,
                          take_result_cb, &result);
  ui_test_wait (has_result, &result);
  g_assert_true (shc_vault_unlock_finish (fixture->vault, result, &error));
  g_assert_no_error (error);
}

static void
test_could_not_be_read (UiFixture    *fixture,
                        gconstpointer data)
{
  GtkWidget *page;
  GtkWidget *error_page;

  shc_vault_close (fixture->vault);
  page = shc_today_page_new (fixture->journal);
  ui_test_show (fixture, page, 360, 640);
  g_assert_false (shows_error (page));
  shc_page_load (SHC_PAGE (page));
  ui_test_wait (shows_error, page);
  error_page = ui_test_find (page, SHC_TYPE_ERROR_PAGE, NULL);
  g_assert_nonnull (ui_test_find (error_page, GTK_TYPE_LABEL, "Today could not be read"));

  /* Another error takes the place of the first one. */
  shc_page_load (SHC_PAGE (page));
  ui_test_linger (100);
  g_assert_true (ui_test_find (page, SHC_TYPE_ERROR_PAGE, NULL) == error_page);

  unlock (fixture);
  ui_test_click (ui_test_find (error_page, GTK_TYPE_BUTTON, "_Try again"));
  ui_test_wait (shows_no_error, page);
  g_assert_nonnull (ui_test_find (page, SHC_TYPE_COMPOSER, NULL));
  ui_test_close (fixture, page);
}

static void
test_bad_input (UiFixture    *fixture,
                gconstpointer data)
{
  static const char *const bad[] = { "\t", "a\x01" "b", "\xE2\x80\xAE" "override", "\x7F",
                                     "line\xE2\x80\xA8separator", "   " };
  Today today = { fixture, show_today (fixture, 700, 700) };
  ShcSuggestEntry *milestone = SHC_SUGGEST_ENTRY (ui_test_find (today.page, SHC_TYPE_SUGGEST_ENTRY, NULL));
  ShcTagEditor *tags = SHC_TAG_EDITOR (ui_test_find (today.page, SHC_TYPE_TAG_EDITOR, NULL));
  ShcSuggestEntry *tag = SHC_SUGGEST_ENTRY (ui_test_find (GTK_WIDGET (tags), SHC_TYPE_SUGGEST_ENTRY, NULL));
  ShcDateButton *date = SHC_DATE_BUTTON (ui_test_find (today.page, SHC_TYPE_DATE_BUTTON, NULL));
  g_autofree char *huge = g_strnfill (100000, 'x');

  type (today.page, "text");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto(GStrv) kept = NULL;

      shc_suggest_entry_set_text (tag, bad[i]);
      g_signal_emit_by_name (shc_suggest_entry_get_entry (tag), "activate");
      kept = shc_tag_editor_dup_tags (tags);
      g_assert_cmpuint (g_strv_length (kept), ==, 0);
    }
  shc_suggest_entry_set_text (tag, huge);
  g_assert_cmpuint (strlen (shc_suggest_entry_get_text (tag)), ==, SHC_LABEL_MAX_CHARS);
  shc_suggest_entry_set_text (tag, "");

  g_assert_false (shc_date_button_take_typed (date, "9999-12-31"));
  g_assert_false (shc_date_button_take_typed (date, "0000-01-01"));
  g_assert_false (shc_date_button_take_typed (date, "2026-02-30"));
  g_assert_false (shc_date_button_take_typed (date, ""));
  g_assert_false (shc_date_button_take_typed (date, "\xD7\x90"));
  g_assert_true (shc_date_button_take_typed (date, "0001-01-01"));

  /* A name that cannot be one is said beside its field, and nothing is kept until it is put right. */
  shc_suggest_entry_set_text (milestone, "a\x02" "b");
  shc_page_keep (SHC_PAGE (today.page));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (shc_suggest_entry_get_entry (milestone)), "error"));
  shc_suggest_entry_set_text (milestone, "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D");
  shc_page_keep (SHC_PAGE (today.page));
  ui_test_wait (has_one, &today);
  ui_test_close (fixture, today.page);
}

static void
test_blank_is_not_kept (UiFixture    *fixture,
                        gconstpointer data)
{
  Today today = { fixture, show_today (fixture, 700, 700) };
  GtkWidget *keep = ui_test_find (today.page, GTK_TYPE_BUTTON, "_Keep");

  g_assert_false (gtk_widget_is_sensitive (keep));
  type (today.page, " \n\t\xE2\x80\x83");
  g_assert_false (gtk_widget_is_sensitive (keep));
  shc_page_keep (SHC_PAGE (today.page));
  g_assert_cmpint (count (fixture), ==, 0);
  type (today.page, ".");
  g_assert_true (gtk_widget_is_sensitive (keep));
  ui_test_close (fixture, today.page);
}

/* What others commit changes the numbers, never what is being typed. */
static void
test_follows_without_losing (UiFixture    *fixture,
                             gconstpointer data)
{
  Today today = { fixture, show_today (fixture, 700, 700) };
  g_autoptr(ShcReflection) other = NULL;
  g_autofree char *text = NULL;

  type (today.page, "half a sent");
  other = ui_test_add (fixture, "2020-01-01", "from elsewhere", NULL, NULL);
  shc_page_load (SHC_PAGE (today.page));
  ui_test_linger (600);
  text = shc_editor_dup_text (get_editor (today.page));
  g_assert_cmpstr (text, ==, "half a sent");
  ui_test_close (fixture, today.page);
}

static void
count_cb (guint *changes)
{
  (*changes)++;
}

static void
test_rests (UiFixture    *fixture,
            gconstpointer data)
{
  GtkWidget *page;
  guint changes = 0;
  gulong handler;

  g_test_summary ("Looking changes nothing: a page that looks after each change comes to rest.");
  ui_test_profile (fixture, "River", "2026-11-01");
  page = show_today (fixture, 700, 700);
  /* The day that is shown now is written down once. */
  ui_test_linger (800);
  handler = g_signal_connect_swapped (fixture->journal, "changed", G_CALLBACK (count_cb), &changes);
  shc_page_load (SHC_PAGE (page));
  ui_test_linger (1000);
  g_assert_cmpuint (changes, ==, 0);
  g_signal_handler_disconnect (fixture->journal, handler);
  ui_test_close (fixture, page);
}

static double
get_bottom (GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (gtk_widget_get_root (widget)), &bounds));
  return (double) (bounds.origin.y + bounds.size.height);
}

/* However low the window: what is written is kept with a click, and there is room to write. */
static void
test_low_window (UiFixture    *fixture,
                 gconstpointer data)
{
  static const struct { int width, height; gboolean folded; } sizes[] = {
    { 360, 420, TRUE }, { 800, 340, TRUE }, { 1000, 700, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      GtkWidget *page = show_today (fixture, sizes[i].width, sizes[i].height);
      GtkWidget *keep = ui_test_find (page, GTK_TYPE_BUTTON, "_Keep");
      GtkWidget *mood = ui_test_find (page, SHC_TYPE_MOOD_PICKER, NULL);
      GtkWidget *details = ui_test_find (page, GTK_TYPE_TOGGLE_BUTTON, "Milestone, mood, date and tags");

      ui_test_linger (100);
      g_assert_cmpfloat (get_bottom (keep), <=, gtk_widget_get_height (page));
      g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (get_editor (page))), >=, 80);
      g_assert_cmpint (gtk_widget_get_mapped (details), ==, sizes[i].folded);
      g_assert_cmpint (gtk_widget_get_mapped (mood), ==, !sizes[i].folded);
      if (sizes[i].folded)
        {
          gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (details), TRUE);
          ui_test_linger (100);
          g_assert_true (gtk_widget_get_mapped (mood));
          g_assert_cmpfloat (get_bottom (keep), <=, gtk_widget_get_height (page));
        }
      ui_test_close (fixture, page);
    }
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)
  ADD ("/ui/today/greeting", test_greeting);
  ADD ("/ui/today/draft-within-a-second", test_draft_within_a_second);
  ADD ("/ui/today/draft-while-typing", test_draft_while_typing);
  ADD ("/ui/today/flush", test_flush);
  ADD ("/ui/today/keep-slowly", test_keep_slowly);
  ADD ("/ui/today/low-window", test_low_window);
  ADD ("/ui/today/emptied", test_emptied);
  ADD ("/ui/today/keep-with-details", test_keep_with_details);
  ADD ("/ui/today/one-mebibyte", test_one_mebibyte);
  ADD ("/ui/today/paste", test_paste);
  ADD ("/ui/today/choose-day", test_choose_day);
  ADD ("/ui/today/suggestions", test_suggestions);
  ADD ("/ui/today/could-not-be-read", test_could_not_be_read);
  ADD ("/ui/today/bad-input", test_bad_input);
  ADD ("/ui/today/blank-is-not-kept", test_blank_is_not_kept);
  ADD ("/ui/today/follows-without-losing", test_follows_without_losing);
  ADD ("/ui/today/rests", test_rests);

  return ui_test_run ();
}
