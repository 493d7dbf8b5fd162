/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reflection as plain data, and its JSON. */

#pragma once

#include <json-glib/json-glib.h>

#include "shc-date.h"

G_BEGIN_DECLS

/**
 * ShcReflection:
 * @row: the database's key; 0 while unsaved
 * @id: random UUID (RFC 4122, version 4), lower case
 * @text: UTF-8, byte for byte as written; %NULL where only the narrow part was asked for
 * @milestone: (nullable): "Day 7" or any words
 * @mood: 1–5, 0 for none
 * @tags: (array zero-terminated=1): cleaned labels, sorted; never %NULL
 * @created_us: @updated_us: @trashed_us: UTC microseconds since 1970; @trashed_us 0 if not in the trash
 */
typedef struct
{
  gint64   row;
  char    *id;
  ShcDate  date;
  char    *text;
  char    *milestone;
  int      mood;
  char   **tags;
  gboolean never_send;
  gint64   created_us;
  gint64   updated_us;
  gint64   trashed_us;
  guint    n_words;
} ShcReflection;

ShcReflection *shc_reflection_new (void);
ShcReflection *shc_reflection_copy (const ShcReflection *self);
void           shc_reflection_free (ShcReflection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcReflection, shc_reflection_free)

/** shc_reflection_check: cleans labels (in place), sorts tags and drops doubles, checks text, mood
 * and date. Errors: %SHC_TEXT_ERROR, %SHC_JOURNAL_ERROR_INVALID. */
gboolean shc_reflection_check (ShcReflection *self, GError **error);

/** shc_reflection_add_json: adds the members of the command line's contract to an open object. */
void shc_reflection_add_json (const ShcReflection *self, JsonBuilder *builder);

G_END_DECLS
