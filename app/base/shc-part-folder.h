/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder that is whole or not there: filled under a name of its own beside the final one, and renamed. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ShcPartFolder ShcPartFolder;

/**
 * shc_part_folder_new:
 * @path: what it is to become, absolute
 *
 * Makes an empty folder, mode 0700, after removing those that were begun for @path and whose maker is no more: only where
 * all in them is such as their maker writes, which is files that end in one of @endings. Errors: #GIOErrorEnum. Blocks.
 */
ShcPartFolder *shc_part_folder_new      (const char *path, const char *const *endings, GError **error);

const char    *shc_part_folder_get_path (const ShcPartFolder *self);

/** shc_part_folder_finish: gives it its final name, where there is nothing or an empty folder. Returns: 0, or the number of the
 * error. */
int            shc_part_folder_finish   (ShcPartFolder *self);

/** shc_part_folder_free: removes it, and what is in it, unless it is finished. */
void           shc_part_folder_free     (ShcPartFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcPartFolder, shc_part_folder_free)

G_END_DECLS
