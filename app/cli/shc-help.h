/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help for people, from the table of commands. */

#pragma once

#include "shc-args.h"

G_BEGIN_DECLS

/** shc_help_print: about one command if @args name one, else about all. */
void shc_help_print (const ShcArgs *args, gboolean json);

void shc_help_print_version (gboolean json);

G_END_DECLS
