/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found that may be the person's, and how it is found in a file. */

#define G_LOG_DOMAIN "shc-intake"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-date.h"
#include "shc-intake-source.h"
#include "shc-typeform-read.h"

void
shc_intake_found_free (ShcIntakeFound *self)
{
  if (self == NULL)
    return;
  shc_typeform_form_free (self->form);
  shc_typeform_response_free (self->response);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_free (self);
}

guint
shc_intake_found_count (const ShcIntakeFound *self)
{
  return MAX (self->candidates->len, (guint) (self->response != NULL ? 1 : 0));
}

static char *
dup_day (const ShcTypeformResponse *response)
{
  g_autofree char *time = NULL;

  if (response->submitted_us == 0)
    return g_strdup ("?");
  time = shc_time_to_string (response->submitted_us);
  time[10] = '\0';
  return g_steal_pointer (&time);
}

gboolean
shc_intake_found_check (const ShcIntakeFound  *self,
                        GError               **error)
{
  g_autoptr(GString) list = g_string_new (NULL);

  if (self->confirmed)
    return TRUE;
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const ShcTypeformResponse *response = g_ptr_array_index (self->candidates, i);
      g_autofree char *day = dup_day (response);

      g_string_append_printf (list, "%s%s (%s)", i > 0 ? ", " : "", response->id, day);
    }
  g_set_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNCONFIRMED,
               /* Translators: %s is a list of ids with days. */
               _("Your e-mail address was found in: %s. Nothing was taken: say by its id which one is yours."), list->str);
  return FALSE;
}

/* Hands one response over, and no other. */
static ShcIntakeFound *
found_new (ShcTypeformFile *file,
           guint            index,
           gboolean         confirmed)
{
  ShcIntakeFound *self = g_new0 (ShcIntakeFound, 1);

  self->form = g_steal_pointer (&file->form);
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_typeform_response_free);
  self->response = g_ptr_array_steal_index (file->responses, index);
  self->confirmed = confirmed;
  return self;
}

static gboolean
find_id (const ShcTypeformFile *file,
         const char            *id,
         guint                 *index)
{
  for (*index = 0; id != NULL && *id != '\0' && *index < file->responses->len; (*index)++)
    if (g_str_equal (((const ShcTypeformResponse *) g_ptr_array_index (file->responses, *index))->id, id))
      return TRUE;
  return FALSE;
}

static ShcTypeformResponse *
copy_without_answers (const ShcTypeformResponse *response)
{
  ShcTypeformResponse *copy = shc_typeform_response_new (response->id);

  copy->submitted_us = response->submitted_us;
  return copy;
}

static ShcIntakeFound *
find_email (ShcTypeformFile  *file,
            const char       *email,
            GError          **error)
{
  g_autoptr(ShcIntakeFound) self = NULL;
  g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_typeform_response_free);
  guint index = 0;

  for (guint i = 0; i < file->responses->len; i++)
    if (shc_typeform_response_has_email (g_ptr_array_index (file->responses, i), email, NULL))
      {
        g_ptr_array_add (candidates, copy_without_answers (g_ptr_array_index (file->responses, i)));
        index = i;
      }
  if (candidates->len == 0)
    {
      g_set_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOT_FOUND,
                   _("None of the %u responses in this file has the e-mail address of your profile. Nothing was taken; if one "
                     "of them is yours, name it by its id."), file->responses->len);
      return NULL;
    }
  self = found_new (file, index, FALSE);
  if (candidates->len > 1)
    g_clear_pointer (&self->response, shc_typeform_response_free);
  g_ptr_array_unref (self->candidates);
  self->candidates = g_steal_pointer (&candidates);
  return g_steal_pointer (&self);
}

ShcIntakeFound *
shc_intake_read (const char  *text,
                 gsize        length,
                 const char  *response,
                 const char  *known,
                 const char  *email,
                 GError     **error)
{
  g_autoptr(ShcTypeformFile) file = shc_typeform_file_read (text, length, error);
  guint index;

  if (file == NULL)
    return NULL;
  if (file->responses->len == 0)
    {
      g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOT_FOUND,
                           file->unsent > 0
                             ? _("Nothing in this file was sent off: it holds only what somebody began. Nothing was taken.")
                             : _("There are no responses in this file. Nothing was taken."));
      return NULL;
    }
  if (find_id (file, response != NULL ? response : known, &index))
    return found_new (file, index, TRUE);
  if (response != NULL)
    {
      g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOT_FOUND,
                           _("This file has no response of this id. Nothing was taken."));
      return NULL;
    }
  if (file->responses->len == 1)
    return found_new (file, 0, TRUE);
  if (email != NULL)
    return find_email (file, email, error);
  g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_INCOMPLETE,
                       _("This file has the responses of several people, and your profile has no e-mail address to find yours "
                         "by. Nothing was taken: add the address to your profile, or name your response by its id."));
  return NULL;
}
