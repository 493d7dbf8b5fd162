/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates from year 1 to 9999, with and without a time, and points in time. */

#include "config.h"

#include <string.h>

#include <stdlib.h>
#include <time.h>

#include "shc-date.h"

static ShcDate
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  ShcDate date = { 0 };

  shc_date_parse (text, &date, &error);
  g_assert_no_error (error);
  return date;
}

static void
test_round_trip (void)
{
  static const char *const texts[] = {
    "0001-01-01", "0001-01-01T00:00:00Z", "1660-01-01", "1900-02-28", "2000-02-29", "2024-02-29",
    "2026-01-07", "2026-01-07T21:04:00", "2026-01-07T21:04:00Z", "2026-01-07T21:04:00+01:00",
    "2026-01-07T21:04:00-09:30", "2026-01-07T00:00:00.5+00:01", "2026-01-07T21:04:05.000001",
    "9999-12-31", "9999-12-31T23:59:59.999999-23:59", "9999-12-31T23:59:59.999999+23:59",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *back = shc_date_to_string (parse (texts[i]));

      g_assert_cmpstr (back, ==, texts[i]);
    }
}

static void
test_other_spellings (void)
{
  static const char *const pairs[][2] = {
    { "2026-01-07 21:04", "2026-01-07T21:04:00" },
    { "2026-01-07t21:04:09z", "2026-01-07T21:04:09Z" },
    { "2026-01-07T21:04+0130", "2026-01-07T21:04:00+01:30" },
    { "2026-01-07T21:04-05", "2026-01-07T21:04:00-05:00" },
    { "2026-01-07T21:04:00+00:00", "2026-01-07T21:04:00Z" },
    { "2026-01-07T21:04:00.120000", "2026-01-07T21:04:00.12" },
    { "2026-01-07T21:04:00,123456789", "2026-01-07T21:04:00.123456" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *back = shc_date_to_string (parse (pairs[i][0]));

      g_assert_cmpstr (back, ==, pairs[i][1]);
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    NULL, "", " ", "today", "2026", "2026-01", "2026-1-7", "0000-01-01", "10000-01-01", "-001-01-01",
    "2026-00-07", "2026-13-07", "2026-01-00", "2026-01-32", "2026-02-29", "1900-02-29", "2026-04-31",
    "2026-01-07T", "2026-01-07T24:00", "2026-01-07T21", "2026-01-07T21:60", "2026-01-07T21:04:60",
    "2026-01-07T21:04:00.", "2026-01-07T21:04:00.x", "2026-01-07T21:04+", "2026-01-07T21:04+1",
    "2026-01-07T21:04+24:00", "2026-01-07T21:04+01:60", "2026-01-07T21:04+01:", "2026-01-07Z",
    "2026-01-07T21:04Zulu", " 2026-01-07", "2026-01-07 ", "2026-01-07X21:04", "2026/01/07",
    "２０２６-01-07", "2026-01-07\n", "\xff\xfe", "2026-01-07T21:04+01:00x", "2026-01-07T-1:04",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      ShcDate date = { .civil_us = 42, .offset_min = 7 };

      g_assert_false (shc_date_parse (texts[i], &date, &error));
      g_assert_error (error, SHC_DATE_ERROR, SHC_DATE_ERROR_INVALID);
      g_assert_cmpint (date.civil_us, ==, 42);
      g_assert_cmpint (date.offset_min, ==, 7);
    }
}

/* A day that is written well, and is none, is told from what is no date. */
static void
test_no_day (void)
{
  static const struct { const char *text; gboolean no_day; } cases[] = {
    { "2026-02-29", TRUE }, { "2026-13-07", TRUE }, { "0000-01-01", TRUE }, { "10000-01-01", TRUE }, { "2026-01-32T10:00", TRUE },
    { "2026-1-7", FALSE }, { "today", FALSE }, { "2026-01-07 ", FALSE }, { "2026-01-07T24:00", FALSE }, { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      ShcDate date;

      g_assert_false (shc_date_parse (cases[i].text, &date, &error));
      g_assert_true ((strstr (error->message, "no such day") != NULL) == cases[i].no_day);
    }
}

/* Every day of all 9999 years: numbered without a gap, taken apart and put together again. */
static void
test_every_day (void)
{
  gint64 expected = 0;

  for (int year = 1; year <= 9999; year++)
    for (int month = 1; month <= 12; month++)
      for (int day = 1; day <= 31; day++)
        {
          ShcDate date = { 0 };
          int y, m, d;

          if (!shc_date_from_ymd (year, month, day, &date))
            continue;
          shc_date_get_ymd (date, &y, &m, &d);
          if (shc_date_get_day (date) != expected || y != year || m != month || d != day)
            g_error ("%04d-%02d-%02d is wrong", year, month, day);
          expected++;
        }

  g_assert_cmpint (expected, ==, 3652059);
}

static void
test_agrees_with_glib (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1660);

  for (int i = 0; i < 20000; i++)
    {
      gint64 day = g_rand_int_range (rand, 0, 3652059);
      GDate *glib = g_date_new_julian ((guint32) day + 1);
      int y, m, d;

      shc_date_get_ymd (shc_date_from_day (day), &y, &m, &d);
      g_assert_cmpint (y, ==, g_date_get_year (glib));
      g_assert_cmpint (m, ==, (int) g_date_get_month (glib));
      g_assert_cmpint (d, ==, g_date_get_day (glib));
      g_date_free (glib);
    }
}

static void
test_from_day_stays_in_range (void)
{
  g_autofree char *before = shc_date_to_string (shc_date_from_day (-5));
  g_autofree char *after = shc_date_to_string (shc_date_from_day (G_MAXINT64));

  g_assert_cmpstr (before, ==, "0001-01-01");
  g_assert_cmpstr (after, ==, "9999-12-31");
}

static void
test_now_in_zones (void)
{
  static const char *const cases[][2] = {
    { "UTC", "2026-01-07T20:04:05Z" },
    { "Europe/Berlin", "2026-01-07T21:04:05+01:00" },
    { "America/St_Johns", "2026-01-07T16:34:05-03:30" },
    { "Pacific/Kiritimati", "2026-01-08T10:04:05+14:00" },
  };
  gint64 now_us;

  g_assert_true (shc_time_parse ("2026-01-07T20:04:05.678Z", &now_us, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;

      g_setenv ("TZ", cases[i][0], TRUE);
      text = shc_date_to_string (shc_date_now (now_us));
      g_assert_cmpstr (text, ==, cases[i][1]);
    }
  g_setenv ("TZ", "UTC", TRUE);
}

static void
test_to_utc (void)
{
  static const char *const cases[][3] = {
    { "UTC", "2026-01-07", "2026-01-07T00:00:00Z" },
    { "Europe/Berlin", "2026-01-07", "2026-01-06T23:00:00Z" },
    { "Europe/Berlin", "2026-07-07T21:04:05.25", "2026-07-07T19:04:05.25Z" },
    { "Europe/Berlin", "2026-07-07T21:04:05-03:30", "2026-07-08T00:34:05Z" },
    { "America/St_Johns", "2026-01-07", "2026-01-07T03:30:00Z" },
    { "UTC", "0001-01-01", "0001-01-01T00:00:00Z" },
    { "UTC", "9999-12-31T23:59:59", "9999-12-31T23:59:59Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;

      g_setenv ("TZ", cases[i][0], TRUE);
      text = shc_time_to_string (shc_date_to_utc (parse (cases[i][1])));
      g_assert_cmpstr (text, ==, cases[i][2]);
    }
  g_setenv ("TZ", "UTC", TRUE);
}

static void
test_for_people (void)
{
  static const struct { const char *text, *full, *month, *brief; } cases[] = {
    { "2026-01-07", "Wednesday, 7 January 2026", "January 2026", "7 Jan" },
    { "2026-01-07T21:04:00+01:00", "Wednesday, 7 January 2026, 21:04", "January 2026", "7 Jan" },
    { "1660-12-31", "Friday, 31 December 1660", "December 1660", "31 Dec" },
    { "0001-01-01", "Monday, 1 January 1", "January 1", "1 Jan" },
    { "9999-12-31T23:59:59.9", "Friday, 31 December 9999, 23:59", "December 9999", "31 Dec" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *full = shc_date_format_long (parse (cases[i].text));
      g_autofree char *month = shc_date_format_month (parse (cases[i].text));
      g_autofree char *brief = shc_date_format_short (parse (cases[i].text));

      g_assert_cmpstr (full, ==, cases[i].full);
      g_assert_cmpstr (month, ==, cases[i].month);
      g_assert_cmpstr (brief, ==, cases[i].brief);
    }
}

static void
test_time (void)
{
  static const struct { const char *text; gint64 us; const char *back; } cases[] = {
    { "1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z" },
    { "2026-01-07T20:04:00.123456Z", 1767816240123456, "2026-01-07T20:04:00.123456Z" },
    { "2026-01-07T21:04:00.120+01:00", 1767816240120000, "2026-01-07T20:04:00.12Z" },
    { "1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z" },
    { "0001-01-01T00:00:00Z", -62135596800000000, "0001-01-01T00:00:00Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *back = NULL;
      gint64 us = 42;

      g_assert_true (shc_time_parse (cases[i].text, &us, NULL));
      g_assert_cmpint (us, ==, cases[i].us);
      back = shc_time_to_string (us);
      g_assert_cmpstr (back, ==, cases[i].back);
    }
}

static void
test_time_refused (void)
{
  static const char *const texts[] = { NULL, "", "2026-01-07", "2026-01-07T20:04:00", "now" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 us = 42;

      g_assert_false (shc_time_parse (texts[i], &us, &error));
      g_assert_error (error, SHC_DATE_ERROR, SHC_DATE_ERROR_INVALID);
      g_assert_cmpint (us, ==, 42);
    }
}

static void
test_time_out_of_range (void)
{
  g_autofree char *first = shc_time_to_string (G_MININT64);
  g_autofree char *last = shc_time_to_string (G_MAXINT64);

  g_assert_cmpstr (first, ==, "0001-01-01T00:00:00Z");
  g_assert_cmpstr (last, ==, "9999-12-31T23:59:59.999999Z");
}

/* Whatever bytes come in: no crash, and what is taken comes back the same. */
static void
test_random_input (void)
{
  static const char letters[] = "0123456789--::TZ+. \xc3\xff";
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < 100000; i++)
    {
      char text[40] = "2026-01-07T21:04:05.123456+01:00";
      ShcDate date, again;

      for (int k = g_rand_int_range (rand, 0, 3); k >= 0; k--)
        text[g_rand_int_range (rand, 0, 33)] =
          letters[g_rand_int_range (rand, 0, (gint32) sizeof letters)];
      if (shc_date_parse (text, &date, NULL))
        {
          g_autofree char *back = shc_date_to_string (date);

          g_assert_true (shc_date_parse (back, &again, NULL));
          g_assert_cmpint (again.civil_us, ==, date.civil_us);
          g_assert_cmpint (again.offset_min, ==, date.offset_min);
          g_assert_cmpint (again.has_offset, ==, date.has_offset);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/date/round-trip", test_round_trip);
  g_test_add_func ("/base/date/other-spellings", test_other_spellings);
  g_test_add_func ("/base/date/refused", test_refused);
  g_test_add_func ("/base/date/no-day", test_no_day);
  g_test_add_func ("/base/date/every-day", test_every_day);
  g_test_add_func ("/base/date/agrees-with-glib", test_agrees_with_glib);
  g_test_add_func ("/base/date/from-day-range", test_from_day_stays_in_range);
  g_test_add_func ("/base/date/now-in-zones", test_now_in_zones);
  g_test_add_func ("/base/date/to-utc", test_to_utc);
  g_test_add_func ("/base/date/for-people", test_for_people);
  g_test_add_func ("/base/date/random-input", test_random_input);
  g_test_add_func ("/base/time/round-trip", test_time);
  g_test_add_func ("/base/time/refused", test_time_refused);
  g_test_add_func ("/base/time/out-of-range", test_time_out_of_range);

  return g_test_run ();
}
