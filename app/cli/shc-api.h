/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the endpoints of the former web service share. */

#pragma once

#include "shc-cli.h"
#include "shc-profile.h"

G_BEGIN_DECLS

/** shc_api_read_request: standard input as one JSON object. @fields: (array zero-terminated=1): names of its members,
 * for sentences; @too_long: what is said if it is. Returns: (transfer full). Errors: USAGE, SYNTAX. */
JsonNode *shc_api_read_request (const char *const *fields, const char *too_long, GError **error);

/** shc_api_check_name: whether @healing_name is the one of this journal. Errors: USAGE. */
gboolean  shc_api_check_name (const ShcProfile *profile, const char *healing_name, GError **error);

G_END_DECLS
