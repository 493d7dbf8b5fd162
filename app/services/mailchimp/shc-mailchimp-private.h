/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcMailchimp share. */

#pragma once

#include "shc-mailchimp.h"

G_BEGIN_DECLS

/** shc_mailchimp_judge: a #ShcHttpJudge. */
void shc_mailchimp_judge (guint status, GBytes *body, ShcHttpVerdict *verdict);

/** shc_mailchimp_read: what @body says in answer to @call. Returns: (transfer full): Errors: PROTOCOL. */
ShcMailchimpAnswer *shc_mailchimp_read (ShcMailchimpCall call, GBytes *body, GError **error);

G_END_DECLS
