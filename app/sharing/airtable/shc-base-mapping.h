/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The setting that gives columns and choices of a base other names, line by line. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** shc_base_mapping_get: @key: "Users: Email", "fasting.Some". Returns: (transfer full) (nullable): the name that @mapping gives it. */
char *shc_base_mapping_get (const char *mapping, const char *key);

/** shc_base_mapping_set: @name: (nullable): %NULL or blank for the usual one. Returns: (transfer full): @mapping with this line
 * and no other one changed. */
char *shc_base_mapping_set (const char *mapping, const char *key, const char *name);

G_END_DECLS
