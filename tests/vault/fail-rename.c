/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Renaming that fails. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>

#include "fail-rename.h"

static const char *rename_fails_for;
static int rename_skip;
static int rename_errno;

/* The libraries call this one instead of the system's. */
int
rename (const char *old_path,
        const char *new_path)
{
  if (rename_fails_for != NULL && g_str_has_suffix (new_path, rename_fails_for) &&
      rename_skip-- <= 0)
    {
      if (rename_errno == FAIL_RENAME_KILLED)
        raise (SIGKILL);
      errno = rename_errno;
      return -1;
    }
  return renameat (AT_FDCWD, old_path, AT_FDCWD, new_path);
}

void
fail_rename (const char *suffix,
             int         skip,
             int         errnum)
{
  rename_fails_for = suffix;
  rename_skip = skip;
  rename_errno = errnum;
}
