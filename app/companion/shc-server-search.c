/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a server for the companion runs on this computer. */

#define G_LOG_DOMAIN "shc-server-search"

#include "config.h"

#include "shc-server-search.h"

#include <glib/gi18n-lib.h>

#include "shc-activity-log.h"
#include "shc-companion.h"
#include "shc-settings.h"

/* What is on this computer answers at once, or is not there. */
static const ShcHttpLimits limits = {
  .connect_ms = 1000,
  .first_byte_ms = 3000,
  .idle_ms = 3000,
};

static const ShcServerPlace usual[] = {
  { "Ollama", 11434 },
  { "llama.cpp", 8080 },
  { "LM Studio", 1234 },
};

const ShcServerPlace *
shc_server_search_get_places (guint *n)
{
  *n = G_N_ELEMENTS (usual);
  return usual;
}

static ShcFoundServer *
found_server_new (const ShcServerPlace *place)
{
  ShcFoundServer *self = g_new0 (ShcFoundServer, 1);

  self->name = g_strdup (place->name);
  self->base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", place->port);
  return self;
}

void
shc_found_server_free (ShcFoundServer *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->base_url);
  g_strfreev (self->models);
  g_free (self);
}

char *
shc_found_server_dup_words (const ShcFoundServer *self)
{
  guint n;

  g_return_val_if_fail (self != NULL, NULL);

  n = g_strv_length (self->models);
  return n == 0 ? g_strdup (_("No model yet"))
                : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u model", "%u models", n), n);
}

const char *
shc_server_search_get_advice (void)
{
  return _("No server answered on this computer. If you have Ollama, llama.cpp or LM Studio, start it (in LM Studio its "
           "server has to be switched on too), and look again. Where it listens at a port of its own, set its address "
           "yourself.");
}

ShcIntent *
shc_server_search_create_intent (const char *action)
{
  return shc_intent_new ("this-computer", "models", "find-server", action, 0);
}

/* ---- looking */

typedef struct
{
  ShcIntent *intent;
  ShcHttp   *http;      /* (nullable): until it is known that the network may be used */
  GPtrArray *places;    /* (element-type ShcFoundServer): those that answered have models */
  guint      n_open;
  GError    *error;     /* (nullable): the first that is no answer */
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  shc_intent_free (search->intent);
  g_clear_object (&search->http);
  g_ptr_array_unref (search->places);
  g_clear_error (&search->error);
  g_free (search);
}

/* One of the questions that are under way. */
typedef struct
{
  GTask          *task;
  ShcFoundServer *place;
} Question;

static void
end (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  for (guint i = search->places->len; i > 0; i--)
    if (((const ShcFoundServer *) g_ptr_array_index (search->places, i - 1))->models == NULL)
      g_ptr_array_remove_index (search->places, i - 1);
  if (search->error != NULL)
    g_task_return_error (task, g_steal_pointer (&search->error));
  else
    g_task_return_pointer (task, g_ptr_array_ref (search->places), (GDestroyNotify) g_ptr_array_unref);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr(GTask) task = question->task;
  Search *search = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  question->place->models = shc_chat_list_models_finish (SHC_HTTP (source), result, &error);
  /* Nobody there, or somebody else, is no error; that it could not be written down is one. */
  if (error != NULL && error->domain != SHC_SERVICE_ERROR && search->error == NULL)
    search->error = g_steal_pointer (&error);
  if (--search->n_open == 0)
    end (task);
}

static void
ask_all (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  search->n_open = search->places->len;
  for (guint i = 0; i < search->places->len; i++)
    {
      Question *question = g_new0 (Question, 1);
      ShcChatServer server = { NULL, NULL, SHC_CHAT_COMPLETIONS, FALSE };

      question->task = g_object_ref (task);
      question->place = g_ptr_array_index (search->places, i);
      server.base_url = question->place->base_url;
      shc_chat_list_models_async (search->http, search->intent, &server, cancellable, asked_cb, question);
    }
}

static gpointer
check_in_thread (ShcDb     *db,
                 gpointer   data,
                 GError   **error)
{
  g_autoptr(ShcCompanion) companion = shc_companion_load (db, g_get_real_time (), error);

  return companion != NULL && shc_companion_check_question (companion, error) ? db : NULL;
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr(ShcActivityLog) log = shc_activity_log_new (SHC_VAULT (source));
  GError *error = NULL;

  if (shc_vault_run_finish (SHC_VAULT (source), result, &error) != NULL)
    search->http = shc_http_new (SHC_INTENT_SINK (log), NULL, &limits, &error);
  if (search->http == NULL)
    g_task_return_error (task, error);
  else if (search->places->len == 0)
    end (task);
  else
    ask_all (task);
}

void
shc_server_search_async (ShcVault             *vault,
                         const ShcIntent      *intent,
                         const ShcServerPlace *places,
                         guint                 n_places,
                         GCancellable         *cancellable,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  GTask *task;
  Search *search;

  g_return_if_fail (SHC_IS_VAULT (vault));
  g_return_if_fail (intent != NULL);

  if (places == NULL)
    places = shc_server_search_get_places (&n_places);
  task = g_task_new (vault, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_server_search_async);
  search = g_new0 (Search, 1);
  search->intent = shc_intent_copy (intent);
  search->places = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_found_server_free);
  for (guint i = 0; i < n_places; i++)
    g_ptr_array_add (search->places, found_server_new (&places[i]));
  g_task_set_task_data (task, search, search_free);
  /* By the writer: behind a network that is just being switched off. */
  shc_vault_run_async (vault, SHC_DB_WRITER, FALSE, check_in_thread, NULL, NULL, NULL, cancellable, checked_cb, task);
}

GPtrArray *
shc_server_search_finish (ShcVault      *vault,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
