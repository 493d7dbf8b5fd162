/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the reading pane. */

#define G_LOG_DOMAIN "shc-reading-pane"

#include "config.h"

#include "shc-reading-pane-private.h"

#include <glib/gi18n-lib.h>

#include "shc-mood-picker.h"
#include "shc-widget.h"

static void
add_mark (ShcReadingPane *self,
          const char     *icon,
          const char     *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *label = gtk_label_new (text);

  if (icon != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon);

      gtk_box_append (GTK_BOX (box), image);
    }
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_set_tooltip_text (label, text);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "mark");
  shc_wrap_box_append (self->marks, box);
}

static void
update_marks (ShcReadingPane *self)
{
  const ShcReflection *reflection = self->reading->reflection;
  g_autofree char *words = NULL;

  shc_wrap_box_clear (self->marks);
  if (reflection->milestone != NULL)
    add_mark (self, "shc-milestone-symbolic", reflection->milestone);
  if (reflection->mood > 0)
    add_mark (self, shc_mood_get_icon_name (reflection->mood), shc_mood_get_name (reflection->mood));
  for (guint i = 0; reflection->tags != NULL && reflection->tags[i] != NULL; i++)
    add_mark (self, "shc-tag-symbolic", reflection->tags[i]);
  if (reflection->never_send)
    add_mark (self, "shc-never-send-symbolic", _("Never sent"));
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u word", "%'u words",
                                        reflection->n_words), reflection->n_words);
  add_mark (self, NULL, words);
}

/* While it is changed, the date and the marks make room: what it is stands in the bar. */
static void
update_title (ShcReadingPane *self)
{
  g_autofree char *date = NULL;

  if (self->editing && self->reading != NULL)
    date = shc_date_format_long (self->reading->reflection->date);
  gtk_label_set_text (self->title, date != NULL ? date : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), date);
}

static void
update_buttons (ShcReadingPane *self)
{
  gboolean reading = self->reading != NULL && !self->editing;
  gboolean trashed = self->reading != NULL && self->reading->reflection->trashed_us != 0;
  /* Of a reflection that was deleted elsewhere only what was being changed is left. */
  gboolean left_over = self->reading != NULL && self->reading->reflection->row == 0;

  gtk_widget_set_visible (self->edit_button, reading && !trashed);
  gtk_widget_set_visible (self->versions_button, reading && !left_over);
  gtk_widget_set_visible (self->trash_button, reading && !trashed && !left_over);
  gtk_widget_set_visible (self->talk_button, reading && !trashed && !left_over && !self->reading->reflection->never_send);
  gtk_widget_set_visible (self->trash_notice, reading && trashed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reading.edit", reading && !trashed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reading.versions",
                                 reading && self->reading->n_versions > 0);
}

static void
update_draft (ShcReadingPane *self)
{
  const ShcDraft *draft = self->reading->draft;
  g_autoptr(GDateTime) utc = NULL;
  g_autoptr(GDateTime) local = NULL;
  g_autofree char *when = NULL;
  g_autofree char *isolated = NULL;
  g_autofree char *text = NULL;

  gtk_revealer_set_reveal_child (self->draft_notice, draft != NULL);
  if (draft == NULL)
    return;
  utc = g_date_time_new_from_unix_utc (draft->saved_us / G_USEC_PER_SEC);
  local = g_date_time_to_local (utc);
  when = g_date_time_format (local, _("%A, %-d %B, %H:%M"));
  isolated = shc_isolate (when);
  if (self->reading->reflection->row == 0)
    /* Translators: %s is a day and a time. */
    text = g_strdup_printf (_("The reflection you were changing on %s was deleted. What you wrote is "
                              "here, and can be kept as a new one."), isolated);
  else
    /* Translators: %s is a day and a time. */
    text = g_strdup_printf (_("You were changing this on %s."), isolated);
  gtk_label_set_text (self->draft_label, text);
}

void
shc_reading_pane_update_matches (ShcReadingPane *self)
{
  guint n = shc_markdown_view_get_n_matches (self->text);
  gboolean some = n > 0 && !self->editing && self->reading != NULL;
  g_autofree char *text = NULL;

  if (shc_markdown_view_has_more_matches (self->text))
    /* Translators: which found word one is at, of more than so many. */
    text = g_strdup_printf (_("%'u of over %'u"), shc_markdown_view_get_match (self->text), n);
  else if (shc_markdown_view_get_match (self->text) > 0)
    /* Translators: which found word one is at, of how many. */
    text = g_strdup_printf (_("%'u of %'u"), shc_markdown_view_get_match (self->text), n);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u match", "%'u matches", n), n);
  gtk_label_set_text (self->matches_label, text);
  gtk_widget_set_visible (self->matches_box, some);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reading.next-match", some);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reading.previous-match", some);
}

void
shc_reading_pane_update (ShcReadingPane *self,
                         gboolean        again)
{
  if (self->reading != NULL && !self->editing)
    {
      const ShcReflection *reflection = self->reading->reflection;
      g_autofree char *date = shc_date_format_long (reflection->date);

      gtk_label_set_text (self->date, date);
      update_marks (self);
      update_draft (self);
      shc_markdown_view_set_text (self->text, reflection->text != NULL ? reflection->text : "",
                                  self->reading->ranges, again);
    }
  update_title (self);
  update_buttons (self);
  shc_reading_pane_update_matches (self);
  gtk_stack_set_visible_child_name (self->stack, self->editing ? "editing"
                                                 : self->reading != NULL ? "reading" : "none");
}
