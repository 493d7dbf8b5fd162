/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold before a service is called. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-account.h"
#include "shc-consent.h"
#include "shc-journal-error.h"
#include "shc-recipient.h"
#include "shc-settings.h"

static ShcAccount *
load (JournalFixture *fixture,
      const char     *service)
{
  g_autoptr(GError) error = NULL;
  ShcAccount *account = shc_account_load (fixture->db, service, &error);

  g_assert_no_error (error);
  return account;
}

static void
set (JournalFixture *fixture,
     const char     *name,
     const char     *value)
{
  g_autoptr(GError) error = NULL;

  shc_settings_set (fixture->db, name, value, &error);
  g_assert_no_error (error);
}

static void
test_nothing_set (JournalFixture *fixture,
                  gconstpointer   data)
{
  static const char *const services[] = { "airtable", "mailchimp", "typeform" };

  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    {
      g_autoptr(ShcAccount) account = load (fixture, services[i]);
      g_autoptr(GError) error = NULL;

      g_assert_cmpstr (account->place, ==, "");
      g_assert_true (account->network);
      g_assert_false (shc_account_check_place (account, &error));
      g_assert_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNSET);
      /* Nothing of the person's goes to Typeform, so there is nothing to agree to. */
      g_assert_cmpint (account->consent, ==, g_str_equal (services[i], "typeform"));
    }
}

static void
test_consent_names_the_place (JournalFixture *fixture,
                              gconstpointer   data)
{
  g_autoptr(ShcAccount) before = NULL;
  g_autoptr(ShcAccount) given = NULL;
  g_autoptr(ShcAccount) moved = NULL;
  g_autoptr(ShcAccount) withdrawn = NULL;
  g_autoptr(GError) error = NULL;

  set (fixture, SHC_SETTING_AIRTABLE_BASE_ID, "appOne");
  before = load (fixture, "airtable");
  g_assert_false (shc_account_check_consent (before, &error));
  g_assert_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CONSENT);
  g_assert_true (shc_consent_record_here (fixture->db, "storage", TRUE, 1, NULL));
  given = load (fixture, "airtable");
  g_assert_true (shc_account_check_consent (given, NULL));
  set (fixture, SHC_SETTING_AIRTABLE_BASE_ID, "appTwo");
  moved = load (fixture, "airtable");
  g_assert_false (shc_account_check_consent (moved, NULL));
  set (fixture, SHC_SETTING_AIRTABLE_BASE_ID, "appOne");
  g_assert_true (shc_consent_record_here (fixture->db, "storage", FALSE, 2, NULL));
  withdrawn = load (fixture, "airtable");
  g_assert_false (shc_account_check_consent (withdrawn, NULL));
}

/* A consent from before there was a base, or a list, named nobody, and so lets nothing go to whom is set later. */
static void
test_consent_that_names_nobody (JournalFixture *fixture,
                                gconstpointer   data)
{
  static const struct
  {
    const char *service, *purpose, *setting, *place;
  } cases[] = {
    { "airtable", "storage", SHC_SETTING_AIRTABLE_BASE_ID, "appOne" },
    { "mailchimp", "mailing", SHC_SETTING_MAILCHIMP_LIST_ID, "a1b2c3d4e5" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ShcAccount) nowhere = NULL;
      g_autoptr(ShcAccount) later = NULL;
      g_autoptr(ShcAccount) now = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (shc_consent_record_here (fixture->db, cases[i].purpose, TRUE, 1, NULL));
      nowhere = load (fixture, cases[i].service);
      g_assert_false (nowhere->consent);
      set (fixture, cases[i].setting, cases[i].place);
      later = load (fixture, cases[i].service);
      g_assert_false (later->consent);
      g_assert_false (shc_account_check_now (fixture->db, cases[i].service, TRUE, &error));
      g_assert_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CONSENT);
      g_assert_true (shc_account_check_now (fixture->db, cases[i].service, FALSE, NULL));
      g_assert_true (shc_consent_record_shown (fixture->db, cases[i].purpose, cases[i].place, TRUE, 2, NULL));
      now = load (fixture, cases[i].service);
      g_assert_true (now->consent);
      g_assert_true (shc_account_check_now (fixture->db, cases[i].service, TRUE, NULL));
    }
}

/* What is asked for names whom it is given to; where the words say so, it has to be somebody. */
static void
test_nobody_to_agree_to (JournalFixture *fixture,
                         gconstpointer   data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (shc_recipient_check ("mailing", NULL, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_UNSET);
  g_assert_nonnull (strstr (error->message, "mailchimp.list-id"));
  g_assert_true (shc_recipient_check ("mailing", "a1b2c3d4e5", NULL));
  g_assert_true (shc_recipient_check ("storage", NULL, NULL));
  g_assert_true (shc_recipient_check ("chat-history", NULL, NULL));
}

/* Nothing that could reach anybody is even made, for any of the services. */
static void
test_network_off (JournalFixture *fixture,
                  gconstpointer   data)
{
  static const char *const services[] = { "airtable", "mailchimp", "typeform" };

  set (fixture, SHC_SETTING_NETWORK_ENABLED, "false");
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      g_autoptr(ShcAccount) account = load (fixture, services[i]);
      g_autoptr(GError) error = NULL;

      g_assert_false (shc_account_check_network (account, &error));
      g_assert_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NETWORK_OFF);
      g_clear_error (&error);
      g_assert_null (shc_account_connect (account, NULL, NULL, &error));
      g_assert_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NETWORK_OFF);
    }
}

#define ADD(path, function) \
  g_test_add (path, JournalFixture, NULL, journal_test_set_up, function, journal_test_tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  ADD ("/sharing/account/nothing-set", test_nothing_set);
  ADD ("/sharing/account/consent", test_consent_names_the_place);
  ADD ("/sharing/account/consent-that-names-nobody", test_consent_that_names_nobody);
  ADD ("/sharing/account/nobody-to-agree-to", test_nobody_to_agree_to);
  ADD ("/sharing/account/network-off", test_network_off);
  return g_test_run ();
}
