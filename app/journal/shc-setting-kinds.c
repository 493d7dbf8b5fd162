/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What values of settings may be. */

#define G_LOG_DOMAIN "shc-setting-kinds"

#include "config.h"

#include <string.h>

#include "shc-base-url.h"
#include "shc-ca-file.h"
#include "shc-prices.h"
#include "shc-setting-kinds.h"
#include "shc-text.h"

/* Longest value that is looked at, in bytes; a path can be as long. */
#define MAX_BYTES 4096
/* Of one with several lines. */
#define LONGEST_TEXT 8000
/* A limit of more digits is a slip of the finger. */
#define LIMIT_DIGITS 12

static gboolean
parse_time (const char *text,
            int        *minutes)
{
  if (strlen (text) != 5 || text[2] != ':' ||
      !g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]) ||
      !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]) || text[3] > '5')
    return FALSE;

  *minutes = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
  return *minutes < 24 * 60;
}

static gboolean
parse_number (const ShcSettingRange *range,
              const char            *text,
              int                   *value)
{
  gint64 number;

  if (!g_ascii_isdigit (*text) ||
      !g_ascii_string_to_signed (text, 10, range->min, range->max, &number, NULL))
    return FALSE;
  *value = (int) number;
  return TRUE;
}

static gboolean
parse_boolean (const char *text,
               int        *value)
{
  *value = g_str_equal (text, "true");
  return *value || g_str_equal (text, "false");
}

static gboolean
is_country (const char *text)
{
  return strlen (text) == 2 && g_ascii_isalpha (text[0]) && g_ascii_isalpha (text[1]);
}

/* Takes up to %LIMIT_DIGITS digits, at least one. */
static gboolean
take_amount (const char **cursor,
             gint64      *amount)
{
  gsize length = strspn (*cursor, "0123456789");

  if (length == 0 || length > LIMIT_DIGITS)
    return FALSE;
  *amount = g_ascii_strtoll (*cursor, NULL, 10);
  *cursor += length;
  return TRUE;
}

static gboolean
is_money_end (const char *text)
{
  return text[0] == '.' && g_ascii_isdigit (text[1]) && g_ascii_isdigit (text[2]) && text[3] == ' ' &&
         strspn (text + 4, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 && text[7] == '\0';
}

gboolean
shc_setting_parse_limit (const char *text,
                         gint64     *amount,
                         char        currency[4])
{
  const char *cursor = text;
  gint64 whole;

  g_return_val_if_fail (text != NULL && amount != NULL && currency != NULL, FALSE);

  if (!take_amount (&cursor, &whole))
    return FALSE;
  if (*cursor == '\0')
    {
      *amount = whole;
      currency[0] = '\0';
      return TRUE;
    }
  if (!is_money_end (cursor))
    return FALSE;
  *amount = whole * 100 + (cursor[1] - '0') * 10 + cursor[2] - '0';
  memcpy (currency, cursor + 4, 4);
  return TRUE;
}

static gboolean
is_limit (const char *text)
{
  gint64 amount;
  char currency[4];

  return shc_setting_parse_limit (text, &amount, currency);
}

/* Whether @text, of a kind that is stored as it was typed, is allowed. */
static gboolean
is_several_lines (const char *text)
{
  if (strlen (text) > LONGEST_TEXT || !shc_text_check (text, strlen (text), NULL) ||
      text[strspn (text, " \t\n")] == '\0')
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)) && *at != '\n' && *at != '\t')
      return FALSE;
  return TRUE;
}

static gboolean
is_allowed (const ShcSettingRange *range,
            const char            *text,
            int                   *number)
{
  switch (range->kind)
    {
    case SHC_SETTING_KIND_NUMBER:
      return parse_number (range, text, number);
    case SHC_SETTING_KIND_TIME_OF_DAY:
      return parse_time (text, number);
    case SHC_SETTING_KIND_COUNTRY:
      return is_country (text);
    case SHC_SETTING_KIND_BOOLEAN:
      return parse_boolean (text, number);
    case SHC_SETTING_KIND_CHOICE:
      return g_strv_contains (range->choices, text);
    case SHC_SETTING_KIND_CA_FILE:
      return shc_ca_file_is_path (text);
    case SHC_SETTING_KIND_LIMIT:
      return is_limit (text);
    case SHC_SETTING_KIND_TEXT:
      return is_several_lines (text);
    case SHC_SETTING_KIND_LABEL:
    case SHC_SETTING_KIND_URL:
    case SHC_SETTING_KIND_PRICES:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static char *
clean_prices (const char *text)
{
  g_autoptr(GPtrArray) prices = shc_prices_parse (text, NULL);
  g_autofree char *written = prices != NULL && prices->len > 0 ? shc_prices_format (prices) : NULL;

  return written != NULL && strlen (written) <= LONGEST_TEXT ? g_steal_pointer (&written) : NULL;
}

static gboolean
has_several_lines (const ShcSettingRange *range)
{
  return range->kind == SHC_SETTING_KIND_TEXT || range->kind == SHC_SETTING_KIND_PRICES;
}

static gboolean
is_readable (const ShcSettingRange *range,
             const char            *text)
{
  gsize longest = has_several_lines (range) ? LONGEST_TEXT : MAX_BYTES;

  return strnlen (text, longest + 1) <= longest && g_utf8_validate (text, -1, NULL);
}

char *
shc_setting_clean (const ShcSettingRange *range,
                   const char            *text,
                   int                   *number)
{
  g_return_val_if_fail (range != NULL && text != NULL && number != NULL, NULL);

  *number = 0;
  if (!is_readable (range, text))
    return NULL;
  if (range->kind == SHC_SETTING_KIND_LABEL)
    return shc_label_clean (text, NULL);
  if (range->kind == SHC_SETTING_KIND_URL)
    return shc_base_url_clean (text);
  if (range->kind == SHC_SETTING_KIND_PRICES)
    return clean_prices (text);
  return is_allowed (range, text, number) ? g_strdup (text) : NULL;
}

char *
shc_setting_explain (const ShcSettingRange *range,
                     const char            *text)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(GPtrArray) prices = NULL;

  g_return_val_if_fail (range != NULL && text != NULL, NULL);

  if (range->kind != SHC_SETTING_KIND_PRICES || !is_readable (range, text))
    return NULL;
  prices = shc_prices_parse (text, &problem);
  return problem != NULL ? g_strdup (problem->message) : NULL;
}

gboolean
shc_setting_check (const ShcSettingRange  *range,
                   const char             *value,
                   GError                **error)
{
  g_return_val_if_fail (range != NULL && value != NULL, FALSE);

  return range->kind != SHC_SETTING_KIND_CA_FILE || shc_ca_file_check (value, error);
}
