/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of pattern files; their form is described in data/safety/README.md. */

#define G_LOG_DOMAIN "shc-safety-reader"

#include "config.h"

#include <string.h>

#include "shc-safety-builder.h"
#include "shc-safety-text.h"

/* Other words that people put between two parts of a pattern. */
#define GAP 3
#define WIDE_GAP 9

typedef enum { SECTION_NONE, SECTION_SET, SECTION_FILLERS, SECTION_PARTICLES, SECTION_COMMON, SECTION_WORDS, SECTION_RULE } Section;

typedef struct
{
  ShcSafetyBuilder *builder;
  const char       *prefix;
  Section           section;
  guint             set;
  ShcSafetyRule     rule;    /* what the rules of the section have in common */
  guint             line;
} Reader;

static gboolean
fail (Reader      *reader,
      GError     **error,
      const char  *why,
      const char  *what)
{
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "%s, line %u: %s: %s", reader->prefix,
               reader->line, why, what);
  return FALSE;
}

/* A word of a file goes through the same reading as what people type; its asterisk does not. */
static gboolean
add_words (Reader     *reader,
           const char *words,
           GArray     *symbols)
{
  g_auto(GStrv) parts = g_strsplit_set (words, " \t", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean stem = g_str_has_suffix (parts[i], "*");
      g_autoptr(ShcSafetyText) text =
        shc_safety_text_new (parts[i], strlen (parts[i]) - (stem ? 1 : 0));

      for (guint j = 0; j < text->tokens->len; j++)
        {
          guint word = g_array_index (text->tokens, ShcSafetyToken, j).word;
          g_autofree char *key = g_strconcat (g_ptr_array_index (text->words, word),
                                              stem && j + 1 == text->tokens->len ? "*" : "", NULL);
          guint symbol = *key != '\0' && key[strspn (key, "0123456789")] == '\0'
                           ? SHC_SAFETY_NUMBER : shc_safety_builder_add_word (reader->builder, key);

          g_array_append_val (symbols, symbol);
        }
    }
  return symbols->len > 0;
}

static char *
get_full_name (Reader     *reader,
               const char *name)
{
  return g_strconcat (reader->prefix, "@", name, NULL);
}

static gboolean
find_named_set (Reader      *reader,
                const char  *name,
                guint       *index,
                GError     **error)
{
  g_autofree char *full = get_full_name (reader, name);
  gpointer found;

  if (!g_hash_table_lookup_extended (reader->builder->names, full, NULL, &found))
    return fail (reader, error, "no such set before", name);
  *index = GPOINTER_TO_UINT (found);
  return TRUE;
}

static gboolean
add_alternative (Reader      *reader,
                 guint        into,
                 const char  *alternative,
                 GError     **error)
{
  ShcSafetyBuiltSet *set = g_ptr_array_index (reader->builder->sets, into);
  g_autoptr(GArray) symbols = g_array_new (FALSE, FALSE, sizeof (guint));
  const ShcSafetyBuiltSet *from;
  ShcSafetyPhrase phrase;
  guint other;

  if (*alternative == '@')
    {
      if (!find_named_set (reader, alternative + 1, &other, error))
        return FALSE;
      from = g_ptr_array_index (reader->builder->sets, other);
      if (other != into)
        g_array_append_vals (set->phrases, from->phrases->data, from->phrases->len);
      return TRUE;
    }
  if (!add_words (reader, alternative, symbols))
    return fail (reader, error, "no word in", alternative);
  phrase.first = g_array_index (symbols, guint, 0);
  phrase.at = reader->builder->pool->len;
  phrase.n = symbols->len;
  g_array_append_vals (reader->builder->pool, symbols->data, symbols->len);
  g_array_append_val (set->phrases, phrase);
  return TRUE;
}

static gboolean
add_alternatives (Reader      *reader,
                  guint        into,
                  const char  *list,
                  const char  *separator,
                  GError     **error)
{
  g_auto(GStrv) alternatives = g_strsplit (list, separator, -1);

  for (guint i = 0; alternatives[i] != NULL; i++)
    {
      const char *alternative = g_strstrip (alternatives[i]);

      if (*alternative != '\0' && !add_alternative (reader, into, alternative, error))
        return FALSE;
    }
  return TRUE;
}

/* "@set", "word", "one|other|@set": each is a set of which the text has to have something. */
static gboolean
read_set (Reader      *reader,
          const char  *part,
          guint       *index,
          GError     **error)
{
  guint before = reader->builder->sets->len;

  if (*part == '@' && strchr (part, '|') == NULL)
    return find_named_set (reader, part + 1, index, error);
  *index = shc_safety_builder_take_set (reader->builder, g_strconcat (reader->prefix, ":", part, NULL));
  return *index < before || add_alternatives (reader, *index, part, "|", error);
}

/* Words in parentheses are one part. */
static GPtrArray *
split_parts (const char *pattern)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);

  for (const char *at = pattern; *at != '\0';)
    {
      const char *end;

      at += strspn (at, " \t");
      end = at;
      for (guint depth = 0; *end != '\0' && (depth > 0 || !g_ascii_isspace (*end)); end++)
        depth = *end == '(' ? depth + 1 : *end == ')' && depth > 0 ? depth - 1 : depth;
      if (end > at)
        g_ptr_array_add (parts, g_strndup (at, (gsize) (end - at)));
      at = end;
    }
  return parts;
}

static char *
strip_parentheses (const char *part)
{
  gsize length = strlen (part);

  if (length > 1 && *part == '(' && part[length - 1] == ')')
    return g_strndup (part + 1, length - 2);
  return g_strdup (part);
}

static gboolean
add_step (Reader              *reader,
          ShcSafetyBuiltRule  *rule,
          ShcSafetyStep       *step,
          const char          *part,
          GError             **error)
{
  g_autofree char *bare = NULL;
  g_autofree char *inner = NULL;

  if (*part == '#')
    {
      step->kind = SHC_SAFETY_STEP_NUMBER;
      step->least = (guint) g_ascii_strtoull (part + 1, NULL, 10);
    }
  else
    {
      step->optional = g_str_has_suffix (part, "?") ? 1 : 0;
      bare = g_strndup (part, strlen (part) - step->optional);
      inner = strip_parentheses (bare);
      if (!read_set (reader, inner, &step->set, error))
        return FALSE;
    }
  g_array_append_vals (rule->steps, step, 1);
  *step = (ShcSafetyStep) { .gap = GAP, .without = -1 };
  return TRUE;
}

static gboolean
read_condition (Reader              *reader,
                ShcSafetyBuiltRule  *rule,
                const char          *mark,
                const char          *part,
                GError             **error)
{
  g_autofree char *inner = strip_parentheses (part);
  ShcSafetyCondition condition = { 0, mark[1] != '!', *mark == '~' };

  if (!read_set (reader, inner, &condition.set, error))
    return FALSE;
  g_array_append_val (rule->conditions, condition);
  return TRUE;
}

static gboolean
read_part (Reader              *reader,
           ShcSafetyBuiltRule  *rule,
           ShcSafetyStep       *step,
           const char          *part,
           GError             **error)
{
  g_autofree char *inner = NULL;
  guint set;

  if (g_str_equal (part, "+"))
    step->gap = 0;
  else if (g_str_equal (part, "..."))
    step->gap = WIDE_GAP;
  else if (*part == '!')
    {
      inner = strip_parentheses (part + 1);
      if (!read_set (reader, inner, &set, error))
        return FALSE;
      step->without = (int) set;
    }
  else
    return add_step (reader, rule, step, part, error);
  return TRUE;
}

static gboolean
has_words (const ShcSafetyBuiltRule *rule)
{
  for (guint i = 0; i < rule->steps->len; i++)
    {
      const ShcSafetyStep *step = &g_array_index (rule->steps, ShcSafetyStep, i);

      if (step->kind == SHC_SAFETY_STEP_WORDS && !step->optional)
        return TRUE;
    }
  return FALSE;
}

static gboolean
read_pattern (Reader      *reader,
              const char  *pattern,
              GError     **error)
{
  g_autoptr(GPtrArray) parts = split_parts (pattern);
  ShcSafetyBuiltRule *rule = g_new0 (ShcSafetyBuiltRule, 1);
  ShcSafetyStep step = { .gap = GAP, .without = -1 };

  rule->steps = g_array_new (FALSE, FALSE, sizeof (ShcSafetyStep));
  rule->conditions = g_array_new (FALSE, FALSE, sizeof (ShcSafetyCondition));
  rule->rule = reader->rule;
  rule->rule.language = reader->builder->languages->len;
  rule->rule.line = reader->line;
  g_ptr_array_add (reader->builder->rules, rule);
  for (guint i = 0; i < parts->len; i++)
    {
      const char *part = g_ptr_array_index (parts, i);
      gboolean condition = *part == '&' || *part == '~';

      if (condition && i + 1 == parts->len)
        return fail (reader, error, "a condition needs a set", pattern);
      if (condition ? !read_condition (reader, rule, part, g_ptr_array_index (parts, i + 1), error)
                    : !read_part (reader, rule, &step, part, error))
        return FALSE;
      if (condition)
        i++;
    }
  if (!has_words (rule))
    return fail (reader, error, "a pattern needs words", pattern);
  if (step.without >= 0)
    {
      step.kind = SHC_SAFETY_STEP_END;
      g_array_append_val (rule->steps, step);
    }
  return TRUE;
}

static guint64
get_cap (Reader     *reader,
         const char *name)
{
  g_autofree char *full = get_full_name (reader, name);
  guint bit;

  if (!g_ptr_array_find_with_equal_func (reader->builder->caps, full, g_str_equal, &bit))
    {
      g_ptr_array_add (reader->builder->caps, g_steal_pointer (&full));
      bit = reader->builder->caps->len - 1;
    }
  g_assert (bit < 64);
  return G_GUINT64_CONSTANT (1) << bit;
}

/* How names of rules begin whose card is not the one about one's life. */
static const struct { const char *beginning; ShcSafetyTopic topic; } topics[] = {
  { "other-harm", SHC_SAFETY_TOPIC_HARM },     { "harm-thoughts", SHC_SAFETY_TOPIC_HARM },
  { "medical", SHC_SAFETY_TOPIC_BODY },        { "eating", SHC_SAFETY_TOPIC_EATING },
  { "fasting", SHC_SAFETY_TOPIC_FASTING },     { "beyond-plan", SHC_SAFETY_TOPIC_FASTING },
  { "medication", SHC_SAFETY_TOPIC_MEDICINE }, { "home", SHC_SAFETY_TOPIC_HOME },
};

static ShcSafetyTopic
find_topic (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (topics); i++)
    if (g_str_has_prefix (name, topics[i].beginning))
      return topics[i].topic;
  return SHC_SAFETY_TOPIC_LIFE;
}

/* "now intent quoted denied": a level, what the rules are about, and the caps that hold them down. */
static gboolean
begin_rules (Reader  *reader,
             GStrv    words,
             GError **error)
{
  static const char *const kinds[] = { "mention", "concern", "now" };
  guint n = g_strv_length (words);
  ShcSafetyRule rule = { .kind = SHC_SAFETY_RULE_LEVEL };

  if (n < 2)
    return fail (reader, error, "a name is missing", words[0]);
  if (g_str_equal (words[0], "mask"))
    rule.kind = SHC_SAFETY_RULE_MASK;
  else if (g_str_equal (words[0], "cap"))
    {
      rule.kind = SHC_SAFETY_RULE_CAP;
      rule.caps = get_cap (reader, words[1]);
      rule.reaches_next = n > 2 && g_str_equal (words[2], "next");
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (words[0], kinds[i]))
      rule.level = SHC_SAFETY_MENTION + i;
  if (rule.kind == SHC_SAFETY_RULE_LEVEL && rule.level == SHC_SAFETY_NONE)
    return fail (reader, error, "unknown section", words[0]);
  rule.topic = find_topic (words[1]);
  rule.name = g_str_hash (words[1]);
  for (guint i = 2; rule.kind == SHC_SAFETY_RULE_LEVEL && i < n; i++)
    rule.caps |= get_cap (reader, words[i]);
  reader->rule = rule;
  reader->section = SECTION_RULE;
  return TRUE;
}

static gboolean
begin_section (Reader      *reader,
               const char  *line,
               GError     **error)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);

  if (g_str_equal (words[0], "set") && g_strv_length (words) == 2)
    {
      reader->section = SECTION_SET;
      reader->set = shc_safety_builder_take_set (reader->builder, get_full_name (reader, words[1]));
      return TRUE;
    }
  if (g_str_equal (line, "fillers"))
    reader->section = SECTION_FILLERS;
  else if (g_str_equal (line, "particles"))
    reader->section = SECTION_PARTICLES;
  else if (g_str_equal (line, "common"))
    reader->section = SECTION_COMMON;
  else if (g_str_equal (line, "words"))
    reader->section = SECTION_WORDS;
  else
    return begin_rules (reader, words, error);
  return TRUE;
}

static void
note_common (Reader *reader,
             guint   symbol)
{
  GHashTable *common = reader->builder->common;
  guint languages = GPOINTER_TO_UINT (g_hash_table_lookup (common, GUINT_TO_POINTER (symbol)));

  g_hash_table_insert (common, GUINT_TO_POINTER (symbol),
                       GUINT_TO_POINTER (languages | 1u << reader->builder->languages->len));
}

/* Fillers, particles, common words, and words that are only there so that they are not taken for others. */
static void
read_list (Reader     *reader,
           const char *line)
{
  g_auto(GStrv) items = g_strsplit (line, ",", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_autoptr(GArray) symbols = g_array_new (FALSE, FALSE, sizeof (guint));

      g_strstrip (items[i]);
      if (reader->section == SECTION_PARTICLES && *items[i] != '\0')
        g_ptr_array_add (reader->builder->particles, g_strdup (items[i]));
      else if (!add_words (reader, items[i], symbols))
        continue;
      else if (reader->section == SECTION_FILLERS)
        g_hash_table_add (reader->builder->fillers, GUINT_TO_POINTER (g_array_index (symbols, guint, 0)));
      else if (reader->section == SECTION_COMMON)
        note_common (reader, g_array_index (symbols, guint, 0));
    }
}

static gboolean
read_line (Reader      *reader,
           char        *line,
           GError     **error)
{
  gboolean inside = g_ascii_isspace (*line);

  g_strstrip (line);
  if (*line == '\0' || g_str_equal (line, "#") || g_str_has_prefix (line, "# "))
    return TRUE;
  if (!inside)
    return begin_section (reader, line, error);
  switch (reader->section)
    {
    case SECTION_SET:
      return add_alternatives (reader, reader->set, line, ",", error);
    case SECTION_RULE:
      return read_pattern (reader, line, error);
    case SECTION_FILLERS:
    case SECTION_PARTICLES:
    case SECTION_COMMON:
    case SECTION_WORDS:
      read_list (reader, line);
      return TRUE;
    case SECTION_NONE:
    default:
      return fail (reader, error, "a line outside of any section", line);
    }
}

gboolean
shc_safety_builder_read (ShcSafetyBuilder  *self,
                         const char        *prefix,
                         const char        *content,
                         GError           **error)
{
  g_auto(GStrv) lines = g_strsplit (content, "\n", -1);
  Reader reader = { .builder = self, .prefix = prefix };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      reader.line = i + 1;
      if (!read_line (&reader, lines[i], error))
        return FALSE;
    }
  g_ptr_array_add (self->languages, g_strdup (prefix));
  return TRUE;
}
