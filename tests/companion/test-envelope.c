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
  other->limit.tokens = 0;
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

/* ---- what is closed never goes */

#define N_REFLECTIONS 8
#define N_EXCHANGES 6

/* How a reflection is: only what is OPEN may go. */
typedef enum { OPEN, NEVER_SEND, TRASHED, BOTH, N_STATES } State;

/* A conversation that goes on while its reflections are closed, thrown away, and opened again. */
typedef struct
{
  EnvelopeFixture *fixture;
  char            *ids[N_REFLECTIONS];
  State            states[N_REFLECTIONS];
  GPtrArray       *earlier;
  GArray          *taken; /* for each exchange: its number, and above that which reflections went along, as bits */
  guint            n_said;
} Mix;

static void
mix_clear (Mix *mix)
{
  for (guint i = 0; i < N_REFLECTIONS; i++)
    g_free (mix->ids[i]);
  g_clear_pointer (&mix->earlier, g_ptr_array_unref);
  g_clear_pointer (&mix->taken, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Mix, mix_clear)

static void
mix_begin (Mix *mix)
{
  g_clear_pointer (&mix->earlier, g_ptr_array_unref);
  g_clear_pointer (&mix->taken, g_array_unref);
  mix->earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_message_free);
  mix->taken = g_array_new (FALSE, FALSE, sizeof (guint));
}

static guint
mix_get_closed (const Mix *mix)
{
  guint closed = 0;

  for (guint i = 0; i < N_REFLECTIONS; i++)
    if (mix->states[i] != OPEN)
      closed |= 1u << i;
  return closed;
}

static void
mix_mark (Mix   *mix,
          guint  i,
          State  state)
{
  g_autofree char *sql = g_strdup_printf (
    "UPDATE reflection SET never_send = %d, trashed_us = %s WHERE id = '%s'", state == NEVER_SEND || state == BOTH,
    state == TRASHED || state == BOTH ? "5" : "NULL", mix->ids[i]);

  if (mix->states[i] == state)
    return;
  mix->states[i] = state;
  g_assert_cmpint (sqlite3_exec (shc_db_get_handle (mix->fixture->journal.db), sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Returns: (transfer full) (array zero-terminated=1): the ids of the reflections in @bits. */
static char **
mix_dup_ids (const Mix *mix,
             guint      bits)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < N_REFLECTIONS; i++)
    if ((bits >> i & 1) != 0)
      g_strv_builder_add (builder, mix->ids[i]);
  return g_strv_builder_end (builder);
}

static ShcMessage *
make_numbered (gboolean    from_person,
               const char *what,
               guint       number)
{
  g_autofree char *text = g_strdup_printf ("%s-%u.", what, number);

  return shc_message_new (from_person, text);
}

static gboolean
says (const char *body,
      const char *what,
      guint       number)
{
  g_autofree char *needle = g_strdup_printf ("%s-%u.", what, number);

  return strstr (body, needle) != NULL;
}

/* An exchange goes whole or not at all: a reply may have repeated what it was given. */
static void
mix_check (const Mix  *mix,
           const char *body,
           guint       asked)
{
  guint closed = mix_get_closed (mix);
  guint told = asked;

  for (guint i = 0; i < mix->taken->len; i++)
    {
      guint with = g_array_index (mix->taken, guint, i) & ((1u << N_REFLECTIONS) - 1);
      guint number = g_array_index (mix->taken, guint, i) >> N_REFLECTIONS;
      gboolean goes = (with & closed) == 0;

      g_assert_cmpint (says (body, "message", number), ==, goes);
      g_assert_cmpint (says (body, "reply", number), ==, goes);
      told |= goes ? with : 0;
    }
  g_assert_cmpint (told & closed, ==, 0);
  for (guint i = 0; i < N_REFLECTIONS; i++)
    g_assert_cmpint (says (body, "reflection", i), ==, (told >> i & 1) != 0);
}

/* One message that takes along the reflections in @asked, after all that was said before. */
static void
mix_say (Mix   *mix,
         guint  asked)
{
  g_autoptr(ShcMessage) message = make_numbered (TRUE, "message", mix->n_said);
  guint number = mix->n_said++ << N_REFLECTIONS | asked;
  g_autoptr(ShcEnvelope) envelope = NULL;
  g_autofree char *body = NULL;
  g_autoptr(GError) error = NULL;

  message->reflections = mix_dup_ids (mix, asked);
  mix->fixture->companion->protocol = mix->n_said % 2 == 0 ? SHC_CHAT_RESPONSES : SHC_CHAT_COMPLETIONS;
  envelope = shc_envelope_new (mix->fixture->outbound, mix->fixture->companion, mix->earlier, message, NULL, &error);
  if ((asked & mix_get_closed (mix)) != 0)
    {
      g_assert_null (envelope);
      g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
      return;
    }
  g_assert_no_error (error);
  body = dup_body (envelope);
  mix_check (mix, body, asked);
  g_ptr_array_add (mix->earlier, g_steal_pointer (&message));
  g_ptr_array_add (mix->earlier, make_numbered (FALSE, "reply", number >> N_REFLECTIONS));
  g_array_append_val (mix->taken, number);
}

/* Any mix of reflections, marks, trash and earlier messages: what is closed, also since, goes in none of them. */
static void
test_mixes (EnvelopeFixture *fixture,
            gconstpointer    data)
{
  g_auto(Mix) mix = { .fixture = fixture };
  guint rounds = g_test_slow () ? 10000 : 300;

  /* It is not the disk that is tried here. */
  g_assert_cmpint (sqlite3_exec (shc_db_get_handle (fixture->journal.db), "PRAGMA synchronous = OFF", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  for (guint i = 0; i < N_REFLECTIONS; i++)
    {
      g_autofree char *text = g_strdup_printf ("reflection-%u.", i);
      g_autoptr(ShcReflection) reflection = journal_test_add (fixture->journal.db, "2026-01-07", text);

      mix.ids[i] = g_strdup (reflection->id);
    }
  for (guint round = 0; round < rounds; round++)
    {
      if (round == 0 || mix.taken->len == N_EXCHANGES)
        mix_begin (&mix);
      for (gint32 n = g_test_rand_int_range (0, 4); n > 0; n--)
        mix_mark (&mix, (guint) g_test_rand_int_range (0, N_REFLECTIONS),
                  g_test_rand_int_range (0, 2) == 0 ? OPEN : (State) g_test_rand_int_range (0, N_STATES));
      /* Mostly few, so that they are seldom refused; now and then any. */
      mix_say (&mix, (guint) g_test_rand_int_range (0, 1 << N_REFLECTIONS) &
                       (round % 8 == 0 ? ~0u : (guint) g_test_rand_int_range (0, 1 << N_REFLECTIONS) &
                                                 (guint) g_test_rand_int_range (0, 1 << N_REFLECTIONS)));
    }
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
