/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of pattern files, and what a pattern finds. */

#include "config.h"

#include <string.h>

#include "shc-safety-builder.h"
#include "shc-safety-matcher.h"

static ShcSafetyLevel
match_doubting (const char   *patterns,
                const char   *text,
                const guint8 *doubts)
{
  g_autoptr(ShcSafetyBuilder) builder = shc_safety_builder_new ();
  g_autoptr(ShcSafetyText) read = shc_safety_text_new (text, strlen (text));
  g_autoptr(ShcSafetyRules) rules = NULL;
  g_autoptr(GBytes) data = NULL;
  g_autoptr(GError) error = NULL;

  shc_safety_builder_read (builder, "en", patterns, &error);
  g_assert_no_error (error);
  data = shc_safety_builder_finish (builder);
  rules = shc_safety_rules_new (data);
  return shc_safety_match_doubting (rules, read, doubts, NULL).level;
}

static ShcSafetyLevel
match (const char *patterns,
       const char *text)
{
  return match_doubting (patterns, text, NULL);
}

#define YES(patterns, text) g_assert_cmpint (match (patterns, text), ==, SHC_SAFETY_NOW)
#define NO(patterns, text) g_assert_cmpint (match (patterns, text), ==, SHC_SAFETY_NONE)

static void
test_order_and_gaps (void)
{
  static const char *const near_ = "now intent\n  red house\n";
  static const char *const together = "now intent\n  red + house\n";
  static const char *const wide = "now intent\n  red ... house\n";

  YES (near_, "The red house.");
  YES (near_, "RED one two three house");
  NO (near_, "red one two three four house");
  NO (near_, "house red");
  NO (near_, "red. house");
  YES (near_, "red,\nhouse");
  NO (near_, "red\n\nhouse");
  YES (together, "red house");
  NO (together, "red old house");
  YES (wide, "red 1 2 3 4 5 6 7 8 9 house");
  NO (wide, "red 1 2 3 4 5 6 7 8 9 10 house");
}

static void
test_sets (void)
{
  static const char *const patterns =
    "set colour\n  red, dark blue\n  green*\n"
    "set thing\n  house, @colour\n"
    "now intent\n  my @colour (small house|tree|@thing)\n";

  YES (patterns, "my red tree");
  YES (patterns, "my dark blue small house");
  NO (patterns, "my dark old blue tree");
  YES (patterns, "my greenish tree");
  YES (patterns, "my red green");
  NO (patterns, "my dark tree");
}

static void
test_fillers_and_options (void)
{
  static const char *const patterns =
    "fillers\n  really, so\n"
    "now intent\n  i + want to? + go\n"
    "now plan\n  (put out) the fire\n";

  YES (patterns, "i really so so so want to go");
  YES (patterns, "i want go");
  NO (patterns, "i also want go");
  YES (patterns, "put really out the fire");
}

static void
test_negation (void)
{
  static const char *const patterns =
    "set not\n  not, never\n"
    "now intent\n  !@not want !never home !(for good)\n";

  YES (patterns, "i want to go home");
  NO (patterns, "i do not want to go home");
  YES (patterns, "not that it matters much but i want to go home");
  NO (patterns, "i want never home");
  NO (patterns, "i want to go home for good");
}

static void
test_numbers (void)
{
  static const char *const patterns = "now fasting\n  day + #6\n  #10 + hours\n";

  YES (patterns, "Day 6.");
  YES (patterns, "day 12");
  NO (patterns, "day 5");
  NO (patterns, "day six");
  YES (patterns, "10 hours");
}

static void
test_conditions (void)
{
  static const char *const patterns =
    "now medical\n  heart races & fasting|fast\n"
    "now act\n  took them ~ night &! cat\n";

  YES (patterns, "I am fasting. My heart races.");
  NO (patterns, "My heart races.");
  YES (patterns, "that night i took them");
  NO (patterns, "that night. i took them");
  NO (patterns, "that night i took them. The cat came too.");
}

static void
test_masks_and_caps (void)
{
  static const char *const patterns =
    "mask idiom\n  die + laughing\n"
    "cap quoted next\n  song\n"
    "cap past\n  years ago\n"
    "now intent quoted\n  want die\n  die\n"
    "concern passive past\n  gone\n";

  NO (patterns, "i could die laughing");
  YES (patterns, "i could die laughing, or die");
  g_assert_cmpint (match (patterns, "the song says want to die"), ==, SHC_SAFETY_MENTION);
  g_assert_cmpint (match (patterns, "A song. I want to die."), ==, SHC_SAFETY_MENTION);
  YES (patterns, "A song. It is old. I want to die.");
  YES (patterns, "years ago i want to die");
  g_assert_cmpint (match (patterns, "gone years ago"), ==, SHC_SAFETY_MENTION);
  g_assert_cmpint (match (patterns, "gone. years ago"), ==, SHC_SAFETY_CONCERN);
}

static void
test_slips (void)
{
  static const char *const patterns = "words\n  heuse\nnow intent\n  house want kill\n";

  YES (patterns, "house want kill");
  YES (patterns, "huose wnat k1ll");
  YES (patterns, "houze want k*ll");
  YES (patterns, "housse wantttt killll");
  NO (patterns, "mouse want kill");
  NO (patterns, "heuse want kill");
  NO (patterns, "house wart kill");
}

static void
test_particles (void)
{
  static const char *const patterns = "particles\n  و, ال\nnow intent\n  اريد موت\n";

  YES (patterns, "واريد الموت");
  NO (patterns, "اريد الحياة");
}

/* A sentence without an end is read in parts that overlap. */
static void
test_long_sentence (void)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *whole = NULL;

      whole = g_strconcat (text->str, "red 1 2 house", NULL);
      YES ("now intent\n  red house\n", whole);
      g_string_append (text, "word ");
    }
}

static void
test_mistakes (void)
{
  static const char *const wrong[] = {
    "  red house\n", "set\n  red\n", "now\n  red\n", "soon intent\n  red\n",
    "now intent\n  @nothing\n", "now intent\n  red?\n", "now intent\n  red &\n", "now intent\n  #5\n",
    "set colour\n  red, ---\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(ShcSafetyBuilder) builder = shc_safety_builder_new ();
      g_autoptr(GError) error = NULL;

      g_assert_false (shc_safety_builder_read (builder, "en", wrong[i], &error));
      g_assert_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE);
    }
}

/* What is doubted is told by the first word of a match; a mention is never doubted. */
static void
test_doubts (void)
{
  static const char *const patterns = "now intent\n  red house\nconcern intent\n  green house\nmention intent\n  blue house\n";
  static const char *const red = "The red house.";
  static const guint8 low[] = { 0, SHC_SAFETY_NOW, 0 };
  static const guint8 high[] = { 0, SHC_SAFETY_NOW + 1, 0 };
  static const guint8 elsewhere[] = { G_MAXUINT8, 0, G_MAXUINT8 };

  g_assert_cmpint (match_doubting (patterns, red, low), ==, SHC_SAFETY_NOW);
  g_assert_cmpint (match_doubting (patterns, red, high), ==, SHC_SAFETY_MENTION);
  g_assert_cmpint (match_doubting (patterns, red, elsewhere), ==, SHC_SAFETY_NOW);
  g_assert_cmpint (match_doubting (patterns, "The green house.", low), ==, SHC_SAFETY_MENTION);
  g_assert_cmpint (match_doubting (patterns, "The green house.", elsewhere), ==, SHC_SAFETY_CONCERN);
  g_assert_cmpint (match_doubting (patterns, "The blue house.", high), ==, SHC_SAFETY_MENTION);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/safety/rules/order-and-gaps", test_order_and_gaps);
  g_test_add_func ("/safety/rules/sets", test_sets);
  g_test_add_func ("/safety/rules/fillers-and-options", test_fillers_and_options);
  g_test_add_func ("/safety/rules/negation", test_negation);
  g_test_add_func ("/safety/rules/numbers", test_numbers);
  g_test_add_func ("/safety/rules/conditions", test_conditions);
  g_test_add_func ("/safety/rules/masks-and-caps", test_masks_and_caps);
  g_test_add_func ("/safety/rules/slips", test_slips);
  g_test_add_func ("/safety/rules/particles", test_particles);
  g_test_add_func ("/safety/rules/doubts", test_doubts);
  g_test_add_func ("/safety/rules/long-sentence", test_long_sentence);
  g_test_add_func ("/safety/rules/mistakes", test_mistakes);
  return g_test_run ();
}
