/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a base and reflections of the journal.
 *
 * What stood in a cell when both ends last agreed is known by digests (shc-base-seen.h): what differs from that at one
 * end only was changed there. Each row is one transaction, its link included, so that whatever ends the program, no row is
 * taken twice. */

#define G_LOG_DOMAIN "shc-base-merge"

#include "config.h"

#include "shc-base-merge-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-journal-error.h"
#include "shc-reflections.h"
#include "shc-transaction.h"

/* Rows in one job, which holds up others. */
#define TAKEN_AT_ONCE 5
#define LOOKED_AT_AT_ONCE 200

/* Of so many rows the reflections are read before the memory that held their pages is given back. */
#define READ_BETWEEN 1000

/* Returns: (nullable): why the row cannot be told from another one. */
static const char *
find_link (const ShcBaseMerge *self,
           ShcBaseRow         *row)
{
  const char *local_id = shc_base_merge_get_local_id (self, row->record);

  row->link = g_hash_table_lookup (self->by_remote_id, row->record->id);
  if (row->link == NULL && local_id != NULL)
    {
      row->link = g_hash_table_lookup (self->by_local_id, local_id);
      /* A copy of a row is made with its Local ID. */
      if (row->link != NULL && (row->link->profile || g_hash_table_contains (self->met, row->link) ||
                                (row->link->remote_id != NULL &&
                                 g_hash_table_contains (self->theirs->reflections, row->link->remote_id))))
        return _("Another row there has the same Local ID. Empty that cell in one of them to have both.");
    }
  if (local_id != NULL && !g_hash_table_add (self->local_ids, (gpointer) local_id) && row->link == NULL)
    return _("Another row there has the same Local ID. Empty that cell in one of them to have both.");
  return NULL;
}

static const char *
find_fault (const ShcBaseMerge      *self,
            const ShcAirtableRecord *record)
{
  static const char *const words[] = {
    [SHC_BASE_TEXT] = N_("Its text is none that can be read."),
    [SHC_BASE_DATE] = N_("It has no date that can be read."),
    [SHC_BASE_MILESTONE] = N_("Its milestone is none that can be read."),
  };

  for (guint i = 0; i < SHC_BASE_N_MERGED; i++)
    {
      const ShcCell *cell = shc_cells_find (record->cells, shc_base_merge_get_id (self, shc_base_merged[i]));

      if (cell != NULL && cell->kind == SHC_CELL_OTHER)
        return _(words[shc_base_merged[i]]);
    }
  return NULL;
}

static gboolean
merge_row (ShcBaseMerge  *self,
           ShcDb         *db,
           ShcBaseRow    *row,
           gint64         now_us,
           GError       **error)
{
  const char *why = find_link (self, row);

  if (why == NULL && row->link != NULL)
    g_hash_table_add (self->met, (gpointer) row->link);
  if (why == NULL)
    why = find_fault (self, row->record);
  if (why != NULL)
    {
      shc_base_merge_set_aside (self, row, why);
      return TRUE;
    }
  return row->link != NULL ? shc_base_merge_known (self, db, row, now_us, error)
                           : shc_base_merge_new_row (self, db, row, now_us, error);
}

static gboolean
merge_next (ShcBaseMerge  *self,
            ShcDb         *db,
            gint64         now_us,
            GError       **error)
{
  g_auto(ShcBaseRow) row = { .record = g_ptr_array_index (self->rows, self->next) };
  g_autoptr(GError) problem = NULL;
  gboolean own = FALSE, ok;

  if (self->take && !shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = merge_row (self, db, &row, now_us, &problem);
  if (self->take)
    ok = shc_transaction_end (db, own, ok, problem == NULL ? &problem : NULL);
  self->next++;
  if (ok)
    return TRUE;
  /* What the journal does not take is no reason to leave the others. */
  if (g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID))
    {
      shc_base_merge_set_aside (self, &row, problem->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* Only of what is still here: nobody needs to hear that what they threw away is gone there, too. */
static gboolean
find_gone (ShcBaseMerge  *self,
           ShcDb         *db,
           GError       **error)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      ShcRemoteLink *link = g_ptr_array_index (self->links, i);
      g_autoptr(ShcReflection) local = NULL;
      g_autoptr(GError) problem = NULL;
      ShcShareChange *item;

      if (link->profile || link->remote_id == NULL || g_hash_table_contains (self->met, link))
        continue;
      local = shc_reflections_get (db, link->id, &problem);
      if (local == NULL && !g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      if (local == NULL || local->trashed_us != 0)
        continue;
      item = shc_share_change_new (SHC_SHARING_DELETE, shc_base_table_get_part (SHC_BASE_REFLECTIONS), local->id);
      item->table = g_strdup (self->layout->table_names[SHC_BASE_REFLECTIONS]);
      item->title = shc_date_to_string (shc_date_from_day (shc_date_get_day (local->date)));
      item->remote_id = g_strdup (link->remote_id);
      g_ptr_array_add (self->result->gone, item);
    }
  return TRUE;
}

gboolean
shc_base_merge_some (ShcBaseMerge  *self,
                     ShcDb         *db,
                     gint64         now_us,
                     gboolean      *more,
                     GError       **error)
{
  guint end = MIN (self->rows->len, self->next + (self->take ? TAKEN_AT_ONCE : LOOKED_AT_AT_ONCE));

  *more = TRUE;
  if (self->next == self->rows->len)
    {
      *more = FALSE;
      return find_gone (self, db, error);
    }
  while (self->next < end)
    if (!merge_next (self, db, now_us, error))
      return FALSE;
  if (self->next % READ_BETWEEN == 0)
    shc_db_give_back_memory (db);
  return TRUE;
}

guint
shc_base_merge_count_done (const ShcBaseMerge *self)
{
  return self->next;
}

guint
shc_base_merge_count (const ShcBaseMerge *self)
{
  return self->rows->len;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const ShcAirtableRecord *one = *(const ShcAirtableRecord *const *) a;
  const ShcAirtableRecord *other = *(const ShcAirtableRecord *const *) b;
  int order = g_strcmp0 (one->created, other->created);

  return order != 0 ? order : strcmp (one->id, other->id);
}

ShcBaseMerge *
shc_base_merge_new (const ShcBaseLayout *layout,
                    const ShcBaseTheirs *theirs,
                    GPtrArray           *links,
                    const char          *service,
                    const char          *place,
                    gboolean             take,
                    ShcBaseFetched      *result)
{
  ShcBaseMerge *self = g_new0 (ShcBaseMerge, 1);
  GHashTableIter iter;
  gpointer record;

  self->layout = layout;
  self->theirs = theirs;
  self->links = g_ptr_array_ref (links);
  self->service = service;
  self->place = place;
  self->take = take;
  self->result = result;
  self->session = g_uuid_string_random ();
  self->rows = g_ptr_array_new ();
  self->by_remote_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_local_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->local_ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->met = g_hash_table_new (NULL, NULL);
  self->twins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < links->len; i++)
    {
      ShcRemoteLink *link = g_ptr_array_index (links, i);

      g_hash_table_insert (self->by_local_id, link->local_id, link);
      if (link->remote_id != NULL && !link->profile)
        g_hash_table_insert (self->by_remote_id, link->remote_id, link);
    }
  g_hash_table_iter_init (&iter, theirs->reflections);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    g_ptr_array_add (self->rows, record);
  g_ptr_array_sort (self->rows, compare_rows);
  return self;
}

void
shc_base_merge_free (ShcBaseMerge *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->links);
  g_free (self->session);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->by_remote_id);
  g_hash_table_unref (self->by_local_id);
  g_hash_table_unref (self->local_ids);
  g_hash_table_unref (self->met);
  g_hash_table_unref (self->twins);
  g_free (self);
}
