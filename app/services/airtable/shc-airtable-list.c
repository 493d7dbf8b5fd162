/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a table: all of them, those with some ids, or one. */

#define G_LOG_DOMAIN "shc-airtable-list"

#include "config.h"

#include "shc-airtable-private.h"

#include <string.h>

#include "shc-json.h"

/* A million rows, which no base has. */
#define PAGES_MAX 10000

/* So often it begins anew when the service forgot where it was. */
#define RESTARTS_MAX 2

typedef struct
{
  ShcIntent         *intent;
  char              *table_id;
  ShcAirtableColumn *columns;     /* (nullable) (array length=n_columns) */
  guint              n_columns;
  GHashTable        *records;     /* ShcAirtableRecord by id: what is here */
  char              *formula;     /* (nullable) */
  char              *offset;      /* (nullable) */
  guint              pages;
  guint              restarts;
  char             **ids;         /* (nullable): those that are asked for */
  GHashTable        *wanted;      /* (nullable) (element-type utf8): the same, for looking up */
  guint              n_ids;
  guint              asked;       /* how many of them have been asked for */
  ShcAirtableSift    sift;        /* (nullable) */
  gpointer           sift_data;
} Listing;

static ShcAirtableColumn *
copy_columns (const ShcAirtableColumn *columns,
              guint                    n_columns)
{
  /* Also of no columns, which is not the same as all of them. */
  ShcAirtableColumn *copy = columns != NULL ? g_new0 (ShcAirtableColumn, n_columns + 1) : NULL;

  for (guint i = 0; columns != NULL && i < n_columns; i++)
    copy[i] = (ShcAirtableColumn) { g_strdup (columns[i].id), columns[i].kind };
  return copy;
}

static void
free_columns (ShcAirtableColumn *columns,
              guint              n_columns)
{
  for (guint i = 0; columns != NULL && i < n_columns; i++)
    g_free ((char *) columns[i].id);
  g_free (columns);
}

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  shc_intent_free (listing->intent);
  g_free (listing->table_id);
  free_columns (listing->columns, listing->n_columns);
  g_hash_table_unref (listing->records);
  g_free (listing->formula);
  g_free (listing->offset);
  g_clear_pointer (&listing->wanted, g_hash_table_unref);
  g_strfreev (listing->ids);
  g_free (listing);
}

static void ask_for_page (GTask *task);

static Listing *
listing_new (const ShcIntent         *intent,
             const char              *table_id,
             const ShcAirtableColumn *columns,
             guint                    n_columns)
{
  Listing *listing = g_new0 (Listing, 1);

  listing->intent = shc_intent_copy (intent);
  listing->table_id = g_strdup (table_id);
  listing->columns = copy_columns (columns, n_columns);
  listing->n_columns = n_columns;
  listing->records = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) shc_airtable_record_free);
  return listing;
}

static gboolean
is_kept (const Listing           *listing,
         const ShcAirtableRecord *record)
{
  return (listing->wanted == NULL || g_hash_table_contains (listing->wanted, record->id)) &&
         (listing->sift == NULL || listing->sift (record, listing->sift_data));
}

/* A row that moves while the pages come is in two of them. */
static void
take_page (Listing         *listing,
           ShcAirtablePage *page)
{
  g_ptr_array_set_free_func (page->records, NULL);
  for (guint i = 0; i < page->records->len; i++)
    {
      ShcAirtableRecord *record = g_ptr_array_index (page->records, i);

      if (is_kept (listing, record))
        g_hash_table_replace (listing->records, record->id, record);
      else
        shc_airtable_record_free (record);
    }
}

static void
return_records (GTask *task)
{
  Listing *listing = g_task_get_task_data (task);
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, listing->records);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    {
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (records, record);
    }
  g_task_return_pointer (task, records, (GDestroyNotify) g_ptr_array_unref);
}

/* Returns: whether there is one. */
static gboolean
begin_next_block (Listing *listing)
{
  g_autoptr(GString) formula = g_string_new ("OR(");
  guint end = MIN (listing->n_ids, listing->asked + SHC_AIRTABLE_PAGE);

  if (listing->asked == listing->n_ids)
    return FALSE;
  for (guint i = listing->asked; i < end; i++)
    g_string_append_printf (formula, "%sRECORD_ID()='%s'", i > listing->asked ? "," : "", listing->ids[i]);
  g_string_append_c (formula, ')');
  g_free (listing->formula);
  listing->formula = g_string_free (g_steal_pointer (&formula), FALSE);
  listing->asked = end;
  listing->pages = 0;
  g_clear_pointer (&listing->offset, g_free);
  return TRUE;
}

/* Takes @task. Of what was listed before the service lost its place, nothing can be relied on; what came of other
 * blocks of ids stays. */
static void
begin_anew (GTask *task)
{
  Listing *listing = g_task_get_task_data (task);

  listing->restarts++;
  listing->pages = 0;
  g_clear_pointer (&listing->offset, g_free);
  if (listing->ids == NULL)
    g_hash_table_remove_all (listing->records);
  ask_for_page (task);
}

/* Takes @task. */
static void
go_on (GTask           *task,
       ShcAirtablePage *page)
{
  Listing *listing = g_task_get_task_data (task);

  take_page (listing, page);
  if (page->offset != NULL && (++listing->pages == PAGES_MAX || g_strcmp0 (page->offset, listing->offset) == 0))
    {
      g_task_return_error (task, shc_airtable_protocol_error ());
      g_object_unref (task);
      return;
    }
  g_free (listing->offset);
  listing->offset = g_steal_pointer (&page->offset);
  if (listing->offset != NULL || begin_next_block (listing))
    {
      ask_for_page (task);
      return;
    }
  return_records (task);
  g_object_unref (task);
}

static void
page_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Listing *listing = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(JsonNode) answer = shc_airtable_ask_finish (SHC_AIRTABLE (source), result, &error);
  g_autoptr(ShcAirtablePage) page =
    answer != NULL ? shc_airtable_read_page (answer, listing->columns, listing->n_columns, &error) : NULL;

  if (page != NULL)
    go_on (g_steal_pointer (&task), page);
  else if (g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_EXPIRED) && listing->restarts < RESTARTS_MAX)
    {
      g_error_free (error);
      begin_anew (g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, error);
}

/* What is looked for goes in the body: addresses are written down by servers on the way. */
static GBytes *
make_body (const Listing *listing)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  char *text;

  json_builder_begin_object (builder);
  shc_json_add_int (builder, "pageSize", SHC_AIRTABLE_PAGE);
  if (listing->offset != NULL)
    shc_json_add_string (builder, "offset", listing->offset);
  if (listing->formula != NULL)
    shc_json_add_string (builder, "filterByFormula", listing->formula);
  if (listing->columns != NULL)
    {
      json_builder_set_member_name (builder, "fields");
      json_builder_begin_array (builder);
      for (guint i = 0; i < listing->n_columns; i++)
        json_builder_add_string_value (builder, listing->columns[i].id);
      json_builder_end_array (builder);
      shc_json_add_boolean (builder, "returnFieldsByFieldId", TRUE);
    }
  json_builder_end_object (builder);
  text = shc_json_end (builder);
  return g_bytes_new_take (text, strlen (text));
}

/* Takes @task. */
static void
ask_for_page (GTask *task)
{
  ShcAirtable *self = g_task_get_source_object (task);
  Listing *listing = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *path = shc_airtable_path (self->base_id, listing->table_id, "listRecords", NULL);
  g_autoptr(GBytes) body = make_body (listing);
  ShcAirtableAsk ask = { "POST", "list-records", path, body };

  shc_airtable_ask_async (self, listing->intent, &ask, cancellable, page_cb, task);
}

void
shc_airtable_list_async (ShcAirtable             *self,
                         const ShcIntent         *intent,
                         const char              *table_id,
                         const ShcAirtableColumn *columns,
                         guint                    n_columns,
                         const char              *formula,
                         GCancellable            *cancellable,
                         GAsyncReadyCallback      callback,
                         gpointer                 user_data)
{
  GTask *task;
  Listing *listing;

  g_return_if_fail (SHC_IS_AIRTABLE (self) && self->base_id != NULL);
  g_return_if_fail (intent != NULL && table_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_list_async);
  listing = listing_new (intent, table_id, columns, n_columns);
  listing->formula = g_strdup (formula);
  g_task_set_task_data (task, listing, listing_free);
  ask_for_page (task);
}

GPtrArray *
shc_airtable_list_finish (ShcAirtable   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
shc_airtable_get_many_async (ShcAirtable             *self,
                             const ShcIntent         *intent,
                             const char              *table_id,
                             const char *const       *ids,
                             const ShcAirtableColumn *columns,
                             guint                    n_columns,
                             ShcAirtableSift          sift,
                             GCancellable            *cancellable,
                             GAsyncReadyCallback      callback,
                             gpointer                 user_data)
{
  GTask *task;
  Listing *listing;

  g_return_if_fail (SHC_IS_AIRTABLE (self) && self->base_id != NULL);
  g_return_if_fail (intent != NULL && table_id != NULL && ids != NULL);

  /* They are put into a formula as they are. */
  for (guint i = 0; ids[i] != NULL; i++)
    g_return_if_fail (shc_airtable_is_id (ids[i], "rec"));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_get_many_async);
  listing = listing_new (intent, table_id, columns, n_columns);
  listing->ids = g_strdupv ((char **) ids);
  listing->n_ids = g_strv_length (listing->ids);
  listing->sift = sift;
  listing->sift_data = user_data;
  listing->wanted = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < listing->n_ids; i++)
    g_hash_table_add (listing->wanted, listing->ids[i]);
  g_task_set_task_data (task, listing, listing_free);
  if (begin_next_block (listing))
    {
      ask_for_page (task);
      return;
    }
  return_records (task);
  g_object_unref (task);
}

GPtrArray *
shc_airtable_get_many_finish (ShcAirtable   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Listing *listing = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(JsonNode) answer = shc_airtable_ask_finish (SHC_AIRTABLE (source), result, &error);
  g_autoptr(ShcAirtableRecord) record =
    answer != NULL ? shc_airtable_read_record (answer, listing->columns, listing->n_columns, &error) : NULL;

  if (record == NULL)
    g_task_return_error (task, error);
  else if (g_str_equal (record->id, listing->ids[0]))
    g_task_return_pointer (task, g_steal_pointer (&record), (GDestroyNotify) shc_airtable_record_free);
  else
    g_task_return_error (task, shc_airtable_protocol_error ());
}

void
shc_airtable_get_async (ShcAirtable             *self,
                        const ShcIntent         *intent,
                        const char              *table_id,
                        const char              *record_id,
                        const ShcAirtableColumn *columns,
                        guint                    n_columns,
                        GCancellable            *cancellable,
                        GAsyncReadyCallback      callback,
                        gpointer                 user_data)
{
  g_autofree char *address = NULL;
  g_autofree char *path = NULL;
  ShcAirtableAsk ask = { "GET", "get-record" };
  GTask *task;
  Listing *listing;

  g_return_if_fail (SHC_IS_AIRTABLE (self) && self->base_id != NULL);
  g_return_if_fail (intent != NULL && table_id != NULL && record_id != NULL);

  address = shc_airtable_path (self->base_id, table_id, record_id, NULL);
  path = g_strconcat (address, columns != NULL ? "?returnFieldsByFieldId=true" : NULL, NULL);
  ask.path = path;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_get_async);
  listing = listing_new (intent, table_id, columns, n_columns);
  listing->ids = g_strsplit (record_id, "\n", 1);
  g_task_set_task_data (task, listing, listing_free);
  shc_airtable_ask_async (self, intent, &ask, cancellable, got_cb, task);
}

ShcAirtableRecord *
shc_airtable_get_finish (ShcAirtable   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
