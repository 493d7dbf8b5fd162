/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the person's own instructions for the companion hold at this moment of their journey. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/**
 * shc_milestone_prompt_load:
 * @day: of the journey; 0 without one
 *
 * Those of the milestone that is present, if they wrote any: “Day N” for day N, otherwise the milestone of the newest
 * reflection that has one and may be sent (which instructions are sent tells which milestone it is). Milestones are
 * compared without case. Otherwise those in “companion.prompt”.
 *
 * Returns: (transfer full): the instructions; "" where the program's own hold.
 */
char *shc_milestone_prompt_load (ShcDb *db, gint64 day, GError **error);

G_END_DECLS
