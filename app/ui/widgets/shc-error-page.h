/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In place of what could not be read: what happened, and a button that tries again. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_ERROR_PAGE (shc_error_page_get_type ())
G_DECLARE_FINAL_TYPE (ShcErrorPage, shc_error_page, SHC, ERROR_PAGE, AdwBin)

/**
 * shc_error_page_show:
 * @stack: what shows a page otherwise
 * @title: what could not be read
 * @action_name: (not nullable): what the button does
 * @compact: whether there is little room
 * @error: why
 *
 * Shows the page named "error" of @stack, which is made with the first error: it is some twenty
 * widgets that hardly any window ever shows. Until another page is shown, @stack stays at it.
 */
void shc_error_page_show (GtkStack *stack, const char *title, const char *action_name,
                          gboolean compact, const GError *error);

G_END_DECLS
