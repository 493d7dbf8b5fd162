/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags as chips, with an entry behind the last. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_TAG_EDITOR (shc_tag_editor_get_type ())
/** ShcTagEditor: signals `changed ()`; `refused (const char *why)`: what was typed cannot be a tag. */
G_DECLARE_FINAL_TYPE (ShcTagEditor, shc_tag_editor, SHC, TAG_EDITOR, GtkWidget)

/** Returns: (transfer full): the chips, and what stands in the entry if it can be a tag. */
char **shc_tag_editor_dup_tags        (ShcTagEditor *self);
void   shc_tag_editor_set_tags        (ShcTagEditor *self, const char *const *tags);
void   shc_tag_editor_set_suggestions (ShcTagEditor *self, const char *const *suggestions);

G_END_DECLS
