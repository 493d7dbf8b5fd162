/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typeform: which forms an account has. */

#define G_LOG_DOMAIN "shc-typeform"

#include "config.h"

#include "shc-chat-reader-private.h"
#include "shc-service-place.h"
#include "shc-typeform-private.h"

/* The most in one answer. */
#define FORMS "/forms?page=1&page_size=200"

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) places = shc_service_places_new ();
  GError *error = NULL;
  g_autoptr(JsonNode) root = shc_typeform_ask_finish (SHC_TYPEFORM (source), result, &error);
  JsonNode *items = root != NULL ? json_object_get_member (json_node_get_object (root), "items") : NULL;
  JsonArray *forms = items != NULL && JSON_NODE_HOLDS_ARRAY (items) ? json_node_get_array (items) : NULL;

  for (guint i = 0; forms != NULL && i < json_array_get_length (forms); i++)
    {
      JsonNode *node = json_array_get_element (forms, i);
      JsonObject *form = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (form != NULL)
        shc_service_places_add (places, shc_chat_get_string (form, "id"), shc_chat_get_string (form, "title"));
    }
  if (root == NULL)
    g_task_return_error (task, error);
  else if (forms == NULL)
    shc_typeform_return_unlike (task);
  else
    g_task_return_pointer (task, g_steal_pointer (&places), (GDestroyNotify) g_ptr_array_unref);
}

void
shc_typeform_list_forms_async (ShcTypeform         *self,
                               const ShcIntent     *intent,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SHC_IS_TYPEFORM (self));
  g_return_if_fail (intent != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_typeform_list_forms_async);
  shc_typeform_ask_async (self, intent, "forms", FORMS, cancellable, listed_cb, task);
}

GPtrArray *
shc_typeform_list_forms_finish (ShcTypeform   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
