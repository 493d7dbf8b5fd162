/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one process, one window and one vault for each vault's folder. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_APPLICATION (shc_application_get_type ())
/**
 * ShcApplication:
 *
 * Actions, also over D-Bus: `lock`, `let-go` (another program needs the file alone), `quit`.
 */
G_DECLARE_FINAL_TYPE (ShcApplication, shc_application, SHC, APPLICATION, AdwApplication)

ShcApplication *shc_application_new (void);

/** shc_application_start_anew: to be called after the application has run, at the end of main():
 * if it ended in order to lock, replaces this process by a fresh one that shows the unlock page,
 * since what widgets and libraries held of the journal cannot be wiped. Returns if it did not. */
void            shc_application_start_anew (ShcApplication *self, const char *program);

G_END_DECLS
