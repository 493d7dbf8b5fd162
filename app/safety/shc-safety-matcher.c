/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns against a text. A sentence is looked at at once, a very long one in parts that overlap; first
 * what it has of the sets, then only those rules whose rarest part and all others are there. */

#define G_LOG_DOMAIN "shc-safety-matcher"

#include "config.h"

#include "shc-safety-matcher.h"

#include <string.h>

#define PART 72u
#define OVERLAP 24u
/* What must not stand before the first word of a pattern, or behind its last. */
#define AROUND 3u
/* A language with less than a quarter of the common words that the part's own language has there is not
 * spoken in it; but a few words may be in any. */
#define FEW_COMMON 3u
#define SHARE_COMMON 4u

typedef struct
{
  const ShcSafetyRules *rules;
  const ShcSafetyText  *text;
  GArray               *symbols;   /* guint: of all different words, one after the other */
  guint                *begin;     /* word → where its symbols begin; one more at the end */
  guint8               *fillers;   /* by word: whether it is one */
  guint                *common;    /* by word: bits of the languages in which it is a common one */
  guint                *noted;     /* by word: the part in which it was seen last */
  guint                 part;      /* which one this is, from 1 on */
  guint8               *masked;    /* by token */
  guint64              *begun;     /* bits of the sets that a word begins: a row a word */
  guint64              *present;   /* sets that the part has words for */
  guint64              *anywhere;  /* and that the text has */
  guint                 n_present; /* length of the bit fields, in words of 64 */
  guint                 spoken;    /* bits of the languages that the part may be in */
  guint                 first;     /* tokens of the part */
  guint                 end;
  guint                 matched_at;
  guint                 matched_end;
} Matcher;

static gboolean
has_bit (const guint64 *bits,
         guint          bit)
{
  return (bits[bit / 64] >> (bit % 64)) & 1;
}

static void
set_bit (guint64 *bits,
         guint    bit)
{
  bits[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
}

static guint
get_word (const Matcher *self,
          guint          token)
{
  return g_array_index (self->text->tokens, ShcSafetyToken, token).word;
}

static gboolean
has_symbol (const Matcher *self,
            guint          token,
            guint          symbol)
{
  guint word = get_word (self, token);

  if (self->masked[token])
    return FALSE;
  for (guint i = self->begin[word]; i < self->begin[word + 1]; i++)
    if (g_array_index (self->symbols, guint, i) == symbol)
      return TRUE;
  return FALSE;
}

static gboolean
is_filler (const Matcher *self,
           guint          token)
{
  return self->fillers[get_word (self, token)];
}

/* Whether the part could begin here; it is far cheaper than to see whether it does. */
static gboolean
may_begin (const Matcher       *self,
           const ShcSafetyStep *step,
           guint                at)
{
  return step->kind == SHC_SAFETY_STEP_NUMBER ||
         (!self->masked[at] && has_bit (self->begun + (gsize) get_word (self, at) * self->n_present, step->set));
}

/* Returns: how many tokens the phrase takes from @at on, 0 if it is not there. */
static guint
match_phrase (const Matcher         *self,
              const ShcSafetyPhrase *phrase,
              guint                  at)
{
  guint token = at + 1;

  for (guint i = 1; i < phrase->n; i++, token++)
    {
      guint symbol = self->rules->pool[phrase->at + i];

      while (token < self->end && !has_symbol (self, token, symbol) && is_filler (self, token))
        token++;
      if (token >= self->end || !has_symbol (self, token, symbol))
        return 0;
    }
  return token - at;
}

static guint
find_first_phrase (const Matcher        *self,
                   const ShcSafetyRange *set,
                   guint                 symbol)
{
  guint low = set->first;
  guint high = set->first + set->n;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (self->rules->phrases[middle].first < symbol)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The next length, shorter than @below, of what the set has at @at; 0 if there is none. */
static guint
match_set (const Matcher *self,
           guint          set_index,
           guint          at,
           guint          below)
{
  const ShcSafetyRange *set = &self->rules->sets[set_index];
  guint word = get_word (self, at);
  guint longest = 0;

  if (self->masked[at] || !has_bit (self->begun + (gsize) word * self->n_present, set_index))
    return 0;
  for (guint i = self->begin[word]; i < self->begin[word + 1]; i++)
    {
      guint symbol = g_array_index (self->symbols, guint, i);

      for (guint j = find_first_phrase (self, set, symbol); j < set->first + set->n; j++)
        {
          const ShcSafetyPhrase *phrase = &self->rules->phrases[j];
          guint length;

          if (phrase->first != symbol)
            break;
          length = match_phrase (self, phrase, at);
          if (length > longest && length < below)
            longest = length;
        }
    }
  return longest;
}

static const ShcSafetyStep *
get_step (const Matcher       *self,
          const ShcSafetyRule *rule,
          guint                index)
{
  return &self->rules->steps[rule->steps.first + index];
}

static gboolean
stands_between (const Matcher *self,
                int            set,
                guint          first,
                guint          end)
{
  for (guint at = first; set >= 0 && at < end; at++)
    if (match_set (self, (guint) set, at, G_MAXUINT) > 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_number_of (const Matcher       *self,
              const ShcSafetyStep *step,
              guint                token)
{
  const char *word = g_ptr_array_index (self->text->words, get_word (self, token));

  return !self->masked[token] && word[strspn (word, "0123456789")] == '\0' &&
         g_ascii_strtoull (word, NULL, 10) >= step->least;
}

static gboolean match_from (Matcher *self, const ShcSafetyRule *rule, guint step_index, guint at);

static gboolean
match_step_at (Matcher             *self,
               const ShcSafetyRule *rule,
               guint                step_index,
               guint                at)
{
  const ShcSafetyStep *step = get_step (self, rule, step_index);

  if (step->kind == SHC_SAFETY_STEP_NUMBER)
    return is_number_of (self, step, at) && match_from (self, rule, step_index + 1, at + 1);
  for (guint length = match_set (self, step->set, at, G_MAXUINT); length > 0;
       length = match_set (self, step->set, at, length))
    if (match_from (self, rule, step_index + 1, at + length))
      return TRUE;
  return FALSE;
}

/* The first part may be anywhere; every other within its gap, which fillers do not widen. */
static gboolean
match_from (Matcher             *self,
            const ShcSafetyRule *rule,
            guint                step_index,
            guint                at)
{
  const ShcSafetyStep *step;
  guint others = 0;

  if (step_index == rule->steps.n)
    {
      self->matched_end = at;
      return TRUE;
    }
  step = get_step (self, rule, step_index);
  if (step->kind == SHC_SAFETY_STEP_END)
    {
      self->matched_end = at;
      return !stands_between (self, step->without, at, MIN (at + AROUND, self->end));
    }
  for (guint token = at; token < self->end && others <= step->gap; token++)
    {
      if (match_step_at (self, rule, step_index, token))
        return TRUE;
      if (stands_between (self, step->without, token, token + 1))
        break;
      if (!is_filler (self, token))
        others++;
    }
  return step->optional && match_from (self, rule, step_index + 1, at);
}

static gboolean
match_first (Matcher             *self,
             const ShcSafetyRule *rule)
{
  const ShcSafetyStep *step = get_step (self, rule, 0);

  for (guint at = self->first; at < self->end; at++)
    {
      guint before = at > self->first + AROUND ? at - AROUND : self->first;

      if (may_begin (self, step, at) && !stands_between (self, step->without, before, at) && match_step_at (self, rule, 0, at))
        {
          self->matched_at = at;
          return TRUE;
        }
    }
  self->matched_at = self->first;
  return step->optional && match_from (self, rule, 1, self->first);
}

static gboolean
is_possible (const Matcher       *self,
             const ShcSafetyRule *rule)
{
  for (guint i = 0; i < rule->steps.n; i++)
    {
      const ShcSafetyStep *step = get_step (self, rule, i);

      if (step->kind == SHC_SAFETY_STEP_WORDS && !step->optional && !has_bit (self->present, step->set))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_in_text (Matcher *self,
            guint    set)
{
  guint first = self->first;
  guint end = self->end;
  gboolean found;

  self->end = self->text->tokens->len;
  found = stands_between (self, (int) set, 0, self->end);
  self->first = first;
  self->end = end;
  return found;
}

static gboolean
conditions_hold (Matcher             *self,
                 const ShcSafetyRule *rule)
{
  for (guint i = 0; i < rule->conditions.n; i++)
    {
      const ShcSafetyCondition *condition = &self->rules->conditions[rule->conditions.first + i];
      gboolean there = condition->sentence
                         ? stands_between (self, (int) condition->set, self->first, self->end)
                         : has_bit (self->anywhere, condition->set) && is_in_text (self, condition->set);

      if (there != (condition->wanted != 0))
        return FALSE;
    }
  return TRUE;
}

static gboolean
matches (Matcher             *self,
         const ShcSafetyRule *rule)
{
  return is_possible (self, rule) && match_first (self, rule) && conditions_hold (self, rule);
}

static void
note_spoken (Matcher *self)
{
  guint counts[32] = { 0 };
  guint most = 0;

  for (guint token = self->first; token < self->end; token++)
    for (guint language = 0, bits = self->common[get_word (self, token)]; bits != 0; language++, bits >>= 1)
      if ((bits & 1) != 0)
        most = MAX (most, ++counts[language]);
  self->spoken = 0;
  for (guint language = 0; language < G_N_ELEMENTS (counts); language++)
    if (most < FEW_COMMON || counts[language] * SHARE_COMMON >= most)
      self->spoken |= 1u << language;
}

static void
note_present (Matcher *self)
{
  memset (self->present, 0, self->n_present * sizeof *self->present);
  self->part++;
  for (guint token = self->first; token < self->end; token++)
    {
      guint word = get_word (self, token);
      const guint64 *begun = self->begun + (gsize) word * self->n_present;

      if (self->begin[word] == self->begin[word + 1] || self->noted[word] == self->part)
        continue;
      self->noted[word] = self->part;
      for (guint i = 0; i < self->n_present; i++)
        self->present[i] |= begun[i];
    }
  for (guint i = 0; i < self->n_present; i++)
    self->anywhere[i] |= self->present[i];
}

typedef void (*PartFunc) (Matcher *self, gpointer user_data);

static void
for_each_part (Matcher  *self,
               PartFunc  func,
               gpointer  user_data)
{
  const ShcSafetyToken *tokens = (const ShcSafetyToken *) (gpointer) self->text->tokens->data;
  guint n = self->text->tokens->len;

  for (guint sentence = 0; sentence < n;)
    {
      guint end = sentence;

      while (end < n && tokens[end].sentence == tokens[sentence].sentence)
        end++;
      for (self->first = sentence; self->first < end; self->first = self->end == end ? end : self->end - OVERLAP)
        {
          self->end = MIN (self->first + PART, end);
          note_present (self);
          note_spoken (self);
          func (self, user_data);
        }
      sentence = end;
    }
}

typedef void (*RuleFunc) (Matcher *self, const ShcSafetyRule *rule, gpointer user_data);

static void
for_each_possible (Matcher           *self,
                   ShcSafetyRuleKind  kind,
                   RuleFunc           func,
                   gpointer           user_data)
{
  for (guint i = 0; i < self->n_present; i++)
    for (guint64 bits = self->present[i] & self->rules->anchors[kind][i]; bits != 0; bits &= bits - 1)
      {
        const ShcSafetyRange *rules = &self->rules->anchored[i * 64 + (guint) __builtin_ctzll (bits)];

        for (guint j = 0; j < rules->n; j++)
          {
            const ShcSafetyRule *rule = &self->rules->rules[self->rules->anchored_rules[rules->first + j]];

            if (rule->kind == (guint) kind && (self->spoken >> rule->language & 1) != 0)
              func (self, rule, user_data);
          }
      }
}

static void
mask_rule (Matcher             *self,
           const ShcSafetyRule *rule,
           gpointer             user_data)
{
  guint tries = 0;

  while (tries++ < PART && matches (self, rule))
    memset (self->masked + self->matched_at, 1, self->matched_end - self->matched_at);
}

static void
mask_part (Matcher *self,
           gpointer user_data)
{
  for_each_possible (self, SHC_SAFETY_RULE_MASK, mask_rule, user_data);
}

typedef struct
{
  ShcSafetyFinding  best;
  GPtrArray        *matched;
  GArray           *places;     /* or NULL */
  const guint8     *doubts;     /* by token: the lowest level that is believed; or NULL */
  guint64           caps;       /* of this sentence */
  guint64           next_caps;  /* for the one that follows */
  guint             sentence;
} Search;

static void
cap_rule (Matcher             *self,
          const ShcSafetyRule *rule,
          gpointer             user_data)
{
  Search *search = user_data;

  if ((search->caps & rule->caps) != 0 && (!rule->reaches_next || (search->next_caps & rule->caps) != 0))
    return;
  if (!matches (self, rule))
    return;
  search->caps |= rule->caps;
  if (rule->reaches_next)
    search->next_caps |= rule->caps;
}

/* A rule of one part is a name for words: all of them are told, and where. */
static void
add_places (const Matcher       *self,
            const ShcSafetyRule *rule,
            GArray              *places)
{
  const ShcSafetyStep *step = get_step (self, rule, 0);

  for (guint at = self->first; rule->steps.n == 1 && rule->conditions.n == 0 && at < self->end; at++)
    {
      ShcSafetyPlace place = { .name = rule->name, .at = at };
      guint length = step->kind == SHC_SAFETY_STEP_NUMBER ? (guint) is_number_of (self, step, at)
                                                          : match_set (self, step->set, at, G_MAXUINT);

      place.end = at + length;
      if (length > 0)
        g_array_append_val (places, place);
    }
}

static void
level_rule (Matcher             *self,
            const ShcSafetyRule *rule,
            gpointer             user_data)
{
  Search *search = user_data;
  ShcSafetyLevel level = (rule->caps & search->caps) != 0 ? MIN (rule->level, SHC_SAFETY_MENTION)
                                                           : rule->level;

  if ((level <= search->best.level && search->matched == NULL) || !matches (self, rule))
    return;
  if (search->doubts != NULL && level < search->doubts[self->matched_at])
    level = MIN (level, SHC_SAFETY_MENTION);
  if (level > search->best.level)
    search->best = (ShcSafetyFinding) { level, rule->topic };
  if (search->matched != NULL)
    g_ptr_array_add (search->matched, (gpointer) rule);
  if (search->places != NULL)
    add_places (self, rule, search->places);
}

static void
find_part (Matcher *self,
           gpointer user_data)
{
  Search *search = user_data;
  guint sentence = g_array_index (self->text->tokens, ShcSafetyToken, self->first).sentence;

  if (sentence != search->sentence)
    {
      search->caps = search->next_caps;
      search->next_caps = 0;
      search->sentence = sentence;
    }
  for_each_possible (self, SHC_SAFETY_RULE_CAP, cap_rule, search);
  if (search->best.level < SHC_SAFETY_NOW || search->matched != NULL)
    for_each_possible (self, SHC_SAFETY_RULE_LEVEL, level_rule, search);
}

static void
note_begun (Matcher *self,
            guint    word,
            guint    symbol)
{
  const ShcSafetyRange *sets = &self->rules->begun_by[symbol];

  for (guint i = 0; i < sets->n; i++)
    set_bit (self->begun + (gsize) word * self->n_present, self->rules->begun_by_sets[sets->first + i]);
}

static void
find_symbols (Matcher *self)
{
  const GPtrArray *words = self->text->words;

  self->begin = g_new (guint, words->len + 1);
  self->begun = g_new0 (guint64, (gsize) words->len * self->n_present);
  self->fillers = g_new0 (guint8, words->len);
  self->common = g_new0 (guint, words->len);
  self->noted = g_new0 (guint, words->len);
  for (guint i = 0; i < words->len; i++)
    {
      g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));

      self->begin[i] = self->symbols->len;
      shc_safety_lexicon_find (self->rules->lexicon, g_ptr_array_index (words, i), found);
      for (guint j = 0; j < found->len; j++)
        {
          guint symbol = g_array_index (found, guint, j);

          note_begun (self, i, symbol);
          self->fillers[i] |= self->rules->fillers[symbol] != 0;
          self->common[i] |= self->rules->common[symbol];
        }
      if (found->len > 0)
        g_array_append_vals (self->symbols, found->data, found->len);
    }
  self->begin[words->len] = self->symbols->len;
}

static ShcSafetyFinding
match_text (const ShcSafetyRules *rules,
            const ShcSafetyText  *text,
            Search               *search)
{
  Matcher self = { .rules = rules, .text = text };

  self.n_present = (guint) rules->n_sets / 64 + 1;
  self.present = g_new0 (guint64, self.n_present);
  self.anywhere = g_new0 (guint64, self.n_present);
  self.masked = g_new0 (guint8, text->tokens->len + 1);
  self.symbols = g_array_new (FALSE, FALSE, sizeof (guint));
  find_symbols (&self);
  for_each_part (&self, mask_part, NULL);
  for_each_part (&self, find_part, search);
  g_array_unref (self.symbols);
  g_free (self.begin);
  g_free (self.begun);
  g_free (self.fillers);
  g_free (self.common);
  g_free (self.noted);
  g_free (self.masked);
  g_free (self.present);
  g_free (self.anywhere);
  return search->best;
}

ShcSafetyFinding
shc_safety_match (const ShcSafetyRules *rules,
                  const ShcSafetyText  *text,
                  GPtrArray            *matched)
{
  return match_text (rules, text, &(Search) { .matched = matched });
}

ShcSafetyFinding
shc_safety_match_doubting (const ShcSafetyRules *rules,
                           const ShcSafetyText  *text,
                           const guint8         *doubts,
                           GPtrArray            *matched)
{
  return match_text (rules, text, &(Search) { .matched = matched, .doubts = doubts });
}

void
shc_safety_match_places (const ShcSafetyRules *rules,
                         const ShcSafetyText  *text,
                         GPtrArray            *matched,
                         GArray               *places)
{
  match_text (rules, text, &(Search) { .matched = matched, .places = places });
}
