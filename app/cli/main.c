/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc`: the journal on the command line. */

#define G_LOG_DOMAIN "shc-main"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "shc-cli.h"
#include "shc-locale.h"
#include "shc-secure.h"

/* A standard stream that is closed would lend its number to the next file that is opened: what goes
 * to standard output must not end in the vault's. What stands in for it fails as the closed one
 * would: reading from standard input, writing to the others. */
static void
fill_closed_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF
        && open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
      _exit (1);
}

int
main (int   argc,
      char *argv[])
{
  fill_closed_streams ();
  shc_secure_init ();
  g_log_writer_default_set_use_stderr (TRUE);
  shc_locale_init ();

  return shc_cli_main (argc > 0 ? argv + 1 : argv);
}
