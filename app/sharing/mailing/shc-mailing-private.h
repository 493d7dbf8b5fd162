/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcMailing share. */

#pragma once

#include "shc-account.h"
#include "shc-mailing.h"
#include "shc-outbound.h"
#include "shc-remote-links.h"
#include "shc-vault-hold.h"

G_BEGIN_DECLS

#define SHC_MAILING_SERVICE "mailchimp"

/** What a step is: */
#define SHC_MAILING_MEMBER "member"   /* joining (create), or a change of who is there (update) */
#define SHC_MAILING_REJOIN "rejoin"   /* who left asks to be asked */
#define SHC_MAILING_TAGS "tags"
#define SHC_MAILING_EVENT "event"     /* local_id: the event's own; digests: of the milestone */
#define SHC_MAILING_STATUS "status"   /* leaves the list */
#define SHC_MAILING_ARCHIVED "archive"
#define SHC_MAILING_ERASED "erase"

struct _ShcMailing
{
  GObject                   parent_instance;
  ShcVault                 *vault;
  gboolean                  prompt;
  const ShcMailchimpLimits *limits;   /* (nullable) */
};

/**
 * ShcMailingKnown: what is set, and what is known of the list
 * @link: (nullable): the person's; @told: (element-type ShcSharingTold); @hashes: (array zero-terminated=1): of addresses
 *   with which they were put on the list; @elsewhere: (array zero-terminated=1): other lists with them; @open: @last:
 *   (nullable): runs
 */
typedef struct
{
  ShcAccount     *account;
  gboolean        double_opt_in;
  gboolean        own_milestones;
  ShcRemoteLink  *link;
  GPtrArray      *told;
  char          **hashes;
  char          **elsewhere;
  ShcSharingRun  *open;
  ShcSharingRun  *last;
} ShcMailingKnown;

/** ShcMailingOurs: what may leave. @milestones: (element-type ShcOutboundMilestone). */
typedef struct
{
  ShcProfile *profile;
  GPtrArray  *milestones;
} ShcMailingOurs;

/** ShcMailingTheirs: what was heard from the service; each (nullable). @former: under the address that they joined with
 * earlier, where it is another one. */
typedef struct
{
  ShcMailchimpAnswer *columns;
  ShcMailchimpAnswer *member;
  ShcMailchimpAnswer *former;
  ShcMailchimpAnswer *events;
} ShcMailingTheirs;

typedef void (*ShcMailingNext) (GTask *task);

/** ShcMailingCall: the task data of every call. */
typedef struct
{
  ShcIntent         *intent;
  ShcMailingWish     wish;
  ShcMailingOptions  options;
  ShcMailingNext     next;
  ShcMailingKnown   *known;
  ShcMailingOurs    *ours;
  ShcMailingTheirs   theirs;
  ShcHttp           *http;
  ShcMailchimp      *client;
  ShcMailingPlan    *plan;
  ShcVaultHold      *hold;
  ShcSharingRun     *run;
  guint              at;         /* which step is next */
  guint              requests;
  char              *status;     /* as it was last heard of */
  char              *local_id;   /* the person's */
  GError            *problem;    /* why the step at hand has to be looked at */
} ShcMailingCall;

/** shc_mailing_call_new: Returns: (transfer full): a task of @self with a #ShcMailingCall. */
GTask *shc_mailing_call_new (ShcMailing *self, const ShcIntent *intent, gpointer tag, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
/** shc_mailing_fail: both (transfer full). */
void   shc_mailing_fail (GTask *task, GError *error);

/* Each takes @task, and fails it or goes on with @next. */
void shc_mailing_load_known (GTask *task, ShcMailingNext next);
void shc_mailing_load_ours  (GTask *task, ShcMailingNext next);
/** shc_mailing_connect: makes the way out, with the key. */
void shc_mailing_connect    (GTask *task, ShcMailingNext next);

/** shc_mailing_plan_join: Returns: (transfer full): Errors: PREPARE. @theirs: (nullable): %NULL compares with what was last
 * known. */
ShcMailingPlan *shc_mailing_plan_join  (const ShcMailingKnown *known, const ShcMailingOurs *ours,
                                        const ShcMailingTheirs *theirs, const ShcMailingOptions *options, GError **error);
/** shc_mailing_plan_undo: @member: as they stand there now. */
ShcMailingPlan *shc_mailing_plan_undo  (const ShcMailingKnown *known, const ShcMailchimpAnswer *member, GError **error);
/** shc_mailing_plan_leave: Errors: NOTHING. @email: (nullable): of the profile. */
ShcMailingPlan *shc_mailing_plan_leave (const ShcMailingKnown *known, const char *email, ShcMailingWish wish,
                                        GError **error);

/* Of plans: @body: (transfer full) (nullable) */
ShcMailingItem *shc_mailing_plan_add (ShcMailingPlan *self, const char *part, const char *id, ShcSharingChange change,
                                      const char *hash, char *body);
void            shc_mailing_item_say (ShcMailingItem *self, const char *field, const char *before, const char *after);
void            shc_mailing_plan_note (ShcMailingPlan *self, const char *sentence);
ShcSharingStep *shc_mailing_step_copy (const ShcSharingStep *step);
char           *shc_mailing_digest (const char *text);

/** What the link remembers, in three lines: the status, a digest of the name, digests of the tags with spaces between.
 * @seen: (nullable). Returns: (transfer full): always three. */
char **shc_mailing_seen_split (const char *seen);

/** shc_mailing_step_get_call: which request a step is. */
ShcMailchimpCall shc_mailing_step_get_call (const ShcSharingStep *step);

G_END_DECLS
