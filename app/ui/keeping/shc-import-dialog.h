/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing reflections in: looked through first, taken all or not at all, and undone with one press. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

/** shc_import_dialog_present: asks for the file first. */
void shc_import_dialog_present (ShcWindow *window);

G_END_DECLS
