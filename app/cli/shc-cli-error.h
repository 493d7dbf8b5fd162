/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the command line itself can object to, and what every error means to other programs. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_CLI_ERROR_USAGE,     /* wrong words, options or values */
  SHC_CLI_ERROR_LOCKED,    /* no key at hand and nobody to ask */
  SHC_CLI_ERROR_MISSING,   /* there is no journal yet */
  SHC_CLI_ERROR_NOT_FOUND, /* a file or record that was named */
  SHC_CLI_ERROR_FAILED,
} ShcCliError;
#define SHC_CLI_ERROR (shc_cli_error_quark ())
GQuark shc_cli_error_quark (void);

/** shc_cli_error_describe: the contract's side of @error. @code: (out): such as "wrong-key".
 * Returns: the exit status, 1 to 4. */
int shc_cli_error_describe (const GError *error, const char **code);

G_END_DECLS
