/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the window's program asks the system for memory, and gives it back. */

#define G_LOG_DOMAIN "shc-memory"

#include "config.h"

#include "shc-memory.h"

#include <malloc.h>

/* The main thread's and one for all others, which seldom work at the same time. */
#define N_ARENAS 2
/* From this size on a piece is one of its own: while the program starts, and afterwards. */
#define LARGE_AT_START (64 * 1024)
#define LARGE (1024 * 1024)

void
shc_memory_begin (void)
{
  mallopt (M_ARENA_MAX, N_ARENAS);
  mallopt (M_MMAP_THRESHOLD, LARGE_AT_START);
}

void
shc_memory_settle (void)
{
  malloc_trim (0);
  mallopt (M_MMAP_THRESHOLD, LARGE);
}
