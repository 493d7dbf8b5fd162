/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks, quietly, whether a conversation that ends soon is to be kept as a reflection. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_KEEP_QUESTION (shc_keep_question_get_type ())
/**
 * ShcKeepQuestion:
 *
 * Signal: `answered (gboolean keep)`: a button was pressed; it stays as it is until somebody hides it.
 */
G_DECLARE_FINAL_TYPE (ShcKeepQuestion, shc_keep_question, SHC, KEEP_QUESTION, AdwBin)

GtkWidget *shc_keep_question_new      (void);
/** shc_keep_question_set_end: @expires_us: when the conversation ends, UTC. */
void       shc_keep_question_set_end  (ShcKeepQuestion *self, gint64 expires_us);
/** shc_keep_question_set_kept: says that it was kept, and asks no more. */
void       shc_keep_question_set_kept (ShcKeepQuestion *self);

G_END_DECLS
