/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reflections as cells, and what is remembered and told of them. */

#define G_LOG_DOMAIN "shc-base-merge"

#include "config.h"

#include "shc-base-merge-private.h"

#include "shc-base-seen.h"
#include "shc-text.h"

/* A name that somebody typed is none of ours, and long ones are none at all. */
#define LONGEST_LOCAL_ID 100

const ShcBaseColumn shc_base_merged[SHC_BASE_N_MERGED] = { SHC_BASE_TEXT, SHC_BASE_DATE, SHC_BASE_MILESTONE };

void
shc_base_row_clear (ShcBaseRow *row)
{
  g_clear_pointer (&row->local, shc_reflection_free);
  g_clear_pointer (&row->becomes, shc_reflection_free);
  g_clear_pointer (&row->here, shc_cells_free);
  g_clear_pointer (&row->taken, shc_cells_free);
  g_clear_pointer (&row->both, shc_cells_free);
  g_clear_pointer (&row->agreed, shc_cells_free);
}

const char *
shc_base_merge_get_id (const ShcBaseMerge *self,
                       ShcBaseColumn       column)
{
  return shc_base_layout_get_id (self->layout, column);
}

const char *
shc_base_merge_get_local_id (const ShcBaseMerge      *self,
                             const ShcAirtableRecord *record)
{
  const char *local_id = shc_cells_get_text (record->cells, shc_base_merge_get_id (self, SHC_BASE_REFLECTION_ID));

  return local_id != NULL && g_utf8_strlen (local_id, -1) <= LONGEST_LOCAL_ID ? local_id : NULL;
}

ShcCells *
shc_base_merge_create_here (const ShcBaseMerge  *self,
                            const ShcReflection *reflection)
{
  ShcCells *cells = shc_cells_new ();
  g_autofree char *day = shc_date_to_string (shc_date_from_day (shc_date_get_day (reflection->date)));
  const char *choice = reflection->milestone != NULL
                         ? shc_base_layout_find_choice (self->layout, SHC_BASE_MILESTONE, "milestone", reflection->milestone)
                         : NULL;

  shc_cells_set_text (cells, shc_base_merge_get_id (self, SHC_BASE_TEXT), reflection->text);
  shc_cells_set_date (cells, shc_base_merge_get_id (self, SHC_BASE_DATE), day);
  shc_cells_set_text (cells, shc_base_merge_get_id (self, SHC_BASE_MILESTONE),
                      choice != NULL ? choice : reflection->milestone);
  return cells;
}

ShcShareChange *
shc_base_merge_create_item (const ShcBaseMerge *self,
                            const ShcBaseRow   *row,
                            ShcSharingChange    kind)
{
  const char *id = row->local != NULL ? row->local->id : kind == SHC_SHARING_CREATE ? row->becomes->id : NULL;
  const char *day = shc_cells_get_text (row->record->cells, shc_base_merge_get_id (self, SHC_BASE_DATE));
  const char *text = row->local != NULL
                       ? row->local->text
                       : shc_cells_get_text (row->record->cells, shc_base_merge_get_id (self, SHC_BASE_TEXT));
  ShcShareChange *item =
    shc_share_change_new (kind, shc_base_table_get_part (SHC_BASE_REFLECTIONS), id != NULL ? id : "");

  item->table = g_strdup (self->layout->table_names[SHC_BASE_REFLECTIONS]);
  item->remote_id = g_strdup (row->record->id);
  item->title = row->local != NULL
                  ? shc_date_to_string (shc_date_from_day (shc_date_get_day (row->local->date)))
                  : g_strdup (day);
  item->excerpt = text != NULL ? shc_text_excerpt (text, SHC_SHARE_EXCERPT_CHARS) : NULL;
  return item;
}

void
shc_base_merge_set_aside (const ShcBaseMerge *self,
                          const ShcBaseRow   *row,
                          const char         *why)
{
  ShcShareChange *item = shc_base_merge_create_item (self, row, SHC_SHARING_UPDATE);

  item->note = g_strdup (why);
  item->ticked = FALSE;
  g_ptr_array_add (self->result->aside, item);
}

ShcCells *
shc_base_merge_dup_same_names (const ShcCells *here,
                               const ShcCells *there)
{
  ShcCells *cells = shc_cells_new ();

  for (guint i = 0; i < shc_cells_get_length (there); i++)
    {
      const char *name = shc_cells_get (there, i)->name;
      const ShcCell *cell = shc_cells_find (here, name);

      if (cell != NULL)
        shc_cells_set_copy (cells, cell);
      else
        shc_cells_set_empty (cells, name);
    }
  return cells;
}

char *
shc_base_merge_create_seen (const ShcBaseMerge *self,
                            const ShcBaseRow   *row)
{
  g_autoptr(ShcCells) written = shc_base_merge_create_here (self, row->becomes);
  g_autoptr(ShcCells) ours = shc_base_merge_dup_same_names (written, row->agreed);
  g_autofree char *seen = shc_base_seen_update (row->link != NULL ? row->link->seen : NULL, ours, row->agreed);
  const ShcCell *text = row->both != NULL ? shc_cells_find (row->both, shc_base_merge_get_id (self, SHC_BASE_TEXT)) : NULL;
  g_autoptr(ShcCells) met = shc_cells_new ();

  if (text == NULL)
    return g_steal_pointer (&seen);
  shc_cells_set_copy (met, text);
  return shc_base_seen_update (seen, met, met);
}
