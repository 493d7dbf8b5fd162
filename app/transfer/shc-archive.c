/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads libarchive when a package is read or written. */

#define G_LOG_DOMAIN "shc-archive"
#define SHC_ARCHIVE_LOADER

#include "config.h"

#include <dlfcn.h>
#include <glib/gi18n-lib.h>

#include "shc-archive.h"
#include "shc-transfer.h"

static ShcArchiveLibrary library;

#define SHC_ARCHIVE_NAME(name) { #name, G_STRUCT_OFFSET (ShcArchiveLibrary, name) },
static const struct
{
  const char *name;
  gssize      offset;
} functions[] = { SHC_ARCHIVE_FUNCTIONS (SHC_ARCHIVE_NAME) };

static gpointer
load (gpointer data)
{
  void *handle = dlopen (SHC_ARCHIVE_SONAME, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

  for (gsize i = 0; handle != NULL && i < G_N_ELEMENTS (functions); i++)
    {
      void *function = dlsym (handle, functions[i].name);

      if (function == NULL)
        return GINT_TO_POINTER (FALSE);
      G_STRUCT_MEMBER (void *, &library, functions[i].offset) = function;
    }

  return GINT_TO_POINTER (handle != NULL);
}

gboolean
shc_archive_load (GError **error)
{
  static GOnce once = G_ONCE_INIT;

  if (g_once (&once, load, NULL) != NULL)
    return TRUE;

  g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_FAILED,
                       _("Packages need the library libarchive, which is not installed. Nothing was "
                         "changed."));
  return FALSE;
}

const ShcArchiveLibrary *
shc_archive_get (void)
{
  return &library;
}
