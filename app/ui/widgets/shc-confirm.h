/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question with two answers. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_CONFIRM_PLAIN,
  SHC_CONFIRM_SUGGESTED,
  SHC_CONFIRM_DESTRUCTIVE,
} ShcConfirmLook;

/** shc_confirm_async: asks @heading and @body; @cancel and @proceed are the labels, with mnemonics.
 * @from: any widget inside the window the question belongs to. */
void     shc_confirm_async (GtkWidget *from, const char *heading, const char *body,
                            const char *cancel, const char *proceed, ShcConfirmLook look,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
/** Returns: whether @proceed was chosen; closing the question is a "no". */
gboolean shc_confirm_finish (GAsyncResult *result);

G_END_DECLS
