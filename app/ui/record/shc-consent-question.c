/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking before a consent is given, or taken back with what was kept under it. */

#define G_LOG_DOMAIN "shc-consent-question"

#include "config.h"

#include "shc-consent-question.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"
#include "shc-consent.h"

static char *
create_heading (const char *purpose,
                const char *recipient)
{
  if (g_str_equal (purpose, "companion"))
    /* Translators: %s is a host, such as api.openai.com. */
    return g_strdup_printf (_("Talk With the Companion at %s?"), recipient);
  if (g_str_equal (purpose, "storage"))
    /* Translators: %s is the id of a base of Airtable. */
    return g_strdup_printf (_("Agree to Data Storage in the Base “%s”?"), recipient);
  if (g_str_equal (purpose, "mailing"))
    /* Translators: %s is the id of a mailing list. */
    return g_strdup_printf (_("Agree to E-mails From the List “%s”?"), recipient);
  return g_strdup (_("Keep Conversations?"));
}

gboolean
shc_consent_question_is_needed (const char *purpose,
                                gboolean    grant)
{
  g_return_val_if_fail (purpose != NULL, TRUE);

  return grant || g_str_equal (purpose, "chat-history");
}

void
shc_consent_question_async (GtkWidget          *from,
                            const char         *purpose,
                            const char         *recipient,
                            gboolean            grant,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autofree char *heading = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (shc_consent_is_purpose (purpose));
  g_return_if_fail (recipient != NULL || !grant || g_str_equal (purpose, "chat-history"));

  if (!grant)
    {
      shc_confirm_async (from, _("Keep No Conversations?"),
                         _("All conversations with the companion that are kept in this journal are removed now, and "
                           "cannot be brought back."),
                         _("_Cancel"), _("_Remove Them"), SHC_CONFIRM_DESTRUCTIVE, cancellable, callback, user_data);
      return;
    }
  heading = create_heading (purpose, recipient);
  /* The words that are recorded are the ones that are read here. */
  shc_confirm_async (from, heading, shc_consent_get_wording (purpose), _("_Not Now"), _("I _Agree"),
                     SHC_CONFIRM_SUGGESTED, cancellable, callback, user_data);
}
