/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of a whole base, saved and opened by a command. */

#pragma once

#include "shc-cli.h"

G_BEGIN_DECLS

/** shc_fetch_base_save: asks for all of the base and writes it to @file, encrypted. */
gboolean shc_fetch_base_save (ShcCli *self, const char *file, GError **error);

/** shc_fetch_base_open: @dir: (nullable): missing is an error. Needs no vault and no network. */
gboolean shc_fetch_base_open (ShcCli *self, const char *file, const char *dir, GError **error);

G_END_DECLS
