/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a consent names: who would get what it allows, by the settings of this moment. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** shc_recipient_is_named: Returns: whether consent to @purpose names somebody: it lapses when that is another one. */
gboolean shc_recipient_is_named (const char *purpose);

/** shc_recipient_find: @recipient: (out) (transfer full) (nullable): the host of the companion's server, and so
 * on; %NULL where nobody is named, or no one is set. */
gboolean shc_recipient_find (ShcDb *db, const char *purpose, char **recipient, GError **error);

/** shc_recipient_check: whether somebody can be asked for consent to @purpose, other than when a journal is made, which names nobody yet. @recipient: (nullable): whom shc_recipient_find() found.
 * Its words may speak of whom they name, as those of "mailing" do; those of "storage" are of a place that is chosen later, too, and
 * without one nothing can be sent by it. Errors: UNSET, saying what to do first. */
gboolean shc_recipient_check (const char *purpose, const char *recipient, GError **error);

/** shc_consent_record_here: shc_consent_record() with whom shc_recipient_find() finds and the words of
 * shc_consent_get_wording(). */
gboolean shc_consent_record_here (ShcDb *db, const char *purpose, gboolean granted, gint64 now_us, GError **error);

/** shc_consent_record_shown: the same for what somebody was asked a moment ago. @shown: (nullable): whom they were
 * told that it goes to. Errors: INVALID if it would be granted to another one by now; nothing is recorded then. */
gboolean shc_consent_record_shown (ShcDb *db, const char *purpose, const char *shown, gboolean granted,
                                   gint64 now_us, GError **error);

G_END_DECLS
