/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the companion's server for its models. */

#pragma once

#include "shc-cli.h"

G_BEGIN_DECLS

/** shc_cli_list_models: opens the vault and asks. @purpose: what the record says it was for. Returns: (transfer full). */
char **shc_cli_list_models (ShcCli *self, const char *purpose, GError **error);

G_END_DECLS
