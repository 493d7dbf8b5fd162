/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcSharingRun share. */

#pragma once

#include "shc-sharing-runs.h"

G_BEGIN_DECLS

/** Returns: which of @words @word is; 0 for none. */
guint    shc_sharing_find_word (const char *const *words, guint n_words, const char *word);
gboolean shc_sharing_steps_add (ShcDb *db, gint64 run, const ShcSharingStep *step, GError **error);
/** Adds the steps of @run to @steps. */
gboolean shc_sharing_steps_load (ShcDb *db, gint64 run, GPtrArray *steps, GError **error);

G_END_DECLS
