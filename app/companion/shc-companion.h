/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds for a conversation at this moment: whom it goes to, what was agreed to, and what was used already. */

#pragma once

#include "shc-chat-client.h"
#include "shc-companion-error.h"
#include "shc-db.h"
#include "shc-limit.h"
#include "shc-profile.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/**
 * ShcCompanion:
 * @day: of the journey; 0 before it, or without one
 * @host: of @base_url, as consent names it
 * @instructions: the person's own, those for the present milestone first, or ours
 * @adult: whether it is for this person: 18 or older by what the profile says, and nothing said to the contrary
 * @minor: whether the person said to be younger; somebody who said nothing is neither
 * @today: as shc_date_get_day() has it
 * @prices: (element-type ShcPrice): that the person noted
 * @used: (element-type ShcUsage): this month, of all servers
 */
typedef struct
{
  ShcProfile      *profile;
  gint64           day;
  char            *base_url;
  char            *host;
  ShcChatProtocol  protocol;
  gboolean         official;
  char            *model;
  char            *ca_file;
  char            *instructions;
  int              retention_days;
  gint64           today;
  ShcLimit         limit;
  GPtrArray       *prices;
  GPtrArray       *used;
  gboolean         adult;
  gboolean         minor;
  gboolean         fasting;         /* whether fasting may be spoken about: nothing said speaks against it */
  gboolean         network;
  gboolean         consent;
  gboolean         history_consent;
} ShcCompanion;
void shc_companion_free (ShcCompanion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcCompanion, shc_companion_free)

/** shc_companion_load: Returns: (transfer full): read in one go from the journal. */
ShcCompanion *shc_companion_load (ShcDb *db, gint64 now_us, GError **error);

/** shc_companion_load_async: the same, as of now, on @vault's reading thread. */
void          shc_companion_load_async  (ShcVault *vault, GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data);
ShcCompanion *shc_companion_load_finish (ShcVault *vault, GAsyncResult *result, GError **error);

/** shc_companion_check: whether something may be sent now, as far as the person's own settings and words go.
 * Errors: %SHC_COMPANION_ERROR, with what to do. */
gboolean shc_companion_check (const ShcCompanion *self, GError **error);

/** shc_companion_check_message: the same for a message of about @tokens tokens to @model. */
gboolean shc_companion_check_message (const ShcCompanion *self, const char *model, gint64 tokens, GError **error);

/** shc_companion_check_person: only whether it is for this person at all, and knows whom to ask: enough to look at
 * what would be sent. */
gboolean shc_companion_check_person (const ShcCompanion *self, GError **error);

/** shc_companion_check_question: the same for what sends nothing of the person's, such as a test of the key: the switch
 * of the network, and that the person did not say to be too young for a companion. */
gboolean shc_companion_check_question (const ShcCompanion *self, GError **error);

/** shc_companion_needs_key: whether the server is known to ask for one. Any other may ask, too, and then says so. */
gboolean shc_companion_needs_key (const ShcCompanion *self);

/** shc_companion_get_safety_part: Returns: what is always sent, whatever the person's instructions are. */
const char *shc_companion_get_safety_part (void);

/** shc_companion_get_default_instructions: Returns: what is sent beside it unless the person has their own. */
const char *shc_companion_get_default_instructions (void);

G_END_DECLS
