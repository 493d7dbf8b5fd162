/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking the last run back: the plan of it. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-taking-private.h"

#include <glib/gi18n-lib.h>

#include "shc-base-seen.h"

/* Whether every cell that we wrote reads as it did then. */
static gboolean
is_as_written (const ShcAirtableRecord *record,
               const char              *seen,
               const ShcCells          *only)
{
  for (guint i = 0; i < shc_cells_get_length (record->cells); i++)
    {
      const ShcCell *cell = shc_cells_get (record->cells, i);

      if ((only == NULL || shc_cells_find (only, cell->name) != NULL) && shc_base_seen_knows (seen, cell->name) &&
          !shc_base_seen_is_held (seen, cell->name, cell))
        return FALSE;
    }
  return TRUE;
}

static ShcCells *
dup_writable (const ShcCells *before)
{
  ShcCells *cells = shc_cells_new ();

  for (guint i = 0; i < shc_cells_get_length (before); i++)
    if (shc_cells_get (before, i)->kind != SHC_CELL_OTHER)
      shc_cells_set_copy (cells, shc_cells_get (before, i));
  return cells;
}

/* Whether what is written back stands there already. */
static gboolean
is_back (const ShcAirtableRecord *record,
         const ShcCells          *back)
{
  g_autoptr(ShcCells) changes = shc_cells_dup_changes (back, record->cells);

  return shc_cells_get_length (changes) == 0;
}

/* Adds to @plan how @step is taken back, if it can be. */
static void
plan_back (ShcAirtableShare     *self,
           const ShcShareTaking *taking,
           ShcSharePlan         *plan,
           const ShcSharingStep *step,
           const ShcRemoteLink  *link)
{
  const ShcAirtableRecord *record = g_hash_table_lookup (taking->rows, step->remote_id);
  g_autoptr(ShcCells) before = step->before != NULL ? shc_cells_from_json (step->before, NULL) : NULL;
  g_autoptr(ShcCells) back = before != NULL ? dup_writable (before) : NULL;
  gboolean created = step->change == SHC_SHARING_CREATE;
  ShcShareChange *change;

  /* What stood there before is not known for ever. */
  if (!created && back == NULL)
    return;
  /* What is gone there, or as it was, needs nothing more. */
  if (record == NULL || (!created && is_back (record, back)))
    {
      plan->unchanged++;
      return;
    }
  change = shc_share_taking_create_change (self, created ? SHC_SHARING_DELETE : SHC_SHARING_UPDATE, link, record);
  change->cells = created ? NULL : g_steal_pointer (&back);
  /* Of runs of long ago, only what their rows remember is known. */
  if (!is_as_written (record, step->digests != NULL ? step->digests : link->seen, created ? NULL : before))
    {
      change->ticked = FALSE;
      change->note = g_strdup (_("It was changed there since: to take it back would undo that change, too."));
      plan->conflicts++;
    }
  g_ptr_array_add (plan->changes, change);
}

static void
plan_back_all (ShcAirtableShare     *self,
               const ShcShareTaking *taking,
               ShcSharePlan         *plan,
               ShcBaseTable          table,
               ShcSharingChange      kind)
{
  g_autoptr(GHashTable) links = shc_base_ours_index (self->ours);

  for (guint i = 0; i < taking->run->steps->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (taking->run->steps, i);
      const ShcRemoteLink *link = g_hash_table_lookup (links, step->id);

      if (step->state == SHC_SHARING_DONE && step->change == kind && shc_share_taking_get_table (step->id) == table &&
          step->remote_id != NULL && link != NULL)
        plan_back (self, taking, plan, step, link);
    }
}

/* Returns: (transfer container): the rows that belong to the person's own: those that it says itself, or, in a base where it says
 * nothing of them, those that are known. */
static GPtrArray *
list_belonging (ShcAirtableShare     *self,
                const ShcShareTaking *taking)
{
  GPtrArray *ids = g_ptr_array_new ();

  if (self->layout->columns[SHC_BASE_USER]->inverse_field_id != NULL)
    {
      for (guint i = 0; taking->belonging != NULL && taking->belonging[i] != NULL; i++)
        g_ptr_array_add (ids, taking->belonging[i]);
      return ids;
    }
  for (guint i = 0; i < self->ours->links->len; i++)
    {
      const ShcRemoteLink *link = g_ptr_array_index (self->ours->links, i);

      if (!link->profile && link->remote_id != NULL)
        g_ptr_array_add (ids, link->remote_id);
    }
  return ids;
}

/* Returns: (transfer full) (element-type utf8 ShcShareChange): by the ids of their rows. */
static GHashTable *
index_deletions (const ShcSharePlan *plan)
{
  GHashTable *deletions = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < plan->changes->len; i++)
    {
      ShcShareChange *change = g_ptr_array_index (plan->changes, i);

      if (change->change == SHC_SHARING_DELETE)
        g_hash_table_insert (deletions, change->remote_id, change);
    }
  return deletions;
}

/* The person's own row is not taken from under rows that stay: they would belong to nobody. */
static void
keep_own_row (ShcAirtableShare     *self,
              const ShcShareTaking *taking,
              ShcSharePlan         *plan)
{
  ShcShareChange *own = shc_share_plan_find_own_deletion (plan);
  g_autoptr(GPtrArray) belonging = NULL;
  g_autoptr(GHashTable) deletions = NULL;
  gboolean unticked = FALSE;

  if (own == NULL)
    return;
  belonging = list_belonging (self, taking);
  deletions = index_deletions (plan);
  for (guint i = 0; i < belonging->len; i++)
    {
      const ShcShareChange *change = g_hash_table_lookup (deletions, g_ptr_array_index (belonging, i));

      plan->n_staying += change == NULL;
      unticked |= change != NULL && !change->ticked;
    }
  if (plan->n_staying == 0 && !unticked)
    return;
  own->ticked = FALSE;
  g_free (own->note);
  own->note = g_strdup (plan->n_staying > 0
                          ? _("It stays, because rows stay that belong to it and are not of this run.")
                          : _("It stays while rows stay that belong to it and were changed there since."));
}

/* What is left out, and why. */
static void
add_notes (const ShcShareTaking *taking,
           ShcSharePlan         *plan)
{
  if (taking->n_passed > 0 && plan->changes->len > 0)
    g_ptr_array_add (plan->notes,
                     g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                   "Of the last run nothing is left to take back: this is the run before it.",
                                                   "Of the last %u runs nothing is left to take back: this is the run before "
                                                   "them.", taking->n_passed), taking->n_passed));
  if (taking->n_unknown > 0)
    g_ptr_array_add (plan->notes,
                     g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                   "%u change cannot be taken back: what stood there before it is not known "
                                                   "here any more. That is kept for %d days, and no longer than the "
                                                   "reflection. “Forget me there” can still delete all rows of yours.",
                                                   "%u changes cannot be taken back: what stood there before them is not known "
                                                   "here any more. That is kept for %d days, and no longer than the "
                                                   "reflection. “Forget me there” can still delete all rows of yours.",
                                                   taking->n_unknown), taking->n_unknown, SHC_SHARING_KEEP_DAYS));
}

static void
plan_run (ShcAirtableShare     *self,
          const ShcShareTaking *taking,
          ShcSharePlan         *plan)
{
  plan->undoes = taking->run->run;
  plan_back_all (self, taking, plan, SHC_BASE_REFLECTIONS, SHC_SHARING_CREATE);
  plan_back_all (self, taking, plan, SHC_BASE_REFLECTIONS, SHC_SHARING_UPDATE);
  plan_back_all (self, taking, plan, SHC_BASE_USERS, SHC_SHARING_UPDATE);
  plan_back_all (self, taking, plan, SHC_BASE_USERS, SHC_SHARING_CREATE);
  keep_own_row (self, taking, plan);
}

static void find_before (GTask *task);

/* A run of which nothing is left does not stand in the way of those before it. */
static void
return_undo_plan (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareTaking *taking = shc_share_taking_get (task);
  ShcSharePlan *plan = shc_share_taking_create_plan (self, taking->kind);

  if (taking->run != NULL)
    plan_run (self, taking, plan);
  if (plan->changes->len == 0 && taking->run != NULL && taking->passes)
    {
      shc_share_plan_free (plan);
      find_before (task);
      return;
    }
  add_notes (taking, plan);
  shc_share_taking_return_plan (task, plan);
}

/* ---- what stands there now */

/* Which rows belong to @record is of this plan alone, and nothing that is taken back. Takes @record. */
static void
take_user (ShcAirtableShare  *self,
           ShcShareTaking    *taking,
           ShcAirtableRecord *record)
{
  const char *inverse = self->layout->columns[SHC_BASE_USER]->inverse_field_id;
  const ShcCell *linked = inverse != NULL ? shc_cells_find (record->cells, inverse) : NULL;
  ShcCells *cells = shc_cells_new ();
  ShcAirtableRecord *own;

  for (guint i = 0; i < shc_cells_get_length (record->cells); i++)
    if (shc_cells_get (record->cells, i) != linked)
      shc_cells_set_copy (cells, shc_cells_get (record->cells, i));
  if (linked != NULL && linked->kind == SHC_CELL_LINKS)
    taking->belonging = g_strdupv (linked->links);
  own = shc_airtable_record_new (record->id, cells);
  shc_airtable_record_free (record);
  g_hash_table_replace (taking->rows, own->id, own);
}

static void
user_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(GPtrArray) rows = shc_airtable_get_many_finish (SHC_AIRTABLE (source), result, &error);

  if (rows == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  if (rows->len > 0)
    take_user (g_task_get_source_object (task), shc_share_taking_get (task), g_ptr_array_steal_index_fast (rows, 0));
  shc_share_go_on (task, return_undo_plan);
}

/* Whether it can be taken back, as far as is known without asking. */
static gboolean
is_known (const ShcSharingStep *step)
{
  return step->state == SHC_SHARING_DONE && step->remote_id != NULL &&
         (step->change == SHC_SHARING_CREATE || step->before != NULL);
}

/* Returns: (transfer container): rows of @table that the run wrote, and that can be taken back. */
static GPtrArray *
list_written (const ShcShareTaking *taking,
              ShcBaseTable          table)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < taking->run->steps->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (taking->run->steps, i);

      if (is_known (step) && shc_share_taking_get_table (step->id) == table)
        g_ptr_array_add (ids, step->remote_id);
    }
  return ids;
}

static void
read_user (GTask *task)
{
  GPtrArray *ids = list_written (shc_share_taking_get (task), SHC_BASE_USERS);

  if (ids->len > 0)
    {
      shc_share_taking_read_rows (task, SHC_BASE_USERS, ids, user_cb);
      return;
    }
  g_ptr_array_unref (ids);
  return_undo_plan (task);
}

static void
rows_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  ShcShareTaking *taking = shc_share_taking_get (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) rows = shc_airtable_get_many_finish (SHC_AIRTABLE (source), result, &error);

  if (rows == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  while (rows->len > 0)
    {
      ShcAirtableRecord *record = g_ptr_array_steal_index_fast (rows, rows->len - 1);

      g_hash_table_replace (taking->rows, record->id, record);
    }
  shc_share_go_on (task, read_user);
}

static void
read_written (GTask *task)
{
  GPtrArray *ids = list_written (shc_share_taking_get (task), SHC_BASE_REFLECTIONS);

  if (ids->len > 0)
    {
      shc_share_taking_read_rows (task, SHC_BASE_REFLECTIONS, ids, rows_cb);
      return;
    }
  g_ptr_array_unref (ids);
  read_user (task);
}

/* ---- which run */

static guint
count_unknown (const ShcSharingRun *run)
{
  guint n = 0;

  for (guint i = 0; i < run->steps->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (run->steps, i);

      n += step->state == SHC_SHARING_DONE && step->change == SHC_SHARING_UPDATE && step->before == NULL;
    }
  return n;
}

static gboolean
is_any_known (const ShcSharingRun *run)
{
  for (guint i = 0; i < run->steps->len; i++)
    if (is_known (g_ptr_array_index (run->steps, i)))
      return TRUE;
  return FALSE;
}

/* Of those before @than, the newest of which something can be taken back; leaves none if there is none. */
static gboolean
find_in (ShcDb           *db,
         ShcShareTaking  *taking,
         const char      *place,
         gint64           than,
         GError         **error)
{
  do
    {
      g_clear_pointer (&taking->run, shc_sharing_run_free);
      if (!shc_sharing_runs_get_before (db, SHC_SHARE_SERVICE, place, than, &taking->run, error))
        return FALSE;
      if (taking->run == NULL)
        return TRUE;
      than = taking->run->run;
      taking->n_unknown += count_unknown (taking->run);
      taking->n_passed++;
    }
  while (taking->passes && !is_any_known (taking->run));
  /* The one that was found was not passed. */
  taking->n_passed--;
  return TRUE;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error != NULL)
    shc_share_fail (task, error);
  else
    shc_share_go_on (task, shc_share_taking_get (task)->run != NULL ? read_written : return_undo_plan);
}

static gpointer
find_before_in_thread (ShcDb    *db,
                       gpointer  data,
                       GError  **error)
{
  ShcAirtableShare *self = g_task_get_source_object (data);
  ShcShareTaking *taking = shc_share_taking_get (data);

  taking->n_passed++;
  return GINT_TO_POINTER (find_in (db, taking, self->account->place, taking->run->run, error));
}

static void
find_before (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareTaking *taking = shc_share_taking_get (task);

  g_hash_table_remove_all (taking->rows);
  g_clear_pointer (&taking->belonging, g_strfreev);
  shc_vault_run_async (self->vault, SHC_DB_READER, FALSE, find_before_in_thread, task, NULL, NULL, NULL, found_cb, task);
}

/* ---- the call */

static gpointer
find_last_in_thread (ShcDb    *db,
                     gpointer  data,
                     GError  **error)
{
  ShcAirtableShare *self = g_task_get_source_object (data);
  ShcShareTaking *taking = shc_share_taking_get (data);
  g_autoptr(ShcSharingRun) open = NULL;

  if (!shc_sharing_runs_get_open (db, SHC_SHARE_SERVICE, self->account->place, &open, error) ||
      !find_in (db, taking, self->account->place, G_MAXINT64, error))
    return NULL;
  if (open != NULL)
    g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNFINISHED,
                         _("The last run was cut off. It has to go on and end before it can be taken back."));
  else if (taking->run == NULL && taking->n_passed == 0)
    g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOTHING, _("There is no run to take back."));
  else
    return GINT_TO_POINTER (TRUE);
  return NULL;
}

static void
find_newest (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);

  shc_vault_run_async (self->vault, SHC_DB_READER, FALSE, find_last_in_thread, task, NULL, NULL, NULL, found_cb, task);
}

static void
find_last (GTask *task)
{
  shc_share_taking_get (task)->passes = TRUE;
  find_newest (task);
}

void
shc_airtable_share_plan_undo_async (ShcAirtableShare    *self,
                                    const ShcIntent     *intent,
                                    gboolean             passes,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  shc_share_taking_begin (shc_share_call_new (self, intent, shc_airtable_share_plan_undo_async, cancellable, callback,
                                              user_data), SHC_SHARING_UNDO, passes ? find_last : find_newest);
}

ShcSharePlan *
shc_airtable_share_plan_undo_finish (ShcAirtableShare  *self,
                                     GAsyncResult      *result,
                                     GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
