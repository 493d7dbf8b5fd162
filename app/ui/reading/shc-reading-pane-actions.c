/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with the reflection that is read. */

#define G_LOG_DOMAIN "shc-reading-pane"

#include "config.h"

#include "shc-reading-pane-private.h"

#include <glib/gi18n-lib.h>

#include "shc-include-dialog.h"
#include "shc-ui-errors.h"
#include "shc-versions-dialog.h"
#include "shc-window.h"

/* A draft that was dropped, and can be had back as long as the toast is there. */
typedef struct
{
  ShcReadingPane *self;
  ShcDraft       *draft;
} Dropped;

static Dropped *
dropped_new (ShcReadingPane *self,
             const ShcDraft *draft)
{
  Dropped *dropped = g_new (Dropped, 1);

  dropped->self = g_object_ref (self);
  dropped->draft = shc_draft_copy (draft);
  return dropped;
}

static void
dropped_free (gpointer data)
{
  Dropped *dropped = data;

  g_object_unref (dropped->self);
  shc_draft_free (dropped->draft);
  g_free (dropped);
}

static void
had_back_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(ShcReadingPane) self = data;
  g_autoptr(GError) error = NULL;

  if (self->journal == NULL)
    return;
  if (!shc_journal_save_draft_finish (SHC_JOURNAL (object), result, &error))
    shc_report_error (GTK_WIDGET (self), error);
  shc_reading_pane_look_again (self);
}

static void
have_back_cb (gpointer data)
{
  Dropped *dropped = data;
  ShcReadingPane *self = dropped->self;

  /* Whoever is changing it again already goes on with that. */
  if (self->journal == NULL
      || (self->editing && g_strcmp0 (self->id, dropped->draft->name) == 0))
    return;
  shc_journal_save_draft_async (self->journal, dropped->draft, had_back_cb, g_object_ref (self));
}

static void
dropped_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  Dropped *dropped = data;
  ShcReadingPane *self = dropped->self;
  g_autoptr(GError) error = NULL;

  if (!shc_journal_drop_draft_finish (SHC_JOURNAL (object), result, &error))
    {
      if (self->journal != NULL)
        shc_report_error (GTK_WIDGET (self), error);
      dropped_free (dropped);
      return;
    }
  shc_reading_pane_look_again (self);
  shc_window_toast (GTK_WIDGET (self), _("The unfinished change is dropped."), _("_Undo"),
                    have_back_cb, dropped, dropped_free);
}

static void
drop_draft_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  ShcReadingPane *self = SHC_READING_PANE (widget);

  if (self->reading != NULL && self->reading->draft != NULL)
    shc_journal_drop_draft_async (self->journal, self->reading->draft->name, dropped_cb,
                                  dropped_new (self, self->reading->draft));
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  shc_reading_pane_edit (SHC_READING_PANE (widget));
}

static void
restored_cb (ShcReadingPane *self)
{
  shc_reading_pane_look (self);
  shc_window_toast (GTK_WIDGET (self), _("That version is back."), NULL, NULL, NULL, NULL);
}

static void
versions_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  ShcReadingPane *self = SHC_READING_PANE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  ShcVersionsDialog *dialog;

  dialog = shc_versions_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->journal,
                                    self->id);
  g_signal_connect_object (dialog, "restored", G_CALLBACK (restored_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Nothing is sent by it: the reflection stands beside an empty message, to be taken away again or sent. */
static void
reflect_with_me_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  ShcReadingPane *self = SHC_READING_PANE (widget);
  g_autofree char *title = NULL;

  if (self->reading == NULL)
    return;
  title = shc_include_dialog_create_title (self->reading->reflection);
  gtk_widget_activate_action (widget, "win.reflect-with-me", "(ss)", self->reading->reflection->id, title);
}

static void
match_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  shc_markdown_view_step (SHC_READING_PANE (widget)->text,
                          g_str_equal (name, "reading.next-match") ? 1 : -1);
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  g_signal_emit_by_name (widget, "back");
}

static void
reload_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  shc_reading_pane_look (SHC_READING_PANE (widget));
}

void
shc_reading_pane_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "reading.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "reading.continue", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "reading.drop-draft", NULL, drop_draft_action);
  gtk_widget_class_install_action (widget_class, "reading.versions", NULL, versions_action);
  gtk_widget_class_install_action (widget_class, "reading.reflect-with-me", NULL, reflect_with_me_action);
  gtk_widget_class_install_action (widget_class, "reading.next-match", NULL, match_action);
  gtk_widget_class_install_action (widget_class, "reading.previous-match", NULL, match_action);
  gtk_widget_class_install_action (widget_class, "reading.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "reading.reload", NULL, reload_action);
}
