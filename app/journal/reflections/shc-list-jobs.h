/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the list asks the reader: which rows there are, and what some of them show. */

#pragma once

#include "shc-reflections.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/** ShcFound: @keys: (element-type ShcRowKey): what there is now; @splices: (element-type
 * ShcKeySplice): how to get there. */
typedef struct
{
  GArray *keys;
  GArray *splices;
} ShcFound;
void shc_found_free (ShcFound *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcFound, shc_found_free)

/** shc_list_look_async: reads the keys of @filter and compares them with @before; both are copied.
 * The callback runs in the main context of the caller. */
void      shc_list_look_async (ShcVault *vault, const ShcFilter *filter, GArray *before,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
ShcFound *shc_list_look_finish (ShcVault *vault, GAsyncResult *result, GError **error);

/** ShcFetched: @rows: (element-type gint64): what was asked for; @reflections: (element-type
 * ShcReflection): in the same order, %NULL where a row is gone. */
typedef struct
{
  GArray    *rows;
  GPtrArray *reflections;
} ShcFetched;
void shc_fetched_free (ShcFetched *fetched);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcFetched, shc_fetched_free)

/** shc_list_fetch_async: see shc_reflections_fetch(). @rows is kept and must not change. */
void        shc_list_fetch_async (ShcVault *vault, GArray *rows, const char *query,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
ShcFetched *shc_list_fetch_finish (ShcVault *vault, GAsyncResult *result, GError **error);

G_END_DECLS
