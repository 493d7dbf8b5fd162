/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Civil dates and points in time by plain calendar arithmetic: GLib knows no year before 1 and gives
 * NULL for dates without a time, and zone tables must not move what a writer's clock said. */

#define G_LOG_DOMAIN "shc-date"

#include "config.h"

#include <string.h>
#include <time.h>

#include <glib/gi18n-lib.h>

#include "shc-date.h"

#define US_PER_SECOND G_GINT64_CONSTANT (1000000)
#define US_PER_MINUTE (60 * US_PER_SECOND)
#define US_PER_HOUR   (60 * US_PER_MINUTE)
#define DAY_1970      G_GINT64_CONSTANT (719162)
#define DAY_LAST      G_GINT64_CONSTANT (3652058) /* 9999-12-31 */

G_DEFINE_QUARK (shc-date-error-quark, shc_date_error)

/* Days since 0001-01-01. The year is counted from March, so that a leap day comes last in it. */
static gint64
day_from_ymd (int year,
              int month,
              int day)
{
  int y = month > 2 ? year : year - 1;
  int m = month > 2 ? month - 3 : month + 9;

  return 365 * (gint64) y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 307;
}

static void
ymd_from_day (gint64 day,
              int   *year,
              int   *month,
              int   *mday)
{
  gint64 shifted = day + 306; /* since 0000-03-01 */
  gint64 era = shifted / 146097;
  int of_era = (int) (shifted % 146097);
  int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int m = (5 * of_year + 2) / 153;
  int month_no = m < 10 ? m + 3 : m - 9;

  if (year != NULL)
    *year = (int) era * 400 + year_of_era + (month_no <= 2);
  if (month != NULL)
    *month = month_no;
  if (mday != NULL)
    *mday = of_year - (153 * m + 2) / 5 + 1;
}

static int
days_in_month (int year,
               int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return days[month - 1] + (month == 2 && leap);
}

static gboolean
take_digits (const char **cursor,
             int          count,
             int         *value)
{
  int result = 0;

  for (int i = 0; i < count; i++)
    {
      if (!g_ascii_isdigit ((*cursor)[i]))
        return FALSE;
      result = result * 10 + ((*cursor)[i] - '0');
    }

  *cursor += count;
  *value = result;
  return TRUE;
}

static gboolean
take_char (const char **cursor,
           char         wanted)
{
  if (**cursor != wanted)
    return FALSE;
  (*cursor)++;
  return TRUE;
}

/* Digits after the sixth are finer than what is kept. */
static gboolean
take_fraction (const char **cursor,
               gint64      *us)
{
  gint64 unit = US_PER_SECOND;

  if (!take_char (cursor, '.') && !take_char (cursor, ','))
    return TRUE;
  if (!g_ascii_isdigit (**cursor))
    return FALSE;
  for (; g_ascii_isdigit (**cursor); (*cursor)++)
    {
      unit /= 10;
      *us += (**cursor - '0') * unit;
    }

  return TRUE;
}

static gboolean
take_time (const char **cursor,
           gint64      *us)
{
  int hour, minute, second = 0;
  gint64 fraction = 0;

  if (!take_digits (cursor, 2, &hour) || !take_char (cursor, ':') ||
      !take_digits (cursor, 2, &minute))
    return FALSE;
  if (take_char (cursor, ':') &&
      (!take_digits (cursor, 2, &second) || !take_fraction (cursor, &fraction)))
    return FALSE;
  if (hour > 23 || minute > 59 || second > 59)
    return FALSE;

  *us = hour * US_PER_HOUR + minute * US_PER_MINUTE + second * US_PER_SECOND + fraction;
  return TRUE;
}

static gboolean
take_offset (const char **cursor,
             ShcDate     *date)
{
  gboolean west = **cursor == '-';
  int hours, minutes = 0;

  if (**cursor == '\0')
    return TRUE;
  date->has_offset = TRUE;
  if (take_char (cursor, 'Z') || take_char (cursor, 'z'))
    return **cursor == '\0';
  if (!take_char (cursor, '+') && !take_char (cursor, '-'))
    return FALSE;
  if (!take_digits (cursor, 2, &hours))
    return FALSE;
  if (**cursor != '\0')
    {
      take_char (cursor, ':');
      if (!take_digits (cursor, 2, &minutes))
        return FALSE;
    }
  if (hours > 23 || minutes > 59 || **cursor != '\0')
    return FALSE;

  date->offset_min = (gint16) ((hours * 60 + minutes) * (west ? -1 : 1));
  return TRUE;
}

static gboolean
take_all (const char *text,
          ShcDate    *date)
{
  const char *cursor = text;
  int year, month, day;
  gint64 us = 0;

  if (!take_digits (&cursor, 4, &year) || !take_char (&cursor, '-') ||
      !take_digits (&cursor, 2, &month) || !take_char (&cursor, '-') ||
      !take_digits (&cursor, 2, &day) ||
      !shc_date_from_ymd (year, month, day, date))
    return FALSE;
  if (*cursor == '\0')
    return TRUE;
  if (!take_char (&cursor, 'T') && !take_char (&cursor, 't') && !take_char (&cursor, ' '))
    return FALSE;
  if (!take_time (&cursor, &us))
    return FALSE;

  date->civil_us += us;
  date->has_time = TRUE;
  return take_offset (&cursor, date);
}

/* Whether it begins as a date does, with a day that no calendar has. */
static gboolean
is_no_day (const char *text)
{
  gsize n_digits = strspn (text, "0123456789");
  const char *cursor = text + n_digits;
  const char *whole = text;
  int year, month, day;
  ShcDate ignored;

  return n_digits >= 4 && take_char (&cursor, '-') && take_digits (&cursor, 2, &month) && take_char (&cursor, '-') &&
         take_digits (&cursor, 2, &day) &&
         (n_digits > 4 || !take_digits (&whole, 4, &year) || !shc_date_from_ymd (year, month, day, &ignored));
}

gboolean
shc_date_parse (const char  *text,
                ShcDate     *date,
                GError     **error)
{
  ShcDate parsed = { 0 };

  g_return_val_if_fail (date != NULL, FALSE);

  if (text == NULL || !take_all (text, &parsed))
    {
      g_set_error_literal (error, SHC_DATE_ERROR, SHC_DATE_ERROR_INVALID,
                           text != NULL && is_no_day (text)
                             ? _("There is no such day. Days go from 0001-01-01 to 9999-12-31.")
                             : _("This is not a date. Write it as 2026-01-07, or with a time as "
                                 "2026-01-07T21:04."));
      return FALSE;
    }

  *date = parsed;
  return TRUE;
}

/* Appends "hh:mm:ss", and a fraction without its trailing zeros if there is one. */
static void
append_time (GString *string,
             gint64   us_of_day)
{
  int fraction = (int) (us_of_day % US_PER_SECOND);

  g_string_append_printf (string, "%02d:%02d:%02d", (int) (us_of_day / US_PER_HOUR),
                          (int) (us_of_day / US_PER_MINUTE % 60),
                          (int) (us_of_day / US_PER_SECOND % 60));
  if (fraction == 0)
    return;

  g_string_append_printf (string, ".%06d", fraction);
  while (string->str[string->len - 1] == '0')
    g_string_truncate (string, string->len - 1);
}

static void
append_day (GString *string,
            gint64   day)
{
  int year, month, mday;

  ymd_from_day (day, &year, &month, &mday);
  g_string_append_printf (string, "%04d-%02d-%02d", year, month, mday);
}

char *
shc_date_to_string (ShcDate date)
{
  GString *string = g_string_sized_new (40);

  append_day (string, shc_date_get_day (date));
  if (date.has_time)
    {
      g_string_append_c (string, 'T');
      append_time (string, date.civil_us % SHC_DATE_US_PER_DAY);
    }
  if (date.has_time && date.has_offset && date.offset_min == 0)
    g_string_append_c (string, 'Z');
  else if (date.has_time && date.has_offset)
    g_string_append_printf (string, "%c%02d:%02d", date.offset_min < 0 ? '-' : '+',
                            ABS (date.offset_min) / 60, ABS (date.offset_min) % 60);

  return g_string_free (string, FALSE);
}

ShcDate
shc_date_from_day (gint64 day)
{
  return (ShcDate) { .civil_us = CLAMP (day, 0, DAY_LAST) * SHC_DATE_US_PER_DAY };
}

gboolean
shc_date_from_ymd (int      year,
                   int      month,
                   int      day,
                   ShcDate *date)
{
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
      day > days_in_month (year, month))
    return FALSE;

  *date = shc_date_from_day (day_from_ymd (year, month, day));
  return TRUE;
}

ShcDate
shc_date_now (gint64 now_us)
{
  time_t seconds = (time_t) (now_us / US_PER_SECOND);
  ShcDate date = { .has_time = TRUE, .has_offset = TRUE };
  struct tm local;

  tzset (); /* the zone may have been changed while the program runs; localtime_r() does not look */
  if (localtime_r (&seconds, &local) == NULL)
    gmtime_r (&seconds, &local);

  date.civil_us = DAY_1970 * SHC_DATE_US_PER_DAY +
                  ((gint64) seconds + local.tm_gmtoff) * US_PER_SECOND;
  date.civil_us = CLAMP (date.civil_us, 0, (DAY_LAST + 1) * SHC_DATE_US_PER_DAY - 1);
  date.offset_min = (gint16) (local.tm_gmtoff / 60);
  return date;
}

/* Of a time that a change of the clock skips or repeats, one of its two meanings. */
static gint64
get_local_offset_us (ShcDate date)
{
  gint64 us = date.civil_us % SHC_DATE_US_PER_DAY;
  struct tm local = { .tm_isdst = -1 };

  shc_date_get_ymd (date, &local.tm_year, &local.tm_mon, &local.tm_mday);
  local.tm_year -= 1900;
  local.tm_mon -= 1;
  local.tm_hour = (int) (us / US_PER_HOUR);
  local.tm_min = (int) (us / US_PER_MINUTE % 60);
  local.tm_sec = (int) (us / US_PER_SECOND % 60);
  tzset ();
  mktime (&local);
  return local.tm_gmtoff * US_PER_SECOND;
}

gint64
shc_date_to_utc (ShcDate date)
{
  gint64 offset_us = date.has_offset ? date.offset_min * US_PER_MINUTE : get_local_offset_us (date);

  return date.civil_us - offset_us - DAY_1970 * SHC_DATE_US_PER_DAY;
}

gboolean
shc_date_is_same (ShcDate a,
                  ShcDate b)
{
  return a.civil_us == b.civil_us && a.has_time == b.has_time &&
         a.has_offset == b.has_offset && a.offset_min == b.offset_min;
}

gint64
shc_date_get_day (ShcDate date)
{
  return date.civil_us / SHC_DATE_US_PER_DAY;
}

void
shc_date_get_ymd (ShcDate  date,
                  int     *year,
                  int     *month,
                  int     *day)
{
  ymd_from_day (shc_date_get_day (date), year, month, day);
}

/* The names of days and months are those of the locale; the zone plays no part. */
static char *
format_civil (ShcDate     date,
              const char *format)
{
  gint64 us = date.civil_us % SHC_DATE_US_PER_DAY;
  g_autoptr(GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr(GDateTime) moment = NULL;
  g_autofree char *text = NULL;
  int year, month, day;

  shc_date_get_ymd (date, &year, &month, &day);
  moment = g_date_time_new (zone, year, month, day, (int) (us / US_PER_HOUR),
                            (int) (us / US_PER_MINUTE % 60), 0);
  if (moment != NULL)
    text = g_date_time_format (moment, format);

  return text != NULL ? g_steal_pointer (&text) : shc_date_to_string (date);
}

char *
shc_date_format_long (ShcDate date)
{
  if (date.has_time)
    /* Translators: a day with a time, as g_date_time_format() reads it:
     * "Wednesday, 7 January 2026, 21:04" */
    return format_civil (date, _("%A, %-d %B %Y, %H:%M"));

  /* Translators: a day, as g_date_time_format() reads it: "Wednesday, 7 January 2026" */
  return format_civil (date, _("%A, %-d %B %Y"));
}

char *
shc_date_format_month (ShcDate date)
{
  /* Translators: a month, as g_date_time_format() reads it: "January 2026" */
  return format_civil (date, _("%OB %Y"));
}

char *
shc_date_format_short (ShcDate date)
{
  /* Translators: a day within a month, as g_date_time_format() reads it: "7 Jan" */
  return format_civil (date, _("%-d %b"));
}

char *
shc_time_to_string (gint64 utc_us)
{
  gint64 first_us = -DAY_1970 * SHC_DATE_US_PER_DAY;
  gint64 last_us = (DAY_LAST + 1 - DAY_1970) * SHC_DATE_US_PER_DAY - 1;
  gint64 civil_us = CLAMP (utc_us, first_us, last_us) - first_us;
  GString *string = g_string_sized_new (32);

  append_day (string, civil_us / SHC_DATE_US_PER_DAY);
  g_string_append_c (string, 'T');
  append_time (string, civil_us % SHC_DATE_US_PER_DAY);
  g_string_append_c (string, 'Z');

  return g_string_free (string, FALSE);
}

gboolean
shc_time_parse (const char  *text,
                gint64      *utc_us,
                GError     **error)
{
  ShcDate date = { 0 };

  g_return_val_if_fail (utc_us != NULL, FALSE);

  if (text == NULL || !take_all (text, &date) || !date.has_offset)
    {
      g_set_error_literal (error, SHC_DATE_ERROR, SHC_DATE_ERROR_INVALID,
                           _("This is not a point in time. Write it as 2026-01-07T20:04:00Z."));
      return FALSE;
    }

  *utc_us = shc_date_to_utc (date);
  return TRUE;
}
