/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings that are kept in the vault: names, defaults and ranges in one table. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** The base of Airtable, whom consent to storage names. */
#define SHC_SETTING_AIRTABLE_BASE_ID "airtable.base-id"
#define SHC_SETTING_AIRTABLE_BASE_URL "airtable.base-url"
/** Lines "OUR COLUMN = THEIRS". */
#define SHC_SETTING_AIRTABLE_MAPPING "airtable.mapping"
/** A table's name or id. */
#define SHC_SETTING_AIRTABLE_REFLECTIONS_TABLE "airtable.reflections-table"
#define SHC_SETTING_AIRTABLE_USERS_TABLE "airtable.users-table"
/** What the companion may use in a month, as shc_setting_parse_limit() reads it; empty for no limit. */
#define SHC_SETTING_COMPANION_MONTHLY_LIMIT "companion.monthly-limit"
/** What models cost, as shc_prices_parse() reads it. */
#define SHC_SETTING_COMPANION_PRICES "companion.prices"
/** The person's own instructions for the companion; empty for ours. */
#define SHC_SETTING_COMPANION_PROMPT "companion.prompt"
/** With a milestone behind it: those that hold while it is the present one; empty for those of
 * %SHC_SETTING_COMPANION_PROMPT. There are as many of these settings as somebody wrote. */
#define SHC_SETTING_COMPANION_PROMPT_PREFIX SHC_SETTING_COMPANION_PROMPT "."
/** Days that a conversation is kept; setting fewer counts for those that are kept already, at once. */
#define SHC_SETTING_COMPANION_RETENTION_DAYS "companion.retention-days"
/** Whether anything may use the network: shc_settings_get_int() gives 1 or 0. */
#define SHC_SETTING_NETWORK_ENABLED "network.enabled"
/** A file of more certificates to trust, by its absolute path; it was there when it was set. */
#define SHC_SETTING_NETWORK_EXTRA_CA_FILE "network.extra-ca-file"
/** The companion's server, as shc_base_url_clean() writes it. */
#define SHC_SETTING_OPENAI_BASE_URL "openai.base-url"
/** The model's name; empty until one is chosen. */
#define SHC_SETTING_OPENAI_MODEL "openai.model"
/** "auto", "responses" or "chat". */
#define SHC_SETTING_OPENAI_PROTOCOL "openai.protocol"
/** The person's own note that the service keeps nothing: 1 or 0. */
#define SHC_SETTING_OPENAI_ZDR_NOTED "openai.zdr-noted"
/** Empty for the data centre that the key names. */
#define SHC_SETTING_MAILCHIMP_BASE_URL "mailchimp.base-url"
/** 1 or 0. */
#define SHC_SETTING_MAILCHIMP_DOUBLE_OPT_IN "mailchimp.double-opt-in"
/** The audience, whom consent to mails names. */
#define SHC_SETTING_MAILCHIMP_LIST_ID "mailchimp.list-id"
/** 1 or 0. */
#define SHC_SETTING_MAILCHIMP_SHARE_OWN_MILESTONES "mailchimp.share-own-milestones"
#define SHC_SETTING_TYPEFORM_BASE_URL "typeform.base-url"
/** Setting another one clears %SHC_SETTING_TYPEFORM_RESPONSE_ID. */
#define SHC_SETTING_TYPEFORM_FORM_ID "typeform.form-id"
/** Lines "FIELD = REF". */
#define SHC_SETTING_TYPEFORM_MAPPING "typeform.mapping"
#define SHC_SETTING_TYPEFORM_RESPONSE_ID "typeform.response-id"
/** Minutes without a key or pointer until the window locks; 0 never. */
#define SHC_SETTING_LOCK_IDLE_MINUTES "lock.idle-minutes"
/** When a journey day begins, "HH:MM". */
#define SHC_SETTING_JOURNEY_DAY_BEGINS "journey.day-begins"
/** Whose help lines are shown: ISO 3166-1 alpha-2; empty for the desktop's country. */
#define SHC_SETTING_SUPPORT_COUNTRY "support.country"
/** Whom somebody would call, in their words. Never sent. */
#define SHC_SETTING_SUPPORT_TRUSTED_PERSON "support.trusted-person"

/** Returns: (array zero-terminated=1) (transfer none): all names, sorted, but those for a milestone each. */
const char *const *shc_settings_names (void);
/** shc_settings_list: Returns: (array zero-terminated=1) (transfer full): all names, sorted, with those for a milestone
 * that are set. */
char   **shc_settings_list (ShcDb *db, GError **error);
/** Returns: (nullable): what the setting means and allows, translated; %NULL for an unknown name. */
const char *shc_settings_describe (const char *name);
/** Returns: (transfer none) (nullable): what holds unless it is set; %NULL for an unknown name. */
const char *shc_settings_get_default (const char *name);
/** Returns: (transfer full): the value or its default. Errors: NOT_FOUND for an unknown name. */
char    *shc_settings_get (ShcDb *db, const char *name, GError **error);
/** @value: (nullable): %NULL or "" goes back to the default; it is stored as shc_setting_clean() writes
 * it. Reads the file that a path names. Errors: NOT_FOUND, INVALID with what is allowed. */
gboolean shc_settings_set (ShcDb *db, const char *name, const char *value, GError **error);
/** A number, the minutes after midnight of a time, or 1 or 0 of true or false. Returns: -1 on failure. */
int      shc_settings_get_int (ShcDb *db, const char *name, GError **error);

G_END_DECLS
