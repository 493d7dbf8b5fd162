/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that are new here. */

#define G_LOG_DOMAIN "shc-base-merge"

#include "config.h"

#include "shc-base-merge-private.h"

#include <glib/gi18n-lib.h>

#include "shc-reflections.h"

/* A row without a date is of the day on which it was made. */
static gboolean
find_date (const ShcBaseMerge      *self,
           const ShcAirtableRecord *record,
           ShcDate                 *date)
{
  const char *text = shc_cells_get_text (record->cells, shc_base_merge_get_id (self, SHC_BASE_DATE));
  gint64 made_us;

  if (text != NULL)
    return shc_date_parse (text, date, NULL);
  if (record->created == NULL || !shc_time_parse (record->created, &made_us, NULL))
    return FALSE;
  *date = shc_date_from_day (shc_date_get_day (shc_date_now (made_us)));
  return TRUE;
}

static gboolean
create_reflection (const ShcBaseMerge  *self,
                   ShcBaseRow          *row,
                   char               **why)
{
  const ShcCells *cells = row->record->cells;
  const char *milestone = shc_cells_get_text (cells, shc_base_merge_get_id (self, SHC_BASE_MILESTONE));
  const char *text = shc_cells_get_text (cells, shc_base_merge_get_id (self, SHC_BASE_TEXT));
  g_autoptr(GError) problem = NULL;

  row->becomes = shc_reflection_new ();
  row->becomes->text = g_strdup (text != NULL ? text : "");
  if (milestone != NULL)
    row->becomes->milestone = g_strdup (shc_base_layout_find_own (self->layout, "milestone", milestone));
  if (text == NULL)
    *why = g_strdup (_("It has no text."));
  else if (!find_date (self, row->record, &row->becomes->date))
    *why = g_strdup (_("It has no date that can be read."));
  else if (!shc_reflection_check (row->becomes, &problem))
    *why = g_strdup (problem->message);
  return *why == NULL;
}

static ShcCells *
dup_agreed (const ShcBaseMerge      *self,
            const ShcAirtableRecord *record)
{
  ShcCells *cells = shc_cells_new ();

  for (guint i = 0; i < SHC_BASE_N_MERGED; i++)
    {
      const ShcCell *cell = shc_cells_find (record->cells, shc_base_merge_get_id (self, shc_base_merged[i]));

      if (cell != NULL)
        shc_cells_set_copy (cells, cell);
    }
  return cells;
}

/* @twin: (nullable): the reflection that it is, though nothing says so. */
static gboolean
write_new (const ShcBaseMerge  *self,
           ShcDb               *db,
           ShcBaseRow          *row,
           const char          *twin,
           gint64               now_us,
           GError             **error)
{
  const char *named = shc_base_merge_get_local_id (self, row->record);
  g_autofree char *made = named == NULL ? g_uuid_string_random () : NULL;
  g_autofree char *seen = shc_base_merge_create_seen (self, row);

  return (twin != NULL || shc_reflections_add (db, row->becomes, now_us, error)) &&
         shc_remote_link_adopt (db, self->service, self->place, twin != NULL ? twin : row->becomes->id,
                                named != NULL ? named : made, row->record->id, seen, now_us, error);
}

static void
tell_new (const ShcBaseMerge *self,
          const ShcBaseRow   *row)
{
  ShcShareChange *item = shc_base_merge_create_item (self, row, SHC_SHARING_CREATE);

  item->cells = shc_cells_copy (row->agreed);
  g_ptr_array_add (self->result->plan->changes, item);
}

gboolean
shc_base_merge_new_row (ShcBaseMerge  *self,
                        ShcDb         *db,
                        ShcBaseRow    *row,
                        gint64         now_us,
                        GError       **error)
{
  g_autofree char *why = NULL;
  g_autofree char *twin = NULL;

  if (!create_reflection (self, row, &why))
    {
      shc_base_merge_set_aside (self, row, why);
      return TRUE;
    }
  row->agreed = dup_agreed (self, row->record);
  if (!shc_remote_link_find_twin (db, self->service, self->place, row->becomes, &twin, error))
    return FALSE;
  if (twin != NULL && g_hash_table_contains (self->twins, twin))
    g_clear_pointer (&twin, g_free);
  if (self->take && !write_new (self, db, row, twin, now_us, error))
    return FALSE;
  if (twin != NULL)
    {
      self->result->plan->unchanged++;
      g_hash_table_add (self->twins, g_steal_pointer (&twin));
    }
  else
    tell_new (self, row);
  return TRUE;
}
