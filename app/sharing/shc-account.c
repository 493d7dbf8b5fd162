/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set for a service. */

#define G_LOG_DOMAIN "shc-account"

#include "config.h"

#include "shc-account.h"

#include <glib/gi18n-lib.h>

#include "shc-activity-log.h"
#include "shc-consent.h"
#include "shc-settings.h"

G_DEFINE_QUARK (shc-sharing-error-quark, shc_sharing_error)

typedef struct
{
  const char *service;
  const char *base_url;
  const char *place;
  const char *purpose;    /* (nullable): of consent */
} Kind;

static const Kind kinds[] = {
  { "airtable", SHC_SETTING_AIRTABLE_BASE_URL, SHC_SETTING_AIRTABLE_BASE_ID, "storage" },
  { "mailchimp", SHC_SETTING_MAILCHIMP_BASE_URL, SHC_SETTING_MAILCHIMP_LIST_ID, "mailing" },
  { "typeform", SHC_SETTING_TYPEFORM_BASE_URL, SHC_SETTING_TYPEFORM_FORM_ID, NULL },
};

void
shc_account_free (ShcAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->service);
  g_free (self->base_url);
  g_free (self->place);
  g_free (self->extra_ca_file);
  g_free (self);
}

static const Kind *
find (const char *service)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].service, service))
      return &kinds[i];
  g_return_val_if_reached (NULL);
}

static gboolean
load_consent (ShcDb       *db,
              const Kind  *kind,
              ShcAccount  *self,
              GError     **error)
{
  if (kind->purpose == NULL)
    {
      self->consent = TRUE;
      return TRUE;
    }
  return *self->place == '\0' || shc_consent_is_granted_to (db, kind->purpose, self->place, &self->consent, error);
}

ShcAccount *
shc_account_load (ShcDb       *db,
                  const char  *service,
                  GError     **error)
{
  const Kind *kind = find (service);
  g_autoptr(ShcAccount) self = g_new0 (ShcAccount, 1);
  int network;

  self->service = g_strdup (service);
  self->base_url = shc_settings_get (db, kind->base_url, error);
  self->place = self->base_url != NULL ? shc_settings_get (db, kind->place, error) : NULL;
  self->extra_ca_file =
    self->place != NULL ? shc_settings_get (db, SHC_SETTING_NETWORK_EXTRA_CA_FILE, error) : NULL;
  if (self->extra_ca_file == NULL)
    return NULL;
  network = shc_settings_get_int (db, SHC_SETTING_NETWORK_ENABLED, error);
  self->network = network == 1;
  return network >= 0 && load_consent (db, kind, self, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
shc_account_check_place (const ShcAccount  *self,
                         GError           **error)
{
  const Kind *kind = find (self->service);

  if (*self->place != '\0')
    return TRUE;
  g_set_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNSET,
               _("It is not set yet where to look. The setting is %s; nothing was asked of the service."), kind->place);
  return FALSE;
}

gboolean
shc_account_check_network (const ShcAccount  *self,
                           GError           **error)
{
  if (self->network)
    return TRUE;
  g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NETWORK_OFF,
                       _("The network is switched off in the settings, so nothing was sent."));
  return FALSE;
}

gboolean
shc_account_check_consent (const ShcAccount  *self,
                           GError           **error)
{
  const Kind *kind = find (self->service);

  if (self->consent)
    return TRUE;
  g_set_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CONSENT,
               _("You have not agreed to send anything to “%s”. Nothing was sent; “shc consent grant %s” tells what it "
                 "means and asks."), self->place, kind->purpose);
  return FALSE;
}

gboolean
shc_account_check_now (ShcDb       *db,
                       const char  *service,
                       gboolean     consent,
                       GError     **error)
{
  g_autoptr(ShcAccount) self = shc_account_load (db, service, error);

  return self != NULL && shc_account_check_network (self, error) && (!consent || shc_account_check_consent (self, error));
}

ShcHttp *
shc_account_connect (const ShcAccount     *self,
                     ShcVault             *vault,
                     const ShcHttpLimits  *limits,
                     GError              **error)
{
  g_autoptr(ShcIntentSink) log = NULL;

  if (!shc_account_check_network (self, error))
    return NULL;
  log = SHC_INTENT_SINK (shc_activity_log_new (vault));
  return shc_http_new (log, self->extra_ca_file, limits, error);
}
