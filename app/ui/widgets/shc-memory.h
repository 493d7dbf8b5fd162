/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the window's program asks the system for memory, and gives it back. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** shc_memory_begin: to be called before anything else, while there is one thread. A start makes much that is
 * thrown away soon, by several threads: large pieces are taken one by one and go back whole, and the
 * threads share what small ones are cut from, so that few holes are left between what stays. */
void shc_memory_begin (void);

/** shc_memory_settle: gives back what the start left over, of the heap and of the calling thread's stack.
 * From now on large pieces are kept for the next time, which is quicker. Any thread. */
void shc_memory_settle (void);

G_END_DECLS
