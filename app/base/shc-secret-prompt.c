/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking for a secret on the terminal, unseen. */

#define G_LOG_DOMAIN "shc-secret-prompt"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "shc-secure.h"

#define LINE_MAX_BYTES ((gsize) 4096)

static void
fill_ending_signals (sigset_t *set)
{
  sigemptyset (set);
  sigaddset (set, SIGINT);
  sigaddset (set, SIGQUIT);
  sigaddset (set, SIGTERM);
  sigaddset (set, SIGHUP);
}

static void
set_cancelled (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Nothing was entered."));
}

/* Whether there is something to read; a signal that ends the program ends the waiting. Ctrl-C is
 * taken out of the queue, all others stay in it and act once the terminal is as it was. */
static gboolean
wait_for_input (int      tty,
                int      signals,
                GError **error)
{
  struct pollfd fds[] = { { .fd = tty, .events = POLLIN }, { .fd = signals, .events = POLLIN } };
  sigset_t pending;

  while (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
    {
      if (errno != EINTR)
        {
          set_cancelled (error);
          return FALSE;
        }
    }
  if (fds[1].revents == 0)
    return TRUE;

  sigemptyset (&pending);
  sigpending (&pending);
  if (sigismember (&pending, SIGINT))
    {
      sigset_t interrupt;
      int taken;

      sigemptyset (&interrupt);
      sigaddset (&interrupt, SIGINT);
      sigwait (&interrupt, &taken);
    }
  set_cancelled (error);
  return FALSE;
}

static GBytes *
read_typed_line (int      tty,
                 int      signals,
                 GError **error)
{
  guint8 *line = NULL;
  g_autoptr(GBytes) buffer = shc_secure_bytes_new (LINE_MAX_BYTES + 1, &line);
  gsize length = 0;

  while (length < LINE_MAX_BYTES)
    {
      gssize got;

      if (!wait_for_input (tty, signals, error))
        return NULL;
      got = read (tty, line + length, LINE_MAX_BYTES - length);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0 && length == 0)
        {
          set_cancelled (error);
          return NULL;
        }
      if (got <= 0)
        break;
      length += (gsize) got;
      if (line[length - 1] == '\n')
        return shc_secure_bytes_copy (line, length - 1);
    }
  return shc_secure_bytes_copy (line, length);
}

GBytes *
shc_secret_prompt (const char  *prompt,
                   GError     **error)
{
  GBytes *typed = NULL;
  struct termios before;
  struct termios hidden;
  sigset_t ending;
  sigset_t former;
  int signals;
  int tty;

  g_return_val_if_fail (prompt != NULL, NULL);

  tty = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (tty < 0 || tcgetattr (tty, &before) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("There is no terminal to ask on."));
      if (tty >= 0)
        close (tty);
      return NULL;
    }

  fill_ending_signals (&ending);
  pthread_sigmask (SIG_BLOCK, &ending, &former);
  signals = signalfd (-1, &ending, SFD_CLOEXEC);
  hidden = before;
  hidden.c_lflag &= ~((tcflag_t) ECHO);
  hidden.c_lflag |= ECHONL;
  if (tcsetattr (tty, TCSAFLUSH, &hidden) == 0)
    {
      if (write (tty, prompt, strlen (prompt)) < 0)
        g_debug ("prompt: %s", g_strerror (errno));
      typed = read_typed_line (tty, signals, error);
      tcsetattr (tty, TCSAFLUSH, &before);
    }
  else
    {
      set_cancelled (error);
    }
  if (signals >= 0)
    close (signals);
  close (tty);
  pthread_sigmask (SIG_SETMASK, &former, NULL);
  return typed;
}
