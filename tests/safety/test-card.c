/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards and help lines: every country and language has all that a card needs. */

#include "config.h"

#include <string.h>

#include "shc-safety-card.h"

#define SOME_DAY_US (G_GINT64_CONSTANT (1782000000) * G_USEC_PER_SEC) /* in June 2026 */

static void
test_countries (void)
{
  const GPtrArray *countries = shc_help_get_countries ();

  g_assert_cmpuint (countries->len, >=, 30);
  g_assert_cmpstr (shc_help_get_directory (), ==, "findahelpline.com");
  for (guint i = 0; i < countries->len; i++)
    {
      const ShcHelpCountry *country = g_ptr_array_index (countries, i);

      g_assert_cmpuint (strlen (country->country), ==, 2);
      g_assert_nonnull (country->name);
      g_assert_cmpuint (g_strv_length (country->emergency), >, 0);
      g_assert_true (shc_help_find_country (country->country) == country);
      for (guint j = 0; j < country->lines->len; j++)
        {
          const ShcHelpLine *line = g_ptr_array_index (country->lines, j);

          g_assert_true (line->name != NULL && *line->name != '\0');
          g_assert_true (line->contact != NULL && *line->contact != '\0');
          g_assert_true (g_str_has_prefix (line->source, "http"));
        }
    }
  g_assert_true (shc_help_find_country ("us") == shc_help_find_country ("US"));
  g_assert_null (shc_help_find_country ("XX"));
  g_assert_null (shc_help_find_country (NULL));
}

/* An emergency number, a way for all others, and nothing left to fill in: in every language, topic and
 * country. */
static void
test_every_card (void)
{
  g_auto(GStrv) languages = shc_safety_card_get_languages ();
  static const char *const countries[] = { "US", "DE", "BR", "EG", "XX" };

  g_assert_cmpuint (g_strv_length (languages), ==, 6);
  for (guint i = 0; languages[i] != NULL; i++)
    for (guint topic = 0; topic < SHC_SAFETY_N_TOPICS; topic++)
      for (guint level = SHC_SAFETY_NONE; level <= SHC_SAFETY_NOW; level++)
        for (guint j = 0; j < G_N_ELEMENTS (countries); j++)
          {
            ShcSafetyFinding finding = { level, topic };
            g_autoptr(ShcSafetyCard) card =
              shc_safety_card_new (finding, languages[i], countries[j], SOME_DAY_US);

            g_assert_nonnull (strstr (card->text, card->emergency));
            g_assert_null (strchr (card->text, '{'));
            g_assert_cmpuint (g_utf8_strlen (card->text, -1), <, 500);
            g_assert_cmpstr (card->directory, ==, "findahelpline.com");
            g_assert_true (card->check == NULL || strchr (card->check, '{') == NULL);
          }
}

static void
test_language (void)
{
  ShcSafetyFinding finding = { SHC_SAFETY_NOW, SHC_SAFETY_TOPIC_LIFE };
  g_autoptr(ShcSafetyCard) english = shc_safety_card_new (finding, "en", "US", SOME_DAY_US);
  g_autoptr(ShcSafetyCard) other = shc_safety_card_new (finding, "xx", "US", SOME_DAY_US);
  ShcSafetyFinding nothing = { SHC_SAFETY_NONE, SHC_SAFETY_TOPIC_BODY };
  g_autoptr(ShcSafetyCard) asked = shc_safety_card_new (nothing, "en", "US", SOME_DAY_US);
  g_autoptr(ShcSafetyCard) german = shc_safety_card_new (finding, "de_AT.UTF-8", "AT", SOME_DAY_US);

  g_assert_cmpstr (english->text, ==, other->text);
  g_assert_nonnull (strstr (english->text, "911"));
  g_assert_cmpstr (german->text, !=, english->text);
  /* Nobody has written anything when somebody only asks. */
  g_assert_null (strstr (asked->text, "wrote"));
  g_assert_nonnull (strstr (german->emergency, "112"));
}

static void
test_recent (void)
{
  g_assert_true (shc_help_is_recent ("2026-06-02", SOME_DAY_US));
  g_assert_true (shc_help_is_recent ("2026-05", SOME_DAY_US));
  g_assert_true (shc_help_is_recent ("2026", SOME_DAY_US));
  g_assert_false (shc_help_is_recent ("2025-06-02", SOME_DAY_US));
  g_assert_false (shc_help_is_recent ("2024", SOME_DAY_US));
  g_assert_false (shc_help_is_recent (NULL, SOME_DAY_US));
  g_assert_false (shc_help_is_recent ("lately", SOME_DAY_US));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/safety/card/countries", test_countries);
  g_test_add_func ("/safety/card/every-card", test_every_card);
  g_test_add_func ("/safety/card/language", test_language);
  g_test_add_func ("/safety/card/recent", test_recent);
  return g_test_run ();
}
