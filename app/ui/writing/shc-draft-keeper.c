/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps what is being typed in the vault, within a second, without being in the way. */

#define G_LOG_DOMAIN "shc-draft-keeper"

#include "config.h"

#include "shc-draft-keeper.h"

#define SHORT_DELAY_MS 600
#define SHORT_TEXT (64 * 1024)
#define RETRY_MS 10000

struct _ShcDraftKeeper
{
  GObject         parent_instance;
  ShcJournal     *journal;
  char           *name;
  ShcDraftCollect collect;
  gpointer        collect_data;
  guint           timeout_id;
  guint64         typed;  /* counts touches */
  guint64         saving; /* the touch that is on its way into the vault, 0 for none */
  guint64         kept;   /* the touch that is in the vault */
  gboolean        stored; /* the vault has a draft of this name */
  gboolean        paused;
  ShcDraftState   state;
  GError         *failure;
  gint64          kept_us;
  gsize           size;
  GPtrArray      *waiting; /* (element-type GTask): flushes */
};

G_DEFINE_FINAL_TYPE (ShcDraftKeeper, shc_draft_keeper, G_TYPE_OBJECT)

enum { SIGNAL_STATE_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void save_now (ShcDraftKeeper *self);

static void
set_state (ShcDraftKeeper *self,
           ShcDraftState   state)
{
  /* Every success has a new time to tell. */
  if (self->state == state && state != SHC_DRAFT_KEPT)
    return;
  self->state = state;
  g_signal_emit (self, signals[SIGNAL_STATE_CHANGED], 0);
}

static gboolean
due_cb (gpointer data)
{
  ShcDraftKeeper *self = data;

  self->timeout_id = 0;
  save_now (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (ShcDraftKeeper *self,
          guint           delay_ms)
{
  if (self->timeout_id == 0 && !self->paused)
    self->timeout_id = g_timeout_add (delay_ms, due_cb, self);
}

static guint
get_delay_ms (ShcDraftKeeper *self)
{
  gsize more = self->size > SHORT_TEXT ? self->size - SHORT_TEXT : 0;

  return SHORT_DELAY_MS + (guint) (more / 288);
}

static void
answer_flushes (ShcDraftKeeper *self,
                const GError   *error)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
saved (ShcDraftKeeper *self,
       gboolean        stored,
       GError         *error)
{
  guint64 touch = self->saving;

  self->saving = 0;
  g_clear_error (&self->failure);
  if (error != NULL)
    {
      self->failure = g_error_copy (error);
      set_state (self, SHC_DRAFT_FAILED);
      answer_flushes (self, error);
      if (self->collect != NULL)
        schedule (self, RETRY_MS);
      return;
    }

  self->stored = stored;
  self->kept = touch;
  self->kept_us = g_get_real_time ();
  if (self->typed == self->kept || self->collect == NULL)
    {
      set_state (self, stored ? SHC_DRAFT_KEPT : SHC_DRAFT_UNTOUCHED);
      answer_flushes (self, NULL);
    }
  else if (self->waiting->len > 0)
    save_now (self);
  else
    schedule (self, get_delay_ms (self));
}

static void
save_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(ShcDraftKeeper) self = data;
  g_autoptr(GError) error = NULL;

  shc_journal_save_draft_finish (SHC_JOURNAL (object), result, &error);
  saved (self, TRUE, error);
}

static void
drop_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(ShcDraftKeeper) self = data;
  g_autoptr(GError) error = NULL;

  shc_journal_drop_draft_finish (SHC_JOURNAL (object), result, &error);
  saved (self, FALSE, error);
}

static void
save_now (ShcDraftKeeper *self)
{
  g_autoptr(ShcDraft) draft = NULL;

  if (self->saving != 0 || self->collect == NULL || self->paused)
    return;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->saving = self->typed;
  draft = self->collect (self->collect_data);
  if (draft != NULL)
    shc_journal_save_draft_async (self->journal, draft, save_cb, g_object_ref (self));
  else if (self->stored)
    shc_journal_drop_draft_async (self->journal, self->name, drop_cb, g_object_ref (self));
  else
    saved (self, FALSE, NULL);
}

static void
shc_draft_keeper_dispose (GObject *object)
{
  ShcDraftKeeper *self = SHC_DRAFT_KEEPER (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->collect = NULL;
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_draft_keeper_parent_class)->dispose (object);
}

static void
shc_draft_keeper_finalize (GObject *object)
{
  ShcDraftKeeper *self = SHC_DRAFT_KEEPER (object);

  g_free (self->name);
  g_clear_error (&self->failure);
  g_ptr_array_unref (self->waiting);

  G_OBJECT_CLASS (shc_draft_keeper_parent_class)->finalize (object);
}

static void
shc_draft_keeper_class_init (ShcDraftKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = shc_draft_keeper_dispose;
  object_class->finalize = shc_draft_keeper_finalize;

  signals[SIGNAL_STATE_CHANGED] =
    g_signal_new ("state-changed", SHC_TYPE_DRAFT_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
shc_draft_keeper_init (ShcDraftKeeper *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

ShcDraftKeeper *
shc_draft_keeper_new (ShcJournal     *journal,
                      const char     *name,
                      gboolean        stored,
                      ShcDraftCollect collect,
                      gpointer        user_data)
{
  ShcDraftKeeper *self;

  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (name != NULL && collect != NULL, NULL);

  self = g_object_new (SHC_TYPE_DRAFT_KEEPER, NULL);
  self->journal = g_object_ref (journal);
  self->name = g_strdup (name);
  self->stored = stored;
  self->collect = collect;
  self->collect_data = user_data;
  return self;
}

void
shc_draft_keeper_touch (ShcDraftKeeper *self,
                        gsize           size)
{
  g_return_if_fail (SHC_IS_DRAFT_KEEPER (self));

  if (self->collect == NULL)
    return;
  self->typed++;
  self->size = size;
  if (self->state != SHC_DRAFT_FAILED)
    set_state (self, SHC_DRAFT_WAITING);
  /* Not put off by the next key: whoever types without a pause must not lose more than others. */
  if (self->saving == 0)
    schedule (self, get_delay_ms (self));
}

void
shc_draft_keeper_stop (ShcDraftKeeper *self)
{
  g_return_if_fail (SHC_IS_DRAFT_KEEPER (self));

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->collect = NULL;
  self->typed = self->kept;
  if (self->saving == 0)
    answer_flushes (self, NULL);
}

void
shc_draft_keeper_pause (ShcDraftKeeper *self)
{
  g_return_if_fail (SHC_IS_DRAFT_KEEPER (self));

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->paused = TRUE;
}

void
shc_draft_keeper_resume (ShcDraftKeeper *self)
{
  g_return_if_fail (SHC_IS_DRAFT_KEEPER (self));

  self->paused = FALSE;
  if (self->collect == NULL || self->saving != 0 || self->typed == self->kept)
    return;
  if (self->waiting->len > 0)
    save_now (self);
  else
    schedule (self, get_delay_ms (self));
}

void
shc_draft_keeper_retry (ShcDraftKeeper *self)
{
  g_return_if_fail (SHC_IS_DRAFT_KEEPER (self));

  save_now (self);
}

ShcDraftState
shc_draft_keeper_get_state (ShcDraftKeeper *self)
{
  g_return_val_if_fail (SHC_IS_DRAFT_KEEPER (self), SHC_DRAFT_UNTOUCHED);

  return self->state;
}

const GError *
shc_draft_keeper_get_failure (ShcDraftKeeper *self)
{
  g_return_val_if_fail (SHC_IS_DRAFT_KEEPER (self), NULL);

  return self->failure;
}

gint64
shc_draft_keeper_get_kept_us (ShcDraftKeeper *self)
{
  g_return_val_if_fail (SHC_IS_DRAFT_KEEPER (self), 0);

  return self->kept_us;
}

void
shc_draft_keeper_flush_async (ShcDraftKeeper     *self,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (SHC_IS_DRAFT_KEEPER (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, shc_draft_keeper_flush_async);
  if (self->saving == 0 && (self->typed == self->kept || self->collect == NULL))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  save_now (self);
}

gboolean
shc_draft_keeper_flush_finish (ShcDraftKeeper *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
