/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well the patterns do on phrases whose level is known, for those who write patterns and for the
 * table in the README.
 *
 * usage: safety-score [--patterns FOLDER] [--wrong] [--kinds] PHRASES.tsv…
 *        safety-score [--patterns FOLDER] --explain TEXT
 *
 * A line of PHRASES is LEVEL<TAB>KIND<TAB>TEXT. --wrong: every phrase whose level was not met, with the
 * rules that matched. --patterns: read from there instead of those compiled in.
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "shc-safety-builder.h"
#include "shc-safety-matcher.h"

static const char *const level_names[] = { "none", "mention", "concern", "now" };

static char *pattern_folder;
static char *text_to_explain;
static gboolean show_wrong;
static char **files;

static const GOptionEntry options[] = {
  { "patterns", 0, 0, G_OPTION_ARG_FILENAME, &pattern_folder, NULL, NULL },
  { "explain", 0, 0, G_OPTION_ARG_STRING, &text_to_explain, NULL, NULL },
  { "wrong", 0, 0, G_OPTION_ARG_NONE, &show_wrong, NULL, NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
  G_OPTION_ENTRY_NULL,
};

typedef struct
{
  guint seen[4][4];   /* expected, found */
  guint alarms;       /* none that became concern or now */
} Score;

static ShcSafetyRules *
read_folder (const char *folder)
{
  g_autoptr(ShcSafetyBuilder) builder = shc_safety_builder_new ();
  g_autoptr(GBytes) data = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *prefix = g_strndup (name, strcspn (name, "."));
      g_autofree char *content = NULL;
      g_autoptr(GError) error = NULL;

      if (!g_str_has_suffix (name, ".txt"))
        continue;
      g_file_get_contents (path, &content, NULL, &error);
      if (error == NULL)
        shc_safety_builder_read (builder, prefix, content, &error);
      if (error != NULL)
        g_printerr ("%s\n", error->message);
      if (error != NULL)
        exit (1);
    }
  data = shc_safety_builder_finish (builder);
  return shc_safety_rules_new (data);
}

static ShcSafetyLevel
check (const ShcSafetyRules *rules,
       const char           *text,
       gboolean              explain)
{
  g_autoptr(ShcSafetyText) read = NULL;
  g_autoptr(GPtrArray) matched = g_ptr_array_new ();
  ShcSafetyLevel level;

  if (rules == NULL)
    {
      g_autofree char *lines = explain ? shc_safety_explain (text, -1) : NULL;

      g_print ("%s", lines != NULL ? lines : "");
      return shc_safety_check (text, -1).level;
    }
  read = shc_safety_text_new (text, strlen (text));
  level = shc_safety_match (rules, read, matched).level;
  for (guint i = 0; explain && i < matched->len; i++)
    {
      const ShcSafetyRule *rule = g_ptr_array_index (matched, i);

      g_print ("      %s, %s.txt line %u\n", level_names[rule->level], rules->languages[rule->language], rule->line);
    }
  return level;
}

static void
print_share (const char *what,
             guint       part,
             guint       whole)
{
  g_print ("  %s %u/%u (%.1f %%)", what, part, whole, whole > 0 ? 100.0 * part / whole : 0.0);
}

static void
print_score (const char  *file,
             const Score *score)
{
  g_autofree char *name = g_path_get_basename (file);
  guint whole[4] = { 0 };
  guint right = 0;

  for (guint i = 0; i < 4; i++)
    for (guint j = 0; j < 4; j++)
      whole[i] += score->seen[i][j];
  for (guint i = 0; i < 4; i++)
    right += score->seen[i][i];
  g_print ("%-8s", name);
  print_share ("now or concern caught", score->seen[2][2] + score->seen[2][3] + score->seen[3][2] + score->seen[3][3],
               whole[2] + whole[3]);
  print_share ("now as now", score->seen[3][3], whole[3]);
  print_share ("concern as such", score->seen[2][2], whole[2]);
  print_share ("mention as such", score->seen[1][1], whole[1]);
  print_share ("mention too high", score->seen[1][2] + score->seen[1][3], whole[1]);
  print_share ("false alarms", score->seen[0][2] + score->seen[0][3], whole[0]);
  print_share ("any link on none", whole[0] - score->seen[0][0], whole[0]);
  print_share ("all right", right, whole[0] + whole[1] + whole[2] + whole[3]);
  g_print ("\n");
}

static void
score_file (const ShcSafetyRules *rules,
            const char           *file)
{
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;
  Score score = { 0 };

  g_file_get_contents (file, &content, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], "\t", 3);
      guint expected = 0;
      ShcSafetyLevel found;

      if (g_strv_length (fields) != 3)
        continue;
      while (expected < 3 && !g_str_equal (fields[0], level_names[expected]))
        expected++;
      found = check (rules, fields[2], FALSE);
      score.seen[expected][found]++;
      if (show_wrong && found != expected)
        {
          g_print ("%s → %s [%s] %s\n", level_names[expected], level_names[found], fields[1], fields[2]);
          check (rules, fields[2], TRUE);
        }
    }
  print_score (file, &score);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(ShcSafetyRules) rules = NULL;
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || (files == NULL && text_to_explain == NULL))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "which phrases?");
      return 2;
    }
  rules = pattern_folder != NULL ? read_folder (pattern_folder) : NULL;
  if (text_to_explain != NULL)
    g_print ("%s\n", level_names[check (rules, text_to_explain, TRUE)]);
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    score_file (rules, files[i]);
  return 0;
}
