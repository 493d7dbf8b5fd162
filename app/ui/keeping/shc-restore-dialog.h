/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing a journal back from a backup; what is here now is moved aside, never overwritten. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

void shc_restore_dialog_present (ShcWindow *window);

G_END_DECLS
