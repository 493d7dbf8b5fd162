/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking reflections out, with the plain word that the file is not encrypted. */

#define G_LOG_DOMAIN "shc-export-dialog"

#include "config.h"

#include "shc-export-dialog.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "shc-date-row.h"
#include "shc-date.h"
#include "shc-pick-file.h"
#include "shc-transfer.h"
#include "shc-window-private.h"

#define SHC_TYPE_EXPORT_DIALOG (shc_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcExportDialog, shc_export_dialog, SHC, EXPORT_DIALOG, AdwWindow)

struct _ShcExportDialog
{
  AdwWindow     parent_instance;
  ShcWindow    *window;
  GCancellable *cancellable;
  gboolean      busy;

  GtkWidget    *page;
  AdwComboRow  *format_row;
  ShcDateRow   *from_row;
  ShcDateRow   *to_row;
  GtkSpinner   *spinner;
  GtkLabel     *message;
};

G_DEFINE_FINAL_TYPE (ShcExportDialog, shc_export_dialog, ADW_TYPE_WINDOW)

static const struct
{
  ShcFormat   format;
  const char *suffix;
  const char *about;
} formats[] = {
  { SHC_FORMAT_SHC, ".shc.zip",
    N_("Versions, tags, marks and the trash; can be imported again without loss") },
  { SHC_FORMAT_MARKDOWN, "", N_("One text file for each reflection, to read anywhere") },
  { SHC_FORMAT_JSONL, ".jsonl", N_("One line for each reflection, for other programs") },
};

static void
say (ShcExportDialog *self,
     const char      *text,
     gboolean         bad)
{
  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

static guint
get_format (ShcExportDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->format_row);

  return selected < G_N_ELEMENTS (formats) ? selected : 0;
}

static void
update (ShcExportDialog *self)
{
  gint64 from = shc_date_row_get_day (self->from_row);
  gint64 to = shc_date_row_get_day (self->to_row);
  gboolean empty = from >= 0 && to >= 0 && from > to;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->format_row),
                               _(formats[get_format (self)].about));
  if (!self->busy)
    say (self, empty ? _("The first day lies after the last one.") : NULL, empty);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.run", !self->busy && !empty);
}

static void
set_busy (ShcExportDialog *self,
          gboolean         busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (self->page, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  update (self);
}

static void
changed_cb (ShcExportDialog *self)
{
  update (self);
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcExportDialog) self = SHC_EXPORT_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcExportResult) exported =
    shc_export_run_finish (SHC_VAULT (object), result, &error);
  g_autofree char *text = NULL;

  if (self->window == NULL)
    return;

  set_busy (self, FALSE);
  if (exported == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        say (self, error->message, TRUE);
      return;
    }
  text = g_strdup_printf (ngettext ("%" PRId64 " reflection exported, not encrypted",
                                    "%" PRId64 " reflections exported, not encrypted",
                                    (gulong) exported->reflections),
                          exported->reflections);
  shc_window_toast (GTK_WIDGET (self->window), text, NULL, NULL, NULL, NULL);
  gtk_window_close (GTK_WINDOW (self));
}

static void
picked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcExportDialog *self = SHC_EXPORT_DIALOG (object);
  g_autoptr(GFile) file = shc_pick_file_finish (result);
  g_autofree char *path = NULL;
  ShcExportRange range = { -1, -1, NULL };

  if (file == NULL || self->window == NULL)
    return;

  path = g_file_get_path (file);
  range.from_day = shc_date_row_get_day (self->from_row);
  range.to_day = shc_date_row_get_day (self->to_row);
  say (self, _("Writing…"), FALSE);
  set_busy (self, TRUE);
  shc_export_run_async (self->window->vault, path, formats[get_format (self)].format, &range, NULL,
                        self->cancellable, exported_cb, g_object_ref (self));
}

static void
run (GtkWidget  *widget,
     const char *action_name,
     GVariant   *parameter)
{
  ShcExportDialog *self = SHC_EXPORT_DIALOG (widget);
  int year, month, day;
  g_autofree char *name = NULL;

  shc_date_get_ymd (shc_date_now (g_get_real_time ()), &year, &month, &day);
  name = g_strdup_printf (_("Reflections %04d-%02d-%02d%s"), year, month, day,
                          formats[get_format (self)].suffix);
  shc_pick_file_async (widget, GTK_FILE_CHOOSER_ACTION_SAVE, _("Export To"), _("_Export"), name,
                       NULL, picked_cb, NULL);
}

static gboolean
shc_export_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (SHC_EXPORT_DIALOG (window)->cancellable);
  return GTK_WINDOW_CLASS (shc_export_dialog_parent_class)->close_request (window);
}

static void
shc_export_dialog_dispose (GObject *object)
{
  ShcExportDialog *self = SHC_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->window);

  G_OBJECT_CLASS (shc_export_dialog_parent_class)->dispose (object);
}

static void
shc_export_dialog_class_init (ShcExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_export_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = shc_export_dialog_close_request;

  g_type_ensure (SHC_TYPE_DATE_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcExportDialog, page);
  gtk_widget_class_bind_template_child (widget_class, ShcExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, ShcExportDialog, from_row);
  gtk_widget_class_bind_template_child (widget_class, ShcExportDialog, to_row);
  gtk_widget_class_bind_template_child (widget_class, ShcExportDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcExportDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "export.run", NULL, run);
}

static void
shc_export_dialog_init (ShcExportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
shc_export_dialog_present (ShcWindow *window)
{
  ShcExportDialog *self;

  g_return_if_fail (SHC_IS_WINDOW (window));

  self = g_object_new (SHC_TYPE_EXPORT_DIALOG, "transient-for", window, NULL);
  self->window = g_object_ref (window);
  gtk_window_present (GTK_WINDOW (self));
}
