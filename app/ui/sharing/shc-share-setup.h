/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where sharing with Airtable is set up: the base, the token, its names, what was agreed to. */

#pragma once

#include <adwaita.h>

#include "shc-share-state.h"

G_BEGIN_DECLS

#define SHC_TYPE_SHARE_SETUP (shc_share_setup_get_type ())
/** ShcShareSetup: its buttons are actions "share.…" of the dialog that it is in. */
G_DECLARE_FINAL_TYPE (ShcShareSetup, shc_share_setup, SHC, SHARE_SETUP, AdwPreferencesPage)

/** shc_share_setup_fill: @state: (transfer none): must stay until the next one. What is being typed is left alone. */
void             shc_share_setup_fill (ShcShareSetup *self, const ShcShareState *state);

/** shc_share_setup_take: Returns: (transfer full) (nullable): what was typed; the token's row is empty afterwards. %NULL if what
 * was typed can be no base: then the row is marked, and it is said below it. */
ShcShareEntries *shc_share_setup_take (ShcShareSetup *self);

/** shc_share_setup_dup_base: Returns: (transfer full): the base that is typed now, by its id; "" if that is none. */
char            *shc_share_setup_dup_base (ShcShareSetup *self);

/** shc_share_setup_say: @text: (nullable): said below the token. */
void             shc_share_setup_say (ShcShareSetup *self, const char *text, gboolean is_problem);

/** shc_share_setup_set_base: as if it was typed. */
void shc_share_setup_set_base (ShcShareSetup *self, const char *base);

G_END_DECLS
