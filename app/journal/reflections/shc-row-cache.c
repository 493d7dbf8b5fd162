/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The content of rows that were shown a moment ago, the oldest of it forgotten first. */

#define G_LOG_DOMAIN "shc-row-cache"

#include "config.h"

#include "shc-row-cache.h"

typedef struct
{
  gint64         row;
  ShcReflection *reflection;
} Kept;

struct _ShcRowCache
{
  guint       capacity;
  GQueue      order;  /* Kept, the newest first */
  GHashTable *links;  /* row → its link in order */
};

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_clear_pointer (&kept->reflection, shc_reflection_free);
  g_free (kept);
}

ShcRowCache *
shc_row_cache_new (guint capacity)
{
  ShcRowCache *self = g_new0 (ShcRowCache, 1);

  self->capacity = capacity;
  self->links = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

void
shc_row_cache_free (ShcRowCache *self)
{
  if (self == NULL)
    return;
  shc_row_cache_clear (self);
  g_hash_table_unref (self->links);
  g_free (self);
}

static void
drop_link (ShcRowCache *self,
           GList       *link)
{
  Kept *kept = link->data;

  g_hash_table_remove (self->links, &kept->row);
  g_queue_delete_link (&self->order, link);
  kept_free (kept);
}

void
shc_row_cache_put (ShcRowCache   *self,
                   gint64         row,
                   ShcReflection *reflection)
{
  GList *link = g_hash_table_lookup (self->links, &row);
  Kept *kept;

  if (link != NULL)
    drop_link (self, link);

  kept = g_new0 (Kept, 1);
  kept->row = row;
  kept->reflection = reflection;
  g_queue_push_head (&self->order, kept);
  g_hash_table_insert (self->links, &kept->row, self->order.head);
  if (self->order.length > self->capacity)
    drop_link (self, self->order.tail);
}

ShcReflection *
shc_row_cache_take (ShcRowCache *self,
                    gint64       row)
{
  GList *link = g_hash_table_lookup (self->links, &row);
  ShcReflection *reflection;

  if (link == NULL)
    return NULL;
  reflection = g_steal_pointer (&((Kept *) link->data)->reflection);
  drop_link (self, link);
  return reflection;
}

void
shc_row_cache_clear (ShcRowCache *self)
{
  g_hash_table_remove_all (self->links);
  g_queue_clear_full (&self->order, kept_free);
}
