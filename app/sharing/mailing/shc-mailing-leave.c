/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the last run is taken back, and how somebody leaves a list. */

#define G_LOG_DOMAIN "shc-mailing-leave"

#include "config.h"

#include "shc-mailing-private.h"

#include <glib/gi18n-lib.h>

static gboolean
is_active (const ShcMailchimpAnswer *member)
{
  return g_strcmp0 (member->status, "subscribed") == 0 || g_strcmp0 (member->status, "pending") == 0;
}

/* Whether the name is still the one that was written. */
static gboolean
is_as_written (const ShcMailchimpAnswer *member,
               const ShcSharingStep     *step)
{
  g_autofree char *digest = shc_mailing_digest (member->name);

  return step->digests == NULL || g_str_equal (digest, step->digests);
}

static void
undo_member (ShcMailingPlan           *plan,
             const ShcMailchimpAnswer *member,
             const ShcSharingStep     *step)
{
  gboolean archive = step->change == SHC_SHARING_CREATE || g_strcmp0 (step->before, "archived") == 0;
  ShcMailingItem *item;

  if (!is_active (member))
    {
      shc_mailing_plan_note (plan, _("You are not on the list any more, so there is nothing to take back about that."));
      return;
    }
  if (!archive && step->before == NULL)
    {
      shc_mailing_plan_note (plan, _("What stood there before is not kept that long, so the name stays as it is."));
      return;
    }
  item = shc_mailing_plan_add (plan, archive ? SHC_MAILING_ARCHIVED : SHC_MAILING_MEMBER, "",
                               archive ? SHC_SHARING_DELETE : SHC_SHARING_UPDATE, step->remote_id,
                               archive ? NULL : g_strdup (step->before));
  item->ticked = is_as_written (member, step);
  if (archive || g_str_equal (step->part, SHC_MAILING_REJOIN))
    {
      g_free (plan->status);
      plan->status = g_strdup (archive ? "archived" : "unsubscribed");
      shc_mailing_item_say (item, "status", member->status, plan->status);
    }
  else
    {
      g_autofree char *name = shc_mailchimp_dup_name (step->before);

      shc_mailing_item_say (item, SHC_MAILCHIMP_NAME, member->name, name);
    }
  if (!item->ticked)
    shc_mailing_plan_note (plan, _("The name there is not the one that was written: somebody changed it since. That is only "
                                   "taken back if you say so."));
}

/* Those that are gone already are let be. */
static void
undo_tags (ShcMailingPlan           *plan,
           const ShcMailchimpAnswer *member,
           const ShcSharingStep     *step)
{
  g_auto(GStrv) added = shc_mailchimp_list_tags (step->before);
  g_autoptr(GPtrArray) there = g_ptr_array_new ();
  ShcMailingItem *item;

  for (guint i = 0; added[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) member->tags, added[i]))
      g_ptr_array_add (there, added[i]);
  if (there->len == 0)
    return;
  g_ptr_array_add (there, NULL);
  item = shc_mailing_plan_add (plan, SHC_MAILING_TAGS, "", SHC_SHARING_UPDATE, step->remote_id,
                               shc_mailchimp_write_tags (NULL, (const char *const *) there->pdata));
  for (guint i = 0; i + 1 < there->len; i++)
    shc_mailing_item_say (item, "tags", g_ptr_array_index (there, i), NULL);
}

static void
undo_step (ShcMailingPlan           *plan,
           const ShcMailchimpAnswer *member,
           const ShcSharingStep     *step)
{
  if (step->state != SHC_SHARING_DONE)
    return;
  if (g_str_equal (step->part, SHC_MAILING_MEMBER) || g_str_equal (step->part, SHC_MAILING_REJOIN))
    undo_member (plan, member, step);
  else if (g_str_equal (step->part, SHC_MAILING_TAGS) && step->before != NULL && member->status != NULL)
    undo_tags (plan, member, step);
  else if (g_str_equal (step->part, SHC_MAILING_STATUS))
    shc_mailing_plan_note (plan, _("The address that left the list can only come back by confirming a mail."));
}

ShcMailingPlan *
shc_mailing_plan_undo (const ShcMailingKnown     *known,
                       const ShcMailchimpAnswer  *member,
                       GError                   **error)
{
  g_autoptr(ShcMailingPlan) plan = shc_mailing_plan_new (SHC_MAILING_UNDO, known->account->place);

  plan->compared = TRUE;
  plan->status_now = g_strdup (member->status);
  plan->status = g_strdup (member->status);
  for (guint i = known->last->steps->len; i > 0; i--)
    undo_step (plan, member, g_ptr_array_index (known->last->steps, i - 1));
  shc_mailing_plan_note (plan, _("Mails that were sent and events that were told cannot be taken back."));
  return g_steal_pointer (&plan);
}

static void
leave_one (ShcMailingPlan *plan,
           const char     *hash)
{
  ShcMailingItem *item;

  switch (plan->wish)
    {
    case SHC_MAILING_UNSUBSCRIBE:
      item = shc_mailing_plan_add (plan, SHC_MAILING_STATUS, "", SHC_SHARING_UPDATE, hash,
                                   shc_mailchimp_write_change ("unsubscribed", NULL));
      shc_mailing_item_say (item, "status", NULL, "unsubscribed");
      break;
    case SHC_MAILING_ARCHIVE:
      item = shc_mailing_plan_add (plan, SHC_MAILING_ARCHIVED, "", SHC_SHARING_DELETE, hash, NULL);
      shc_mailing_item_say (item, "status", NULL, "archived");
      break;
    case SHC_MAILING_FORGET:
      item = shc_mailing_plan_add (plan, SHC_MAILING_ERASED, "", SHC_SHARING_DELETE, hash, NULL);
      shc_mailing_item_say (item, "status", NULL, NULL);
      break;
    case SHC_MAILING_JOIN:
    case SHC_MAILING_UNDO:
    default:
      g_assert_not_reached ();
    }
}

static void
note_elsewhere (ShcMailingPlan        *plan,
                const ShcMailingKnown *known)
{
  g_autofree char *lists = g_strjoinv (", ", known->elsewhere);

  /* Translators: %s is the name of a list, or of several. */
  g_autofree char *sentence =
    g_strdup_printf (_("You were put on another list from here too: %s. This changes nothing there; set that list to leave it."),
                     lists);

  if (*lists != '\0')
    shc_mailing_plan_note (plan, sentence);
}

ShcMailingPlan *
shc_mailing_plan_leave (const ShcMailingKnown  *known,
                        const char             *email,
                        ShcMailingWish          wish,
                        GError                **error)
{
  g_autoptr(ShcMailingPlan) plan = shc_mailing_plan_new (wish, known->account->place);
  g_autofree char *hash = email != NULL && *email != '\0' ? shc_mailchimp_hash (email) : NULL;

  for (guint i = 0; known->hashes[i] != NULL; i++)
    leave_one (plan, known->hashes[i]);
  if (hash != NULL && !g_strv_contains ((const char *const *) known->hashes, hash))
    leave_one (plan, hash);
  if (plan->items->len == 0)
    {
      g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOTHING,
                           _("You never joined this list from here, and your profile has no e-mail address, so there is "
                             "nothing to leave."));
      return NULL;
    }
  if (wish == SHC_MAILING_FORGET)
    shc_mailing_plan_note (plan, _("This deletes all that Mailchimp has of you in this list, for good. The address cannot be "
                                   "put back by any program, only by the list’s own sign-up form."));
  else if (wish == SHC_MAILING_ARCHIVE)
    shc_mailing_plan_note (plan, _("Archiving deletes nothing: Mailchimp keeps what it has of you, out of sight."));
  else
    plan->status = g_strdup ("unsubscribed");
  if (wish == SHC_MAILING_ARCHIVE)
    plan->status = g_strdup ("archived");
  note_elsewhere (plan, known);
  return g_steal_pointer (&plan);
}
