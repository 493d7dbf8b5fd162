/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The package that an export of everything is: a ZIP file (PKWARE APPNOTE), by libarchive.
 *
 *   manifest.json      {"format": "sacred-healing-companion", "version": 1, "created": T}
 *   reflections.jsonl  one reflection a line, with "versions"; where they are many, lines of
 *                      {"continues": ID, "versions": […]} follow
 *   complete.json      {"reflections": N}: written last, so that a cut-off file is known as one
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SHC_PACKAGE_FORMAT      "sacred-healing-companion"
#define SHC_PACKAGE_VERSION     1
#define SHC_PACKAGE_MANIFEST    "manifest.json"
#define SHC_PACKAGE_REFLECTIONS "reflections.jsonl"
#define SHC_PACKAGE_COMPLETE    "complete.json"

G_END_DECLS
