/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing journals in and taking them out. */

#pragma once

#include "shc-vault.h"

G_BEGIN_DECLS

typedef enum
{
  SHC_TRANSFER_ERROR_UNKNOWN_FORMAT, /* not a file that can be read here */
  SHC_TRANSFER_ERROR_DAMAGED,        /* it is, but it is cut off or broken: nothing was taken */
  SHC_TRANSFER_ERROR_EXISTS,         /* the file to write is already there */
  SHC_TRANSFER_ERROR_NOT_FOUND,      /* no such import */
  SHC_TRANSFER_ERROR_NO_ROOM,
  SHC_TRANSFER_ERROR_FAILED,
} ShcTransferError;
#define SHC_TRANSFER_ERROR (shc_transfer_error_quark ())
GQuark shc_transfer_error_quark (void);

typedef enum
{
  SHC_FORMAT_AUTO,
  SHC_FORMAT_SHC,      /* ZIP: everything about reflections, comes back without loss */
  SHC_FORMAT_JSONL,
  SHC_FORMAT_JRNL,     /* jrnl's JSON and text exports (in) */
  SHC_FORMAT_MARKDOWN, /* a folder, one file a reflection (out) */
} ShcFormat;
/** "auto" | "shc" | "jsonl" | "jrnl" | "markdown" */
gboolean    shc_format_from_string (const char *text, ShcFormat *format);

typedef struct { char *where; char *why; } ShcSkipped;
typedef struct
{
  gint64     import;          /* 0 for a dry run */
  gint64     found;
  gint64     imported;        /* for a dry run: that would be */
  gint64     already_present;
  GPtrArray *skipped;         /* (element-type ShcSkipped) */
} ShcImportResult;
void shc_import_result_free (ShcImportResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcImportResult, shc_import_result_free)

/** Called from the thread that imports or exports, at most ten times a second. @total: 0 if unknown. */
typedef void (*ShcProgress) (gint64 done, gint64 total, gpointer user_data);

/** shc_import_run: @path: a file or folder; "-" is standard input. Staged in short commits, made
 * visible at once or not at all. Blocks; other work on the vault goes on between the commits.
 * Errors: %SHC_TRANSFER_ERROR, %SHC_VAULT_ERROR, %G_IO_ERROR_CANCELLED (nothing was taken). */
ShcImportResult *shc_import_run (ShcVault *vault, const char *path, ShcFormat format,
                                 gboolean dry_run, ShcProgress progress, gpointer user_data,
                                 GCancellable *cancellable, GError **error);
/** Takes an import back, except what was edited since. @removed: @kept: (out). */
gboolean         shc_import_undo (ShcVault *vault, gint64 import, gint64 *removed, gint64 *kept,
                                  GError **error);

typedef struct { gint64 from_day; gint64 to_day; char *tag; } ShcExportRange; /* -1, -1, NULL: all */
typedef struct
{
  char  *file;
  gint64 reflections;
  gint64 bytes;
} ShcExportResult;
void shc_export_result_free (ShcExportResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcExportResult, shc_export_result_free)

/** shc_export_run: never overwrites; what was begun is removed on failure. Not encrypted: the face
 * says so before. Blocks. */
ShcExportResult *shc_export_run (ShcVault *vault, const char *path, ShcFormat format,
                                 const ShcExportRange *range, ShcProgress progress,
                                 gpointer user_data, GCancellable *cancellable, GError **error);

/* For the window: the same on a thread. @progress (nullable) and @callback run in the caller's main
 * context, @progress never after @callback, both with @user_data. */
void             shc_import_run_async (ShcVault *vault, const char *path, ShcFormat format,
                                       gboolean dry_run, ShcProgress progress,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
ShcImportResult *shc_import_run_finish (ShcVault *vault, GAsyncResult *result, GError **error);
void             shc_export_run_async (ShcVault *vault, const char *path, ShcFormat format,
                                       const ShcExportRange *range, ShcProgress progress,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
void             shc_import_undo_async (ShcVault *vault, gint64 import,
                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean         shc_import_undo_finish (ShcVault *vault, GAsyncResult *result, gint64 *removed,
                                         gint64 *kept, GError **error);
ShcExportResult *shc_export_run_finish (ShcVault *vault, GAsyncResult *result, GError **error);

G_END_DECLS
