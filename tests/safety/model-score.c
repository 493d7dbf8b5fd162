/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well the model does on examples that it was not made from: each part of the examples by a model of
 * the others. For choosing from which answer on it is believed (app/safety/shc-safety-model.c).
 *
 * usage: safety-model-score EXAMPLES.tsv…
 */

#include "config.h"

#include <string.h>

#include "shc-safety-trainer.h"

#define PARTS 4u

typedef struct
{
  double         concern;
  double         mention;
  double         now;
  gboolean       right_topic;
  ShcSafetyLevel level;
} Answer;

static void
answer_part (const GPtrArray *examples,
             guint            part,
             GArray          *answers)
{
  g_autoptr(GBytes) data = shc_safety_train (examples, (int) part);
  g_autoptr(ShcSafetyModel) model = shc_safety_model_new (data);

  for (guint i = 0; i < examples->len; i++)
    {
      const ShcSafetyExample *example = g_ptr_array_index (examples, i);
      double all[SHC_SAFETY_N_QUESTIONS];
      guint topic = 0;
      Answer answer;

      if (example->part != part)
        continue;
      shc_safety_model_answer (model, example->features, 0, example->text->tokens->len, all);
      for (guint j = 1; j < SHC_SAFETY_N_TOPICS; j++)
        if (all[SHC_SAFETY_ASK_TOPIC + j] > all[SHC_SAFETY_ASK_TOPIC + topic])
          topic = j;
      answer = (Answer) { all[SHC_SAFETY_ASK_CONCERN], all[SHC_SAFETY_ASK_MENTION], all[SHC_SAFETY_ASK_NOW],
                          topic == (guint) example->topic, example->level };
      g_array_append_val (answers, answer);
    }
}

static double
get_share (const GArray   *answers,
           ShcSafetyLevel  lowest,
           ShcSafetyLevel  highest,
           gboolean        mention,
           double          above)
{
  guint all = 0;
  guint over = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      const Answer *answer = &g_array_index (answers, Answer, i);

      if (answer->level < lowest || answer->level > highest)
        continue;
      all++;
      over += (mention ? answer->mention : answer->concern) >= above;
    }
  return all > 0 ? 100.0 * over / all : 0;
}

static void
print_shares (const GArray *answers)
{
  g_print ("sure   caught  mentions too high  alarms  mentions and above linked  links on nothing  (in a hundred)\n");
  for (double above = -3; above <= 3; above += 0.25)
    g_print ("%5.2f  %5.1f   %5.1f              %5.1f    %5.1f                       %5.1f\n", above,
             get_share (answers, SHC_SAFETY_CONCERN, SHC_SAFETY_NOW, FALSE, above),
             get_share (answers, SHC_SAFETY_MENTION, SHC_SAFETY_MENTION, FALSE, above),
             get_share (answers, SHC_SAFETY_NONE, SHC_SAFETY_NONE, FALSE, above),
             get_share (answers, SHC_SAFETY_MENTION, SHC_SAFETY_NOW, TRUE, above),
             get_share (answers, SHC_SAFETY_NONE, SHC_SAFETY_NONE, TRUE, above));
}

/* Of those at a concern and above: the level and the topic. */
static void
print_kinds (const GArray *answers)
{
  guint counts[2][2] = { { 0 } };
  guint right = 0;
  guint all = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      const Answer *answer = &g_array_index (answers, Answer, i);

      if (answer->level < SHC_SAFETY_CONCERN)
        continue;
      counts[answer->level == SHC_SAFETY_NOW][answer->now >= 0]++;
      right += answer->right_topic;
      all++;
    }
  g_print ("now as now %u of %u, concern as now %u of %u; right topic %u of %u\n", counts[1][1],
           counts[1][0] + counts[1][1], counts[0][1], counts[0][0] + counts[0][1], right, all);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GPtrArray) examples = shc_safety_examples_new ();
  g_autoptr(GArray) answers = g_array_new (FALSE, FALSE, sizeof (Answer));
  g_autoptr(GError) error = NULL;

  for (int i = 1; i < argc && error == NULL; i++)
    {
      g_autofree char *content = NULL;

      if (g_file_get_contents (argv[i], &content, NULL, &error))
        shc_safety_examples_read (examples, content, argv[i], PARTS, &error);
    }
  if (error != NULL || argc < 2)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "which examples?");
      return 2;
    }
  for (guint part = 0; part < PARTS; part++)
    answer_part (examples, part, answers);
  print_shares (answers);
  print_kinds (answers);
  return 0;
}
