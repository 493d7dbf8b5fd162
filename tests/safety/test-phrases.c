/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check on phrases whose level is known: `known` ones, which who writes patterns may look at; `held` ones, which they may
 * not; and `unseen` ones, whose writer had seen nothing of what they measure. By these two the README says how much is caught. */

#include "config.h"

#include <string.h>

#include "shc-safety.h"

typedef struct
{
  ShcSafetyLevel  level;
  char           *text;
} Phrase;

/* What is reached; a change that catches less has to be meant. Shares of phrases at concern or now that are
 * caught as one of them, of phrases of no level that are, and of those after a change to their letters. */
static const struct
{
  const char *language;
  double      known;
  double      held;
  double      unseen;
  double      known_alarms;
  double      held_alarms;
  double      unseen_alarms;
} floors[] = {
  { "ar", 0.96, 0.93, 0.84, 0.03, 0.05, 0.05 },
  { "de", 0.95, 0.92, 0.77, 0.03, 0.06, 0.07 },
  { "en", 0.98, 0.94, 0.88, 0.02, 0.03, 0.12 },
  { "es", 0.95, 0.95, 0.85, 0.03, 0.10, 0.06 },
  { "fr", 0.92, 0.90, 0.80, 0.03, 0.03, 0.05 },
  { "pt", 0.97, 0.90, 0.87, 0.04, 0.07, 0.06 },
};

static void
phrase_free (gpointer data)
{
  Phrase *phrase = data;

  g_free (phrase->text);
  g_free (phrase);
}

static ShcSafetyLevel
parse_level (const char *name)
{
  for (guint level = SHC_SAFETY_MENTION; level <= SHC_SAFETY_NOW; level++)
    if (g_str_equal (name, shc_safety_level_get_name (level)))
      return level;
  g_assert_cmpstr (name, ==, "none");
  return SHC_SAFETY_NONE;
}

static GPtrArray *
read_phrases (const char *folder,
              const char *language)
{
  GPtrArray *phrases = g_ptr_array_new_with_free_func (phrase_free);
  g_autofree char *name = g_strconcat (language, ".tsv", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "safety", "phrases", folder, name, NULL);
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], "\t", -1);
      Phrase *phrase = g_new0 (Phrase, 1);

      g_assert_cmpuint (g_strv_length (fields), ==, 3);
      phrase->level = parse_level (fields[0]);
      phrase->text = g_strdup (fields[2]);
      g_ptr_array_add (phrases, phrase);
    }
  return phrases;
}

typedef char *(*Change) (const char *text);

/* @alarm: the share of phrases of no level instead. */
static double
get_share (const GPtrArray *phrases,
           gboolean         alarm,
           Change           change)
{
  guint all = 0;
  guint found = 0;

  for (guint i = 0; i < phrases->len; i++)
    {
      const Phrase *phrase = g_ptr_array_index (phrases, i);
      g_autofree char *text = change != NULL ? change (phrase->text) : g_strdup (phrase->text);

      if (alarm ? phrase->level != SHC_SAFETY_NONE : phrase->level < SHC_SAFETY_CONCERN)
        continue;
      all++;
      found += shc_safety_check (text, -1).level >= SHC_SAFETY_CONCERN;
    }
  g_assert_cmpuint (all, >, 0);
  return (double) found / all;
}

static void
test_caught (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (floors); i++)
    {
      g_autoptr(GPtrArray) known = read_phrases ("known", floors[i].language);
      g_autoptr(GPtrArray) held = read_phrases ("held", floors[i].language);
      g_autoptr(GPtrArray) unseen = read_phrases ("unseen", floors[i].language);

      g_test_message ("%s: known %.3f, held %.3f, unseen %.3f; alarms %.3f, %.3f, %.3f", floors[i].language,
                      get_share (known, FALSE, NULL), get_share (held, FALSE, NULL), get_share (unseen, FALSE, NULL),
                      get_share (known, TRUE, NULL), get_share (held, TRUE, NULL), get_share (unseen, TRUE, NULL));
      g_assert_cmpuint (known->len, >=, g_str_equal (floors[i].language, "en") ? 300 : 100);
      g_assert_cmpuint (held->len, >=, 100);
      g_assert_cmpuint (unseen->len, >=, 200);
      g_assert_cmpfloat (get_share (known, FALSE, NULL), >=, floors[i].known);
      g_assert_cmpfloat (get_share (held, FALSE, NULL), >=, floors[i].held);
      g_assert_cmpfloat (get_share (unseen, FALSE, NULL), >=, floors[i].unseen);
      g_assert_cmpfloat (get_share (known, TRUE, NULL), <=, floors[i].known_alarms);
      g_assert_cmpfloat (get_share (held, TRUE, NULL), <=, floors[i].held_alarms);
      g_assert_cmpfloat (get_share (unseen, TRUE, NULL), <=, floors[i].unseen_alarms);
    }
}

static char *
raise_letters (const char *text)
{
  return g_utf8_strup (text, -1);
}

static char *
drop_accents (const char *text)
{
  g_autofree char *parts = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  g_autoptr(GString) bare = g_string_new (NULL);

  for (const char *at = parts; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_ismark (g_utf8_get_char (at)) && *at != '\'')
      g_string_append_unichar (bare, g_utf8_get_char (at));
  return g_string_free (g_steal_pointer (&bare), FALSE);
}

static char *
break_lines (const char *text)
{
  g_autofree char *broken = g_strdup (text);

  g_strdelimit (broken, " ", '\n');
  return g_steal_pointer (&broken);
}

/* Two letters of every longest word changed about. */
static char *
slip (const char *text)
{
  char *slipped = g_strdup (text);
  gsize longest = 0;
  gsize at = 0;

  for (gsize i = 0, begin = 0; ; i++)
    {
      if (g_ascii_isalpha (slipped[i]))
        continue;
      if (i - begin > longest)
        {
          longest = i - begin;
          at = begin;
        }
      if (slipped[i] == '\0')
        break;
      begin = i + 1;
    }
  if (longest >= 6)
    {
      char kept = slipped[at + 3];

      slipped[at + 3] = slipped[at + 2];
      slipped[at + 2] = kept;
    }
  return slipped;
}

static void
test_changed (void)
{
  static const struct { Change change; double loss; } changes[] = {
    { raise_letters, 0.01 }, { drop_accents, 0.02 }, { break_lines, 0.01 }, { slip, 0.10 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (floors); i++)
    {
      g_autoptr(GPtrArray) known = read_phrases ("known", floors[i].language);
      double unchanged = get_share (known, FALSE, NULL);

      for (guint j = 0; j < G_N_ELEMENTS (changes); j++)
        {
          g_test_message ("%s, change %u: %.3f", floors[i].language, j,
                          get_share (known, FALSE, changes[j].change));
          g_assert_cmpfloat (get_share (known, FALSE, changes[j].change), >=, unchanged - changes[j].loss);
        }
    }
}

/* A phrase that the patterns hold word for word would only show that it was copied. */
static void
test_not_copied (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (floors); i++)
    {
      static const char *const folders[] = { "known", "held", "unseen" };
      g_autofree char *name = g_strconcat (floors[i].language, ".txt", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "safety", "patterns", name, NULL);
      g_autofree char *content = NULL;
      g_auto(GStrv) lines = NULL;

      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      lines = g_strsplit (content, "\n", -1);
      for (guint line = 0; lines[line] != NULL; line++)
        g_strstrip (lines[line]);
      for (guint j = 0; j < G_N_ELEMENTS (folders); j++)
        {
          g_autoptr(GPtrArray) phrases = read_phrases (folders[j], floors[i].language);

          for (guint k = 0; k < phrases->len; k++)
            {
              g_autofree char *lower =
                g_utf8_strdown (((Phrase *) g_ptr_array_index (phrases, k))->text, -1);

              g_assert_false (g_strv_contains ((const char *const *) lines, lower));
            }
        }
    }
}

static void
assert_none_in (GHashTable *examples,
                const char *folder,
                const char *language)
{
  g_autoptr(GPtrArray) phrases = read_phrases (folder, language);

  for (guint i = 0; i < phrases->len; i++)
    {
      g_autofree char *folded = g_utf8_casefold (((Phrase *) g_ptr_array_index (phrases, i))->text, -1);

      g_assert_false (g_hash_table_contains (examples, folded));
    }
}

/* What the model is made from must not be what it is measured on. */
static void
test_not_learned (void)
{
  g_autoptr(GHashTable) examples = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (floors); i++)
    {
      g_autofree char *name = g_strconcat (floors[i].language, ".tsv", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "safety", "examples", name, NULL);
      g_autofree char *content = NULL;
      g_auto(GStrv) lines = NULL;

      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      lines = g_strsplit (content, "\n", -1);
      for (guint j = 0; lines[j] != NULL && *lines[j] != '\0'; j++)
        g_hash_table_add (examples, g_utf8_casefold (strrchr (lines[j], '\t') + 1, -1));
    }
  g_assert_cmpuint (g_hash_table_size (examples), >, 15000);
  for (guint i = 0; i < G_N_ELEMENTS (floors); i++)
    {
      assert_none_in (examples, "held", floors[i].language);
      assert_none_in (examples, "unseen", floors[i].language);
    }
}

/* A word and a number say nothing, whichever number it is. */
static void
test_numbers (void)
{
  for (guint i = 0; i < 10000; i += 7)
    {
      g_autofree char *text = g_strdup_printf ("message %u.", i);

      g_assert_cmpint (shc_safety_check (text, -1).level, ==, SHC_SAFETY_NONE);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/safety/phrases/caught", test_caught);
  g_test_add_func ("/safety/phrases/numbers", test_numbers);
  g_test_add_func ("/safety/phrases/changed", test_changed);
  g_test_add_func ("/safety/phrases/not-copied", test_not_copied);
  g_test_add_func ("/safety/phrases/not-learned", test_not_learned);
  return g_test_run ();
}
