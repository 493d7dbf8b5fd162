/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journey e-mails by Mailchimp: set up, looked at, joined, changed, and left. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

/** shc_mailing_dialog_present: nothing is asked of anybody before a button is pressed. */
void shc_mailing_dialog_present (ShcWindow *window);

G_END_DECLS
