/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc`: the journal on the command line. */

#define G_LOG_DOMAIN "shc-main"

#include "config.h"

#include "shc-cli.h"
#include "shc-locale.h"
#include "shc-secure.h"

int
main (int   argc,
      char *argv[])
{
  shc_secure_init ();
  shc_locale_init ();

  return shc_cli_main (argc > 0 ? argv + 1 : argv);
}
