/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking for a secret on the terminal, unseen. */

#define G_LOG_DOMAIN "shc-secret-prompt"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "shc-secure.h"
#include "shc-signals.h"

#define LINE_MAX_BYTES ((gsize) 4096)
/* A terminal keeps so much of a line and drops the rest. */
#define TERMINAL_MAX_BYTES ((gsize) 4095)

struct _ShcHush
{
  int            tty;
  struct termios before;
};

static void
set_cancelled (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Nothing was entered."));
}

/* Whether there is something to read; a signal that ends the program ends the waiting. Ctrl-C is
 * dealt with by that, all others act once the terminal is as it was. */
static gboolean
wait_for_input (int      tty,
                GError **error)
{
  struct pollfd fds[] = {
    { .fd = tty, .events = POLLIN },
    { .fd = shc_signals_get_fd (), .events = POLLIN },
  };
  int ready;

  do
    ready = poll (fds, G_N_ELEMENTS (fds), -1);
  while (ready < 0 && errno == EINTR && shc_signals_get () == 0);
  if (ready > 0 && fds[1].revents == 0)
    return TRUE;

  if (shc_signals_get () == SIGINT)
    shc_signals_forget ();
  set_cancelled (error);
  return FALSE;
}

static GBytes *
finish_line (const guint8  *line,
             gsize          length,
             GError       **error)
{
  if (length < TERMINAL_MAX_BYTES)
    return shc_secure_bytes_copy (line, length);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                       _("This is longer than a terminal can take in one line; a file can hold a "
                         "passphrase of up to 4096 bytes."));
  return NULL;
}

static GBytes *
read_typed_line (int      tty,
                 GError **error)
{
  guint8 *line = NULL;
  g_autoptr(GBytes) buffer G_GNUC_UNUSED = shc_secure_bytes_new (LINE_MAX_BYTES + 1, &line);
  gsize length = 0;

  while (length < LINE_MAX_BYTES)
    {
      gssize got;

      if (!wait_for_input (tty, error))
        return NULL;
      got = read (tty, line + length, LINE_MAX_BYTES - length);
      /* Ctrl-C takes away what was typed before it, also after it was said to be there. */
      if (got < 0 && (errno == EINTR || errno == EAGAIN))
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
        return finish_line (line, length - 1, error);
    }
  return finish_line (line, length, error);
}

/* Opens the terminal and takes its echo away. @before: (out): as it was. Returns: -1 if there is
 * none, else what shc_secret_prompt() closes. */
static int
open_hidden (struct termios *before,
             tcflag_t        more)
{
  int tty = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios hidden;

  if (tty < 0)
    return -1;
  if (tcgetattr (tty, before) == 0)
    {
      hidden = *before;
      hidden.c_lflag &= ~((tcflag_t) (ECHO | ECHONL));
      hidden.c_lflag |= more;
      /* Where nothing was shown before, what was typed ahead is meant for this. */
      if (tcsetattr (tty, before->c_lflag & ECHO ? TCSAFLUSH : TCSADRAIN, &hidden) == 0)
        return tty;
    }
  close (tty);
  return -1;
}

static gboolean
is_foreground (void)
{
  int tty = open ("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
  gboolean foreground = tty >= 0 && tcgetpgrp (tty) == getpgrp ();

  if (tty >= 0)
    close (tty);
  return foreground;
}

static void
restore (int                   tty,
         const struct termios *before)
{
  tcsetattr (tty, before->c_lflag & ECHO ? TCSAFLUSH : TCSADRAIN, before);
  close (tty);
}

GBytes *
shc_secret_prompt (const char  *prompt,
                   GError     **error)
{
  GBytes *typed = NULL;
  struct termios before;
  int tty;

  g_return_val_if_fail (prompt != NULL, NULL);

  shc_signals_hold ();
  tty = open_hidden (&before, ECHONL);
  if (tty < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("There is no terminal to ask on."));
    }
  else
    {
      if (write (tty, prompt, strlen (prompt)) < 0)
        g_debug ("prompt: %s", g_strerror (errno));
      fcntl (tty, F_SETFL, fcntl (tty, F_GETFL) | O_NONBLOCK);
      typed = read_typed_line (tty, error);
      /* Nobody pressed Return: what is said next begins a line of its own. */
      if (typed == NULL && write (tty, "\n", 1) < 0)
        g_debug ("prompt: %s", g_strerror (errno));
      restore (tty, &before);
    }
  shc_signals_release ();
  return typed;
}

ShcHush *
shc_hush_new (void)
{
  ShcHush *self = g_new0 (ShcHush, 1);

  shc_signals_hold ();
  /* Work in the background would be stopped by it, and may well need no prompt at all. */
  self->tty = is_foreground () ? open_hidden (&self->before, 0) : -1;
  return self;
}

void
shc_hush_free (ShcHush *self)
{
  if (self->tty >= 0)
    restore (self->tty, &self->before);
  g_free (self);
  shc_signals_release ();
}
