/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a new reflection, or going on with one that is there. */

#define G_LOG_DOMAIN "shc-composer"

#include "config.h"

#include "shc-composer-private.h"

#include <glib/gi18n-lib.h>

#include "shc-ui-errors.h"
#include "shc-wrap-box.h"

G_DEFINE_FINAL_TYPE (ShcComposer, shc_composer, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_HEADER, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_KEPT, SIGNAL_LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

void
shc_composer_show_notice (ShcComposer *self,
                          const char  *text)
{
  if (text != NULL)
    gtk_label_set_text (self->notice_label, text);
  gtk_revealer_set_reveal_child (self->notice, text != NULL);
}

static void
update_words (ShcComposer *self)
{
  guint words = shc_editor_get_words (self->editor);
  g_autofree char *text = NULL;

  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u word", "%'u words", words), words);
  gtk_label_set_text (self->words_label, text);
}

void
shc_composer_update_actions (ShcComposer *self)
{
  gboolean ready = self->keeper != NULL && !self->keeping;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.keep",
                                 ready && !shc_editor_get_blank (self->editor));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.leave",
                                 ready && self->original != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), ready);
  gtk_widget_set_sensitive (GTK_WIDGET (self->details), ready);
}

static char *
describe_state (ShcComposer *self)
{
  g_autoptr(GDateTime) time = NULL;
  g_autoptr(GDateTime) local = NULL;
  g_autofree char *clock = NULL;

  switch (shc_draft_keeper_get_state (self->keeper))
    {
    case SHC_DRAFT_KEPT:
      time = g_date_time_new_from_unix_utc (shc_draft_keeper_get_kept_us (self->keeper) / G_USEC_PER_SEC);
      local = g_date_time_to_local (time);
      clock = g_date_time_format (local, "%H:%M");
      /* Translators: %s is a time of day. */
      return g_strdup_printf (_("Kept as a draft · %s"), clock);
    case SHC_DRAFT_FAILED:
      return g_strdup_printf (_("Could not be kept: %s"),
                              shc_draft_keeper_get_failure (self->keeper)->message);
    case SHC_DRAFT_WAITING:
      /* The line stays as it is from one keeping to the next: no flicker while one types. */
      return NULL;
    case SHC_DRAFT_UNTOUCHED:
    default:
      return g_strdup ("");
    }
}

static void
update_status (ShcComposer *self)
{
  g_autofree char *text = self->keeper != NULL ? describe_state (self) : g_strdup ("");
  gboolean failed = self->keeper != NULL
                    && shc_draft_keeper_get_state (self->keeper) == SHC_DRAFT_FAILED;

  if (text != NULL)
    gtk_label_set_text (self->status, text);
  gtk_widget_set_visible (self->retry, failed);
  if (failed)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
}

ShcReflection *
shc_composer_create_reflection (ShcComposer *self,
                                gboolean    *complete)
{
  ShcReflection *reflection =
    self->original != NULL ? shc_reflection_copy (self->original) : shc_reflection_new ();
  gboolean all;

  g_free (reflection->text);
  reflection->text = shc_editor_dup_text (self->editor);
  all = shc_details_store (self->details, reflection);
  if (complete != NULL)
    *complete = all;
  return reflection;
}

static ShcDraft *
collect_draft (gpointer data)
{
  ShcComposer *self = data;
  ShcDraft *draft;

  if (self->original == NULL && shc_editor_get_size (self->editor) == 0
      && shc_details_is_empty (self->details))
    return NULL;
  draft = shc_draft_new (self->original != NULL ? self->original->id : SHC_DRAFT_NEW);
  g_clear_pointer (&draft->reflection, shc_reflection_free);
  draft->reflection = shc_composer_create_reflection (self, NULL);
  draft->base_updated_us = self->base_updated_us;
  return draft;
}

void
shc_composer_touch (ShcComposer *self)
{
  if (self->keeper == NULL || self->keeping)
    return;
  self->touched = TRUE;
  shc_draft_keeper_touch (self->keeper, shc_editor_get_size (self->editor));
}

static void
update_summary (ShcComposer *self)
{
  g_autofree char *summary = shc_details_dup_summary (self->details);

  gtk_label_set_text (self->details_summary, summary);
}

/* Here and below: the first call comes before all has its new place, the second after. */
static gboolean
scroll_down_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (SHC_COMPOSER (widget)->scroller);
  guint *calls = data;

  if (++*calls < 2)
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  return G_SOURCE_REMOVE;
}

static void
details_toggled_cb (ShcComposer *self)
{
  gboolean open = gtk_toggle_button_get_active (self->details_button);

  gtk_image_set_from_icon_name (self->details_arrow, open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->details_button), GTK_ACCESSIBLE_STATE_EXPANDED,
                               open, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->details_summary), !open);
  if (!open)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->details_button));
  gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_down_cb, g_new0 (guint, 1), g_free);
}

/* Where the page is higher than the window, all of the editor is scrolled into view: it follows the
 * cursor by itself then. */
static void
show_editor (ShcComposer *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (self->editor), GTK_WIDGET (self->body), &bounds))
    gtk_adjustment_clamp_page (adjustment, (double) bounds.origin.y,
                               (double) (bounds.origin.y + bounds.size.height));
}

static gboolean
show_editor_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       data)
{
  guint *calls = data;

  if (++*calls < 2)
    return G_SOURCE_CONTINUE;
  show_editor (SHC_COMPOSER (widget));
  return G_SOURCE_REMOVE;
}

/* The window grew or shrank, or something was said above or below the editor one is writing in. */
static void
resized_cb (ShcComposer *self)
{
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->editor)) != NULL)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), show_editor_cb, g_new0 (guint, 1), g_free);
}

static void
editor_changed_cb (ShcComposer *self)
{
  show_editor (self);
  shc_composer_show_notice (self, NULL);
  shc_composer_touch (self);
}

static void
details_changed_cb (ShcComposer *self)
{
  update_summary (self);
  shc_composer_touch (self);
}

static void
refused_cb (ShcComposer *self,
            const char  *why)
{
  shc_composer_show_notice (self, why);
}

static void
notice_closed_cb (ShcComposer *self)
{
  shc_composer_show_notice (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
retry_cb (ShcComposer *self)
{
  shc_draft_keeper_retry (self->keeper);
}

void
shc_composer_set_keeper (ShcComposer *self,
                         const char  *name,
                         gboolean     stored)
{
  if (self->keeper != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->keeper, self);
      shc_draft_keeper_stop (self->keeper);
      g_clear_object (&self->keeper);
    }
  if (name != NULL)
    {
      self->keeper = shc_draft_keeper_new (self->journal, name, stored, collect_draft, self);
      g_signal_connect_swapped (self->keeper, "state-changed", G_CALLBACK (update_status), self);
    }
  self->touched = FALSE;
  self->keeping = FALSE;
  shc_composer_body_set_open (self->body, FALSE);
  update_summary (self);
  update_status (self);
  shc_composer_update_actions (self);
}

void
shc_composer_emit_kept (ShcComposer         *self,
                        const ShcReflection *kept,
                        gboolean             kept_both)
{
  g_signal_emit (self, signals[SIGNAL_KEPT], 0, kept, kept_both);
}

static void
keep_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  shc_composer_keep (SHC_COMPOSER (widget));
}

static void
leave_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_LEFT], 0);
}

static gboolean
shc_composer_grab_focus (GtkWidget *widget)
{
  gtk_widget_add_tick_callback (widget, show_editor_cb, g_new0 (guint, 1), g_free);
  return gtk_widget_grab_focus (GTK_WIDGET (SHC_COMPOSER (widget)->editor));
}

static void
shc_composer_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_HEADER:
      adw_bin_set_child (SHC_COMPOSER (object)->header, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_composer_dispose (GObject *object)
{
  ShcComposer *self = SHC_COMPOSER (object);

  if (self->keeper != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->keeper, self);
      shc_draft_keeper_stop (self->keeper);
      g_clear_object (&self->keeper);
    }
  g_clear_object (&self->journal);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (shc_composer_parent_class)->dispose (object);
}

static void
shc_composer_finalize (GObject *object)
{
  ShcComposer *self = SHC_COMPOSER (object);

  g_clear_pointer (&self->original, shc_reflection_free);
  g_free (self->session);
  g_ptr_array_unref (self->flushes);

  G_OBJECT_CLASS (shc_composer_parent_class)->finalize (object);
}

static void
shc_composer_class_init (ShcComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = shc_composer_set_property;
  object_class->dispose = shc_composer_dispose;
  object_class->finalize = shc_composer_finalize;
  widget_class->grab_focus = shc_composer_grab_focus;

  properties[PROP_HEADER] = g_param_spec_object ("header", NULL, NULL, GTK_TYPE_WIDGET,
                                                 G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_KEPT] = g_signal_new ("kept", SHC_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_BOOLEAN);
  signals[SIGNAL_LEFT] = g_signal_new ("left", SHC_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "composer.keep", NULL, keep_action);
  gtk_widget_class_install_action (widget_class, "composer.leave", NULL, leave_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "composer.keep", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "composer.leave", NULL);

  g_type_ensure (SHC_TYPE_COMPOSER_BODY);
  g_type_ensure (SHC_TYPE_EDITOR);
  g_type_ensure (SHC_TYPE_DETAILS);
  g_type_ensure (SHC_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, box);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, body);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, header);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, details_button);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, details_arrow);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, details_summary);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, notice);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, notice_label);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, editor);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, details);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, words_label);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, status);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, retry);
  gtk_widget_class_bind_template_child (widget_class, ShcComposer, leave_button);
  gtk_widget_class_bind_template_callback (widget_class, update_words);
  gtk_widget_class_bind_template_callback (widget_class, shc_composer_update_actions);
  gtk_widget_class_bind_template_callback (widget_class, editor_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, details_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, details_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, notice_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
shc_composer_init (ShcComposer *self)
{
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "notify::page-size",
                           G_CALLBACK (resized_cb), self, G_CONNECT_SWAPPED);
  details_toggled_cb (self);
  update_words (self);
  shc_composer_update_actions (self);
}

void
shc_composer_set_journal (ShcComposer *self,
                          ShcJournal  *journal)
{
  g_return_if_fail (SHC_IS_COMPOSER (self));
  g_return_if_fail (SHC_IS_JOURNAL (journal));

  g_set_object (&self->journal, journal);
}

void
shc_composer_end (ShcComposer *self)
{
  g_return_if_fail (SHC_IS_COMPOSER (self));

  shc_composer_set_keeper (self, NULL, FALSE);
}

void
shc_composer_set_day (ShcComposer *self,
                      gint64       day)
{
  g_return_if_fail (SHC_IS_COMPOSER (self));

  shc_details_set_day (self->details, day);
}

void
shc_composer_set_labels (ShcComposer       *self,
                         const char *const *tags,
                         const char *const *milestones)
{
  g_return_if_fail (SHC_IS_COMPOSER (self));

  shc_details_set_labels (self->details, tags, milestones);
}

gboolean
shc_composer_is_touched (ShcComposer *self)
{
  g_return_val_if_fail (SHC_IS_COMPOSER (self), FALSE);

  return self->touched;
}

gboolean
shc_composer_is_blank (ShcComposer *self)
{
  g_return_val_if_fail (SHC_IS_COMPOSER (self), TRUE);

  return shc_editor_get_blank (self->editor);
}

gboolean
shc_composer_append (ShcComposer *self,
                     const char  *text)
{
  g_return_val_if_fail (SHC_IS_COMPOSER (self), FALSE);

  if (self->keeper == NULL || self->keeping)
    return FALSE;
  shc_editor_append (self->editor, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  return TRUE;
}
