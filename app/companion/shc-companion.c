/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds for a conversation at this moment. */

#define G_LOG_DOMAIN "shc-companion"

#include "config.h"

#include "shc-companion.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-companion-resources.h"
#include "shc-consent.h"
#include "shc-fasting-check.h"
#include "shc-journey.h"
#include "shc-milestone-prompt.h"
#include "shc-prices.h"
#include "shc-settings.h"
#include "shc-usage.h"

#define FOLDER "/org/sacredhealing/Companion/prompts/"

G_DEFINE_QUARK (shc-companion-error-quark, shc_companion_error)

void
shc_companion_free (ShcCompanion *self)
{
  if (self == NULL)
    return;
  shc_profile_free (self->profile);
  g_free (self->base_url);
  g_free (self->host);
  g_free (self->model);
  g_free (self->ca_file);
  g_free (self->instructions);
  g_clear_pointer (&self->prices, g_ptr_array_unref);
  g_clear_pointer (&self->used, g_ptr_array_unref);
  g_free (self);
}

/* Part of the program: if it cannot be read, the program is broken. */
static const char *
read_prompt (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes =
    g_resource_lookup_data (shc_companion_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("%s", error->message);
  /* Resources end in a NUL, and last as long as the program. */
  return g_bytes_get_data (bytes, NULL);
}

const char *
shc_companion_get_safety_part (void)
{
  return read_prompt (FOLDER "safety.txt");
}

const char *
shc_companion_get_default_instructions (void)
{
  return read_prompt (FOLDER "companion.txt");
}

static gboolean
read_text (ShcDb       *db,
           const char  *name,
           char       **value,
           GError     **error)
{
  *value = shc_settings_get (db, name, error);
  return *value != NULL;
}

static gboolean
read_flag (ShcDb       *db,
           const char  *name,
           gboolean    *value,
           GError     **error)
{
  g_autofree char *text = shc_settings_get (db, name, error);

  *value = g_strcmp0 (text, "true") == 0;
  return text != NULL;
}

static ShcChatProtocol
choose_protocol (const ShcCompanion *self,
                 const char         *setting)
{
  if (g_str_equal (setting, "responses"))
    return SHC_CHAT_RESPONSES;
  if (g_str_equal (setting, "chat"))
    return SHC_CHAT_COMPLETIONS;
  return self->official ? SHC_CHAT_RESPONSES : SHC_CHAT_COMPLETIONS;
}

static gboolean
load_server (ShcCompanion  *self,
             ShcDb         *db,
             GError       **error)
{
  g_autofree char *protocol = NULL;
  g_autoptr(GUri) uri = NULL;

  if (!read_text (db, SHC_SETTING_OPENAI_BASE_URL, &self->base_url, error) ||
      !read_text (db, SHC_SETTING_OPENAI_PROTOCOL, &protocol, error) ||
      !read_text (db, SHC_SETTING_OPENAI_MODEL, &self->model, error) ||
      !read_text (db, SHC_SETTING_NETWORK_EXTRA_CA_FILE, &self->ca_file, error) ||
      !read_flag (db, SHC_SETTING_NETWORK_ENABLED, &self->network, error))
    return FALSE;
  uri = g_uri_parse (self->base_url, G_URI_FLAGS_NONE, NULL);
  self->host = g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "");
  self->official = shc_chat_is_official (self->base_url);
  self->protocol = choose_protocol (self, protocol);
  return TRUE;
}

static gboolean
load_cost (ShcCompanion  *self,
           ShcDb         *db,
           gint64         now_us,
           GError       **error)
{
  g_autofree char *month = shc_usage_dup_month (now_us);

  self->today = shc_date_get_day (shc_date_now (now_us));
  self->used = shc_usage_list (db, month, error);
  self->prices = self->used != NULL ? shc_prices_load (db, error) : NULL;
  return self->prices != NULL && shc_limit_load (&self->limit, db, error);
}

ShcCompanion *
shc_companion_load (ShcDb   *db,
                    gint64   now_us,
                    GError **error)
{
  g_autoptr(ShcCompanion) self = g_new0 (ShcCompanion, 1);
  ShcFastingCheck check;

  self->profile = shc_profile_load (db, error);
  if (self->profile == NULL || !load_server (self, db, error) || !load_cost (self, db, now_us, error) ||
      !shc_consent_is_granted_to (db, "companion", self->host, &self->consent, error) ||
      !shc_consent_is_granted (db, "chat-history", &self->history_consent, error))
    return NULL;
  self->day = shc_journey_day (db, shc_date_now (now_us), NULL);
  if (self->day < 0)
    self->day = 0;
  self->instructions = shc_milestone_prompt_load (db, self->day, error);
  if (self->instructions == NULL)
    return NULL;
  if (*self->instructions == '\0')
    {
      g_free (self->instructions);
      self->instructions = g_strdup (shc_companion_get_default_instructions ());
    }
  if (!shc_fasting_check_load (db, &check, error))
    return NULL;
  self->fasting = shc_fasting_check_allows (&check);
  self->minor = self->profile->adult == SHC_ADULT_NO ||
                check.answers[SHC_FASTING_CHECK_UNDER_18] == SHC_FASTING_CHECK_YES;
  self->adult = self->profile->adult == SHC_ADULT_YES && !self->minor;
  self->retention_days = shc_settings_get_int (db, SHC_SETTING_COMPANION_RETENTION_DAYS, error);
  return self->retention_days > 0 ? g_steal_pointer (&self) : NULL;
}

static gpointer
load_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return shc_companion_load (db, g_get_real_time (), error);
}

void
shc_companion_load_async (ShcVault            *vault,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  shc_vault_run_async (vault, SHC_DB_READER, FALSE, load_in_thread, NULL, NULL,
                       (GDestroyNotify) shc_companion_free, cancellable, callback, user_data);
}

ShcCompanion *
shc_companion_load_finish (ShcVault      *vault,
                           GAsyncResult  *result,
                           GError       **error)
{
  return shc_vault_run_finish (vault, result, error);
}

gboolean
shc_companion_needs_key (const ShcCompanion *self)
{
  return self->official;
}

static gboolean
check_network (const ShcCompanion  *self,
               GError             **error)
{
  if (self->network)
    return TRUE;
  g_set_error_literal (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_NETWORK_OFF,
                       _("The network is switched off in the settings, so nothing was sent."));
  return FALSE;
}

static gboolean
refuse_age (GError **error)
{
  g_set_error_literal (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_ADULT_ONLY,
                       _("The companion is for people who are 18 or older and said so. Everything else is yours to "
                         "use, and support is there at any age."));
  return FALSE;
}

gboolean
shc_companion_check_question (const ShcCompanion  *self,
                              GError             **error)
{
  return self->minor ? refuse_age (error) : check_network (self, error);
}

gboolean
shc_companion_check_person (const ShcCompanion  *self,
                            GError             **error)
{
  if (!self->adult)
    return refuse_age (error);
  if (*self->model == '\0')
    {
      g_set_error_literal (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_MODEL,
                           _("No model has been chosen yet. “shc models” lists what the server offers; the setting is "
                             "openai.model."));
      return FALSE;
    }
  return TRUE;
}

gboolean
shc_companion_check_message (const ShcCompanion  *self,
                             const char          *model,
                             gint64               tokens,
                             GError             **error)
{
  if (!shc_companion_check_person (self, error) || !check_network (self, error))
    return FALSE;
  if (!self->consent)
    {
      g_set_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_CONSENT,
                   _("You have not agreed to send messages to “%s”. Nothing was sent; “shc consent grant companion” "
                     "tells what it means and asks."), self->host);
      return FALSE;
    }
  return shc_limit_check (&self->limit, self->used, self->prices, self->today, model, tokens, error);
}

gboolean
shc_companion_check (const ShcCompanion  *self,
                     GError             **error)
{
  return shc_companion_check_message (self, self->model, 0, error);
}
