/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ending a run that was cut off with what has arrived of it. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-run-private.h"

#include <glib/gi18n-lib.h>

static gboolean
has_local_id (ShcAirtableShare        *self,
              const ShcAirtableRecord *record,
              const char              *local_id)
{
  const char *found =
    shc_cells_get_text (record->cells, shc_base_layout_get_id (self->layout, SHC_BASE_REFLECTION_ID));

  return found != NULL && g_strcmp0 (found, local_id) == 0;
}

/* Returns: (nullable): what stands there of @step's record. */
static const ShcAirtableRecord *
find_record (ShcAirtableShare     *self,
             const ShcSharingStep *step)
{
  GHashTableIter iter;
  gpointer record;

  if (*step->id == '\0')
    return self->theirs->user;
  record = step->remote_id != NULL ? g_hash_table_lookup (self->theirs->reflections, step->remote_id) : NULL;
  if (record != NULL)
    return record;
  g_hash_table_iter_init (&iter, self->theirs->reflections);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    if (has_local_id (self, record, step->local_id))
      return record;
  return NULL;
}

/* Whether what stands there is not what stood there before: the service may spell what it took in its own way. */
static gboolean
was_changed (const ShcAirtableRecord *record,
             const ShcSharingStep    *step)
{
  g_autoptr(ShcCells) before = step->before != NULL ? shc_cells_from_json (step->before, NULL) : NULL;
  g_autoptr(ShcCells) changes = before != NULL ? shc_cells_dup_changes (before, record->cells) : NULL;

  return changes == NULL || shc_cells_get_length (changes) > 0;
}

static gboolean
has_arrived (const ShcAirtableRecord *record,
             const ShcSharingStep    *step)
{
  if (step->change == SHC_SHARING_DELETE)
    return record == NULL;
  if (step->change == SHC_SHARING_CREATE)
    return record != NULL;
  return record != NULL && was_changed (record, step);
}

/* What never went is left; what went is looked for. */
static void
settle (ShcAirtableShare *self,
        ShcShareRunning  *running,
        ShcSharingStep   *step)
{
  const ShcAirtableRecord *record = step->state == SHC_SHARING_SENT ? find_record (self, step) : NULL;
  ShcAirtableRecord *held = NULL;

  if (step->state == SHC_SHARING_SENT && has_arrived (record, step))
    {
      step->state = SHC_SHARING_DONE;
      if (record != NULL)
        {
          held = shc_airtable_record_new (record->id, shc_cells_copy (record->cells));
          g_free (step->remote_id);
          step->remote_id = g_strdup (record->id);
        }
    }
  else
    {
      step->why = g_strdup (step->state == SHC_SHARING_SENT
                              ? _("It was on its way when the run was cut off, and did not arrive.")
                              : _("The run was ended before it was sent."));
      step->state = SHC_SHARING_LEFT;
    }
  g_ptr_array_add (running->batch, step);
  g_ptr_array_add (running->results, held);
}

static void
settle_all (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);

  g_ptr_array_set_size (running->batch, 0);
  running->results = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);
  for (guint i = 0; i < running->run->steps->len; i++)
    {
      ShcSharingStep *step = g_ptr_array_index (running->run->steps, i);

      if (step->state < SHC_SHARING_DONE)
        settle (self, running, step);
    }
  shc_share_note_batch (task, shc_share_end_run);
}

static void
close_with_layout (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (shc_share_check_keys (self, &error))
    shc_share_read_theirs (task, settle_all);
  else
    shc_share_fail (task, error);
}

/* One that takes back or deletes counts as done when it has ended: half of it must not. */
void
shc_share_close_run (GTask *task)
{
  if (shc_share_running_get (task)->run->kind == SHC_SHARING_SHARE)
    shc_share_read_layout (task, close_with_layout);
  else
    shc_share_fail (task, g_error_new_literal (SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNFINISHED,
                                               _("What was cut off was itself taking back or deleting. It has to go on and "
                                                 "end first.")));
}

void
shc_airtable_share_end_async (ShcAirtableShare    *self,
                              const ShcIntent     *intent,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  shc_share_begin_run (shc_share_call_new (self, intent, shc_airtable_share_run_async, cancellable, callback, user_data),
                       NULL, TRUE);
}
