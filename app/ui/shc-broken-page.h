/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault cannot be opened as it is: what happened, what is safe, what to do. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_BROKEN_PAGE (shc_broken_page_get_type ())
G_DECLARE_FINAL_TYPE (ShcBrokenPage, shc_broken_page, SHC, BROKEN_PAGE, AdwBin)

/** shc_broken_page_new: offers what the table of errors has for @error. */
GtkWidget *shc_broken_page_new (const GError *error);

G_END_DECLS
