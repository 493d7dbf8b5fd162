/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the window's program asks the system for memory, and gives it back. */

#define G_LOG_DOMAIN "shc-memory"

#include "config.h"

#include "shc-memory.h"

#include <glib.h>
#include <malloc.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

/* The main thread's and one for all others, which seldom work at the same time. */
#define N_ARENAS 2
/* From this size on a piece is one of its own: while the program starts, and afterwards. */
#define LARGE_AT_START (64 * 1024)
#define LARGE (1024 * 1024)
/* So much of the stack below the running function stays, for what is called next. */
#define STACK_KEPT (32 * 1024)

void
shc_memory_begin (void)
{
  mallopt (M_ARENA_MAX, N_ARENAS);
  mallopt (M_MMAP_THRESHOLD, LARGE_AT_START);
}

/* GTK goes down 700 KB of it once, while it comes up, and never again. What lies below the running
 * function belongs to nobody; where the system has taken it back, it gives empty pages when needed. */
static void
give_back_stack (void)
{
  guintptr here = (guintptr) __builtin_frame_address (0);
  guintptr page = (guintptr) sysconf (_SC_PAGESIZE);
  guintptr end = (here - STACK_KEPT) & ~(page - 1);
  pthread_attr_t attributes;
  void *low = NULL;
  size_t size = 0;

  if (pthread_getattr_np (pthread_self (), &attributes) != 0)
    return;
  /* The lowest part may not be there at all yet: the rest is taken back all the same. */
  if (pthread_attr_getstack (&attributes, &low, &size) == 0 && (guintptr) low < end &&
      end < (guintptr) low + size)
    madvise (low, end - (guintptr) low, MADV_DONTNEED);
  pthread_attr_destroy (&attributes);
}

void
shc_memory_settle (void)
{
  malloc_trim (0);
  give_back_stack ();
  mallopt (M_MMAP_THRESHOLD, LARGE);
}
