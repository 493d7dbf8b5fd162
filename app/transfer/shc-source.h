/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that holds a journal, read entry by entry, whatever its format. */

#pragma once

#include "shc-imports.h"
#include "shc-transfer.h"

G_BEGIN_DECLS

typedef enum
{
  SHC_SOURCE_ENTRY,   /* @entry is set */
  SHC_SOURCE_SKIPPED, /* @skipped is set: one entry cannot be taken, the others can */
  SHC_SOURCE_END,
  SHC_SOURCE_FAILED,  /* @error is set: the file cannot be read on */
} ShcSourceResult;

typedef struct _ShcSource ShcSource;

/**
 * ShcSourceClass:
 *
 * What a format implements. @open gets the beginning of the file in nothing but the source's own
 * reader; @next as shc_source_next(); @close frees what @open made.
 */
typedef struct
{
  ShcFormat        format;
  gboolean       (*open)  (ShcSource *self, GError **error);
  ShcSourceResult (*next) (ShcSource *self, ShcImportEntry **entry, ShcSkipped **skipped,
                           GError **error);
  void           (*close) (ShcSource *self);
} ShcSourceClass;

/**
 * ShcSource:
 * @fd: the open file, at its beginning (not always seekable)
 * @head: @head_length: bytes already taken from @fd to recognise the format; shc_source_read()
 *   hands them out first
 * @size_bytes: 0 if unknown
 * @state: the format's own
 */
struct _ShcSource
{
  const ShcSourceClass *klass;
  int                   fd;
  char                 *head;
  gsize                 head_length;
  gsize                 head_used;
  gint64                size_bytes;
  gint64                read_bytes;
  gpointer              state;
};

extern const ShcSourceClass shc_source_jsonl;
extern const ShcSourceClass shc_source_jrnl_json;
extern const ShcSourceClass shc_source_jrnl_text;
extern const ShcSourceClass shc_source_shc;

/** shc_source_open: @path: "-" is standard input. @format: %SHC_FORMAT_AUTO looks at the content.
 * Errors: %SHC_TRANSFER_ERROR_UNKNOWN_FORMAT, _DAMAGED, #GIOErrorEnum as a %SHC_TRANSFER_ERROR_FAILED
 * with a plain sentence. */
ShcSource      *shc_source_open (const char *path, ShcFormat format, GError **error);
void            shc_source_free (ShcSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSource, shc_source_free)

/** @entry: @skipped: (out) (transfer full): one of them, as the result says. */
ShcSourceResult shc_source_next (ShcSource *self, ShcImportEntry **entry, ShcSkipped **skipped,
                                 GError **error);

/** A #ShcReadFunc over the source's file. */
gssize          shc_source_read (gpointer source, void *buffer, gsize size, GError **error);

/** Returns: (transfer full): @where is copied; @why is translated, and copied. */
ShcSkipped     *shc_skipped_new (const char *where, const char *why);
void            shc_skipped_free (ShcSkipped *skipped);

G_END_DECLS
