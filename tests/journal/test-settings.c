/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings: what each takes, what it falls back to, and files that are named. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "journal-test.h"
#include "shc-journal-error.h"
#include "shc-milestone-prompt.h"
#include "shc-reflections.h"
#include "shc-setting-kinds.h"
#include "shc-settings.h"

static const char certificate[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBdDCCARugAwIBAgIUf80Fs5tkPfTnnxM4bkQnfUEgk4swCgYIKoZIzj0EAwIw\n"
  "DzENMAsGA1UEAwwEVGVzdDAgFw0yNjExMjYxNTQyMDFaGA8yMTI2MTEwMjE1NDIw\n"
  "MVowDzENMAsGA1UEAwwEVGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIhD\n"
  "sgpoHPQVRdf/gjuib/oeKWUp93SsmhiNjscITgcuOD+V7AoMMFnZDC0BbUW+0xfr\n"
  "Iorno5Nm81g5/csmCgujUzBRMB0GA1UdDgQWBBRJa9qAHMnRFnAFc4/QR/qiJwbN\n"
  "QjAfBgNVHSMEGDAWgBRJa9qAHMnRFnAFc4/QR/qiJwbNQjAPBgNVHRMBAf8EBTAD\n"
  "AQH/MAoGCCqGSM49BAMCA0cAMEQCIBeLJLbWrAtKd6qdgSSESvdeuiYFXPPaLo4W\n"
  "U7ppmLCxAiBDBIYNYRTxYmDMdrNp2mKXp/QDuobS2Rd34x8t5+/wgA==\n"
  "-----END CERTIFICATE-----\n";

typedef struct
{
  const char *name;
  const char *value;
  int         number; /* what shc_settings_get_int() gives; -1 for none */
} Case;

static char *
get (JournalFixture *fixture,
     const char     *name)
{
  g_autoptr(GError) error = NULL;
  char *value = shc_settings_get (fixture->db, name, &error);

  g_assert_no_error (error);
  return value;
}

static void
assert_kept (JournalFixture *fixture,
             const char     *name,
             const char     *value,
             const char     *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *kept = NULL;

  shc_settings_set (fixture->db, name, value, &error);
  g_assert_no_error (error);
  kept = get (fixture, name);
  g_assert_cmpstr (kept, ==, expected);
}

/* Refused with a sentence, and what was there stays. */
static void
assert_refused (JournalFixture *fixture,
                const char     *name,
                const char     *value)
{
  g_autofree char *before = get (fixture, name);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (shc_settings_set (fixture->db, name, value, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID);
  g_assert_cmpstr (error->message, !=, "");
  after = get (fixture, name);
  g_assert_cmpstr (before, ==, after);
}

static void
test_taken (JournalFixture *fixture,
            gconstpointer   data)
{
  static const Case cases[] = {
    { "lock.idle-minutes", "0", 0 }, { "lock.idle-minutes", "240", 240 },
    { "journey.day-begins", "00:00", 0 }, { "journey.day-begins", "23:59", 1439 },
    { "network.enabled", "false", 0 }, { "network.enabled", "true", 1 },
    { "openai.zdr-noted", "true", 1 }, { "openai.zdr-noted", "false", 0 },
    { "openai.protocol", "responses", 0 }, { "openai.protocol", "chat", 0 }, { "openai.protocol", "auto", 0 },
    { "openai.model", "gpt-5.2-mini", 0 }, { "openai.model", "org/model: a name", 0 },
    { "openai.base-url", "http://127.0.0.1:8080/v1", 0 },
    { "companion.retention-days", "1", 1 }, { "companion.retention-days", "3650", 3650 },
    { "companion.monthly-limit", "0", 0 }, { "companion.monthly-limit", "250000", 0 },
    { "companion.monthly-limit", "999999999999", 0 }, { "companion.monthly-limit", "0.00 USD", 0 },
    { "companion.monthly-limit", "12.50 EUR", 0 }, { "support.country", "DE", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      assert_kept (fixture, cases[i].name, cases[i].value, cases[i].value);
      g_assert_cmpint (shc_settings_get_int (fixture->db, cases[i].name, NULL), ==, cases[i].number);
    }
}

static void
test_refused (JournalFixture *fixture,
              gconstpointer   data)
{
  static const char *const cases[][2] = {
    { "lock.idle-minutes", "241" }, { "lock.idle-minutes", "-1" }, { "lock.idle-minutes", "10 " },
    { "lock.idle-minutes", "+5" }, { "lock.idle-minutes", "ten" }, { "lock.idle-minutes", "9999999999999999999" },
    { "lock.idle-minutes", "0x1" }, { "journey.day-begins", "24:00" }, { "journey.day-begins", "4:00" },
    { "journey.day-begins", "04:60" }, { "journey.day-begins", "04:00:00" }, { "journey.day-begins", "٠٤:٠٠" },
    { "network.enabled", "yes" }, { "network.enabled", "TRUE" }, { "network.enabled", "1" },
    { "network.enabled", "true " }, { "openai.zdr-noted", "no" }, { "openai.zdr-noted", "tru" },
    { "openai.protocol", "Auto" }, { "openai.protocol", "responses,chat" }, { "openai.protocol", "http" },
    { "openai.model", "two\nlines" }, { "openai.model", " " }, { "openai.model", "bell\a" },
    { "openai.base-url", "http://api.openai.com/v1" }, { "openai.base-url", "https://user@host" },
    { "openai.base-url", "https://host/?a" }, { "openai.base-url", "api.openai.com" },
    { "companion.retention-days", "0" }, { "companion.retention-days", "3651" }, { "companion.retention-days", "1.5" },
    { "companion.monthly-limit", "-1" }, { "companion.monthly-limit", "5 USD" }, { "companion.monthly-limit", "5.0 USD" },
    { "companion.monthly-limit", "5.000 USD" }, { "companion.monthly-limit", "5.00 usd" },
    { "companion.monthly-limit", "5.00USD" }, { "companion.monthly-limit", "5.00  USD" },
    { "companion.monthly-limit", "5.00 USDT" }, { "companion.monthly-limit", "5.00 US" },
    { "companion.monthly-limit", "USD 5.00" }, { "companion.monthly-limit", "5.00 " }, { "companion.monthly-limit", "5.00" },
    { "companion.monthly-limit", ".50 USD" }, { "companion.monthly-limit", "5,00 EUR" },
    { "companion.monthly-limit", "1000000000000" }, { "companion.monthly-limit", "99999999999999999999.00 USD" },
    { "companion.monthly-limit", "$5.00" }, { "companion.monthly-limit", "unlimited" },
    { "companion.prices", "m = 1.00 2.00 USD" }, { "companion.prices", "m 1.00 2.00 USD 2026-11-01" },
    { "companion.prices", "= 1.00 2.00 USD 2026-11-01" }, { "companion.prices", "m = 1.00 2.00 usd 2026-11-01" },
    { "companion.prices", "m = -1 2.00 USD 2026-11-01" }, { "companion.prices", "m = 1,00 2.00 USD 2026-11-01" },
    { "companion.prices", "m = 1.00 2.00 USD 2026-02-30" }, { "companion.prices", "m = 1.00 2.00 USD 01.11.2026" },
    { "companion.prices", "m = 1000001 2.00 USD 2026-11-01" }, { "companion.prices", "m = 1 2 USD 2026-11-01 x" },
    { "companion.prices", "m = 1 2 USD 2026-11-01\nm = 3 4 USD 2026-11-01" }, { "companion.prices", "{}" },
    { "network.extra-ca-file", "ca.pem" }, { "network.extra-ca-file", "~/ca.pem" },
    { "network.extra-ca-file", "file:///etc/ssl/certs/ca-certificates.crt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (fixture, cases[i][0], cases[i][1]);
}

/* What no setting takes: huge, not UTF-8, control characters. */
static void
test_bad_bytes (JournalFixture *fixture,
                gconstpointer   data)
{
  g_autofree char *huge = g_strnfill (2 * 1024 * 1024, '1');

  for (const char *const *name = shc_settings_names (); *name != NULL; name++)
    {
      assert_refused (fixture, *name, huge);
      assert_refused (fixture, *name, "\xff");
      assert_refused (fixture, *name, "true\xc3");
      assert_refused (fixture, *name, "\033[31m");
      if (g_str_equal (*name, "companion.prompt") || g_str_has_suffix (*name, ".mapping"))
        assert_kept (fixture, *name, "a\nb", "a\nb");
      else
        assert_refused (fixture, *name, "a\nb");
      assert_refused (fixture, *name, "\n");
    }
}

static void
test_cleaned (JournalFixture *fixture,
              gconstpointer   data)
{
  assert_kept (fixture, "openai.base-url", "HTTPS://Api.Example.org/v1/", "https://api.example.org/v1");
  assert_kept (fixture, "openai.model", "  gpt-5.2 ", "gpt-5.2");
  assert_kept (fixture, "companion.prices", "\n some = model=1 \t2.5 USD  2026-11-01 \n\nother = 0 0.075000 EUR 2026-01-31\n",
               "some = model = 1.00 2.50 USD 2026-11-01\nother = 0.00 0.075 EUR 2026-01-31");
  assert_kept (fixture, "companion.prices", "", "");
  assert_kept (fixture, "support.trusted-person", "  My aunt\t", "My aunt");
}

static void
test_defaults (JournalFixture *fixture,
               gconstpointer   data)
{
  static const Case cases[] = {
    { "airtable.base-id", "", -1 }, { "airtable.base-url", "https://api.airtable.com/v0", 0 },
    { "airtable.mapping", "", -1 }, { "airtable.reflections-table", "Reflections", 0 },
    { "airtable.users-table", "Users", 0 },
    { "companion.monthly-limit", "", -1 }, { "companion.prices", "", -1 }, { "companion.prompt", "", -1 }, { "companion.retention-days", "30", 30 },
    { "journey.day-begins", "04:00", 240 }, { "lock.idle-minutes", "10", 10 },
    { "mailchimp.base-url", "", -1 }, { "mailchimp.double-opt-in", "true", 1 }, { "mailchimp.list-id", "", -1 },
    { "mailchimp.share-own-milestones", "false", 0 }, { "network.enabled", "true", 1 },
    { "network.extra-ca-file", "", -1 }, { "openai.base-url", "https://api.openai.com/v1", 0 },
    { "openai.model", "", -1 }, { "openai.protocol", "auto", 0 }, { "openai.zdr-noted", "false", 0 },
    { "support.country", "", -1 }, { "support.trusted-person", "", -1 },
    { "typeform.base-url", "https://api.typeform.com", 0 }, { "typeform.form-id", "", -1 },
    { "typeform.mapping", "", -1 }, { "typeform.response-id", "", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = get (fixture, cases[i].name);

      g_assert_cmpstr (value, ==, cases[i].value);
      g_assert_cmpstr (shc_settings_get_default (cases[i].name), ==, cases[i].value);
      g_assert_cmpint (shc_settings_get_int (fixture->db, cases[i].name, NULL), ==, cases[i].number);
      g_assert_cmpstr (shc_settings_names ()[i], ==, cases[i].name);
    }
  g_assert_null (shc_settings_names ()[G_N_ELEMENTS (cases)]);

  assert_kept (fixture, "lock.idle-minutes", "5", "5");
  assert_kept (fixture, "lock.idle-minutes", "", "10");
  assert_kept (fixture, "lock.idle-minutes", "5", "5");
  assert_kept (fixture, "lock.idle-minutes", NULL, "10");
}

static void
add_with_milestone (JournalFixture *fixture,
                    const char     *date,
                    const char     *milestone,
                    gboolean        never_send)
{
  g_autoptr(ShcReflection) reflection = shc_reflection_new ();

  g_assert_true (shc_date_parse (date, &reflection->date, NULL));
  reflection->text = g_strdup ("Words");
  reflection->milestone = g_strdup (milestone);
  reflection->never_send = never_send;
  g_assert_true (shc_reflections_add (fixture->db, reflection, g_get_real_time (), NULL));
}

static void
assert_prompt (JournalFixture *fixture,
               gint64          day,
               const char     *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *prompt = shc_milestone_prompt_load (fixture->db, day, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (prompt, ==, expected);
}

static void
test_by_milestone (JournalFixture *fixture,
                   gconstpointer   data)
{
  g_auto(GStrv) none = shc_settings_list (fixture->db, NULL);
  g_auto(GStrv) some = NULL;

  g_test_summary ("Instructions hold while their milestone is the present one, otherwise the general ones do.");
  g_assert_true (g_strv_equal ((const char *const *) none, shc_settings_names ()));
  assert_prompt (fixture, 7, "");
  assert_kept (fixture, "companion.prompt", "General", "General");
  assert_kept (fixture, "companion.prompt.Day 7", "Seventh", "Seventh");
  assert_kept (fixture, "companion.prompt.Übergang", "Between\nshores", "Between\nshores");
  assert_refused (fixture, "companion.prompt.Day 7", "\xff");
  some = shc_settings_list (fixture->db, NULL);
  g_assert_cmpuint (g_strv_length (some), ==, g_strv_length (none) + 2);
  g_assert_true (g_strv_contains ((const char *const *) some, "companion.prompt.Day 7"));

  assert_prompt (fixture, 0, "General");
  assert_prompt (fixture, 7, "Seventh");
  assert_prompt (fixture, 8, "General");
  add_with_milestone (fixture, "2026-01-07", "day 7", FALSE);
  assert_prompt (fixture, 8, "Seventh");
  add_with_milestone (fixture, "2026-01-08", NULL, FALSE);
  add_with_milestone (fixture, "2026-01-09", "Something else", TRUE);
  assert_prompt (fixture, 9, "Seventh");
  add_with_milestone (fixture, "2026-01-10", "ÜBERGANG", FALSE);
  assert_prompt (fixture, 9, "Between\nshores");
  assert_prompt (fixture, 7, "Seventh");
  add_with_milestone (fixture, "2026-01-11", "Something else", FALSE);
  assert_prompt (fixture, 9, "General");
  assert_kept (fixture, "companion.prompt.Day 7", "", "");
  assert_prompt (fixture, 7, "General");
}

/* A value that a later version allowed does no harm here. */
static void
test_from_a_later_version (JournalFixture *fixture,
                           gconstpointer   data)
{
  g_autofree char *url = NULL;

  g_assert_true (shc_db_exec (fixture->db,
    "INSERT INTO setting VALUES ('lock.idle-minutes', 'never'), ('openai.base-url', 'http://example.org')", NULL));
  g_assert_cmpint (shc_settings_get_int (fixture->db, "lock.idle-minutes", NULL), ==, 10);
  url = get (fixture, "openai.base-url");
  g_assert_cmpstr (url, ==, "https://api.openai.com/v1");
}

static void
test_unknown (JournalFixture *fixture,
              gconstpointer   data)
{
  static const char *const names[] = { NULL, "", "lock", "Lock.idle-minutes", "openai.key", "\xff", "companion.prompt.",
                                       "companion.prompt. Day 7", "companion.prompt.a\nb", "companion.prompt.\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (shc_settings_get (fixture->db, names[i], &error));
      g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
      g_clear_error (&error);
      g_assert_false (shc_settings_set (fixture->db, names[i], "1", &error));
      g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
      g_assert_cmpint (shc_settings_get_int (fixture->db, names[i], NULL), ==, -1);
      g_assert_null (shc_settings_describe (names[i]));
    }
  for (const char *const *name = shc_settings_names (); *name != NULL; name++)
    {
      g_assert_nonnull (shc_settings_describe (*name));
      if (name[1] != NULL)
        g_assert_cmpint (strcmp (name[0], name[1]), <, 0);
    }
}

static char *
write_file (JournalFixture *fixture,
            const char     *name,
            const char     *text)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

/* The file has to be there when it is set; that it is gone later is for whoever uses it to say. */
static void
test_ca_file (JournalFixture *fixture,
              gconstpointer   data)
{
  g_autofree char *two = g_strconcat ("A private host.\n", certificate, certificate, NULL);
  g_autofree char *one_path = write_file (fixture, "one of two.pem", certificate);
  g_autofree char *two_path = write_file (fixture, "two.pem", two);
  g_autofree char *kept = NULL;

  assert_kept (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, one_path, one_path);
  assert_kept (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, two_path, two_path);
  g_assert_cmpint (g_remove (two_path), ==, 0);
  kept = get (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE);
  g_assert_cmpstr (kept, ==, two_path);
  assert_refused (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, two_path);
  assert_kept (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, "", "");
}

static void
test_ca_file_refused (JournalFixture *fixture,
                      gconstpointer   data)
{
  g_autofree char *cut = g_strndup (certificate, 200);
  g_autofree char *huge = g_strnfill (1024 * 1024 + 1, '\n');
  const char *const texts[] = {
    "", "no certificate", cut, huge, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
  };
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = write_file (fixture, "bad.pem", texts[i]);
      g_autoptr(GError) error = NULL;

      assert_refused (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, path);
      g_assert_false (shc_settings_set (fixture->db, SHC_SETTING_NETWORK_EXTRA_CA_FILE, path, &error));
      g_assert_nonnull (strstr (error->message, "“bad.pem”"));
      g_assert_null (strstr (error->message, fixture->folder));
    }
  assert_refused (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, fixture->folder);
  assert_refused (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, "/dev/zero");
  assert_refused (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, "/nowhere/ca.pem");
  /* Nobody writes into it: whoever waited for that would wait for ever. */
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, pipe);
}

/* A response is one of a form. */
static void
test_form_and_response (JournalFixture *fixture,
                        gconstpointer   data)
{
  static const struct { const char *form; gboolean forgets; } cases[] = {
    { "u6nXL7", FALSE }, { "other1", TRUE }, { "", TRUE }, { NULL, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *response = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (shc_settings_set (fixture->db, SHC_SETTING_TYPEFORM_FORM_ID, "u6nXL7", &error));
      g_assert_true (shc_settings_set (fixture->db, SHC_SETTING_TYPEFORM_RESPONSE_ID, "mine", &error));
      g_assert_true (shc_settings_set (fixture->db, SHC_SETTING_TYPEFORM_FORM_ID, cases[i].form, &error));
      g_assert_no_error (error);
      response = shc_settings_get (fixture->db, SHC_SETTING_TYPEFORM_RESPONSE_ID, &error);
      g_assert_cmpstr (response, ==, cases[i].forgets ? "" : "mine");
    }
}

static void
test_limit (void)
{
  gint64 amount = -1;
  char currency[4] = "???";

  g_assert_true (shc_setting_parse_limit ("250000", &amount, currency));
  g_assert_cmpint (amount, ==, 250000);
  g_assert_cmpstr (currency, ==, "");
  g_assert_true (shc_setting_parse_limit ("12.05 EUR", &amount, currency));
  g_assert_cmpint (amount, ==, 1205);
  g_assert_cmpstr (currency, ==, "EUR");
  g_assert_false (shc_setting_parse_limit ("", &amount, currency));
  g_assert_false (shc_setting_parse_limit ("12.05", &amount, currency));
}

#define ADD(name, func) \
  g_test_add ("/journal/settings/" name, JournalFixture, NULL, journal_test_set_up, func, journal_test_tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  ADD ("taken", test_taken);
  ADD ("refused", test_refused);
  ADD ("bad-bytes", test_bad_bytes);
  ADD ("cleaned", test_cleaned);
  ADD ("defaults", test_defaults);
  ADD ("by-milestone", test_by_milestone);
  ADD ("from-a-later-version", test_from_a_later_version);
  ADD ("unknown", test_unknown);
  ADD ("ca-file", test_ca_file);
  ADD ("form-and-response", test_form_and_response);
  ADD ("ca-file-refused", test_ca_file_refused);
  g_test_add_func ("/journal/settings/limit", test_limit);
  return g_test_run ();
}
