/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns put together: arrays, and the tables by which a text finds those that it may match. */

#define G_LOG_DOMAIN "shc-safety-builder"

#include "config.h"

#include "shc-safety-builder.h"

/* A table: for each of so many things, the values that belong to it. */
typedef struct
{
  GArray *ranges;   /* ShcSafetyRange */
  GArray *values;   /* guint32 */
} Table;

static void
set_free (gpointer data)
{
  ShcSafetyBuiltSet *set = data;

  g_free (set->name);
  g_array_unref (set->phrases);
  g_free (set);
}

static void
rule_free (gpointer data)
{
  ShcSafetyBuiltRule *rule = data;

  g_array_unref (rule->steps);
  g_array_unref (rule->conditions);
  g_free (rule);
}

ShcSafetyBuilder *
shc_safety_builder_new (void)
{
  ShcSafetyBuilder *self = g_new0 (ShcSafetyBuilder, 1);

  self->lexicon = shc_safety_lexicon_new ();
  self->words = g_ptr_array_new_with_free_func (g_free);
  self->particles = g_ptr_array_new_with_free_func (g_free);
  self->languages = g_ptr_array_new_with_free_func (g_free);
  self->sets = g_ptr_array_new_with_free_func (set_free);
  self->rules = g_ptr_array_new_with_free_func (rule_free);
  self->pool = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->fillers = g_hash_table_new (NULL, NULL);
  self->common = g_hash_table_new (NULL, NULL);
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  self->caps = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
shc_safety_builder_free (ShcSafetyBuilder *self)
{
  shc_safety_lexicon_free (self->lexicon);
  g_hash_table_unref (self->names);
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->particles);
  g_ptr_array_unref (self->languages);
  g_ptr_array_unref (self->sets);
  g_ptr_array_unref (self->rules);
  g_array_unref (self->pool);
  g_hash_table_unref (self->fillers);
  g_hash_table_unref (self->common);
  g_ptr_array_unref (self->caps);
  g_free (self);
}

guint
shc_safety_builder_add_word (ShcSafetyBuilder *self,
                             const char       *word)
{
  guint symbol = shc_safety_lexicon_add (self->lexicon, word);

  if (symbol > self->words->len)
    g_ptr_array_add (self->words, g_strdup (word));
  return symbol;
}

guint
shc_safety_builder_take_set (ShcSafetyBuilder *self,
                             char             *name)
{
  ShcSafetyBuiltSet *set;
  gpointer index;

  if (g_hash_table_lookup_extended (self->names, name, NULL, &index))
    {
      g_free (name);
      return GPOINTER_TO_UINT (index);
    }
  set = g_new0 (ShcSafetyBuiltSet, 1);
  set->name = name;
  set->phrases = g_array_new (FALSE, FALSE, sizeof (ShcSafetyPhrase));
  g_ptr_array_add (self->sets, set);
  g_hash_table_insert (self->names, set->name, GUINT_TO_POINTER (self->sets->len - 1));
  return self->sets->len - 1;
}

static int
compare_phrases (gconstpointer a,
                 gconstpointer b)
{
  const ShcSafetyPhrase *one = a;
  const ShcSafetyPhrase *other = b;

  if (one->first != other->first)
    return one->first < other->first ? -1 : 1;
  return one->n > other->n ? -1 : one->n < other->n;
}

/* The set that the fewest rules use is the one that is most seldom met in a text. */
static guint
choose_anchor (const ShcSafetyBuiltRule *rule,
               const guint              *uses)
{
  guint anchor = G_MAXUINT;

  for (guint i = 0; i < rule->steps->len; i++)
    {
      const ShcSafetyStep *step = &g_array_index (rule->steps, ShcSafetyStep, i);

      if (step->kind == SHC_SAFETY_STEP_WORDS && !step->optional &&
          (anchor == G_MAXUINT || uses[step->set] < uses[anchor]))
        anchor = step->set;
    }
  return anchor;
}

static guint *
count_uses (const ShcSafetyBuilder *self)
{
  guint *uses = g_new0 (guint, self->sets->len + 1);

  for (guint i = 0; i < self->rules->len; i++)
    {
      const ShcSafetyBuiltRule *rule = g_ptr_array_index (self->rules, i);

      for (guint j = 0; j < rule->steps->len; j++)
        uses[g_array_index (rule->steps, ShcSafetyStep, j).set]++;
    }
  return uses;
}

static GPtrArray *
lists_new (guint n)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (lists, g_array_new (FALSE, FALSE, sizeof (guint32)));
  return lists;
}

static void
add_to_list (GPtrArray *lists,
             guint      index,
             guint32    value)
{
  GArray *list = g_ptr_array_index (lists, index);

  if (list->len == 0 || g_array_index (list, guint32, list->len - 1) != value)
    g_array_append_val (list, value);
}

static Table
make_table (GPtrArray *lists)
{
  Table table = { g_array_new (FALSE, FALSE, sizeof (ShcSafetyRange)), g_array_new (FALSE, FALSE, sizeof (guint32)) };

  for (guint i = 0; i < lists->len; i++)
    {
      const GArray *list = g_ptr_array_index (lists, i);
      ShcSafetyRange range = { table.values->len, list->len };

      g_array_append_val (table.ranges, range);
      if (list->len > 0)
        g_array_append_vals (table.values, list->data, list->len);
    }
  g_ptr_array_unref (lists);
  return table;
}

static GVariant *
save (const char *type,
      GArray     *array)
{
  GVariant *variant = g_variant_new_fixed_array (G_VARIANT_TYPE (type), array->data, array->len,
                                                 g_array_get_element_size (array));

  g_array_unref (array);
  return variant;
}

static GVariant *
save_strings (const GPtrArray *strings)
{
  return g_variant_new_strv ((const char *const *) strings->pdata, strings->len);
}

static void
append_all (GArray       *to,
            const GArray *from,
            ShcSafetyRange *range)
{
  range->first = to->len;
  range->n = from->len;
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
}

static void
add_rules (ShcSafetyBuilder *self,
           GVariantBuilder  *all,
           GPtrArray        *anchored)
{
  g_autofree guint *uses = count_uses (self);
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (ShcSafetyRule));
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (ShcSafetyStep));
  GArray *conditions = g_array_new (FALSE, FALSE, sizeof (ShcSafetyCondition));

  for (guint i = 0; i < self->rules->len; i++)
    {
      ShcSafetyBuiltRule *rule = g_ptr_array_index (self->rules, i);

      append_all (steps, rule->steps, &rule->rule.steps);
      append_all (conditions, rule->conditions, &rule->rule.conditions);
      rule->rule.anchor = choose_anchor (rule, uses);
      add_to_list (anchored, rule->rule.anchor, i);
      g_array_append_val (rules, rule->rule);
    }
  g_variant_builder_add_value (all, save ("(tuuuuuuu(uu)(uu)u)", rules));
  g_variant_builder_add_value (all, save ("(uuuuui)", steps));
  g_variant_builder_add_value (all, save ("(uuu)", conditions));
}

static void
add_sets (ShcSafetyBuilder *self,
          GVariantBuilder  *all,
          GPtrArray        *begun_by)
{
  GArray *sets = g_array_new (FALSE, FALSE, sizeof (ShcSafetyRange));
  GArray *phrases = g_array_new (FALSE, FALSE, sizeof (ShcSafetyPhrase));

  for (guint i = 0; i < self->sets->len; i++)
    {
      ShcSafetyBuiltSet *set = g_ptr_array_index (self->sets, i);
      ShcSafetyRange range;

      g_array_sort (set->phrases, compare_phrases);
      append_all (phrases, set->phrases, &range);
      g_array_append_val (sets, range);
      for (guint j = 0; j < set->phrases->len; j++)
        add_to_list (begun_by, g_array_index (set->phrases, ShcSafetyPhrase, j).first, i);
    }
  g_variant_builder_add_value (all, save ("(uu)", sets));
  g_variant_builder_add_value (all, save ("(uuu)", phrases));
}

static void
add_table (GVariantBuilder *all,
           GPtrArray       *lists)
{
  Table table = make_table (lists);

  g_variant_builder_add_value (all, save ("(uu)", table.ranges));
  g_variant_builder_add_value (all, save ("u", table.values));
}

static void
add_symbols (ShcSafetyBuilder *self,
             GVariantBuilder  *all,
             guint             n_symbols)
{
  GArray *fillers = g_array_new (FALSE, TRUE, sizeof (guint8));
  GArray *common = g_array_new (FALSE, TRUE, sizeof (guint32));

  g_array_set_size (fillers, n_symbols);
  g_array_set_size (common, n_symbols);
  for (guint i = 0; i < n_symbols; i++)
    {
      g_array_index (fillers, guint8, i) = g_hash_table_contains (self->fillers, GUINT_TO_POINTER (i)) ? 1 : 0;
      g_array_index (common, guint32, i) =
        GPOINTER_TO_UINT (g_hash_table_lookup (self->common, GUINT_TO_POINTER (i)));
    }
  g_variant_builder_add_value (all, save ("y", fillers));
  g_variant_builder_add_value (all, save ("u", common));
}

GBytes *
shc_safety_builder_finish (ShcSafetyBuilder *self)
{
  guint n_symbols = self->words->len + 1;
  GPtrArray *begun_by = lists_new (n_symbols);
  GPtrArray *anchored = lists_new (self->sets->len);
  g_autoptr(GVariant) data = NULL;
  GVariantBuilder all;

  g_variant_builder_init (&all, G_VARIANT_TYPE (SHC_SAFETY_RULES_FORMAT));
  g_variant_builder_add_value (&all, save_strings (self->words));
  g_variant_builder_add_value (&all, save_strings (self->particles));
  g_variant_builder_add_value (&all, save_strings (self->languages));
  add_sets (self, &all, begun_by);
  g_variant_builder_add_value (&all, save ("u", g_array_ref (self->pool)));
  add_rules (self, &all, anchored);
  add_table (&all, begun_by);
  add_table (&all, anchored);
  add_symbols (self, &all, n_symbols);
  data = g_variant_ref_sink (g_variant_builder_end (&all));
  return g_variant_get_data_as_bytes (data);
}
