/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reflection in the list: its month if it begins one, day, beginning, marks. */

#pragma once

#include <gtk/gtk.h>

#include "shc-reflection-model.h"

G_BEGIN_DECLS

#define SHC_TYPE_REFLECTION_ROW (shc_reflection_row_get_type ())
/** ShcReflectionRow: property `item` (#ShcReflectionItem, nullable). */
G_DECLARE_FINAL_TYPE (ShcReflectionRow, shc_reflection_row, SHC, REFLECTION_ROW, GtkWidget)

GtkWidget *shc_reflection_row_new      (void);
void       shc_reflection_row_set_item (ShcReflectionRow *self, ShcReflectionItem *item);

/** shc_excerpt_strip: Returns: (transfer full): @excerpt without what only marks a heading, a list or an
 * emphasis; its matches stay. */
char      *shc_excerpt_strip           (const char *excerpt);
/** shc_excerpt_to_markup: Returns: (transfer full): Pango markup of a text with matches between
 * %SHC_MATCH_BEGIN and %SHC_MATCH_END; whatever else is in it stands as it is. */
char      *shc_excerpt_to_markup       (const char *excerpt);

G_END_DECLS
