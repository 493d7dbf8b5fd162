/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message of a conversation with the companion. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_MESSAGE_ROW (shc_message_row_get_type ())
G_DECLARE_FINAL_TYPE (ShcMessageRow, shc_message_row, SHC, MESSAGE_ROW, AdwBin)

/** ShcMessageOffers: which buttons are under it; copying is always there, and so is quoting a
 * reply in today’s reflection, which the window does. The page has their actions:
 * `companion.edit`, `companion.regenerate`, `companion.keep-reflection`, `companion.ask-again`. */
typedef enum
{
  SHC_MESSAGE_EDIT       = 1 << 0,
  SHC_MESSAGE_REGENERATE = 1 << 1,
  SHC_MESSAGE_KEEP       = 1 << 2,
  SHC_MESSAGE_ASK_AGAIN  = 1 << 3,
} ShcMessageOffers;

GtkWidget  *shc_message_row_new        (gboolean from_person);
/** shc_message_row_set_text: @same: how many bytes at its beginning are as they were set last. */
void        shc_message_row_set_text   (ShcMessageRow *self, const char *text, gsize same);
/** shc_message_row_hold_text: the same, to be seen with the next shc_message_row_show_text(). @length: of @text, in bytes. */
void        shc_message_row_hold_text  (ShcMessageRow *self, const char *text, gsize length, gsize same);
void        shc_message_row_show_text  (ShcMessageRow *self);
/** Returns: (transfer none): as it was set. */
const char *shc_message_row_get_text   (ShcMessageRow *self);
/** shc_message_row_set_note: @note: (nullable): a sentence under the message: how it ended. */
void        shc_message_row_set_note   (ShcMessageRow *self, const char *note);
/** Returns: (transfer none) (nullable). */
const char *shc_message_row_get_note   (ShcMessageRow *self);
void        shc_message_row_set_offers (ShcMessageRow *self, ShcMessageOffers offers);

G_END_DECLS
