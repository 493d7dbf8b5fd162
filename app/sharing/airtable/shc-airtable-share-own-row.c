/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own row is deleted last, and only when nothing belongs to it any more. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-run-private.h"

#include <glib/gi18n-lib.h>

gboolean
shc_share_deletes_own_row (const ShcShareRunning *running)
{
  const ShcSharingStep *first = g_ptr_array_index (running->batch, 0);

  return *first->id == '\0' && first->change == SHC_SHARING_DELETE;
}

/* A row may have been refused, or added, since it was looked at. */
static void
judge (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);
  ShcSharingStep *step = g_ptr_array_index (running->batch, 0);

  if (g_hash_table_size (self->theirs->reflections) > 0)
    {
      step->state = SHC_SHARING_LEFT;
      step->why = g_strdup (_("Rows are still there that belong to it, so it stays: without it, they would be nobody’s. When they "
                              "are gone, it can be deleted, too."));
    }
  running->next (task);
}

static void
own_row_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) rows = shc_airtable_get_many_finish (SHC_AIRTABLE (source), result, &error);

  if (rows == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  g_clear_pointer (&self->theirs, shc_base_theirs_free);
  self->theirs = shc_base_theirs_new ();
  if (rows->len == 0)
    {
      shc_share_go_on (task, shc_share_running_get (task)->next);
      return;
    }
  self->theirs->user = g_ptr_array_steal_index_fast (rows, 0);
  shc_share_read_belonging (task, judge);
}

void
shc_share_look_at_own_row (GTask        *task,
                           ShcShareStep  next)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);
  ShcShareCall *call = g_task_get_task_data (task);
  const char *inverse = self->layout->columns[SHC_BASE_USER]->inverse_field_id;
  const char *ids[] = { ((const ShcSharingStep *) g_ptr_array_index (running->batch, 0))->remote_id, NULL };
  const ShcAirtableColumn column = { inverse, SHC_CELL_LINKS };

  running->next = next;
  /* A base where it does not say what belongs to it cannot be asked. */
  if (inverse == NULL || ids[0] == NULL)
    shc_share_go_on (task, next);
  else
    shc_airtable_get_many_async (self->airtable, call->intent, self->layout->tables[SHC_BASE_USERS]->id, ids, &column, 1,
                                 NULL, g_task_get_cancellable (task), own_row_cb, task);
}
