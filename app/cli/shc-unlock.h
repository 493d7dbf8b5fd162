/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the vault, and asking for what opens it. */

#pragma once

#include "shc-cli.h"

G_BEGIN_DECLS

/** shc_cli_open: by the passphrase file if one is given, else the keyring, else a hidden prompt on a
 * terminal. Nothing is asked if the vault cannot be opened anyway. */
gboolean shc_cli_open (ShcCli *self, GError **error);

/** shc_cli_open_unasked: the same without the prompt. */
gboolean shc_cli_open_unasked (ShcCli *self, GError **error);

/** shc_cli_is_key_error: whether another way in may still open the vault. */
gboolean shc_cli_is_key_error (const GError *error);

/** shc_cli_can_ask: whether somebody sits at a terminal to be asked. */
gboolean shc_cli_can_ask (void);

/** shc_cli_prompt_secret: shc_secret_prompt() with the errors of a command: LOCKED if nothing was
 * entered, USAGE if it was too long. */
GBytes  *shc_cli_prompt_secret (const char *prompt, GError **error);

/** shc_cli_read_secret: Returns: (transfer full): the first line of file @path, in secure memory. */
GBytes  *shc_cli_read_secret (const char *path, GError **error);

/** shc_cli_ask_passphrase: Returns: (transfer full) (nullable): the present passphrase, for what is
 * not done without it: as already given or typed, else asked for. LOCKED if nobody can be asked. */
GBytes  *shc_cli_ask_passphrase (ShcCli *self, GError **error);

/** shc_cli_ask_new_passphrase: Returns: (transfer full) (nullable): a new passphrase, strong enough,
 * from the file that option @option names, else typed twice. */
GBytes  *shc_cli_ask_new_passphrase (ShcCli *self, const char *option, GError **error);

G_END_DECLS
