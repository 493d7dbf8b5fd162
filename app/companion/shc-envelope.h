/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The open envelope: all that a message would take along, to be looked at before it goes. What is shown is what is
 * sent, byte for byte. */

#pragma once

#include "shc-companion.h"
#include "shc-conversations.h"
#include "shc-safety.h"

G_BEGIN_DECLS

/** SHC_ENVELOPE_HISTORY_MAX: of what was said before, so many bytes of text go along, from the newest back; the
 * oldest exchanges stay behind, whole ones at a time. */
#define SHC_ENVELOPE_HISTORY_MAX (48u * 1024)

/** SHC_ENVELOPE_BYTES_PER_TOKEN: for estimates, where nobody has counted. */
#define SHC_ENVELOPE_BYTES_PER_TOKEN 4

/**
 * ShcEnvelope:
 * @left_out: how many earlier messages stay behind because the conversation has become long
 * @withdrawn: how many earlier messages stay behind because they spoke of danger, or took along a reflection that
 *   may no longer go
 * @finding: the highest of what the message says and what the reflections say that it takes along
 * @n_reflections: how many the message itself takes along
 * @reflections: (element-type utf8): the ids of all that go along, by earlier messages too
 * @digests: (element-type utf8): of what goes of each of them
 */
typedef struct
{
  ShcChatRequest   *request;
  ShcSafetyFinding  finding;
  guint             left_out;
  guint             withdrawn;
  guint             n_reflections;
  GPtrArray        *reflections;
  GPtrArray        *digests;
} ShcEnvelope;
void shc_envelope_free (ShcEnvelope *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcEnvelope, shc_envelope_free)

/**
 * shc_envelope_new:
 * @db: an outbound connection: what it cannot read cannot go
 * @earlier: (nullable) (element-type ShcMessage): what was said before, oldest first
 * @message: with the reflections it is to take along
 * @model: (nullable): instead of the one that is set
 *
 * Errors: NOT_FOUND if a reflection may not go.
 */
ShcEnvelope *shc_envelope_new (ShcDb *db, const ShcCompanion *companion, const GPtrArray *earlier,
                               const ShcMessage *message, const char *model, GError **error);

/** shc_envelope_estimate_tokens: Returns: about how many tokens @bytes of text are. */
gint64 shc_envelope_estimate_tokens (gsize bytes);

G_END_DECLS
