/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left of a plan for a mailing list when not all of it was chosen: no more, and no less, is sent. */

#include "config.h"

#include <string.h>

#include "shc-mailing-private.h"

#define HASH "62eeb292278cc15f5817cb78f7790b08"

static ShcMailingItem *
add_join (ShcMailingPlan *plan)
{
  ShcMailingItem *item = shc_mailing_plan_add (plan, SHC_MAILING_MEMBER, "", SHC_SHARING_CREATE, HASH,
                                               shc_mailchimp_write_join ("a@example.org", "pending", NULL, "River"));

  item->step->digests = shc_mailing_digest ("River");
  shc_mailing_item_say (item, "email_address", NULL, "a@example.org");
  shc_mailing_item_say (item, "status", NULL, "pending");
  shc_mailing_item_say (item, "FNAME", NULL, "River");
  return item;
}

static ShcMailingItem *
add_tags (ShcMailingPlan *plan)
{
  const char *tags[] = { "Day 1", "Day 7", "Day 9", NULL };
  ShcMailingItem *item = shc_mailing_plan_add (plan, SHC_MAILING_TAGS, "", SHC_SHARING_UPDATE, HASH,
                                               shc_mailchimp_write_tags (tags, NULL));
  g_autoptr(GString) digests = g_string_new (NULL);

  item->step->before = shc_mailchimp_write_tags (NULL, tags);
  for (guint i = 0; tags[i] != NULL; i++)
    {
      g_autofree char *digest = shc_mailing_digest (tags[i]);

      g_string_append_printf (digests, "%s%s", i > 0 ? " " : "", digest);
      shc_mailing_item_say (item, "tags", NULL, tags[i]);
    }
  item->step->digests = g_strdup (digests->str);
  return item;
}

static ShcMailingItem *
add_former (ShcMailingPlan *plan)
{
  ShcMailingItem *item = shc_mailing_plan_add (plan, SHC_MAILING_STATUS, "", SHC_SHARING_UPDATE, HASH,
                                               shc_mailchimp_write_change ("unsubscribed", NULL));

  shc_mailing_item_say (item, "status", NULL, "unsubscribed");
  return item;
}

static void
leave_out (ShcMailingItem *item,
           guint           number)
{
  ShcMailingChange *change = g_ptr_array_index (item->changes, number);

  g_assert_true (shc_mailing_change_is_voluntary (item, change));
  change->left_out = TRUE;
}

static const ShcMailingItem *
get (const ShcMailingPlan *plan,
     guint                 number)
{
  g_assert_cmpuint (number, <, plan->items->len);
  return g_ptr_array_index (plan->items, number);
}

static void
test_whole (void)
{
  g_autoptr(ShcMailingPlan) plan = shc_mailing_plan_new (SHC_MAILING_JOIN, "list");
  g_autoptr(ShcMailingPlan) settled = NULL;

  g_test_summary ("Where all of it is chosen, it stays byte for byte.");
  add_join (plan);
  add_tags (plan);
  settled = shc_mailing_plan_settle (plan);
  g_assert_cmpuint (shc_mailing_plan_count (settled), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpstr (get (settled, i)->step->cells, ==, get (plan, i)->step->cells);
      g_assert_cmpstr (get (settled, i)->step->digests, ==, get (plan, i)->step->digests);
      g_assert_cmpuint (get (settled, i)->changes->len, ==, get (plan, i)->changes->len);
    }
}

static void
test_name (void)
{
  g_autoptr(ShcMailingPlan) plan = shc_mailing_plan_new (SHC_MAILING_JOIN, "list");
  g_autoptr(ShcMailingPlan) settled = NULL;
  g_autofree char *wanted = shc_mailchimp_write_join ("a@example.org", "pending", NULL, NULL);
  ShcMailingItem *join = add_join (plan);

  g_test_summary ("Joining goes without the name; the address and the status are what joining is.");
  g_assert_false (shc_mailing_change_is_voluntary (join, g_ptr_array_index (join->changes, 0)));
  g_assert_false (shc_mailing_change_is_voluntary (join, g_ptr_array_index (join->changes, 1)));
  leave_out (join, 2);
  settled = shc_mailing_plan_settle (plan);
  g_assert_cmpstr (get (settled, 0)->step->cells, ==, wanted);
  g_assert_null (get (settled, 0)->step->digests);
  g_assert_cmpuint (get (settled, 0)->changes->len, ==, 2);
  g_assert_nonnull (strstr (join->step->cells, "River"));
}

static void
test_tags (void)
{
  g_autoptr(ShcMailingPlan) plan = shc_mailing_plan_new (SHC_MAILING_JOIN, "list");
  g_autoptr(ShcMailingPlan) settled = NULL;
  g_autoptr(ShcMailingPlan) nothing = NULL;
  const char *kept[] = { "Day 7", NULL };
  g_autofree char *wanted = shc_mailchimp_write_tags (kept, NULL);
  g_autofree char *undone = shc_mailchimp_write_tags (NULL, kept);
  g_autofree char *digest = shc_mailing_digest ("Day 7");
  ShcMailingItem *tags = add_tags (plan);

  g_test_summary ("A tag that stays here is neither sent, nor taken back later, nor thought to stand there.");
  leave_out (tags, 0);
  leave_out (tags, 2);
  settled = shc_mailing_plan_settle (plan);
  g_assert_cmpstr (get (settled, 0)->step->cells, ==, wanted);
  g_assert_cmpstr (get (settled, 0)->step->before, ==, undone);
  g_assert_cmpstr (get (settled, 0)->step->digests, ==, digest);
  leave_out (tags, 1);
  nothing = shc_mailing_plan_settle (plan);
  g_assert_cmpuint (nothing->items->len, ==, 0);
}

static void
test_not_joining (void)
{
  g_autoptr(ShcMailingPlan) plan = shc_mailing_plan_new (SHC_MAILING_JOIN, "list");
  g_autoptr(ShcMailingPlan) settled = NULL;
  ShcMailingItem *join = add_join (plan);
  ShcMailingItem *former = add_former (plan);
  ShcMailingItem *tags = add_tags (plan);

  g_test_summary ("Who does not join gets nothing; a former address leaves all the same.");
  g_assert_false (shc_mailing_plan_holds_back (plan, tags));
  join->ticked = FALSE;
  g_assert_true (shc_mailing_plan_holds_back (plan, tags));
  g_assert_false (shc_mailing_plan_holds_back (plan, join));
  g_assert_false (shc_mailing_plan_holds_back (plan, former));
  settled = shc_mailing_plan_settle (plan);
  g_assert_cmpuint (settled->items->len, ==, 1);
  g_assert_cmpstr (get (settled, 0)->step->part, ==, SHC_MAILING_STATUS);
  former->ticked = FALSE;
  g_clear_pointer (&settled, shc_mailing_plan_free);
  settled = shc_mailing_plan_settle (plan);
  g_assert_cmpuint (settled->items->len, ==, 0);
}

static void
test_undo (void)
{
  g_autoptr(ShcMailingPlan) plan = shc_mailing_plan_new (SHC_MAILING_UNDO, "list");
  ShcMailingItem *item = shc_mailing_plan_add (plan, SHC_MAILING_TAGS, "", SHC_SHARING_UPDATE, HASH, g_strdup ("{}"));

  g_test_summary ("Tags are taken back as a whole.");
  shc_mailing_item_say (item, "tags", "those", NULL);
  g_assert_false (shc_mailing_change_is_voluntary (item, g_ptr_array_index (item->changes, 0)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sharing/mailing-choice/whole", test_whole);
  g_test_add_func ("/sharing/mailing-choice/name", test_name);
  g_test_add_func ("/sharing/mailing-choice/tags", test_tags);
  g_test_add_func ("/sharing/mailing-choice/not-joining", test_not_joining);
  g_test_add_func ("/sharing/mailing-choice/undo", test_undo);
  return g_test_run ();
}
