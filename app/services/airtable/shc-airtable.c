/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Airtable, one base of it. */

#define G_LOG_DOMAIN "shc-airtable"

#include "config.h"

#include "shc-airtable-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (ShcAirtable, shc_airtable, G_TYPE_OBJECT)

static void
shc_airtable_finalize (GObject *object)
{
  ShcAirtable *self = SHC_AIRTABLE (object);

  /* Every request that waits holds a reference. */
  g_assert (g_queue_is_empty (&self->queue));
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_pointer (&self->turns, shc_airtable_turns_free);
  g_clear_object (&self->http);
  g_clear_pointer (&self->token, g_bytes_unref);
  g_free (self->base_url);
  g_free (self->base_id);

  G_OBJECT_CLASS (shc_airtable_parent_class)->finalize (object);
}

static void
shc_airtable_class_init (ShcAirtableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = shc_airtable_finalize;
}

static void
shc_airtable_init (ShcAirtable *self)
{
  g_queue_init (&self->queue);
}

ShcAirtable *
shc_airtable_new (ShcHttp                 *http,
                  const char              *base_url,
                  const char              *base_id,
                  GBytes                  *token,
                  const ShcAirtableLimits *limits)
{
  ShcAirtable *self;

  g_return_val_if_fail (SHC_IS_HTTP (http), NULL);
  g_return_val_if_fail (base_url != NULL && token != NULL, NULL);

  self = g_object_new (SHC_TYPE_AIRTABLE, NULL);
  self->http = g_object_ref (http);
  self->base_url = g_strdup (base_url);
  self->base_id = g_strdup (base_id);
  self->token = g_bytes_ref (token);
  shc_airtable_pace_init (&self->pace, limits != NULL ? limits : &shc_airtable_limits);
  return self;
}

gint64
shc_airtable_get_next_us (ShcAirtable *self)
{
  g_return_val_if_fail (SHC_IS_AIRTABLE (self), 0);

  return self->pace.next_us;
}

void
shc_airtable_set_next_us (ShcAirtable *self,
                          gint64       next_us)
{
  g_return_if_fail (SHC_IS_AIRTABLE (self));

  self->pace.next_us = MAX (self->pace.next_us, next_us);
}

/* Longer than any silence that is the same for all, nobody keeps others waiting. */
void
shc_airtable_keep_turns (ShcAirtable *self,
                         const char  *folder)
{
  const ShcAirtableLimits *limits = &self->pace.limits;
  g_autofree char *base = NULL;

  g_return_if_fail (SHC_IS_AIRTABLE (self));
  g_return_if_fail (folder != NULL);

  if (self->base_id == NULL || *self->base_id == '\0')
    return;
  base = g_strjoin ("\n", self->base_url, self->base_id, NULL);
  g_clear_pointer (&self->turns, shc_airtable_turns_free);
  self->turns = shc_airtable_turns_new (folder, base, ((gint64) limits->silence_ms + limits->silence_jitter_ms) * 1000);
}

void
shc_airtable_set_waiting (ShcAirtable    *self,
                          ShcHttpWaiting  waiting,
                          gpointer        user_data)
{
  g_return_if_fail (SHC_IS_AIRTABLE (self));

  self->waiting = waiting;
  self->waiting_data = user_data;
}

static void
append_escaped (GString    *formula,
                const char *text,
                char        end)
{
  for (; *text != '\0'; text++)
    switch (*text)
      {
      case '\n':
        g_string_append (formula, "\\n");
        break;
      case '\r':
        g_string_append (formula, "\\r");
        break;
      case '\t':
        g_string_append (formula, "\\t");
        break;
      default:
        if (*text == end || *text == '\\')
          g_string_append_c (formula, '\\');
        g_string_append_c (formula, *text);
      }
}

char *
shc_airtable_formula_is (const char *field_name,
                         const char *text)
{
  g_autoptr(GString) formula = g_string_new ("{");

  g_return_val_if_fail (field_name != NULL && text != NULL, NULL);

  append_escaped (formula, field_name, '}');
  g_string_append (formula, "}=\"");
  append_escaped (formula, text, '"');
  g_string_append_c (formula, '"');
  return g_string_free (g_steal_pointer (&formula), FALSE);
}
