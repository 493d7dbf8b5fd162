/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking Airtable whether it takes the key, and which bases that opens. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-private.h"
#include "shc-service-place.h"

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autofree char *whose = shc_airtable_test_finish (SHC_AIRTABLE (source), result, &error);

  if (whose == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
test_connected (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);

  shc_airtable_test_async (self->airtable, call->intent, g_task_get_cancellable (task), tested_cb, task);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(GPtrArray) places = shc_service_places_new ();
  g_autoptr(GPtrArray) bases = shc_airtable_list_bases_finish (SHC_AIRTABLE (source), result, &error);

  for (guint i = 0; bases != NULL && i < bases->len; i++)
    {
      const ShcAirtableBase *base = g_ptr_array_index (bases, i);

      shc_service_places_add (places, base->id, base->name);
    }
  if (bases == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&places), (GDestroyNotify) g_ptr_array_unref);
  g_object_unref (task);
}

static void
list_connected (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);

  shc_airtable_list_bases_async (self->airtable, call->intent, g_task_get_cancellable (task), listed_cb, task);
}

static void
list_loaded (GTask *task)
{
  shc_share_connect (task, list_connected);
}

static void
test_loaded (GTask *task)
{
  shc_share_connect (task, test_connected);
}

void
shc_airtable_share_test_key_async (ShcAirtableShare    *self,
                                   const ShcIntent     *intent,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  task = shc_share_call_new (self, intent, shc_airtable_share_test_key_async, cancellable, callback, user_data);
  ((ShcShareCall *) g_task_get_task_data (task))->needs_place = FALSE;
  shc_share_load_account (task, test_loaded);
}

gboolean
shc_airtable_share_test_key_finish (ShcAirtableShare  *self,
                                    GAsyncResult      *result,
                                    GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
shc_airtable_share_list_places_async (ShcAirtableShare    *self,
                                      const ShcIntent     *intent,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  task = shc_share_call_new (self, intent, shc_airtable_share_list_places_async, cancellable, callback, user_data);
  ((ShcShareCall *) g_task_get_task_data (task))->needs_place = FALSE;
  shc_share_load_account (task, list_loaded);
}

GPtrArray *
shc_airtable_share_list_places_finish (ShcAirtableShare  *self,
                                       GAsyncResult      *result,
                                       GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
