/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping what was written, and waiting until all of it is in the journal. */

#define G_LOG_DOMAIN "shc-composer"

#include "config.h"

#include "shc-composer-private.h"

#include "shc-ui-errors.h"

static void
flushed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;

  if (shc_draft_keeper_flush_finish (SHC_DRAFT_KEEPER (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Takes (transfer full) @task. */
static void
flush (ShcComposer *self,
       GTask       *task)
{
  if (self->keeping)
    g_ptr_array_add (self->flushes, task);
  else if (self->keeper != NULL)
    shc_draft_keeper_flush_async (self->keeper, flushed_cb, task);
  else
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

/* The keeping is through: who waited for it goes on. */
static void
go_on_flushing (ShcComposer *self)
{
  g_autoptr(GPtrArray) flushes = g_steal_pointer (&self->flushes);

  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < flushes->len; i++)
    flush (self, g_object_ref (g_ptr_array_index (flushes, i)));
}

static void
keep_failed (ShcComposer  *self,
             const GError *error)
{
  self->keeping = FALSE;
  shc_composer_update_actions (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      shc_composer_show_notice (self, error->message);
      shc_report_error (GTK_WIDGET (self), error);
    }
  /* What is in the editor is a draft at least, as soon as that is possible. */
  if (self->keeper != NULL)
    shc_draft_keeper_resume (self->keeper);
  shc_composer_touch (self);
  go_on_flushing (self);
}

static void
keep_done (ShcComposer         *self,
           const ShcReflection *kept,
           gboolean             kept_both)
{
  gboolean is_new = self->original == NULL;

  shc_composer_set_keeper (self, NULL, FALSE);
  if (is_new)
    shc_composer_begin_new (self, NULL);
  shc_composer_emit_kept (self, kept, kept_both);
  go_on_flushing (self);
}

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr(ShcComposer) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcReflection) kept = shc_journal_add_finish (SHC_JOURNAL (object), result, &error);

  if (kept != NULL)
    keep_done (self, kept, FALSE);
  else
    keep_failed (self, error);
}

static void
edited_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(ShcComposer) self = data;
  g_autoptr(GError) error = NULL;
  gboolean kept_both = FALSE;
  g_autoptr(ShcReflection) kept =
    shc_journal_edit_finish (SHC_JOURNAL (object), result, &kept_both, &error);

  if (kept != NULL)
    keep_done (self, kept, kept_both);
  else
    keep_failed (self, error);
}

void
shc_composer_keep (ShcComposer *self)
{
  g_autoptr(ShcReflection) reflection = NULL;
  g_autoptr(GError) error = NULL;
  gboolean complete;

  g_return_if_fail (SHC_IS_COMPOSER (self));

  if (self->keeper == NULL || self->keeping || shc_editor_get_blank (self->editor))
    return;
  reflection = shc_composer_create_reflection (self, &complete);
  if (!complete)
    {
      /* What is wrong is said in there. */
      shc_composer_body_set_open (self->body, TRUE);
      return;
    }
  if (!shc_reflection_check (reflection, &error))
    {
      shc_composer_show_notice (self, error->message);
      return;
    }
  self->keeping = TRUE;
  /* Drafts go first in the writer's queue, so one that is sent now could come in behind what is kept. */
  shc_draft_keeper_pause (self->keeper);
  shc_composer_update_actions (self);
  if (self->original == NULL)
    shc_journal_add_async (self->journal, reflection, SHC_DRAFT_NEW, NULL, added_cb,
                           g_object_ref (self));
  else
    shc_journal_edit_async (self->journal, reflection, self->session, self->base_updated_us, NULL,
                            edited_cb, g_object_ref (self));
}

void
shc_composer_flush_async (ShcComposer        *self,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (SHC_IS_COMPOSER (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, shc_composer_flush_async);
  flush (self, task);
}

gboolean
shc_composer_flush_finish (ShcComposer  *self,
                           GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
