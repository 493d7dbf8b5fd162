/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The open envelope. */

#define G_LOG_DOMAIN "shc-envelope"

#include "config.h"

#include "shc-envelope.h"

#include <string.h>

#include "shc-outbound.h"

void
shc_envelope_free (ShcEnvelope *self)
{
  if (self == NULL)
    return;
  shc_chat_request_free (self->request);
  g_clear_pointer (&self->reflections, g_ptr_array_unref);
  g_clear_pointer (&self->digests, g_ptr_array_unref);
  g_free (self);
}

gint64
shc_envelope_estimate_tokens (gsize bytes)
{
  return (gint64) ((bytes + SHC_ENVELOPE_BYTES_PER_TOKEN - 1) / SHC_ENVELOPE_BYTES_PER_TOKEN);
}

/* The words to the model are English whatever the desktop's language is: they are not for a person. */
static char *
compose_instructions (const ShcCompanion *companion)
{
  g_autoptr(GString) all = g_string_new (shc_companion_get_safety_part ());

  g_string_append_printf (all, "\n%s", companion->instructions);
  if (all->str[all->len - 1] != '\n')
    g_string_append_c (all, '\n');
  g_string_append_printf (all, "\nThe person goes by the name %s.\n", companion->profile->healing_name);
  if (companion->day > 0)
    g_string_append_printf (all, "Today is day %" G_GINT64_FORMAT " of their journey, which says nothing about food.\n",
                            companion->day);
  if (!companion->fasting)
    g_string_append (all, "No fasting guidance: do not speak about fasting as something to do.\n");
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
look_at (const char       *text,
         ShcSafetyFinding *highest)
{
  ShcSafetyFinding finding = shc_safety_check (text, -1);

  if (finding.level > highest->level)
    *highest = finding;
}

/* @digests: of what is appended, one more; @highest: (nullable) (inout). */
static gboolean
append_reflection (ShcDb             *db,
                   const char        *id,
                   GString           *text,
                   GPtrArray         *digests,
                   ShcSafetyFinding  *highest,
                   GError           **error)
{
  g_autoptr(ShcOutboundReflection) reflection = shc_outbound_get_reflection (db, id, error);
  g_autofree char *date = NULL;
  gsize before = text->len;

  if (reflection == NULL)
    return FALSE;
  date = shc_date_to_string (reflection->date);
  date[MIN (strlen (date), strlen ("YYYY-MM-DD"))] = '\0';
  g_string_append_printf (text, "A reflection that I wrote on %s%s%s:\n\n%s\n\n", date,
                          reflection->milestone != NULL ? ", " : "",
                          reflection->milestone != NULL ? reflection->milestone : "", reflection->text);
  g_ptr_array_add (digests, g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str + before, -1));
  if (highest != NULL)
    look_at (reflection->text, highest);
  return TRUE;
}

/* A message as it goes: the reflections first, then what was written. @digests: of those reflections, added to what it
 * has; @highest: (nullable) (inout): what the check says of all of it. */
static char *
compose_message (ShcDb             *db,
                 const ShcMessage  *message,
                 GPtrArray         *digests,
                 ShcSafetyFinding  *highest,
                 GError           **error)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; message->reflections != NULL && message->reflections[i] != NULL; i++)
    if (!append_reflection (db, message->reflections[i], text, digests, highest, error))
      return NULL;
  if (highest != NULL)
    look_at (message->text, highest);
  g_string_append (text, message->text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
note_reflections (ShcEnvelope      *self,
                  const ShcMessage *message)
{
  for (guint i = 0; message->reflections != NULL && message->reflections[i] != NULL; i++)
    g_ptr_array_add (self->reflections, g_strdup (message->reflections[i]));
}

/* What was said in danger is not told again, and a reflection that was closed since takes its messages with it. One
 * that tells of danger and was taken along is what the person wants to talk about, so it stays. */
static gboolean
may_be_told (ShcDb             *db,
             const ShcMessage  *message,
             gboolean          *may,
             GError           **error)
{
  if (!shc_outbound_may_go (db, (const char *const *) message->reflections, may, error))
    return FALSE;
  *may = *may && (!message->from_person || shc_safety_check (message->text, -1).level < SHC_SAFETY_NOW);
  return TRUE;
}

/* An exchange: a message of the person and the replies to it, from @first up to @end. */
static guint
find_exchange (const GPtrArray *earlier,
               guint            end)
{
  guint first = end;

  while (first > 0)
    {
      const ShcMessage *message = g_ptr_array_index (earlier, --first);

      if (message->from_person)
        break;
    }
  return first;
}

static gboolean
is_worth_telling (const ShcMessage *message)
{
  return *message->text != '\0';
}

static gboolean
add_exchange (ShcEnvelope      *self,
              ShcDb            *db,
              const GPtrArray  *earlier,
              guint             first,
              guint             end,
              gsize            *bytes,
              GError          **error)
{
  g_autoptr(GPtrArray) turns = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_chat_turn_free);
  g_autoptr(GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = first; i < end; i++)
    {
      const ShcMessage *message = g_ptr_array_index (earlier, i);
      g_autofree char *text = NULL;
      ShcChatTurn *turn;

      if (!is_worth_telling (message))
        continue;
      text = compose_message (db, message, digests, NULL, error);
      if (text == NULL)
        return FALSE;
      *bytes += strlen (text);
      turn = shc_chat_turn_new (message->from_person ? SHC_CHAT_USER : SHC_CHAT_ASSISTANT, text);
      turn->phase = g_strdup (message->phase);
      g_ptr_array_add (turns, turn);
    }
  if (*bytes > SHC_ENVELOPE_HISTORY_MAX)
    {
      self->left_out += end - first;
      return TRUE;
    }
  note_reflections (self, g_ptr_array_index (earlier, first));
  g_ptr_array_extend_and_steal (self->digests, g_steal_pointer (&digests));
  while (turns->len > 0)
    g_ptr_array_insert (self->request->turns, 0, g_ptr_array_steal_index (turns, turns->len - 1));
  return TRUE;
}

/* From the newest back, until it is too much. */
static gboolean
add_earlier (ShcEnvelope      *self,
             ShcDb            *db,
             const GPtrArray  *earlier,
             GError          **error)
{
  gsize bytes = 0;

  for (guint end = earlier->len; end > 0;)
    {
      guint first = find_exchange (earlier, end);
      gboolean may = TRUE;

      if (!may_be_told (db, g_ptr_array_index (earlier, first), &may, error))
        return FALSE;
      if (!may)
        self->withdrawn += end - first;
      else if (bytes > SHC_ENVELOPE_HISTORY_MAX)
        self->left_out += end - first;
      else if (!add_exchange (self, db, earlier, first, end, &bytes, error))
        return FALSE;
      end = first;
    }
  return TRUE;
}

ShcEnvelope *
shc_envelope_new (ShcDb               *db,
                  const ShcCompanion  *companion,
                  const GPtrArray     *earlier,
                  const ShcMessage    *message,
                  const char          *model,
                  GError             **error)
{
  g_autoptr(ShcEnvelope) self = g_new0 (ShcEnvelope, 1);
  ShcSafetyFinding finding = { SHC_SAFETY_NONE, SHC_SAFETY_TOPIC_LIFE };
  g_autofree char *text = NULL;

  self->digests = g_ptr_array_new_with_free_func (g_free);
  text = compose_message (db, message, self->digests, &finding, error);
  if (text == NULL)
    return NULL;
  self->finding = finding;
  self->request = shc_chat_request_new (companion->protocol);
  self->request->official = companion->official;
  self->request->model = g_strdup (model != NULL ? model : companion->model);
  self->request->instructions = compose_instructions (companion);
  self->n_reflections = message->reflections != NULL ? g_strv_length (message->reflections) : 0;
  self->reflections = g_ptr_array_new_with_free_func (g_free);
  note_reflections (self, message);
  if (earlier != NULL && !add_earlier (self, db, earlier, error))
    return NULL;
  g_ptr_array_add (self->request->turns, shc_chat_turn_new (SHC_CHAT_USER, text));
  return g_steal_pointer (&self);
}
