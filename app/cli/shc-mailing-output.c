/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How plans and receipts of a mailing list look. */

#define G_LOG_DOMAIN "shc-mailing-output"

#include "config.h"

#include "shc-mailing-output.h"

#include <glib/gi18n-lib.h>

#include "shc-cli.h"
#include "shc-output.h"

/* ---- for people */

static char *
dup_shown (const char *value)
{
  return value != NULL && *value != '\0' ? shc_output_make_visible (value, TRUE) : g_strdup ("–");
}

static const char *
get_title (const ShcMailingChange *change)
{
  if (g_str_equal (change->field, "email_address"))
    return _("E-mail address");
  if (g_str_equal (change->field, "status"))
    return _("On the list");
  if (g_str_equal (change->field, "FNAME"))
    return _("Name");
  if (g_str_equal (change->field, "milestone"))
    return _("Milestone told of");
  return g_str_equal (change->field, "tags") ? _("Tag") : _("Event");
}

static void
print_item (const ShcMailingItem *item)
{
  for (guint i = 0; i < item->changes->len; i++)
    {
      const ShcMailingChange *change = g_ptr_array_index (item->changes, i);
      g_autofree char *before = dup_shown (change->before);
      gboolean erased = g_str_equal (item->step->part, "erase");
      g_autofree char *after = erased ? g_strdup (_("deleted for good")) : dup_shown (change->after);

      shc_cli_print ("%s%s: %s → %s", item->ticked ? "" : _("(not done unless you say so) "), get_title (change), before,
                     after);
    }
}

void
shc_mailing_print_plan (const ShcMailingPlan *plan)
{
  g_autofree char *list = shc_output_make_visible (plan->list, TRUE);
  g_autofree char *now = dup_shown (plan->status_now);
  guint n = shc_mailing_plan_count (plan);

  if (plan->compared)
    shc_cli_print (_("List %s at Mailchimp. You there now: %s"), list, now);
  else
    shc_cli_print (_("List %s at Mailchimp. Nothing was asked there; this is what was last known."), list);
  for (guint i = 0; i < plan->items->len; i++)
    print_item (g_ptr_array_index (plan->items, i));
  for (guint i = 0; i < plan->notes->len; i++)
    shc_cli_print ("%s", (const char *) g_ptr_array_index (plan->notes, i));
  if (n == 0)
    shc_cli_print (_("Nothing is to be done."));
  else
    shc_cli_print (g_dngettext (GETTEXT_PACKAGE, "It takes %u request.", "It takes %u requests.", n), n);
}

static char *
describe_step (const ShcSharingStep *step)
{
  if (g_str_equal (step->part, "event"))
    return g_strdup (_("The event"));
  if (g_str_equal (step->part, "tags"))
    return g_strdup (_("The tags"));
  return g_strdup (_("Your place on the list"));
}

void
shc_mailing_print_receipt (const ShcMailingPlan    *plan,
                           const ShcMailingReceipt *receipt)
{
  if (receipt->done == 0 && receipt->left->len == 0)
    shc_cli_print (_("Nothing was to be done."));
  else
    shc_cli_print (_("Done: %u of %u."), receipt->done, receipt->done + receipt->left->len);
  if (receipt->status != NULL && plan != NULL && plan->wish == SHC_MAILING_JOIN)
    {
      g_autofree char *status = dup_shown (receipt->status);

      shc_cli_print (_("You on the list: %s"), status);
    }
  for (guint i = 0; i < receipt->left->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (receipt->left, i);
      g_autofree char *what = describe_step (step);

      shc_cli_print ("%s: %s", what, step->why != NULL ? step->why : _("It was not sent."));
    }
  for (guint i = 0; plan != NULL && i < plan->notes->len; i++)
    shc_cli_print ("%s", (const char *) g_ptr_array_index (plan->notes, i));
}

/* ---- for programs */

static const ShcMailingChange *
find_change (const ShcMailingPlan *plan,
             const char           *field)
{
  for (guint i = 0; i < plan->items->len; i++)
    {
      const ShcMailingItem *item = g_ptr_array_index (plan->items, i);

      for (guint j = 0; j < item->changes->len; j++)
        {
          const ShcMailingChange *change = g_ptr_array_index (item->changes, j);

          if (g_str_equal (change->field, field))
            return change;
        }
    }
  return NULL;
}

static void
add_field (JsonBuilder          *reply,
           const ShcMailingPlan *plan,
           const char           *field)
{
  const ShcMailingChange *change = find_change (plan, field);

  if (change == NULL)
    return;
  json_builder_set_member_name (reply, field);
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "before", change->before);
  shc_json_add_string (reply, "after", change->after);
  json_builder_end_object (reply);
}

/* All that is added of a field that has several, or that is taken away. */
static void
add_several (JsonBuilder          *reply,
             const ShcMailingPlan *plan,
             const char           *name,
             const char           *field,
             gboolean              added)
{
  const ShcMailingChange *first = find_change (plan, field);

  if (first == NULL || (first->after != NULL) != added)
    return;
  json_builder_set_member_name (reply, name);
  json_builder_begin_array (reply);
  for (guint i = 0; i < plan->items->len; i++)
    {
      const ShcMailingItem *item = g_ptr_array_index (plan->items, i);

      for (guint j = 0; j < item->changes->len; j++)
        {
          const ShcMailingChange *change = g_ptr_array_index (item->changes, j);

          if (g_str_equal (change->field, field))
            json_builder_add_string_value (reply, added ? change->after : change->before);
        }
    }
  json_builder_end_array (reply);
}

static void
add_changes (JsonBuilder          *reply,
             const ShcMailingPlan *plan)
{
  json_builder_set_member_name (reply, "changes");
  json_builder_begin_object (reply);
  if (plan != NULL)
    {
      add_field (reply, plan, "email_address");
      add_field (reply, plan, "status");
      add_field (reply, plan, "FNAME");
      add_several (reply, plan, "tags", "tags", TRUE);
      add_several (reply, plan, "tags_taken_away", "tags", FALSE);
      add_several (reply, plan, "events", "events", TRUE);
    }
  json_builder_end_object (reply);
}

static void
add_notes (JsonBuilder          *reply,
           const ShcMailingPlan *plan)
{
  json_builder_set_member_name (reply, "notes");
  json_builder_begin_array (reply);
  for (guint i = 0; plan != NULL && i < plan->notes->len; i++)
    json_builder_add_string_value (reply, g_ptr_array_index (plan->notes, i));
  json_builder_end_array (reply);
}

void
shc_mailing_add_plan (JsonBuilder          *reply,
                      const ShcMailingPlan *plan)
{
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "service", "mailchimp");
  shc_json_add_string (reply, "list", plan->list);
  shc_json_add_string (reply, "compared_with", plan->compared ? "service" : "last-known");
  shc_json_add_string (reply, "status_now", plan->status_now);
  shc_json_add_string (reply, "status", plan->status);
  add_changes (reply, plan);
  shc_json_add_int (reply, "requests", shc_mailing_plan_count (plan));
  add_notes (reply, plan);
  json_builder_end_object (reply);
}

void
shc_mailing_add_receipt (JsonBuilder             *reply,
                         const ShcMailingPlan    *plan,
                         const ShcMailingReceipt *receipt)
{
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "status", receipt->status);
  add_changes (reply, plan);
  shc_json_add_int (reply, "done", receipt->done);
  shc_json_add_int (reply, "requests", receipt->requests);
  json_builder_set_member_name (reply, "failed");
  json_builder_begin_array (reply);
  for (guint i = 0; i < receipt->left->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (receipt->left, i);

      json_builder_begin_object (reply);
      shc_json_add_string (reply, "id", step->id);
      shc_json_add_string (reply, "part", step->part);
      shc_json_add_boolean (reply, "may_have_gone", step->state == SHC_SHARING_SENT);
      shc_json_add_string (reply, "why", step->why);
      json_builder_end_object (reply);
    }
  json_builder_end_array (reply);
  add_notes (reply, plan);
  json_builder_end_object (reply);
}
