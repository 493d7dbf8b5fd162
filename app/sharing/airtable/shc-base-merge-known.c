/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows whose reflection is here: what was changed at which end. */

#define G_LOG_DOMAIN "shc-base-merge"

#include "config.h"

#include "shc-base-merge-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-base-seen.h"
#include "shc-journal-error.h"
#include "shc-reflections.h"
#include "shc-text.h"

/* @cell: a date, or nothing. The time of day stays what it was: the base knows none. */
static void
set_day (ShcReflection *reflection,
         const ShcCell *cell)
{
  ShcDate date;

  if (cell->kind == SHC_CELL_DATE && shc_date_parse (cell->text, &date, NULL))
    reflection->date.civil_us += (shc_date_get_day (date) - shc_date_get_day (reflection->date)) * SHC_DATE_US_PER_DAY;
}

static void
set_cell (const ShcBaseMerge *self,
          ShcReflection      *reflection,
          ShcBaseColumn       column,
          const ShcCell      *cell)
{
  if (column == SHC_BASE_DATE)
    {
      set_day (reflection, cell);
      return;
    }
  if (column == SHC_BASE_TEXT)
    {
      g_free (reflection->text);
      reflection->text = g_strdup (cell->text != NULL ? cell->text : "");
      return;
    }
  g_free (reflection->milestone);
  reflection->milestone =
    cell->text != NULL ? g_strdup (shc_base_layout_find_own (self->layout, "milestone", cell->text)) : NULL;
}

static void
tell_changes (const ShcBaseMerge *self,
              const ShcBaseRow   *row)
{
  if (shc_cells_get_length (row->taken) > 0)
    {
      ShcShareChange *item = shc_base_merge_create_item (self, row, SHC_SHARING_UPDATE);

      item->cells = shc_cells_copy (row->taken);
      item->before = shc_base_merge_dup_same_names (row->here, row->taken);
      g_ptr_array_add (self->result->plan->changes, item);
    }
  if (shc_cells_get_length (row->both) > 0)
    {
      ShcShareChange *item = shc_base_merge_create_item (self, row, SHC_SHARING_UPDATE);
      gboolean text = shc_cells_find (row->both, shc_base_merge_get_id (self, SHC_BASE_TEXT)) != NULL;

      item->cells = shc_cells_copy (row->both);
      item->before = shc_base_merge_dup_same_names (row->here, row->both);
      item->note =
        g_strdup (text ? _("It was changed at both ends. Yours stays; the text from there is kept among its former texts.")
                       : _("It was changed at both ends. Yours stays here, and theirs stays there."));
      g_ptr_array_add (self->result->conflicts, item);
    }
}

/* Whether what stands there is not what both ends last agreed on. What nobody ever wrote and is empty is no change. */
static gboolean
is_changed_there (const char    *seen,
                  const ShcCell *there)
{
  if (!shc_base_seen_knows (seen, there->name))
    return there->kind != SHC_CELL_EMPTY;
  return !shc_base_seen_is_held (seen, there->name, there);
}

static void
compare (const ShcBaseMerge *self,
         ShcBaseRow         *row)
{
  const char *seen = row->link->seen;

  row->here = shc_base_merge_create_here (self, row->local);
  row->becomes = shc_reflection_copy (row->local);
  row->taken = shc_cells_new ();
  row->both = shc_cells_new ();
  row->agreed = shc_cells_new ();
  for (guint i = 0; i < SHC_BASE_N_MERGED; i++)
    {
      const ShcCell *there = shc_cells_find (row->record->cells, shc_base_merge_get_id (self, shc_base_merged[i]));
      const ShcCell *here = shc_cells_find (row->here, shc_base_merge_get_id (self, shc_base_merged[i]));

      /* A day that was emptied there says nothing of when it was. */
      if (there == NULL || (shc_base_merged[i] == SHC_BASE_DATE && there->kind == SHC_CELL_EMPTY))
        continue;
      if (shc_cell_equal (here, there))
        shc_cells_set_copy (row->agreed, there);
      else if (!is_changed_there (seen, there))
        continue;
      else if (!shc_base_seen_is_written (seen, here))
        shc_cells_set_copy (row->both, there);
      else
        {
          shc_cells_set_copy (row->taken, there);
          shc_cells_set_copy (row->agreed, there);
          set_cell (self, row->becomes, shc_base_merged[i], there);
        }
    }
}

static gboolean
write_changes (const ShcBaseMerge  *self,
               ShcDb               *db,
               ShcBaseRow          *row,
               gint64               now_us,
               GError             **error)
{
  const ShcCell *text = shc_cells_find (row->both, shc_base_merge_get_id (self, SHC_BASE_TEXT));
  g_autofree char *seen = shc_base_merge_create_seen (self, row);

  if (shc_cells_get_length (row->taken) > 0 &&
      !shc_reflections_edit (db, row->becomes, self->session, 0, now_us, NULL, error))
    return FALSE;
  if (text != NULL && !shc_reflections_keep_other (db, row->local->id, text->text, self->session, now_us, error))
    return FALSE;
  return shc_remote_link_note (db, row->link->local_id, row->record->id, seen, now_us, error);
}

/* Whether all of it can be kept here. @why: (out) (transfer full) */
static gboolean
can_keep (const ShcBaseMerge  *self,
          ShcBaseRow          *row,
          char               **why)
{
  const char *id = shc_base_merge_get_id (self, SHC_BASE_TEXT);
  const ShcCell *text = shc_cells_find (row->both, id);
  g_autoptr(GError) problem = NULL;

  if (text == NULL)
    text = shc_cells_find (row->taken, id);
  if (text != NULL && text->text == NULL)
    *why = g_strdup (_("Its text was emptied there. Yours stays as it is."));
  else if (!shc_reflection_check (row->becomes, &problem) ||
           (text != NULL && !shc_text_check (text->text, strlen (text->text), &problem)))
    *why = g_strdup (problem->message);
  return *why == NULL;
}

static gboolean
is_linked_otherwise (const ShcBaseRow *row)
{
  return g_strcmp0 (row->link->remote_id, row->record->id) != 0 || row->link->seen == NULL;
}

gboolean
shc_base_merge_known (ShcBaseMerge  *self,
                      ShcDb         *db,
                      ShcBaseRow    *row,
                      gint64         now_us,
                      GError       **error)
{
  g_autoptr(GError) problem = NULL;
  g_autofree char *why = NULL;

  row->local = shc_reflections_get (db, row->link->id, &problem);
  if (row->local == NULL && !g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  /* What was deleted here does not come back by itself. */
  if (row->local == NULL || row->local->trashed_us != 0 || row->local->text == NULL)
    {
      self->result->deleted_here++;
      return TRUE;
    }
  compare (self, row);
  if (shc_cells_get_length (row->taken) == 0 && shc_cells_get_length (row->both) == 0)
    {
      self->result->plan->unchanged++;
      return !self->take || !is_linked_otherwise (row) || write_changes (self, db, row, now_us, error);
    }
  if (!can_keep (self, row, &why))
    {
      shc_base_merge_set_aside (self, row, why);
      return TRUE;
    }
  if (self->take && !write_changes (self, db, row, now_us, error))
    return FALSE;
  tell_changes (self, row);
  return TRUE;
}
