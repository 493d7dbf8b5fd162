/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "shc-http"

#include "config.h"

#include "shc-soup.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "shc-service-error.h"

/* The name of its binary interface: another one would have other functions. */
#define LIBRARY "libsoup-3.0.so.0"

ShcSoup shc_soup;

static gboolean
load_once (void)
{
  /* Never closed again: its types stay registered. */
  GModule *module = g_module_open (LIBRARY, G_MODULE_BIND_LOCAL);
  gboolean found = module != NULL;

#define SHC_SOUP_FIND(name) found = found && g_module_symbol (module, "soup_" #name, (gpointer) &shc_soup.name);
  SHC_SOUP_FUNCTIONS (SHC_SOUP_FIND)
#undef SHC_SOUP_FIND
  if (!found)
    g_warning ("%s", g_module_error ());
  return found;
}

gboolean
shc_soup_load (GError **error)
{
  static gsize state;

  if (g_once_init_enter (&state))
    g_once_init_leave (&state, load_once () ? 2 : 1);
  if (state == 2)
    return TRUE;
  g_set_error_literal (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE,
                       _("The library that talks to the network, libsoup 3, could not be loaded, so nothing was sent. "
                         "Installing it, or this program anew, helps."));
  return FALSE;
}
