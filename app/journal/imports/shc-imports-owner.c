/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which program an unfinished import belongs to, and whether that one is still running: what a
 * killed one left may be taken away, what a living one is staging may not. */

#define G_LOG_DOMAIN "shc-imports"

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shc-imports-private.h"

/* A program that we cannot look at (in a sandbox of its own), or our own that gave up on an import:
 * after this long without a batch it is taken as not importing any more. */
#define PATIENCE_US (120 * G_TIME_SPAN_SECOND)

/* Process ids mean something within one namespace only. */
static char *
pid_namespace (void)
{
  g_autofree char *link = g_file_read_link ("/proc/self/ns/pid", NULL);

  return link != NULL ? g_steal_pointer (&link) : g_strdup ("?");
}

/* When a process began, in clock ticks since boot: an id may be given to another one later. */
static char *
start_of_process (gint64 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/stat", pid);
  g_autofree char *stat = NULL;
  g_auto(GStrv) fields = NULL;
  const char *after_name;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return NULL;
  after_name = strrchr (stat, ')');
  if (after_name == NULL)
    return NULL;

  fields = g_strsplit (after_name, " ", 22);
  return g_strv_length (fields) > 20 ? g_strdup (fields[20]) : NULL;
}

char *
shc_imports_owner_new (void)
{
  g_autofree char *space = pid_namespace ();
  g_autofree char *start = start_of_process (getpid ());

  return g_strdup_printf ("%s %d %s", space, (int) getpid (), start != NULL ? start : "?");
}

gboolean
shc_imports_owner_is_running (const char *owner,
                              gint64      idle_us)
{
  g_autofree char *ours = shc_imports_owner_new ();
  g_autofree char *space = pid_namespace ();
  g_autofree char *start = NULL;
  g_auto(GStrv) parts = g_strsplit (owner, " ", 3);
  gboolean recent = ABS (idle_us) < PATIENCE_US;

  if (g_strv_length (parts) != 3)
    return FALSE;
  if (g_str_equal (owner, ours) || !g_str_equal (parts[0], space))
    return recent;

  start = start_of_process (g_ascii_strtoll (parts[1], NULL, 10));
  return start != NULL && g_str_equal (start, parts[2]);
}
