/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A quiet line under the header bar, with at most one button. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_BANNER (shc_banner_get_type ())
/**
 * ShcBanner:
 *
 * Properties: `text` (plain text), `button` (nullable label, with a mnemonic), `action-name`
 * (nullable, of the button), `revealed`.
 */
G_DECLARE_FINAL_TYPE (ShcBanner, shc_banner, SHC, BANNER, AdwBin)

void     shc_banner_set_revealed (ShcBanner *self, gboolean revealed);
gboolean shc_banner_get_revealed (ShcBanner *self);
void     shc_banner_set_text     (ShcBanner *self, const char *text);

G_END_DECLS
