/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which base, and what its columns are called: as people write both. */

#include "config.h"

#include "shc-airtable-types.h"
#include "shc-base-layout.h"
#include "shc-base-mapping.h"

#define MAPPING "Users: Email = Courriel\nfasting.Some = A little\nusers: email =\nMine: = x = y"

static void
test_get (void)
{
  g_autofree char *email = shc_base_mapping_get (MAPPING, "Users: Email");
  g_autofree char *some = shc_base_mapping_get (MAPPING, "FASTING.SOME");
  g_autofree char *mine = shc_base_mapping_get (MAPPING, "Mine:");
  g_autofree char *none = shc_base_mapping_get (MAPPING, "Users: Healing Name");

  g_assert_cmpstr (email, ==, "Courriel");
  g_assert_cmpstr (some, ==, "A little");
  g_assert_cmpstr (mine, ==, "x = y");
  g_assert_null (none);
}

static void
test_set (void)
{
  g_autofree char *changed = shc_base_mapping_set (MAPPING, "Users: Email", " Mail ");
  g_autofree char *removed = shc_base_mapping_set (MAPPING, "fasting.Some", NULL);
  g_autofree char *first = shc_base_mapping_set ("", "milestone.Day 7", "Week one");

  g_assert_cmpstr (changed, ==, "fasting.Some = A little\nMine: = x = y\nUsers: Email = Mail");
  g_assert_cmpstr (removed, ==, "Users: Email = Courriel\nusers: email =\nMine: = x = y");
  g_assert_cmpstr (first, ==, "milestone.Day 7 = Week one");
}

/* What is set here is what the layout reads. */
static void
test_layout (void)
{
  g_autofree char *key = shc_base_column_dup_key (SHC_BASE_EMAIL);
  g_autofree char *mapping = shc_base_mapping_set ("", key, "Courriel");
  const ShcBaseLayoutNames names = { "Users", "Reflections", mapping };
  g_autoptr(ShcBaseLayout) layout = shc_base_layout_new (NULL, &names);

  g_assert_cmpstr (shc_base_layout_get_wanted_name (layout, SHC_BASE_EMAIL), ==, "Courriel");
  g_assert_cmpstr (shc_base_layout_get_wanted_name (layout, SHC_BASE_NAME), ==, "Healing Name");
}

static void
test_base_id (void)
{
  static const char *const good[] = { "appHealing0000001", "  appHealing0000001\n",
                                      "https://airtable.com/appHealing0000001",
                                      "https://airtable.com/appHealing0000001/tblX/viwY?blocks=hide",
                                      "https://airtable.com/appHealing0000001?x" };
  static const char *const bad[] = { "", "app", "apples", "appHealing0000001x!", "tblHealing0000001",
                                     "https://airtable.com/", "appHealing 0000001" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *id = shc_airtable_dup_base_id (good[i]);

      g_assert_cmpstr (id, ==, "appHealing0000001");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (shc_airtable_dup_base_id (bad[i]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sharing/base-mapping/get", test_get);
  g_test_add_func ("/sharing/base-mapping/set", test_set);
  g_test_add_func ("/sharing/base-mapping/layout", test_layout);
  g_test_add_func ("/sharing/base-mapping/base-id", test_base_id);
  return g_test_run ();
}
