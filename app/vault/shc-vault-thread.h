/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that owns one connection and runs jobs on it, in order. */

#pragma once

#include "shc-vault.h"

G_BEGIN_DECLS

typedef struct _ShcVaultThread ShcVaultThread;

typedef enum
{
  SHC_VAULT_COMMITTED_HERE = 1 << 0,
  SHC_VAULT_COMMITTED_ELSEWHERE = 1 << 1,
} ShcVaultCommits;

/** Called in the thread after commits; must only pass the news on. */
typedef void (*ShcVaultThreadNotify) (ShcVaultCommits commits, gpointer user_data);

/** shc_vault_thread_new: starts it; it opens its connection with the first job, which fails if that
 * does. @db: (transfer full) (nullable): a connection of this role that is open already.
 * @notify_data is freed by @notify_free in the thread. */
ShcVaultThread *shc_vault_thread_new (const char *path, GBytes *key, const ShcSchema *schema,
                                      ShcDbRole role, ShcDb *db, ShcVaultThreadNotify notify,
                                      gpointer notify_data, GDestroyNotify notify_free);

/** shc_vault_thread_run: queues @job and waits for it. @held keeps the thread from being stopped; it
 * is unlocked as soon as @job is in the queue, which is served before the thread ends. */
gpointer shc_vault_thread_run (ShcVaultThread *self, ShcVaultJob job, gpointer data, GMutex *held,
                               GError **error);

/** shc_vault_thread_push: queues @job for @task: (transfer full), which returns the result as a
 * pointer freed by @result_free; the task's last reference is given back in its own context. */
void shc_vault_thread_push (ShcVaultThread *self, GTask *task, gboolean urgent, ShcVaultJob job,
                            gpointer data, GDestroyNotify result_free);

/** shc_vault_thread_set_watching: (writer only) look once a second for commits of others. */
void shc_vault_thread_set_watching (ShcVaultThread *self, gboolean watching);

/** shc_vault_thread_stop: a writer finishes what is queued and empties the WAL; others are
 * interrupted and answer what is queued with CLOSED. Closes the connection, joins, frees. */
void shc_vault_thread_stop (ShcVaultThread *self);

/** shc_vault_task_release: drops the worker's reference of @task: (transfer full) in the task's own
 * context, so that the task's source object is never finalised in a worker. */
void shc_vault_task_release (GTask *task);

G_END_DECLS
