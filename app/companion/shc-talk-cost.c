/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a conversation uses and costs, before it is sent and after. */

#define G_LOG_DOMAIN "shc-talk"

#include "config.h"

#include "shc-talk-private.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "shc-money.h"
#include "shc-prices.h"
#include "shc-service-error.h"

/* A price that was looked up longer ago may have changed. */
#define OLD_DAYS 180

/* ---- after it was sent */

static gint64
count_or_guess (gint64    counted,
                gsize     bytes,
                gboolean *guessed)
{
  *guessed = counted < 0;
  return *guessed ? shc_envelope_estimate_tokens (bytes) : counted;
}

/* An answer that was lost on its way was paid for, and so was one that was not read on. */
static gboolean
may_be_paid_for (const GError *problem)
{
  if (g_error_matches (problem, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_STORED))
    return TRUE;
  return (g_error_matches (problem, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TIMEOUT) ||
          g_error_matches (problem, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE)) &&
         !shc_service_error_get_advice (problem)->undone;
}

/* Nothing was used where the service took nothing. */
static gboolean
is_unused (const ShcChatReply *reply)
{
  return reply->state == SHC_CHAT_ERROR && reply->output_tokens <= 0 && !may_be_paid_for (reply->problem);
}

gboolean
shc_talk_get_tokens (ShcTalk *self,
                     gint64  *input,
                     gint64  *output)
{
  gboolean guessed_input, guessed_output;

  g_return_val_if_fail (SHC_IS_TALK (self), FALSE);

  *input = *output = 0;
  if (self->reply == NULL || self->body == NULL || is_unused (self->reply))
    return FALSE;
  *input = count_or_guess (self->reply->input_tokens, g_bytes_get_size (self->body), &guessed_input);
  *output = count_or_guess (self->reply->output_tokens, self->reply->bytes, &guessed_output);
  return guessed_input || guessed_output;
}

/* Returns: (nullable). */
static ShcUsage *
create_usage (ShcTalk *self)
{
  const ShcChatReply *reply = self->reply;
  const char *model = reply->model != NULL ? reply->model : self->envelope->request->model;
  ShcUsage *usage;

  if (is_unused (reply))
    return NULL;
  usage = shc_usage_new (g_get_real_time (), self->companion->host, model);
  shc_talk_get_tokens (self, &usage->input_tokens, &usage->output_tokens);
  usage->estimated_input = reply->input_tokens < 0 ? usage->input_tokens : 0;
  usage->estimated_output = reply->output_tokens < 0 ? usage->output_tokens : 0;
  return usage;
}

void
shc_talk_count (ShcTalk *self)
{
  g_clear_pointer (&self->last, shc_usage_free);
  self->last = create_usage (self);
  if (self->last == NULL)
    return;
  g_ptr_array_add (self->used, shc_usage_copy (self->last));
  g_ptr_array_add (self->companion->used, shc_usage_copy (self->last));
}

ShcUsage *
shc_talk_create_pledge (ShcTalk *self)
{
  ShcUsage *pledge = shc_usage_new (g_get_real_time (), self->companion->host, self->envelope->request->model);

  pledge->input_tokens = pledge->estimated_input = shc_envelope_estimate_tokens (g_bytes_get_size (self->body));
  return pledge;
}

static ShcCost *
create_cost (ShcTalk         *self,
             const GPtrArray *usage)
{
  return shc_cost_new (usage, self->companion->prices, self->companion->today);
}

ShcCost *
shc_talk_create_reply_cost (ShcTalk *self)
{
  g_autoptr(GPtrArray) one = g_ptr_array_new ();

  g_return_val_if_fail (SHC_IS_TALK (self) && self->companion != NULL, NULL);

  if (self->last != NULL)
    g_ptr_array_add (one, self->last);
  return create_cost (self, one);
}

ShcCost *
shc_talk_create_cost (ShcTalk *self)
{
  g_return_val_if_fail (SHC_IS_TALK (self) && self->companion != NULL, NULL);

  return create_cost (self, self->used);
}

/* ---- before it is sent */

static gint64
estimate_input (ShcTalk *self)
{
  return shc_envelope_estimate_tokens (g_bytes_get_size (self->body));
}

gboolean
shc_talk_check (ShcTalk  *self,
                GError  **error)
{
  g_return_val_if_fail (SHC_IS_TALK (self) && self->envelope != NULL, FALSE);

  return shc_companion_check_message (self->companion, self->envelope->request->model, estimate_input (self), error);
}

static void
append (GString    *text,
        const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
}

static void
append_age (GString        *text,
            const ShcPrice *price,
            gint64          today)
{
  g_autofree char *sentence = NULL;

  if (today - price->day < OLD_DAYS)
    return;
  sentence = g_strdup_printf (_("That price is %" PRId64 " days old; please check it."), today - price->day);
  append (text, sentence);
}

static void
append_message (ShcTalk *self,
                GString *text)
{
  const ShcChatRequest *request = self->envelope->request;
  const ShcCompanion *companion = self->companion;
  const ShcPrice *price = shc_prices_find (companion->prices, request->model, companion->today, NULL);
  g_autofree char *sending = NULL;
  g_autofree char *most = NULL;
  g_autofree char *day = NULL;
  g_autofree char *sentence = NULL;

  if (price == NULL)
    {
      sentence = g_strdup_printf (_("What it costs is not known here: no price of the model “%s” was noted "
                                    "(companion.prices, or Preferences)."), request->model);
      append (text, sentence);
      return;
    }
  sending = shc_money_format (shc_money_for_tokens (estimate_input (self), price->input), price->currency);
  most = shc_money_format (shc_money_for_tokens (request->max_output_tokens, price->output), price->currency);
  day = shc_price_dup_day (price);
  sentence = g_strdup_printf (_("Estimated cost: %s to send it, and at most %s for the reply, by the price you noted "
                                "for %s."), sending, most, day);
  append (text, sentence);
  append_age (text, price, companion->today);
}

/* @format: with a place for what it was. */
static void
append_used (ShcTalk         *self,
             GString         *text,
             const GPtrArray *usage,
             const char      *format)
{
  g_autoptr(ShcCost) cost = create_cost (self, usage);
  g_auto(GStrv) parts = g_strsplit (format, "{}", 2);
  g_autofree char *words = shc_cost_to_string (cost);
  g_autofree char *sentence = g_strjoinv (words, parts);

  append (text, sentence);
}

char *
shc_talk_dup_cost_words (ShcTalk *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *limit = NULL;
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (SHC_IS_TALK (self) && self->envelope != NULL, NULL);

  append_message (self, text);
  /* Translators: {} is an amount of money. */
  if (self->used->len > 0)
    append_used (self, text, self->used, _("This conversation so far: {}."));
  if (self->companion->used->len > 0)
    append_used (self, text, self->companion->used, _("This month: {}."));
  limit = shc_limit_to_string (&self->companion->limit);
  if (limit != NULL)
    {
      sentence = g_strdup_printf (_("Your monthly limit: %s."), limit);
      append (text, sentence);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
