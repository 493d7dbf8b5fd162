/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that must be whole or not there: atomic replacement with everything synced. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** shc_file_replace: writes @bytes to a new file beside @path (mode 0600), syncs it, renames it
 * over @path and syncs the folder. Nothing is left behind on failure. Errors: #GIOErrorEnum,
 * %G_IO_ERROR_NO_SPACE for every kind of "no room". Blocks. */
gboolean shc_file_replace (const char *path, GBytes *bytes, GError **error);

/** shc_file_take_place: gives @fresh, a whole file beside it, the name @path, in the place of what has it, and syncs the folder. Where that
 * cannot be done @fresh is removed, and what has the name is as it was. Blocks. */
gboolean shc_file_take_place (const char *fresh, const char *path, GError **error);

/** shc_folder_sync: syncs the entries of folder @path to disk. */
gboolean shc_folder_sync (const char *path, GError **error);

/** shc_folder_make_private: makes @path and what is missing above it, mode 0700. */
gboolean shc_folder_make_private (const char *path, GError **error);

/** shc_folder_is_remote: Returns: whether @path lies on a network file system, or inside a folder
 * that a known program synchronises, where two computers would overwrite each other's database;
 * @what: (out) (transfer full) (optional): its name for people, such as "NFS" or "Nextcloud". */
gboolean shc_folder_is_remote (const char *path, char **what);

G_END_DECLS
