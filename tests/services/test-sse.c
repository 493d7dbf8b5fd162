/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event streams in whatever pieces they come. */

#include "config.h"

#include <string.h>

#include "shc-service-error.h"
#include "shc-sse.h"

static void
event_cb (const char *data,
          gsize       length,
          gboolean    failed,
          gpointer    user_data)
{
  g_assert_cmpint (data[length], ==, '\0');
  g_string_append (user_data, failed ? "!" : "<");
  g_string_append_len (user_data, data, (gssize) length);
  g_string_append (user_data, ">");
}

static char *
read_in_pieces (const char *stream,
                gsize       length,
                gsize       piece)
{
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(ShcSse) sse = shc_sse_new (event_cb, seen);

  for (gsize at = 0; at < length; at += piece)
    g_assert_true (shc_sse_push (sse, stream + at, MIN (piece, length - at), NULL));
  return g_string_free (g_steal_pointer (&seen), FALSE);
}

static void
test_streams (void)
{
  static const struct { const char *stream; const char *events; } cases[] = {
    { "data: a\n\n", "<a>" },
    { "data:a\n\ndata:  b\n\n", "<a>< b>" },
    { "data: a\r\n\r\ndata: b\r\n\r\n", "<a><b>" },
    { "data: a\r\rdata: b\r\r", "<a><b>" },
    { "data: a\r\n\ndata: b\n\r\n", "<a><b>" },
    { "data: a\ndata: b\n\n", "<a\nb>" },
    { "data: a\ndata\ndata: b\n\n", "<a\n\nb>" },
    { "\xef\xbb\xbf" "data: a\n\n", "<a>" },
    { "data: a\n\n\xef\xbb\xbf" "data: b\n\n", "<a>" },
    { ": comment\n:\n\ndata: a\n: another\n\n", "<a>" },
    { "event: x\nid: 1\nretry: 2\nother\ndata: a\n\n", "<a>" },
    { "data:\n\ndata: \n\ndata\n\n\n\ndata: a\n\n", "<a>" },
    { "data: never ended", "" },
    { "data: never ended\n", "" },
    { "error: {}\n\ndata: a\n\n", "!{}><a>" },
    { "data: żó🌿\n\n", "<żó🌿>" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize piece = 1; piece <= strlen (cases[i].stream) + 1; piece++)
      {
        g_autofree char *seen = read_in_pieces (cases[i].stream, strlen (cases[i].stream), piece);

        g_assert_cmpstr (seen, ==, cases[i].events);
      }
}

static void
test_bounds (void)
{
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(ShcSse) line = shc_sse_new (event_cb, seen);
  g_autoptr(ShcSse) event = shc_sse_new (event_cb, seen);
  g_autofree char *block = g_strnfill (1 << 20, 'x');
  g_autoptr(GError) error = NULL;
  guint pushed = 0;

  while (shc_sse_push (line, block, 1 << 20, &error))
    g_assert_cmpuint (++pushed, <, 16);
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL);
  g_clear_error (&error);

  memcpy (block, "data: ", 6);
  block[(1 << 20) - 1] = '\n';
  for (pushed = 0; shc_sse_push (event, block, 1 << 20, &error);)
    g_assert_cmpuint (++pushed, <, 16);
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/services/sse/streams", test_streams);
  g_test_add_func ("/services/sse/bounds", test_bounds);
  return g_test_run ();
}
