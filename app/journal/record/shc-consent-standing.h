/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds now of each consent, by its newest entry and by whom it would name today. */

#pragma once

#include "shc-consent.h"

G_BEGIN_DECLS

typedef enum
{
  SHC_CONSENT_NEVER,     /* nothing was ever recorded */
  SHC_CONSENT_GRANTED,
  SHC_CONSENT_WITHDRAWN,
  SHC_CONSENT_LAPSED,    /* given, and to another than would get it today, or to other words than today's */
  SHC_CONSENT_ASK_AGAIN, /* it came with a restored backup */
} ShcConsentState;

/**
 * ShcConsentStanding:
 * @purpose: (transfer none)
 * @needs_recipient: whether it names somebody at all
 * @recipient: (nullable): whom it would name now; %NULL where nobody is named, or nobody is chosen yet
 * @last: (nullable): its newest entry
 * @given: (nullable): the newest that was granted; the same as @last while it holds
 */
typedef struct
{
  const char     *purpose;
  ShcConsentState state;
  gboolean        needs_recipient;
  char           *recipient;
  ShcConsent     *last;
  ShcConsent     *given;
} ShcConsentStanding;
void shc_consent_standing_free (ShcConsentStanding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcConsentStanding, shc_consent_standing_free)

/** shc_consent_standing_load: Returns: (transfer full): of one purpose; %NULL with an error. */
ShcConsentStanding *shc_consent_standing_load (ShcDb *db, const char *purpose, GError **error);
/** shc_consent_standing_is_reworded: whether it was given to other words than today's. */
gboolean            shc_consent_standing_is_reworded (const ShcConsentStanding *self);
/** shc_consent_standing_describe: Returns: (transfer none): its state in a few words, translated, such as "agreed". */
const char         *shc_consent_standing_describe (const ShcConsentStanding *self);
/** shc_consent_state_to_string: Returns: the state's name for other programs. */
const char         *shc_consent_state_to_string (ShcConsentState state);

/**
 * ShcLedger: all that is shown of it, as it was at one moment.
 * @entries: (element-type ShcConsent): oldest first
 * @standings: (element-type ShcConsentStanding): one for each purpose, in the order of shc_consent_get_purposes()
 * @adult: whether the person has said to be 18 or older
 */
typedef struct
{
  GPtrArray *entries;
  GPtrArray *standings;
  gboolean   adult;
} ShcLedger;
void shc_ledger_free (ShcLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcLedger, shc_ledger_free)

/** shc_ledger_load: Returns: (transfer full): %NULL with an error. */
ShcLedger *shc_ledger_load (ShcDb *db, GError **error);

G_END_DECLS
