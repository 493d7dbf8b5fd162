/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line from the terminal: the terminal edits it, this waits for it. */

#define G_LOG_DOMAIN "shc-line"

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "shc-line.h"
#include "shc-signals.h"

#define MS_PER_MINUTE (60 * 1000)

static ShcLineEnd
wait_for_input (int idle_min)
{
  struct pollfd fds[] = {
    { .fd = STDIN_FILENO, .events = POLLIN },
    { .fd = shc_signals_get_fd (), .events = POLLIN },
  };
  int ready;

  do
    ready = poll (fds, G_N_ELEMENTS (fds), idle_min > 0 ? idle_min * MS_PER_MINUTE : -1);
  while (ready < 0 && errno == EINTR && shc_signals_get () == 0);

  if (ready == 0)
    return SHC_LINE_IDLE;
  if (shc_signals_get () == SIGINT)
    {
      shc_signals_forget ();
      return SHC_LINE_BREAK;
    }
  return shc_signals_get () != 0 ? SHC_LINE_SIGNAL : SHC_LINE_TYPED;
}

ShcLineEnd
shc_line_read (const char  *prompt,
               int          idle_min,
               char       **line)
{
  g_autoptr(GString) typed = g_string_new (NULL);

  *line = NULL;
  fflush (stdout);
  fputs (prompt, stderr);

  for (;;)
    {
      char chunk[4096];
      ShcLineEnd end = wait_for_input (idle_min);
      gssize got;

      if (end != SHC_LINE_TYPED)
        return end;
      got = read (STDIN_FILENO, chunk, sizeof chunk);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0 && typed->len == 0)
        return SHC_LINE_END;
      if (got > 0)
        g_string_append_len (typed, chunk, got);
      /* Ctrl-D behind other characters hands them over without a line break. */
      if (got <= 0 || typed->str[typed->len - 1] == '\n')
        break;
    }

  if (typed->len > 0 && typed->str[typed->len - 1] == '\n')
    g_string_truncate (typed, typed->len - 1);
  *line = g_utf8_make_valid (typed->str, (gssize) typed->len);
  return SHC_LINE_TYPED;
}
