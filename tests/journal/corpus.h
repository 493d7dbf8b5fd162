/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The corpus, for the journal's tests. */

#pragma once

#include "journal-test.h"

G_BEGIN_DECLS

/** corpus_load: Returns: (transfer full) (element-type ShcReflection): the first @n entries, in the
 * file's order, not kept anywhere yet. */
GPtrArray *corpus_load (guint n);

/** corpus_add: keeps @entries in one transaction. */
void       corpus_add (ShcDb *db, GPtrArray *entries);

G_END_DECLS
