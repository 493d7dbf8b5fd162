/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file, or folder, that an export is written to; there under its name only when it is whole. */

#pragma once

#include "shc-reflections.h"
#include "shc-transfer.h"

G_BEGIN_DECLS

typedef struct _ShcExportWriter ShcExportWriter;

/**
 * ShcExportFormat:
 *
 * What a format implements; @state is its own. @open_file takes the file to write to, and closes it
 * on failure; a format that is a folder has @open_folder instead, which makes @part. @close frees
 * @state, and closes the file, on success and failure.
 * @add_more: (nullable): for a format that wants versions: more of those of the reflection added last.
 * @without_trash: what is in the trash is not handed to it.
 */
typedef struct
{
  gboolean without_trash;
  gpointer (*open_file)   (int fd, GError **error);
  gpointer (*open_folder) (const char *part, GError **error);
  gboolean (*add)    (gpointer state, const ShcReflection *reflection, GPtrArray *versions,
                      GError **error);
  gboolean (*add_more) (gpointer state, const ShcReflection *reflection, GPtrArray *versions,
                        GError **error);
  gboolean (*finish) (gpointer state, GError **error);
  void     (*close)  (gpointer state);
} ShcExportFormat;

extern const ShcExportFormat shc_export_shc;
extern const ShcExportFormat shc_export_jsonl;
extern const ShcExportFormat shc_export_markdown_folder;
extern const ShcExportFormat shc_export_markdown_file;

/** shc_export_writer_new: a Markdown export whose @path ends in ".md" is one file, else a folder
 * with a file for each reflection. Errors: EXISTS, UNKNOWN_FORMAT, NO_ROOM, FAILED. */
ShcExportWriter *shc_export_writer_new (const char *path, ShcFormat format, GError **error);

/** shc_export_writer_free: removes what was begun and not finished. */
void             shc_export_writer_free (ShcExportWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcExportWriter, shc_export_writer_free)

/** Returns: whether the format wants what is in the trash, too. */
gboolean         shc_export_writer_takes_trash (ShcExportWriter *self);

/** Returns: whether the format wants former texts. */
gboolean         shc_export_writer_takes_versions (ShcExportWriter *self);

/** @versions: (nullable) (element-type ShcVersion): the newest of them. */
gboolean         shc_export_writer_add (ShcExportWriter *self, const ShcReflection *reflection,
                                        GPtrArray *versions, GError **error);
gboolean         shc_export_writer_add_more (ShcExportWriter *self, const ShcReflection *reflection,
                                             GPtrArray *versions, GError **error);

/** shc_export_writer_finish: syncs, and gives the export its name. @bytes: (out): size in all. */
gboolean         shc_export_writer_finish (ShcExportWriter *self, gint64 *bytes, GError **error);

/** shc_export_set_errno: sets @error from @code: NO_ROOM or FAILED with a plain sentence.
 * Returns: %FALSE. */
gboolean         shc_export_set_errno (int code, GError **error);

G_END_DECLS
