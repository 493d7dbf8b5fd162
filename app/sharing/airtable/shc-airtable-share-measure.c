/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much would go to a base, before it does. Each record is measured once, so that a tick costs a sum. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include <string.h>

#include "shc-airtable-share.h"
#include "shc-base-rows.h"

/* The row of the person's own has an id of this length, once it is there. */
static const char *const row_of_later[] = { "rec00000000000000", NULL };

static ShcAirtableRecord *
create_record (const ShcShareChange *change)
{
  ShcCells *cells = shc_cells_copy (change->cells);

  for (guint i = 0; i < shc_cells_get_length (cells); i++)
    {
      const ShcCell *cell = shc_cells_get (cells, i);

      if (cell->kind == SHC_CELL_LINKS && g_strcmp0 (cell->links[0], SHC_BASE_OWN_ROW) == 0)
        {
          g_autofree char *name = g_strdup (cell->name);

          shc_cells_set_links (cells, name, row_of_later);
        }
    }
  return shc_airtable_record_new (change->change == SHC_SHARING_UPDATE ? change->remote_id : NULL, cells);
}

/* Returns: (nullable): the column that the local id stands in. */
static const char *
find_key (const ShcShareChange *change)
{
  for (guint i = 0; i < shc_cells_get_length (change->cells); i++)
    {
      const ShcCell *cell = shc_cells_get (change->cells, i);

      if (cell->kind == SHC_CELL_TEXT && g_strcmp0 (cell->text, change->local_id) == 0)
        return cell->name;
    }
  return NULL;
}

/* @first: its batch's; @n: how many are in that. */
static gboolean
goes_with (const ShcShareChange *change,
           const ShcShareChange *first,
           guint                 n)
{
  return n > 0 && n < SHC_AIRTABLE_BATCH && change->change == first->change && g_str_equal (change->part, first->part);
}

static gsize
get_bytes (ShcShareChange *change)
{
  if (change->bytes == 0)
    {
      g_autoptr(ShcAirtableRecord) record = create_record (change);

      change->bytes = shc_airtable_measure_record (record, change->change == SHC_SHARING_UPDATE);
    }
  return change->bytes;
}

/* What is around the records of a batch: by its first, the same for many of them. */
typedef struct
{
  const char *key;
  gsize       bytes;
} Frame;

static gsize
get_frame (Frame                *frame,
           const ShcShareChange *first)
{
  const char *key = first->change == SHC_SHARING_CREATE ? find_key (first) : NULL;

  if (frame->bytes == 0 || g_strcmp0 (frame->key, key) != 0)
    *frame = (Frame) { key, shc_airtable_measure_frame (key) };
  return frame->bytes;
}

gsize
shc_airtable_share_count_bytes (ShcSharePlan *plan)
{
  const ShcShareChange *first = NULL;
  Frame frame = { NULL, 0 };
  guint n = 0;
  gsize bytes = 0;

  g_return_val_if_fail (plan != NULL, 0);

  for (guint i = 0; i < plan->changes->len; i++)
    {
      ShcShareChange *change = g_ptr_array_index (plan->changes, i);

      /* A deletion has no body. */
      if (!change->ticked || change->cells == NULL)
        continue;
      if (goes_with (change, first, n))
        bytes += strlen (",");
      else
        {
          first = change;
          n = 0;
          bytes += get_frame (&frame, first);
        }
      bytes += get_bytes (change);
      n++;
    }
  return bytes;
}
