/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags and milestones: the same in any case, spelled as they were written. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** shc_label_fold: Returns: (transfer full): what two spellings of one label have in common; filters
 * compare it with reflection.milestone_key and tag.key. */
char    *shc_label_fold (const char *label);

/** shc_labels_sort: sorts @labels in place without regard to case and frees doubles. */
void     shc_labels_sort (char **labels);

/** shc_labels_find_tag: @tag: (out): the number of the tag in `tag`, 0 if there is none. */
gboolean shc_labels_find_tag (ShcDb *db, const char *label, gint64 *tag, GError **error);

/** shc_labels_write: gives @row its tags (it has none). */
gboolean shc_labels_write (ShcDb *db, gint64 row, gint64 civil_us, char *const *tags,
                           GError **error);

/** shc_labels_clear: takes all tags of @row; those that nothing else uses are gone for good. */
gboolean shc_labels_clear (ShcDb *db, gint64 row, GError **error);

/** shc_labels_sweep: removes the tags that nothing uses. */
gboolean shc_labels_sweep (ShcDb *db, GError **error);

/** shc_labels_read: Returns: (transfer full): sorted, empty if it has none; %NULL on failure. */
char   **shc_labels_read (ShcDb *db, gint64 row, GError **error);

G_END_DECLS
