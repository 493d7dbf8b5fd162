/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graphical program's entry. */

#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "shc-application.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(ShcApplication) app = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SHC_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  app = shc_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
