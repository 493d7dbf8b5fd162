/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holding back the signals that end a program: a handler is the same for all threads, a mask is not. */

#define G_LOG_DOMAIN "shc-signals"

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "shc-signals.h"

static const int ending[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP };

/* A signal handler can reach nothing but static memory. */
static struct sigaction former[G_N_ELEMENTS (ending)];
static volatile sig_atomic_t came;
static volatile sig_atomic_t event = -1;
static guint depth;

static void
remember_signal (int number)
{
  const guint64 one = 1;
  int saved = errno;

  came = number;
  if (write (event, &one, sizeof one) < 0)
    came = number;   /* the descriptor is full, and so readable already */
  errno = saved;
}

void
shc_signals_hold (void)
{
  struct sigaction hold = { .sa_handler = remember_signal, .sa_flags = SA_RESTART };

  if (depth++ > 0)
    return;

  came = 0;
  event = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  sigemptyset (&hold.sa_mask);
  for (gsize i = 0; i < G_N_ELEMENTS (ending); i++)
    {
      sigaction (ending[i], NULL, &former[i]);
      if (former[i].sa_handler != SIG_IGN)
        sigaction (ending[i], &hold, NULL);
    }
}

int
shc_signals_get_fd (void)
{
  return event;
}

int
shc_signals_get (void)
{
  return came;
}

void
shc_signals_forget (void)
{
  guint64 count;

  came = 0;
  if (read (event, &count, sizeof count) < 0)
    g_debug ("no signal to forget");
}

void
shc_signals_release (void)
{
  int number = came;

  g_return_if_fail (depth > 0);

  if (--depth > 0)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (ending); i++)
    sigaction (ending[i], &former[i], NULL);
  close (event);
  event = -1;
  came = 0;
  if (number != 0)
    raise (number);
}
