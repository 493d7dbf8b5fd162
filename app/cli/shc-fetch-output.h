/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How what came back from a base looks: to people, and as JSON. */

#pragma once

#include "shc-base-fetched.h"
#include "shc-json.h"

G_BEGIN_DECLS

/** shc_fetch_output_add: one object: "new", "changed", "conflicts", and each of them row by row. */
void shc_fetch_output_add   (JsonBuilder *builder, const ShcBaseFetched *fetched);

/** shc_fetch_output_print: for people, on standard output. */
void shc_fetch_output_print (const ShcBaseFetched *fetched);

G_END_DECLS
