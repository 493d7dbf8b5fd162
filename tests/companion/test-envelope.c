/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes into the envelope, and what never does. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-consent.h"
#include "shc-envelope.h"
#include "shc-journal-error.h"
#include "shc-outbound.h"
#include "shc-settings.h"

typedef struct
{
  JournalFixture  journal;
  ShcDb          *outbound;
  ShcCompanion   *companion;
} EnvelopeFixture;

static void
set_up (EnvelopeFixture *fixture,
        gconstpointer    data)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(GError) error = NULL;

  journal_test_set_up (&fixture->journal, NULL);
  profile->healing_name = g_strdup ("River");
  profile->email = g_strdup ("canary@example.org");
  profile->goals = g_strdup ("canarygoal");
  profile->adult = SHC_ADULT_YES;
  shc_profile_save (fixture->journal.db, profile, JOURNAL_TEST_NOW_US, &error);
  g_assert_no_error (error);
  shc_settings_set (fixture->journal.db, SHC_SETTING_OPENAI_MODEL, "gpt-test", &error);
  g_assert_no_error (error);
  fixture->companion = shc_companion_load (fixture->journal.db, JOURNAL_TEST_NOW_US, &error);
  g_assert_no_error (error);
  fixture->outbound = journal_test_open (&fixture->journal, SHC_DB_OUTBOUND);
}

static void
tear_down (EnvelopeFixture *fixture,
           gconstpointer    data)
{
  shc_db_close (fixture->outbound);
  shc_companion_free (fixture->companion);
  journal_test_tear_down (&fixture->journal, NULL);
}

static char *
dup_body (const ShcEnvelope *envelope)
{
  g_autoptr(GBytes) body = shc_chat_request_build (envelope->request);

  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static void
test_whom (EnvelopeFixture *fixture,
           gconstpointer    data)
{
  const ShcCompanion *companion = fixture->companion;
  g_autoptr(ShcCompanion) other = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (companion->host, ==, "api.openai.com");
  g_assert_true (companion->official);
  g_assert_cmpint (companion->protocol, ==, SHC_CHAT_RESPONSES);
  g_assert_true (shc_companion_needs_key (companion));
  g_assert_false (shc_companion_check (companion, &error));
  g_assert_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_CONSENT);
  g_clear_error (&error);

  shc_settings_set (fixture->journal.db, SHC_SETTING_OPENAI_BASE_URL, "http://localhost:11434/v1", &error);
  g_assert_no_error (error);
  shc_consent_record (fixture->journal.db, "companion", "localhost", "words", TRUE, 1, &error);
  g_assert_no_error (error);
  other = shc_companion_load (fixture->journal.db, JOURNAL_TEST_NOW_US, &error);
  g_assert_cmpint (other->protocol, ==, SHC_CHAT_COMPLETIONS);
  g_assert_false (shc_companion_needs_key (other));
  g_assert_true (shc_companion_check (other, &error));
  other->limit_tokens = 0;
  g_assert_false (shc_companion_check (other, &error));
  g_assert_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_LIMIT);
}

static void
test_parts (EnvelopeFixture *fixture,
            gconstpointer    data)
{
  g_autoptr(ShcMessage) message = shc_message_new (TRUE, "What now?");
  g_autoptr(ShcEnvelope) envelope =
    shc_envelope_new (fixture->outbound, fixture->companion, NULL, message, NULL, NULL);
  g_autofree char *body = dup_body (envelope);

  g_assert_nonnull (strstr (envelope->request->instructions, shc_companion_get_safety_part ()));
  g_assert_nonnull (strstr (envelope->request->instructions, shc_companion_get_default_instructions ()));
  g_assert_nonnull (strstr (envelope->request->instructions, "River"));
  g_assert_null (strstr (body, "canary"));
  g_assert_cmpuint (envelope->request->turns->len, ==, 1);
}

/* From the newest back, whole exchanges, until it is too much. */
static void
test_long (EnvelopeFixture *fixture,
           gconstpointer    data)
{
  g_autoptr(GPtrArray) earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_message_free);
  g_autofree char *filler = g_strnfill (5000, 'x');
  g_autoptr(ShcMessage) message = shc_message_new (TRUE, "last");
  g_autoptr(ShcEnvelope) envelope = NULL;
  const ShcChatTurn *first;
  gsize bytes = 0;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u %s", i, filler);
      g_autofree char *reply = g_strdup_printf ("reply %u", i);

      g_ptr_array_add (earlier, shc_message_new (TRUE, text));
      g_ptr_array_add (earlier, shc_message_new (FALSE, reply));
    }
  envelope = shc_envelope_new (fixture->outbound, fixture->companion, earlier, message, NULL, NULL);
  for (guint i = 0; i + 1 < envelope->request->turns->len; i++)
    bytes += strlen (((ShcChatTurn *) g_ptr_array_index (envelope->request->turns, i))->text);
  g_assert_cmpuint (bytes, <=, SHC_ENVELOPE_HISTORY_MAX);
  g_assert_cmpuint (envelope->left_out, >, 0);
  g_assert_cmpuint (envelope->left_out + envelope->request->turns->len - 1, ==, 40);
  first = g_ptr_array_index (envelope->request->turns, 0);
  g_assert_cmpint (first->role, ==, SHC_CHAT_USER);
}

static void
test_danger (EnvelopeFixture *fixture,
             gconstpointer    data)
{
  g_autoptr(GPtrArray) earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_message_free);
  g_autoptr(ShcMessage) message = shc_message_new (TRUE, "Good morning.");
  g_autoptr(ShcEnvelope) envelope = NULL;

  g_ptr_array_add (earlier, shc_message_new (TRUE, "Hello"));
  g_ptr_array_add (earlier, shc_message_new (FALSE, "Hello to you"));
  g_ptr_array_add (earlier, shc_message_new (TRUE, "I am going to kill myself tonight."));
  g_ptr_array_add (earlier, shc_message_new (FALSE, "Please call somebody."));
  envelope = shc_envelope_new (fixture->outbound, fixture->companion, earlier, message, NULL, NULL);
  g_assert_cmpuint (envelope->withdrawn, ==, 2);
  g_assert_cmpuint (envelope->request->turns->len, ==, 3);
}

/* Any mix of reflections, marks, trash and earlier messages: what is marked never leaves in any of them. */
static void
test_mixes (EnvelopeFixture *fixture,
            gconstpointer    data)
{
  ShcReflection *reflections[8];
  guint rounds = g_test_slow () ? 10000 : 1000;

  for (guint i = 0; i < G_N_ELEMENTS (reflections); i++)
    {
      g_autofree char *text = g_strdup_printf ("reflection-%u.", i);

      reflections[i] = journal_test_add (fixture->journal.db, "2026-01-07", text);
    }
  for (guint round = 0; round < rounds; round++)
    {
      g_autoptr(GPtrArray) earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_message_free);
      g_autoptr(ShcMessage) message = shc_message_new (TRUE, "And?");
      guint marks = (guint) g_test_rand_int_range (0, 256);
      guint asked = (guint) g_test_rand_int_range (0, 256);
      g_autoptr(ShcEnvelope) envelope = NULL;
      g_autoptr(GPtrArray) ids = g_ptr_array_new ();
      g_autoptr(GError) error = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (reflections); i++)
        {
          const char *one[] = { reflections[i]->id, NULL };
          ShcMessage *past = shc_message_new (TRUE, "Earlier");

          if (round % 10 == 0)
            {
              g_autofree char *sql =
                g_strdup_printf ("UPDATE reflection SET never_send = %u WHERE id = '%s'", marks >> i & 1, reflections[i]->id);

              reflections[i]->never_send = (marks >> i & 1) != 0;
              g_assert_cmpint (sqlite3_exec (shc_db_get_handle (fixture->journal.db), sql, NULL, NULL, NULL), ==, SQLITE_OK);
            }
          past->reflections = g_strdupv ((char **) one);
          g_ptr_array_add (earlier, past);
          g_ptr_array_add (earlier, shc_message_new (FALSE, "A reply"));
          if ((asked >> i & 1) != 0)
            g_ptr_array_add (ids, reflections[i]->id);
        }
      g_ptr_array_add (ids, NULL);
      message->reflections = g_strdupv ((char **) ids->pdata);
      envelope = shc_envelope_new (fixture->outbound, fixture->companion, earlier, message, NULL, &error);
      for (guint i = 0; i < G_N_ELEMENTS (reflections); i++)
        {
          g_autofree char *body = envelope != NULL ? dup_body (envelope) : g_strdup ("");
          g_autofree char *needle = g_strdup_printf ("reflection-%u.", i);
          gboolean closed = reflections[i]->never_send;

          if (closed)
            g_assert_null (strstr (body, needle));
          else if (envelope != NULL)
            g_assert_nonnull (strstr (body, needle));
          if (closed && (asked >> i & 1) != 0)
            g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (reflections); i++)
    shc_reflection_free (reflections[i]);
}

#define ADD(name, func) g_test_add ("/companion/envelope/" name, EnvelopeFixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  ADD ("whom", test_whom);
  ADD ("parts", test_parts);
  ADD ("long", test_long);
  ADD ("danger", test_danger);
  ADD ("mixes", test_mixes);
  return g_test_run ();
}
