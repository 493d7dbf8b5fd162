/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journey e-mails in words: what stands at Mailchimp, what becomes of it, what went wrong. */

#define G_LOG_DOMAIN "shc-mailing-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-mailing-dialog-private.h"
#include "shc-service-error.h"
#include "shc-vault-error.h"

static const struct { const char *name; const char *words; } statuses[] = {
  { "subscribed", N_("on the list") },
  { "pending", N_("asked by mail to confirm (pending)") },
  { "unsubscribed", N_("left the list (unsubscribed)") },
  { "cleaned", N_("taken off, because mails came back (cleaned)") },
  { "transactional", N_("known there, but not on the list") },
  { "archived", N_("archived: out of sight, nothing deleted") },
};

char *
shc_mailing_words_status (const char *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (statuses[i].name, status) == 0)
      return g_strdup (_(statuses[i].words));
  return g_strdup (status != NULL ? status : _("not there"));
}

static char *
dup_value (const ShcMailingChange *change,
           const char             *value)
{
  if (g_str_equal (change->field, "status"))
    return shc_mailing_words_status (value);
  return g_strdup (value != NULL && *value != '\0' ? value : "–");
}

char *
shc_mailing_words_change (const ShcMailingItem   *item,
                          const ShcMailingChange *change)
{
  g_autofree char *before = dup_value (change, change->before);
  g_autofree char *after = dup_value (change, change->after);

  if (g_str_equal (change->field, "events") || g_str_equal (change->field, "milestone"))
    return g_steal_pointer (&after);
  if (g_str_equal (change->field, "tags"))
    /* Translators: %s is a tag. */
    return change->after != NULL ? g_steal_pointer (&after) : g_strdup_printf (_("Taken away: %s"), before);
  /* What is deleted becomes nothing else. */
  if (g_str_equal (item->step->part, "erase"))
    /* Translators: %s is such as "on the list". */
    return change->before != NULL ? g_strdup_printf (_("Now: %s"), before) : NULL;
  if (change->before == NULL)
    return g_steal_pointer (&after);
  return g_strdup_printf ("%s → %s", before, after);
}

char *
shc_mailing_words_title (const ShcMailingItem   *item,
                         const ShcMailingChange *change)
{
  const char *part = item->step->part;

  if (g_str_equal (change->field, "email_address"))
    return g_strdup (_("Join the List"));
  if (g_str_equal (change->field, "FNAME"))
    return g_strdup (_("Your Healing Name"));
  if (g_str_equal (change->field, "tags"))
    return g_strdup (_("Tag"));
  if (g_str_equal (change->field, "events"))
    return g_strdup (_("Event, Which Starts Mails"));
  if (g_str_equal (part, "rejoin"))
    return g_strdup (_("Ask to Be Put Back on the List"));
  if (g_str_equal (part, "erase"))
    return g_strdup (_("Delete for Ever"));
  return g_strdup (g_str_equal (part, "archive") ? _("Archive") : _("Leave the List"));
}

static gboolean
has_part (const ShcMailingPlan *plan,
          const char           *part)
{
  for (guint i = 0; i < plan->items->len; i++)
    if (g_str_equal (((const ShcMailingItem *) g_ptr_array_index (plan->items, i))->step->part, part))
      return TRUE;
  return FALSE;
}

char *
shc_mailing_words_button (const ShcMailingPlan *settled,
                          guint                 n)
{
  switch (settled->wish)
    {
    case SHC_MAILING_UNDO:
      return g_strdup (_("_Take This Back"));
    case SHC_MAILING_UNSUBSCRIBE:
      return g_strdup (_("_Unsubscribe Me"));
    case SHC_MAILING_ARCHIVE:
      return g_strdup (_("_Archive Me"));
    case SHC_MAILING_FORGET:
      return g_strdup (_("_Delete Me There for Ever…"));
    case SHC_MAILING_JOIN:
    default:
      break;
    }
  if (n == 0)
    return g_strdup (_("_Send"));
  if (has_part (settled, "rejoin") || (settled->status_now == NULL && g_strcmp0 (settled->status, "pending") == 0))
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Ask for the Confirmation Mail (%u Request)",
                                         "_Ask for the Confirmation Mail, and Send the Rest (%u Requests)", n), n);
  if (settled->status_now == NULL)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Join the List (%u Request)",
                                         "_Join the List, and Send the Rest (%u Requests)", n), n);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Send This to Mailchimp (%u Request)",
                                       "_Send These to Mailchimp (%u Requests)", n), n);
}

char *
shc_mailing_words_step (const ShcSharingStep *step)
{
  if (g_str_equal (step->part, "event"))
    return g_strdup (_("An Event"));
  if (g_str_equal (step->part, "tags"))
    return g_strdup (_("The Tags"));
  return g_strdup (_("Your Place on the List"));
}

/* What somebody at the window does about it; "" where the sentence itself says it. */
static const char *
get_advice (const GError *error)
{
  if (error->domain == SHC_SERVICE_ERROR)
    switch ((ShcServiceError) error->code)
      {
      case SHC_SERVICE_ERROR_KEY:
      case SHC_SERVICE_ERROR_FORBIDDEN:
        return _("Enter the key again, or ask whoever gave it to you.");
      case SHC_SERVICE_ERROR_GONE:
        return _("Look whether the audience id is right.");
      case SHC_SERVICE_ERROR_OFFLINE:
      case SHC_SERVICE_ERROR_TIMEOUT:
        return _("Try again when this computer is connected.");
      default:
        return "";
      }
  return "";
}

/* Engines speak to all faces: some of their sentences name a command, or a text that was typed. */
static const char *
get_sentence (const GError *error)
{
  if (g_error_matches (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNSET))
    return _("Which list it is has to be said first.");
  if (g_error_matches (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CONSENT))
    return _("You have not agreed to this list, or took it back.");
  if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_SERVICE_KEY))
    return _("No key for Mailchimp is stored on this computer. Enter one above.");
  if (g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE))
    return _("There is no connection to Mailchimp.");
  if (g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TIMEOUT))
    return _("Mailchimp did not answer in time.");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return _("Stopped.");
  return error->message;
}

char *
shc_mailing_words_problem (const GError *error,
                           gboolean      cut_off)
{
  const char *advice = get_advice (error);
  const char *safe = cut_off ? _("What has gone is written down. “Go On” continues from there, and nothing goes twice.")
                             : _("Nothing was changed at Mailchimp.");
  /* That an earlier run has to go on is said by its own sentence. */
  gboolean plain = g_error_matches (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNFINISHED);

  if (plain)
    return g_strdup (get_sentence (error));
  return g_strconcat (get_sentence (error), " ", safe, *advice != '\0' ? " " : "", advice, NULL);
}
