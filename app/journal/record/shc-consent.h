/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consent ledger: append-only, each entry bound to the one before by a hash (BLAKE2b). */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** Version of the wording people agree to now. */
#define SHC_CONSENT_WORDING "2026-11"

/**
 * ShcConsent: one entry.
 * @purpose: "storage", "chat-history", "companion" or "mailing"
 * @recipient: (nullable): whom it names
 * @fields: (nullable): what may be given away by it, comma-separated; %NULL where nothing leaves this computer, and in
 *   entries that were written before this list was
 * @digest: (nullable): keyed digest of what was sent with the entry itself; %NULL where nothing was, as of all purposes
 *   that there are
 * @wording: version of the words that were agreed to
 * @text: (nullable): the words themselves, as they were shown; always there for what was granted
 * @restored: came with a restored backup: reads "ask again"
 * @chain: (nullable): the hash that binds it to those before it, 64 digits of base 16; only of what was read
 */
typedef struct
{
  gint64   number;
  gint64   at_us;
  char    *purpose;
  char    *recipient;
  char    *fields;
  char    *digest;
  char    *wording;
  char    *text;
  gboolean granted;
  gboolean restored;
  char    *chain;
} ShcConsent;
void shc_consent_free (ShcConsent *consent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcConsent, shc_consent_free)

/** Returns: (array zero-terminated=1): all there are. */
const char *const *shc_consent_get_purposes (void);
gboolean    shc_consent_is_purpose (const char *purpose);
/** Returns: (transfer none): what it is about, translated, as a heading; @purpose itself if it is unknown. */
const char *shc_consent_get_title (const char *purpose);
/** Returns: the translated wording that is agreed to, whole sentences. */
const char *shc_consent_get_wording (const char *purpose);

/** Returns: (nullable): what may be given away by a consent to @purpose, comma-separated; %NULL where nothing is. */
const char *shc_consent_get_fields (const char *purpose);

/** shc_consent_record: @recipient: (nullable). @text: (nullable): the words that the person was shown,
 * as shown, such as shc_consent_get_wording(); without them nothing can be granted. Withdrawing "chat-history"
 * removes all conversations that are kept, in the same transaction. */
gboolean    shc_consent_record (ShcDb *db, const char *purpose, const char *recipient, const char *text,
                                gboolean granted, gint64 now_us, GError **error);
/** Whether @purpose is granted now (last entry; not when it reads "ask again", or was given to older words). */
gboolean    shc_consent_is_granted (ShcDb *db, const char *purpose, gboolean *granted, GError **error);
/** The same, for what names whom it is given to: it lapses when that is no longer @recipient. */
gboolean    shc_consent_is_granted_to (ShcDb *db, const char *purpose, const char *recipient, gboolean *granted,
                                       GError **error);
/** Returns: (transfer full) (element-type ShcConsent): oldest first. */
GPtrArray  *shc_consent_list (ShcDb *db, GError **error);
/** shc_consent_get_reason: Returns: (transfer none) (nullable): why the program took it back by itself, in words for a person;
 * %NULL for all that somebody did. */
const char *shc_consent_get_reason (const ShcConsent *entry);

/** Returns: %TRUE if the chain holds, and ends where it ended; else %SHC_JOURNAL_ERROR_CONSENT names the broken entry, also
 * in @broken. @entries: (out). */
gboolean    shc_consent_verify (ShcDb *db, gint64 *entries, gint64 *broken, GError **error);
/** Returns: what shc_consent_verify() cannot find out, translated: two sentences to be said beside its answer. */
const char *shc_consent_get_limits (void);
/** Appends a `restored` entry for every purpose that is granted. */
gboolean    shc_consent_mark_restored (ShcDb *db, gint64 now_us, GError **error);

G_END_DECLS
