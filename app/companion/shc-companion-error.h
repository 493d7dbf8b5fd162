/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why nothing is sent to the companion. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_COMPANION_ERROR_ADULT_ONLY,  /* not said to be 18 or older */
  SHC_COMPANION_ERROR_CONSENT,     /* to sending it to this server */
  SHC_COMPANION_ERROR_NETWORK_OFF, /* by the person's own setting */
  SHC_COMPANION_ERROR_LIMIT,       /* the person's own limit for this month is reached */
  SHC_COMPANION_ERROR_MODEL,       /* none was chosen */
  SHC_COMPANION_ERROR_KEY,         /* the service needs one, and there is none */
  SHC_COMPANION_ERROR_CHANGED,     /* another server was set since it was prepared */
  SHC_COMPANION_ERROR_NEVER_SEND,  /* something to be included is marked so */
} ShcCompanionError;

#define SHC_COMPANION_ERROR (shc_companion_error_quark ())
GQuark shc_companion_error_quark (void);

G_END_DECLS
