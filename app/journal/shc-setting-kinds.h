/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What values of settings may be: one kind each. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_SETTING_KIND_NUMBER,      /* min to max */
  SHC_SETTING_KIND_TIME_OF_DAY, /* "HH:MM" */
  SHC_SETTING_KIND_COUNTRY,     /* two letters */
  SHC_SETTING_KIND_LABEL,       /* one line of text */
  SHC_SETTING_KIND_TEXT,        /* several lines of text */
  SHC_SETTING_KIND_BOOLEAN,     /* "true" or "false" */
  SHC_SETTING_KIND_CHOICE,      /* one of several words */
  SHC_SETTING_KIND_URL,         /* the address that a service's paths are put behind */
  SHC_SETTING_KIND_CA_FILE,     /* a file of certificates, by its absolute path */
  SHC_SETTING_KIND_LIMIT,       /* tokens, or money */
  SHC_SETTING_KIND_PRICES,      /* what models cost, one a line */
} ShcSettingKind;

/**
 * ShcSettingRange:
 * @kind: what it is
 * @min: @max: of a number
 * @choices: (array zero-terminated=1) (nullable): of a choice
 */
typedef struct
{
  ShcSettingKind     kind;
  int                min;
  int                max;
  const char *const *choices;
} ShcSettingRange;

/**
 * shc_setting_clean:
 * @text: what was typed, or what is stored: anything, but not empty
 * @number: (out): a number's value, the minutes after midnight of a time, 0 or 1 of a boolean; 0 for others
 *
 * Looks at @text alone, at no file. What comes out goes in unchanged.
 *
 * Returns: (transfer full) (nullable): @text as it is to be stored; %NULL if it is not allowed.
 */
char    *shc_setting_clean (const ShcSettingRange *range, const char *text, int *number);

/** shc_setting_check: for a value that is about to be set: what shc_setting_clean() cannot tell. Reads
 * the file that a path names. Errors: %SHC_JOURNAL_ERROR_INVALID. */
gboolean shc_setting_check (const ShcSettingRange *range, const char *value, GError **error);

/** shc_setting_explain: Returns: (transfer full) (nullable): more closely than a description could, what is wrong with
 * @text, which shc_setting_clean() did not allow. */
char    *shc_setting_explain (const ShcSettingRange *range, const char *text);

/** shc_setting_parse_limit: a monthly limit. @currency: (out): "" for one in tokens, else three letters.
 * @amount: (out): tokens, or hundredths of that currency. Returns: whether @text is one. */
gboolean shc_setting_parse_limit (const char *text, gint64 *amount, char currency[4]);

G_END_DECLS
