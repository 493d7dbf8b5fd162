/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reflection: read it, go on writing it, see what it was before. */

#define G_LOG_DOMAIN "shc-reading-pane"

#include "config.h"

#include "shc-reading-pane-private.h"

#include <glib/gi18n-lib.h>

#include "shc-error-page.h"
#include "shc-journal-error.h"
#include "shc-ui-errors.h"
#include "shc-widget.h"
#include "shc-window.h"

G_DEFINE_FINAL_TYPE (ShcReadingPane, shc_reading_pane, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_FOLDED, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_BACK, SIGNAL_SHOWN, SIGNAL_EMPTIED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
begin_edit (ShcReadingPane *self)
{
  self->editing = TRUE;
  shc_composer_begin_edit (self->composer, self->reading->reflection, self->reading->draft);
  shc_reading_pane_update (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static gboolean
is_same (const ShcReading *a,
         const ShcReading *b)
{
  return a != NULL && g_strcmp0 (a->reflection->id, b->reflection->id) == 0
         && a->reflection->updated_us == b->reflection->updated_us
         && a->reflection->trashed_us == b->reflection->trashed_us
         && a->n_versions == b->n_versions && (a->draft == NULL) == (b->draft == NULL);
}

static void
show_reading (ShcReadingPane *self,
              ShcReading     *reading)
{
  gboolean again = self->reading != NULL
                   && g_strcmp0 (self->reading->reflection->id, reading->reflection->id) == 0;
  gboolean unchanged = is_same (self->reading, reading)
                       && g_strcmp0 (self->query, self->reading_query) == 0;

  g_clear_pointer (&self->reading, shc_reading_free);
  self->reading = reading;
  g_free (self->reading_query);
  self->reading_query = g_strdup (self->query);
  if (!unchanged || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "reading") != 0)
    shc_reading_pane_update (self, again);
  if (!again)
    {
      g_signal_emit (self, signals[SIGNAL_SHOWN], 0, reading->reflection);
      shc_window_attend_quietly (GTK_WIDGET (self), reading->reflection->text);
    }
  if (self->edit_when_read && reading->reflection->trashed_us == 0)
    begin_edit (self);
  self->edit_when_read = FALSE;
}

static void
show_failure (ShcReadingPane *self,
              const GError   *error)
{
  g_clear_pointer (&self->reading, shc_reading_free);
  shc_reading_pane_update (self, FALSE);
  /* Deleted for good while it was open: there is nothing to try again. */
  if (g_error_matches (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    {
      g_clear_pointer (&self->id, g_free);
      g_signal_emit (self, signals[SIGNAL_EMPTIED], 0);
      return;
    }
  shc_error_page_show (self->stack, _("It could not be read"), "reading.reload", FALSE, error);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(ShcReadingPane) self = data;
  g_autoptr(GError) error = NULL;
  ShcReading *reading = shc_journal_read_finish (SHC_JOURNAL (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->editing || self->journal == NULL)
    g_clear_pointer (&reading, shc_reading_free);
  else if (reading != NULL)
    show_reading (self, reading);
  else
    show_failure (self, error);
}

void
shc_reading_pane_look (ShcReadingPane *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->id == NULL)
    {
      g_clear_pointer (&self->reading, shc_reading_free);
      shc_reading_pane_update (self, FALSE);
      g_signal_emit (self, signals[SIGNAL_EMPTIED], 0);
      return;
    }
  self->cancellable = g_cancellable_new ();
  shc_journal_read_async (self->journal, self->id, self->query, self->cancellable, read_cb,
                          g_object_ref (self));
}

static void
end_edit (ShcReadingPane *self)
{
  shc_composer_end (self->composer);
  self->editing = FALSE;
  g_clear_pointer (&self->reading, shc_reading_free);
  shc_reading_pane_look (self);
}

static void
left_flushed_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr(ShcReadingPane) self = data;
  g_autoptr(GError) error = NULL;

  self->leaving = FALSE;
  if (self->journal == NULL)
    return;
  if (!shc_composer_flush_finish (SHC_COMPOSER (object), result, &error))
    {
      /* What was typed is nowhere but in this editor: it stays open. */
      g_clear_pointer (&self->next_id, g_free);
      shc_report_error (GTK_WIDGET (self), error);
      return;
    }
  if (self->next_id != NULL)
    {
      g_free (self->id);
      self->id = *self->next_id != '\0' ? g_strdup (self->next_id) : NULL;
      g_clear_pointer (&self->next_id, g_free);
    }
  end_edit (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
leave (ShcReadingPane *self)
{
  if (self->leaving)
    return;
  self->leaving = TRUE;
  shc_composer_flush_async (self->composer, left_flushed_cb, g_object_ref (self));
}

static void
left_cb (ShcReadingPane *self)
{
  leave (self);
}

static void
kept_cb (ShcReadingPane      *self,
         const ShcReflection *kept,
         gboolean             kept_both)
{
  /* What was deleted elsewhere meanwhile is kept as a new one, under a name of its own. */
  if (g_strcmp0 (self->id, kept->id) != 0)
    {
      g_free (self->id);
      self->id = g_strdup (kept->id);
    }
  end_edit (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  shc_window_toast (GTK_WIDGET (self),
                    kept_both ? _("Kept. It was also changed elsewhere meanwhile: that text is under "
                                  "“Earlier versions”.")
                              : _("Kept. The text from before is under “Earlier versions”."),
                    NULL, NULL, NULL, NULL);
  shc_window_attend (GTK_WIDGET (self), kept->text);
}

static void
set_folded (ShcReadingPane *self,
            gboolean        folded)
{
  if (self->folded == folded)
    return;

  self->folded = folded;
  gtk_widget_set_visible (self->back_button, folded);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

static void
shc_reading_pane_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_FOLDED:
      set_folded (SHC_READING_PANE (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_reading_pane_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, SHC_READING_PANE (object)->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
shc_reading_pane_grab_focus (GtkWidget *widget)
{
  ShcReadingPane *self = SHC_READING_PANE (widget);

  return gtk_widget_grab_focus (self->editing ? GTK_WIDGET (self->composer)
                                              : GTK_WIDGET (self->text));
}

static void
shc_reading_pane_dispose (GObject *object)
{
  ShcReadingPane *self = SHC_READING_PANE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  shc_widget_clear (GTK_WIDGET (self));

  G_OBJECT_CLASS (shc_reading_pane_parent_class)->dispose (object);
}

static void
shc_reading_pane_finalize (GObject *object)
{
  ShcReadingPane *self = SHC_READING_PANE (object);

  g_clear_pointer (&self->reading, shc_reading_free);
  g_free (self->id);
  g_free (self->query);
  g_free (self->next_id);
  g_free (self->reading_query);

  G_OBJECT_CLASS (shc_reading_pane_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (SHC_TYPE_COMPOSER);
  g_type_ensure (SHC_TYPE_MARKDOWN_VIEW);
  g_type_ensure (SHC_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-reading-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, back_button);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, edit_button);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, talk_button);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, versions_button);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, trash_button);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, trash_notice);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, title);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, matches_box);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, matches_label);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, date);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, marks);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, draft_notice);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, draft_label);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, text);
  gtk_widget_class_bind_template_child (widget_class, ShcReadingPane, composer);
  gtk_widget_class_bind_template_callback (widget_class, kept_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, shc_reading_pane_update_matches);
}

static void
shc_reading_pane_class_init (ShcReadingPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = shc_reading_pane_set_property;
  object_class->get_property = shc_reading_pane_get_property;
  object_class->dispose = shc_reading_pane_dispose;
  object_class->finalize = shc_reading_pane_finalize;
  widget_class->grab_focus = shc_reading_pane_grab_focus;

  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_BACK] = g_signal_new ("back", SHC_TYPE_READING_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", SHC_TYPE_READING_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  signals[SIGNAL_EMPTIED] = g_signal_new ("emptied", SHC_TYPE_READING_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);

  shc_reading_pane_install_actions (widget_class);
  bind_template (widget_class);
}

static void
shc_reading_pane_init (ShcReadingPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  shc_reading_pane_update (self, FALSE);
}

void
shc_reading_pane_set_journal (ShcReadingPane *self,
                              ShcJournal     *journal)
{
  g_return_if_fail (SHC_IS_READING_PANE (self));
  g_return_if_fail (SHC_IS_JOURNAL (journal));

  g_set_object (&self->journal, journal);
  shc_composer_set_journal (self->composer, journal);
}

void
shc_reading_pane_show (ShcReadingPane *self,
                       const char     *id,
                       const char     *query)
{
  g_return_if_fail (SHC_IS_READING_PANE (self));

  if (query != self->query)
    {
      g_free (self->query);
      self->query = g_strdup (query);
    }
  self->edit_when_read = FALSE;
  if (self->editing)
    {
      if (g_strcmp0 (id, self->id) == 0)
        return;
      g_free (self->next_id);
      self->next_id = g_strdup (id != NULL ? id : "");
      leave (self);
      return;
    }
  if (id != self->id)
    {
      g_free (self->id);
      self->id = g_strdup (id);
    }
  shc_reading_pane_look (self);
}

void
shc_reading_pane_set_query (ShcReadingPane *self,
                            const char     *query)
{
  g_return_if_fail (SHC_IS_READING_PANE (self));

  if (g_strcmp0 (self->query, query) == 0)
    return;
  g_free (self->query);
  self->query = g_strdup (query);
  shc_reading_pane_look_again (self);
}

void
shc_reading_pane_look_again (ShcReadingPane *self)
{
  g_return_if_fail (SHC_IS_READING_PANE (self));

  if (!self->editing && self->id != NULL)
    shc_reading_pane_look (self);
}

const ShcReflection *
shc_reading_pane_get_reflection (ShcReadingPane *self)
{
  g_return_val_if_fail (SHC_IS_READING_PANE (self), NULL);

  return self->reading != NULL ? self->reading->reflection : NULL;
}

const char *
shc_reading_pane_get_id (ShcReadingPane *self)
{
  g_return_val_if_fail (SHC_IS_READING_PANE (self), NULL);

  return self->id;
}

gboolean
shc_reading_pane_is_editing (ShcReadingPane *self)
{
  g_return_val_if_fail (SHC_IS_READING_PANE (self), FALSE);

  return self->editing;
}

void
shc_reading_pane_edit (ShcReadingPane *self)
{
  g_return_if_fail (SHC_IS_READING_PANE (self));

  if (self->editing || self->id == NULL)
    return;
  if (self->reading == NULL || g_strcmp0 (self->reading->reflection->id, self->id) != 0)
    self->edit_when_read = TRUE;
  else if (self->reading->reflection->trashed_us == 0)
    begin_edit (self);
}

void
shc_reading_pane_keep (ShcReadingPane *self)
{
  g_return_if_fail (SHC_IS_READING_PANE (self));

  if (self->editing)
    shc_composer_keep (self->composer);
}

void
shc_reading_pane_set_labels (ShcReadingPane    *self,
                             const char *const *tags,
                             const char *const *milestones)
{
  g_return_if_fail (SHC_IS_READING_PANE (self));

  shc_composer_set_labels (self->composer, tags, milestones);
}

void
shc_reading_pane_flush_async (ShcReadingPane     *self,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_return_if_fail (SHC_IS_READING_PANE (self));

  shc_composer_flush_async (self->composer, callback, user_data);
}

gboolean
shc_reading_pane_flush_finish (ShcReadingPane *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (SHC_IS_READING_PANE (self), FALSE);

  return shc_composer_flush_finish (self->composer, result, error);
}
