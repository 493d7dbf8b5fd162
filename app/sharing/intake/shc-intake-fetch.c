/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's answers, fetched: what is set, the key, the form, the response. */

#define G_LOG_DOMAIN "shc-intake"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-account.h"
#include "shc-intake-source.h"
#include "shc-journal-error.h"
#include "shc-profile.h"
#include "shc-service-key.h"
#include "shc-settings.h"
#include "shc-typeform.h"

/* All that a fetch, or what needs no form, goes through. */
typedef struct
{
  ShcIntent        *intent;
  gboolean          testing;
  gboolean          listing;
  gboolean          prompt;
  char             *form_id;      /* (nullable): as it was named, then as it is */
  char             *response_id;  /* (nullable) */
  /* As it is set: */
  ShcAccount       *account;
  char             *email;        /* (nullable) */
  ShcTypeform      *client;
  ShcIntakeFound   *found;
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  shc_intent_free (fetch->intent);
  g_free (fetch->form_id);
  g_free (fetch->response_id);
  shc_account_free (fetch->account);
  g_free (fetch->email);
  g_clear_object (&fetch->client);
  shc_intake_found_free (fetch->found);
  g_free (fetch);
}

/* ---- what is set */

typedef struct
{
  ShcAccount *account;
  char       *email;
  char       *response_id;
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  shc_account_free (loaded->account);
  g_free (loaded->email);
  g_free (loaded->response_id);
  g_free (loaded);
}

static gboolean
load_email (ShcDb   *db,
            Loaded  *loaded,
            GError **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(ShcProfile) profile = shc_profile_load (db, &problem);

  if (profile != NULL)
    loaded->email = g_strdup (profile->email);
  else if (!g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  return TRUE;
}

static gpointer
load_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  Loaded *loaded = g_new0 (Loaded, 1);

  loaded->account = shc_account_load (db, "typeform", error);
  if (loaded->account != NULL)
    loaded->response_id = shc_settings_get (db, SHC_SETTING_TYPEFORM_RESPONSE_ID, error);
  if (loaded->response_id != NULL && load_email (db, loaded, error))
    return loaded;
  loaded_free (loaded);
  return NULL;
}

/* ---- the response */

static void
return_found (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&fetch->found), (GDestroyNotify) shc_intake_found_free);
}

static void
add_questions (ShcTypeformForm           *form,
               const ShcTypeformResponse *response)
{
  for (guint i = 0; i < response->answers->len; i++)
    shc_typeform_form_add (form, ((const ShcTypeformAnswer *) g_ptr_array_index (response->answers, i))->question);
}

static void
response_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  fetch->found->response = shc_typeform_get_response_finish (SHC_TYPEFORM (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (fetch->found->response == NULL)
    g_task_return_new_error (task, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOT_FOUND, "%s",
                             _("This form has no response of this id that was sent off. Answers of the last half hour may "
                               "not show yet. Nothing was changed."));
  else
    {
      if (fetch->found->form->questions->len == 0)
        add_questions (fetch->found->form, fetch->found->response);
      return_found (task);
    }
}

static void
get_response (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);

  shc_typeform_get_response_async (fetch->client, fetch->intent, fetch->form_id, fetch->response_id,
                                   g_task_get_cancellable (task), response_cb, g_object_ref (task));
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *candidates = shc_typeform_find_finish (SHC_TYPEFORM (source), result, &error);

  if (candidates == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_unref (fetch->found->candidates);
  fetch->found->candidates = candidates;
  if (candidates->len == 0)
    g_task_return_new_error (task, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOT_FOUND, "%s",
                             _("No response to this form has the e-mail address of your profile. Answers of the last half "
                               "hour may not show yet. If you gave another address, name your response by its id."));
  else if (candidates->len == 1)
    {
      g_free (fetch->response_id);
      fetch->response_id = g_strdup (((ShcTypeformResponse *) g_ptr_array_index (candidates, 0))->id);
      get_response (task);
    }
  else
    return_found (task);
}

/* Nothing but answers to these is asked for where others' come along. */
static char **
list_email_fields (const ShcTypeformForm *form)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < form->questions->len; i++)
    {
      const ShcTypeformQuestion *question = g_ptr_array_index (form->questions, i);

      if (g_strcmp0 (question->type, "email") == 0 && question->id != NULL)
        g_ptr_array_add (ids, g_strdup (question->id));
    }
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

static void
find_response (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  g_auto(GStrv) fields = list_email_fields (fetch->found->form);

  if (fetch->email == NULL)
    {
      g_task_return_new_error (task, SHC_SHARING_ERROR, SHC_SHARING_ERROR_INCOMPLETE, "%s",
                               _("Your profile has no e-mail address to find your response by. Add it, or name your response "
                                 "by its id; the address itself is not sent."));
      return;
    }
  shc_typeform_find_async (fetch->client, fetch->intent, fetch->form_id, fetch->email,
                           (const char *const *) fields, g_task_get_cancellable (task), found_cb, g_object_ref (task));
}

/* A token that may read responses but no forms does, too: then there are no titles. */
static void
form_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  ShcTypeformForm *form = shc_typeform_get_form_finish (SHC_TYPEFORM (source), result, &error);

  if (form == NULL && !g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_KEY))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  if (form == NULL)
    {
      form = shc_typeform_form_new ();
      form->id = g_strdup (fetch->form_id);
    }
  fetch->found = g_new0 (ShcIntakeFound, 1);
  fetch->found->form = form;
  fetch->found->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_typeform_response_free);
  fetch->found->confirmed = fetch->response_id != NULL;
  if (fetch->response_id != NULL)
    get_response (task);
  else
    find_response (task);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *name = shc_typeform_test_finish (SHC_TYPEFORM (source), result, &error);

  if (name == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, name, g_free);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *places = shc_typeform_list_forms_finish (SHC_TYPEFORM (source), result, &error);

  if (places == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, places, (GDestroyNotify) g_ptr_array_unref);
}

/* ---- before anything goes */

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GBytes) key = shc_service_key_lookup_finish (SHC_VAULT (source), result, &error);
  g_autoptr(ShcHttp) http =
    key != NULL ? shc_account_connect (fetch->account, SHC_VAULT (source), &shc_typeform_http_limits, &error) : NULL;

  if (http == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  fetch->client = shc_typeform_new (http, fetch->account->base_url, key, SHC_TYPEFORM_GAP_MS);
  if (fetch->testing)
    shc_typeform_test_async (fetch->client, fetch->intent, g_task_get_cancellable (task), tested_cb,
                             g_object_ref (task));
  else if (fetch->listing)
    shc_typeform_list_forms_async (fetch->client, fetch->intent, g_task_get_cancellable (task), listed_cb,
                                   g_object_ref (task));
  else
    shc_typeform_get_form_async (fetch->client, fetch->intent, fetch->form_id, g_task_get_cancellable (task), form_cb,
                                 g_object_ref (task));
}

/* The response that is set is one of the form that is set. */
static gboolean
choose_form (Fetch   *fetch,
             Loaded  *loaded,
             GError **error)
{
  const char *typed = fetch->form_id != NULL ? fetch->form_id : fetch->account->place;
  g_autofree char *set = shc_typeform_dup_form_id (fetch->account->place);
  char *id = shc_typeform_dup_form_id (typed);

  if (fetch->form_id == NULL && !shc_account_check_place (fetch->account, error))
    {
      g_free (id);
      return FALSE;
    }
  if (id == NULL)
    {
      g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNSET,
                           _("This is no id of a form: letters, digits, “_” and “-”, as they stand behind “/to/” in the "
                             "form’s address. Nothing was asked of the service."));
      return FALSE;
    }
  g_free (fetch->form_id);
  fetch->form_id = id;
  if (fetch->response_id == NULL && *loaded->response_id != '\0' && g_strcmp0 (set, id) == 0)
    fetch->response_id = g_steal_pointer (&loaded->response_id);
  return TRUE;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  Loaded *loaded = shc_vault_run_finish (SHC_VAULT (source), result, &error);
  gboolean ready;

  if (loaded == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  fetch->account = g_steal_pointer (&loaded->account);
  fetch->email = g_steal_pointer (&loaded->email);
  ready = (fetch->testing || fetch->listing || choose_form (fetch, loaded, &error)) &&
          shc_account_check_network (fetch->account, &error);
  loaded_free (loaded);
  if (ready)
    shc_service_key_lookup_async (SHC_VAULT (source), "typeform", fetch->prompt, g_task_get_cancellable (task), key_cb,
                                  g_object_ref (task));
  else
    g_task_return_error (task, error);
}

static void
begin (ShcVault        *vault,
       const ShcIntent *intent,
       Fetch           *fetch,
       gboolean         prompt,
       GTask           *task)
{
  fetch->intent = shc_intent_copy (intent);
  fetch->prompt = prompt;
  g_task_set_task_data (task, fetch, fetch_free);
  shc_vault_run_async (vault, SHC_DB_WRITER, FALSE, load_in_thread, NULL, NULL, loaded_free,
                       g_task_get_cancellable (task), loaded_cb, g_object_ref (task));
}

void
shc_intake_fetch_async (ShcVault            *vault,
                        const ShcIntent     *intent,
                        const char          *form,
                        const char          *response,
                        gboolean             prompt,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (vault, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, shc_intake_fetch_async);
  fetch->form_id = form != NULL && *form != '\0' ? g_strdup (form) : NULL;
  fetch->response_id = response != NULL && *response != '\0' ? g_strdup (response) : NULL;
  begin (vault, intent, fetch, prompt, task);
}

ShcIntakeFound *
shc_intake_fetch_finish (ShcVault      *vault,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
shc_intake_test_async (ShcVault            *vault,
                       const ShcIntent     *intent,
                       gboolean             prompt,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (vault, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, shc_intake_test_async);
  fetch->testing = TRUE;
  begin (vault, intent, fetch, prompt, task);
}

char *
shc_intake_test_finish (ShcVault      *vault,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
shc_intake_list_places_async (ShcVault            *vault,
                              const ShcIntent     *intent,
                              gboolean             prompt,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (vault, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, shc_intake_list_places_async);
  fetch->listing = TRUE;
  begin (vault, intent, fetch, prompt, task);
}

GPtrArray *
shc_intake_list_places_finish (ShcVault      *vault,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
