/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language that the person's session asks for. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** shc_locale_init: takes the locale from the environment and finds our translations: where they were
 * installed, or in the folder TEXTDOMAINDIR, which app/run sets for a program that is not installed.
 * To be called once, first thing in main(). */
void shc_locale_init (void);

G_END_DECLS
