/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings that are kept in the vault: names, defaults and ranges in one table. */

#define G_LOG_DOMAIN "shc-settings"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-conversations.h"
#include "shc-journal-error.h"
#include "shc-setting-kinds.h"
#include "shc-settings.h"
#include "shc-statement.h"
#include "shc-text.h"
#include "shc-transaction.h"

#define GET_SQL   "SELECT value FROM setting WHERE name = ?1"
#define SET_SQL   "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)"
#define PROMPTS_SQL "SELECT name FROM setting WHERE substr (name, 1, length (?1)) = ?1"
#define CLEAR_SQL "DELETE FROM setting WHERE name = ?1"

typedef struct
{
  ShcSettingRange range;
  const char     *initial;
  const char     *description;
} Setting;

static const char *const protocols[] = { "auto", "responses", "chat", NULL };

#define NUMBER(least, most) { .kind = SHC_SETTING_KIND_NUMBER, .min = (least), .max = (most) }
#define CHOICE(words)       { .kind = SHC_SETTING_KIND_CHOICE, .choices = (words) }
#define KIND(name)          { .kind = SHC_SETTING_KIND_##name }

/* Sorted; the two arrays go together. */
static const char *const names[] = {
  SHC_SETTING_AIRTABLE_BASE_ID,
  SHC_SETTING_AIRTABLE_BASE_URL,
  SHC_SETTING_AIRTABLE_MAPPING,
  SHC_SETTING_AIRTABLE_REFLECTIONS_TABLE,
  SHC_SETTING_AIRTABLE_USERS_TABLE,
  SHC_SETTING_COMPANION_MONTHLY_LIMIT,
  SHC_SETTING_COMPANION_PRICES,
  SHC_SETTING_COMPANION_PROMPT,
  SHC_SETTING_COMPANION_RETENTION_DAYS,
  SHC_SETTING_JOURNEY_DAY_BEGINS,
  SHC_SETTING_LOCK_IDLE_MINUTES,
  SHC_SETTING_MAILCHIMP_BASE_URL,
  SHC_SETTING_MAILCHIMP_DOUBLE_OPT_IN,
  SHC_SETTING_MAILCHIMP_LIST_ID,
  SHC_SETTING_MAILCHIMP_SHARE_OWN_MILESTONES,
  SHC_SETTING_NETWORK_ENABLED,
  SHC_SETTING_NETWORK_EXTRA_CA_FILE,
  SHC_SETTING_OPENAI_BASE_URL,
  SHC_SETTING_OPENAI_MODEL,
  SHC_SETTING_OPENAI_PROTOCOL,
  SHC_SETTING_OPENAI_ZDR_NOTED,
  SHC_SETTING_SUPPORT_COUNTRY,
  SHC_SETTING_SUPPORT_TRUSTED_PERSON,
  SHC_SETTING_TYPEFORM_BASE_URL,
  SHC_SETTING_TYPEFORM_FORM_ID,
  SHC_SETTING_TYPEFORM_MAPPING,
  SHC_SETTING_TYPEFORM_RESPONSE_ID,
  NULL,
};
static const Setting settings[] = {
  { KIND (LABEL), "",
    N_("Which base of Airtable you share with, as its address names it: “app” and letters or digits; empty until one is "
       "chosen.") },
  { KIND (URL), "https://api.airtable.com/v0",
    N_("Where Airtable is reached: an address that begins with https://, or with http:// for this computer itself.") },
  { KIND (TEXT), "",
    N_("Other names for the columns of the base, one a line: “Reflection Text = My column”; empty for the usual ones.") },
  { KIND (LABEL), "Reflections",
    N_("The table of the base that reflections go to: its name or its id.") },
  { KIND (LABEL), "Users",
    N_("The table of the base that the profile goes to: its name or its id.") },
  { KIND (LIMIT), "",
    N_("What the companion may use in a month: a number of tokens, or money such as 5.00 USD; empty for no "
       "limit.") },
  { KIND (PRICES), "",
    N_("What models cost, one a line: “MODEL = IN OUT CUR DATE”, money for a million tokens sent and for a million "
       "received, and the day you looked it up, such as “some-model = 1.25 10.00 USD 2026-11-26”; empty until you note "
       "some.") },
  { KIND (TEXT), "",
    N_("Your own instructions for the companion, up to 8000 bytes; empty for those that come with the program. The "
       "rules of safety are always sent as well.") },
  { NUMBER (1, 3650), "30",
    N_("Days that a conversation is kept, if you agreed to keep any: 1 to 3650.") },
  { KIND (TIME_OF_DAY), "04:00",
    N_("When a day of the journey begins: a time from 00:00 to 23:59.") },
  { NUMBER (0, 240), "10",
    N_("Minutes without a key or pointer until the journal locks: 0 to 240, 0 for never.") },
  { KIND (URL), "",
    N_("Where Mailchimp is reached; empty for the data centre that the key names.") },
  { KIND (BOOLEAN), "true",
    N_("Whether Mailchimp asks you by mail before you are on the list: true or false.") },
  { KIND (LABEL), "",
    N_("Which audience of Mailchimp you join: its id; empty until one is chosen.") },
  { KIND (BOOLEAN), "false",
    N_("Whether milestones in your own words may go to Mailchimp too, not only those such as “Day 7”: true or "
       "false.") },
  { KIND (BOOLEAN), "true",
    N_("Whether anything may use the network at all: true or false. Even then nothing does by itself.") },
  { KIND (CA_FILE), "",
    N_("A PEM file of certificates to trust beside this system’s, by its whole path; empty for none.") },
  { KIND (URL), "https://api.openai.com/v1",
    N_("Where the companion is reached: an address that begins with https://, or with http:// for this "
       "computer itself; without a user, a password, “?” or “#”.") },
  { KIND (LABEL), "",
    N_("Which model answers: its name in one line, as its server calls it; empty until one is chosen.") },
  { CHOICE (protocols), "auto",
    N_("How the companion’s server is spoken to: auto, responses or chat.") },
  { KIND (BOOLEAN), "false",
    N_("Your own note that the service agreed to keep nothing of what you send (zero data retention): true "
       "or false. It changes nothing by itself.") },
  { KIND (COUNTRY), "",
    N_("Whose help lines are shown: two letters, such as US or DE; empty for your desktop’s country.") },
  { KIND (LABEL), "",
    N_("Whom you would call when it is hard: one line in your words. Never sent.") },
  { KIND (URL), "https://api.typeform.com",
    N_("Where Typeform is reached: https://api.typeform.com, or https://api.eu.typeform.com or https://api.typeform.eu "
       "for accounts in Europe.") },
  { KIND (LABEL), "",
    N_("Which form your intake is at Typeform: the part behind “/to/” in its address; empty until one is chosen. With "
       "another form, which response is yours is forgotten.") },
  { KIND (TEXT), "",
    N_("Which question of the form fills which field of the profile, one a line: “FIELD = REF”; empty to be asked.") },
  { KIND (LABEL), "",
    N_("Which response at Typeform is yours; empty until it is known, and with another form.") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (names) == G_N_ELEMENTS (settings) + 1);

static const Setting milestone_prompt = {
  KIND (TEXT), "",
  N_("Your own instructions for the companion while this milestone is the present one, up to 8000 bytes; empty for those "
     "in companion.prompt.")
};

const char *const *
shc_settings_names (void)
{
  return names;
}

/* A milestone as it is kept, so that there is one setting for each. */
static gboolean
is_milestone_prompt (const char *name)
{
  g_autofree char *milestone = NULL;

  if (name == NULL || !g_str_has_prefix (name, SHC_SETTING_COMPANION_PROMPT_PREFIX))
    return FALSE;
  name += strlen (SHC_SETTING_COMPANION_PROMPT_PREFIX);
  milestone = shc_label_clean (name, NULL);
  return g_strcmp0 (milestone, name) == 0;
}

static const Setting *
find (const char *name)
{
  if (is_milestone_prompt (name))
    return &milestone_prompt;
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_strcmp0 (names[i], name) == 0)
      return &settings[i];

  return NULL;
}

static const Setting *
find_or_fail (const char  *name,
              GError     **error)
{
  const Setting *setting = find (name);

  if (setting == NULL)
    g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                         _("There is no setting of this name."));
  return setting;
}

const char *
shc_settings_describe (const char *name)
{
  const Setting *setting = find (name);

  return setting != NULL ? _(setting->description) : NULL;
}

const char *
shc_settings_get_default (const char *name)
{
  const Setting *setting = find (name);

  return setting != NULL ? setting->initial : NULL;
}

/* What is stored was checked when it was set; if it makes no sense any more, the default holds. */
static char *
read_value (ShcDb          *db,
            const char     *name,
            const Setting  *setting,
            GError        **error)
{
  g_autofree char *value = NULL;
  g_autofree char *clean = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, GET_SQL, error);
  gboolean found;
  int number;

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, name);
  if (!shc_statement_first (db, stmt, &found, error))
    return NULL;

  value = found ? shc_db_dup_text (stmt, 0) : NULL;
  sqlite3_reset (stmt);
  if (value != NULL)
    clean = shc_setting_clean (&setting->range, value, &number);
  return clean != NULL ? g_steal_pointer (&clean) : g_strdup (setting->initial);
}

char *
shc_settings_get (ShcDb       *db,
                  const char  *name,
                  GError     **error)
{
  const Setting *setting = find_or_fail (name, error);

  return setting != NULL ? read_value (db, name, setting, error) : NULL;
}

int
shc_settings_get_int (ShcDb       *db,
                      const char  *name,
                      GError     **error)
{
  const Setting *setting = find_or_fail (name, error);
  g_autofree char *value = NULL;
  g_autofree char *clean = NULL;
  int number;

  if (setting == NULL)
    return -1;
  value = read_value (db, name, setting, error);
  if (value == NULL || *value == '\0')
    return -1;

  clean = shc_setting_clean (&setting->range, value, &number);
  return clean != NULL ? number : -1;
}

static int
compare_names (gconstpointer one,
               gconstpointer other)
{
  return strcmp (*(const char *const *) one, *(const char *const *) other);
}

/* Returns: whether @stmt came to its end. */
static gboolean
read_names (ShcDb         *db,
            sqlite3_stmt  *stmt,
            GPtrArray     *all,
            GError       **error)
{
  GError *problem = NULL;

  while (shc_db_step (db, stmt, &problem))
    g_ptr_array_add (all, shc_db_dup_text (stmt, 0));
  sqlite3_reset (stmt);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

char **
shc_settings_list (ShcDb   *db,
                   GError **error)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *stmt = shc_db_prepare (db, PROMPTS_SQL, error);

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, SHC_SETTING_COMPANION_PROMPT_PREFIX);
  if (!read_names (db, stmt, all, error))
    return NULL;
  for (const char *const *name = names; *name != NULL; name++)
    g_ptr_array_add (all, g_strdup (*name));
  g_ptr_array_sort (all, compare_names);
  g_ptr_array_add (all, NULL);
  g_ptr_array_set_free_func (all, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&all), FALSE);
}

static gboolean
write_value (ShcDb       *db,
             const char  *name,
             const char  *value,
             GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, value == NULL ? CLEAR_SQL : SET_SQL, error);

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, name);
  if (value != NULL)
    shc_db_bind_text (stmt, 2, value);
  return shc_db_done (db, stmt, error);
}

static void
set_refused (const Setting  *setting,
             const char     *value,
             GError        **error)
{
  g_autofree char *why = shc_setting_explain (&setting->range, value);

  g_set_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID, "%s%s%s", why != NULL ? why : "",
               why != NULL ? " " : "", _(setting->description));
}

/* A response is one of a form: with another form it is nobody's. */
static gboolean
write_form (ShcDb       *db,
            const char  *value,
            GError     **error)
{
  g_autofree char *former = NULL;
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  former = shc_settings_get (db, SHC_SETTING_TYPEFORM_FORM_ID, error);
  ok = former != NULL &&
       write_value (db, SHC_SETTING_TYPEFORM_FORM_ID, value, error) &&
       (g_str_equal (former, value != NULL ? value : "") ||
        write_value (db, SHC_SETTING_TYPEFORM_RESPONSE_ID, NULL, error));
  return shc_transaction_end (db, own, ok, error);
}

/* @value: (nullable): clean, or none. */
static gboolean
write_clean (ShcDb       *db,
             const char  *name,
             const char  *value,
             GError     **error)
{
  return g_str_equal (name, SHC_SETTING_TYPEFORM_FORM_ID) ? write_form (db, value, error)
                                                          : write_value (db, name, value, error);
}

gboolean
shc_settings_set (ShcDb       *db,
                  const char  *name,
                  const char  *value,
                  GError     **error)
{
  const Setting *setting = find_or_fail (name, error);
  g_autofree char *clean = NULL;
  int number;

  if (setting == NULL)
    return FALSE;
  if (value == NULL || *value == '\0')
    return write_clean (db, name, NULL, error);

  clean = shc_setting_clean (&setting->range, value, &number);
  if (clean == NULL)
    {
      set_refused (setting, value, error);
      return FALSE;
    }
  return shc_setting_check (&setting->range, clean, error) && write_clean (db, name, clean, error) &&
         (!g_str_equal (name, SHC_SETTING_COMPANION_RETENTION_DAYS) ||
          shc_conversations_settle (db, g_get_real_time (), number, error));
}
