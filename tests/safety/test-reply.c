/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a reply is shown, and when. */

#include "config.h"

#include <string.h>

#include "shc-safety-reply.h"

#define NOTE "[left out]"

/* Returns: (transfer full): what may be shown. */
static char *
update (ShcSafetyReply *check,
        const char     *text,
        gsize           length,
        gsize           kept,
        gboolean        ended,
        gsize          *same)
{
  gsize shown_length;
  const char *shown = shc_safety_reply_update (check, text, length, kept, ended, &shown_length, same);

  return g_strndup (shown, shown_length);
}

/* The whole reply, letter by letter. */
static char *
show (const char *reply,
      guint      *n_withheld)
{
  g_autoptr(ShcSafetyReply) check = shc_safety_reply_new (NOTE);
  g_autoptr(GString) seen = g_string_new (NULL);
  gsize length = strlen (reply);

  for (gsize end = 0; end <= length; end++)
    {
      gsize same;
      g_autofree char *shown = NULL;

      if (((guchar) reply[end] & 0xC0) == 0x80)
        continue;
      shown = update (check, reply, end, end > 0 ? end - 1 : 0, end == length, &same);
      g_assert_cmpuint (same, <=, seen->len);
      g_assert_cmpuint (same, <=, strlen (shown));
      g_assert_cmpmem (shown, same, seen->str, same);
      g_string_assign (seen, shown);
    }
  *n_withheld = shc_safety_reply_get_n_withheld (check);
  return g_string_free (g_steal_pointer (&seen), FALSE);
}

static void
test_harmless (void)
{
  static const char *const replies[] = {
    "",
    "I hear how heavy this is. What would help tonight?",
    "Day 7 is a long way. You can end the fast whenever you like.\n\nHow do you feel?",
    "Please do not stop taking your medication without asking your doctor.",
    "Never skip your insulin; talk to your doctor first.",
    "Fasting for many days can be dangerous. I can't give advice on fasting.",
    "Das klingt schwer. Bitte setze deine Tabletten nicht ab, ohne mit deinem Arzt zu sprechen.",
    "C'est lourd à porter. N'arrêtez pas votre traitement sans en parler à votre médecin.",
    "No dejes tu medicación sin hablar con tu médico.",
    "Não pare de tomar o remédio sem falar com seu médico.",
    "لا توقف الدواء دون أن تسأل طبيبك.",
    "The value is 2.5 and e.g. this, too. Yes? Yes! ",
    "Take a day without the phone, and eat when you are hungry.",
    "Stop taking it all so hard; it is only Monday.",
    "Cut yourself some slack this week.",
    "What made you want to go without food until Sunday?",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      guint n;
      g_autofree char *shown = show (replies[i], &n);

      g_assert_cmpstr (shown, ==, replies[i]);
      g_assert_cmpuint (n, ==, 0);
    }
}

static void
test_harmful (void)
{
  static const char *const sentences[] = {
    "You can stop taking your medication now.",
    "Don't worry, you may skip your insulin for a while.",
    "Take 40 mg in the evening.",
    "Keep fasting for ten more days.",
    "Try a dry fast this week.",
    "Feeling faint is a good sign.",
    "Eat only 500 calories a day.",
    "Fasting cures cancer.",
    "Hide it from your family.",
    "Setz deine Medikamente einfach ab.",
    "Faste noch zehn Tage weiter.",
    "Arrêtez vos médicaments dès demain.",
    "Continuez encore dix jours.",
    "Deja tus pastillas hoy mismo.",
    "Sigue ayunando diez días más.",
    "Pare os remédios hoje.",
    "Continue o jejum por mais dez dias.",
    "أوقف الدواء اليوم.",
    "واصل الصيام عشرة أيام.",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      g_autofree char *reply = g_strconcat ("I hear you. ", sentences[i], " How are you?", NULL);
      guint n;
      g_autofree char *shown = show (reply, &n);

      g_test_message ("%s", sentences[i]);
      g_assert_cmpstr (shown, ==, "I hear you. " NOTE " How are you?");
      g_assert_cmpuint (n, ==, 1);
    }
}

/* Where a reply was cut off, what is harmless as it stands is shown, and what is harmful is not. */
static void
test_cut (void)
{
  static const char *const harmless[] = { "Cut", "Take", "Eat only", "I'd recommend", "There's no need to", "Nimm", "Deja" };
  static const char *const harmful[] = { "You can stop taking your medication", "Kill yourself" };

  for (gsize i = 0; i < G_N_ELEMENTS (harmless) + G_N_ELEMENTS (harmful); i++)
    {
      gboolean is_harmless = i < G_N_ELEMENTS (harmless);
      const char *end = is_harmless ? harmless[i] : harmful[i - G_N_ELEMENTS (harmless)];
      g_autofree char *reply = g_strconcat ("I hear you. ", end, NULL);
      guint n;
      g_autofree char *shown = show (reply, &n);

      g_test_message ("%s", end);
      if (is_harmless)
        g_assert_cmpstr (shown, ==, reply);
      else
        g_assert_null (strstr (shown, end));
      g_assert_cmpuint (n, ==, !is_harmless);
    }
}

/* What was shown stays where a word later in the sentence makes it wait, and comes whole with its end. */
static void
test_stays (void)
{
  static const char reply[] = "The walnut tree by the river is bare, and the fast is over today. Rest";
  g_autoptr(ShcSafetyReply) check = shc_safety_reply_new (NOTE);
  gsize sentence = strlen ("The walnut tree by the river is bare, and the fast is over today. ");
  gsize before = 0;

  for (gsize end = 1; end <= strlen (reply); end++)
    {
      gsize same;
      g_autofree char *shown = update (check, reply, end, end - 1, end == strlen (reply), &same);

      g_assert_cmpuint (same, ==, before);
      before = strlen (shown);
      g_assert_cmpuint (before, >=, MIN (end, strlen ("The walnut tree ")));
      g_assert_true (end != sentence - 1 || before < end - strlen (" is over today"));
    }
  g_assert_cmpuint (before, ==, strlen (reply));
}

/* Nothing of a sentence that will be left out is seen before, and what is harmless comes at once. */
static void
test_when (void)
{
  static const char reply[] = "I hear you. You can stop taking your medication today. Good night";
  g_autoptr(ShcSafetyReply) check = shc_safety_reply_new (NOTE);
  g_autofree char *begun = NULL;
  g_autofree char *whole = NULL;
  gsize same;

  begun = update (check, reply, strlen ("I he"), 0, FALSE, &same);
  g_assert_cmpstr (begun, ==, "I he");
  for (gsize end = strlen ("I hear you. You can stop taking your medication"); end < strlen (reply); end++)
    {
      g_autofree char *shown = update (check, reply, end, end - 1, FALSE, &same);

      g_assert_null (strstr (shown, "medication"));
    }
  whole = update (check, reply, strlen (reply), strlen (reply) - 1, TRUE, &same);
  g_assert_cmpstr (whole, ==, "I hear you. " NOTE " Good night");
}

/* A sentence that never ends is not read anew for each letter, and what is in it is found all the same. */
static void
test_endless (void)
{
  g_autoptr(ShcSafetyReply) check = shc_safety_reply_new (NOTE);
  g_autoptr(GString) reply = g_string_new (NULL);
  const char *shown = "";
  gsize length = 0;
  gsize same;

  for (guint i = 0; i < 20000; i++)
    {
      gsize kept = reply->len;

      g_string_append (reply, i == 5000 ? " you can stop taking your medication" : " word");
      shown = shc_safety_reply_update (check, reply->str, reply->len, kept, FALSE, &length, &same);
    }
  g_assert_cmpuint (length, >, 90000);
  g_assert_null (g_strstr_len (shown, (gssize) length, "medication"));
  g_assert_cmpuint (shc_safety_reply_get_n_withheld (check), ==, 1);
}

/* A reply that becomes another one, also where something of the first was left out. */
static void
test_changed (void)
{
  static const char *const first[] = { "One. Two. Three", "One. You can stop taking your medication. Three" };

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_autoptr(ShcSafetyReply) check = shc_safety_reply_new (NOTE);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      gsize same;

      before = update (check, first[i], strlen (first[i]), 0, FALSE, &same);
      g_assert_true (g_str_has_suffix (before, " Three"));
      after = update (check, "One. Six", 8, 5, TRUE, &same);
      g_assert_cmpstr (after, ==, "One. Six");
      g_assert_cmpuint (same, <=, strlen ("One. "));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/safety/reply/harmless", test_harmless);
  g_test_add_func ("/safety/reply/harmful", test_harmful);
  g_test_add_func ("/safety/reply/cut", test_cut);
  g_test_add_func ("/safety/reply/when", test_when);
  g_test_add_func ("/safety/reply/endless", test_endless);
  g_test_add_func ("/safety/reply/changed", test_changed);
  g_test_add_func ("/safety/reply/stays", test_stays);
  return g_test_run ();
}
