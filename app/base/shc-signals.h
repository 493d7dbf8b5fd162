/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holding back the signals that end a program until what must not be left half done is done. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** shc_signals_hold: from now on SIGINT, SIGQUIT, SIGTERM and SIGHUP are remembered instead of
 * ending the program, whichever thread they reach; those that are ignored stay ignored. Calls may
 * be nested. For programs with a terminal: from the main thread only. */
void     shc_signals_hold (void);

/** shc_signals_get_fd: Returns: a descriptor that can be polled for reading and never be read: it is
 * ready when a signal came since shc_signals_hold(). */
int      shc_signals_get_fd (void);

/** shc_signals_get: Returns: the signal that came, 0 if none. */
int      shc_signals_get (void);

/** shc_signals_forget: the signal that came is dealt with. */
void     shc_signals_forget (void);

/** shc_signals_release: ends the holding; with the outermost call a signal that came and was not
 * forgotten acts now. */
void     shc_signals_release (void);

G_END_DECLS
