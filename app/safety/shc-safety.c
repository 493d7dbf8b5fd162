/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check itself: the patterns of all languages, read once, against one text. */

#define G_LOG_DOMAIN "shc-safety"

#include "config.h"

#include "shc-safety.h"

#include <gio/gio.h>
#include <string.h>

#include "shc-safety-matcher.h"
#include "shc-safety-resources.h"

#define RULES "/org/sacredhealing/Companion/safety/rules.gvariant"

/* They are part of the program: if they cannot be read, the program is broken. */
static ShcSafetyRules *
read_rules (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) data =
    g_resource_lookup_data (shc_safety_get_resource (), RULES, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (data == NULL)
    g_error ("%s", error->message);
  return shc_safety_rules_new (data);
}

static const ShcSafetyRules *
get_rules (void)
{
  static gsize rules;

  if (g_once_init_enter (&rules))
    g_once_init_leave (&rules, (gsize) read_rules ());
  return (const ShcSafetyRules *) rules;
}

static ShcSafetyFinding
check (const char *text,
       gssize      length,
       GPtrArray  *matched)
{
  g_autoptr(ShcSafetyText) read =
    shc_safety_text_new (text, length < 0 ? strlen (text) : (gsize) length);

  return shc_safety_match (get_rules (), read, matched);
}

ShcSafetyFinding
shc_safety_check (const char *text,
                  gssize      length)
{
  ShcSafetyFinding nothing = { SHC_SAFETY_NONE, SHC_SAFETY_TOPIC_LIFE };

  g_return_val_if_fail (text != NULL, nothing);

  return check (text, length, NULL);
}

char *
shc_safety_explain (const char *text,
                    gssize      length)
{
  g_autoptr(GPtrArray) matched = g_ptr_array_new ();
  g_autoptr(GString) lines = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  check (text, length, matched);
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
