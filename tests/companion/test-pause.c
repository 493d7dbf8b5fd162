/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After three quarters of an hour something soft is said, after each three hours something clear. */

#include "config.h"

#include <string.h>

#include "shc-pause.h"

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

/* A message every @every minutes up to minute @until. Returns: how often something was said; @last: (out): when. */
static guint
talk (ShcPause *pause,
      int       from,
      int       until,
      int       every,
      int      *last)
{
  guint n = 0;

  for (int minute = from; minute <= until; minute += every)
    if (shc_pause_note (pause, (1 + minute) * MINUTE_US) != NULL)
      {
        n++;
        *last = minute;
      }
  return n;
}

static void
test_long (void)
{
  ShcPause pause = { 0 };
  int last = -1;

  g_assert_cmpuint (talk (&pause, 0, 44, 1, &last), ==, 0);
  g_assert_cmpuint (talk (&pause, 45, 179, 1, &last), ==, 1);
  g_assert_cmpint (last, ==, 45);
  g_assert_nonnull (strstr (shc_pause_note (&pause, 181 * MINUTE_US), "not a person"));
  g_assert_cmpuint (talk (&pause, 181, 359, 1, &last), ==, 0);
  g_assert_nonnull (strstr (shc_pause_note (&pause, 361 * MINUTE_US), "three hours"));
}

static void
test_pauses (void)
{
  ShcPause pause = { 0 };
  int last = -1;

  /* One message after each half an hour is no long talk. */
  g_assert_cmpuint (talk (&pause, 0, 600, 30, &last), ==, 0);
  g_assert_cmpuint (talk (&pause, 630, 674, 29, &last), ==, 0);
  g_assert_cmpuint (talk (&pause, 688, 688, 1, &last), ==, 1);
  /* A pause, and it begins anew. */
  g_assert_cmpuint (talk (&pause, 718, 762, 1, &last), ==, 0);
  g_assert_cmpuint (talk (&pause, 763, 763, 1, &last), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/companion/pause/long", test_long);
  g_test_add_func ("/companion/pause/pauses", test_pauses);
  return g_test_run ();
}
