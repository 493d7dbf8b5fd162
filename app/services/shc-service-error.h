/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can go wrong between this computer and a service, one code for each different reaction. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_SERVICE_ERROR_OFFLINE,      /* no connection was made: trying again later may do */
  SHC_SERVICE_ERROR_TLS,          /* the other side could not prove who it is: there is no way around */
  SHC_SERVICE_ERROR_INSECURE,     /* an address without encryption that is not this computer */
  SHC_SERVICE_ERROR_REDIRECT,     /* it sent us elsewhere, and we do not follow */
  SHC_SERVICE_ERROR_TIMEOUT,      /* it did not answer in time */
  SHC_SERVICE_ERROR_KEY,          /* the key was refused */
  SHC_SERVICE_ERROR_FORBIDDEN,    /* not for this account or this country */
  SHC_SERVICE_ERROR_MODEL,        /* there is no such model for this account */
  SHC_SERVICE_ERROR_TOO_LONG,     /* more than the model can read */
  SHC_SERVICE_ERROR_QUOTA,        /* the account has no credit left, or reached its limit */
  SHC_SERVICE_ERROR_RATE_LIMITED, /* too many requests */
  SHC_SERVICE_ERROR_FAULT,        /* the service itself failed */
  SHC_SERVICE_ERROR_REQUEST,      /* it did not accept what was asked */
  SHC_SERVICE_ERROR_PROTOCOL,     /* what came is not what the service speaks */
  SHC_SERVICE_ERROR_STORED,       /* it says that it keeps what it was asked not to keep */
  SHC_SERVICE_ERROR_COMPLIANCE,   /* the address left the list, bounced or is looked at: only the person can join again */
  SHC_SERVICE_ERROR_ERASED,       /* the address was erased there for good */
  SHC_SERVICE_ERROR_LATER,        /* not now, but perhaps in some hours */
  SHC_SERVICE_ERROR_GONE,         /* the row or table meant is not there any more */
  SHC_SERVICE_ERROR_CHOICE,       /* a value is not among those that a column allows */
  SHC_SERVICE_ERROR_FIELD,        /* a column is not there: renamed, or taken away */
  SHC_SERVICE_ERROR_BAD_RECORD,   /* a record was refused, and everything that was sent with it */
  SHC_SERVICE_ERROR_TOO_LARGE,    /* too much in one request: fewer records may do */
  SHC_SERVICE_ERROR_MONTH_SPENT,  /* no requests are left in this month */
  SHC_SERVICE_ERROR_EXPIRED,      /* it forgot where it was in a list: from the start again */
} ShcServiceError;

#define SHC_SERVICE_ERROR (shc_service_error_quark ())
GQuark shc_service_error_quark (void);

/**
 * ShcServiceAdvice: what else is known of a request that failed.
 * @retry: whether the same may do later
 * @wait_ms: how long the service asks to wait before that; -1 if it does not
 * @undone: whether it is certain that it changed nothing there. If not, it may have been carried out, and only the
 *   answer was lost.
 */
typedef struct
{
  gboolean retry;
  gint64   wait_ms;
  gboolean undone;
} ShcServiceAdvice;

/** shc_service_error_get_advice: Returns: (transfer none): of an error of %SHC_SERVICE_ERROR, to be read or changed; it
 * is copied along with it. Unless somebody said otherwise: no retry, no wait, not certainly undone. */
ShcServiceAdvice *shc_service_error_get_advice (const GError *error);

G_END_DECLS
