/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money in whole numbers. */

#define G_LOG_DOMAIN "shc-money"

#include "config.h"

#include "shc-money.h"

#include <string.h>

#define WHOLE_DIGITS 9
#define FRACTION_DIGITS 6
/* That are always written. */
#define LEAST_DIGITS 2
#define MILLION G_GINT64_CONSTANT (1000000)
#define DIGITS "0123456789"

gboolean
shc_money_parse (const char *text,
                 gint64     *amount)
{
  gsize whole, fraction = 0;
  gint64 value = 0;

  g_return_val_if_fail (text != NULL && amount != NULL, FALSE);

  whole = strspn (text, DIGITS);
  if (whole == 0 || whole > WHOLE_DIGITS)
    return FALSE;
  if (text[whole] == '.')
    {
      fraction = strspn (text + whole + 1, DIGITS);
      if (fraction == 0 || fraction > FRACTION_DIGITS || text[whole + 1 + fraction] != '\0')
        return FALSE;
    }
  else if (text[whole] != '\0')
    return FALSE;

  for (gsize i = 0; i < whole; i++)
    value = value * 10 + (text[i] - '0');
  for (gsize i = 0; i < FRACTION_DIGITS; i++)
    value = value * 10 + (i < fraction ? text[whole + 1 + i] - '0' : 0);
  *amount = value;
  return TRUE;
}

gboolean
shc_money_is_currency (const char *text)
{
  return text != NULL && strlen (text) == 3 && g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]) &&
         g_ascii_isupper (text[2]);
}

char *
shc_money_format (gint64      amount,
                  const char *currency)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (amount >= 0, NULL);

  g_string_append_printf (text, "%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT, amount / SHC_MONEY_UNIT,
                          amount % SHC_MONEY_UNIT);
  for (guint i = FRACTION_DIGITS; i > LEAST_DIGITS && text->str[text->len - 1] == '0'; i--)
    g_string_truncate (text, text->len - 1);
  if (currency != NULL)
    g_string_append_printf (text, " %s", currency);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Both are not negative. */
static gint64
multiply (gint64 one,
          gint64 other)
{
  return one != 0 && other > G_MAXINT64 / one ? G_MAXINT64 : one * other;
}

/* Whole millions apart, so that it stays exact for as long as the result can be said. */
gint64
shc_money_for_tokens (gint64 tokens,
                      gint64 price)
{
  gint64 rest;

  g_return_val_if_fail (tokens >= 0 && price >= 0, 0);

  rest = multiply (tokens % MILLION, price);
  rest = rest / MILLION + (rest % MILLION > 0 ? 1 : 0);
  return shc_money_add (multiply (tokens / MILLION, price), rest);
}

gint64
shc_money_add (gint64 one,
               gint64 other)
{
  g_return_val_if_fail (one >= 0 && other >= 0, 0);

  return one > G_MAXINT64 - other ? G_MAXINT64 : one + other;
}
