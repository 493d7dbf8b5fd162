/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What looking and taking share. */

#pragma once

#include <json-glib/json-glib.h>

#include "shc-intake.h"

G_BEGIN_DECLS

/** shc_intake_load_profile: Returns: (transfer full): an empty one before the first questions were answered. */
ShcProfile *shc_intake_load_profile (ShcDb *db, GError **error);

/** shc_intake_dup_consent: Returns: (transfer full): "yes" or "no", as it holds now. @recipient: (out) (transfer full) (nullable)
 * (optional): whom it names, or would. */
char       *shc_intake_dup_consent (ShcDb *db, ShcIntakeField field, char **recipient, GError **error);

/** shc_intake_load_taken: Returns: (transfer full): values by the names of fields, as they were taken of this response. */
JsonObject *shc_intake_load_taken (ShcDb *db, const char *form_id, const char *response_id, GError **error);

G_END_DECLS
