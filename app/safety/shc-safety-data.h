/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of data/safety, which are part of the program. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** shc_safety_read_bytes: @name: a file of data/safety, or what the build made of them. Returns: (transfer full):
 * never %NULL. */
GBytes   *shc_safety_read_bytes (const char *name);

/** shc_safety_read_data: @name: a file of data/safety. Returns: (transfer full): never %NULL. */
JsonNode *shc_safety_read_data (const char *name);

G_END_DECLS
