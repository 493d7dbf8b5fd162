/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of a whole base: one JSON document, and the same as files that other programs read.
 *
 *   {"format": "sacred-healing-base", "version": 1, "service", "base", "saved": T, "tables":
 *     [{"id", "name", "fields": [{"id", "name", "type"}], "rows": [{"id", "created", "fields": {NAME: VALUE}}]}]} */

#pragma once

#include "shc-airtable-types.h"

G_BEGIN_DECLS

/** What a copy is called where it is sealed: see shc_sealed_make(). */
#define SHC_BASE_COPY_KIND "SHCBASE1"

/** ShcBaseCopyCount: how much of it there is. */
typedef struct
{
  guint tables;
  guint rows;
} ShcBaseCopyCount;

/** shc_base_copy_begin: Returns: (transfer full): a document without tables. */
GString *shc_base_copy_begin (const char *service, const char *place, gint64 now_us);
/** shc_base_copy_add: @records: (element-type ShcAirtableRecord): read without columns. */
void     shc_base_copy_add   (GString *copy, const ShcAirtableTable *table, const GPtrArray *records);
/** shc_base_copy_end: @copy: (transfer full). Returns: (transfer full): */
GBytes  *shc_base_copy_end   (GString *copy);

/**
 * shc_base_copy_write:
 * @copy: what shc_base_copy_end() made
 * @dir: must not exist, or be empty
 *
 * Writes "base.json" and a table "NAME.csv" for each, into a folder beside @dir, which then gets its name: it is whole or not there.
 * Blocks. Errors: %G_IO_ERROR_EXISTS, %G_IO_ERROR_NO_SPACE and others of #GIOErrorEnum; %G_IO_ERROR_INVALID_DATA.
 */
gboolean shc_base_copy_write (GBytes *copy, const char *dir, ShcBaseCopyCount *count, GError **error);

G_END_DECLS
