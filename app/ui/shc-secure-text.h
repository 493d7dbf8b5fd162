/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between entries and secure memory. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_secure_text_copy: Returns: (transfer full): what stands in @editable, in secure memory,
 * without its terminating NUL; 0 bytes if nothing does. */
GBytes *shc_secure_text_copy (GtkEditable *editable);

/** shc_secure_text_take: the same, and the entry is empty afterwards. */
GBytes *shc_secure_text_take (GtkEditable *editable);

/** shc_secure_text_to_clipboard: @secret: NUL-terminated text. The clipboard is emptied after a
 * minute if it still holds it. Returns: nothing; @widget: whose clipboard. */
void    shc_secure_text_to_clipboard (GtkWidget *widget, GBytes *secret);

G_END_DECLS
