/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why nothing is shared, or fetched. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_SHARING_ERROR_CONSENT,     /* to sending it to this base or list */
  SHC_SHARING_ERROR_NETWORK_OFF, /* by the person's own setting */
  SHC_SHARING_ERROR_UNSET,       /* no base, list or form was chosen */
  SHC_SHARING_ERROR_INCOMPLETE,  /* something of the person's is missing: an e-mail address */
  SHC_SHARING_ERROR_PREPARE,     /* the service has not the tables or columns that are needed */
  SHC_SHARING_ERROR_UNFINISHED,  /* a run was cut off and has to go on first */
  SHC_SHARING_ERROR_NOTHING,     /* there is nothing to go on with, or to take back */
  SHC_SHARING_ERROR_CHANGED,     /* what stands there is not what was written: the person has to say */
  SHC_SHARING_ERROR_MAPPING,     /* the setting that says what means what cannot be read */
  SHC_SHARING_ERROR_NOT_FOUND,   /* nobody's answers were found that could be the person's */
  SHC_SHARING_ERROR_UNCONFIRMED, /* the person has not said yet that what was found is theirs */
} ShcSharingError;

#define SHC_SHARING_ERROR (shc_sharing_error_quark ())
GQuark shc_sharing_error_quark (void);

G_END_DECLS
