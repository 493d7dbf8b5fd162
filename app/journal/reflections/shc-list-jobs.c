/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the list asks the reader: which rows there are, and what some of them show. */

#define G_LOG_DOMAIN "shc-list-jobs"

#include "config.h"

#include "shc-key-diff.h"
#include "shc-list-jobs.h"

/* More splices than this cost a list view more than one that replaces all between them. */
#define MAX_SPLICES 64

typedef struct
{
  ShcFilter *filter;
  GArray    *before;
} LookData;

typedef struct
{
  GArray *rows;
  char   *query;
} FetchData;

static void
look_data_free (gpointer data)
{
  LookData *look = data;

  shc_filter_free (look->filter);
  g_array_unref (look->before);
  g_free (look);
}

static void
fetch_data_free (gpointer data)
{
  FetchData *fetch = data;

  g_array_unref (fetch->rows);
  g_free (fetch->query);
  g_free (fetch);
}

void
shc_found_free (ShcFound *found)
{
  if (found == NULL)
    return;
  g_array_unref (found->keys);
  g_array_unref (found->splices);
  g_free (found);
}

void
shc_fetched_free (ShcFetched *fetched)
{
  if (fetched == NULL)
    return;
  g_array_unref (fetched->rows);
  g_ptr_array_unref (fetched->reflections);
  g_free (fetched);
}

static gpointer
look_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  const LookData *look = data;
  GArray *keys = shc_reflections_keys (db, look->filter, error);
  ShcFound *found;

  if (keys == NULL)
    return NULL;

  found = g_new0 (ShcFound, 1);
  found->keys = keys;
  found->splices = shc_key_diff (look->before, keys, MAX_SPLICES);
  return found;
}

static gpointer
fetch_in_thread (ShcDb     *db,
                 gpointer   data,
                 GError   **error)
{
  const FetchData *fetch = data;
  const gint64 *rows = (const gint64 *) (void *) fetch->rows->data;
  GPtrArray *reflections = shc_reflections_fetch (db, rows, fetch->rows->len, fetch->query, error);
  ShcFetched *fetched;

  if (reflections == NULL)
    return NULL;

  fetched = g_new0 (ShcFetched, 1);
  fetched->rows = g_array_ref (fetch->rows);
  fetched->reflections = reflections;
  return fetched;
}

void
shc_list_look_async (ShcVault            *vault,
                     const ShcFilter     *filter,
                     GArray              *before,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  LookData *look = g_new0 (LookData, 1);

  look->filter = shc_filter_copy (filter);
  look->before = g_array_copy (before);
  shc_vault_run_async (vault, SHC_DB_READER, FALSE, look_in_thread, look, look_data_free,
                       (GDestroyNotify) shc_found_free, cancellable, callback, user_data);
}

ShcFound *
shc_list_look_finish (ShcVault      *vault,
                      GAsyncResult  *result,
                      GError       **error)
{
  return shc_vault_run_finish (vault, result, error);
}

void
shc_list_fetch_async (ShcVault            *vault,
                      GArray              *rows,
                      const char          *query,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  FetchData *fetch = g_new0 (FetchData, 1);

  fetch->rows = g_array_ref (rows);
  fetch->query = g_strdup (query);
  shc_vault_run_async (vault, SHC_DB_READER, FALSE, fetch_in_thread, fetch, fetch_data_free,
                       (GDestroyNotify) shc_fetched_free, cancellable, callback, user_data);
}

ShcFetched *
shc_list_fetch_finish (ShcVault      *vault,
                       GAsyncResult  *result,
                       GError       **error)
{
  return shc_vault_run_finish (vault, result, error);
}
