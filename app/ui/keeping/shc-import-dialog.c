/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing reflections in: looked through first, taken all or not at all, and undone with one press. */

#define G_LOG_DOMAIN "shc-import-dialog"

#include "config.h"

#include "shc-import-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-import-undo.h"
#include "shc-pick-file.h"
#include "shc-transfer.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"

/* More reasons than these help nobody; the count says how many there are. */
#define MAX_REASONS 50

#define SHC_TYPE_IMPORT_DIALOG (shc_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcImportDialog, shc_import_dialog, SHC, IMPORT_DIALOG, AdwWindow)

struct _ShcImportDialog
{
  AdwWindow       parent_instance;
  ShcWindow      *window;
  char           *path;
  gboolean        closed;
  GCancellable   *cancellable;

  GtkWidget      *cancel_button;
  GtkWidget      *import_button;
  GtkStack       *stack;
  GtkLabel       *busy_label;
  GtkProgressBar *progress;
  GtkLabel       *found;
  GtkLabel       *fresh;
  GtkLabel       *present;
  GtkLabel       *skipped;
  AdwExpanderRow *skipped_row;
  AdwStatusPage  *failure;
};

G_DEFINE_FINAL_TYPE (ShcImportDialog, shc_import_dialog, ADW_TYPE_WINDOW)

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  ShcImportDialog *self = SHC_IMPORT_DIALOG (user_data);

  if (self->closed)
    return;
  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, MIN (1.0, (double) done / (double) total));
  else
    gtk_progress_bar_pulse (self->progress);
}

static void
start (ShcImportDialog    *self,
       gboolean            dry_run,
       const char         *text,
       GAsyncReadyCallback callback)
{
  gtk_label_set_text (self->busy_label, text);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.run", FALSE);
  shc_import_run_async (self->window->vault, self->path, SHC_FORMAT_AUTO, dry_run, progress_cb,
                        self->cancellable, callback, g_object_ref (self));
}

static void
show_failure (ShcImportDialog *self,
              const GError    *error)
{
  g_autofree char *text = g_markup_escape_text (error->message, -1);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  adw_status_page_set_description (self->failure, text);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  gtk_widget_set_visible (self->import_button, FALSE);
  gtk_button_set_label (GTK_BUTTON (self->cancel_button), _("_Close"));
}

static void
set_count (GtkLabel *label,
           gint64    count)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, count);

  gtk_label_set_text (label, text);
}

static void
show_summary (ShcImportDialog       *self,
              const ShcImportResult *result)
{
  guint n_skipped = result->skipped != NULL ? result->skipped->len : 0;

  set_count (self->found, result->found);
  set_count (self->fresh, result->imported);
  set_count (self->present, result->already_present);
  set_count (self->skipped, n_skipped);
  adw_expander_row_set_enable_expansion (self->skipped_row, n_skipped > 0);
  for (guint i = 0; i < MIN (n_skipped, MAX_REASONS); i++)
    {
      const ShcSkipped *reason = g_ptr_array_index (result->skipped, i);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reason->where);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), reason->why);
      adw_expander_row_add_row (self->skipped_row, row);
    }
  gtk_stack_set_visible_child_name (self->stack, "summary");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.run", result->imported > 0);
  gtk_widget_grab_focus (result->imported > 0 ? self->import_button : self->cancel_button);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcImportDialog) self = SHC_IMPORT_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcImportResult) found = shc_import_run_finish (SHC_VAULT (object), result, &error);

  if (self->closed)
    return;
  if (found != NULL)
    show_summary (self, found);
  else
    show_failure (self, error);
}

static void
imported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcImportDialog) self = SHC_IMPORT_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcImportResult) taken = shc_import_run_finish (SHC_VAULT (object), result, &error);

  /* Cancelled too late is imported, and can be undone. */
  if (taken != NULL)
    shc_import_offer_undo (GTK_WIDGET (self->window), self->window->vault, taken);
  if (self->closed)
    return;
  if (taken != NULL)
    gtk_window_close (GTK_WINDOW (self));
  else
    show_failure (self, error);
}

static void
run (GtkWidget  *widget,
     const char *action_name,
     GVariant   *parameter)
{
  start (SHC_IMPORT_DIALOG (widget), FALSE, _("Importing… Cancelling takes nothing."), imported_cb);
}

static gboolean
shc_import_dialog_close_request (GtkWindow *window)
{
  ShcImportDialog *self = SHC_IMPORT_DIALOG (window);

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (shc_import_dialog_parent_class)->close_request (window);
}

static void
shc_import_dialog_finalize (GObject *object)
{
  ShcImportDialog *self = SHC_IMPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->window);
  g_free (self->path);

  G_OBJECT_CLASS (shc_import_dialog_parent_class)->finalize (object);
}

static void
shc_import_dialog_class_init (ShcImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = shc_import_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_import_dialog_close_request;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, busy_label);
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, found);
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, fresh);
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, present);
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, skipped);
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, skipped_row);
  gtk_widget_class_bind_template_child (widget_class, ShcImportDialog, failure);
  gtk_widget_class_install_action (widget_class, "import.run", NULL, run);
}

static void
shc_import_dialog_init (ShcImportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
picked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcWindow *window = SHC_WINDOW (object);
  g_autoptr(GFile) file = shc_pick_file_finish (result);
  ShcImportDialog *self;

  if (file == NULL || !shc_window_is_open (window))
    return;

  self = g_object_new (SHC_TYPE_IMPORT_DIALOG, "transient-for", window, NULL);
  self->window = g_object_ref (window);
  self->path = g_file_get_path (file);
  gtk_window_present (GTK_WINDOW (self));
  start (self, TRUE, _("Looking through the file…"), looked_cb);
}

void
shc_import_dialog_present (ShcWindow *window)
{
  g_return_if_fail (SHC_IS_WINDOW (window));

  shc_pick_file_async (GTK_WIDGET (window), GTK_FILE_CHOOSER_ACTION_OPEN, _("Import Reflections"),
                       _("_Look Through"), NULL, NULL, picked_cb, NULL);
}
