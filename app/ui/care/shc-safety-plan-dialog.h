/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The safety plan: six steps to write beforehand, to read when it is hard, and to print. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_SAFETY_PLAN_DIALOG (shc_safety_plan_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcSafetyPlanDialog, shc_safety_plan_dialog, SHC, SAFETY_PLAN_DIALOG, AdwWindow)

/** shc_safety_plan_dialog_new: @journal: an open one. What is typed is kept a moment later, and when the
 * dialog is closed. */
GtkWidget *shc_safety_plan_dialog_new (GtkWindow *parent, ShcJournal *journal);

G_END_DECLS
