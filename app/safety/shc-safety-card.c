/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a card says. */

#define G_LOG_DOMAIN "shc-safety-card"

#include "config.h"

#include "shc-safety-card.h"

#include <string.h>

#include "shc-safety-data.h"

static const char *const topic_names[SHC_SAFETY_N_TOPICS] = {
  [SHC_SAFETY_TOPIC_HARM] = "harm",         [SHC_SAFETY_TOPIC_BODY] = "body",
  [SHC_SAFETY_TOPIC_EATING] = "eating",     [SHC_SAFETY_TOPIC_FASTING] = "fasting",
  [SHC_SAFETY_TOPIC_MEDICINE] = "medicine", [SHC_SAFETY_TOPIC_HOME] = "home",
};

static gpointer
read_texts (gpointer unused)
{
  return shc_safety_read_data ("cards.json");
}

static JsonObject *
get_texts (void)
{
  static GOnce once = G_ONCE_INIT;

  return json_node_get_object (g_once (&once, read_texts, NULL));
}

/* "pt_BR.UTF-8" speaks the language "pt". */
static JsonObject *
find_language (const char *name)
{
  g_autofree char *code = g_ascii_strdown (name, (gssize) strcspn (name, "_-.@"));

  return json_object_has_member (get_texts (), code) ? json_object_get_object_member (get_texts (), code)
                                                     : NULL;
}

static JsonObject *
choose_language (const char *language)
{
  const char *const *names = g_get_language_names ();
  JsonObject *texts = language != NULL ? find_language (language) : NULL;

  for (guint i = 0; language == NULL && texts == NULL && names[i] != NULL; i++)
    texts = find_language (names[i]);
  return texts != NULL ? texts : find_language ("en");
}

static char *
fill_in (const char *template,
         const char *emergency,
         const char *directory)
{
  g_autoptr(GString) text = g_string_new (template);

  g_string_replace (text, "{emergency}", emergency, 0);
  g_string_replace (text, "{directory}", directory, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
get_text_name (ShcSafetyFinding finding)
{
  if (finding.level < SHC_SAFETY_CONCERN)
    return "asked";
  if (finding.topic == SHC_SAFETY_TOPIC_LIFE)
    return finding.level == SHC_SAFETY_NOW ? "now" : "concern";
  return topic_names[finding.topic];
}

static gboolean
are_recent (const ShcHelpCountry *country,
            gint64                now_us)
{
  for (guint i = 0; country != NULL && i < country->lines->len; i++)
    {
      const ShcHelpLine *line = g_ptr_array_index (country->lines, i);

      if (!shc_help_is_recent (line->seen, now_us))
        return FALSE;
    }
  return TRUE;
}

ShcSafetyCard *
shc_safety_card_new (ShcSafetyFinding  finding,
                     const char       *language,
                     const char       *country,
                     gint64            now_us)
{
  ShcSafetyCard *self = g_new0 (ShcSafetyCard, 1);
  JsonObject *texts = choose_language (language);
  g_autofree char *here = country != NULL ? g_strdup (country) : shc_help_dup_locale_country ();
  const ShcHelpCountry *help = shc_help_find_country (here);

  self->directory = shc_help_get_directory ();
  self->emergency = help != NULL ? g_strjoinv (" / ", help->emergency)
                                 : g_strdup (json_object_get_string_member (texts, "number"));
  self->text = fill_in (json_object_get_string_member (texts, get_text_name (finding)), self->emergency,
                        self->directory);
  self->lines = g_ptr_array_new ();
  for (guint i = 0; help != NULL && i < help->lines->len; i++)
    g_ptr_array_add (self->lines, g_ptr_array_index (help->lines, i));
  if (!are_recent (help, now_us))
    self->check = fill_in (json_object_get_string_member (texts, "check"), self->emergency, self->directory);
  return self;
}

void
shc_safety_card_free (ShcSafetyCard *self)
{
  g_free (self->text);
  g_free (self->emergency);
  g_free (self->check);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

char **
shc_safety_card_get_languages (void)
{
  g_autoptr(GList) names = json_object_get_members (get_texts ());
  g_autoptr(GStrvBuilder) codes = g_strv_builder_new ();

  for (GList *l = names; l != NULL; l = l->next)
    g_strv_builder_add (codes, l->data);
  return g_strv_builder_end (codes);
}
