/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: the page itself, what it reads, and how it leaves. */

#define G_LOG_DOMAIN "shc-companion-page"

#include "config.h"

#include "shc-companion-page-private.h"

#include <glib/gi18n-lib.h>

#include "shc-conversations-dialog.h"
#include "shc-include-dialog.h"
#include "shc-journal-error.h"
#include "shc-page.h"
#include "shc-ui-errors.h"
#include "shc-window.h"

static void page_iface_init (ShcPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ShcCompanionPage, shc_companion_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SHC_TYPE_PAGE, page_iface_init))

enum { PROP_0, PROP_JOURNAL, N_PROPS };
static GParamSpec *properties[N_PROPS];

gboolean
shc_companion_page_is_gone (ShcCompanionPage *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static gboolean
is_running (ShcCompanionPage *self)
{
  return self->step != SHC_COMPANION_IDLE && self->step != SHC_COMPANION_ASKING;
}

static void
end_flushes (ShcCompanionPage *self)
{
  g_autoptr(GPtrArray) flushes = self->flushes;

  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < flushes->len; i++)
    g_task_return_boolean (g_ptr_array_index (flushes, i), TRUE);
}

void
shc_companion_page_set_step (ShcCompanionPage *self,
                             ShcCompanionStep  step)
{
  self->step = step;
  if (shc_companion_page_is_gone (self))
    return;
  shc_chat_entry_set_answering (self->entry, step == SHC_COMPANION_SENDING);
  shc_companion_page_update (self, NULL);
  if (!is_running (self))
    end_flushes (self);
}

/* ---- reading */

static void
forget_seen (ShcCompanionPage *self)
{
  g_clear_pointer (&self->seen_whom, g_free);
  g_clear_pointer (&self->seen_instructions, g_free);
  g_hash_table_remove_all (self->seen_reflections);
  self->quiet = FALSE;
}

static void
make_talk (ShcCompanionPage *self)
{
  if (self->talk != NULL)
    g_signal_handlers_disconnect_by_data (self->talk, self);
  g_clear_object (&self->talk);
  self->talk = shc_talk_new (shc_journal_get_vault (self->journal));
  g_signal_connect_object (self->talk, "text", G_CALLBACK (shc_companion_page_text_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "waiting", G_CALLBACK (shc_companion_page_waiting_cb), self, G_CONNECT_SWAPPED);
  forget_seen (self);
  self->expires_us = 0;
  self->answered_us = 0;
}

void
shc_companion_page_begin_anew (ShcCompanionPage *self)
{
  make_talk (self);
  shc_companion_page_show_messages (self);
  shc_companion_page_read (self, NULL);
}

static void
take_focus (ShcCompanionPage *self)
{
  self->wants_focus = FALSE;
  if (gtk_widget_get_visible (self->entry_box))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
read_done (ShcCompanionPage *self,
           const GError     *error)
{
  ShcCompanionThen then = self->then;
  g_autofree char *opened = g_steal_pointer (&self->opening);

  self->then = NULL;
  shc_companion_page_set_step (self, SHC_COMPANION_IDLE);
  if (self->wants_focus && gtk_widget_get_mapped (GTK_WIDGET (self)))
    take_focus (self);
  if (error == NULL && opened != NULL)
    {
      shc_companion_page_show_messages (self);
      shc_companion_page_look_up_end (self);
    }
  if (error == NULL)
    {
      shc_companion_page_show_questions (self);
      if (then != NULL)
        then (self);
      return;
    }
  if (opened != NULL && g_error_matches (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    {
      shc_window_toast (GTK_WIDGET (self), _("That conversation is not kept any more."), NULL, NULL, NULL, NULL);
      shc_companion_page_begin_anew (self);
      return;
    }
  shc_companion_page_update (self, error);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  shc_talk_load_finish (SHC_TALK (object), result, &error);
  if (!shc_companion_page_is_gone (self))
    read_done (self, error);
}

void
shc_companion_page_read (ShcCompanionPage *self,
                         const char       *conversation)
{
  g_return_if_fail (self->step == SHC_COMPANION_IDLE);

  g_free (self->opening);
  self->opening = g_strdup (conversation);
  shc_companion_page_set_step (self, SHC_COMPANION_LOADING);
  shc_talk_load_async (self->talk, conversation, self->cancellable, read_cb, g_object_ref (self));
  shc_companion_page_look_at_date (self);
}

/* What holds may have been changed in Preferences, or by another program. */
static void
look_again (ShcCompanionPage *self)
{
  gboolean active = GTK_IS_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))) &&
                    gtk_window_is_active (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  if (active && self->talk != NULL && self->step == SHC_COMPANION_IDLE && !self->leaving)
    shc_companion_page_read (self, NULL);
}

static void
shc_companion_page_map (GtkWidget *widget)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  GTK_WIDGET_CLASS (shc_companion_page_parent_class)->map (widget);

  self->active_id = g_signal_connect_swapped (root, "notify::is-active", G_CALLBACK (look_again), self);
  look_again (self);
}

static void
shc_companion_page_unmap (GtkWidget *widget)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (widget);

  g_clear_signal_handler (&self->active_id, gtk_widget_get_root (widget));

  GTK_WIDGET_CLASS (shc_companion_page_parent_class)->unmap (widget);
}

/* ---- actions that send nothing */

static void
reload_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (widget);

  if (self->step == SHC_COMPANION_IDLE)
    shc_companion_page_read (self, NULL);
}

void
shc_companion_page_do (ShcCompanionPage *self,
                       ShcCompanionThen  what)
{
  if (self->step == SHC_COMPANION_LOADING)
    self->then = what;
  else if (self->step == SHC_COMPANION_IDLE)
    what (self);
}

static void
begin_new (ShcCompanionPage *self)
{
  shc_companion_page_begin_anew (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
new_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  shc_companion_page_do (SHC_COMPANION_PAGE (widget), begin_new);
}

static void
open_chosen (ShcCompanionPage *self)
{
  g_autofree char *id = g_steal_pointer (&self->chosen);

  make_talk (self);
  shc_companion_page_read (self, id);
}

static void
chosen_cb (ShcCompanionPage *self,
           const char       *id)
{
  g_free (self->chosen);
  self->chosen = g_strdup (id);
  shc_companion_page_do (self, open_chosen);
}

static void
deleted_cb (ShcCompanionPage *self,
            const char       *id)
{
  if (g_strcmp0 (id, shc_talk_get_conversation (self->talk)) == 0)
    shc_companion_page_do (self, shc_companion_page_begin_anew);
}

static void
conversations_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (widget);
  GtkWidget *dialog = shc_conversations_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->journal);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "deleted", G_CALLBACK (deleted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "answered", G_CALLBACK (shc_companion_page_look_up_end), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
shc_companion_page_include (ShcCompanionPage *self,
                            const char       *id,
                            const char       *title)
{
  g_return_if_fail (SHC_IS_COMPANION_PAGE (self));

  g_hash_table_insert (self->titles, g_strdup (id), g_strdup (title));
  shc_chat_entry_include (self->entry, id, title);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
include_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (widget);
  GtkWidget *dialog = shc_include_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->journal);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (shc_companion_page_include), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
entry_changed_cb (ShcCompanionPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "companion.send",
                                 shc_companion_page_may_send (self) && !shc_chat_entry_is_blank (self->entry));
}

/* ---- the page of the window */

static void
shc_companion_page_load (ShcPage *page)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (page);

  self->leaving = FALSE;
  if (self->talk == NULL)
    make_talk (self);
  if (self->step == SHC_COMPANION_IDLE)
    shc_companion_page_read (self, shc_talk_get_conversation (self->talk));
}

/* A reply that is coming is stopped, and what has come of it kept where that is agreed to. */
static void
shc_companion_page_flush_async (ShcPage             *page,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (page);
  GTask *task = g_task_new (page, NULL, callback, user_data);

  g_task_set_source_tag (task, shc_companion_page_flush_async);
  self->leaving = TRUE;
  g_cancellable_cancel (self->sending);
  g_ptr_array_add (self->flushes, task);
  if (!is_running (self))
    end_flushes (self);
}

static gboolean
shc_companion_page_flush_finish (ShcPage       *page,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, page), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
shc_companion_page_focus (ShcPage *page)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (page);

  /* What would have the focus meanwhile would take what is typed already. */
  if (self->step == SHC_COMPANION_LOADING && !gtk_widget_get_visible (self->entry_box))
    self->wants_focus = TRUE;
  else
    take_focus (self);
}

static void
page_iface_init (ShcPageInterface *iface)
{
  iface->load = shc_companion_page_load;
  iface->flush_async = shc_companion_page_flush_async;
  iface->flush_finish = shc_companion_page_flush_finish;
  iface->focus = shc_companion_page_focus;
}

/* ---- the object */

static void
shc_companion_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (object);

  switch (prop_id)
    {
    case PROP_JOURNAL:
      self->journal = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_companion_page_dispose (GObject *object)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->sending);
  g_clear_weak_pointer (&self->envelope);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  if (self->settle_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->settle_id);
  self->settle_id = 0;
  if (self->talk != NULL)
    g_signal_handlers_disconnect_by_data (self->talk, self);
  g_clear_object (&self->talk);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_companion_page_parent_class)->dispose (object);
}

static void
shc_companion_page_finalize (GObject *object)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->sending);
  g_ptr_array_unref (self->flushes);
  g_hash_table_unref (self->titles);
  g_hash_table_unref (self->seen_reflections);
  g_clear_pointer (&self->outgoing, shc_message_free);
  g_free (self->opening);
  g_free (self->chosen);
  g_free (self->seen_whom);
  g_free (self->seen_instructions);

  G_OBJECT_CLASS (shc_companion_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "companion.reload", NULL, reload_action);
  gtk_widget_class_install_action (widget_class, "companion.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "companion.conversations", NULL, conversations_action);
  gtk_widget_class_install_action (widget_class, "companion.include", NULL, include_action);
  gtk_widget_class_install_action (widget_class, "companion.date", NULL, shc_companion_page_date_action);
  gtk_widget_class_install_action (widget_class, "companion.consent", NULL, shc_companion_page_consent_action);
  shc_companion_page_send_install_actions (widget_class);
}

static void
shc_companion_page_class_init (ShcCompanionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = shc_companion_page_set_property;
  object_class->dispose = shc_companion_page_dispose;
  object_class->finalize = shc_companion_page_finalize;
  widget_class->map = shc_companion_page_map;
  widget_class->unmap = shc_companion_page_unmap;

  properties[PROP_JOURNAL] = g_param_spec_object ("journal", NULL, NULL, SHC_TYPE_JOURNAL,
                                                  G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  install_actions (widget_class);
  g_type_ensure (SHC_TYPE_CHAT_ENTRY);
  g_type_ensure (SHC_TYPE_KEEP_QUESTION);
  gtk_widget_class_set_css_name (widget_class, "companionpage");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-companion-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, about);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, welcome);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, earlier);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, messages);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, questions);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, question_list);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, spoken);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, date_box);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, date_text);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, keep_box);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, keep_question);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, pause_note);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, care);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, care_text);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, care_button);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, entry);
  gtk_widget_class_bind_template_child (widget_class, ShcCompanionPage, entry_box);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, shc_companion_page_earlier_cb);
  gtk_widget_class_bind_template_callback (widget_class, shc_companion_page_keep_answered_cb);
}

static void
shc_companion_page_init (ShcCompanionPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  self->titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->seen_reflections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  shc_companion_page_list_init (self);
  shc_companion_page_show_questions (self);
  shc_companion_page_update (self, NULL);
}

GtkWidget *
shc_companion_page_new (ShcJournal *journal)
{
  return g_object_new (SHC_TYPE_COMPANION_PAGE, "journal", journal, NULL);
}
