/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How what came back from a base looks. */

#define G_LOG_DOMAIN "shc-fetch-output"

#include "config.h"

#include "shc-fetch-output.h"

#include <glib/gi18n-lib.h>

#include "shc-cli.h"
#include "shc-output.h"
#include "shc-share-output.h"

/* ---- for programs */

static void
add_item (JsonBuilder          *builder,
          const ShcBaseFetched *fetched,
          const ShcShareChange *item,
          const char           *there,
          const char           *here)
{
  json_builder_begin_object (builder);
  shc_json_add_string (builder, "table", item->table);
  shc_json_add_string (builder, "id", *item->id != '\0' ? item->id : NULL);
  shc_json_add_string (builder, "record", item->remote_id);
  shc_json_add_string (builder, "title", item->title);
  if (there != NULL)
    shc_share_output_add_cells (builder, there, fetched->plan, item->cells);
  if (here != NULL)
    shc_share_output_add_cells (builder, here, fetched->plan, item->before);
  if (item->note != NULL)
    shc_json_add_string (builder, "why", item->note);
  json_builder_end_object (builder);
}

static void
add_items (JsonBuilder          *builder,
           const char           *name,
           const ShcBaseFetched *fetched,
           const GPtrArray      *items,
           const char           *there,
           const char           *here)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < items->len; i++)
    add_item (builder, fetched, g_ptr_array_index (items, i), there, here);
  json_builder_end_array (builder);
}

static void
add_changes (JsonBuilder          *builder,
             const char           *name,
             const ShcBaseFetched *fetched,
             ShcSharingChange      kind)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < fetched->plan->changes->len; i++)
    {
      const ShcShareChange *item = g_ptr_array_index (fetched->plan->changes, i);

      if (item->change == kind)
        add_item (builder, fetched, item, "fields", kind == SHC_SHARING_UPDATE ? "before" : NULL);
    }
  json_builder_end_array (builder);
}

void
shc_fetch_output_add (JsonBuilder          *builder,
                      const ShcBaseFetched *fetched)
{
  const ShcSharePlan *plan = fetched->plan;

  json_builder_begin_object (builder);
  shc_json_add_string (builder, "service", plan->service);
  shc_json_add_string (builder, "place", plan->place);
  shc_json_add_string (builder, "compared_with", plan->asked ? "service" : "last-known");
  shc_json_add_boolean (builder, "taken", fetched->taken);
  shc_json_add_int (builder, "new", shc_share_plan_count (plan, SHC_SHARING_CREATE));
  shc_json_add_int (builder, "changed", shc_share_plan_count (plan, SHC_SHARING_UPDATE));
  add_items (builder, "conflicts", fetched, fetched->conflicts, "there", "here");
  add_changes (builder, "creates", fetched, SHC_SHARING_CREATE);
  add_changes (builder, "updates", fetched, SHC_SHARING_UPDATE);
  add_items (builder, "gone", fetched, fetched->gone, NULL, NULL);
  add_items (builder, "set_aside", fetched, fetched->aside, NULL, NULL);
  if (fetched->profile != NULL)
    {
      json_builder_set_member_name (builder, "profile");
      add_item (builder, fetched, fetched->profile, "there", "here");
    }
  else
    shc_json_add_string (builder, "profile", NULL);
  shc_json_add_int (builder, "unchanged", plan->unchanged);
  shc_json_add_int (builder, "deleted_here", fetched->deleted_here);
  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->notes->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (plan->notes, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* ---- for people */

static void
print_item (const ShcBaseFetched *fetched,
            const ShcShareChange *item,
            const char           *what,
            gboolean              beside)
{
  g_autofree char *table = shc_output_make_visible (item->table, TRUE);
  g_autofree char *title = shc_output_make_visible (item->title != NULL ? item->title : item->remote_id, TRUE);

  shc_cli_print ("%s  %s  %s  %.*s", what, table, title, SHC_OUTPUT_ID_CHARS, item->id);
  if (item->note != NULL)
    shc_cli_print ("    %s", item->note);
  if (item->cells != NULL)
    shc_share_output_print_cells (fetched->plan, item, beside);
}

static void
print_items (const ShcBaseFetched *fetched,
             const GPtrArray      *items,
             const char           *what)
{
  for (guint i = 0; i < items->len; i++)
    print_item (fetched, g_ptr_array_index (items, i), what, TRUE);
}

static void
print_changes (const ShcBaseFetched *fetched)
{
  for (guint i = 0; i < fetched->plan->changes->len; i++)
    {
      const ShcShareChange *item = g_ptr_array_index (fetched->plan->changes, i);

      /* Translators: of a row in a base, followed by where it is and what it holds. */
      print_item (fetched, item, item->change == SHC_SHARING_CREATE ? C_("row", "new") : C_("row", "changed"), FALSE);
    }
}

static void
print_notes (const ShcBaseFetched *fetched)
{
  for (guint i = 0; i < fetched->plan->notes->len; i++)
    shc_cli_print ("%s", (const char *) g_ptr_array_index (fetched->plan->notes, i));
  if (fetched->profile != NULL)
    shc_cli_print (_("Your own row was changed there, see above. Your profile stays as it is; “shc profile set” changes it."));
  if (fetched->gone->len > 0)
    shc_cli_print (_("What is gone there stays here."));
  if (fetched->deleted_here > 0)
    shc_cli_print (ngettext ("%u row is of a reflection that you threw away here; it was left there.",
                             "%u rows are of reflections that you threw away here; they were left there.",
                             fetched->deleted_here), fetched->deleted_here);
}

void
shc_fetch_output_print (const ShcBaseFetched *fetched)
{
  const ShcSharePlan *plan = fetched->plan;
  g_autofree char *place = shc_output_make_visible (plan->place, TRUE);

  print_changes (fetched);
  print_items (fetched, fetched->conflicts, C_("row", "changed at both ends"));
  print_items (fetched, fetched->gone, C_("row", "gone there"));
  print_items (fetched, fetched->aside, C_("row", "set aside"));
  if (fetched->profile != NULL)
    print_item (fetched, fetched->profile, C_("row", "changed there"), TRUE);
  print_notes (fetched);
  if (!plan->asked && plan->notes->len == 0)
    shc_cli_print (_("Nothing was asked of the service, because you have not agreed to that yet, or the network is switched off."));
  else
    shc_cli_print (_("%s, %s: %u new, %u changed, %u changed at both ends, %u gone there, %u set aside, %u as they are here."),
                   plan->service, place, shc_share_plan_count (plan, SHC_SHARING_CREATE),
                   shc_share_plan_count (plan, SHC_SHARING_UPDATE), fetched->conflicts->len, fetched->gone->len,
                   fetched->aside->len, plan->unchanged);
}
