/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing a passphrase: typed twice, with its strength. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_PASSPHRASE_GROUP (shc_passphrase_group_get_type ())
/**
 * ShcPassphraseGroup:
 *
 * Signal `activated ()`: Enter in the last row.
 */
G_DECLARE_FINAL_TYPE (ShcPassphraseGroup, shc_passphrase_group, SHC, PASSPHRASE_GROUP,
                      AdwPreferencesGroup)

GtkWidget *shc_passphrase_group_new (void);

/** shc_passphrase_group_take: Returns: (transfer full) (nullable): the passphrase in secure memory,
 * the rows empty; %NULL when it is too weak or the two differ, which is said beside the rows. */
GBytes    *shc_passphrase_group_take (ShcPassphraseGroup *self);

/** shc_passphrase_group_check: says beside the rows what is wrong. Returns: whether nothing is. */
gboolean   shc_passphrase_group_check (ShcPassphraseGroup *self);

G_END_DECLS
