/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed from one list of keys to the next. */

#pragma once

#include "shc-reflections.h"

G_BEGIN_DECLS

/** ShcKeySplice: at @position (of the list as the splices before it left it) @removed keys go and
 * @added come. */
typedef struct
{
  guint position;
  guint removed;
  guint added;
} ShcKeySplice;

/**
 * shc_key_diff:
 * @before: @after: (element-type ShcRowKey): no row twice in one of them
 * @max_splices: when it takes more, one splice from the first to the last difference is given
 *
 * Returns: (transfer full) (element-type ShcKeySplice): ascending; what they add comes from the
 *   same positions of @after. Empty if nothing changed. Any thread.
 */
GArray *shc_key_diff (const GArray *before, const GArray *after, guint max_splices);

G_END_DECLS
