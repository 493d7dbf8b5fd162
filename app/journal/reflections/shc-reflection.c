/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reflection as plain data: checked before it is kept, written as JSON. */

#define G_LOG_DOMAIN "shc-reflection"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-json.h"
#include "shc-labels.h"
#include "shc-reflection.h"
#include "shc-text.h"

#define MAX_TAGS 200
#define LAST_CIVIL_US (3652059 * SHC_DATE_US_PER_DAY - 1) /* the end of 9999-12-31 */

ShcReflection *
shc_reflection_new (void)
{
  ShcReflection *self = g_new0 (ShcReflection, 1);

  self->tags = g_new0 (char *, 1);
  return self;
}

ShcReflection *
shc_reflection_copy (const ShcReflection *self)
{
  ShcReflection *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->text = g_strdup (self->text);
  copy->milestone = g_strdup (self->milestone);
  copy->tags = g_strdupv (self->tags);
  return copy;
}

void
shc_reflection_free (ShcReflection *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->text);
  g_free (self->milestone);
  g_strfreev (self->tags);
  g_free (self);
}

static gboolean
fail (GError     **error,
      const char  *message)
{
  g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
check_date (ShcDate   date,
            GError  **error)
{
  if (date.civil_us < 0 || date.civil_us > LAST_CIVIL_US ||
      (!date.has_time && date.civil_us % SHC_DATE_US_PER_DAY != 0) ||
      (date.has_offset && !date.has_time) ||
      ABS (date.offset_min) > 1439)
    return fail (error, _("This date lies outside the years 1 to 9999, or its time is not one."));

  return TRUE;
}

static gboolean
check_milestone (ShcReflection  *self,
                 GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  char *clean;

  if (self->milestone == NULL)
    return TRUE;

  clean = shc_label_clean (self->milestone, &local_error);
  if (clean == NULL && !g_error_matches (local_error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_EMPTY))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s ", _("Milestone:"));
      return FALSE;
    }

  g_free (self->milestone);
  self->milestone = clean;
  return TRUE;
}

static gboolean
check_tags (ShcReflection  *self,
            GError        **error)
{
  guint n = self->tags != NULL ? g_strv_length (self->tags) : 0;

  if (n > MAX_TAGS)
    return fail (error, _("A reflection can have up to 200 tags."));

  for (guint i = 0; i < n; i++)
    {
      char *clean = shc_label_clean (self->tags[i], error);

      if (clean == NULL)
        {
          g_prefix_error (error, "%s ", _("Tag:"));
          return FALSE;
        }
      g_free (self->tags[i]);
      self->tags[i] = clean;
    }

  if (self->tags == NULL)
    self->tags = g_new0 (char *, 1);
  shc_labels_sort (self->tags);
  return TRUE;
}

static gboolean
check_id (ShcReflection  *self,
          GError        **error)
{
  if (self->id == NULL)
    return TRUE;
  if (!g_uuid_string_is_valid (self->id))
    return fail (error, _("The id of a reflection is a UUID."));

  for (char *p = self->id; *p != '\0'; p++)
    *p = g_ascii_tolower (*p);
  return TRUE;
}

gboolean
shc_reflection_check (ShcReflection  *self,
                      GError        **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->mood < 0 || self->mood > 5)
    return fail (error, _("A mood is a number from 1 to 5."));

  return shc_text_check (self->text, self->text != NULL ? strlen (self->text) : 0, error) &&
         check_date (self->date, error) &&
         check_milestone (self, error) &&
         check_tags (self, error) &&
         check_id (self, error);
}

void
shc_reflection_add_json (const ShcReflection *self,
                         JsonBuilder         *builder)
{
  g_autofree char *date = NULL;

  g_return_if_fail (self != NULL);

  date = shc_date_to_string (self->date);
  shc_json_add_string (builder, "id", self->id);
  shc_json_add_string (builder, "date", date);
  shc_json_add_string (builder, "text", self->text);
  shc_json_add_string (builder, "milestone", self->milestone);
  if (self->mood > 0)
    shc_json_add_int (builder, "mood", self->mood);
  else
    shc_json_add_null (builder, "mood");
  shc_json_add_strings (builder, "tags", (const char *const *) self->tags);
  shc_json_add_time (builder, "created", self->created_us);
  shc_json_add_time (builder, "updated", self->updated_us);
  shc_json_add_int (builder, "words", self->n_words);
  shc_json_add_boolean (builder, "never_send", self->never_send);
  shc_json_add_time (builder, "trashed", self->trashed_us);
}
