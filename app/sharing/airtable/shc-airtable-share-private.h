/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcAirtableShare share. */

#pragma once

#include "shc-account.h"
#include "shc-airtable-share.h"
#include "shc-base-rows.h"

G_BEGIN_DECLS

#define SHC_SHARE_SERVICE "airtable"

/** What only one program may be at: see shc_vault_hold_take(). */
#define SHC_SHARE_HOLD "sharing"

struct _ShcAirtableShare
{
  GObject                  parent_instance;
  ShcVault                *vault;
  gboolean                 prompt;
  const ShcAirtableLimits *limits;     /* (nullable) */
  gint64                   next_us;    /* the next call keeps its distance from the last request of the one before */
  /* Of the call at hand: */
  ShcAccount              *account;
  ShcBaseOurs             *ours;
  GHashTable              *links_by_id; /* the links of @ours */
  char                    *users;
  char                    *reflections;
  char                    *mapping;
  char                   **elsewhere;  /* other bases with rows of the person's */
  ShcHttp                 *http;
  ShcAirtable             *airtable;
  ShcBaseLayout           *layout;
  ShcBaseTheirs           *theirs;
  ShcBaseSieve            *sieve;      /* (nullable): while rows come */
};

/** ShcShareStep: what comes next in a call; @task: (transfer full). */
typedef void (*ShcShareStep) (GTask *task);

/** ShcShareCall: the task data of every call. @needs_place: whether a base has to be set. @sifts: whether rows that are
 * as they should be are let go as they come. @data: what this kind of call needs. */
typedef struct
{
  ShcIntent      *intent;
  gboolean        needs_place;
  gboolean        sifts;
  ShcShareStep    next;
  gpointer        data;
  GDestroyNotify  data_free;
} ShcShareCall;

/** shc_share_call_new: Returns: (transfer full): a task of @self with a #ShcShareCall. @intent: copied. */
GTask *shc_share_call_new (ShcAirtableShare *self, const ShcIntent *intent, gpointer tag, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);

/** shc_share_go_on: @next, unless the call was cancelled; shc_share_fail(): @error (transfer full). Both take @task. */
void shc_share_go_on (GTask *task, ShcShareStep next);
void shc_share_fail (GTask *task, GError *error);

void shc_share_emit_progress (ShcAirtableShare *self, guint done, guint total);
void shc_share_emit_waiting (guint ms, gpointer user_data);

/* Each takes @task, and fails it or goes on with @next. */

/** shc_share_load_account: reads what is set, and what is known of the base, but nothing that may leave. */
void shc_share_load_account (GTask *task, ShcShareStep next);
/** shc_share_load: reads what is set, what may leave and what is known of the base. */
void shc_share_load (GTask *task, ShcShareStep next);
/** shc_share_connect: makes the way out, with the key. */
void shc_share_connect (GTask *task, ShcShareStep next);
/** shc_share_read_layout: asks for the schema. */
void shc_share_read_layout (GTask *task, ShcShareStep next);
/** shc_share_read_theirs: asks for the person's own rows. */
void shc_share_read_theirs (GTask *task, ShcShareStep next);
/** shc_share_read_belonging: asks for the rows that link to the person's own, which was read with what it says of them. */
void shc_share_read_belonging (GTask *task, ShcShareStep next);

/** shc_share_check_layout: Errors: PREPARE, naming what is missing. */
gboolean shc_share_check_layout (ShcAirtableShare *self, GError **error);
/** shc_share_check_keys: the same, only of what tells which rows are whose: enough to take back and to delete. */
gboolean shc_share_check_keys (ShcAirtableShare *self, GError **error);

G_END_DECLS
