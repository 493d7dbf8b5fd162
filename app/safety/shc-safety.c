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

ShcSafetyFinding
shc_safety_check (const char *text,
                  gssize      length)
{
  ShcSafetyFinding nothing = { SHC_SAFETY_NONE, SHC_SAFETY_TOPIC_LIFE };
  g_autoptr(ShcSafetyText) read = NULL;
  ShcSafetyFinding matched;
  ShcSafetyFinding judged;

  g_return_val_if_fail (text != NULL, nothing);

  read = shc_safety_text_new (text, length < 0 ? strlen (text) : (gsize) length);
  matched = shc_safety_match (get_rules (), read, NULL);
  if (matched.level == SHC_SAFETY_NOW)
    return matched;
  judged = shc_safety_model_judge (get_model (), read, matched.level == SHC_SAFETY_MENTION);
  return judged.level > matched.level ? judged : matched;
}

char *
shc_safety_explain (const char *text,
                    gssize      length)
{
  g_autoptr(GPtrArray) matched = g_ptr_array_new ();
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(ShcSafetyText) read = NULL;
  ShcSafetyFinding judged;

  g_return_val_if_fail (text != NULL, NULL);

  read = shc_safety_text_new (text, length < 0 ? strlen (text) : (gsize) length);
  judged = shc_safety_model_judge (get_model (), read,
                                   shc_safety_match (get_rules (), read, matched).level == SHC_SAFETY_MENTION);
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
