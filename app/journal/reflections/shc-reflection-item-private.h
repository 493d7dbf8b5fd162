/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model does with its items. */

#pragma once

#include "shc-reflection-model.h"

G_BEGIN_DECLS

/** ShcItemGoneFunc: the item of @row is no more; @reflection (transfer full) (nullable): its content. */
typedef void (*ShcItemGoneFunc) (gpointer owner, gint64 row, ShcReflection *reflection);

ShcReflectionItem *shc_reflection_item_new (const ShcRowKey *key, gboolean first_of_month,
                                            gpointer owner, ShcItemGoneFunc gone);
/** The owner goes first. */
void               shc_reflection_item_disown (ShcReflectionItem *self);

void               shc_reflection_item_set_month (ShcReflectionItem *self, gint month,
                                                  gboolean first_of_month);
/** @reflection: (transfer full): as shc_reflections_fetch() gives it. Nothing is notified if it
 * shows the same. */
void               shc_reflection_item_take (ShcReflectionItem *self, ShcReflection *reflection);

/** Whether the content is missing or out of date. */
gboolean           shc_reflection_item_is_stale (ShcReflectionItem *self);
void               shc_reflection_item_set_stale (ShcReflectionItem *self, gboolean stale);

G_END_DECLS
