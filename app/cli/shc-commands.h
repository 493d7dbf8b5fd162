/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each command does; shc-commands.c has the table that names them. */

#pragma once

#include "shc-cli.h"

G_BEGIN_DECLS

gboolean shc_cmd_init (ShcCli *self, GError **error);

gboolean shc_cmd_vault_status (ShcCli *self, GError **error);
gboolean shc_cmd_vault_verify (ShcCli *self, GError **error);
gboolean shc_cmd_vault_set_passphrase (ShcCli *self, GError **error);
gboolean shc_cmd_vault_new_recovery_code (ShcCli *self, GError **error);
gboolean shc_cmd_vault_unlock_with_recovery_code (ShcCli *self, GError **error);
gboolean shc_cmd_vault_forget_keyring (ShcCli *self, GError **error);
gboolean shc_cmd_vault_remember_in_keyring (ShcCli *self, GError **error);
gboolean shc_cmd_lock (ShcCli *self, GError **error);
gboolean shc_cmd_doctor (ShcCli *self, GError **error);
gboolean shc_cmd_safety (ShcCli *self, GError **error);
gboolean shc_cmd_fasting_check (ShcCli *self, GError **error);
gboolean shc_cmd_safety_plan (ShcCli *self, GError **error);
gboolean shc_cmd_safety_plan_edit (ShcCli *self, GError **error);
gboolean shc_cmd_backup (ShcCli *self, GError **error);
gboolean shc_cmd_restore (ShcCli *self, GError **error);

gboolean shc_cmd_reflect (ShcCli *self, GError **error);
gboolean shc_cmd_edit (ShcCli *self, GError **error);
gboolean shc_cmd_list (ShcCli *self, GError **error);
gboolean shc_cmd_show (ShcCli *self, GError **error);
gboolean shc_cmd_search (ShcCli *self, GError **error);
gboolean shc_cmd_trash (ShcCli *self, GError **error);
gboolean shc_cmd_untrash (ShcCli *self, GError **error);
gboolean shc_cmd_purge (ShcCli *self, GError **error);
gboolean shc_cmd_import (ShcCli *self, GError **error);
gboolean shc_cmd_export (ShcCli *self, GError **error);

gboolean shc_cmd_profile (ShcCli *self, GError **error);
gboolean shc_cmd_profile_set (ShcCli *self, GError **error);
gboolean shc_cmd_consent (ShcCli *self, GError **error);
gboolean shc_cmd_consent_grant (ShcCli *self, GError **error);
gboolean shc_cmd_consent_withdraw (ShcCli *self, GError **error);
gboolean shc_cmd_consent_verify (ShcCli *self, GError **error);
gboolean shc_cmd_settings (ShcCli *self, GError **error);
gboolean shc_cmd_settings_get (ShcCli *self, GError **error);
gboolean shc_cmd_settings_set (ShcCli *self, GError **error);

gboolean shc_cmd_secret_set (ShcCli *self, GError **error);
gboolean shc_cmd_secret_list (ShcCli *self, GError **error);
gboolean shc_cmd_secret_clear (ShcCli *self, GError **error);
gboolean shc_cmd_secret_test (ShcCli *self, GError **error);
gboolean shc_cmd_chat (ShcCli *self, GError **error);
gboolean shc_cmd_conversations (ShcCli *self, GError **error);
gboolean shc_cmd_conversation (ShcCli *self, GError **error);
gboolean shc_cmd_conversation_delete (ShcCli *self, GError **error);
gboolean shc_cmd_conversation_keep (ShcCli *self, GError **error);
gboolean shc_cmd_models (ShcCli *self, GError **error);
gboolean shc_cmd_usage (ShcCli *self, GError **error);
gboolean shc_cmd_fetch_airtable (ShcCli *self, GError **error);
gboolean shc_cmd_fetch_typeform (ShcCli *self, GError **error);
gboolean shc_cmd_share_airtable (ShcCli *self, GError **error);
gboolean shc_cmd_share_mailchimp (ShcCli *self, GError **error);
/** shc_cli_test_mailchimp: `secret test mailchimp`. */
gboolean shc_cli_test_mailchimp (ShcCli *self, GError **error);
gboolean shc_cmd_activity (ShcCli *self, GError **error);

gboolean shc_cmd_api_chat (ShcCli *self, GError **error);
gboolean shc_cmd_api_reflection (ShcCli *self, GError **error);

G_END_DECLS
