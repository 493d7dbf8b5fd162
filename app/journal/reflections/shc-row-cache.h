/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The content of rows that were shown a moment ago, the oldest of it forgotten first. */

#pragma once

#include "shc-reflection.h"

G_BEGIN_DECLS

typedef struct _ShcRowCache ShcRowCache;

ShcRowCache   *shc_row_cache_new (guint capacity);
void           shc_row_cache_free (ShcRowCache *self);

/** shc_row_cache_put: @reflection: (transfer full): takes the place of what was there for @row. */
void           shc_row_cache_put (ShcRowCache *self, gint64 row, ShcReflection *reflection);
/** shc_row_cache_take: Returns: (transfer full) (nullable): it is not kept any longer. */
ShcReflection *shc_row_cache_take (ShcRowCache *self, gint64 row);
void           shc_row_cache_clear (ShcRowCache *self);

G_END_DECLS
