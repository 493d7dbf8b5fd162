/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of any length: keys are held, content comes in pages, every item answers at once. */

#define G_LOG_DOMAIN "shc-reflection-model"

#include "config.h"

#include "shc-key-diff.h"
#include "shc-list-jobs.h"
#include "shc-reflection-item-private.h"
#include "shc-row-cache.h"

/* Rows fetched by one job: more than a window shows. */
#define PAGE 256
/* Rows whose content is shown in one turn of the main loop. */
#define SHOWN_AT_ONCE 48
/* Rows kept after they were scrolled out of sight. */
#define KEPT 512
/* While something is being imported there may be a commit every few milliseconds. */
#define CHANGED_INTERVAL_MS 300

struct _ShcReflectionModel
{
  GObject       parent_instance;
  ShcJournal   *journal;
  ShcFilter    *filter;      /* what is looked for; NULL before the first */
  char         *query;       /* that of the keys held */
  GArray       *keys;        /* ShcRowKey */
  GHashTable   *items;       /* row → the item that somebody holds, not owned */
  ShcRowCache  *cache;
  GCancellable *looking;     /* while keys are being read */
  GCancellable *fetching;    /* while content is being read */
  guint         look_id;
  ShcFetched   *fetched;     /* content that is being shown, from row `shown` on */
  guint         shown;
  guint         fetch_id;
  guint         show_id;
  gint64        looked_us;   /* when keys were last asked for */
  gboolean      look_again;
  gboolean      loading;
};

enum { PROP_0, PROP_LOADING, N_PROPS };
enum { SIGNAL_FAILED, N_SIGNALS };

static void shc_reflection_model_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ShcReflectionModel, shc_reflection_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      shc_reflection_model_list_model_init))

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void look (ShcReflectionModel *self);

/* A job's answer is wanted only if its cancellable is still the model's. */
static gboolean
is_wanted (GAsyncResult *result,
           GCancellable *current)
{
  return current != NULL && current == g_task_get_cancellable (G_TASK (result));
}

static void
replace_cancellable (GCancellable **place,
                     GCancellable  *cancellable)
{
  g_autoptr(GCancellable) before = g_steal_pointer (place);

  *place = cancellable;
  if (before != NULL)
    g_cancellable_cancel (before);
}

static void
set_loading (ShcReflectionModel *self,
             gboolean            loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
report (ShcReflectionModel *self,
        GError             *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static GArray *
collect_stale_rows (ShcReflectionModel *self)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (rows->len < PAGE && g_hash_table_iter_next (&iter, NULL, &item))
    if (shc_reflection_item_is_stale (item))
      {
        gint64 row = shc_reflection_item_get_row (item);

        g_array_append_val (rows, row);
      }
  return rows;
}

static void schedule_fetch (ShcReflectionModel *self);

/* A row that is gone stays as it was until the keys without it arrive. */
static void
show_row (ShcReflectionModel *self,
          guint               index)
{
  gint64 row = g_array_index (self->fetched->rows, gint64, index);
  ShcReflection *reflection = g_steal_pointer (&self->fetched->reflections->pdata[index]);
  ShcReflectionItem *item = g_hash_table_lookup (self->items, &row);

  if (item != NULL && reflection != NULL)
    shc_reflection_item_take (item, reflection);
  else if (item != NULL)
    shc_reflection_item_set_stale (item, FALSE);
  else if (reflection != NULL)
    shc_row_cache_put (self->cache, row, reflection);
}

static gboolean
show_cb (gpointer user_data)
{
  g_autoptr(ShcReflectionModel) self = g_object_ref (user_data);
  guint end = MIN (self->shown + SHOWN_AT_ONCE, self->fetched->rows->len);

  while (self->fetched != NULL && self->shown < end)
    show_row (self, self->shown++);
  if (self->fetched != NULL && self->shown < self->fetched->rows->len)
    return G_SOURCE_CONTINUE;
  self->show_id = 0;
  g_clear_pointer (&self->fetched, shc_fetched_free);
  schedule_fetch (self);
  return G_SOURCE_REMOVE;
}

/* A list that was dragged far needs some two hundred rows, more than fits between two frames. */
static void
show_fetched (ShcReflectionModel *self,
              ShcFetched         *fetched)
{
  self->fetched = fetched;
  self->shown = 0;
  self->show_id = g_idle_add (show_cb, self);
}

static void
stop_showing (ShcReflectionModel *self)
{
  g_clear_handle_id (&self->show_id, g_source_remove);
  g_clear_pointer (&self->fetched, shc_fetched_free);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcReflectionModel) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcFetched) fetched = shc_list_fetch_finish (SHC_VAULT (source), result, &error);

  if (is_wanted (result, self->fetching))
    {
      g_clear_object (&self->fetching);
      if (fetched != NULL)
        show_fetched (self, g_steal_pointer (&fetched));
      else
        report (self, error);
    }
}

static gboolean
fetch_cb (gpointer user_data)
{
  ShcReflectionModel *self = user_data;
  g_autoptr(GArray) rows = collect_stale_rows (self);

  self->fetch_id = 0;
  if (rows->len == 0)
    return G_SOURCE_REMOVE;

  replace_cancellable (&self->fetching, g_cancellable_new ());
  shc_list_fetch_async (shc_journal_get_vault (self->journal), rows, self->query, self->fetching,
                        fetched_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* Waits until the list view has asked for all it shows, and for the job before. */
static void
schedule_fetch (ShcReflectionModel *self)
{
  if (self->fetch_id == 0 && self->fetching == NULL && self->fetched == NULL)
    self->fetch_id = g_idle_add_full (G_PRIORITY_DEFAULT, fetch_cb, self, NULL);
}

static gboolean
is_first_of_month (ShcReflectionModel *self,
                   guint               position)
{
  return position == 0 || g_array_index (self->keys, ShcRowKey, position).month !=
                            g_array_index (self->keys, ShcRowKey, position - 1).month;
}

/* Items that somebody holds learn where their month begins now. */
static void
update_months (ShcReflectionModel *self,
               guint               first,
               guint               end)
{
  if (g_hash_table_size (self->items) == 0)
    return;
  for (guint i = first; i < MIN (end, self->keys->len); i++)
    {
      const ShcRowKey *key = &g_array_index (self->keys, ShcRowKey, i);
      ShcReflectionItem *item = g_hash_table_lookup (self->items, &key->row);

      if (item != NULL)
        shc_reflection_item_set_month (item, key->month, is_first_of_month (self, i));
    }
}

static void
splice (ShcReflectionModel *self,
        const ShcKeySplice *change,
        const GArray       *after)
{
  if (change->removed > 0)
    g_array_remove_range (self->keys, change->position, change->removed);
  if (change->added > 0)
    g_array_insert_vals (self->keys, change->position,
                         &g_array_index (after, ShcRowKey, change->position), change->added);
  update_months (self, change->position, change->position + change->added + 1);
  g_list_model_items_changed (G_LIST_MODEL (self), change->position, change->removed,
                              change->added);
}

static void
forget_content (ShcReflectionModel *self)
{
  GHashTableIter iter;
  gpointer item;

  shc_row_cache_clear (self->cache);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    shc_reflection_item_set_stale (item, TRUE);
  replace_cancellable (&self->fetching, NULL);
  stop_showing (self);
}

static void
show_found (ShcReflectionModel *self,
            const ShcFound        *found)
{
  g_free (self->query);
  self->query = g_strdup (self->filter->query);
  forget_content (self);
  for (guint i = 0; i < found->splices->len; i++)
    splice (self, &g_array_index (found->splices, ShcKeySplice, i), found->keys);
  schedule_fetch (self);
}

static gboolean
look_cb (gpointer user_data)
{
  ShcReflectionModel *self = user_data;

  self->look_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_look (ShcReflectionModel *self)
{
  gint64 wait_ms = CHANGED_INTERVAL_MS - (g_get_monotonic_time () - self->looked_us) / 1000;

  if (self->look_id == 0)
    self->look_id = g_timeout_add ((guint) CLAMP (wait_ms, 0, CHANGED_INTERVAL_MS), look_cb, self);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ShcReflectionModel) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcFound) found = shc_list_look_finish (SHC_VAULT (source), result, &error);

  if (is_wanted (result, self->looking))
    {
      g_clear_object (&self->looking);
      if (found != NULL)
        show_found (self, found);
      set_loading (self, FALSE);
      if (found == NULL)
        report (self, error);
      if (self->look_again)
        schedule_look (self);
      self->look_again = FALSE;
    }
}

static void
look (ShcReflectionModel *self)
{
  self->looked_us = g_get_monotonic_time ();
  self->look_again = FALSE;
  g_clear_handle_id (&self->look_id, g_source_remove);
  replace_cancellable (&self->looking, g_cancellable_new ());
  shc_list_look_async (shc_journal_get_vault (self->journal), self->filter, self->keys,
                       self->looking, found_cb, g_object_ref (self));
}

static void
changed_cb (ShcReflectionModel *self)
{
  if (self->filter == NULL)
    return;
  if (self->looking != NULL)
    self->look_again = TRUE;
  else
    schedule_look (self);
}

static void
item_gone_cb (gpointer       owner,
              gint64         row,
              ShcReflection *reflection)
{
  ShcReflectionModel *self = owner;

  g_hash_table_remove (self->items, &row);
  if (reflection != NULL)
    shc_row_cache_put (self->cache, row, reflection);
}

static GType
shc_reflection_model_get_item_type (GListModel *list)
{
  return SHC_TYPE_REFLECTION_ITEM;
}

static guint
shc_reflection_model_get_n_items (GListModel *list)
{
  return SHC_REFLECTION_MODEL (list)->keys->len;
}

static gpointer
shc_reflection_model_get_item (GListModel *list,
                               guint       position)
{
  ShcReflectionModel *self = SHC_REFLECTION_MODEL (list);
  ShcReflectionItem *item;
  ShcReflection *reflection;
  const ShcRowKey *key;

  if (position >= self->keys->len)
    return NULL;

  key = &g_array_index (self->keys, ShcRowKey, position);
  item = g_hash_table_lookup (self->items, &key->row);
  if (item != NULL)
    return g_object_ref (item);

  item = shc_reflection_item_new (key, is_first_of_month (self, position), self, item_gone_cb);
  g_hash_table_insert (self->items, g_memdup2 (&key->row, sizeof key->row), item);
  reflection = shc_row_cache_take (self->cache, key->row);
  if (reflection != NULL)
    shc_reflection_item_take (item, reflection);
  else
    schedule_fetch (self);
  return item;
}

static void
shc_reflection_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = shc_reflection_model_get_item_type;
  iface->get_n_items = shc_reflection_model_get_n_items;
  iface->get_item = shc_reflection_model_get_item;
}

static void
shc_reflection_model_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  ShcReflectionModel *self = SHC_REFLECTION_MODEL (object);

  switch (property_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
disown_items (ShcReflectionModel *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    shc_reflection_item_disown (item);
  g_hash_table_remove_all (self->items);
}

static void
shc_reflection_model_dispose (GObject *object)
{
  ShcReflectionModel *self = SHC_REFLECTION_MODEL (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->fetch_id, g_source_remove);
  replace_cancellable (&self->looking, NULL);
  replace_cancellable (&self->fetching, NULL);
  stop_showing (self);
  disown_items (self);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_reflection_model_parent_class)->dispose (object);
}

static void
shc_reflection_model_finalize (GObject *object)
{
  ShcReflectionModel *self = SHC_REFLECTION_MODEL (object);

  shc_filter_free (self->filter);
  g_free (self->query);
  g_array_unref (self->keys);
  g_hash_table_unref (self->items);
  shc_row_cache_free (self->cache);

  G_OBJECT_CLASS (shc_reflection_model_parent_class)->finalize (object);
}

static void
shc_reflection_model_class_init (ShcReflectionModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = shc_reflection_model_get_property;
  object_class->dispose = shc_reflection_model_dispose;
  object_class->finalize = shc_reflection_model_finalize;

  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", SHC_TYPE_REFLECTION_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
shc_reflection_model_init (ShcReflectionModel *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (ShcRowKey));
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cache = shc_row_cache_new (KEPT);
}

ShcReflectionModel *
shc_reflection_model_new (ShcJournal *journal)
{
  ShcReflectionModel *self;

  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);

  self = g_object_new (SHC_TYPE_REFLECTION_MODEL, NULL);
  self->journal = g_object_ref (journal);
  g_signal_connect_object (journal, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shc_journal_get_vault (journal), "reopened", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
  return self;
}

void
shc_reflection_model_set_filter (ShcReflectionModel *self,
                                 const ShcFilter    *filter)
{
  g_return_if_fail (SHC_IS_REFLECTION_MODEL (self));
  g_return_if_fail (filter != NULL);

  shc_filter_free (self->filter);
  self->filter = shc_filter_copy (filter);
  look (self);
  set_loading (self, TRUE);
}

gboolean
shc_reflection_model_get_loading (ShcReflectionModel *self)
{
  g_return_val_if_fail (SHC_IS_REFLECTION_MODEL (self), FALSE);

  return self->loading;
}

guint
shc_reflection_model_find (ShcReflectionModel *self,
                           gint64              row)
{
  g_return_val_if_fail (SHC_IS_REFLECTION_MODEL (self), G_MAXUINT);

  for (guint i = 0; i < self->keys->len; i++)
    if (g_array_index (self->keys, ShcRowKey, i).row == row)
      return i;
  return G_MAXUINT;
}
