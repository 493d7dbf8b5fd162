/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be wrong with what somebody wants to do to the journal's records. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_JOURNAL_ERROR_NOT_FOUND, /* no such reflection, version, setting */
  SHC_JOURNAL_ERROR_INVALID,   /* a value out of range, an unknown name */
  SHC_JOURNAL_ERROR_UNSET,     /* something has to be set first */
  SHC_JOURNAL_ERROR_CONSENT,   /* the ledger's chain is broken, or a consent is missing */
} ShcJournalError;
#define SHC_JOURNAL_ERROR (shc_journal_error_quark ())
GQuark shc_journal_error_quark (void);

G_END_DECLS
