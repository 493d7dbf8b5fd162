/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consent ledger: only grows, proves itself, and asks again after a restore. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-consent-standing.h"
#include "shc-journal-error.h"
#include "shc-recipient.h"
#include "shc-settings.h"

static void
record (JournalFixture *fixture,
        const char     *purpose,
        gboolean        granted)
{
  g_autoptr(GError) error = NULL;

  shc_consent_record (fixture->db, purpose, "a base", "Wie es dastand.", granted, JOURNAL_TEST_NOW_US,
                      &error);
  g_assert_no_error (error);
}

static gboolean
is_granted (JournalFixture *fixture,
            const char     *purpose)
{
  g_autoptr(GError) error = NULL;
  gboolean granted = FALSE;

  shc_consent_is_granted (fixture->db, purpose, &granted, &error);
  g_assert_no_error (error);
  return granted;
}

static void
test_grant_and_withdraw (JournalFixture *fixture,
                         gconstpointer   data)
{
  g_assert_false (is_granted (fixture, "storage"));
  record (fixture, "storage", TRUE);
  g_assert_true (is_granted (fixture, "storage"));
  g_assert_false (is_granted (fixture, "mailing"));
  record (fixture, "storage", FALSE);
  g_assert_false (is_granted (fixture, "storage"));
}

static void
test_list (JournalFixture *fixture,
           gconstpointer   data)
{
  g_autoptr(GPtrArray) list = NULL;
  const ShcConsent *entry;

  record (fixture, "companion", TRUE);
  record (fixture, "storage", FALSE);
  list = shc_consent_list (fixture->db, NULL);

  g_assert_cmpuint (list->len, ==, 2);
  entry = g_ptr_array_index (list, 0);
  g_assert_cmpint (entry->number, ==, 1);
  g_assert_cmpint (entry->at_us, ==, JOURNAL_TEST_NOW_US);
  g_assert_cmpstr (entry->purpose, ==, "companion");
  g_assert_cmpstr (entry->recipient, ==, "a base");
  g_assert_cmpstr (entry->wording, ==, SHC_CONSENT_WORDING);
  g_assert_cmpstr (entry->text, ==, "Wie es dastand.");
  g_assert_true (entry->granted);
  entry = g_ptr_array_index (list, 1);
  g_assert_cmpint (entry->number, ==, 2);
  g_assert_false (entry->granted);
}

static void
test_unknown_purpose (JournalFixture *fixture,
                      gconstpointer   data)
{
  static const char *const purposes[] = { NULL, "", "Storage", "storage ", "everything", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (shc_consent_record (fixture->db, purposes[i], NULL, "x", TRUE, 1, &error));
      g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID);
      g_assert_null (shc_consent_get_wording (purposes[i]));
    }
}

static void
test_wordings (void)
{
  static const char *const purposes[] = { "storage", "chat-history", "companion", "mailing" };

  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    {
      g_assert_true (shc_consent_is_purpose (purposes[i]));
      g_assert_true (g_str_has_suffix (shc_consent_get_wording (purposes[i]), "."));
    }
}

static void
test_only_grows (JournalFixture *fixture,
                 gconstpointer   data)
{
  static const char *const attempts[] = {
    "UPDATE consent SET granted = 1",
    "DELETE FROM consent",
    "DELETE FROM consent WHERE number = 1",
  };

  record (fixture, "storage", FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (shc_db_exec (fixture->db, attempts[i], &error));
      g_assert_nonnull (error);
    }
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM consent"), ==, 1);
  g_assert_false (is_granted (fixture, "storage"));
}

static void
test_verify (JournalFixture *fixture,
             gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  gint64 entries = -1;
  gint64 broken = -1;

  g_assert_true (shc_consent_verify (fixture->db, &entries, &broken, &error));
  g_assert_no_error (error);
  g_assert_cmpint (entries, ==, 0);

  for (int i = 0; i < 5; i++)
    record (fixture, "storage", i % 2 == 0);
  g_assert_true (shc_consent_verify (fixture->db, &entries, &broken, &error));
  g_assert_no_error (error);
  g_assert_cmpint (entries, ==, 5);
  g_assert_cmpint (broken, ==, 0);
}

/* Somebody with the key who goes round the triggers: every kind of change is named. */
static void
test_tampering (JournalFixture *fixture,
                gconstpointer   data)
{
  static const struct { const char *sql; gint64 broken; } cases[] = {
    { "UPDATE consent SET granted = 1 - granted WHERE number = 3", 3 },
    { "UPDATE consent SET at_us = at_us + 1 WHERE number = 1", 1 },
    { "UPDATE consent SET recipient = NULL WHERE number = 2", 2 },
    { "UPDATE consent SET recipient = '' WHERE number = 2", 2 },
    { "UPDATE consent SET wording = '2020-01' WHERE number = 4", 4 },
    { "UPDATE consent SET text = 'Etwas anderes.' WHERE number = 4", 4 },
    { "UPDATE consent SET fields = 'text' WHERE number = 4", 4 },
    { "DELETE FROM consent WHERE number = 5", 5 },
    { "DELETE FROM consent WHERE number > 2", 3 },
    { "DELETE FROM consent", 1 },
    { "UPDATE consent_end SET number = 4", 5 },
    { "UPDATE consent_end SET chain = zeroblob (32)", 6 },
    { "UPDATE consent SET digest = '00' WHERE number = 4", 4 },
    { "UPDATE consent SET restored = 1 WHERE number = 5", 5 },
    { "UPDATE consent SET purpose = 'mailing' WHERE number = 5", 5 },
    { "UPDATE consent SET chain = zeroblob (32) WHERE number = 5", 5 },
    { "UPDATE consent SET chain = x'00' WHERE number = 2", 2 },
    { "DELETE FROM consent WHERE number = 2", 2 },
    { "DELETE FROM consent WHERE number = 1", 1 },
    { "UPDATE consent SET number = 9 WHERE number = 5", 5 },
  };

  for (int i = 0; i < 5; i++)
    record (fixture, "storage", i % 2 == 0);
  g_assert_true (shc_db_exec (fixture->db, "DROP TRIGGER consent_no_update", NULL));
  g_assert_true (shc_db_exec (fixture->db, "DROP TRIGGER consent_no_delete", NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 broken = 0;

      g_assert_true (shc_db_begin (fixture->db, NULL));
      g_assert_true (shc_db_exec (fixture->db, cases[i].sql, NULL));
      g_assert_false (shc_consent_verify (fixture->db, NULL, &broken, &error));
      g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_CONSENT);
      g_assert_cmpint (broken, ==, cases[i].broken);
      shc_db_rollback (fixture->db);
    }
  g_assert_true (shc_consent_verify (fixture->db, NULL, NULL, NULL));
}

/* What is missing at the end stays missing, however much is written after it. */
static void
test_cut_off_and_gone_on (JournalFixture *fixture,
                          gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  gint64 broken = 0;

  for (int i = 0; i < 5; i++)
    record (fixture, "storage", i % 2 == 0);
  g_assert_true (shc_db_exec (fixture->db, "DROP TRIGGER consent_no_delete", NULL));
  g_assert_true (shc_db_exec (fixture->db, "DELETE FROM consent WHERE number > 3", NULL));
  record (fixture, "storage", TRUE);
  record (fixture, "storage", FALSE);

  g_assert_false (shc_consent_verify (fixture->db, NULL, &broken, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_CONSENT);
  g_assert_cmpint (broken, ==, 4);
}

static void
test_restored (JournalFixture *fixture,
               gconstpointer   data)
{
  g_autoptr(GPtrArray) list = NULL;
  const ShcConsent *entry;

  record (fixture, "storage", TRUE);
  record (fixture, "mailing", TRUE);
  record (fixture, "mailing", FALSE);
  for (int i = 0; i < 2; i++)
    g_assert_true (shc_consent_mark_restored (fixture->db, JOURNAL_TEST_NOW_US + 1, NULL));

  g_assert_false (is_granted (fixture, "storage"));
  g_assert_true (shc_consent_verify (fixture->db, NULL, NULL, NULL));
  list = shc_consent_list (fixture->db, NULL);
  g_assert_cmpuint (list->len, ==, 4);
  entry = g_ptr_array_index (list, 3);
  g_assert_cmpstr (entry->purpose, ==, "storage");
  g_assert_cmpstr (entry->recipient, ==, "a base");
  g_assert_true (entry->restored);
  g_assert_false (entry->granted);

  record (fixture, "storage", TRUE);
  g_assert_true (is_granted (fixture, "storage"));
}

static void
test_inside_a_transaction (JournalFixture *fixture,
                           gconstpointer   data)
{
  g_assert_true (shc_db_begin (fixture->db, NULL));
  record (fixture, "storage", TRUE);
  record (fixture, "mailing", TRUE);
  shc_db_rollback (fixture->db);

  g_assert_false (is_granted (fixture, "storage"));
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM consent"), ==, 0);
}

static char *
find_recipient (JournalFixture *fixture,
                const char     *purpose)
{
  g_autoptr(GError) error = NULL;
  char *recipient = NULL;

  g_assert_true (shc_recipient_find (fixture->db, purpose, &recipient, &error));
  g_assert_no_error (error);
  return recipient;
}

/* The companion's names the host of its server; what cannot be set has none. */
static void
test_recipient (JournalFixture *fixture,
                gconstpointer   data)
{
  g_autofree char *usual = find_recipient (fixture, "companion");
  g_autofree char *other = NULL;
  g_autoptr(GError) error = NULL;
  gboolean granted = FALSE;

  g_assert_cmpstr (usual, ==, "api.openai.com");
  g_assert_null (find_recipient (fixture, "chat-history"));
  g_assert_null (find_recipient (fixture, "storage"));
  g_assert_null (find_recipient (fixture, "mailing"));
  g_assert_true (shc_consent_record_here (fixture->db, "companion", TRUE, JOURNAL_TEST_NOW_US, &error));
  g_assert_true (shc_consent_is_granted_to (fixture->db, "companion", "api.openai.com", &granted, &error));
  g_assert_true (granted);

  g_assert_true (shc_settings_set (fixture->db, SHC_SETTING_OPENAI_BASE_URL, "https://[2001:db8::1]:8443/v1", &error));
  other = find_recipient (fixture, "companion");
  g_assert_cmpstr (other, ==, "2001:db8::1");
  /* Who was told of another one has not agreed to this; withdrawing is always possible. */
  g_assert_false (shc_consent_record_shown (fixture->db, "companion", "api.openai.com", TRUE, JOURNAL_TEST_NOW_US,
                                            &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM consent"), ==, 1);
  g_assert_true (shc_consent_record_shown (fixture->db, "companion", other, TRUE, JOURNAL_TEST_NOW_US, &error));
  g_assert_true (shc_consent_record_shown (fixture->db, "companion", NULL, FALSE, JOURNAL_TEST_NOW_US, &error));
  g_assert_no_error (error);
  g_assert_false (is_granted (fixture, "companion"));
}

static const ShcConsentStanding *
find_standing (const ShcLedger *ledger,
               const char      *purpose)
{
  for (guint i = 0; i < ledger->standings->len; i++)
    {
      const ShcConsentStanding *standing = g_ptr_array_index (ledger->standings, i);

      if (g_str_equal (standing->purpose, purpose))
        return standing;
    }
  g_assert_not_reached ();
}

static ShcConsentState
get_state (JournalFixture *fixture,
           const char     *purpose)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcLedger) ledger = shc_ledger_load (fixture->db, &error);

  g_assert_no_error (error);
  return find_standing (ledger, purpose)->state;
}

/* What a person is told holds is what the services are told. */
static void
test_standings (JournalFixture *fixture,
                gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcLedger) ledger = NULL;
  const ShcConsentStanding *standing;

  g_assert_cmpint (get_state (fixture, "companion"), ==, SHC_CONSENT_NEVER);
  g_assert_true (shc_consent_record_here (fixture->db, "companion", TRUE, JOURNAL_TEST_NOW_US, &error));
  g_assert_true (shc_consent_record_here (fixture->db, "chat-history", TRUE, JOURNAL_TEST_NOW_US, &error));
  g_assert_cmpint (get_state (fixture, "companion"), ==, SHC_CONSENT_GRANTED);
  g_assert_true (shc_settings_set (fixture->db, SHC_SETTING_OPENAI_BASE_URL, "https://example.org/v1", &error));
  g_assert_cmpint (get_state (fixture, "companion"), ==, SHC_CONSENT_LAPSED);
  g_assert_cmpint (get_state (fixture, "chat-history"), ==, SHC_CONSENT_GRANTED);
  g_assert_true (shc_settings_set (fixture->db, SHC_SETTING_OPENAI_BASE_URL, "", &error));
  g_assert_cmpint (get_state (fixture, "companion"), ==, SHC_CONSENT_GRANTED);

  g_assert_true (shc_consent_mark_restored (fixture->db, JOURNAL_TEST_NOW_US, &error));
  g_assert_cmpint (get_state (fixture, "companion"), ==, SHC_CONSENT_ASK_AGAIN);
  g_assert_cmpint (get_state (fixture, "storage"), ==, SHC_CONSENT_NEVER);
  g_assert_true (shc_consent_record_here (fixture->db, "companion", FALSE, JOURNAL_TEST_NOW_US, &error));
  g_assert_no_error (error);
  ledger = shc_ledger_load (fixture->db, &error);
  standing = find_standing (ledger, "companion");
  g_assert_cmpint (standing->state, ==, SHC_CONSENT_WITHDRAWN);
  g_assert_true (standing->needs_recipient);
  g_assert_cmpstr (standing->recipient, ==, "api.openai.com");
  g_assert_cmpint (standing->last->number, ==, 5);
  g_assert_cmpint (standing->given->number, ==, 1);
  g_assert_cmpuint (ledger->entries->len, ==, 5);
  g_assert_false (ledger->adult);
  g_assert_false (find_standing (ledger, "chat-history")->needs_recipient);
}

/* The first entry of a journal as it was written before entries had a list of fields, to other words than today's. */
#define OLD_SQL \
  "INSERT INTO consent (number, at_us, purpose, recipient, fields, digest, wording, granted, restored, chain, text) " \
  "VALUES (1, 1000000, 'storage', NULL, NULL, NULL, '2025-05', 1, 0, " OLD_CHAIN ", 'Words of then.');" \
  "UPDATE consent_end SET number = 1, chain = " OLD_CHAIN
#define OLD_CHAIN "x'c653525ce23da7cef25ca49acb27efb3e5a0aef6e6654bf9f65f73889b196bcb'"

static void
test_older_words (JournalFixture *fixture,
                  gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcConsentStanding) standing = NULL;
  g_autoptr(ShcConsentStanding) renewed = NULL;
  gboolean granted = TRUE;
  gint64 entries;
  gint64 broken;

  g_assert_true (shc_db_exec (fixture->db, OLD_SQL, &error));
  g_assert_true (shc_consent_verify (fixture->db, &entries, &broken, &error));
  g_assert_false (is_granted (fixture, "storage"));
  g_assert_true (shc_consent_is_granted_to (fixture->db, "storage", NULL, &granted, &error));
  g_assert_false (granted);
  standing = shc_consent_standing_load (fixture->db, "storage", &error);
  g_assert_no_error (error);
  g_assert_cmpint (standing->state, ==, SHC_CONSENT_LAPSED);
  g_assert_true (shc_consent_standing_is_reworded (standing));
  g_assert_nonnull (strstr (shc_consent_standing_describe (standing), "other words"));

  g_assert_true (shc_consent_record_here (fixture->db, "storage", TRUE, JOURNAL_TEST_NOW_US, &error));
  g_assert_true (is_granted (fixture, "storage"));
  renewed = shc_consent_standing_load (fixture->db, "storage", &error);
  g_assert_no_error (error);
  g_assert_cmpint (renewed->state, ==, SHC_CONSENT_GRANTED);
  g_assert_false (shc_consent_standing_is_reworded (renewed));
  g_assert_true (shc_consent_verify (fixture->db, &entries, &broken, &error));
  g_assert_cmpint (entries, ==, 2);
}

/* What may be given away stands in the entry, and no other list can take its place. */
static void
test_fields (JournalFixture *fixture,
             gconstpointer   data)
{
  const char *const *purposes = shc_consent_get_purposes ();
  g_autoptr(GPtrArray) list = NULL;

  for (guint i = 0; purposes[i] != NULL; i++)
    record (fixture, purposes[i], i % 2 == 0);
  list = shc_consent_list (fixture->db, NULL);
  for (guint i = 0; i < list->len; i++)
    {
      const ShcConsent *entry = g_ptr_array_index (list, i);

      g_assert_cmpstr (entry->fields, ==, shc_consent_get_fields (purposes[i]));
      g_assert_cmpint (entry->fields == NULL, ==, !shc_recipient_is_named (purposes[i]));
      g_assert_null (entry->digest);
    }
  g_assert_nonnull (strstr (shc_consent_get_fields ("mailing"), "email"));
  g_assert_null (strstr (shc_consent_get_fields ("mailing"), "text"));
}

#define ADD(path, test) \
  g_test_add ("/journal/consent/" path, JournalFixture, NULL, journal_test_set_up, test, \
              journal_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  journal_test_init (&argc, &argv);

  ADD ("grant-and-withdraw", test_grant_and_withdraw);
  ADD ("list", test_list);
  ADD ("unknown-purpose", test_unknown_purpose);
  ADD ("only-grows", test_only_grows);
  ADD ("verify", test_verify);
  ADD ("tampering", test_tampering);
  ADD ("restored", test_restored);
  ADD ("cut-off-and-gone-on", test_cut_off_and_gone_on);
  ADD ("inside-a-transaction", test_inside_a_transaction);
  ADD ("recipient", test_recipient);
  ADD ("standings", test_standings);
  ADD ("older-words", test_older_words);
  ADD ("fields", test_fields);
  g_test_add_func ("/journal/consent/wordings", test_wordings);

  return g_test_run ();
}
