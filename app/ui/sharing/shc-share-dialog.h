/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: set up, looked at, sent, and what became of it. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

/** shc_share_dialog_present: nothing is asked of anybody before a button is pressed. */
void shc_share_dialog_present (ShcWindow *window);

G_END_DECLS
