/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base URLs of services: what is taken, how it is written, and what is refused. */

#include "config.h"

#include <string.h>

#include "shc-base-url.h"

static void
test_taken (void)
{
  static const char *const cases[][2] = {
    { "https://api.openai.com/v1", "https://api.openai.com/v1" },
    { "https://api.openai.com/v1/", "https://api.openai.com/v1" },
    { "https://api.openai.com//", "https://api.openai.com" },
    { "https://api.openai.com", "https://api.openai.com" },
    { "HTTPS://API.OpenAI.com/V1", "https://api.openai.com/V1" },
    { "https://host:8443/a%20b/", "https://host:8443/a%20b" },
    { "https://10.0.0.1/v1", "https://10.0.0.1/v1" },
    { "https://[2001:db8::1]:8443/v1", "https://[2001:db8::1]:8443/v1" },
    { "https://localhost.example.org", "https://localhost.example.org" },
    { "http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1" },
    { "http://127.255.255.254", "http://127.255.255.254" },
    { "http://[::1]:8080", "http://[::1]:8080" },
    { "http://LOCALHOST:1/", "http://localhost:1" },
    { "http://localhost:65535", "http://localhost:65535" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = shc_base_url_clean (cases[i][0]);
      g_autofree char *again = NULL;

      g_assert_cmpstr (clean, ==, cases[i][1]);
      again = shc_base_url_clean (clean);
      g_assert_cmpstr (again, ==, clean);
    }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "", " ", "/", "api.openai.com/v1", "api.openai.com:443/v1", "//api.openai.com", "https:", "https:/", "https://",
    "https:///v1", "https://:443/", "https:api.openai.com", "https:/api.openai.com", "ftp://host/", "file:///etc/passwd",
    "javascript:alert(1)", "httpss://host", "https ://host", " https://host", "https://host ", "https://ho st",
    "https://host/\n", "https://host\t", "https://h\xc3\xb6st", "https://host/\xff", "https://host/\x7f",
    "https://host\\@other", "https://host/<a>", "https://host/v1\"",
    "https://user@host", "https://user:word@host", "https://@host", "https://host?", "https://host/v1?key=1",
    "https://host#", "https://host/v1#a", "https://host:0", "https://host:65536", "https://host:port",
    "https://host:-1", "https://.host", "https://ho%73t", "https://[::1", "https://[::g]", "https://[host]",
    "https://host/%zz", "https://host/%",
    /* HTTP to anybody but this computer */
    "http://api.openai.com/v1", "http://10.0.0.1", "http://128.0.0.1", "http://127.1", "http://127.0.0.1.example.org",
    "http://127.0.0.1@example.org", "http://0.0.0.0", "http://[::]", "http://[::2]", "http://localhost.example.org",
    "http://localhost.", "http://[::ffff:10.0.0.1]", "http://0x7f.0.0.1", "http://2130706433", "http://1.127.0.0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = shc_base_url_clean (cases[i]);

      if (clean != NULL)
        g_test_fail_printf ("“%s” was taken as “%s”", cases[i], clean);
    }
}

static void
test_long (void)
{
  g_autofree char *path = g_strnfill (1980, 'x');
  g_autofree char *longest = g_strconcat ("https://host/", path, NULL);
  g_autofree char *too_long = g_strconcat ("https://a.long.host/", path, "x", NULL);
  g_autofree char *huge = g_strnfill (10 * 1024 * 1024, 'x');
  g_autofree char *clean = shc_base_url_clean (longest);

  g_assert_cmpstr (clean, ==, longest);
  g_assert_null (shc_base_url_clean (too_long));
  g_assert_null (shc_base_url_clean (huge));
}

/* Whatever comes in: no crash, and what is taken comes out of a second cleaning unchanged. */
static void
test_random_input (void)
{
  static const char letters[] = "htps:/[]@?#%.\\0127 lochs\xc3\xff";
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < 50000; i++)
    {
      char text[] = "http://user@127.0.0.1:8080/v1/?a#b";
      g_autofree char *clean = NULL;

      for (int k = g_rand_int_range (rand, 1, 6); k > 0; k--)
        text[g_rand_int_range (rand, 0, (gint32) strlen (text))] =
          letters[g_rand_int_range (rand, 0, (gint32) sizeof letters - 1)];
      clean = shc_base_url_clean (text);
      if (clean != NULL)
        {
          g_autofree char *again = shc_base_url_clean (clean);

          g_assert_cmpstr (again, ==, clean);
          g_assert_true (g_str_has_prefix (clean, "http"));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/base-url/taken", test_taken);
  g_test_add_func ("/base/base-url/refused", test_refused);
  g_test_add_func ("/base/base-url/long", test_long);
  g_test_add_func ("/base/base-url/random-input", test_random_input);

  return g_test_run ();
}
