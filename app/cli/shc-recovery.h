/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Showing a recovery code: once, without a copy of it in ordinary memory; asking for it back in part. */

#pragma once

#include "shc-cli.h"

G_BEGIN_DECLS

/** shc_recovery_print: for people. */
void shc_recovery_print (GBytes *code);

/** shc_recovery_print_json: @vault: (nullable): with its folder and @slots if given; the reply of
 * the command is done with it. */
void shc_recovery_print_json (ShcVault *vault, GBytes *code, ShcSlots slots);

/** shc_recovery_confirm: asks, on a terminal and without `--json` only, for two words of @code that
 * was just shown for the open vault; if they come back right, it counts as confirmed. */
void shc_recovery_confirm (ShcCli *cli, GBytes *code);

G_END_DECLS
