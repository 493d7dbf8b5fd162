/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much was asked of language models: numbers by month, server and model. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** ShcUsage: @month: "2026-11"; @estimated_input: @estimated_output: how many of them the server did not count itself. */
typedef struct
{
  char   *month;
  char   *host;
  char   *model;
  gint64  requests;
  gint64  input_tokens;
  gint64  output_tokens;
  gint64  estimated_input;
  gint64  estimated_output;
} ShcUsage;
ShcUsage *shc_usage_new  (gint64 now_us, const char *host, const char *model);
ShcUsage *shc_usage_copy (const ShcUsage *self);
void      shc_usage_free (ShcUsage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcUsage, shc_usage_free)

/** shc_usage_negate: Returns: (transfer full): what takes @self back where it is added. */
ShcUsage *shc_usage_negate (const ShcUsage *self);

/** shc_usage_dup_month: Returns: (transfer full): the month of @now_us here, "2026-11". */
char      *shc_usage_dup_month (gint64 now_us);
/** shc_usage_add: adds @usage's numbers to what there is of its month, server and model. */
gboolean   shc_usage_add  (ShcDb *db, const ShcUsage *usage, GError **error);
/** shc_usage_list: @month: (nullable): all of them. Returns: (transfer full) (element-type ShcUsage): newest first; nothing
 * of which all was taken back. */
GPtrArray *shc_usage_list (ShcDb *db, const char *month, GError **error);
/** shc_usage_add_to_conversation: adds them to what @conversation used, for as long as that is kept; does nothing where
 * it is over. */
gboolean   shc_usage_add_to_conversation (ShcDb *db, const char *conversation, const ShcUsage *usage, GError **error);
/** shc_usage_list_of_conversation: @conversation: its whole id. Returns: (transfer full) (element-type ShcUsage). */
GPtrArray *shc_usage_list_of_conversation (ShcDb *db, const char *conversation, GError **error);

G_END_DECLS
