/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that are let go as they come change nothing of the plan. */

#include "config.h"

#include "shc-base-rows.h"
#include "shc-remote-links.h"

#define N_REFLECTIONS 6

/* What stands there of each reflection. */
enum { SAME, CHANGED, BY_LOCAL_ID, GONE, COPIED, NEW };

static void
add_reflection (ShcBaseOurs *ours,
                guint        number)
{
  ShcOutboundReflection *reflection = g_new0 (ShcOutboundReflection, 1);
  ShcRemoteLink *link = g_new0 (ShcRemoteLink, 1);

  reflection->id = g_strdup_printf ("reflection-%u", number);
  reflection->text = g_strdup_printf ("Number %u, by the river.", number);
  g_assert_true (shc_date_parse ("2026-10-01", &reflection->date, NULL));
  g_ptr_array_add (ours->reflections, reflection);
  link->id = g_strdup (reflection->id);
  link->local_id = g_strdup_printf ("local-%u", number);
  link->remote_id = number == BY_LOCAL_ID || number == NEW ? NULL : g_strdup_printf ("recReflection000%u", number);
  g_ptr_array_add (ours->links, link);
}

static ShcBaseOurs *
create_ours (void)
{
  ShcBaseOurs *ours = g_new0 (ShcBaseOurs, 1);

  ours->profile = shc_profile_new ();
  ours->profile->healing_name = g_strdup ("River");
  ours->reflections = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_outbound_reflection_free);
  ours->links = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_remote_link_free);
  for (guint i = 0; i < N_REFLECTIONS; i++)
    add_reflection (ours, i);
  return ours;
}

static ShcAirtableRecord *
create_row (const ShcBaseLayout *layout,
            const char          *id,
            guint                number)
{
  static const char *const own[] = { "recOwn00000000001", NULL };
  g_autofree char *local_id = g_strdup_printf ("local-%u", number);
  g_autofree char *text =
    g_strdup_printf (number == CHANGED ? "Number %u, by the sea." : "Number %u, by the river.", number);
  ShcCells *cells = shc_cells_new ();

  shc_cells_set_links (cells, shc_base_layout_get_id (layout, SHC_BASE_USER), own);
  shc_cells_set_text (cells, shc_base_layout_get_id (layout, SHC_BASE_TEXT), text);
  shc_cells_set_date (cells, shc_base_layout_get_id (layout, SHC_BASE_DATE), "2026-10-01");
  shc_cells_set_text (cells, shc_base_layout_get_id (layout, SHC_BASE_REFLECTION_ID), local_id);
  return shc_airtable_record_new (id, cells);
}

static GPtrArray *
create_rows (const ShcBaseLayout *layout)
{
  static const guint there[] = { SAME, CHANGED, BY_LOCAL_ID, COPIED };
  GPtrArray *rows = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (there); i++)
    {
      g_autofree char *id = g_strdup_printf ("recReflection000%u", there[i]);

      g_ptr_array_add (rows, create_row (layout, id, there[i]));
    }
  /* Somebody made a second row of one, with all its cells. */
  g_ptr_array_add (rows, create_row (layout, "recTheCopy0000001", COPIED));
  return rows;
}

static ShcBaseTheirs *
create_theirs (void)
{
  ShcBaseTheirs *theirs = shc_base_theirs_new ();

  theirs->user = shc_airtable_record_new ("recOwn00000000001", NULL);
  return theirs;
}

static void
keep (ShcBaseTheirs     *theirs,
      ShcAirtableRecord *record)
{
  g_hash_table_replace (theirs->reflections, record->id, record);
}

static ShcSharePlan *
plan (const ShcBaseLayout *layout,
      const ShcBaseOurs   *ours,
      const ShcBaseTheirs *theirs)
{
  ShcSharePlan *all = shc_share_plan_new (SHC_SHARING_SHARE, "airtable", "appHealing0000001");

  shc_base_plan_share (all, layout, ours, theirs);
  return all;
}

static void
assert_same (const ShcSharePlan *a,
             const ShcSharePlan *b)
{
  g_assert_cmpuint (a->unchanged, ==, b->unchanged);
  g_assert_cmpuint (a->changes->len, ==, b->changes->len);
  for (guint i = 0; i < a->changes->len; i++)
    {
      const ShcShareChange *one = g_ptr_array_index (a->changes, i);
      const ShcShareChange *other = g_ptr_array_index (b->changes, i);

      g_assert_cmpint (one->change, ==, other->change);
      g_assert_cmpstr (one->id, ==, other->id);
      g_assert_cmpstr (one->remote_id, ==, other->remote_id);
      g_assert_cmpint (one->ticked, ==, other->ticked);
      g_assert_true (shc_cells_equal (one->cells, other->cells));
    }
}

static void
test_plan (void)
{
  const ShcBaseLayoutNames names = { "Users", "Reflections", "" };
  g_autoptr(ShcBaseLayout) layout = shc_base_layout_new (NULL, &names);
  g_autoptr(ShcBaseOurs) ours = create_ours ();
  g_autoptr(ShcBaseTheirs) all = create_theirs ();
  g_autoptr(ShcBaseTheirs) sifted = create_theirs ();
  g_autoptr(GPtrArray) rows = create_rows (layout);
  g_autoptr(GPtrArray) again = create_rows (layout);
  ShcBaseSieve *sieve = shc_base_sieve_new (layout, ours, sifted);
  g_autoptr(ShcSharePlan) expected = NULL;
  g_autoptr(ShcSharePlan) planned = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr(ShcAirtableRecord) record = g_ptr_array_index (again, i);

      keep (all, g_ptr_array_index (rows, i));
      if (!shc_base_sieve_take (sieve, record))
        keep (sifted, g_steal_pointer (&record));
    }
  shc_base_sieve_free (sieve);
  g_assert_cmpuint (g_hash_table_size (sifted->same), ==, 2);
  g_assert_cmpuint (g_hash_table_size (sifted->reflections), ==, 3);
  expected = plan (layout, ours, all);
  planned = plan (layout, ours, sifted);
  g_assert_cmpuint (planned->unchanged, ==, 3);
  g_assert_cmpuint (planned->changes->len, ==, 1 + 3);
  assert_same (planned, expected);
}

/* A row that comes twice counts as it came last. */
static void
test_twice (void)
{
  const ShcBaseLayoutNames names = { "Users", "Reflections", "" };
  g_autoptr(ShcBaseLayout) layout = shc_base_layout_new (NULL, &names);
  g_autoptr(ShcBaseOurs) ours = create_ours ();
  g_autoptr(ShcBaseTheirs) theirs = create_theirs ();
  g_autoptr(ShcAirtableRecord) record = create_row (layout, "recReflection0000", SAME);
  ShcBaseSieve *sieve = shc_base_sieve_new (layout, ours, theirs);

  g_assert_true (shc_base_sieve_take (sieve, record));
  g_assert_true (g_hash_table_contains (theirs->same, "reflection-0"));
  shc_cells_set_text (record->cells, shc_base_layout_get_id (layout, SHC_BASE_TEXT), "Changed meanwhile.");
  g_assert_false (shc_base_sieve_take (sieve, record));
  g_assert_false (g_hash_table_contains (theirs->same, "reflection-0"));
  shc_base_sieve_free (sieve);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sharing/base-sieve/plan", test_plan);
  g_test_add_func ("/sharing/base-sieve/twice", test_twice);
  return g_test_run ();
}
