/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of what left, for other programs. */

#pragma once

#include "shc-activity.h"
#include "shc-json.h"

G_BEGIN_DECLS

typedef enum
{
  SHC_ACTIVITY_JSON, /* an array, each request in a line of its own */
  SHC_ACTIVITY_CSV,  /* a table whose first line names its columns (RFC 4180) */
} ShcActivityFormat;

/** shc_activity_add_json: adds @activity to @builder as one object; what is not known of a request that did not finish, or got no
 * answer, is null. */
void  shc_activity_add_json (JsonBuilder *builder, const ShcActivity *activity);

/** shc_activity_export: Returns: (transfer full): all that @filter (nullable) means, newest first; %NULL with an error. It is
 * written row by row: a hundred thousand take some 25 MB while it runs. */
char *shc_activity_export   (ShcDb *db, const ShcActivityFilter *filter, ShcActivityFormat format, GError **error);

G_END_DECLS
