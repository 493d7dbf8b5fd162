/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the examples that models are made from. */

#define G_LOG_DOMAIN "shc-safety-examples"

#include "config.h"

#include "shc-safety-trainer.h"

#include <string.h>

#include "shc-safety-reply-features.h"

/* Written together, and like one another: what is measured on must not be like what was learned from. */
#define LINES_TOGETHER 100u
#define REPLIES_TOGETHER 10u

static const char *const level_names[] = { "none", "mention", "concern", "now" };
static const char *const topic_names[SHC_SAFETY_N_TOPICS] = {
  "life", "harm", "body", "eating", "fasting", "medicine", "home",
};

static void
example_free (gpointer data)
{
  ShcSafetyExample *example = data;

  shc_safety_text_free (example->text);
  shc_safety_features_free (example->features);
  g_free (example->sentence);
  g_free (example);
}

GPtrArray *
shc_safety_examples_new (void)
{
  return g_ptr_array_new_with_free_func (example_free);
}

static gboolean
parse_level (const char     *name,
             ShcSafetyLevel *level)
{
  for (guint i = 0; i < G_N_ELEMENTS (level_names); i++)
    if (g_str_equal (name, level_names[i]))
      {
        *level = (ShcSafetyLevel) i;
        return TRUE;
      }
  return FALSE;
}

/* Returns: whether @name is what is said of a reply. */
static gboolean
parse_verdict (const char     *name,
               ShcSafetyLevel *level)
{
  *level = g_str_equal (name, "withhold") ? SHC_SAFETY_REPLY_WITHHOLD : SHC_SAFETY_REPLY_SHOW;
  return *level == SHC_SAFETY_REPLY_WITHHOLD || g_str_equal (name, "show");
}

static gboolean
parse_topic (const char     *name,
             ShcSafetyLevel  level,
             ShcSafetyTopic *topic)
{
  *topic = SHC_SAFETY_TOPIC_LIFE;
  for (guint i = 0; i < SHC_SAFETY_N_TOPICS; i++)
    if (g_str_equal (name, topic_names[i]))
      {
        *topic = (ShcSafetyTopic) i;
        return level >= SHC_SAFETY_CONCERN;
      }
  return level < SHC_SAFETY_CONCERN && g_str_equal (name, "-");
}

static guint
count_files (const GPtrArray *self)
{
  return self->len > 0 ? ((const ShcSafetyExample *) g_ptr_array_index (self, self->len - 1))->file + 1 : 0;
}

gboolean
shc_safety_examples_read (GPtrArray   *self,
                          const char  *content,
                          const char  *name,
                          guint        n_parts,
                          GError     **error)
{
  g_auto(GStrv) lines = g_strsplit (content, "\n", -1);
  guint file = count_files (self);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], "\t", 3);
      ShcSafetyExample read = { .part = i / LINES_TOGETHER % n_parts, .file = file };

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      if (g_strv_length (fields) != 3 || !parse_level (fields[0], &read.level) ||
          !parse_topic (fields[1], read.level, &read.topic))
        {
          g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "%s, line %u: not LEVEL, topic, text", name,
                       i + 1);
          return FALSE;
        }
      read.text = shc_safety_text_new (fields[2], strlen (fields[2]));
      read.features = shc_safety_features_new_near (read.text);
      g_ptr_array_add (self, g_memdup2 (&read, sizeof read));
    }
  return TRUE;
}

gboolean
shc_safety_reply_examples_read (GPtrArray             *self,
                                const ShcSafetyRules  *rules,
                                const char            *content,
                                const char            *name,
                                guint                  n_parts,
                                GError               **error)
{
  g_auto(GStrv) lines = g_strsplit (content, "\n", -1);
  guint file = count_files (self);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], "\t", 3);
      ShcSafetyExample read = { .part = i / REPLIES_TOGETHER % n_parts, .file = file };

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      if (g_strv_length (fields) != 3 || !parse_verdict (fields[0], &read.level))
        {
          g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                       "%s, line %u: not “show” or “withhold”, a kind, and a sentence", name, i + 1);
          return FALSE;
        }
      read.text = shc_safety_text_new (fields[2], strlen (fields[2]));
      read.features = shc_safety_reply_features_new (rules, fields[2], strlen (fields[2]), NULL);
      read.sentence = g_strdup (fields[2]);
      g_ptr_array_add (self, g_memdup2 (&read, sizeof read));
    }
  return TRUE;
}
