/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody who has talked with an AI for long is told so, gently. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ShcPause: all zero before the first message. It is in the memory of the program only. */
typedef struct
{
  gint64   begun_us;
  gint64   last_us;
  gint64   told_us;    /* when it was told clearly last */
  gboolean told;       /* softly */
} ShcPause;

/**
 * shc_pause_note:
 * @now_us: monotonic
 *
 * Called for each message that is sent. After three quarters of an hour something soft is said, once, and after each three
 * hours something clear. Half an hour without a message is a pause; then all of it begins anew.
 *
 * Returns: (transfer none) (nullable): what to say, translated.
 */
const char *shc_pause_note (ShcPause *self, gint64 now_us);

G_END_DECLS
