/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with Airtable in the window: what is long, many, slow, or lost. */

#include "config.h"

#include <string.h>

#include "share-test.h"
#include "shc-profile.h"
#include "shc-reflections.h"

#define ASSERT_HAS(text, part) \
  g_assert_cmpstr ((strstr (text, part) != NULL ? part : text), ==, part)

#define MANY 500
/* More than are to be seen at once, but not as many as there are. */
#define MOST_ROWS 300

/* ---- long and many */

static void
add (ShcDb      *db,
     char       *text,
     GError    **error)
{
  g_autoptr(ShcReflection) reflection = shc_reflection_new ();

  shc_date_parse ("2026-10-01", &reflection->date, error);
  reflection->text = text;
  shc_reflections_add (db, reflection, 1, error);
}

static char *
dup_long (gsize n_chars)
{
  char *text = g_malloc (n_chars + 1);

  for (gsize i = 0; i < n_chars; i++)
    text[i] = i % 61 == 60 ? '\n' : i % 7 == 6 ? ' ' : (char) ('a' + i % 26);
  text[n_chars - 1] = '.';
  text[n_chars] = '\0';
  return text;
}

static gpointer
add_long_in_thread (ShcDb     *db,
                    gpointer   data,
                    GError   **error)
{
  add (db, dup_long (60000), error);
  add (db, dup_long (100001), error);
  return NULL;
}

static void
test_long (ShareTest     *self,
           gconstpointer  data)
{
  g_autofree char *text = dup_long (60000);
  g_autofree char *note = NULL;
  g_autofree char *shown = NULL;
  g_autoptr(GPtrArray) bodies = NULL;
  JsonArray *records;
  guint found = 0;

  g_test_summary ("A long reflection is shown to its end, as it goes; one that is too long for a cell is set aside with its reason.");
  shc_vault_run (self->ui.vault, SHC_DB_WRITER, add_long_in_thread, NULL, NULL);
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  g_assert_cmpuint (share_test_count_lines (self), ==, 5);
  note = share_test_dup_shown (self, 0);
  ASSERT_HAS (note, "stays here");
  shown = share_test_dup_shown (self, 2);
  g_assert_nonnull (strstr (shown, text));
  share_test_picture (self, "plan-long");
  share_test_send (self);
  bodies = share_test_list_writes (self, 0, NULL);
  records = json_object_get_array_member (g_ptr_array_index (bodies, 1), "records");
  for (guint i = 0; i < json_array_get_length (records); i++)
    {
      JsonObject *fields =
        json_object_get_object_member (json_array_get_object_element (records, i), "fields");

      found += g_str_equal (json_object_get_string_member (fields, AIRTABLE_TEST_TEXT), text);
    }
  g_assert_cmpuint (found, ==, 1);
  share_test_close (self);
}

static gpointer
add_many_in_thread (ShcDb     *db,
                    gpointer   data,
                    GError   **error)
{
  for (int i = 1; i <= MANY; i++)
    add (db, g_strdup_printf ("Page %d of a very long walk along the river, and what was seen there.", i), error);
  return NULL;
}

static guint
count_rows (GtkWidget *root)
{
  guint n = SHC_IS_SHARE_ROW (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);
  return n;
}

static gboolean
sends_none (gpointer data)
{
  return ui_test_find (GTK_WIDGET (((ShareTest *) data)->dialog), GTK_TYPE_BUTTON, "_Send 0 Rows to Airtable") != NULL;
}

static gboolean
sends_all (gpointer data)
{
  return ui_test_find (GTK_WIDGET (((ShareTest *) data)->dialog), GTK_TYPE_BUTTON, "_Send 503 Rows to Airtable") != NULL;
}

static void
press (ShareTest  *self,
       const char *label)
{
  GtkWidget *button = ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  ui_test_click (button);
}

static void
test_many (ShareTest     *self,
           gconstpointer  data)
{
  g_test_summary ("Hundreds of reflections take no more widgets than are seen, and all are ticked by one press.");
  shc_vault_run (self->ui.vault, SHC_DB_WRITER, add_many_in_thread, NULL, NULL);
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  g_assert_cmpuint (share_test_count_lines (self), ==, MANY + 3);
  g_assert_cmpuint (count_rows (GTK_WIDGET (self->dialog->plan_view)), <, MOST_ROWS);
  press (self, "_None");
  ui_test_wait (sends_none, self);
  press (self, "_All");
  ui_test_wait (sends_all, self);
  share_test_picture (self, "plan-many");
  share_test_close (self);
}

/* ---- slow and lost */

static gboolean
is_running (gpointer data)
{
  return ((ShareTest *) data)->dialog->running;
}

static gboolean
has_begun (gpointer data)
{
  return gtk_progress_bar_get_fraction (((ShareTest *) data)->dialog->progress) > 0;
}

static void
begin (ShareTest  *self,
       const char *fault)
{
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  share_test_tell (self, fault);
  share_test_do (self, "share.send");
  ui_test_wait (has_begun, self);
}

/* Whether the second batch is out. */
static gboolean
has_sent_two (gpointer data)
{
  g_autofree char *text = service_test_dup_requests (&((ShareTest *) data)->server.service);
  const char *first = strstr (text, "\"PATCH\"");

  return first != NULL && strstr (first + 1, "\"PATCH\"") != NULL;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_stop_at_once (ShareTest     *self,
                   gconstpointer  data)
{
  guint id;

  g_test_summary ("Where a batch does not end, a second press stops it, and nothing is lost.");
  begin (self, "{\"faults\":[{\"name\":\"stall\",\"method\":\"PATCH\",\"skip\":1,\"times\":1}]}");
  id = g_timeout_add (20, tick_cb, NULL);
  ui_test_wait (has_sent_two, self);
  g_source_remove (id);
  press (self, "_Stop");
  g_assert_true (self->dialog->running);
  press (self, "Stop at _Once");
  share_test_wait_page (self, "unfinished");
  press (self, "_Go On");
  share_test_wait_page (self, "receipt");
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 2);
  share_test_close (self);
}

static gboolean
waits (gpointer data)
{
  return strstr (gtk_label_get_text (((ShareTest *) data)->dialog->progress_label), "asks for a pause") != NULL;
}

static void
test_pause (ShareTest     *self,
            gconstpointer  data)
{
  static const ShcAirtableLimits patient = { .gap_ms = 1, .slowest_gap_ms = 50, .in_flight = 2, .silence_ms = 20000,
                                             .silence_jitter_ms = 5, .tries = 3, .backoff_ms = 10,
                                             .longest_wait_ms = 30000 };
  gint64 begun_us;

  g_test_summary ("While Airtable asks for a pause, that is said, and one press stops at once.");
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  shc_airtable_share_set_limits (self->dialog->share, &patient);
  share_test_tell (self, "{\"faults\":[{\"name\":\"429\",\"method\":\"PATCH\",\"times\":1}]}");
  begun_us = g_get_monotonic_time ();
  share_test_do (self, "share.send");
  ui_test_wait (is_running, self);
  ui_test_wait (waits, self);
  share_test_picture (self, "pause");
  press (self, "_Stop");
  share_test_wait_page (self, "unfinished");
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 20 * G_USEC_PER_SEC);
  shc_airtable_share_set_limits (self->dialog->share, &airtable_test_limits);
  press (self, "_Go On");
  share_test_wait_page (self, "receipt");
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 2);
  share_test_close (self);
}

static gpointer
edit_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  g_autoptr(ShcProfile) profile = shc_profile_load (db, error);

  g_free (profile->goals);
  profile->goals = g_strdup (data);
  shc_profile_save (db, profile, 3, error);
  return NULL;
}

/* A change of the person's own row meets @fault each time it is sent. */
static void
cut_off_a_change (ShareTest  *self,
                  const char *goals,
                  const char *fault)
{
  shc_vault_run (self->ui.vault, SHC_DB_WRITER, edit_in_thread, (gpointer) goals, NULL);
  share_test_look (self);
  share_test_tell (self, fault);
  share_test_do (self, "share.send");
  share_test_wait_problem (self);
  share_test_wait_page (self, "unfinished");
  share_test_tell (self, "{\"faults\":[]}");
  press (self, "_Take Back What Was Sent…");
  share_test_wait_page (self, "plan");
}

static void
test_lost_change (ShareTest     *self,
                  gconstpointer  data)
{
  g_autofree char *shown = NULL;

  g_test_summary ("Of a change whose answer was lost it is found out whether it arrived: only then is it taken back.");
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  share_test_send (self);
  share_test_do (self, "share.back");
  cut_off_a_change (self, "To walk.", "{\"faults\":[{\"name\":\"close\",\"method\":\"PATCH\"}]}");
  g_assert_nonnull (ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_LABEL, "Nothing Is Left to Take Back"));
  share_test_do (self, "share.back");
  cut_off_a_change (self, "To swim.", "{\"faults\":[{\"name\":\"lost\",\"method\":\"PATCH\"}]}");
  shown = share_test_dup_shown (self, 0);
  ASSERT_HAS (shown, "\nNow\nTo swim.\nThen\nTo sleep & to <rest>.\n");
  share_test_send (self);
  g_assert_nonnull (ui_test_find (GTK_WIDGET (self->dialog->receipt_view), GTK_TYPE_LABEL, "Taken Back"));
  share_test_close (self);
}

#define ADD(name, func) \
  g_test_add ("/ui/share-limits/" name, ShareTest, NULL, share_test_set_up, func, share_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("long", test_long);
  ADD ("many", test_many);
  ADD ("stop-at-once", test_stop_at_once);
  ADD ("pause", test_pause);
  ADD ("lost-change", test_lost_change);
  return ui_test_run ();
}
