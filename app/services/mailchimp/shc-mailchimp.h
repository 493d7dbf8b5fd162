/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailchimp, one audience of it, and one person on it. Wire formats end here (Marketing API 3.0). */

#pragma once

#include "shc-http.h"
#include "shc-service-place.h"

G_BEGIN_DECLS

/** The column of every audience that takes a name. */
#define SHC_MAILCHIMP_NAME "FNAME"

/** Longest name of an event. */
#define SHC_MAILCHIMP_EVENT_MAX 30

typedef enum
{
  SHC_MAILCHIMP_PING,       /* whether the key is one */
  SHC_MAILCHIMP_LISTS,      /* the audiences of the account */
  SHC_MAILCHIMP_COLUMNS,    /* of the audience */
  SHC_MAILCHIMP_READ,       /* the person, as they stand there */
  SHC_MAILCHIMP_ALL_TAGS,   /* of the person: reading them tells of fifty */
  SHC_MAILCHIMP_JOIN,       /* PUT: a new person, or one who joins again. Not repeated: it may send a mail each time */
  SHC_MAILCHIMP_CHANGE,     /* PATCH: of who is there already */
  SHC_MAILCHIMP_TAGS,
  SHC_MAILCHIMP_EVENT,      /* Not repeated: each one may start an automation */
  SHC_MAILCHIMP_EVENTS,     /* those that were told so far */
  SHC_MAILCHIMP_ARCHIVE,    /* takes the person out of sight; nothing is deleted */
  SHC_MAILCHIMP_ERASE,      /* for good: the address cannot be brought back by a program */
} ShcMailchimpCall;

/**
 * ShcMailchimpAnswer: what is not asked for is %NULL
 * @status: "subscribed", "unsubscribed", "cleaned", "pending", "transactional" or "archived"; %NULL of a person who is
 *   not there
 * @name: (nullable): what stands in %SHC_MAILCHIMP_NAME
 * @tags: (array zero-terminated=1): those that are set, or some of them: see @more_tags
 * @more_tags: whether there are more than @tags
 * @columns: (array zero-terminated=1): of the audience; @required: those that must be filled in
 * @events: (array zero-terminated=1): the ids that shc_mailchimp_write_event() gave them
 * @lists: (element-type ShcServicePlace): of the account, up to a thousand
 */
typedef struct
{
  char  *status;
  char  *name;
  char **tags;
  gboolean more_tags;
  char **columns;
  char **required;
  char **events;
  GPtrArray *lists;
} ShcMailchimpAnswer;
void shc_mailchimp_answer_free (ShcMailchimpAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcMailchimpAnswer, shc_mailchimp_answer_free)

/** ShcMailchimpLimits: @wait_ms: before the second, third and fourth try. */
typedef struct
{
  guint wait_ms[3];
} ShcMailchimpLimits;

/** shc_mailchimp_limits: what holds unless a test says otherwise. */
extern const ShcMailchimpLimits shc_mailchimp_limits;

/** shc_mailchimp_find_base_url: @set: what the settings say; "" for the data centre that @key ends in. Returns: (transfer
 * full): Errors: KEY for one that names none. */
char *shc_mailchimp_find_base_url (GBytes *key, const char *set, GError **error);

/** shc_mailchimp_hash: Returns: (transfer full): what stands for @email in addresses of requests, so that it is in none. */
char *shc_mailchimp_hash (const char *email);

/** Bodies of requests; each (transfer full).
 * shc_mailchimp_write_join: @status_if_new: "pending" or "subscribed"; @status: (nullable): "pending" for somebody who left
 *   and asks to join again; @name: (nullable):
 * shc_mailchimp_write_change: @status: @name: (nullable): what stays as it is
 * shc_mailchimp_write_tags: @set: @unset: (nullable) (array zero-terminated=1)
 * shc_mailchimp_write_event: @id: random, by which it is known again
 * shc_mailchimp_without_name: @body: one of the first two */
char *shc_mailchimp_write_join   (const char *email, const char *status_if_new, const char *status, const char *name);
char *shc_mailchimp_write_change (const char *status, const char *name);
char *shc_mailchimp_write_tags   (const char *const *set, const char *const *unset);
char *shc_mailchimp_write_event  (const char *event, const char *id, const char *milestone);
char *shc_mailchimp_without_name (const char *body);

/** shc_mailchimp_dup_name: Returns: (transfer full) (nullable): the name in @body, one of the first two. */
char  *shc_mailchimp_dup_name  (const char *body);
/** shc_mailchimp_list_tags: Returns: (transfer full) (array zero-terminated=1): all that @body, of shc_mailchimp_write_tags(),
 * speaks of. */
char **shc_mailchimp_list_tags (const char *body);

#define SHC_TYPE_MAILCHIMP (shc_mailchimp_get_type ())
/**
 * ShcMailchimp:
 *
 * One call at a time. Used from the thread that made it.
 */
G_DECLARE_FINAL_TYPE (ShcMailchimp, shc_mailchimp, SHC, MAILCHIMP, GObject)

/** shc_mailchimp_new: @list: the audience's id; "" will do for %SHC_MAILCHIMP_PING and %SHC_MAILCHIMP_LISTS. @limits: (nullable): for tests. */
ShcMailchimp *shc_mailchimp_new (ShcHttp *http, const char *base_url, const char *list, GBytes *key,
                                 const ShcMailchimpLimits *limits);

/** shc_mailchimp_set_waiting: @waiting: (nullable): told of each wait before another try. */
void shc_mailchimp_set_waiting (ShcMailchimp *self, ShcHttpWaiting waiting, gpointer user_data);

/**
 * shc_mailchimp_call_async:
 * @intent: of which service, purpose and action count; endpoint and number of records are filled in
 * @hash: (nullable): the person's, see shc_mailchimp_hash()
 * @body: (nullable): sent byte for byte
 *
 * What was certainly not carried out is tried again a few times, and so is a lost answer to what is safe to repeat.
 * Somebody to be archived or erased who is not there counts as success.
 *
 * Finish returns: (transfer full): Errors: %SHC_SERVICE_ERROR, with advice, %G_IO_ERROR_CANCELLED, or what kept a request
 * from being written down. KEY, FORBIDDEN; GONE: no such audience, or nobody there to change; COMPLIANCE, ERASED, LATER;
 * REQUEST: it was not accepted, with the service's words; RATE_LIMITED, FAULT, OFFLINE, TIMEOUT, PROTOCOL.
 */
void                shc_mailchimp_call_async  (ShcMailchimp *self, const ShcIntent *intent, ShcMailchimpCall call,
                                               const char *hash, const char *body, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
ShcMailchimpAnswer *shc_mailchimp_call_finish (ShcMailchimp *self, GAsyncResult *result, GError **error);

G_END_DECLS
