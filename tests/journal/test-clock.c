/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to conversations when the computer's clock jumps. */

#include "config.h"

#include "journal-test.h"
#include "shc-clock.h"
#include "shc-conversations.h"
#include "shc-imports.h"

#define DAY_US SHC_DATE_US_PER_DAY

static void
test_far (void)
{
  const gint64 seen_us = JOURNAL_TEST_NOW_US;

  g_assert_false (shc_clock_is_far (seen_us, 0));
  g_assert_false (shc_clock_is_far (seen_us, seen_us));
  g_assert_false (shc_clock_is_far (seen_us + SHC_CLOCK_DAYS_AHEAD * DAY_US, seen_us));
  g_assert_true (shc_clock_is_far (seen_us + SHC_CLOCK_DAYS_AHEAD * DAY_US + 1, seen_us));
  g_assert_false (shc_clock_is_far (seen_us - SHC_CLOCK_DAYS_BACK * DAY_US, seen_us));
  g_assert_true (shc_clock_is_far (seen_us - SHC_CLOCK_DAYS_BACK * DAY_US - 1, seen_us));
}

/* Returns: (transfer full): begun at @now_us, for @days. */
static char *
begin (ShcDb  *db,
       gint64  now_us,
       int     days)
{
  g_autoptr(ShcMessage) message = shc_message_new (TRUE, "canarymessage");
  g_autoptr(GError) error = NULL;
  char *id = shc_conversations_begin (db, now_us, days, &error);

  g_assert_no_error (error);
  message->at_us = now_us;
  shc_conversations_add (db, id, message, &error);
  g_assert_no_error (error);
  return id;
}

static guint
count_shown (ShcDb *db)
{
  g_autoptr(GPtrArray) list = shc_conversations_list (db, NULL);

  return list->len;
}

static gint64
count_hidden (ShcDb  *db,
              gint64  now_us)
{
  ShcDateDoubt doubt;

  g_assert_true (shc_clock_get_doubt (db, now_us, &doubt, NULL));
  return doubt.n_hidden;
}

static gint64
count_all (ShcDb *db)
{
  return journal_test_number (db, "SELECT count(*) FROM conversation");
}

static gint64
get_seen (ShcDb *db)
{
  return journal_test_number (db, "SELECT coalesce (max (seen_us), 0) FROM clock");
}

static void
test_ordinary (JournalFixture *fixture,
               gconstpointer   data)
{
  const gint64 now_us = g_get_real_time ();
  g_autofree char *id G_GNUC_UNUSED = begin (fixture->db, now_us, 30);

  g_test_summary ("Who comes back after a month is not asked.");
  g_assert_cmpint (get_seen (fixture->db), ==, now_us);
  g_assert_true (shc_conversations_settle (fixture->db, now_us + 60 * G_USEC_PER_SEC, 30, NULL));
  g_assert_cmpint (get_seen (fixture->db), ==, now_us);
  g_assert_true (shc_conversations_settle (fixture->db, now_us + 20 * DAY_US, 30, NULL));
  g_assert_cmpint (get_seen (fixture->db), ==, now_us + 20 * DAY_US);
  g_assert_cmpint (count_all (fixture->db), ==, 1);
  g_assert_cmpint (count_hidden (fixture->db, now_us + 31 * DAY_US), ==, 0);
  g_assert_true (shc_conversations_settle (fixture->db, now_us + 31 * DAY_US, 30, NULL));
  g_assert_cmpint (count_all (fixture->db), ==, 0);
  g_assert_false (journal_test_find (fixture, "canarymessage"));
  /* Nothing depends on it now. */
  g_assert_true (shc_conversations_settle (fixture->db, now_us + 4000 * DAY_US, 30, NULL));
  g_assert_cmpint (get_seen (fixture->db), ==, now_us + 4000 * DAY_US);
}

/* The view asks the computer's own clock: here the past moves instead. */
static void
test_ahead (JournalFixture *fixture,
            gconstpointer   data)
{
  const gint64 now_us = g_get_real_time ();
  const gint64 then_us = now_us - 400 * DAY_US;
  g_autofree char *id G_GNUC_UNUSED = begin (fixture->db, now_us, 30);
  gboolean more;

  g_test_summary ("Far ahead: hidden at once, purged only when the date was said to be right.");
  g_assert_true (shc_db_exec (fixture->db, "UPDATE conversation SET started_us = started_us - 400 * 86400000000, "
                              "expires_us = expires_us - 400 * 86400000000; "
                              "UPDATE clock SET seen_us = seen_us - 400 * 86400000000", NULL));
  g_assert_cmpuint (count_shown (fixture->db), ==, 0);
  g_assert_true (shc_conversations_settle (fixture->db, now_us, 30, NULL));
  g_assert_true (shc_imports_sweep_some (fixture->db, &more, NULL));
  g_assert_cmpint (count_all (fixture->db), ==, 1);
  g_assert_cmpint (get_seen (fixture->db), ==, then_us);
  g_assert_cmpint (count_hidden (fixture->db, now_us), ==, 1);
  /* It was wrong: set right again, it has its old day. */
  g_assert_cmpint (count_hidden (fixture->db, then_us + DAY_US), ==, 0);
  g_assert_true (shc_conversations_settle (fixture->db, then_us + DAY_US, 30, NULL));
  g_assert_cmpint (count_all (fixture->db), ==, 1);
  g_assert_cmpint (get_seen (fixture->db), ==, then_us + DAY_US);

  g_assert_true (shc_clock_confirm (fixture->db, now_us, NULL));
  g_assert_cmpint (count_hidden (fixture->db, now_us), ==, 0);
  g_assert_true (shc_conversations_settle (fixture->db, now_us, 30, NULL));
  g_assert_cmpint (count_all (fixture->db), ==, 0);
  g_assert_false (journal_test_find (fixture, "canarymessage"));
}

static void
test_back (JournalFixture *fixture,
           gconstpointer   data)
{
  const gint64 now_us = g_get_real_time ();
  const gint64 later_us = now_us + 400 * DAY_US;
  g_autofree char *longer = begin (fixture->db, now_us - DAY_US, 900);
  g_autofree char *shorter G_GNUC_UNUSED = begin (fixture->db, now_us - DAY_US, 30);
  g_autofree char *fresh = NULL;
  g_autoptr(ShcConversation) one = NULL;

  g_test_summary ("Back: what was over by the later clock stays hidden; what is begun meanwhile can be gone on with.");
  g_assert_true (shc_db_exec (fixture->db, "UPDATE clock SET seen_us = seen_us + 401 * 86400000000", NULL));
  g_assert_cmpint (get_seen (fixture->db), ==, later_us);
  g_assert_cmpuint (count_shown (fixture->db), ==, 1);
  g_assert_cmpint (count_hidden (fixture->db, now_us), ==, 1);
  g_assert_true (shc_conversations_settle (fixture->db, now_us, 900, NULL));
  g_assert_cmpint (count_all (fixture->db), ==, 2);
  one = shc_conversations_get (fixture->db, longer, NULL);
  g_assert_cmpint (one->expires_us, ==, now_us + 899 * DAY_US);
  fresh = begin (fixture->db, now_us, 30);
  g_assert_cmpuint (count_shown (fixture->db), ==, 2);

  g_assert_true (shc_clock_confirm (fixture->db, now_us, NULL));
  g_assert_true (shc_conversations_settle (fixture->db, now_us, 30, NULL));
  g_assert_cmpint (count_all (fixture->db), ==, 3);
  g_assert_cmpuint (count_shown (fixture->db), ==, 3);
  shc_conversation_free (g_steal_pointer (&one));
  one = shc_conversations_get (fixture->db, fresh, NULL);
  g_assert_cmpint (one->expires_us, ==, now_us + 30 * DAY_US);
}

/* A wrong clock may begin one far in the future; it must not stay until then. */
static void
test_begun_ahead (JournalFixture *fixture,
                  gconstpointer   data)
{
  const gint64 now_us = g_get_real_time ();
  g_autofree char *first G_GNUC_UNUSED = begin (fixture->db, now_us, 300);
  g_autofree char *ahead = begin (fixture->db, now_us + 100 * DAY_US, 30);
  g_autoptr(ShcConversation) one = NULL;

  g_assert_cmpint (get_seen (fixture->db), ==, now_us);
  g_assert_true (shc_conversations_settle (fixture->db, now_us, 30, NULL));
  one = shc_conversations_get (fixture->db, ahead, NULL);
  g_assert_cmpint (one->expires_us, ==, now_us + 30 * DAY_US);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/journal/clock/" name, JournalFixture, NULL, journal_test_set_up, func,             \
              journal_test_tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  g_test_add_func ("/journal/clock/far", test_far);
  ADD ("ordinary", test_ordinary);
  ADD ("ahead", test_ahead);
  ADD ("back", test_back);
  ADD ("begun-ahead", test_begun_ahead);
  return g_test_run ();
}
