/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person has that no choice of the base stands for. */

#define G_LOG_DOMAIN "shc-base-choices"

#include "config.h"

#include "shc-base-rows.h"

static gboolean
is_listed (const GPtrArray *choices,
           const char      *key)
{
  for (guint i = 0; i < choices->len; i++)
    if (g_str_equal (((const ShcShareChoice *) g_ptr_array_index (choices, i))->key, key))
      return TRUE;
  return FALSE;
}

static void
look_at (GPtrArray           *choices,
         const ShcBaseLayout *layout,
         ShcBaseColumn        column,
         const char          *group,
         const char          *ours)
{
  const ShcAirtableField *field = layout->columns[column];
  g_autofree char *key = g_strconcat (group, ".", ours, NULL);
  ShcShareChoice *choice;

  if (field == NULL || field->kind != SHC_CELL_CHOICE || field->choices == NULL ||
      shc_base_layout_find_choice (layout, column, group, ours) != NULL || is_listed (choices, key))
    return;
  choice = g_new0 (ShcShareChoice, 1);
  choice->key = g_steal_pointer (&key);
  choice->column = g_strdup (field->name);
  choice->ours = g_strdup (ours);
  choice->theirs = g_strdupv (field->choices);
  g_ptr_array_add (choices, choice);
}

GPtrArray *
shc_base_list_missing_choices (const ShcBaseLayout *layout,
                               const ShcBaseOurs   *ours)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_share_choice_free);

  if (ours->profile->has_fasting)
    look_at (choices, layout, SHC_BASE_FASTING, "fasting", shc_base_fasting_words[ours->profile->fasting]);
  for (guint i = 0; i < ours->reflections->len; i++)
    {
      const ShcOutboundReflection *reflection = g_ptr_array_index (ours->reflections, i);

      if (reflection->milestone != NULL)
        look_at (choices, layout, SHC_BASE_MILESTONE, "milestone", reflection->milestone);
    }
  return choices;
}
