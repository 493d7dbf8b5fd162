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
    N_("Typeform refused the token. Please check it. Nothing was changed.") },
  { 403, SHC_SERVICE_ERROR_KEY, FALSE,
    N_("Typeform refused the token, or it has not the right to read responses (“Responses: read”). Nothing was "
       "changed.") },
  { 404, SHC_SERVICE_ERROR_GONE, FALSE,
    N_("Typeform knows no such form in this account. Please check the form’s id. Nothing was changed.") },
  { 408, SHC_SERVICE_ERROR_TIMEOUT, TRUE, N_("Typeform did not answer in time. Nothing was changed.") },
  { 429, SHC_SERVICE_ERROR_RATE_LIMITED, TRUE,
    N_("Typeform asks to wait: too many requests came at once. Nothing was changed; try again in a minute.") },
};

static const char *const addresses[] = {
  "https://api.typeform.com", "https://api.eu.typeform.com", "https://api.typeform.eu", NULL,
};

const char *const *
shc_typeform_get_addresses (void)
{
  return addresses;
}

static void
judge (guint           status,
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

/* A token or a form of another data centre is unknown here, which reads as if it were wrong. */
static void
add_others (guint           status,
            ShcHttpVerdict *verdict,
            const char     *advice)
{
  char *message;

  if (status != 401 && status != 404)
    return;
  message = g_strconcat (verdict->message, " ", advice, NULL);
  g_free (verdict->message);
  verdict->message = message;
}

static void
judge_world (guint           status,
             GBytes         *body,
             ShcHttpVerdict *verdict)
{
  g_autofree char *advice =
    /* Translators: two addresses. */
    g_strdup_printf (_("An account in Europe has another address: %s or %s."),
                     addresses[1], addresses[2]);

  judge (status, body, verdict);
  add_others (status, verdict, advice);
}

static void
judge_europe (guint           status,
              GBytes         *body,
              ShcHttpVerdict *verdict,
              const char     *other)
{
  g_autofree char *advice =
    /* Translators: two addresses. */
    g_strdup_printf (_("Accounts have one of three addresses: try %s, or %s."), other,
                     addresses[0]);

  judge (status, body, verdict);
  add_others (status, verdict, advice);
}

static void
judge_europe_new (guint           status,
                  GBytes         *body,
                  ShcHttpVerdict *verdict)
{
  judge_europe (status, body, verdict, addresses[2]);
}

static void
judge_europe_old (guint           status,
                  GBytes         *body,
                  ShcHttpVerdict *verdict)
{
  judge_europe (status, body, verdict, addresses[1]);
}

ShcHttpJudge
shc_typeform_get_judge (const char *base_url)
{
  static const ShcHttpJudge judges[] = { judge_world, judge_europe_new, judge_europe_old };

  g_return_val_if_fail (base_url != NULL, judge);

  for (guint i = 0; i < G_N_ELEMENTS (judges); i++)
    if (g_str_equal (base_url, addresses[i]))
      return judges[i];
  return judge;
}
