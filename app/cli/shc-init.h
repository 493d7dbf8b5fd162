/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a journal, by `shc init` or the first time on a terminal. */

#pragma once

#include "shc-cli.h"
#include "shc-profile.h"

G_BEGIN_DECLS

/** shc_init_make: by --passphrase-file, the keyring or a typed passphrase; shows the recovery code.
 * @purposes: (nullable) (array zero-terminated=1): what consent is granted for. */
gboolean shc_init_make (ShcCli *cli, const ShcProfile *profile, char **purposes, GError **error);

G_END_DECLS
