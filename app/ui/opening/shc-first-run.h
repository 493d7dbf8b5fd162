/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first run: welcome, who writes here, how it opens, the recovery code. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_FIRST_RUN (shc_first_run_get_type ())
/**
 * ShcFirstRun:
 *
 * Signals: `finished ()`: the vault is there and unlocked, the profile kept; `failed (GError *)` for
 * what cannot be put right here.
 */
G_DECLARE_FINAL_TYPE (ShcFirstRun, shc_first_run, SHC, FIRST_RUN, AdwBin)

GtkWidget *shc_first_run_new    (ShcJournal *journal);
/** shc_first_run_resume: the vault is there, only who writes here was never said. */
void       shc_first_run_resume (ShcFirstRun *self);

G_END_DECLS
