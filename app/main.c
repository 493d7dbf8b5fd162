/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graphical program's entry. */

#include "config.h"

#include "shc-application.h"
#include "shc-locale.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(ShcApplication) app = NULL;

  shc_locale_init ();

  app = shc_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
