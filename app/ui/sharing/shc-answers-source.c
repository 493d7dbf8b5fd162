/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the answers to an intake form come from: what is set for Typeform, or a file. */

#define G_LOG_DOMAIN "shc-answers-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>

#include "shc-answers-private.h"
#include "shc-csv.h"
#include "shc-focus.h"
#include "shc-journal-error.h"
#include "shc-pick-file.h"
#include "shc-profile.h"
#include "shc-secure-text.h"
#include "shc-service-key.h"
#include "shc-settings.h"
#include "shc-typeform-errors.h"
#include "shc-work.h"

/* ---- what is set */

typedef struct
{
  ShcVault *vault;
  GBytes   *token;     /* (nullable): to be stored */
  char     *form;
  char     *response;
  char     *place;     /* (nullable): to be left alone */
  char     *email;
  gboolean  stored;
} Source;

static void
source_free (gpointer data)
{
  Source *source = data;

  g_clear_object (&source->vault);
  g_clear_pointer (&source->token, g_bytes_unref);
  g_free (source->form);
  g_free (source->response);
  g_free (source->place);
  g_free (source->email);
  g_free (source);
}

static gboolean
read_email (ShcDb   *db,
            Source  *source,
            GError **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(ShcProfile) profile = shc_profile_load (db, &problem);

  if (profile == NULL && !g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  source->email = profile != NULL ? g_strdup (profile->email) : NULL;
  return TRUE;
}

static gpointer
read_settings (ShcDb     *db,
               gpointer   data,
               GError   **error)
{
  Source *source = data;

  source->form = shc_settings_get (db, SHC_SETTING_TYPEFORM_FORM_ID, error);
  source->response = source->form != NULL ? shc_settings_get (db, SHC_SETTING_TYPEFORM_RESPONSE_ID, error) : NULL;
  source->place = source->response != NULL ? shc_settings_get (db, SHC_SETTING_TYPEFORM_BASE_URL, error) : NULL;
  if (source->place != NULL)
    read_email (db, source, error);
  return NULL;
}

static gpointer
load_in_thread (gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  Source *source = g_new0 (Source, 1);
  g_autoptr(GError) problem = NULL;

  source->vault = g_object_ref (((Source *) data)->vault);
  shc_vault_run (source->vault, SHC_DB_WRITER, read_settings, source, &problem);
  if (problem == NULL)
    {
      /* Without a keyring there is none; the fetch will say so. */
      shc_service_key_has (source->vault, "typeform", &source->stored, NULL);
      return source;
    }
  g_propagate_error (error, g_steal_pointer (&problem));
  source_free (source);
  return NULL;
}

/* The last row of the choice is whatever else is set. */
static guint
find_place (const char *place)
{
  const char *const *places = shc_typeform_get_addresses ();
  guint i = 0;

  while (places[i] != NULL && !g_str_equal (places[i], place))
    i++;
  return i;
}

void
shc_answers_say_token (ShcAnswersDialog *self,
                       gboolean          stored,
                       const char       *text)
{
  adw_action_row_set_subtitle (self->stored_row, text != NULL ? text
                                                 : stored     ? _("A token is stored in this computer’s keyring")
                                                              : _("No token is stored"));
  gtk_widget_set_visible (self->choose_button, stored);
  gtk_widget_set_visible (self->test_button, stored);
  gtk_widget_set_visible (self->remove_button, stored);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->token_row),
                                 stored ? _("Another _Token") : _("_Token"));
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcAnswersDialog) self = SHC_ANSWERS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  Source *source = shc_work_finish (result, &error);

  if (source != NULL && !self->closed)
    {
      guint place = find_place (source->place);

      if (shc_typeform_get_addresses ()[place] == NULL)
        gtk_string_list_append (GTK_STRING_LIST (adw_combo_row_get_model (self->place_row)), source->place);
      adw_combo_row_set_selected (self->place_row, place);
      gtk_editable_set_text (GTK_EDITABLE (self->form_row), source->form);
      gtk_editable_set_text (GTK_EDITABLE (self->response_row), source->response);
      shc_answers_say_token (self, source->stored, NULL);
      shc_focus_page (self->stack, NULL);
    }
  else if (error != NULL && !self->closed)
    shc_answers_fail (self, error);
  g_clear_pointer (&source, source_free);
}

void
shc_answers_source_load (ShcAnswersDialog *self)
{
  Source *source = g_new0 (Source, 1);

  source->vault = g_object_ref (self->window->vault);
  shc_work_async (self, load_in_thread, source, source_free, source_free, self->cancellable, loaded_cb,
                  g_object_ref (self));
}

/* ---- fetching */

static void
fetched_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcAnswersDialog) self = SHC_ANSWERS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  ShcIntakeFound *found = shc_intake_fetch_finish (SHC_VAULT (object), result, &error);

  if (self->closed)
    g_clear_pointer (&found, shc_intake_found_free);
  else if (found == NULL)
    shc_answers_fail (self, error);
  else
    shc_answers_take_found (self, found);
}

static void
fetch (ShcAnswersDialog *self,
       const char       *response)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("typeform", "responses", "intake", "answers.fetch", 0);

  g_clear_pointer (&self->file, g_bytes_unref);
  shc_answers_wait_for_service (self, _("Asking Typeform… Nothing is changed by that."));
  shc_intake_fetch_async (self->window->vault, intent, NULL, response, TRUE, self->cancellable, fetched_cb,
                          g_object_ref (self));
}

static gpointer
write_settings (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  Source *source = data;
  g_autofree char *form = shc_settings_get (db, SHC_SETTING_TYPEFORM_FORM_ID, error);
  g_autofree char *response = form != NULL ? shc_settings_get (db, SHC_SETTING_TYPEFORM_RESPONSE_ID, error) : NULL;

  if (response == NULL || !shc_settings_set (db, SHC_SETTING_TYPEFORM_FORM_ID, source->form, error))
    return NULL;
  /* What still stands there of another form is no response to this one. */
  if ((g_str_equal (form, source->form) || !g_str_equal (response, source->response)) &&
      !shc_settings_set (db, SHC_SETTING_TYPEFORM_RESPONSE_ID, source->response, error))
    return NULL;
  if (source->place != NULL)
    shc_settings_set (db, SHC_SETTING_TYPEFORM_BASE_URL, source->place, error);
  return NULL;
}

static gpointer
store_in_thread (gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  Source *source = data;
  g_autoptr(GError) problem = NULL;

  shc_vault_run (source->vault, SHC_DB_WRITER, write_settings, source, &problem);
  if (problem == NULL && source->token != NULL)
    shc_service_key_store (source->vault, "typeform", source->token, &problem);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

typedef struct
{
  ShcAnswersDialog *self;
  ShcAnswersNext    next;
} Storing;

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Storing *storing = user_data;
  g_autoptr(ShcAnswersDialog) self = storing->self;
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  if (self->closed)
    return;
  if (error != NULL)
    {
      shc_answers_fail (self, error);
      return;
    }
  storing->next (self);
}

void
shc_answers_store (ShcAnswersDialog *self,
                   ShcAnswersNext    next)
{
  Storing *storing = g_new0 (Storing, 1);
  Source *source = g_new0 (Source, 1);
  const char *const *places = shc_typeform_get_addresses ();
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->form_row));
  guint place = adw_combo_row_get_selected (self->place_row);
  g_autofree char *id = shc_typeform_dup_form_id (typed);

  source->vault = g_object_ref (self->window->vault);
  source->form = g_strdup (id != NULL ? id : typed);
  source->response = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->response_row))));
  source->place = place < g_strv_length ((char **) places) ? g_strdup (places[place]) : NULL;
  source->token = shc_secure_text_take (GTK_EDITABLE (self->token_row));
  if (g_bytes_get_size (source->token) == 0)
    g_clear_pointer (&source->token, g_bytes_unref);
  shc_answers_say_token (self, source->token != NULL || gtk_widget_get_visible (self->test_button), NULL);
  storing->self = g_object_ref (self);
  storing->next = next;
  shc_answers_wait (self, _("Keeping what you entered…"));
  shc_work_async (self, store_in_thread, source, source_free, NULL, NULL, stored_cb, storing);
}

static void
fetch_any (ShcAnswersDialog *self)
{
  fetch (self, NULL);
}

void
shc_answers_fetch (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  shc_answers_store (SHC_ANSWERS_DIALOG (widget), fetch_any);
}

/* ---- files */

typedef struct
{
  ShcVault       *vault;
  char           *path;      /* (nullable): %NULL once it was read */
  GBytes         *bytes;
  char           *response;  /* (nullable) */
  ShcIntakeFound *found;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->vault);
  g_free (reading->path);
  g_clear_pointer (&reading->bytes, g_bytes_unref);
  g_free (reading->response);
  shc_intake_found_free (reading->found);
  g_free (reading);
}

static GBytes *
read_bytes (const char  *path,
            GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  struct stat info;

  if (stat (path, &info) == 0 && (gsize) info.st_size > SHC_CSV_MAX_BYTES)
    {
      g_set_error_literal (error, SHC_CSV_ERROR, SHC_CSV_ERROR_TOO_LONG,
                           _("This file is longer than 32 MiB, the most that is read."));
      return NULL;
    }
  return g_file_load_bytes (file, NULL, NULL, error);
}

static gpointer
read_in_thread (gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  Reading *asked = data;
  Reading *reading = g_new0 (Reading, 1);
  Source person = { NULL };
  g_autoptr(GError) problem = NULL;

  reading->bytes = asked->bytes != NULL ? g_bytes_ref (asked->bytes) : read_bytes (asked->path, error);
  if (reading->bytes != NULL)
    shc_vault_run (asked->vault, SHC_DB_WRITER, read_settings, &person, &problem);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (reading->bytes != NULL)
    {
      gsize length;
      const char *text = g_bytes_get_data (reading->bytes, &length);

      reading->found = shc_intake_read (text != NULL ? text : "", length, asked->response, person.response, person.email,
                                        error);
    }
  g_free (person.form);
  g_free (person.response);
  g_free (person.place);
  g_free (person.email);
  if (reading->found != NULL)
    return reading;
  reading_free (reading);
  return NULL;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcAnswersDialog) self = SHC_ANSWERS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  Reading *reading = shc_work_finish (result, &error);

  if (!self->closed && reading != NULL)
    {
      g_clear_pointer (&self->file, g_bytes_unref);
      self->file = g_bytes_ref (reading->bytes);
      shc_answers_take_found (self, g_steal_pointer (&reading->found));
    }
  else if (!self->closed)
    shc_answers_fail (self, error);
  g_clear_pointer (&reading, reading_free);
}

/* @path: or @bytes. */
static void
read_file (ShcAnswersDialog *self,
           const char       *path,
           GBytes           *bytes,
           const char       *response)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->vault = g_object_ref (self->window->vault);
  reading->path = g_strdup (path);
  reading->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  reading->response = g_strdup (response);
  shc_answers_wait (self, _("Looking through the file…"));
  shc_work_async (self, read_in_thread, reading, reading_free, reading_free, self->cancellable, read_cb,
                  g_object_ref (self));
}

static void
picked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcAnswersDialog *self = SHC_ANSWERS_DIALOG (object);
  g_autoptr(GFile) file = shc_pick_file_finish (result);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && !self->closed)
    read_file (self, path, NULL, NULL);
}

void
shc_answers_choose_file (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  shc_pick_file_async (widget, GTK_FILE_CHOOSER_ACTION_OPEN, _("Your Answers to a Form"), _("_Look Through"), NULL, NULL,
                       picked_cb, NULL);
}

void
shc_answers_name (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ShcAnswersDialog *self = SHC_ANSWERS_DIALOG (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  if (self->found != NULL && self->found->response != NULL && g_str_equal (self->found->response->id, id))
    {
      self->found->confirmed = TRUE;
      shc_answers_take_found (self, g_steal_pointer (&self->found));
    }
  else if (self->file != NULL)
    read_file (self, NULL, self->file, id);
  else
    fetch (self, id);
}
