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

/** shc_secure_text_to_clipboard: @secret: NUL-terminated text. It is replaced by a blank after a
 * minute if the clipboard still holds it. @widget: whose clipboard. */
void    shc_secure_text_to_clipboard (GtkWidget *widget, GBytes *secret);

/** shc_secure_text_blank_clipboard: the same at once: before locking, and before the program ends,
 * when GTK leaves what is in the clipboard to the desktop. */
void    shc_secure_text_blank_clipboard (void);

G_END_DECLS
