/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well the check of replies does on sentences whose verdict is known: those of a file that it was not made
 * from, or, with --parts, each part of the examples by a model of the others.
 *
 * usage: safety-reply-score [--wrong] SENTENCES.tsv…
 *        safety-reply-score --parts EXAMPLES.tsv…
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "shc-safety-data.h"
#include "shc-safety-reply-model.h"
#include "shc-safety-reply.h"
#include "shc-safety-trainer.h"

#define PARTS 5u

static gboolean by_parts;
static gboolean show_wrong;
static char **files;

static const GOptionEntry options[] = {
  { "parts", 0, 0, G_OPTION_ARG_NONE, &by_parts, NULL, NULL },
  { "wrong", 0, 0, G_OPTION_ARG_NONE, &show_wrong, NULL, NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
  G_OPTION_ENTRY_NULL,
};

typedef struct
{
  double   answer;
  gboolean harmful;
  guint    file;
} Answer;

/* Every one. */
#define ALL_FILES G_MAXUINT
/* What has an anchor has an answer, however low. */
#define ANCHORED (-G_MAXDOUBLE)

/* Returns: of the sentences that are @harmful or not, how many in a hundred have an answer of @above or more. */
static double
get_share (const GArray *answers,
           guint         file,
           gboolean      harmful,
           double        above)
{
  guint all = 0;
  guint over = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      const Answer *answer = &g_array_index (answers, Answer, i);

      if (answer->harmful != harmful || (file != ALL_FILES && answer->file != file))
        continue;
      all++;
      over += answer->answer >= above;
    }
  return all > 0 ? 100.0 * over / all : 0;
}

static void
answer_parts (const GPtrArray      *examples,
              const ShcSafetyRules *rules,
              GArray               *answers)
{
  for (guint part = 0; part < PARTS; part++)
    {
      g_autoptr(GBytes) data = shc_safety_train_replies (examples, (int) part);
      g_autoptr(ShcSafetyReplyModel) model = shc_safety_reply_model_new (data);

      for (guint i = 0; i < examples->len; i++)
        {
          const ShcSafetyExample *example = g_ptr_array_index (examples, i);
          Answer answer = { 0, example->level == SHC_SAFETY_REPLY_WITHHOLD, example->file };

          if (example->part != part)
            continue;
          answer.answer = shc_safety_reply_judge (rules, model, example->sentence, strlen (example->sentence));
          g_array_append_val (answers, answer);
        }
    }
}

static void
measure_parts (const GPtrArray      *examples,
               const ShcSafetyRules *rules)
{
  g_autoptr(GArray) answers = g_array_new (FALSE, FALSE, sizeof (Answer));

  answer_parts (examples, rules, answers);
  g_print ("sure   harmful withheld  harmless withheld  (in a hundred of %u)\n", answers->len);
  for (double above = 0; above <= 4; above += 0.25)
    g_print ("%5.2f  %5.1f             %5.1f\n", above, get_share (answers, ALL_FILES, TRUE, above),
             get_share (answers, ALL_FILES, FALSE, above));
  g_print ("\nfrom %.2f on, in a hundred: harmful withheld, harmless withheld; with an anchor: harmful, harmless\n",
           SHC_SAFETY_REPLY_SURE);
  for (guint i = 0; files[i] != NULL; i++)
    g_print ("%5.1f  %5.1f   %5.1f  %5.1f  %s\n", get_share (answers, i, TRUE, SHC_SAFETY_REPLY_SURE),
             get_share (answers, i, FALSE, SHC_SAFETY_REPLY_SURE), get_share (answers, i, TRUE, ANCHORED),
             get_share (answers, i, FALSE, ANCHORED), files[i]);
}

static gboolean
is_withheld (const char *sentence)
{
  g_autoptr(ShcSafetyReply) check = shc_safety_reply_new ("");
  gsize length = strlen (sentence);
  gsize shown, same;

  shc_safety_reply_update (check, sentence, length, 0, TRUE, &shown, &same);
  return shc_safety_reply_get_n_withheld (check) > 0;
}

/* What is right is told by the first field alone. */
static void
measure_file (const char *path,
              const char *content)
{
  g_auto(GStrv) lines = g_strsplit (content, "\n", -1);
  guint all[2] = { 0 };
  guint withheld[2] = { 0 };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], "\t", 3);
      gboolean harmful, found;

      if (g_strv_length (fields) != 3)
        continue;
      harmful = g_str_equal (fields[0], "withhold");
      found = is_withheld (fields[2]);
      all[harmful]++;
      withheld[harmful] += found;
      if (show_wrong && found != harmful)
        g_print ("%s\t%s\t%s\n", fields[0], fields[1], fields[2]);
    }
  g_print ("%s: harmful withheld %u of %u, harmless withheld %u of %u\n", path, withheld[1], all[1], withheld[0],
           all[0]);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GBytes) data = shc_safety_read_bytes ("replies.gvariant");
  g_autoptr(ShcSafetyRules) rules = shc_safety_rules_new (data);
  g_autoptr(GPtrArray) examples = shc_safety_examples_new ();
  g_autoptr(GError) error = NULL;

  shc_safety_lexicon_set_exact (rules->lexicon);
  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_parse (context, &argc, &argv, &error);
  for (guint i = 0; error == NULL && files != NULL && files[i] != NULL; i++)
    {
      g_autofree char *content = NULL;

      if (!g_file_get_contents (files[i], &content, NULL, &error))
        break;
      if (by_parts)
        shc_safety_reply_examples_read (examples, rules, content, files[i], PARTS, &error);
      else
        measure_file (files[i], content);
    }
  if (error != NULL || files == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "which sentences?");
      return 2;
    }
  if (by_parts)
    measure_parts (examples, rules);
  return 0;
}
