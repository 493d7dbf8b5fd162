/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Earlier texts of one reflection: read them, bring one back. */

#define G_LOG_DOMAIN "shc-versions-dialog"

#include "config.h"

#include "shc-versions-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-markdown-view.h"

struct _ShcVersionsDialog
{
  AdwWindow           parent_instance;
  GtkStack           *stack;
  GtkListView        *list;
  GtkSingleSelection *selection;
  GtkStringList      *names;
  ShcMarkdownView    *text;
  GtkWidget          *restore;
  AdwStatusPage      *message;

  ShcJournal         *journal;
  GCancellable       *cancellable;
  char               *id;
  GPtrArray          *versions; /* (element-type ShcVersion), without their texts */
  GCancellable       *reading;  /* the text of the selected one */
};

G_DEFINE_FINAL_TYPE (ShcVersionsDialog, shc_versions_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_RESTORED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_message (ShcVersionsDialog *self,
              const GError      *error)
{
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_icon_name (self->message, "dialog-warning-symbolic");
  adw_status_page_set_title (self->message, _("That did not work"));
  adw_status_page_set_description (self->message, escaped);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

static const ShcVersion *
get_selected (ShcVersionsDialog *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (self->versions == NULL || selected >= self->versions->len)
    return NULL;
  return g_ptr_array_index (self->versions, selected);
}

static void
version_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(ShcVersionsDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = shc_journal_version_finish (SHC_JOURNAL (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (text == NULL)
    {
      show_message (self, error);
      return;
    }
  shc_markdown_view_set_text (self->text, text, NULL, FALSE);
  gtk_widget_set_sensitive (self->restore, TRUE);
}

static void
stop_reading (ShcVersionsDialog *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

/* What is brought back is what is shown, so not before it is. */
static void
selected_cb (ShcVersionsDialog *self)
{
  const ShcVersion *version = get_selected (self);

  gtk_widget_set_sensitive (self->restore, FALSE);
  stop_reading (self);
  if (version == NULL)
    return;
  self->reading = g_cancellable_new ();
  shc_journal_version_async (self->journal, self->id, version->updated_us, self->reading, version_cb,
                             g_object_ref (self));
}

static char *
create_name (const ShcVersion *version)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (version->updated_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *when = g_date_time_format (local, _("%-d %B %Y, %H:%M"));
  guint words = version->n_words;
  g_autofree char *count = NULL;

  count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u word", "%'u words", words), words);
  return g_strdup_printf ("%s · %s", when, count);
}

static void
versions_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(ShcVersionsDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) versions =
    shc_journal_versions_finish (SHC_JOURNAL (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (versions == NULL)
    {
      show_message (self, error);
      return;
    }
  self->versions = g_steal_pointer (&versions);
  for (guint i = 0; i < self->versions->len; i++)
    {
      g_autofree char *name = create_name (g_ptr_array_index (self->versions, i));

      gtk_string_list_append (self->names, name);
    }
  gtk_stack_set_visible_child_name (self->stack, self->versions->len > 0 ? "versions" : "message");
  selected_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
restored_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(ShcVersionsDialog) self = data;
  g_autoptr(GError) error = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (!shc_journal_restore_version_finish (SHC_JOURNAL (object), result, &error))
    {
      show_message (self, error);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_RESTORED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
restore_cb (ShcVersionsDialog *self)
{
  const ShcVersion *version = get_selected (self);
  g_autofree char *session = g_uuid_string_random ();

  if (version == NULL)
    return;
  gtk_widget_set_sensitive (self->restore, FALSE);
  shc_journal_restore_version_async (self->journal, self->id, version->updated_us, session,
                                     restored_cb, g_object_ref (self));
}

static void
shc_versions_dialog_dispose (GObject *object)
{
  ShcVersionsDialog *self = SHC_VERSIONS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  stop_reading (self);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_versions_dialog_parent_class)->dispose (object);
}

static void
shc_versions_dialog_finalize (GObject *object)
{
  ShcVersionsDialog *self = SHC_VERSIONS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  g_free (self->id);

  G_OBJECT_CLASS (shc_versions_dialog_parent_class)->finalize (object);
}

static void
shc_versions_dialog_class_init (ShcVersionsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = shc_versions_dialog_dispose;
  object_class->finalize = shc_versions_dialog_finalize;

  signals[SIGNAL_RESTORED] = g_signal_new ("restored", SHC_TYPE_VERSIONS_DIALOG, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (SHC_TYPE_MARKDOWN_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-versions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcVersionsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcVersionsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ShcVersionsDialog, selection);
  gtk_widget_class_bind_template_child (widget_class, ShcVersionsDialog, names);
  gtk_widget_class_bind_template_child (widget_class, ShcVersionsDialog, text);
  gtk_widget_class_bind_template_child (widget_class, ShcVersionsDialog, restore);
  gtk_widget_class_bind_template_child (widget_class, ShcVersionsDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
}

static void
shc_versions_dialog_init (ShcVersionsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

ShcVersionsDialog *
shc_versions_dialog_new (GtkWindow  *parent,
                         ShcJournal *journal,
                         const char *id)
{
  ShcVersionsDialog *self;

  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (SHC_TYPE_VERSIONS_DIALOG, "transient-for", parent, NULL);
  self->journal = g_object_ref (journal);
  self->id = g_strdup (id);
  shc_journal_versions_async (journal, id, self->cancellable, versions_cb, g_object_ref (self));
  return self;
}
