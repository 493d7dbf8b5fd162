/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the errors of Typeform mean for a person: the status alone decides, since the codes beside it are not all known. */

#define G_LOG_DOMAIN "shc-typeform"

#include "config.h"

#include "shc-typeform-errors.h"

#include <glib/gi18n-lib.h>

static const struct
{
  guint            status;
  ShcServiceError  code;
  gboolean         retry;
  const char      *message;
} known[] = {
  { 400, SHC_SERVICE_ERROR_REQUEST, FALSE,
    N_("Typeform did not accept the request. Please check the ids of the form and of the response; nothing was changed.") },
  { 401, SHC_SERVICE_ERROR_KEY, FALSE,
    N_("Typeform refused the token. Please check it; accounts in Europe have an address of their own, which is a "
       "setting. Nothing was changed.") },
  { 403, SHC_SERVICE_ERROR_KEY, FALSE,
    N_("Typeform refused the token, or it has not the right to read responses (“Responses: read”). Nothing was "
       "changed.") },
  { 404, SHC_SERVICE_ERROR_GONE, FALSE,
    N_("Typeform knows no such form in this account. Please check the form’s id; accounts in Europe have an address of "
       "their own, which is a setting. Nothing was changed.") },
  { 408, SHC_SERVICE_ERROR_TIMEOUT, TRUE, N_("Typeform did not answer in time. Nothing was changed.") },
  { 429, SHC_SERVICE_ERROR_RATE_LIMITED, TRUE,
    N_("Typeform asks to wait: too many requests came at once. Nothing was changed; try again in a minute.") },
};

void
shc_typeform_judge (guint           status,
                    GBytes         *body,
                    ShcHttpVerdict *verdict)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].status == status)
      {
        *verdict = (ShcHttpVerdict) { known[i].code, g_strdup (_(known[i].message)), known[i].retry };
        return;
      }
  verdict->code = status >= 500 ? SHC_SERVICE_ERROR_FAULT : SHC_SERVICE_ERROR_REQUEST;
  verdict->retry = status >= 500;
  verdict->message = g_strdup (status >= 500 ? _("Typeform had a fault. Nothing was changed; trying again later may do.")
                                             : _(known[0].message));
}
