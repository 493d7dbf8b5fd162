/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries, one JSON object a line, from any stream of bytes. */

#pragma once

#include "shc-line-reader.h"
#include "shc-source.h"

G_BEGIN_DECLS

typedef struct _ShcJsonLines ShcJsonLines;

ShcJsonLines   *shc_json_lines_new (ShcReadFunc read, gpointer data);
void            shc_json_lines_free (ShcJsonLines *self);
ShcSourceResult shc_json_lines_next (ShcJsonLines *self, ShcImportEntry **entry,
                                     ShcSkipped **skipped, GError **error);

G_END_DECLS
