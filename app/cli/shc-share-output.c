/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How plans and receipts of sharing look. */

#define G_LOG_DOMAIN "shc-share-output"

#include "config.h"

#include "shc-share-output.h"

#include <glib/gi18n-lib.h>

#include "shc-cli.h"
#include "shc-output.h"

/* So much of a cell is shown to people; `--json` has all of it. */
#define SHOWN_CHARS 60

/* Returns: (transfer full): @cells under the names that the service's own people read. */
static ShcCells *
dup_named (const ShcSharePlan *plan,
           const ShcCells     *cells)
{
  ShcCells *named = shc_cells_new ();

  for (guint i = 0; i < shc_cells_get_length (cells); i++)
    {
      const ShcCell *cell = shc_cells_get (cells, i);
      ShcCell copy = *cell;

      copy.name = (char *) shc_share_plan_get_column (plan, cell->name);
      shc_cells_set_copy (named, &copy);
    }
  return named;
}

void
shc_share_output_add_cells (JsonBuilder        *builder,
                            const char         *name,
                            const ShcSharePlan *plan,
                            const ShcCells     *cells)
{
  g_autoptr(ShcCells) named = cells != NULL ? dup_named (plan, cells) : NULL;

  json_builder_set_member_name (builder, name);
  if (named != NULL)
    shc_cells_add_values (named, builder);
  else
    json_builder_add_null_value (builder);
}

static void
add_change (JsonBuilder          *builder,
            const ShcSharePlan   *plan,
            const ShcShareChange *change)
{
  json_builder_begin_object (builder);
  shc_json_add_string (builder, "table", change->table);
  shc_json_add_string (builder, "id", *change->id != '\0' ? change->id : NULL);
  shc_json_add_string (builder, "title", change->title);
  shc_json_add_boolean (builder, "ticked", change->ticked);
  if (change->change != SHC_SHARING_DELETE)
    shc_share_output_add_cells (builder, "fields", plan, change->cells);
  if (change->change != SHC_SHARING_CREATE)
    shc_share_output_add_cells (builder, "before", plan, change->before);
  if (change->note != NULL)
    shc_json_add_string (builder, "note", change->note);
  json_builder_end_object (builder);
}

static void
add_changes (JsonBuilder        *builder,
             const char         *name,
             const ShcSharePlan *plan,
             ShcSharingChange    kind)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->changes->len; i++)
    {
      const ShcShareChange *change = g_ptr_array_index (plan->changes, i);

      if (change->change == kind)
        add_change (builder, plan, change);
    }
  json_builder_end_array (builder);
}

void
shc_share_output_add_plan (JsonBuilder        *builder,
                           const ShcSharePlan *plan)
{
  json_builder_begin_object (builder);
  shc_json_add_string (builder, "service", plan->service);
  shc_json_add_string (builder, "place", plan->place);
  shc_json_add_string (builder, "compared_with", plan->asked ? "service" : "last-known");
  add_changes (builder, "creates", plan, SHC_SHARING_CREATE);
  add_changes (builder, "updates", plan, SHC_SHARING_UPDATE);
  add_changes (builder, "deletes", plan, SHC_SHARING_DELETE);
  shc_json_add_int (builder, "unchanged", plan->unchanged);
  shc_json_add_int (builder, "requests", shc_share_plan_count_requests (plan));
  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->notes->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (plan->notes, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* ---- for people */

/* Returns: (transfer full): in one line. @cell: (nullable) */
static char *
describe (const ShcCell *cell)
{
  g_autofree char *line = NULL;

  if (cell == NULL || cell->kind == SHC_CELL_EMPTY)
    return g_strdup (_("(empty)"));
  if (cell->kind == SHC_CELL_CHECK)
    return g_strdup (cell->checked ? _("yes") : _("no"));
  if (cell->kind == SHC_CELL_LINKS)
    return g_strdup (_("(your row)"));
  if (cell->kind == SHC_CELL_OTHER)
    return g_strdup (_("(something else)"));
  line = shc_output_make_visible (cell->text, TRUE);
  if (g_utf8_strlen (line, -1) > SHOWN_CHARS)
    {
      g_autofree char *begin = g_utf8_substring (line, 0, SHOWN_CHARS - 1);

      return g_strconcat (begin, "…", NULL);
    }
  return g_steal_pointer (&line);
}

void
shc_share_output_print_cells (const ShcSharePlan   *plan,
                              const ShcShareChange *change,
                              gboolean              beside)
{
  for (guint i = 0; i < shc_cells_get_length (change->cells); i++)
    {
      const ShcCell *cell = shc_cells_get (change->cells, i);
      g_autofree char *column = shc_output_make_visible (shc_share_plan_get_column (plan, cell->name), TRUE);
      g_autofree char *now = describe (cell);

      if (change->change == SHC_SHARING_CREATE && cell->kind == SHC_CELL_EMPTY)
        continue;
      if (change->before == NULL)
        shc_cli_print ("    %s: %s", column, now);
      else
        {
          g_autofree char *before = describe (shc_cells_find (change->before, cell->name));

          if (beside)
            /* Translators: a column, what it reads in this journal, and what in the base. */
            shc_cli_print (_("    %s: %s (there: %s)"), column, before, now);
          else
            shc_cli_print ("    %s: %s → %s", column, before, now);
        }
    }
}

static const char *
get_verb (const ShcShareChange *change)
{
  if (!change->ticked)
    return _("leave");
  switch (change->change)
    {
    case SHC_SHARING_CREATE:
      return _("create");
    case SHC_SHARING_UPDATE:
      return _("change");
    case SHC_SHARING_DELETE:
      return _("delete");
    case SHC_SHARING_TELL:
    default:
      return _("tell");
    }
}

void
shc_share_output_print_plan (const ShcSharePlan *plan)
{
  g_autofree char *place = shc_output_make_visible (plan->place, TRUE);

  for (guint i = 0; i < plan->changes->len; i++)
    {
      const ShcShareChange *change = g_ptr_array_index (plan->changes, i);
      g_autofree char *table = shc_output_make_visible (change->table, TRUE);
      g_autofree char *title = change->title != NULL ? shc_output_make_visible (change->title, TRUE) : g_strdup ("");

      shc_cli_print ("%s  %s  %s  %.*s", get_verb (change), table, title, SHC_OUTPUT_ID_CHARS, change->id);
      if (change->note != NULL)
        shc_cli_print ("    %s", change->note);
      if (change->ticked && change->cells != NULL)
        shc_share_output_print_cells (plan, change, FALSE);
    }
  for (guint i = 0; i < plan->notes->len; i++)
    shc_cli_print ("%s", (const char *) g_ptr_array_index (plan->notes, i));
  shc_cli_print (_("%s, %s: %u to create, %u to change, %u to delete, %u as they should be; %u requests."), plan->service,
                 place, shc_share_plan_count (plan, SHC_SHARING_CREATE), shc_share_plan_count (plan, SHC_SHARING_UPDATE),
                 shc_share_plan_count (plan, SHC_SHARING_DELETE), plan->unchanged, shc_share_plan_count_requests (plan));
  if (!plan->asked)
    shc_cli_print (_("This was compared with what is known from last time: nothing was asked of the service, because you "
                     "have not agreed to that yet, or the network is switched off."));
}

/* ---- receipts */

static guint
count_left (const ShcSharePlan *plan)
{
  return plan != NULL ? plan->changes->len - shc_share_plan_count_ticked (plan) : 0;
}

/* Only where something was kept for a reason of ours. */
static void
add_kept (JsonBuilder        *builder,
          const ShcSharePlan *plan)
{
  gboolean begun = FALSE;

  for (guint i = 0; plan != NULL && i < plan->changes->len; i++)
    {
      const ShcShareChange *change = g_ptr_array_index (plan->changes, i);

      if (change->ticked || change->note == NULL)
        continue;
      if (!begun)
        {
          json_builder_set_member_name (builder, "kept");
          json_builder_begin_array (builder);
          begun = TRUE;
        }
      json_builder_begin_object (builder);
      shc_json_add_string (builder, "id", *change->id != '\0' ? change->id : NULL);
      shc_json_add_string (builder, "why", change->note);
      json_builder_end_object (builder);
    }
  if (begun)
    json_builder_end_array (builder);
}

/* Whether --yes would do it all the same. */
static gboolean
may_be_done (const ShcSharePlan   *plan,
             const ShcShareChange *change)
{
  return !change->ticked && change->note != NULL &&
         (plan->n_staying == 0 || change != shc_share_plan_find_own_deletion (plan));
}

static void
print_left (const ShcSharePlan *plan)
{
  guint left = count_left (plan);
  guint n = 0;

  if (left == 0)
    return;
  shc_cli_print (ngettext ("%u record was left as it is:", "%u records were left as they are:", left), left);
  for (guint i = 0; i < plan->changes->len; i++)
    {
      const ShcShareChange *change = g_ptr_array_index (plan->changes, i);

      if (!change->ticked && change->note != NULL)
        shc_cli_print ("  %.*s  %s", SHC_OUTPUT_ID_CHARS, *change->id != '\0' ? change->id : _("profile"), change->note);
      if (may_be_done (plan, change))
        n++;
    }
  if (n > 0)
    shc_cli_print (ngettext ("With --yes it is done all the same.", "With --yes they are done all the same.", n));
}

void
shc_share_output_add_receipt (JsonBuilder           *builder,
                              const ShcShareReceipt *receipt,
                              const ShcSharePlan    *plan)
{
  json_builder_begin_object (builder);
  shc_json_add_int (builder, "created", receipt->created);
  shc_json_add_int (builder, "updated", receipt->updated);
  shc_json_add_int (builder, "deleted", receipt->deleted);
  json_builder_set_member_name (builder, "failed");
  json_builder_begin_array (builder);
  for (guint i = 0; i < receipt->failed->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (receipt->failed, i);

      json_builder_begin_object (builder);
      shc_json_add_string (builder, "id", *step->id != '\0' ? step->id : NULL);
      shc_json_add_string (builder, "why", step->why);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  shc_json_add_int (builder, "left", count_left (plan));
  add_kept (builder, plan);
  shc_json_add_int (builder, "requests", receipt->requests);
  json_builder_end_object (builder);
}

void
shc_share_output_print_receipt (const ShcShareReceipt *receipt,
                                const ShcSharePlan    *plan)
{
  for (guint i = 0; i < receipt->failed->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (receipt->failed, i);

      shc_cli_print ("%.*s  %s", SHC_OUTPUT_ID_CHARS, *step->id != '\0' ? step->id : _("profile"), step->why);
    }
  shc_cli_print (_("Done: %u created, %u changed, %u deleted, %u not done, in %u requests."), receipt->created,
                 receipt->updated, receipt->deleted, receipt->failed->len, receipt->requests);
  print_left (plan);
}
