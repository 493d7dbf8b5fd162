/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the errors of Typeform mean for a person. */

#pragma once

#include "shc-http.h"

G_BEGIN_DECLS

/** shc_typeform_get_addresses: Returns: (array zero-terminated=1): the base URLs of Typeform’s data centres: an account is in one of
 * them, and unknown in the others. */
const char *const *shc_typeform_get_addresses (void);

/** shc_typeform_get_judge: Returns: what judges the answers of @base_url: where that is one of the data centres, a refusal names the
 * others, which may know the token or the form. */
ShcHttpJudge       shc_typeform_get_judge     (const char *base_url);

G_END_DECLS
