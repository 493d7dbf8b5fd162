/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to begin with.
 *
 * What may stand here: open questions that can be left aside. None presumes how somebody feels,
 * praises going without food or sleep, measures, compares, or asks about a gap. */

#define G_LOG_DOMAIN "shc-questions"

#include "config.h"

#include "shc-questions.h"

#include <glib/gi18n-lib.h>

static const struct
{
  gint64      day;
  const char *text;
} marked_days[] = {
  { 1, N_("What brings you here, in a few words of your own?") },
  { 2, N_("What from yesterday would you like to carry on, and what may stay behind?") },
  { 3, N_("Where in your body do you notice this journey today?") },
  { 7, N_("A week ago you began. What do you know now that you did not know then?") },
  { 10, N_("What has surprised you so far?") },
  { 14, N_("What has become a little easier? What has not, and may take its time?") },
  { 21, N_("Which small thing has become part of your days?") },
  { 30, N_("If you wrote to the one who began this journey, what would you tell them?") },
  { 40, N_("What has been asked of you on the way, and what has been given?") },
  { 50, N_("What do you want to remember from the road behind you?") },
  { 60, N_("Who has walked beside you, near or far?") },
  { 90, N_("What has healed that you did not come here for?") },
  { 100, N_("What would you like the next stretch of the way to be like?") },
  { 180, N_("Half a year: which moment stays with you?") },
  { 365, N_("A year has passed. What are you grateful to yourself for?") },
};

static const char *const questions[] = {
  N_("What is alive in you right now?"),
  N_("What did you notice today that you would not like to forget?"),
  N_("What does your body tell you when you are still for a moment?"),
  N_("Which feeling has been with you today? What might it want to say?"),
  N_("What gave you strength today, however small?"),
  N_("What was heavy today? You need not solve it here."),
  N_("For what or for whom are you grateful?"),
  N_("What would be kind to yourself this evening?"),
  N_("Which word, picture or song fits this day?"),
  N_("Where did you feel at home today?"),
  N_("What are you learning about rest?"),
  N_("What would you like to let go of?"),
  N_("What do you wish somebody understood?"),
  N_("When did you last laugh, and about what?"),
  N_("What are you waiting for?"),
  N_("What did you say no to, or would have liked to?"),
  N_("What is one thing you can trust today?"),
  N_("Whom do you miss, and what would you tell them?"),
  N_("Which place does you good? Describe it as if for somebody who has never been there."),
  N_("What has the weather, outside or inside, been like?"),
  N_("What did you do differently from how you used to?"),
  N_("What frightens you a little, now that you look at it?"),
  N_("What are you proud of, even if nobody saw it?"),
  N_("What would you ask, if you were sure of a good answer?"),
  N_("Which memory came by today?"),
  N_("What is unfinished, and may stay so for now?"),
  N_("What helped before, in a time like this?"),
  N_("What do your hands remember of this day?"),
  N_("Is there something you would like to forgive, yourself or another?"),
  N_("What gives your days their rhythm at the moment?"),
  N_("What did somebody do for you lately?"),
  N_("What is beautiful within reach of where you sit?"),
  N_("What would you like more of?"),
  N_("What is enough, just as it is?"),
  N_("Which thought keeps coming back? What if you simply wrote it down?"),
  N_("What does hope look like on a day like this?"),
  N_("What do you pray for, wish for, or hold silence for?"),
  N_("What was the quietest moment of the day?"),
  N_("What would the wisest person you know say to you now?"),
  N_("How would you like to wake up tomorrow?"),
  N_("What is true today that was not true a year ago?"),
  N_("Begin anywhere: what is the first sentence that comes?"),
};

const char *
shc_question_for (gint64 journey_day,
                  gint64 today)
{
  for (guint i = 0; journey_day > 0 && i < G_N_ELEMENTS (marked_days); i++)
    if (marked_days[i].day == journey_day)
      return _(marked_days[i].text);

  /* 11 shares no factor with 42: all are asked before one comes again, and not in the order above. */
  G_STATIC_ASSERT (G_N_ELEMENTS (questions) == 42);
  return _(questions[(guint64) MAX (today, 0) * 11 % G_N_ELEMENTS (questions)]);
}

const char *
shc_questions_pick (gint64 day,
                    guint  nth)
{
  return _(questions[((guint64) MAX (day, 0) * 11 + 5 * ((guint64) nth + 1)) % G_N_ELEMENTS (questions)]);
}

const char *const *
shc_questions_get_all (void)
{
  static const char *all[G_N_ELEMENTS (questions) + G_N_ELEMENTS (marked_days) + 1];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    all[n++] = questions[i];
  for (guint i = 0; i < G_N_ELEMENTS (marked_days); i++)
    all[n++] = marked_days[i].text;
  return all;
}
