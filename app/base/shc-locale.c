/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds our translations, installed or not. */

#include "config.h"

#include "shc-locale.h"

#include <libintl.h>
#include <locale.h>

void
shc_locale_init (void)
{
  const char *folder = g_getenv ("TEXTDOMAINDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : SHC_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
