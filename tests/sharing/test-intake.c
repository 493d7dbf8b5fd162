/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers and fields: mappings, what fits, what would change, and what is taken. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-consent.h"
#include "shc-intake-source.h"
#include "shc-intake.h"
#include "shc-settings.h"
#include "shc-sharing-error.h"

#define AFTER_FORM G_GINT64_CONSTANT (1800000000000000)

static ShcTypeformAnswer *
make_answer (const char      *ref,
             ShcTypeformKind  kind,
             const char      *text)
{
  ShcTypeformAnswer *answer = g_new0 (ShcTypeformAnswer, 1);

  answer->question = g_new0 (ShcTypeformQuestion, 1);
  answer->question->ref = g_strdup (ref);
  answer->kind = kind;
  answer->text = g_strdup (text);
  return answer;
}

static void
add (ShcTypeformResponse *response,
     const char          *ref,
     ShcTypeformKind      kind,
     const char          *text)
{
  g_ptr_array_add (response->answers, make_answer (ref, kind, text));
}

static void
add_yes (ShcTypeformResponse *response,
         const char          *ref,
         gboolean             yes)
{
  add (response, ref, SHC_TYPEFORM_BOOLEAN, NULL);
  ((ShcTypeformAnswer *) g_ptr_array_index (response->answers, response->answers->len - 1))->yes = yes;
}

static void
test_mapping (void)
{
  static const char text[] = "healing_name = name-1\ngoals = Was = wird\nfasting_experience/some = Ab und zu";
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcIntakeMapping) mapping =
    shc_intake_mapping_parse ("goals=old\n\n  fasting_experience/some =  Ab und zu \nhealing_name = name-1\n"
                              "goals = Was = wird\nemail =\n", &error);
  g_autoptr(ShcIntakeMapping) again = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *printed_again = NULL;

  g_assert_no_error (error);
  printed = shc_intake_mapping_print (mapping);
  g_assert_cmpstr (printed, ==, text);
  again = shc_intake_mapping_parse (printed, &error);
  g_assert_no_error (error);
  printed_again = shc_intake_mapping_print (again);
  g_assert_cmpstr (printed_again, ==, text);
  g_assert_cmpstr (shc_intake_mapping_get (mapping, SHC_INTAKE_GOALS), ==, "Was = wird");
  g_assert_null (shc_intake_mapping_get (mapping, SHC_INTAKE_EMAIL));
  g_assert_null (shc_intake_mapping_parse ("goals = x\nname = y", &error));
  g_assert_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_MAPPING);
  g_assert_nonnull (strstr (error->message, "2"));
  g_clear_error (&error);
  g_assert_null (shc_intake_mapping_parse ("goals", &error));
  g_assert_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_MAPPING);
}

static void
test_answers (void)
{
  static const char *const choices[] = { NULL, "Erstes Mal", NULL, "never" };
  static const struct { ShcIntakeField field; ShcTypeformKind kind; const char *text; const char *value; } cases[] = {
    { SHC_INTAKE_HEALING_NAME, SHC_TYPEFORM_TEXT, "  River ", "River" },
    { SHC_INTAKE_HEALING_NAME, SHC_TYPEFORM_TEXT, "Ri\nver", NULL },
    { SHC_INTAKE_HEALING_NAME, SHC_TYPEFORM_NUMBER, "7", "7" },
    { SHC_INTAKE_HEALING_NAME, SHC_TYPEFORM_OTHER, NULL, NULL },
    { SHC_INTAKE_EMAIL, SHC_TYPEFORM_TEXT, "river@example.org", "river@example.org" },
    { SHC_INTAKE_EMAIL, SHC_TYPEFORM_TEXT, "river", NULL },
    { SHC_INTAKE_EMAIL, SHC_TYPEFORM_TEXT, "  ", NULL },
    { SHC_INTAKE_GOALS, SHC_TYPEFORM_CHOICE, "Sleep, Peace", "Sleep, Peace" },
    { SHC_INTAKE_FASTING, SHC_TYPEFORM_CHOICE, "A few times", "some" },
    { SHC_INTAKE_FASTING, SHC_TYPEFORM_CELL, " EXPERIENCED ", "experienced" },
    { SHC_INTAKE_FASTING, SHC_TYPEFORM_TEXT, "erstes mal", "beginner" },
    { SHC_INTAKE_FASTING, SHC_TYPEFORM_TEXT, "Never", "experienced" },
    { SHC_INTAKE_FASTING, SHC_TYPEFORM_TEXT, "At sea", NULL },
    { SHC_INTAKE_FASTING, SHC_TYPEFORM_NUMBER, "3", NULL },
    { SHC_INTAKE_JOURNEY_START, SHC_TYPEFORM_DATE, "2026-01-07", "2026-01-07" },
    { SHC_INTAKE_JOURNEY_START, SHC_TYPEFORM_CELL, "2026-01-07 10:00", "2026-01-07" },
    { SHC_INTAKE_JOURNEY_START, SHC_TYPEFORM_DATE, "2026-02-30", NULL },
    { SHC_INTAKE_JOURNEY_START, SHC_TYPEFORM_TEXT, "in spring", NULL },
    { SHC_INTAKE_JOURNEY_START, SHC_TYPEFORM_NUMBER, "2026", NULL },
    { SHC_INTAKE_ADULT, SHC_TYPEFORM_BOOLEAN, NULL, "no" },
    { SHC_INTAKE_ADULT, SHC_TYPEFORM_CELL, "1", "yes" },
    { SHC_INTAKE_ADULT, SHC_TYPEFORM_CELL, "maybe", NULL },
    { SHC_INTAKE_ADULT, SHC_TYPEFORM_NUMBER, "42", NULL },
    { SHC_INTAKE_CONSENT_STORAGE, SHC_TYPEFORM_BOOLEAN, NULL, "no" },
    { SHC_INTAKE_CONSENT_STORAGE, SHC_TYPEFORM_CELL, "True", "yes" },
    /* What is typed, chosen or counted is no consent. */
    { SHC_INTAKE_CONSENT_STORAGE, SHC_TYPEFORM_TEXT, "yes", NULL },
    { SHC_INTAKE_CONSENT_STORAGE, SHC_TYPEFORM_CHOICE, "yes", NULL },
    { SHC_INTAKE_CONSENT_STORAGE, SHC_TYPEFORM_NUMBER, "1", NULL },
    { SHC_INTAKE_CONSENT_MAILING, SHC_TYPEFORM_OTHER, NULL, NULL },
    { SHC_INTAKE_CONSENT_MAILING, SHC_TYPEFORM_CELL, "I accept", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ShcTypeformAnswer *answer = make_answer ("r", cases[i].kind, cases[i].text);
      g_autofree char *value = NULL;
      g_autofree char *why = NULL;

      g_assert_cmpint (shc_intake_answer_read (cases[i].field, answer, choices, &value, &why), ==,
                       cases[i].value != NULL);
      g_assert_cmpstr (value, ==, cases[i].value);
      g_assert_true ((why != NULL) == (value == NULL));
      shc_typeform_answer_free (answer);
    }
}

static ShcTypeformForm *
make_form (void)
{
  static const char *const refs[] = { "consent_mailing", "healing_name", "a1", "q9", NULL };
  ShcTypeformForm *form = shc_typeform_form_new ();

  form->id = g_strdup ("u6nXL7");
  for (gsize i = 0; refs[i] != NULL; i++)
    {
      ShcTypeformQuestion *question = g_new0 (ShcTypeformQuestion, 1);

      question->ref = g_strdup (refs[i]);
      question->title = g_strdup (i == 2 ? "May we store your goals?" : i == 3 ? "Your e-mail, with consent?" : "x");
      g_ptr_array_add (form->questions, question);
    }
  return form;
}

/* Consent is not guessed, and no question fills two fields. */
static void
test_suggest (void)
{
  g_autoptr(ShcTypeformForm) form = make_form ();
  g_autoptr(ShcIntakeMapping) mapping = shc_intake_mapping_suggest (form);
  g_autofree char *printed = shc_intake_mapping_print (mapping);

  g_assert_cmpstr (printed, ==, "healing_name = healing_name\nemail = q9\ngoals = a1\nconsent_mailing = consent_mailing");
  g_assert_true (shc_intake_mapping_fits (mapping, form));
}

static ShcIntakePlan *
plan (JournalFixture            *fixture,
      const ShcTypeformResponse *response)
{
  g_autoptr(ShcTypeformForm) form = make_form ();
  g_autoptr(ShcIntakeMapping) mapping =
    shc_intake_mapping_parse ("healing_name = name\ngoals = goals\nconsent_storage = storage\nconsent_mailing = mailing", NULL);
  g_autoptr(GError) error = NULL;
  ShcIntakePlan *made = shc_intake_plan_new (fixture->db, form, response, mapping, &error);

  g_assert_no_error (error);
  return made;
}

static gboolean
take (JournalFixture       *fixture,
      const ShcIntakePlan  *made,
      GError              **error)
{
  return shc_intake_take (fixture->db, made, shc_intake_plan_get_changes (made), AFTER_FORM, error);
}

static ShcIntakeState
get_state (const ShcIntakePlan *made,
           ShcIntakeField       field)
{
  g_assert_nonnull (shc_intake_plan_get (made, field));
  return shc_intake_plan_get (made, field)->state;
}

static gboolean
is_granted (JournalFixture *fixture,
            const char     *purpose)
{
  gboolean granted;
  g_autoptr(GError) error = NULL;

  shc_consent_is_granted (fixture->db, purpose, &granted, &error);
  g_assert_no_error (error);
  return granted;
}

static void
save_name (JournalFixture *fixture,
           const char     *name)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(GError) error = NULL;

  profile->healing_name = g_strdup (name);
  shc_profile_save (fixture->db, profile, 1, &error);
  g_assert_no_error (error);
}

static ShcTypeformResponse *
make_response (const char *name)
{
  ShcTypeformResponse *response = shc_typeform_response_new ("r1");

  response->submitted_us = AFTER_FORM - 1000;
  add (response, "name", SHC_TYPEFORM_TEXT, name);
  add_yes (response, "storage", TRUE);
  return response;
}

/* Also before the first questions were answered here. */
static void
test_take (JournalFixture *fixture,
           gconstpointer   data)
{
  g_autoptr(ShcTypeformResponse) response = make_response ("River");
  g_autoptr(ShcIntakePlan) made = plan (fixture, response);
  g_autoptr(ShcIntakePlan) again = NULL;
  g_autoptr(ShcIntakePlan) changed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  g_assert_cmpint (get_state (made, SHC_INTAKE_HEALING_NAME), ==, SHC_INTAKE_CHANGE);
  g_assert_cmpint (get_state (made, SHC_INTAKE_GOALS), ==, SHC_INTAKE_UNANSWERED);
  g_assert_cmpint (get_state (made, SHC_INTAKE_CONSENT_STORAGE), ==, SHC_INTAKE_CHANGE);
  g_assert_cmpint (get_state (made, SHC_INTAKE_CONSENT_MAILING), ==, SHC_INTAKE_UNANSWERED);
  g_assert_false (is_granted (fixture, "storage"));
  take (fixture, made, &error);
  g_assert_no_error (error);
  g_assert_true (is_granted (fixture, "storage"));
  g_assert_false (is_granted (fixture, "mailing"));
  id = shc_settings_get (fixture->db, SHC_SETTING_TYPEFORM_RESPONSE_ID, &error);
  g_assert_cmpstr (id, ==, "r1");

  again = plan (fixture, response);
  g_assert_cmpuint (shc_intake_plan_get_changes (again), ==, 0);
  save_name (fixture, "Brook");
  changed = plan (fixture, response);
  g_assert_cmpint (get_state (changed, SHC_INTAKE_HEALING_NAME), ==, SHC_INTAKE_KEPT);
}

/* What is to be replaced must be what was looked at: else nothing at all is taken. */
static void
test_take_changed (JournalFixture *fixture,
                   gconstpointer   data)
{
  g_autoptr(ShcTypeformResponse) response = make_response ("River");
  g_autoptr(ShcIntakePlan) made = plan (fixture, response);
  g_autoptr(ShcProfile) profile = NULL;
  g_autoptr(GError) error = NULL;

  save_name (fixture, "Brook");
  g_assert_false (take (fixture, made, &error));
  g_assert_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CHANGED);
  g_clear_error (&error);
  profile = shc_profile_load (fixture->db, &error);
  g_assert_cmpstr (profile->healing_name, ==, "Brook");
  g_assert_false (is_granted (fixture, "storage"));
}

/* A base that was set meanwhile is not the one that was told. */
static void
test_take_other_base (JournalFixture *fixture,
                      gconstpointer   data)
{
  g_autoptr(ShcTypeformResponse) response = make_response ("River");
  g_autoptr(ShcIntakePlan) made = plan (fixture, response);
  g_autoptr(GError) error = NULL;

  shc_settings_set (fixture->db, SHC_SETTING_AIRTABLE_BASE_ID, "appOther", &error);
  g_assert_no_error (error);
  g_assert_false (take (fixture, made, &error));
  g_assert_nonnull (error);
  g_assert_false (is_granted (fixture, "storage"));
}

/* The later word counts, whichever it is. */
static void
test_later_word (JournalFixture *fixture,
                 gconstpointer   data)
{
  g_autoptr(ShcTypeformResponse) response = make_response ("River");
  g_autoptr(ShcIntakePlan) withdrawn = NULL;
  g_autoptr(ShcIntakePlan) before = NULL;
  g_autoptr(GError) error = NULL;

  shc_consent_record (fixture->db, "storage", NULL, "words", TRUE, 1, &error);
  shc_consent_record (fixture->db, "storage", NULL, NULL, FALSE, AFTER_FORM - 2000, &error);
  g_assert_no_error (error);
  before = plan (fixture, response);
  g_assert_cmpint (get_state (before, SHC_INTAKE_CONSENT_STORAGE), ==, SHC_INTAKE_CHANGE);
  shc_consent_record (fixture->db, "storage", NULL, NULL, FALSE, AFTER_FORM, &error);
  g_assert_no_error (error);
  withdrawn = plan (fixture, response);
  g_assert_cmpint (get_state (withdrawn, SHC_INTAKE_CONSENT_STORAGE), ==, SHC_INTAKE_KEPT);
}

#define ADD(path, function) \
  g_test_add (path, JournalFixture, NULL, journal_test_set_up, function, journal_test_tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  g_test_add_func ("/sharing/intake/mapping", test_mapping);
  g_test_add_func ("/sharing/intake/answers", test_answers);
  g_test_add_func ("/sharing/intake/suggest", test_suggest);
  ADD ("/sharing/intake/take", test_take);
  ADD ("/sharing/intake/take-changed", test_take_changed);
  ADD ("/sharing/intake/take-other-base", test_take_other_base);
  ADD ("/sharing/intake/later-word", test_later_word);
  return g_test_run ();
}
