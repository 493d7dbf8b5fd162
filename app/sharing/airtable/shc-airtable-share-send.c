/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One batch of a run: sent, and what became of it. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-run-private.h"

#include "shc-base-seen.h"
#include "shc-remote-links.h"

static ShcBaseTable
get_table (const ShcSharingStep *step)
{
  return g_str_equal (step->part, shc_base_table_get_part (SHC_BASE_USERS)) ? SHC_BASE_USERS : SHC_BASE_REFLECTIONS;
}

/* Asked for each record of a run of thousands, so they are looked up. The links of a call are read once, and stay. */
static ShcRemoteLink *
find_link (ShcAirtableShare *self,
           const char       *id)
{
  return g_hash_table_lookup (self->links_by_id, id);
}

gboolean
shc_share_has_own_row (ShcAirtableShare *self)
{
  const ShcRemoteLink *link = find_link (self, SHC_REMOTE_LINK_PROFILE);

  return link != NULL && link->remote_id != NULL;
}

/* ---- writing down what became of it */

/* What the row's link remembers. Returns: (transfer full) (nullable) */
static char *
create_seen (ShcAirtableShare     *self,
             const ShcSharingStep *step,
             const ShcCells       *held)
{
  const ShcRemoteLink *link = find_link (self, step->id);
  g_autoptr(ShcCells) written = step->cells != NULL ? shc_cells_from_json (step->cells, NULL) : NULL;
  const char *seen = link != NULL && step->change == SHC_SHARING_UPDATE ? link->seen : NULL;

  return written != NULL ? shc_base_seen_update (seen, written, held) : g_strdup (seen);
}

static gpointer
note_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  GTask *task = data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);

  for (guint i = 0; i < running->batch->len; i++)
    {
      ShcSharingStep *step = g_ptr_array_index (running->batch, i);
      const ShcAirtableRecord *record = running->results != NULL ? g_ptr_array_index (running->results, i) : NULL;
      g_autofree char *seen = create_seen (self, step, record != NULL ? record->cells : NULL);

      /* What the row remembers changes with whatever comes later; what this run left there is told apart by its own. */
      if (running->run->kind == SHC_SHARING_SHARE && step->state == SHC_SHARING_DONE)
        {
          g_free (step->digests);
          step->digests = g_strdup (seen);
        }
      if (!shc_sharing_runs_note (db, running->run->run, step, seen, g_get_real_time (), error))
        return NULL;
    }
  return GINT_TO_POINTER (TRUE);
}

static guint
count_ended (const ShcSharingRun *run)
{
  guint n = 0;

  for (guint i = 0; i < run->steps->len; i++)
    n += ((ShcSharingStep *) g_ptr_array_index (run->steps, i))->state >= SHC_SHARING_DONE;
  return n;
}

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);
  ShcShareCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  g_clear_pointer (&running->results, g_ptr_array_unref);
  if (error != NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  shc_share_emit_progress (self, count_ended (running->run), running->run->steps->len);
  shc_share_go_on (task, call->next);
}

static void
note_batch (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);

  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, note_in_thread, task, NULL, NULL, NULL, noted_cb, task);
}

void
shc_share_note_batch (GTask        *task,
                      ShcShareStep  next)
{
  ShcShareCall *call = g_task_get_task_data (task);

  call->next = next;
  note_batch (task);
}

/* Later rows of this run link to the person's own. */
static void
take_own_row (ShcAirtableShare     *self,
              const ShcSharingStep *step)
{
  ShcRemoteLink *link = find_link (self, SHC_REMOTE_LINK_PROFILE);

  if (link != NULL && *step->id == '\0')
    {
      g_free (link->remote_id);
      link->remote_id = g_strdup (step->change == SHC_SHARING_DELETE ? NULL : step->remote_id);
    }
}

static void
take_success (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);

  for (guint i = 0; i < running->batch->len; i++)
    {
      ShcSharingStep *step = g_ptr_array_index (running->batch, i);

      step->state = SHC_SHARING_DONE;
      if (running->results != NULL)
        {
          g_free (step->remote_id);
          step->remote_id = g_strdup (((ShcAirtableRecord *) g_ptr_array_index (running->results, i))->id);
        }
      take_own_row (self, step);
    }
  note_batch (task);
}

/* ---- what went wrong */

/* Whether it is about the records themselves, so that others may do. */
static gboolean
is_about_records (const GError *error)
{
  return shc_airtable_is_refused (error) &&
         (g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_BAD_RECORD) ||
          g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_CHOICE) ||
          g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TOO_LARGE) ||
          g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_GONE));
}

/* Takes @error. */
static void
take_failure (GTask  *task,
              GError *error)
{
  ShcShareRunning *running = shc_share_running_get (task);
  ShcShareCall *call = g_task_get_task_data (task);
  ShcSharingStep *step = g_ptr_array_index (running->batch, running->batch->len - 1);

  if (!is_about_records (error))
    {
      shc_share_fail (task, error);
      return;
    }
  if (running->batch->len > 1)
    {
      running->single_until = step->step;
      g_error_free (error);
      shc_share_go_on (task, call->next);
      return;
    }
  /* Where it is gone already, nothing is left to delete. */
  if (step->change == SHC_SHARING_DELETE && g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_GONE))
    {
      g_error_free (error);
      take_success (task);
      return;
    }
  step->state = SHC_SHARING_FAILED;
  step->why = g_strdup (error->message);
  g_error_free (error);
  note_batch (task);
}

/* ---- sending */

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  ShcShareRunning *running = shc_share_running_get (task);
  GError *error = NULL;

  running->results = shc_airtable_write_finish (SHC_AIRTABLE (source), result, &error);
  if (running->results != NULL)
    take_success (task);
  else
    take_failure (task, error);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;

  if (shc_airtable_delete_finish (SHC_AIRTABLE (source), result, &error))
    take_success (user_data);
  else
    take_failure (user_data, error);
}

static void
set_own_row (ShcAirtableShare *self,
             ShcCells         *cells)
{
  const ShcRemoteLink *link = find_link (self, SHC_REMOTE_LINK_PROFILE);
  const char *own[] = { link != NULL ? link->remote_id : NULL, NULL };

  for (guint i = 0; i < shc_cells_get_length (cells); i++)
    {
      const ShcCell *cell = shc_cells_get (cells, i);

      if (cell->kind == SHC_CELL_LINKS && g_strcmp0 (cell->links[0], SHC_BASE_OWN_ROW) == 0)
        {
          g_autofree char *name = g_strdup (cell->name);

          shc_cells_set_links (cells, name, own);
        }
    }
}

/* What is sent is what is remembered as written. */
static ShcAirtableRecord *
create_record (ShcAirtableShare *self,
               ShcSharingStep   *step)
{
  g_autoptr(ShcCells) cells = step->cells != NULL ? shc_cells_from_json (step->cells, NULL) : NULL;

  if (cells == NULL)
    cells = shc_cells_new ();
  set_own_row (self, cells);
  g_free (step->cells);
  step->cells = shc_cells_to_json (cells);
  return shc_airtable_record_new (step->change == SHC_SHARING_UPDATE ? step->remote_id : NULL, g_steal_pointer (&cells));
}

static void
send_records (GTask                *task,
              const ShcSharingStep *first,
              const char           *table)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);
  ShcShareCall *call = g_task_get_task_data (task);
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);
  ShcBaseColumn key = get_table (first) == SHC_BASE_USERS ? SHC_BASE_USER_ID : SHC_BASE_REFLECTION_ID;

  for (guint i = 0; i < running->batch->len; i++)
    g_ptr_array_add (records, create_record (self, g_ptr_array_index (running->batch, i)));
  if (first->change == SHC_SHARING_CREATE)
    shc_airtable_upsert_async (self->airtable, call->intent, table, shc_base_layout_get_id (self->layout, key), records,
                               g_task_get_cancellable (task), written_cb, task);
  else
    shc_airtable_update_async (self->airtable, call->intent, table, records, g_task_get_cancellable (task), written_cb,
                               task);
}

static void
send_deletion (GTask      *task,
               const char *table)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);
  ShcShareCall *call = g_task_get_task_data (task);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < running->batch->len; i++)
    g_ptr_array_add (ids, ((ShcSharingStep *) g_ptr_array_index (running->batch, i))->remote_id);
  g_ptr_array_add (ids, NULL);
  shc_airtable_delete_async (self->airtable, call->intent, table, (const char *const *) ids->pdata,
                             g_task_get_cancellable (task), deleted_cb, task);
}

void
shc_share_send_batch (GTask        *task,
                      ShcShareStep  next)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);
  ShcShareCall *call = g_task_get_task_data (task);
  const ShcSharingStep *first = g_ptr_array_index (running->batch, 0);
  const char *table = self->layout->tables[get_table (first)]->id;

  call->next = next;
  running->receipt->requests++;
  if (first->change == SHC_SHARING_DELETE)
    send_deletion (task, table);
  else
    send_records (task, first, table);
}
