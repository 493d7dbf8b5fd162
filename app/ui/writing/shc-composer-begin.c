/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the composer begins with: nothing, a draft, a reflection that is there. */

#define G_LOG_DOMAIN "shc-composer"

#include "config.h"

#include "shc-composer-private.h"

#include <glib/gi18n-lib.h>

#include "shc-widget.h"

/* "You were writing this …": when, and what from. */
static void
show_restored (ShcComposer    *self,
               const ShcDraft *draft)
{
  g_autoptr(GDateTime) utc =
    g_date_time_new_from_unix_utc (draft->saved_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *when = g_date_time_format (local, _("%A, %-d %B, %H:%M"));
  /* Set apart, so that a date does not turn a sentence that goes the other way. */
  g_autofree char *isolated = shc_isolate (when);
  /* Translators: %s is a day and a time. */
  g_autofree char *text = g_strdup_printf (_("You were writing this on %s. It is all here."), isolated);

  shc_composer_show_notice (self, text);
}

void
shc_composer_begin_new (ShcComposer    *self,
                        const ShcDraft *draft)
{
  const ShcReflection *reflection = draft != NULL ? draft->reflection : NULL;
  ShcDate now = shc_date_now (g_get_real_time ());
  gboolean from_today;

  g_return_if_fail (SHC_IS_COMPOSER (self));

  shc_composer_set_keeper (self, NULL, FALSE);
  g_clear_pointer (&self->original, shc_reflection_free);
  self->base_updated_us = 0;
  gtk_widget_set_visible (self->leave_button, FALSE);
  shc_editor_set_text (self->editor, reflection != NULL && reflection->text != NULL
                                       ? reflection->text : "");
  shc_details_load (self->details, reflection);
  from_today = reflection != NULL && shc_date_get_day (reflection->date) == shc_date_get_day (now);
  if (from_today)
    shc_details_set_now (self->details);
  shc_composer_set_keeper (self, SHC_DRAFT_NEW, draft != NULL);
  if (draft != NULL)
    {
      self->touched = TRUE;
      show_restored (self, draft);
      shc_editor_go_to_end (self->editor);
    }
  else
    shc_composer_show_notice (self, NULL);
}

void
shc_composer_begin_edit (ShcComposer         *self,
                         const ShcReflection *reflection,
                         const ShcDraft      *draft)
{
  const ShcReflection *shown = draft != NULL ? draft->reflection : reflection;

  g_return_if_fail (SHC_IS_COMPOSER (self));
  g_return_if_fail (reflection != NULL && reflection->text != NULL);

  shc_composer_set_keeper (self, NULL, FALSE);
  g_clear_pointer (&self->original, shc_reflection_free);
  self->original = shc_reflection_copy (reflection);
  self->base_updated_us = draft != NULL ? draft->base_updated_us : reflection->updated_us;
  g_free (self->session);
  self->session = g_uuid_string_random ();
  gtk_widget_set_visible (self->leave_button, TRUE);
  shc_editor_set_text (self->editor, shown->text != NULL ? shown->text : "");
  shc_details_load (self->details, shown);
  shc_composer_set_keeper (self, reflection->id, draft != NULL);
  if (draft != NULL)
    {
      self->touched = TRUE;
      show_restored (self, draft);
    }
  else
    shc_composer_show_notice (self, NULL);
}

void
shc_composer_take_back (ShcComposer         *self,
                        const ShcReflection *reflection)
{
  g_return_if_fail (SHC_IS_COMPOSER (self));
  g_return_if_fail (reflection != NULL && reflection->text != NULL);

  shc_composer_begin_new (self, NULL);
  shc_editor_set_text (self->editor, reflection->text);
  shc_details_load (self->details, reflection);
  shc_editor_go_to_end (self->editor);
  shc_composer_touch (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}
