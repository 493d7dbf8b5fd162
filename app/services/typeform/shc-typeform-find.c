/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody's response, found by their e-mail address among all that a form has. */

#define G_LOG_DOMAIN "shc-typeform"

#include "config.h"

#include "shc-chat-reader-private.h"
#include "shc-typeform-private.h"
#include "shc-typeform-read.h"

/* Two hundred thousand responses; no intake form has them. */
#define PAGES_MAX 200

/* A search through all pages. */
typedef struct
{
  ShcIntent  *intent;
  char       *form_id;
  char       *email;
  char      **fields;
  char       *before;   /* (nullable): the token of the last response seen */
  GHashTable *seen;     /* ids */
  GPtrArray  *found;
  guint       pages;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  shc_intent_free (search->intent);
  g_free (search->form_id);
  g_free (search->email);
  g_strfreev (search->fields);
  g_free (search->before);
  g_hash_table_unref (search->seen);
  g_clear_pointer (&search->found, g_ptr_array_unref);
  g_free (search);
}

/* Returns: whether it is one that was not seen yet. */
static gboolean
search_item (Search     *search,
             JsonObject *item)
{
  const char *id = shc_typeform_get_response_id (item);
  g_autoptr(ShcTypeformResponse) response = NULL;

  if (id == NULL || !g_hash_table_add (search->seen, g_strdup (id)))
    return FALSE;
  g_free (search->before);
  search->before = g_strdup (shc_typeform_get_token (item));
  response = shc_typeform_read_response (item);
  if (response->submitted_us > 0 && shc_typeform_response_has_email (response, search->email, NULL))
    {
      g_ptr_array_set_size (response->answers, 0);
      g_ptr_array_add (search->found, g_steal_pointer (&response));
    }
  return TRUE;
}

/* Returns: whether there may be more. @items: a page. */
static gboolean
search_page (Search     *search,
             JsonArray  *items,
             gint64      total)
{
  gboolean fresh = FALSE;

  for (guint i = 0; i < json_array_get_length (items); i++)
    fresh |= search_item (search, shc_chat_get_element (items, i));
  search->pages++;
  return fresh && json_array_get_length (items) >= SHC_TYPEFORM_PAGE && search->pages < PAGES_MAX &&
         (search->pages > 1 || total < 0 || total > (gint64) g_hash_table_size (search->seen));
}

static void search_next (GTask *task);

static void
page_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(JsonNode) root = shc_typeform_ask_finish (SHC_TYPEFORM (source), result, &error);
  JsonObject *page = root != NULL ? json_node_get_object (root) : NULL;
  JsonArray *items = shc_chat_get_array (page, "items");

  if (root == NULL)
    g_task_return_error (task, error);
  else if (items == NULL)
    shc_typeform_return_unlike (task);
  else if (search_page (search, items, shc_chat_get_count (page, "total_items")))
    search_next (task);
  else
    {
      g_ptr_array_sort (search->found, shc_typeform_compare_newest);
      g_task_return_pointer (task, g_steal_pointer (&search->found), (GDestroyNotify) g_ptr_array_unref);
    }
}

static void
search_next (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  GString *path = g_string_new (NULL);

  g_string_printf (path, "/forms/%s/responses?page_size=%d", search->form_id, SHC_TYPEFORM_PAGE);
  if (search->fields != NULL && search->fields[0] != NULL)
    {
      g_autofree char *fields = g_strjoinv (",", search->fields);

      g_string_append (path, "&fields=");
      g_string_append_uri_escaped (path, fields, ",", FALSE);
    }
  if (search->before != NULL)
    {
      g_string_append (path, "&before=");
      g_string_append_uri_escaped (path, search->before, NULL, FALSE);
    }
  shc_typeform_ask_async (g_task_get_source_object (task), search->intent, "responses", path->str,
                          g_task_get_cancellable (task), page_cb, g_object_ref (task));
  g_string_free (path, TRUE);
}

void
shc_typeform_find_async (ShcTypeform         *self,
                         const ShcIntent     *intent,
                         const char          *form_id,
                         const char          *email,
                         const char *const   *fields,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Search *search;

  g_return_if_fail (SHC_IS_TYPEFORM (self) && intent != NULL && form_id != NULL && email != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_typeform_find_async);
  search = g_new0 (Search, 1);
  search->intent = shc_intent_copy (intent);
  search->form_id = g_strdup (form_id);
  search->email = g_strdup (email);
  search->fields = g_strdupv ((char **) fields);
  search->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  search->found = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_typeform_response_free);
  g_task_set_task_data (task, search, search_free);
  search_next (task);
}

GPtrArray *
shc_typeform_find_finish (ShcTypeform   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
