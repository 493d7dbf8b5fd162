/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc conversations` and `shc conversation`: what is kept of talks with the companion. */

#define G_LOG_DOMAIN "shc-cmd-conversations"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "shc-clock.h"
#include "shc-commands.h"
#include "shc-conversation-keep.h"
#include "shc-conversations.h"
#include "shc-cost-output.h"
#include "shc-date.h"
#include "shc-output.h"
#include "shc-prices.h"
#include "shc-settings.h"
#include "shc-unlock.h"

typedef struct
{
  const char      *id;
  GPtrArray       *list;
  ShcConversation *conversation;
  ShcReflection   *kept;
  GPtrArray       *prices;
} Work;

static gboolean
confirm_date (ShcDb     *db,
              gpointer   data,
              GError   **error)
{
  return shc_clock_confirm (db, g_get_real_time (), error);
}

static gboolean
get_doubt (ShcDb     *db,
           gpointer   data,
           GError   **error)
{
  return shc_clock_get_doubt (db, g_get_real_time (), data, error);
}

static gboolean
settle (ShcDb     *db,
        gpointer   data,
        GError   **error)
{
  int days = shc_settings_get_int (db, SHC_SETTING_COMPANION_RETENTION_DAYS, error);

  return days > 0 && shc_conversations_settle (db, g_get_real_time (), days, error);
}

static gboolean
list (ShcDb     *db,
      gpointer   data,
      GError   **error)
{
  Work *work = data;

  work->list = shc_conversations_list (db, error);
  return work->list != NULL && (work->prices = shc_prices_load (db, error)) != NULL;
}

static gboolean
get (ShcDb     *db,
     gpointer   data,
     GError   **error)
{
  Work *work = data;

  work->conversation = shc_conversations_get (db, work->id, error);
  return work->conversation != NULL && (work->prices = shc_prices_load (db, error)) != NULL;
}

static gboolean
delete (ShcDb     *db,
        gpointer   data,
        GError   **error)
{
  Work *work = data;

  return get (db, work, error) && shc_conversations_delete (db, work->conversation->id, error);
}

static gboolean
keep (ShcDb     *db,
      gpointer   data,
      GError   **error)
{
  Work *work = data;

  work->kept = shc_conversation_keep (db, work->id, g_get_real_time (), error);
  return work->kept != NULL;
}

static gboolean
open_settled (ShcCli  *self,
              GError **error)
{
  return shc_cli_open (self, error) && shc_cli_do (self, SHC_DB_WRITER, settle, NULL, error);
}

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->list, g_ptr_array_unref);
  g_clear_pointer (&work->conversation, shc_conversation_free);
  g_clear_pointer (&work->kept, shc_reflection_free);
  g_clear_pointer (&work->prices, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static ShcCost *
create_cost (const Work            *work,
             const ShcConversation *conversation)
{
  return shc_cost_new (conversation->usage, work->prices, shc_date_get_day (shc_date_now (g_get_real_time ())));
}

static void
add_head (const Work            *work,
          JsonBuilder           *reply,
          const ShcConversation *conversation)
{
  g_autoptr(ShcCost) cost = create_cost (work, conversation);

  shc_json_add_string (reply, "id", conversation->id);
  shc_json_add_time (reply, "started", conversation->started_us);
  shc_json_add_time (reply, "expires", conversation->expires_us);
  shc_json_add_boolean (reply, "ending_soon", shc_conversation_is_ending (conversation, g_get_real_time ()));
  if (conversation->messages == NULL)
    shc_json_add_int (reply, "messages", conversation->n_messages);
  shc_cost_output_add_usage (reply, cost);
}

static void
print_head (const Work            *work,
            const ShcConversation *one)
{
  g_autofree char *started = shc_output_format_time (one->started_us);
  g_autofree char *expires = shc_output_format_time (one->expires_us);
  g_autoptr(ShcCost) cost = create_cost (work, one);
  g_autofree char *words = shc_cost_to_string (cost);

  if (one->usage->len > 0)
    shc_cli_print (_("%.8s  begun %s, %" PRId64 " messages, kept until %s; it cost %s"), one->id, started, one->n_messages,
                   expires, words);
  else
    shc_cli_print (_("%.8s  begun %s, %" PRId64 " messages, kept until %s"), one->id, started, one->n_messages, expires);
  if (shc_conversation_asks (one, g_get_real_time ()))
    shc_cli_print (_("          It ends soon. “shc conversation keep %.8s” makes a reflection of it."), one->id);
}

/* On standard error with --json too: the list alone would look as if they were gone. */
static void
warn_of_doubt (const ShcDateDoubt *doubt)
{
  g_autofree char *now = shc_output_format_time (doubt->now_us);
  g_autofree char *seen = shc_output_format_time (doubt->seen_us);
  gulong n = (gulong) doubt->n_hidden;

  shc_cli_warn (_("This computer’s clock says %s; conversations were last looked after on %s."), now, seen);
  shc_cli_warn (g_dngettext (GETTEXT_PACKAGE, "Because of that %lu conversation is hidden, but not removed.",
                             "Because of that %lu conversations are hidden, but not removed.", n), n);
  shc_cli_warn (_("If the date is right, “shc conversations --confirm-date” removes what is over for good. If not, set the "
                  "clock: then they are there again until their day."));
}

gboolean
shc_cmd_conversations (ShcCli  *self,
                       GError **error)
{
  g_auto(Work) work = { NULL };
  ShcDateDoubt doubt;
  const GPtrArray *found;

  if (!shc_cli_open (self, error) ||
      (shc_args_has (self->args, "confirm-date") && !shc_cli_do (self, SHC_DB_WRITER, confirm_date, NULL, error)) ||
      !shc_cli_do (self, SHC_DB_WRITER, settle, NULL, error) ||
      !shc_cli_do (self, SHC_DB_READER, get_doubt, &doubt, error) ||
      !shc_cli_do (self, SHC_DB_READER, list, &work, error))
    return FALSE;
  found = work.list;
  if (doubt.n_hidden > 0)
    warn_of_doubt (&doubt);
  if (self->json)
    json_builder_begin_array (self->reply);
  for (guint i = 0; i < found->len; i++)
    {
      const ShcConversation *one = g_ptr_array_index (found, i);

      if (self->json)
        {
          json_builder_begin_object (self->reply);
          add_head (&work, self->reply, one);
          json_builder_end_object (self->reply);
        }
      else
        print_head (&work, one);
    }
  if (self->json)
    json_builder_end_array (self->reply);
  else if (found->len == 0 && doubt.n_hidden == 0)
    shc_cli_say (self, _("No conversation is kept."));
  return TRUE;
}

static void
add_message (JsonBuilder      *reply,
             const ShcMessage *message)
{
  json_builder_begin_object (reply);
  shc_json_add_time (reply, "at", message->at_us);
  shc_json_add_string (reply, "from", message->from_person ? "person" : "companion");
  shc_json_add_string (reply, "text", message->text);
  shc_json_add_string (reply, "state", message->state);
  shc_json_add_string (reply, "model", message->model);
  shc_json_add_strings (reply, "reflections",
                        message->reflections != NULL ? (const char *const *) message->reflections
                                                     : (const char *const[]) { NULL });
  json_builder_end_object (reply);
}

static void
print_message (const ShcMessage *message)
{
  g_autofree char *at = shc_output_format_time (message->at_us);
  g_autofree char *text = shc_output_make_visible (message->text, FALSE);

  shc_cli_print ("%s  %s\n%s\n", at, message->from_person ? _("You") : _("Companion (AI)"), text);
}

gboolean
shc_cmd_conversation (ShcCli  *self,
                      GError **error)
{
  g_auto(Work) work = { self->args->positionals[0] };
  const ShcConversation *conversation;

  if (!open_settled (self, error) || !shc_cli_do (self, SHC_DB_READER, get, &work, error))
    return FALSE;
  conversation = work.conversation;
  if (self->json)
    {
      json_builder_begin_object (self->reply);
      add_head (&work, self->reply, conversation);
      json_builder_set_member_name (self->reply, "messages");
      json_builder_begin_array (self->reply);
    }
  for (guint i = 0; i < conversation->messages->len; i++)
    if (self->json)
      add_message (self->reply, g_ptr_array_index (conversation->messages, i));
    else
      print_message (g_ptr_array_index (conversation->messages, i));
  if (self->json)
    {
      json_builder_end_array (self->reply);
      json_builder_end_object (self->reply);
    }
  return TRUE;
}

gboolean
shc_cmd_conversation_delete (ShcCli  *self,
                             GError **error)
{
  g_auto(Work) work = { self->args->positionals[0] };
  const ShcConversation *conversation;
  const char *ids[2] = { NULL, NULL };

  if (!open_settled (self, error) || !shc_cli_do (self, SHC_DB_WRITER, delete, &work, error))
    return FALSE;
  conversation = work.conversation;
  ids[0] = conversation->id;
  if (!self->json)
    {
      shc_cli_say (self, _("The conversation is deleted."));
      return TRUE;
    }
  json_builder_begin_object (self->reply);
  shc_json_add_strings (self->reply, "ids", ids);
  json_builder_end_object (self->reply);
  return TRUE;
}

gboolean
shc_cmd_conversation_keep (ShcCli  *self,
                           GError **error)
{
  g_auto(Work) work = { self->args->positionals[0] };
  const ShcReflection *kept;

  if (!open_settled (self, error) || !shc_cli_do (self, SHC_DB_WRITER, keep, &work, error))
    return FALSE;
  kept = work.kept;
  if (self->json)
    {
      json_builder_begin_object (self->reply);
      shc_reflection_add_json (kept, self->reply);
      json_builder_end_object (self->reply);
    }
  else
    {
      shc_output_print_kept (kept, TRUE);
      shc_cli_say (self, _("What the AI said in it is marked as an AI’s words."));
      if (kept->never_send)
        shc_cli_say (self, _("It is marked “never send”, as a reflection that you spoke about is."));
    }
  return TRUE;
}
