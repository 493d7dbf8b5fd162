/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Civil dates of reflections, and points in time: years 0001 to 9999, no time zone ever invented. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SHC_DATE_US_PER_DAY (G_GINT64_CONSTANT (86400000000))

/**
 * ShcDate:
 * @civil_us: microseconds of civil (wall clock) time since 0001-01-01T00:00:00 in the proleptic
 *   Gregorian calendar; this is the sort key. For a date without a time, that day's midnight.
 * @has_time: whether a time of day was given
 * @has_offset: whether an offset from UTC was given; only ever with @has_time
 * @offset_min: minutes east of UTC, -1439 to 1439; 0 without @has_offset
 *
 * When something was written, as its writer's calendar and clock said it. Passed by value.
 * Written as RFC 3339 / ISO 8601: "2026-01-07", "2026-01-07T21:04:00", "2026-01-07T21:04:00+01:00".
 */
typedef struct
{
  gint64   civil_us;
  gboolean has_time;
  gboolean has_offset;
  gint16   offset_min;
} ShcDate;

typedef enum
{
  SHC_DATE_ERROR_INVALID,
} ShcDateError;
#define SHC_DATE_ERROR (shc_date_error_quark ())
GQuark shc_date_error_quark (void);

/**
 * shc_date_parse:
 * @text: (nullable): `YYYY-MM-DD`, optionally followed by `T` or a space and `hh:mm[:ss[.ffffff]]`,
 *   optionally followed by `Z`, `±hh:mm`, `±hhmm` or `±hh`
 * @date: (out): the date; untouched on failure
 *
 * Returns: whether @text was a date. Errors: %SHC_DATE_ERROR_INVALID with a translated sentence.
 */
gboolean shc_date_parse (const char *text, ShcDate *date, GError **error);

/** shc_date_to_string: Returns: (transfer full): the shortest ISO 8601 form that loses nothing
 * (no time if none was given; a fraction only if not zero; "Z" for an offset of 0). */
char *shc_date_to_string (ShcDate date);

/** shc_date_from_day: @day: days since 0001-01-01, from 0. Returns: a date without a time. */
ShcDate shc_date_from_day (gint64 day);

/** shc_date_from_ymd: Returns: whether year 1–9999, month, day exist; @date is set then. */
gboolean shc_date_from_ymd (int year, int month, int day, ShcDate *date);

/** shc_date_now: @now_us: UTC microseconds since 1970 (g_get_real_time ()). Returns: local civil
 * time to the second, with the local zone's offset at that moment. */
ShcDate shc_date_now (gint64 now_us);

/** shc_date_to_utc: Returns: UTC microseconds since 1970 of @date: by its own offset if it has one, else
 * by this computer's zone on that day; a date alone is its midnight. */
gint64 shc_date_to_utc (ShcDate date);

/** shc_date_get_day: Returns: days since 0001-01-01 of the civil date. */
gint64 shc_date_get_day (ShcDate date);

/** shc_date_is_same: Returns: whether both say the same, time and offset included. */
gboolean shc_date_is_same (ShcDate a, ShcDate b);

/** shc_date_get_ymd: takes @date apart; each out-parameter may be %NULL. */
void shc_date_get_ymd (ShcDate date, int *year, int *month, int *day);

/** shc_date_format_long: Returns: (transfer full): for people, in their locale and words, such as
 * "Wednesday, 7 January 2026" or "…, 21:04"; works for every year 1–9999. */
char *shc_date_format_long (ShcDate date);

/** shc_date_format_month: Returns: (transfer full): "January 2026", translated. */
char *shc_date_format_month (ShcDate date);

/** shc_date_format_short: Returns: (transfer full): "7 Jan", translated, for list rows. */
char *shc_date_format_short (ShcDate date);

/** shc_time_to_string: @utc_us: microseconds since 1970, UTC. Returns: (transfer full): ISO 8601
 * in UTC, such as "2026-01-07T20:04:00.123456Z" (trailing zeros of the fraction left out). */
char *shc_time_to_string (gint64 utc_us);

/** shc_time_parse: the reverse of shc_time_to_string(); any offset is taken into account.
 * Errors: %SHC_DATE_ERROR_INVALID. */
gboolean shc_time_parse (const char *text, gint64 *utc_us, GError **error);

G_END_DECLS
