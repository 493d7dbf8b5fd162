/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consent ledger for other programs. */

#pragma once

#include "shc-consent.h"
#include "shc-json.h"

G_BEGIN_DECLS

/** shc_consent_add_json: adds @consent to @builder as one object: number, at, what, recipient, granted, wording, text, fields,
 * digest, restored and chain. */
void  shc_consent_add_json (JsonBuilder *builder, const ShcConsent *consent);

/** shc_consent_export: @entries: (element-type ShcConsent). Returns: (transfer full): a JSON array of them, each in a line of
 * its own, as a file to keep elsewhere. */
char *shc_consent_export   (GPtrArray *entries);

G_END_DECLS
