/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a consent names. */

#define G_LOG_DOMAIN "shc-recipient"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-consent.h"
#include "shc-journal-error.h"
#include "shc-recipient.h"
#include "shc-settings.h"

typedef struct
{
  const char *purpose;
  const char *setting;
  gboolean    host;    /* of the address that the setting is */
} Recipient;

static const Recipient recipients[] = {
  { "companion", SHC_SETTING_OPENAI_BASE_URL, TRUE },
  { "storage", "airtable.base-id", FALSE },
  { "mailing", "mailchimp.list-id", FALSE },
};

static const Recipient *
find (const char *purpose)
{
  for (gsize i = 0; i < G_N_ELEMENTS (recipients); i++)
    if (g_str_equal (purpose, recipients[i].purpose))
      return &recipients[i];

  return NULL;
}

gboolean
shc_recipient_is_named (const char *purpose)
{
  g_return_val_if_fail (purpose != NULL, FALSE);

  return find (purpose) != NULL;
}

static char *
dup_host (const char *address)
{
  char *host = NULL;

  g_uri_split_network (address, G_URI_FLAGS_NONE, NULL, &host, NULL, NULL);
  return host;
}

gboolean
shc_recipient_find (ShcDb       *db,
                    const char  *purpose,
                    char       **recipient,
                    GError     **error)
{
  const Recipient *known;
  g_autofree char *value = NULL;

  g_return_val_if_fail (purpose != NULL && recipient != NULL, FALSE);

  *recipient = NULL;
  known = find (purpose);
  /* A service that this version has no settings of has no recipient either. */
  if (known == NULL || shc_settings_describe (known->setting) == NULL)
    return TRUE;
  value = shc_settings_get (db, known->setting, error);
  if (value == NULL)
    return FALSE;
  if (known->host)
    *recipient = dup_host (value);
  else if (*value != '\0')
    *recipient = g_steal_pointer (&value);
  return TRUE;
}

gboolean
shc_recipient_check (const char  *purpose,
                     const char  *recipient,
                     GError     **error)
{
  g_return_val_if_fail (purpose != NULL, FALSE);

  if (recipient != NULL || !g_str_equal (purpose, "mailing"))
    return TRUE;
  g_set_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_UNSET,
               _("No mailing list is set yet, so there is none that you could agree to. Nothing was recorded. Set %s first."),
               find (purpose)->setting);
  return FALSE;
}

gboolean
shc_consent_record_here (ShcDb       *db,
                         const char  *purpose,
                         gboolean     granted,
                         gint64       now_us,
                         GError     **error)
{
  g_autofree char *recipient = NULL;

  return shc_recipient_find (db, purpose, &recipient, error) &&
         shc_consent_record (db, purpose, recipient, shc_consent_get_wording (purpose), granted, now_us, error);
}

gboolean
shc_consent_record_shown (ShcDb       *db,
                          const char  *purpose,
                          const char  *shown,
                          gboolean     granted,
                          gint64       now_us,
                          GError     **error)
{
  g_autofree char *recipient = NULL;

  if (!shc_recipient_find (db, purpose, &recipient, error))
    return FALSE;
  if (granted && g_strcmp0 (recipient, shown) != 0)
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                           _("Whom it would go to was changed while you were asked, so nothing was recorded. Please "
                             "look again, and agree if it is still right."));
      return FALSE;
    }
  return shc_consent_record (db, purpose, recipient, shc_consent_get_wording (purpose), granted, now_us, error);
}
