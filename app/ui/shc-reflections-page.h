/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reflections: all of them, newest first, with search; read on the right. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_REFLECTIONS_PAGE (shc_reflections_page_get_type ())
G_DECLARE_FINAL_TYPE (ShcReflectionsPage, shc_reflections_page, SHC, REFLECTIONS_PAGE, AdwBin)

/** shc_reflections_page_new: @journal: may still be locked, see #ShcPage. Implements #ShcPage. */
GtkWidget *shc_reflections_page_new (ShcJournal *journal);

G_END_DECLS
