/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How somebody joins a list, or what has changed since they did. */

#define G_LOG_DOMAIN "shc-mailing-join"

#include "config.h"

#include "shc-mailing-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Mailchimp's own limit is not published; longer ones are cut off in its pages. */
#define TAG_MAX 100

typedef struct
{
  ShcMailingPlan         *plan;
  const ShcMailingKnown  *known;
  const ShcMailingOurs   *ours;
  const ShcMailingTheirs *theirs;   /* (nullable) */
  ShcMailingOptions       options;
  char                   *hash;
  char                  **seen;
} Joining;

char **
shc_mailing_seen_split (const char *seen)
{
  g_auto(GStrv) lines = g_strsplit (seen != NULL ? seen : "", "\n", 3);
  guint n = g_strv_length (lines);
  char **parts = g_new0 (char *, 4);

  for (guint i = 0; i < 3; i++)
    parts[i] = g_strdup (i < n ? lines[i] : "");
  return parts;
}

static gboolean
contains (char       **words,
          const char  *word)
{
  return words != NULL && g_strv_contains ((const char *const *) words, word);
}

static gboolean
is_day (const char *milestone)
{
  const char *digits = milestone + strlen ("Day ");

  return g_str_has_prefix (milestone, "Day ") && *digits != '\0' && strlen (digits) <= 5 &&
         digits[strspn (digits, "0123456789")] == '\0';
}

char *
shc_mailing_dup_event (const char *milestone)
{
  g_return_val_if_fail (milestone != NULL, NULL);

  return is_day (milestone) ? g_strdup_printf ("finished_day_%s", milestone + strlen ("Day "))
                            : g_strdup ("reached_milestone");
}

/* ---- the person */

/* What there is of the name's column; what is not known counts as there. */
static const char *
find_name (const Joining *joining)
{
  const ShcMailingTheirs *theirs = joining->theirs;

  return theirs == NULL || contains (theirs->columns->columns, SHC_MAILCHIMP_NAME) ? joining->ours->profile->healing_name
                                                                                   : NULL;
}

static void
say_name (Joining        *joining,
          ShcMailingItem *item,
          const char     *name)
{
  if (name == NULL)
    return;
  shc_mailing_item_say (item, SHC_MAILCHIMP_NAME, NULL, name);
  if (joining->theirs != NULL)
    ((ShcMailingChange *) g_ptr_array_index (item->changes, item->changes->len - 1))->needed =
      contains (joining->theirs->columns->required, SHC_MAILCHIMP_NAME);
}

static gboolean
check_required (const Joining  *joining,
                GError        **error)
{
  char **required = joining->theirs != NULL ? joining->theirs->columns->required : NULL;

  for (guint i = 0; required != NULL && required[i] != NULL; i++)
    if (!g_str_equal (required[i], SHC_MAILCHIMP_NAME))
      {
        g_set_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_PREPARE,
                     _("This list wants “%s” from everybody who joins, which is not sent from here. Its owner can make that "
                       "voluntary. Nothing was sent."), required[i]);
        return FALSE;
      }
  return TRUE;
}

static void
add_new (Joining *joining)
{
  const char *email = joining->ours->profile->email;
  const char *name = find_name (joining);
  const char *status = joining->known->double_opt_in ? "pending" : "subscribed";
  ShcMailingItem *item =
    shc_mailing_plan_add (joining->plan, SHC_MAILING_MEMBER, "", SHC_SHARING_CREATE, joining->hash,
                          shc_mailchimp_write_join (email, status, NULL, name));

  item->step->digests = shc_mailing_digest (name);
  shc_mailing_item_say (item, "email_address", NULL, email);
  shc_mailing_item_say (item, "status", NULL, status);
  say_name (joining, item, name);
  joining->plan->status = g_strdup (status);
  if (joining->known->double_opt_in)
    shc_mailing_plan_note (joining->plan, _("Mailchimp sends you a mail; you are on the list once you have confirmed in it."));
}

static void
add_back (Joining *joining)
{
  const char *name = find_name (joining);
  ShcMailingPlan *plan = joining->plan;
  ShcMailingItem *item =
    shc_mailing_plan_add (plan, SHC_MAILING_REJOIN, "", SHC_SHARING_UPDATE, joining->hash,
                          shc_mailchimp_write_join (joining->ours->profile->email, "pending", "pending", name));

  item->step->digests = shc_mailing_digest (name);
  item->step->before = g_str_equal (plan->status_now, "archived") ? g_strdup ("archived")
                                                                 : shc_mailchimp_write_change ("unsubscribed", NULL);
  shc_mailing_item_say (item, "status", plan->status_now, "pending");
  say_name (joining, item, name);
  plan->status = g_strdup ("pending");
  shc_mailing_plan_note (plan, _("Mailchimp sends you a mail; you are on the list again once you have confirmed in it."));
}

static void
add_name (Joining *joining)
{
  const char *name = find_name (joining);
  g_autofree char *digest = shc_mailing_digest (name);
  const char *there = joining->theirs != NULL ? joining->theirs->member->name : NULL;
  gboolean same = joining->theirs != NULL ? g_strcmp0 (there, name) == 0 : g_str_equal (digest, joining->seen[1]);
  ShcMailingItem *item;

  if (name == NULL || same)
    return;
  item = shc_mailing_plan_add (joining->plan, SHC_MAILING_MEMBER, "", SHC_SHARING_UPDATE, joining->hash,
                               shc_mailchimp_write_change (NULL, name));
  item->step->digests = g_steal_pointer (&digest);
  if (joining->theirs != NULL)
    item->step->before = shc_mailchimp_write_change (NULL, there != NULL ? there : "");
  shc_mailing_item_say (item, SHC_MAILCHIMP_NAME, there, name);
}

/* Returns: whether the person is on the list after it, or asked. */
static gboolean
add_member (Joining  *joining,
            GError  **error)
{
  ShcMailingPlan *plan = joining->plan;
  const char *now = plan->status_now;

  if (now == NULL)
    {
      if (!check_required (joining, error))
        return FALSE;
      add_new (joining);
      return TRUE;
    }
  if (g_str_equal (now, "cleaned"))
    shc_mailing_plan_note (plan, _("Mails to this address came back, so Mailchimp took it off the list. It cannot be put "
                                   "back from here; another address in your profile can join."));
  else if (g_str_equal (now, "subscribed") || g_str_equal (now, "pending"))
    add_name (joining);
  else if (joining->options.rejoin || g_str_equal (now, "transactional"))
    add_back (joining);
  else
    {
      plan->offers.rejoin = TRUE;
      shc_mailing_plan_note (plan, _("You are not on this list any more: you left it, or were taken off. Nothing is changed "
                                     "about that unless you ask for it; then a mail asks you to confirm."));
    }
  if (plan->status == NULL)
    plan->status = g_strdup (now);
  return TRUE;
}

/* One that left already is let be: to change what is archived would bring it back into sight. */
static void
add_former_address (Joining *joining)
{
  static const char *const gone[] = { "unsubscribed", "cleaned", "archived", NULL };
  const ShcRemoteLink *link = joining->known->link;
  const ShcMailchimpAnswer *former = joining->theirs != NULL ? joining->theirs->former : NULL;
  g_auto(GStrv) seen = shc_mailing_seen_split (link != NULL ? link->seen : NULL);
  const char *now = former != NULL ? former->status : seen[0];
  ShcMailingItem *item;

  if (link == NULL || link->remote_id == NULL || g_str_equal (link->remote_id, joining->hash) || now == NULL ||
      g_strv_contains (gone, now))
    return;
  item = shc_mailing_plan_add (joining->plan, SHC_MAILING_STATUS, "", SHC_SHARING_UPDATE, link->remote_id,
                               shc_mailchimp_write_change ("unsubscribed", NULL));
  shc_mailing_item_say (item, "status", *now != '\0' ? now : NULL, "unsubscribed");
  shc_mailing_plan_note (joining->plan, _("The address that you joined with earlier leaves the list."));
}

/* ---- milestones */

/* Returns: (transfer container) (element-type ShcOutboundMilestone): those that may go. */
static GPtrArray *
choose_milestones (Joining *joining)
{
  gboolean own = joining->options.own_milestones || joining->known->own_milestones;
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();
  guint n_own = 0;

  for (guint i = 0; i < joining->ours->milestones->len; i++)
    {
      const ShcOutboundMilestone *milestone = g_ptr_array_index (joining->ours->milestones, i);

      if (is_day (milestone->milestone) || (own && g_utf8_strlen (milestone->milestone, -1) <= TAG_MAX))
        g_ptr_array_add (chosen, (gpointer) milestone);
      else
        n_own++;
    }
  joining->plan->offers.own_milestones = n_own > 0;
  if (n_own > 0)
    shc_mailing_plan_note (joining->plan, _("Milestones in your own words stay here."));
  return g_steal_pointer (&chosen);
}

static gboolean
has_tag (const Joining *joining,
         const char    *tag)
{
  g_autofree char *digest = shc_mailing_digest (tag);

  if (joining->theirs != NULL)
    return contains (joining->theirs->member->tags, tag);
  return strstr (joining->seen[2], digest) != NULL;
}

static void
add_tags (Joining         *joining,
          const GPtrArray *milestones)
{
  g_autoptr(GPtrArray) missing = g_ptr_array_new ();
  g_autoptr(GString) digests = g_string_new (NULL);
  ShcMailingItem *item;

  for (guint i = 0; i < milestones->len; i++)
    {
      const ShcOutboundMilestone *milestone = g_ptr_array_index (milestones, i);
      g_autofree char *digest = shc_mailing_digest (milestone->milestone);

      g_string_append_printf (digests, "%s%s", digests->len > 0 ? " " : "", digest);
      if (!has_tag (joining, milestone->milestone))
        g_ptr_array_add (missing, milestone->milestone);
    }
  if (missing->len == 0)
    return;
  g_ptr_array_add (missing, NULL);
  item = shc_mailing_plan_add (joining->plan, SHC_MAILING_TAGS, "", SHC_SHARING_UPDATE, joining->hash,
                               shc_mailchimp_write_tags ((const char *const *) missing->pdata, NULL));
  item->step->before = shc_mailchimp_write_tags (NULL, (const char *const *) missing->pdata);
  item->step->digests = g_strdup (digests->str);
  for (guint i = 0; i + 1 < missing->len; i++)
    shc_mailing_item_say (item, "tags", NULL, g_ptr_array_index (missing, i));
}

typedef enum { UNTOLD, TOLD, UNCERTAIN } Telling;

static Telling
find_telling (const Joining *joining,
              const char    *milestone)
{
  g_autofree char *digest = shc_mailing_digest (milestone);
  const ShcMailchimpAnswer *events = joining->theirs != NULL ? joining->theirs->events : NULL;
  Telling telling = UNTOLD;

  for (guint i = 0; i < joining->known->told->len; i++)
    {
      const ShcSharingTold *told = g_ptr_array_index (joining->known->told, i);

      if (!g_str_equal (told->digests, digest))
        continue;
      if (told->state == SHC_SHARING_DONE || (events != NULL && contains (events->events, told->local_id)))
        return TOLD;
      telling = UNCERTAIN;
    }
  return telling;
}

static void
add_event (Joining                    *joining,
           const ShcOutboundMilestone *milestone)
{
  g_autofree char *event = shc_mailing_dup_event (milestone->milestone);
  g_autofree char *id = g_uuid_string_random ();
  ShcMailingItem *item =
    shc_mailing_plan_add (joining->plan, SHC_MAILING_EVENT, milestone->id, SHC_SHARING_TELL, joining->hash,
                          shc_mailchimp_write_event (event, id, milestone->milestone));

  item->step->local_id = g_steal_pointer (&id);
  item->step->digests = shc_mailing_digest (milestone->milestone);
  shc_mailing_item_say (item, "events", NULL, event);
  shc_mailing_item_say (item, "milestone", NULL, milestone->milestone);
}

/* Returns: where the newest milestone that was told of stands among all of the person's; -1 for none. */
static int
find_last_told (const Joining *joining)
{
  const GPtrArray *all = joining->ours->milestones;

  for (guint i = all->len; i > 0; i--)
    if (find_telling (joining, ((const ShcOutboundMilestone *) g_ptr_array_index (all, i - 1))->milestone) != UNTOLD)
      return (int) i - 1;
  return -1;
}

/* Everything at once would start an automation for each day that lies behind: who has just joined is told of the newest
 * one, and then of those that come. */
static gboolean
is_news (const Joining   *joining,
         const GPtrArray *milestones,
         guint            i,
         int              last_told)
{
  guint place;

  if (joining->options.every_milestone)
    return TRUE;
  if (last_told < 0)
    return i + 1 == milestones->len;
  return g_ptr_array_find (joining->ours->milestones, g_ptr_array_index (milestones, i), &place) && (int) place > last_told;
}

static void
add_events (Joining         *joining,
            const GPtrArray *milestones)
{
  g_autofree Telling *tellings = g_new0 (Telling, milestones->len + 1);
  guint n_untold = 0, n_uncertain = 0, n_added = 0;
  int last_told = find_last_told (joining);

  for (guint i = 0; i < milestones->len; i++)
    {
      const ShcOutboundMilestone *milestone = g_ptr_array_index (milestones, i);

      tellings[i] = find_telling (joining, milestone->milestone);
      n_untold += tellings[i] == UNTOLD ? 1 : 0;
      n_uncertain += tellings[i] == UNCERTAIN ? 1 : 0;
    }
  if (g_strcmp0 (joining->plan->status, "subscribed") != 0)
    {
      if (n_untold > 0)
        shc_mailing_plan_note (joining->plan, _("Events, which start mails, are told once you have confirmed: run it again "
                                                "then."));
      return;
    }
  for (guint i = 0; i < milestones->len; i++)
    {
      gboolean wanted = tellings[i] == UNTOLD && is_news (joining, milestones, i, last_told);

      if (!wanted && !(tellings[i] == UNCERTAIN && joining->options.tell_again))
        continue;
      add_event (joining, g_ptr_array_index (milestones, i));
      n_added += tellings[i] == UNTOLD ? 1 : 0;
    }
  joining->plan->offers.every_milestone = n_untold > n_added;
  joining->plan->offers.tell_again = n_uncertain > 0 && !joining->options.tell_again;
  if (n_untold > n_added)
    shc_mailing_plan_note (joining->plan, _("Earlier milestones only get their tag, so that not all of their mails come at "
                                            "once; you can have them told, too."));
  if (joining->plan->offers.tell_again)
    shc_mailing_plan_note (joining->plan, _("One event may have gone already, and its answer was lost. It is not told "
                                            "again unless you say so."));
}

static void
joining_clear (Joining *joining)
{
  g_free (joining->hash);
  g_strfreev (joining->seen);
  shc_mailing_plan_free (joining->plan);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Joining, joining_clear)

ShcMailingPlan *
shc_mailing_plan_join (const ShcMailingKnown    *known,
                       const ShcMailingOurs     *ours,
                       const ShcMailingTheirs   *theirs,
                       const ShcMailingOptions  *options,
                       GError                  **error)
{
  g_auto(Joining) joining = { .known = known, .ours = ours, .theirs = theirs, .options = *options };
  g_autoptr(GPtrArray) milestones = NULL;
  const char *status;

  joining.plan = shc_mailing_plan_new (SHC_MAILING_JOIN, known->account->place);
  joining.hash = shc_mailchimp_hash (ours->profile->email);
  joining.seen = shc_mailing_seen_split (known->link != NULL && g_strcmp0 (known->link->remote_id, joining.hash) == 0
                                           ? known->link->seen : NULL);
  joining.plan->compared = theirs != NULL;
  status = theirs != NULL ? theirs->member->status : *joining.seen[0] != '\0' ? joining.seen[0] : NULL;
  joining.plan->status_now = g_strdup (status);
  if (!add_member (&joining, error))
    return NULL;
  add_former_address (&joining);
  if (find_name (&joining) == NULL)
    shc_mailing_plan_note (joining.plan, _("This list has no column FNAME, so your name is not sent."));
  milestones = choose_milestones (&joining);
  if (g_str_equal (joining.plan->status, "subscribed") || g_str_equal (joining.plan->status, "pending"))
    {
      add_tags (&joining, milestones);
      add_events (&joining, milestones);
    }
  return g_steal_pointer (&joining.plan);
}
