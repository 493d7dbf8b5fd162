/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is remembered of a row at a service: digests of its cells, never the cells. */

#pragma once

#include "shc-cells.h"

G_BEGIN_DECLS

/**
 * shc_base_seen_update:
 * @seen: (nullable): what was remembered
 * @written: what we wrote
 * @held: (nullable): what the service then held, in its own spelling; %NULL for the same
 *
 * Returns: (transfer full): what is to be remembered; cells of @seen that are not in @written stay.
 */
char    *shc_base_seen_update (const char *seen, const ShcCells *written, const ShcCells *held);

/** shc_base_seen_is_written: whether @ours is what we wrote last. */
gboolean shc_base_seen_is_written (const char *seen, const ShcCell *ours);
/** shc_base_seen_is_held: whether @theirs, named @name, is what the service held then. */
gboolean shc_base_seen_is_held (const char *seen, const char *name, const ShcCell *theirs);

/** shc_base_seen_knows: whether anything is remembered of the cell @name. */
gboolean shc_base_seen_knows (const char *seen, const char *name);

G_END_DECLS
