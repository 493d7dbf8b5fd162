/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc` alone on a terminal: a small journal to talk to. */

#pragma once

#include "shc-cli.h"

G_BEGIN_DECLS

/** shc_session_run: makes a journal first if there is none; ends by `quit`, Ctrl-D or Ctrl-C at the
 * prompt, or when nobody typed for as long as `lock.idle-minutes` says. */
gboolean shc_session_run (ShcCli *cli, GError **error);

G_END_DECLS
