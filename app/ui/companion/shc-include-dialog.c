/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which reflections go along with a message. */

#define G_LOG_DOMAIN "shc-include-dialog"

#include "config.h"

#include "shc-include-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-widget.h"

/* The newest; older ones are rarely what somebody wants to talk about. */
#define SHOWN_MAX 50
#define EXCERPT_CHARS 100

struct _ShcIncludeDialog
{
  AdwWindow     parent_instance;
  GtkStack     *stack;
  GtkListBox   *list;
  GtkWidget    *include;
  AdwStatusPage *message;
  GCancellable *cancellable;
  GPtrArray    *checks; /* (element-type GtkCheckButton), not owned */
};

G_DEFINE_FINAL_TYPE (ShcIncludeDialog, shc_include_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
update_include (ShcIncludeDialog *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->checks->len; i++)
    any |= gtk_check_button_get_active (g_ptr_array_index (self->checks, i));
  gtk_widget_set_sensitive (self->include, any);
}

static void
include_cb (ShcIncludeDialog *self)
{
  for (guint i = 0; i < self->checks->len; i++)
    {
      GObject *check = g_ptr_array_index (self->checks, i);

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, g_object_get_data (check, "shc-id"),
                       g_object_get_data (check, "shc-title"));
    }
  gtk_window_close (GTK_WINDOW (self));
}

/* Its first words, on one line. */
static char *
create_excerpt (const char *text)
{
  g_autoptr(GString) excerpt = g_string_new (NULL);
  gboolean gap = FALSE;
  guint n = 0;

  for (const char *at = text; *at != '\0' && n < EXCERPT_CHARS; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c))
        {
          gap = excerpt->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (excerpt, ' ');
      gap = FALSE;
      g_string_append_unichar (excerpt, c);
      n++;
    }
  if (n == EXCERPT_CHARS)
    g_string_append (excerpt, "…");
  return g_string_free (g_steal_pointer (&excerpt), FALSE);
}

char *
shc_include_dialog_create_title (const ShcReflection *reflection)
{
  g_autofree char *date = shc_date_format_long (reflection->date);

  if (reflection->milestone == NULL)
    return g_steal_pointer (&date);
  return g_strdup_printf ("%s · %s", date, reflection->milestone);
}

static void
add_row (ShcIncludeDialog    *self,
         const ShcReflection *reflection)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *title = shc_include_dialog_create_title (reflection);
  g_autofree char *excerpt = create_excerpt (reflection->text);
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped_excerpt = g_markup_escape_text (excerpt, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped_excerpt);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  shc_widget_set_label (check, title);
  g_object_set_data_full (G_OBJECT (check), "shc-id", g_strdup (reflection->id), g_free);
  g_object_set_data_full (G_OBJECT (check), "shc-title", g_strdup (title), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update_include), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_ptr_array_add (self->checks, check);
  gtk_list_box_append (self->list, row);
}

static void
show_failure (ShcIncludeDialog *self,
              const GError     *error)
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
  g_autoptr(ShcIncludeDialog) self = SHC_INCLUDE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = shc_journal_list_sendable_finish (SHC_JOURNAL (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (found == NULL)
    show_failure (self, error);
  for (guint i = 0; found != NULL && i < found->len; i++)
    add_row (self, g_ptr_array_index (found, i));
  gtk_stack_set_visible_child_name (self->stack, found != NULL && found->len > 0 ? "list" : "message");
}

static void
shc_include_dialog_dispose (GObject *object)
{
  ShcIncludeDialog *self = SHC_INCLUDE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->checks, 0);

  G_OBJECT_CLASS (shc_include_dialog_parent_class)->dispose (object);
}

static void
shc_include_dialog_finalize (GObject *object)
{
  ShcIncludeDialog *self = SHC_INCLUDE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->checks);

  G_OBJECT_CLASS (shc_include_dialog_parent_class)->finalize (object);
}

static void
shc_include_dialog_class_init (ShcIncludeDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = shc_include_dialog_dispose;
  object_class->finalize = shc_include_dialog_finalize;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", SHC_TYPE_INCLUDE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-include-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcIncludeDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcIncludeDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ShcIncludeDialog, include);
  gtk_widget_class_bind_template_child (widget_class, ShcIncludeDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, include_cb);
}

static void
shc_include_dialog_init (ShcIncludeDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_include_dialog_new (GtkWindow  *parent,
                        ShcJournal *journal)
{
  ShcIncludeDialog *self;

  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);

  self = g_object_new (SHC_TYPE_INCLUDE_DIALOG, "transient-for", parent, NULL);
  shc_journal_list_sendable_async (journal, SHOWN_MAX, self->cancellable, listed_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
