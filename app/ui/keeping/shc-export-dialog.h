/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking reflections out, with the plain word that the file is not encrypted. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

void shc_export_dialog_present (ShcWindow *window);

G_END_DECLS
