/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations that are kept: until their date, while there is consent, and then to the last byte gone. */

#include "config.h"

#include "journal-test.h"
#include "shc-consent.h"
#include "shc-conversation-keep.h"
#include "shc-conversations.h"
#include "shc-imports.h"
#include "shc-journal-error.h"
#include "shc-outbound.h"
#include "shc-settings.h"
#include "shc-usage.h"

#define DAY_US (24 * G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static void
say (ShcDb      *db,
     const char *id,
     gboolean    from_person,
     const char *text,
     const char *reflection)
{
  g_autoptr(ShcMessage) message = shc_message_new (from_person, text);
  g_autoptr(GError) error = NULL;
  const char *ids[] = { reflection, NULL };

  if (reflection != NULL)
    message->reflections = g_strdupv ((char **) ids);
  if (!from_person)
    {
      message->state = g_strdup ("complete");
      message->model = g_strdup ("gpt-test");
    }
  shc_conversations_add (db, id, message, &error);
  g_assert_no_error (error);
}

/* Returns: (transfer full): begun now, with one exchange. */
static char *
begin (ShcDb      *db,
       int         days,
       const char *text)
{
  char *id = shc_conversations_begin (db, g_get_real_time (), days, NULL);

  g_assert_nonnull (id);
  say (db, id, TRUE, text, NULL);
  say (db, id, FALSE, "canaryreply", NULL);
  return id;
}

static guint
count (ShcDb *db)
{
  g_autoptr(GPtrArray) list = shc_conversations_list (db, NULL);

  return list->len;
}

static void
assert_gone (ShcDb      *db,
             const char *id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcConversation) none = shc_conversations_get (db, id, &error);

  g_assert_null (none);
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

static void
test_round_trip (JournalFixture *fixture,
                 gconstpointer   data)
{
  g_autoptr(ShcReflection) reflection = journal_test_add (fixture->db, "2026-01-07", "One");
  g_autofree char *id = begin (fixture->db, 30, "canarymessage");
  g_autofree char *short_id = g_strndup (id, 8);
  g_autoptr(ShcConversation) one = NULL;
  const ShcMessage *last;

  say (fixture->db, id, TRUE, "And this?", reflection->id);
  one = shc_conversations_get (fixture->db, short_id, NULL);
  g_assert_cmpstr (one->id, ==, id);
  g_assert_cmpint (one->expires_us - one->started_us, ==, 30 * DAY_US);
  g_assert_cmpuint (one->messages->len, ==, 3);
  last = g_ptr_array_index (one->messages, 2);
  g_assert_true (last->from_person);
  g_assert_cmpstr (last->text, ==, "And this?");
  g_assert_cmpstr (last->reflections[0], ==, reflection->id);
  g_assert_null (last->state);
  last = g_ptr_array_index (one->messages, 1);
  g_assert_cmpstr (last->state, ==, "complete");
  g_assert_cmpstr (last->model, ==, "gpt-test");

  g_assert_true (shc_conversations_take_back (fixture->db, id, NULL));
  shc_conversation_free (g_steal_pointer (&one));
  one = shc_conversations_get (fixture->db, id, NULL);
  g_assert_cmpuint (one->messages->len, ==, 2);
  g_assert_true (shc_conversations_take_back (fixture->db, id, NULL));
  g_assert_false (journal_test_find (fixture, "canarymessage"));
}

static void
test_replaced (JournalFixture *fixture,
               gconstpointer   data)
{
  g_autofree char *id = begin (fixture->db, 30, "A question");
  g_autoptr(ShcMessage) reply = shc_message_new (FALSE, "Another reply");
  g_autoptr(ShcConversation) one = NULL;
  g_autoptr(GError) error = NULL;

  g_test_summary ("A reply takes the place of the one before, which is gone with its bytes.");
  g_assert_true (journal_test_find (fixture, "canaryreply"));
  reply->state = g_strdup ("stopped");
  g_assert_true (shc_conversations_replace_reply (fixture->db, id, reply, &error));
  g_assert_no_error (error);
  one = shc_conversations_get (fixture->db, id, NULL);
  g_assert_cmpuint (one->messages->len, ==, 2);
  g_assert_cmpstr (((ShcMessage *) g_ptr_array_index (one->messages, 0))->text, ==, "A question");
  g_assert_cmpstr (((ShcMessage *) g_ptr_array_index (one->messages, 1))->text, ==, "Another reply");
  g_assert_false (journal_test_find (fixture, "canaryreply"));

  g_assert_true (shc_conversations_delete (fixture->db, id, NULL));
  g_assert_false (shc_conversations_replace_reply (fixture->db, id, reply, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

static void
test_deleted (JournalFixture *fixture,
              gconstpointer   data)
{
  g_autofree char *id = begin (fixture->db, 30, "canarymessage");
  g_autofree char *other G_GNUC_UNUSED = begin (fixture->db, 30, "stays");

  g_assert_true (journal_test_find (fixture, "canarymessage"));
  g_assert_true (shc_conversations_delete (fixture->db, id, NULL));
  assert_gone (fixture->db, id);
  g_assert_cmpuint (count (fixture->db), ==, 1);
  g_assert_false (journal_test_find (fixture, "canarymessage"));
  g_assert_false (shc_conversations_delete (fixture->db, id, NULL));
}

static void
test_over (JournalFixture *fixture,
           gconstpointer   data)
{
  g_autofree char *id = shc_conversations_begin (fixture->db, g_get_real_time () - 10 * DAY_US, 30, NULL);
  g_autofree char *longer = begin (fixture->db, 300, "stays");
  g_autoptr(ShcConversation) one = NULL;
  g_autoptr(ShcMessage) late = shc_message_new (TRUE, "late");
  gboolean more;
  g_autoptr(GError) error = NULL;

  say (fixture->db, id, TRUE, "canarymessage", NULL);
  /* A longer time set later gives nothing back; a shorter one counts at once. */
  g_assert_true (shc_conversations_settle (fixture->db, g_get_real_time (), 3000, NULL));
  g_assert_cmpuint (count (fixture->db), ==, 2);
  g_assert_true (shc_settings_set (fixture->db, SHC_SETTING_COMPANION_RETENTION_DAYS, "20", NULL));
  one = shc_conversations_get (fixture->db, longer, NULL);
  g_assert_cmpint (one->expires_us - one->started_us, ==, 20 * DAY_US);
  g_assert_cmpuint (count (fixture->db), ==, 2);

  /* Hidden the moment it is over, although nobody has purged it; then to the last byte. */
  g_assert_true (shc_db_exec (fixture->db, "UPDATE conversation SET expires_us = 1 WHERE started_us = "
                              "(SELECT min (started_us) FROM conversation)", NULL));
  assert_gone (fixture->db, id);
  g_assert_cmpuint (count (fixture->db), ==, 1);
  g_assert_false (shc_conversations_add (fixture->db, id, late, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
  g_assert_true (journal_test_find (fixture, "canarymessage"));
  g_assert_true (shc_imports_sweep_some (fixture->db, &more, NULL));
  g_assert_false (journal_test_find (fixture, "canarymessage"));
}

static void
test_withdrawn (JournalFixture *fixture,
                gconstpointer   data)
{
  g_autofree char *id = begin (fixture->db, 30, "canarymessage");
  gboolean granted;

  g_assert_true (shc_consent_record (fixture->db, "chat-history", NULL, "words", TRUE, 1, NULL));
  g_assert_cmpuint (count (fixture->db), ==, 1);
  g_assert_true (shc_consent_record (fixture->db, "companion", "a.example", "words", FALSE, 2, NULL));
  g_assert_cmpuint (count (fixture->db), ==, 1);
  g_assert_true (shc_consent_record (fixture->db, "chat-history", NULL, NULL, FALSE, 3, NULL));
  assert_gone (fixture->db, id);
  g_assert_false (journal_test_find (fixture, "canarymessage"));
  g_assert_false (journal_test_find (fixture, "canaryreply"));

  g_assert_true (shc_consent_record (fixture->db, "companion", "a.example", "words", TRUE, 4, NULL));
  g_assert_true (shc_consent_is_granted_to (fixture->db, "companion", "a.example", &granted, NULL));
  g_assert_true (granted);
  g_assert_true (shc_consent_is_granted_to (fixture->db, "companion", "b.example", &granted, NULL));
  g_assert_false (granted);
}

/* The connection that serves a service sees no conversation at all, and of reflections only what may go. */
static void
test_outbound (JournalFixture *fixture,
               gconstpointer   data)
{
  g_autofree char *id G_GNUC_UNUSED = begin (fixture->db, 30, "canarymessage");
  g_autoptr(ShcReflection) open = journal_test_add (fixture->db, "2026-01-07", "open");
  g_autoptr(ShcReflection) closed = journal_test_reflection ("2026-01-07", "closed");
  g_autoptr(ShcOutboundReflection) read = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcDb) outbound = NULL;
  const char *both[3] = { NULL };
  gboolean may;

  closed->never_send = TRUE;
  g_assert_true (shc_reflections_add (fixture->db, closed, JOURNAL_TEST_NOW_US, NULL));
  outbound = journal_test_open (fixture, SHC_DB_OUTBOUND);
  read = shc_outbound_get_reflection (outbound, open->id, NULL);
  g_assert_cmpstr (read->text, ==, "open");
  g_assert_null (shc_outbound_get_reflection (outbound, closed->id, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
  both[0] = open->id;
  g_assert_true (shc_outbound_may_go (outbound, both, &may, NULL));
  g_assert_true (may);
  both[1] = closed->id;
  g_assert_true (shc_outbound_may_go (outbound, both, &may, NULL));
  g_assert_false (may);
  g_assert_null (shc_conversations_list (outbound, NULL));
  g_assert_null (shc_usage_list (outbound, NULL, NULL));
}

static void
test_usage (JournalFixture *fixture,
            gconstpointer   data)
{
  g_autoptr(ShcUsage) one = shc_usage_new (JOURNAL_TEST_NOW_US, "a.example", "m");
  g_autoptr(ShcUsage) pledge = shc_usage_new (JOURNAL_TEST_NOW_US, "a.example", "other");
  g_autoptr(ShcUsage) back = shc_usage_negate (pledge);
  g_autoptr(ShcUsage) earlier = shc_usage_new (JOURNAL_TEST_NOW_US - 40 * DAY_US, "a.example", "m");
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) month = NULL;
  const ShcUsage *sum;

  one->input_tokens = 10;
  one->output_tokens = 5;
  one->estimated_input = 10;
  one->estimated_output = 5;
  for (int i = 0; i < 3; i++)
    g_assert_true (shc_usage_add (fixture->db, one, NULL));
  g_assert_true (shc_usage_add (fixture->db, earlier, NULL));
  g_assert_true (shc_usage_add (fixture->db, pledge, NULL));
  g_assert_true (shc_usage_add (fixture->db, back, NULL));
  all = shc_usage_list (fixture->db, NULL, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  month = shc_usage_list (fixture->db, "2026-01", NULL);
  g_assert_cmpuint (month->len, ==, 1);
  sum = g_ptr_array_index (month, 0);
  g_assert_cmpint (sum->requests, ==, 3);
  g_assert_cmpint (sum->input_tokens, ==, 30);
  g_assert_cmpint (sum->output_tokens, ==, 15);
  g_assert_cmpint (sum->estimated_input, ==, 30);
  g_assert_cmpint (sum->estimated_output, ==, 15);
}

/* Numbers of a conversation live as long as it does, and what was taken back was used all the same. */
static void
test_usage_of_one (JournalFixture *fixture,
                   gconstpointer   data)
{
  g_autofree char *id = begin (fixture->db, 30, "canarymessage");
  g_autoptr(ShcUsage) one = shc_usage_new (JOURNAL_TEST_NOW_US, "a.example", "m");
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(ShcConversation) found = NULL;
  const ShcConversation *listed;

  one->input_tokens = 10;
  one->estimated_output = one->output_tokens = 5;
  g_assert_true (shc_usage_add_to_conversation (fixture->db, id, one, NULL));
  g_assert_true (shc_usage_add_to_conversation (fixture->db, id, one, NULL));
  g_assert_true (shc_usage_add_to_conversation (fixture->db, "none-such", one, NULL));
  g_assert_true (shc_conversations_take_back (fixture->db, id, NULL));
  found = shc_conversations_get (fixture->db, id, NULL);
  g_assert_cmpuint (found->usage->len, ==, 1);
  g_assert_cmpint (((const ShcUsage *) g_ptr_array_index (found->usage, 0))->input_tokens, ==, 20);
  g_assert_cmpint (((const ShcUsage *) g_ptr_array_index (found->usage, 0))->estimated_output, ==, 10);
  list = shc_conversations_list (fixture->db, NULL);
  listed = g_ptr_array_index (list, 0);
  g_assert_cmpuint (listed->usage->len, ==, 1);

  g_assert_true (shc_conversations_delete (fixture->db, id, NULL));
  none = shc_usage_list_of_conversation (fixture->db, id, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_ending (void)
{
  ShcConversation one = { .expires_us = JOURNAL_TEST_NOW_US, .n_messages = 2 };

  g_assert_false (shc_conversation_is_ending (&one, JOURNAL_TEST_NOW_US - 3 * DAY_US - 1));
  g_assert_false (shc_conversation_asks (&one, JOURNAL_TEST_NOW_US - 3 * DAY_US - 1));
  g_assert_true (shc_conversation_is_ending (&one, JOURNAL_TEST_NOW_US - 3 * DAY_US));
  g_assert_true (shc_conversation_asks (&one, JOURNAL_TEST_NOW_US - 3 * DAY_US));
  g_assert_false (shc_conversation_asks (&one, JOURNAL_TEST_NOW_US));
  one.answered_us = 1;
  g_assert_false (shc_conversation_asks (&one, JOURNAL_TEST_NOW_US - DAY_US));
  one.answered_us = one.n_messages = 0;
  g_assert_false (shc_conversation_asks (&one, JOURNAL_TEST_NOW_US - DAY_US));
}

/* Returns: whether the only one there is is asked about a day before its end. */
static gboolean
asks (ShcDb *db)
{
  g_autoptr(GPtrArray) list = shc_conversations_list (db, NULL);
  const ShcConversation *one = g_ptr_array_index (list, 0);

  g_assert_cmpuint (list->len, ==, 1);
  return shc_conversation_asks (one, one->expires_us - DAY_US);
}

static void
test_kept (JournalFixture *fixture,
           gconstpointer   data)
{
  gint64 began_us = g_get_real_time () - 29 * DAY_US;
  g_autofree char *id = shc_conversations_begin (fixture->db, began_us, 30, NULL);
  g_autofree char *short_id = g_strndup (id, 8);
  g_autoptr(ShcReflection) river = journal_test_add (fixture->db, "2026-01-07", "The river");
  g_autoptr(ShcReflection) kept = NULL;
  g_autoptr(ShcReflection) again = NULL;
  g_autoptr(ShcReflection) secret = NULL;
  g_autoptr(GError) error = NULL;

  g_test_summary ("One reflection with both voices told apart; the question is not asked again.");
  g_assert_null (shc_conversation_keep (fixture->db, id, 1, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID);
  g_clear_error (&error);
  say (fixture->db, id, TRUE, "I miss the *river*.", river->id);
  say (fixture->db, id, FALSE, "What was it like?", NULL);
  say (fixture->db, id, TRUE, "Cold.", NULL);
  say (fixture->db, id, FALSE, "", NULL);
  g_assert_true (asks (fixture->db));

  kept = shc_conversation_keep (fixture->db, short_id, g_get_real_time (), &error);
  g_assert_no_error (error);
  again = journal_test_get (fixture->db, kept->id);
  g_assert_cmpstr (again->text, ==,
                   "*My own words:*\n\nI miss the *river*.\n\n"
                   "*These are an AI’s words, from a conversation with the companion:*\n\nWhat was it like?\n\n"
                   "*My own words:*\n\nCold.");
  g_assert_true (shc_date_is_same (again->date, shc_date_now (began_us)));
  g_assert_false (again->never_send);
  g_assert_false (asks (fixture->db));
  g_assert_cmpuint (count (fixture->db), ==, 1);

  g_assert_true (shc_db_exec (fixture->db, "UPDATE reflection SET never_send = 1 WHERE row = 1", NULL));
  secret = shc_conversation_keep (fixture->db, id, g_get_real_time (), NULL);
  g_assert_true (secret->never_send);
  g_assert_null (shc_conversation_keep (fixture->db, "none-such", 1, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

static void
test_let_end (JournalFixture *fixture,
              gconstpointer   data)
{
  g_autofree char *id = begin (fixture->db, 30, "canarymessage");

  g_assert_true (asks (fixture->db));
  g_assert_true (shc_conversation_let_end (fixture->db, id, 5, NULL));
  g_assert_false (asks (fixture->db));
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, 0);
  g_assert_false (shc_conversation_let_end (fixture->db, "none-such", 5, NULL));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/journal/conversations/" name, JournalFixture, NULL, journal_test_set_up, func,     \
              journal_test_tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  g_test_add_func ("/journal/conversations/ending", test_ending);
  ADD ("round-trip", test_round_trip);
  ADD ("replaced", test_replaced);
  ADD ("deleted", test_deleted);
  ADD ("over", test_over);
  ADD ("withdrawn", test_withdrawn);
  ADD ("outbound", test_outbound);
  ADD ("kept", test_kept);
  ADD ("let-end", test_let_end);
  ADD ("usage", test_usage);
  ADD ("usage-of-one", test_usage_of_one);
  return g_test_run ();
}
