/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journey: days, milestones, the calendar; kind words and no scolding. */

#include "config.h"

#include <string.h>

#include "shc-calendar.h"
#include "shc-journey-page.h"
#include "shc-page.h"
#include "ui-test.h"

static gboolean
has_label (gpointer data)
{
  gpointer *pair = data;
  GtkWidget *label = ui_test_find (pair[0], GTK_TYPE_LABEL, pair[1]);

  return label != NULL && gtk_widget_get_mapped (label);
}

static void
wait_label (GtkWidget  *page,
            const char *text)
{
  gpointer pair[] = { page, (gpointer) text };

  ui_test_wait (has_label, pair);
}

static GtkWidget *
show_journey (UiFixture *fixture,
              int        width)
{
  GtkWidget *page = shc_journey_page_new (fixture->journal);

  ui_test_show (fixture, page, width, 700);
  shc_page_load (SHC_PAGE (page));
  return page;
}

static gint64
get_today (void)
{
  return shc_date_get_day (shc_date_now (g_get_real_time ()));
}

static char *
write_day (gint64 day)
{
  return shc_date_to_string (shc_date_from_day (day));
}

static void
add_on (UiFixture  *fixture,
        gint64      day,
        const char *milestone)
{
  g_autofree char *date = write_day (day);

  shc_reflection_free (ui_test_add (fixture, date, "text", milestone, NULL));
}

static void
test_without_start (UiFixture    *fixture,
                    gconstpointer data)
{
  GtkWidget *page = show_journey (fixture, 900);

  wait_label (page, "Your days");
  wait_label (page, "Begin whenever you are ready. There is no late.");
  g_assert_nonnull (ui_test_find (page, GTK_TYPE_BUTTON, "_Set a first day…"));
  ui_test_close (fixture, page);
}

static void
test_days_and_gap (UiFixture    *fixture,
                   gconstpointer data)
{
  gint64 today = get_today ();
  g_autofree char *start = write_day (today - 29);
  GtkWidget *page;
  GtkWidget *row;

  ui_test_profile (fixture, "Wren", start);
  add_on (fixture, today - 29, "Day 1");
  add_on (fixture, today - 23, "Day 7");
  add_on (fixture, today - 10, "Day 7");
  page = show_journey (fixture, 900);
  wait_label (page, "A gap is a pause. The journey waited for you, and goes on from here.");
  row = ui_test_find (page, ADW_TYPE_ACTION_ROW, NULL);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Day 1");
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (
    ADW_ACTION_ROW (gtk_widget_get_next_sibling (row))), "2 reflections"));
  ui_test_picture (page, "journey.png");

  /* It follows, and what others write is a day written. */
  add_on (fixture, today, NULL);
  wait_label (page, "Press a day to read what you wrote on it.");
  ui_test_close (fixture, page);
}

static void
take_day_cb (ShcCalendar *calendar,
             gint64       day,
             gpointer     data)
{
  *(gint64 *) data = day;
}

static void
test_calendar (UiFixture    *fixture,
               gconstpointer data)
{
  GtkWidget *calendar = g_object_new (SHC_TYPE_CALENDAR, NULL);
  g_autoptr(GArray) written = g_array_new (FALSE, FALSE, sizeof (gint64));
  ShcDate date;
  gint64 day;
  gint64 activated = -1;
  GtkWidget *cell;

  g_assert_true (shc_date_from_ymd (1660, 2, 29, &date));
  day = shc_date_get_day (date);
  g_array_append_val (written, day);
  ui_test_show (fixture, calendar, 400, 400);
  shc_calendar_set_days (SHC_CALENDAR (calendar), written, day, -1);
  g_assert_nonnull (ui_test_find (calendar, GTK_TYPE_LABEL, "February 1660"));
  g_assert_nonnull (ui_test_find (calendar, GTK_TYPE_LABEL, "1 day written in this month"));
  cell = ui_test_find (calendar, GTK_TYPE_BUTTON, "29");
  g_assert_true (gtk_widget_is_sensitive (cell));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Sunday, 29 February 1660, written");
  g_assert_false (gtk_widget_is_sensitive (ui_test_find (calendar, GTK_TYPE_BUTTON, "28")));
  g_signal_connect (calendar, "day-activated", G_CALLBACK (take_day_cb), &activated);
  ui_test_click (cell);
  g_assert_cmpint (activated, ==, day);

  gtk_widget_activate_action (calendar, "calendar.next", NULL);
  g_assert_nonnull (ui_test_find (calendar, GTK_TYPE_LABEL, "March 1660"));
  gtk_widget_activate_action (calendar, "calendar.next-year", NULL);
  g_assert_nonnull (ui_test_find (calendar, GTK_TYPE_LABEL, "March 1661"));
  gtk_widget_activate_action (calendar, "calendar.today", NULL);
  g_assert_nonnull (ui_test_find (calendar, GTK_TYPE_LABEL, "February 1660"));

  /* On a journey each day says which of its days it is. */
  shc_calendar_set_days (SHC_CALENDAR (calendar), written, day, day - 11);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ui_test_find (calendar, GTK_TYPE_BUTTON, "29")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Sunday, 29 February 1660, day 12, written");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ui_test_find (calendar, GTK_TYPE_BUTTON, "17")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Tuesday, 17 February 1660");

  /* It ends where the days end. */
  shc_calendar_show_day (SHC_CALENDAR (calendar), 0);
  gtk_widget_activate_action (calendar, "calendar.previous", NULL);
  g_assert_nonnull (ui_test_find (calendar, GTK_TYPE_LABEL, "January 1"));
  g_assert_true (shc_date_from_ymd (9999, 12, 31, &date));
  shc_calendar_show_day (SHC_CALENDAR (calendar), shc_date_get_day (date));
  gtk_widget_activate_action (calendar, "calendar.next", NULL);
  g_assert_nonnull (ui_test_find (calendar, GTK_TYPE_LABEL, "December 9999"));
  ui_test_close (fixture, calendar);
}

static void
test_narrow (UiFixture    *fixture,
             gconstpointer data)
{
  g_autofree char *start = write_day (get_today () + 3);
  GtkWidget *page;

  ui_test_profile (fixture, "Wren", start);
  page = show_journey (fixture, 360);
  wait_label (page, "Soon");
  g_assert_cmpint (gtk_widget_get_width (page), <=, 360);
  ui_test_picture (page, "journey-narrow.png");
  ui_test_close (fixture, page);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)
  ADD ("/ui/journey/without-start", test_without_start);
  ADD ("/ui/journey/days-and-gap", test_days_and_gap);
  ADD ("/ui/journey/calendar", test_calendar);
  ADD ("/ui/journey/narrow", test_narrow);

  return ui_test_run ();
}
