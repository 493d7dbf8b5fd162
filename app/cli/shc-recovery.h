/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Showing a recovery code: once, without a copy of it in ordinary memory. */

#pragma once

#include "shc-cli.h"

G_BEGIN_DECLS

/** shc_recovery_print: for people. */
void shc_recovery_print (GBytes *code);

/** shc_recovery_print_json: @vault: (nullable): with its folder and @slots if given; the reply of
 * the command is done with it. */
void shc_recovery_print_json (ShcVault *vault, GBytes *code, ShcSlots slots);

G_END_DECLS
