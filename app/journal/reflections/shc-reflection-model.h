/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of any length: keys are held, content comes in pages, every item answers at once. */

#pragma once

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_REFLECTION_ITEM (shc_reflection_item_get_type ())
/**
 * ShcReflectionItem:
 *
 * One row. Properties, all read-only and notified when the page arrives: `loaded` (gboolean), `id`,
 * `excerpt` (matches between SHC_MATCH_BEGIN and SHC_MATCH_END), `date-text` (short, for the row),
 * `month` (gint, year * 12 + month - 1), `first-of-month` (gboolean), `month-text` (translated
 * caption, "January 2026"), `milestone` (nullable), `mood` (gint), `tags-text`, `never-send`.
 */
G_DECLARE_FINAL_TYPE (ShcReflectionItem, shc_reflection_item, SHC, REFLECTION_ITEM, GObject)
/** Returns: (transfer none) (nullable): %NULL until loaded. */
const ShcReflection *shc_reflection_item_get_reflection (ShcReflectionItem *self);
const char          *shc_reflection_item_get_id (ShcReflectionItem *self);
gint64               shc_reflection_item_get_row (ShcReflectionItem *self);

#define SHC_TYPE_REFLECTION_MODEL (shc_reflection_model_get_type ())
/**
 * ShcReflectionModel:
 *
 * A #GListModel of #ShcReflectionItem over what a filter finds. Follows the journal's `changed` by
 * itself with exact `items-changed`. Property `loading` (gboolean); signal `failed (GError *)`.
 */
G_DECLARE_FINAL_TYPE (ShcReflectionModel, shc_reflection_model, SHC, REFLECTION_MODEL, GObject)
ShcReflectionModel *shc_reflection_model_new (ShcJournal *journal);
/** Starts looking; the former content stays until the new one is there. @filter is copied. */
void                shc_reflection_model_set_filter (ShcReflectionModel *self, const ShcFilter *filter);
gboolean            shc_reflection_model_get_loading (ShcReflectionModel *self);
/** Returns: the position of reflection @row, or G_MAXUINT. */
guint               shc_reflection_model_find (ShcReflectionModel *self, gint64 row);

G_END_DECLS
