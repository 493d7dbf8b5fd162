/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conversations that are kept: to read again, go on with, or delete. */

#define G_LOG_DOMAIN "shc-conversations-dialog"

#include "config.h"

#include "shc-conversations-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"
#include "shc-keep-question.h"
#include "shc-ui-errors.h"
#include "shc-widget.h"

struct _ShcConversationsDialog
{
  AdwWindow      parent_instance;
  GtkStack      *stack;
  GtkListBox    *list;
  AdwStatusPage *message;
  ShcJournal    *journal;
  GCancellable  *cancellable;
  char          *doomed; /* (nullable): the one that it is asked about */
};

G_DEFINE_FINAL_TYPE (ShcConversationsDialog, shc_conversations_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_CHOSEN, SIGNAL_DELETED, SIGNAL_ANSWERED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void look (ShcConversationsDialog *self);

static char *
format_time (gint64      us,
             const char *format)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, format);
}

static void
deleted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcConversationsDialog) self = SHC_CONVERSATIONS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *id = g_steal_pointer (&self->doomed);

  if (!shc_journal_delete_conversation_finish (SHC_JOURNAL (object), result, &error))
    shc_report_error (GTK_WIDGET (self), error);
  else
    g_signal_emit (self, signals[SIGNAL_DELETED], 0, id);
  if (!g_cancellable_is_cancelled (self->cancellable))
    look (self);
}

static void
confirmed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(ShcConversationsDialog) self = SHC_CONVERSATIONS_DIALOG (user_data);

  if (shc_confirm_finish (result) && self->doomed != NULL)
    shc_journal_delete_conversation_async (self->journal, self->doomed, deleted_cb, g_object_ref (self));
  else
    g_clear_pointer (&self->doomed, g_free);
}

static void
delete_cb (GtkWidget              *button,
           ShcConversationsDialog *self)
{
  if (self->doomed != NULL)
    return;
  self->doomed = g_strdup (g_object_get_data (G_OBJECT (button), "shc-id"));
  shc_confirm_async (GTK_WIDGET (self), _("Delete This Conversation?"),
                     _("What you and the companion said in it is removed from your journal for good."), _("_Cancel"),
                     _("_Delete"), SHC_CONFIRM_DESTRUCTIVE, self->cancellable, confirmed_cb, g_object_ref (self));
}

static void
row_activated_cb (ShcConversationsDialog *self,
                  GtkListBoxRow          *row)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (row), "shc-id"));

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, id);
  gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
create_delete_button (ShcConversationsDialog *self,
                      const char             *id,
                      const char             *begun)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = g_strdup_printf (_("Delete the Conversation of %s"), begun);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  shc_widget_set_label (button, label);
  g_object_set_data_full (G_OBJECT (button), "shc-id", g_strdup (id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_cb), self, 0);
  return button;
}

/* ---- keeping one before it ends */

typedef struct
{
  ShcConversationsDialog *self;
  ShcKeepQuestion        *question;
} Answering;

static Answering *
answering_new (ShcConversationsDialog *self,
               ShcKeepQuestion        *question)
{
  Answering *answering = g_new0 (Answering, 1);

  answering->self = g_object_ref (self);
  answering->question = g_object_ref (question);
  gtk_widget_set_sensitive (GTK_WIDGET (question), FALSE);
  return answering;
}

static void
answering_free (Answering *answering)
{
  g_object_unref (answering->question);
  g_object_unref (answering->self);
  g_free (answering);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answering, answering_free)

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Answering) answering = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcReflection) kept = shc_journal_keep_conversation_finish (SHC_JOURNAL (object), result, &error);

  gtk_widget_set_sensitive (GTK_WIDGET (answering->question), TRUE);
  if (kept == NULL)
    {
      shc_report_error (GTK_WIDGET (answering->self), error);
      return;
    }
  shc_keep_question_set_kept (answering->question);
  g_signal_emit (answering->self, signals[SIGNAL_ANSWERED], 0);
}

static void
let_end_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Answering) answering = user_data;
  g_autoptr(GError) error = NULL;

  if (!shc_journal_let_conversation_end_finish (SHC_JOURNAL (object), result, &error))
    shc_report_error (GTK_WIDGET (answering->self), error);
  g_signal_emit (answering->self, signals[SIGNAL_ANSWERED], 0);
  if (!g_cancellable_is_cancelled (answering->self->cancellable))
    look (answering->self);
}

static void
answered_cb (ShcKeepQuestion        *question,
             gboolean                keep,
             ShcConversationsDialog *self)
{
  const char *id = g_object_get_data (G_OBJECT (question), "shc-id");

  if (keep)
    shc_journal_keep_conversation_async (self->journal, id, kept_cb, answering_new (self, question));
  else
    shc_journal_let_conversation_end_async (self->journal, id, let_end_cb, answering_new (self, question));
}

static void
add_question (ShcConversationsDialog *self,
              const ShcConversation  *conversation)
{
  GtkWidget *question = shc_keep_question_new ();
  GtkWidget *row = gtk_list_box_row_new ();

  shc_keep_question_set_end (SHC_KEEP_QUESTION (question), conversation->expires_us);
  g_object_set_data_full (G_OBJECT (question), "shc-id", g_strdup (conversation->id), g_free);
  g_signal_connect_object (question, "answered", G_CALLBACK (answered_cb), self, 0);
  gtk_widget_add_css_class (question, "shc-note");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), question);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (self->list, row);
}

/* ---- rows */

static void
add_row (ShcConversationsDialog *self,
         const ShcConversation  *conversation)
{
  GtkWidget *row = adw_action_row_new ();
  /* Translators: day and time at which a conversation was begun. */
  g_autofree char *begun = format_time (conversation->started_us, _("%-d %B %Y, %H:%M"));
  g_autofree char *until = format_time (conversation->expires_us, _("%-d %B %Y"));
  gulong n = (gulong) conversation->n_messages;
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'lu message", "%'lu messages", n), n);
  g_autofree char *subtitle = g_strdup_printf (_("%s · kept until %s"), count, until);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), begun);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_delete_button (self, conversation->id, begun));
  g_object_set_data_full (G_OBJECT (row), "shc-id", g_strdup (conversation->id), g_free);
  gtk_list_box_append (self->list, row);
  if (shc_conversation_asks (conversation, g_get_real_time ()))
    add_question (self, conversation);
}

static void
show_failure (ShcConversationsDialog *self,
              const GError           *error)
{
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_title (self->message, _("That did not work"));
  adw_status_page_set_description (self->message, escaped);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcConversationsDialog) self = SHC_CONVERSATIONS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = shc_journal_list_conversations_finish (SHC_JOURNAL (object), result, &error);
  GtkWidget *row;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  if (found == NULL)
    show_failure (self, error);
  for (guint i = 0; found != NULL && i < found->len; i++)
    add_row (self, g_ptr_array_index (found, i));
  gtk_stack_set_visible_child_name (self->stack, found != NULL && found->len > 0 ? "list" : "message");
}

static void
look (ShcConversationsDialog *self)
{
  shc_journal_list_conversations_async (self->journal, self->cancellable, listed_cb, g_object_ref (self));
}

static void
shc_conversations_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (SHC_CONVERSATIONS_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (shc_conversations_dialog_parent_class)->dispose (object);
}

static void
shc_conversations_dialog_finalize (GObject *object)
{
  ShcConversationsDialog *self = SHC_CONVERSATIONS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_free (self->doomed);

  G_OBJECT_CLASS (shc_conversations_dialog_parent_class)->finalize (object);
}

static void
shc_conversations_dialog_class_init (ShcConversationsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = shc_conversations_dialog_dispose;
  object_class->finalize = shc_conversations_dialog_finalize;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", SHC_TYPE_CONVERSATIONS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_DELETED] = g_signal_new ("deleted", SHC_TYPE_CONVERSATIONS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ANSWERED] = g_signal_new ("answered", SHC_TYPE_CONVERSATIONS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-conversations-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcConversationsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcConversationsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ShcConversationsDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
shc_conversations_dialog_init (ShcConversationsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_conversations_dialog_new (GtkWindow  *parent,
                              ShcJournal *journal)
{
  ShcConversationsDialog *self;

  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);

  self = g_object_new (SHC_TYPE_CONVERSATIONS_DIALOG, "transient-for", parent, NULL);
  self->journal = g_object_ref (journal);
  look (self);
  return GTK_WIDGET (self);
}
