/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check itself: the patterns of all languages, and the model beside them, against one text. */

#define G_LOG_DOMAIN "shc-safety"

#include "config.h"

#include "shc-safety.h"

#include <string.h>

#include "shc-safety-data.h"
#include "shc-safety-matcher.h"
#include "shc-safety-model.h"

static const ShcSafetyRules *
get_rules (void)
{
  static gsize rules;

  if (g_once_init_enter (&rules))
    {
      g_autoptr(GBytes) data = shc_safety_read_bytes ("rules.gvariant");

      g_once_init_leave (&rules, (gsize) shc_safety_rules_new (data));
    }
  return (const ShcSafetyRules *) rules;
}

static const ShcSafetyModel *
get_model (void)
{
  static gsize model;

  if (g_once_init_enter (&model))
    {
      g_autoptr(GBytes) data = shc_safety_read_bytes ("model.gvariant");

      g_once_init_leave (&model, (gsize) shc_safety_model_new (data));
    }
  return (const ShcSafetyModel *) model;
}

/* @matched: (nullable): takes the rules; @judged: (out): what the model alone says. */
static ShcSafetyFinding
check (const char       *text,
       gssize            length,
       GPtrArray        *matched,
       ShcSafetyFinding *judged)
{
  g_autoptr(ShcSafetyText) read = shc_safety_text_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr(ShcSafetyOpinion) opinion = shc_safety_opinion_new (get_model (), read);
  ShcSafetyFinding found =
    shc_safety_match_doubting (get_rules (), read, shc_safety_opinion_get_doubts (opinion), matched);

  *judged = shc_safety_opinion_judge (opinion, found.level == SHC_SAFETY_MENTION);
  return judged->level > found.level ? *judged : found;
}

ShcSafetyFinding
shc_safety_check (const char *text,
                  gssize      length)
{
  ShcSafetyFinding nothing = { SHC_SAFETY_NONE, SHC_SAFETY_TOPIC_LIFE };
  ShcSafetyFinding judged;

  g_return_val_if_fail (text != NULL, nothing);

  return check (text, length, NULL, &judged);
}

char *
shc_safety_explain (const char *text,
                    gssize      length)
{
  g_autoptr(GPtrArray) matched = g_ptr_array_new ();
  g_autoptr(GString) lines = g_string_new (NULL);
  ShcSafetyFinding judged;

  g_return_val_if_fail (text != NULL, NULL);

  check (text, length, matched, &judged);
  if (judged.level > SHC_SAFETY_NONE)
    g_string_append_printf (lines, "%s, the model\n", shc_safety_level_get_name (judged.level));
  for (guint i = 0; i < matched->len; i++)
    {
      const ShcSafetyRule *rule = g_ptr_array_index (matched, i);

      g_string_append_printf (lines, "%s, %s.txt line %u\n", shc_safety_level_get_name (rule->level),
                              get_rules ()->languages[rule->language], rule->line);
    }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

const char *
shc_safety_level_get_name (ShcSafetyLevel level)
{
  static const char *const names[] = { NULL, "mention", "concern", "now" };

  g_return_val_if_fail (level <= SHC_SAFETY_NOW, NULL);

  return names[level];
}
