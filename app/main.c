/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graphical program's entry. */

#include "config.h"

#include "shc-application.h"
#include "shc-locale.h"
#include "shc-memory.h"
#include "shc-secure.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(ShcApplication) app = NULL;
  int status;

  shc_memory_begin ();
  shc_secure_init ();
  shc_locale_init ();

  app = shc_application_new ();
  status = g_application_run (G_APPLICATION (app), argc, argv);
  shc_application_start_anew (app, argv[0]);
  return status;
}
