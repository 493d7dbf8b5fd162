/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found of a person's answers, shown and taken by a command. */

#pragma once

#include "shc-cli.h"
#include "shc-intake-source.h"

G_BEGIN_DECLS

/** shc_intake_cli_run: shows what @found would change; with --take changes it, after asking at a terminal. */
gboolean shc_intake_cli_run (ShcCli *self, const ShcIntakeFound *found, GError **error);

/** shc_intake_cli_import: `shc import FILE --format typeform`. */
gboolean shc_intake_cli_import (ShcCli *self, GError **error);

/** shc_intake_cli_test: `shc secret test typeform`. */
gboolean shc_intake_cli_test (ShcCli *self, GError **error);

G_END_DECLS
