/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Giving the file up for a while, so that another program can have it alone, and coming back. */

#define G_LOG_DOMAIN "shc-vault-let-go"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-vault-private.h"
#include "shc-vault-settle.h"

/* The first look is later than the other program's next one, so that it finds the file free. */
#define FIRST_LOOK_MS 500
#define NEXT_LOOK_MS 200

typedef struct
{
  GBytes       *key;
  ShcVaultLock *lock;
} Return;

static void wait_to_come_back (ShcVault *self, guint delay_ms);

static void
return_free (gpointer data)
{
  Return *way_back = data;

  g_clear_pointer (&way_back->key, g_bytes_unref);
  g_clear_pointer (&way_back->lock, shc_vault_lock_release);
  g_free (way_back);
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* What lies there now may be another vault, or the same one with another key. */
static void
come_back_in_thread (GTask *task)
{
  ShcVault *self = g_task_get_source_object (task);
  Return *way_back = g_task_get_task_data (task);
  g_autoptr(ShcSlotFile) slots = NULL;
  GError *error = NULL;

  /* Of a restore that was decided and then killed, the former vault is no more to be written to. */
  if (!shc_vault_settle (self->dir, way_back->lock, &error) ||
      shc_vault_check_files (self->dir, &slots, &error) != SHC_VAULT_LOCKED)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!shc_slot_file_fits (slots, way_back->key))
    {
      g_task_return_new_error (task, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY, "%s",
                               _("The journal was replaced by another one. Please unlock it."));
      return;
    }
  if (shc_vault_open_with_key (self, way_back->key, &way_back->lock, self->opened_by, TRUE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
came_back_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  ShcVault *self = SHC_VAULT (object);
  g_autoptr(GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      shc_vault_release_held (self, TRUE);
      shc_vault_emit_reopened (self);
      /* What the other program did is news as well. */
      shc_vault_emit_changed (self, TRUE);
    }
  else if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY))
    {
      wait_to_come_back (self, NEXT_LOOK_MS);
    }
  else if (!g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CLOSED))
    {
      shc_vault_forget (self);
      shc_vault_emit_failed (self, error);
    }
}

static gboolean
look_cb (gpointer user_data)
{
  g_autoptr(ShcVault) self = g_weak_ref_get (user_data);
  g_autoptr(ShcVaultLock) lock = NULL;
  g_autoptr(GTask) task = NULL;
  Return *way_back;

  if (self == NULL)
    return G_SOURCE_REMOVE;
  lock = shc_vault_lock_take (self->dir, SHC_VAULT_LOCK_SHARED, 0, NULL);
  if (lock == NULL)
    {
      wait_to_come_back (self, NEXT_LOOK_MS);
      return G_SOURCE_REMOVE;
    }
  way_back = g_new0 (Return, 1);
  way_back->lock = g_steal_pointer (&lock);
  g_mutex_lock (&self->mutex);
  way_back->key = self->key != NULL ? g_bytes_ref (self->key) : NULL;
  g_clear_pointer (&self->come_back, g_source_unref);
  g_mutex_unlock (&self->mutex);
  if (way_back->key == NULL)
    {
      return_free (way_back);
      return G_SOURCE_REMOVE;
    }
  task = g_task_new (self, NULL, came_back_cb, NULL);
  g_task_set_source_tag (task, look_cb);
  g_task_set_task_data (task, way_back, return_free);
  shc_vault_spawn (g_steal_pointer (&task), come_back_in_thread);
  return G_SOURCE_REMOVE;
}

static void
wait_to_come_back (ShcVault *self,
                   guint     delay_ms)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);
  GSource *source = g_timeout_source_new (delay_ms);

  g_weak_ref_init (ref, self);
  g_source_set_callback (source, look_cb, ref, free_weak_ref);
  g_mutex_lock (&self->mutex);
  if (self->come_back != NULL)
    {
      g_source_destroy (self->come_back);
      g_source_unref (self->come_back);
      self->come_back = NULL;
    }
  if (self->let_go)
    {
      g_source_attach (source, self->context);
      self->come_back = g_source_ref (source);
    }
  g_mutex_unlock (&self->mutex);
  g_source_unref (source);
}

static void
let_go_in_thread (GTask *task)
{
  shc_vault_stop_beside (g_task_get_source_object (task));
  shc_vault_end_open (g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

static void
let_go_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcVault *self = SHC_VAULT (object);
  g_autoptr(GTask) outer = user_data;

  shc_vault_emit_closed (self);
  wait_to_come_back (self, FIRST_LOOK_MS);
  g_task_return_boolean (outer, TRUE);
}

void
shc_vault_let_go_async (ShcVault            *self,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) outer = NULL;
  g_autoptr(GTask) inner = NULL;
  ShcVaultOpen *open;
  gboolean is_open;

  g_return_if_fail (SHC_IS_VAULT (self));

  outer = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (outer, shc_vault_let_go_async);
  g_mutex_lock (&self->mutex);
  is_open = self->key != NULL && !self->let_go;
  if (is_open)
    self->let_go = TRUE;
  g_mutex_unlock (&self->mutex);
  if (!is_open)
    {
      g_task_return_boolean (outer, TRUE);
      return;
    }
  open = g_new0 (ShcVaultOpen, 1);
  shc_vault_take_open (self, open);
  inner = g_task_new (self, NULL, let_go_cb, g_steal_pointer (&outer));
  g_task_set_source_tag (inner, shc_vault_let_go_async);
  g_task_set_task_data (inner, open, g_free);
  shc_vault_spawn (g_steal_pointer (&inner), let_go_in_thread);
}

void
shc_vault_let_go_finish (ShcVault     *self,
                         GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));
  g_task_propagate_boolean (G_TASK (result), NULL);
}
