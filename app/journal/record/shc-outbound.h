/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may leave, read by the connection that can see nothing else. */

#pragma once

#include "shc-date.h"
#include "shc-db.h"
#include "shc-profile.h"

G_BEGIN_DECLS

/** ShcOutboundReflection: a reflection as it may go to a service. */
typedef struct
{
  char    *id;
  ShcDate  date;
  char    *milestone;   /* (nullable) */
  char    *text;
} ShcOutboundReflection;
void shc_outbound_reflection_free (ShcOutboundReflection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcOutboundReflection, shc_outbound_reflection_free)

/** shc_outbound_get_reflection: @db: an outbound connection. Returns: (transfer full): Errors: NOT_FOUND, also for
 * what is marked never to be sent, or in the trash. */
ShcOutboundReflection *shc_outbound_get_reflection (ShcDb *db, const char *id, GError **error);

/** shc_outbound_list_reflections: Returns: (transfer full) (element-type ShcOutboundReflection): all that may leave, oldest
 * first; %NULL with an error. */
GPtrArray *shc_outbound_list_reflections (ShcDb *db, GError **error);

/** ShcOutboundMilestone: @id: the first reflection that carries it. */
typedef struct
{
  char *milestone;
  char *id;
} ShcOutboundMilestone;
void shc_outbound_milestone_free (ShcOutboundMilestone *self);

/** shc_outbound_list_milestones: reads no text. Returns: (transfer full) (element-type ShcOutboundMilestone): of what may
 * leave, each once, in the order in which they were first written; %NULL with an error. */
GPtrArray *shc_outbound_list_milestones (ShcDb *db, GError **error);

/** shc_outbound_get_profile: @created_us: (out): when it was made, UTC. Returns: (transfer full): without @adult, which no service is told. */
ShcProfile *shc_outbound_get_profile (ShcDb *db, gint64 *created_us, GError **error);

/** shc_outbound_may_go: @may: (out): whether all of @ids are reflections that may leave. */
gboolean shc_outbound_may_go (ShcDb *db, const char *const *ids, gboolean *may, GError **error);

G_END_DECLS
