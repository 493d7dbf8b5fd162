/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new recovery code for an open vault. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

/** shc_recovery_dialog_present: @parent: (nullable): a dialog of @window to stand before. */
void shc_recovery_dialog_present (ShcWindow *window, GtkWindow *parent);

G_END_DECLS
