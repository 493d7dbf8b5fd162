/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one process, one window and one vault for each vault's folder. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_APPLICATION (shc_application_get_type ())
G_DECLARE_FINAL_TYPE (ShcApplication, shc_application, SHC, APPLICATION, AdwApplication)

ShcApplication *shc_application_new (void);

G_END_DECLS
