/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Emergency numbers and help lines of countries, from a table that is part of the program: nothing is
 * looked up on the network. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ShcHelpLine: @hours: (nullable): as its source has them; @seen: (nullable): the day, month or year of
 * the page that @source names, as ISO 8601; %NULL if that page had no date. */
typedef struct
{
  char *name;
  char *contact;
  char *hours;
  char *source;
  char *seen;
} ShcHelpLine;

/** ShcHelpCountry: @name: in English. @emergency: (array zero-terminated=1); @lines: (element-type ShcHelpLine): the most
 * general first. A country whose service has several lines has all of them here or none. */
typedef struct
{
  char       *country;
  char       *name;
  char      **emergency;
  GPtrArray  *lines;
} ShcHelpCountry;

/** shc_help_find_country: @country: (nullable): ISO 3166-1 alpha-2, any case. Returns: (transfer none)
 * (nullable): any thread. */
const ShcHelpCountry *shc_help_find_country (const char *country);

/** shc_help_get_countries: Returns: (transfer none) (element-type ShcHelpCountry): by their codes. */
const GPtrArray *shc_help_get_countries (void);

/** shc_help_get_directory: Returns: (transfer none): where lines of all other countries are. */
const char *shc_help_get_directory (void);

/** shc_help_is_recent: @now_us: UTC microseconds. Returns: whether a page seen on @seen was read within
 * 180 days; one without a date was not. */
gboolean shc_help_is_recent (const char *seen, gint64 now_us);

/** shc_help_dup_locale_country: Returns: (transfer full) (nullable): the country of the desktop's
 * settings; never looked up anywhere. */
char *shc_help_dup_locale_country (void);

G_END_DECLS
