/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds now of each consent. */

#define G_LOG_DOMAIN "shc-consent-standing"

#include "config.h"

#include "shc-consent-standing.h"

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-profile.h"
#include "shc-recipient.h"
#include "shc-transaction.h"

void
shc_consent_standing_free (ShcConsentStanding *self)
{
  if (self == NULL)
    return;
  g_free (self->recipient);
  shc_consent_free (self->last);
  shc_consent_free (self->given);
  g_free (self);
}

static void
free_standing (gpointer data)
{
  shc_consent_standing_free (data);
}

void
shc_ledger_free (ShcLedger *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->standings, g_ptr_array_unref);
  g_free (self);
}

static ShcConsent *
copy_entry (const ShcConsent *entry)
{
  ShcConsent *copy = g_memdup2 (entry, sizeof *entry);

  copy->purpose = g_strdup (entry->purpose);
  copy->recipient = g_strdup (entry->recipient);
  copy->fields = g_strdup (entry->fields);
  copy->digest = g_strdup (entry->digest);
  copy->wording = g_strdup (entry->wording);
  copy->text = g_strdup (entry->text);
  copy->chain = g_strdup (entry->chain);
  return copy;
}

/* The newest entry about @purpose; with @granted, the newest that was granted. */
static ShcConsent *
dup_newest (GPtrArray  *entries,
            const char *purpose,
            gboolean    granted)
{
  for (guint i = entries->len; i > 0; i--)
    {
      const ShcConsent *entry = g_ptr_array_index (entries, i - 1);

      if (g_strcmp0 (entry->purpose, purpose) == 0 && (!granted || entry->granted))
        return copy_entry (entry);
    }
  return NULL;
}

gboolean
shc_consent_standing_is_reworded (const ShcConsentStanding *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->last != NULL && self->last->granted && g_strcmp0 (self->last->wording, SHC_CONSENT_WORDING) != 0;
}

const char *
shc_consent_standing_describe (const ShcConsentStanding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->state)
    {
    case SHC_CONSENT_GRANTED:
      return _("agreed");
    case SHC_CONSENT_WITHDRAWN:
      return _("taken back");
    case SHC_CONSENT_LAPSED:
      return shc_consent_standing_is_reworded (self) ? _("lapsed, since it was given to other words than today’s")
                                                     : _("lapsed, since it names another one than would get it now");
    case SHC_CONSENT_ASK_AGAIN:
      return _("to be asked again, after a restore");
    case SHC_CONSENT_NEVER:
    default:
      return _("never agreed to");
    }
}

const char *
shc_consent_state_to_string (ShcConsentState state)
{
  static const char *const names[] = {
    [SHC_CONSENT_NEVER] = "never",
    [SHC_CONSENT_GRANTED] = "granted",
    [SHC_CONSENT_WITHDRAWN] = "withdrawn",
    [SHC_CONSENT_LAPSED] = "lapsed",
    [SHC_CONSENT_ASK_AGAIN] = "ask-again",
  };

  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

static ShcConsentState
judge (const ShcConsentStanding *self)
{
  if (self->last == NULL)
    return SHC_CONSENT_NEVER;
  if (self->last->restored)
    return SHC_CONSENT_ASK_AGAIN;
  if (!self->last->granted)
    return SHC_CONSENT_WITHDRAWN;
  if (shc_consent_standing_is_reworded (self) ||
      (self->needs_recipient && g_strcmp0 (self->last->recipient, self->recipient) != 0))
    return SHC_CONSENT_LAPSED;
  return SHC_CONSENT_GRANTED;
}

static ShcConsentStanding *
create_standing (ShcDb       *db,
                 GPtrArray   *entries,
                 const char  *purpose,
                 GError     **error)
{
  g_autoptr(ShcConsentStanding) self = g_new0 (ShcConsentStanding, 1);

  self->purpose = purpose;
  self->needs_recipient = shc_recipient_is_named (purpose);
  if (!shc_recipient_find (db, purpose, &self->recipient, error))
    return NULL;
  self->last = dup_newest (entries, purpose, FALSE);
  self->given = dup_newest (entries, purpose, TRUE);
  self->state = judge (self);
  return g_steal_pointer (&self);
}

ShcConsentStanding *
shc_consent_standing_load (ShcDb       *db,
                           const char  *purpose,
                           GError     **error)
{
  g_autoptr(ShcConsentStanding) standing = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  gboolean own;

  if (!shc_transaction_begin_read (db, &own, error))
    return NULL;
  entries = shc_consent_list (db, error);
  if (entries != NULL)
    standing = create_standing (db, entries, purpose, error);
  return shc_transaction_end (db, own, standing != NULL, error) ? g_steal_pointer (&standing) : NULL;
}

static gboolean
load_adult (ShcDb      *db,
            ShcLedger  *ledger,
            GError    **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(ShcProfile) profile = shc_profile_load (db, &problem);

  if (profile == NULL && !g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  ledger->adult = profile != NULL && profile->adult == SHC_ADULT_YES;
  return TRUE;
}

static gboolean
load (ShcDb      *db,
      ShcLedger  *ledger,
      GError    **error)
{
  const char *const *purposes = shc_consent_get_purposes ();

  ledger->entries = shc_consent_list (db, error);
  if (ledger->entries == NULL || !load_adult (db, ledger, error))
    return FALSE;
  for (guint i = 0; purposes[i] != NULL; i++)
    {
      ShcConsentStanding *standing = create_standing (db, ledger->entries, purposes[i], error);

      if (standing == NULL)
        return FALSE;
      g_ptr_array_add (ledger->standings, standing);
    }
  return TRUE;
}

ShcLedger *
shc_ledger_load (ShcDb   *db,
                 GError **error)
{
  g_autoptr(ShcLedger) ledger = g_new0 (ShcLedger, 1);
  gboolean own, ok;

  ledger->standings = g_ptr_array_new_with_free_func (free_standing);
  if (!shc_transaction_begin_read (db, &own, error))
    return NULL;
  ok = load (db, ledger, error);
  return shc_transaction_end (db, own, ok, error) ? g_steal_pointer (&ledger) : NULL;
}
