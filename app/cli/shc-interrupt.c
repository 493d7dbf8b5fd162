/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C for long work: a thread waits for the signal, since a handler may not cancel by itself. */

#define G_LOG_DOMAIN "shc-interrupt"

#include "config.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "shc-cli-error.h"
#include "shc-interrupt.h"
#include "shc-signals.h"

struct _ShcInterrupt
{
  GCancellable *cancellable;
  GThread      *thread;
  int           done;
};

static gpointer
wait_in_thread (gpointer data)
{
  ShcInterrupt *self = data;
  struct pollfd fds[] = {
    { .fd = shc_signals_get_fd (), .events = POLLIN },
    { .fd = self->done, .events = POLLIN },
  };

  while (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
    continue;
  if (fds[0].revents != 0)
    g_cancellable_cancel (self->cancellable);

  return NULL;
}

ShcInterrupt *
shc_interrupt_begin (void)
{
  ShcInterrupt *self = g_new0 (ShcInterrupt, 1);

  shc_signals_hold ();
  self->cancellable = g_cancellable_new ();
  self->done = eventfd (0, EFD_CLOEXEC);
  self->thread = g_thread_new ("interrupt", wait_in_thread, self);
  return self;
}

GCancellable *
shc_interrupt_get_cancellable (ShcInterrupt *self)
{
  return self->cancellable;
}

void
shc_interrupt_end (ShcInterrupt *self)
{
  const guint64 one = 1;

  if (write (self->done, &one, sizeof one) < 0)
    g_error ("an eventfd cannot be written");
  g_thread_join (self->thread);
  close (self->done);
  if (shc_signals_get () == SIGINT)
    shc_signals_forget ();
  shc_signals_release ();
  g_object_unref (self->cancellable);
  g_free (self);
}

void
shc_interrupt_explain (GError     **error,
                       const char  *sentence)
{
  if (error == NULL || !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_error (error);
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED, sentence);
}
