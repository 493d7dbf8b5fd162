/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help to read. */

#define G_LOG_DOMAIN "shc-help-dialog"

#include "config.h"

#include "shc-help-dialog.h"

#include "shc-markdown-view.h"

#define HELP_FOLDER "/org/sacredhealing/Companion/help/"

struct _ShcHelpDialog
{
  AdwWindow        parent_instance;
  GtkDropDown     *chooser;
  GtkStack        *pages;
  ShcMarkdownView *protocol;
  ShcMarkdownView *sent;
  ShcMarkdownView *practitioner;
};

G_DEFINE_FINAL_TYPE (ShcHelpDialog, shc_help_dialog, ADW_TYPE_WINDOW)

/* In the order in which they can be chosen. */
static const char *const names[] = { "protocol", "sent", "practitioner" };

static void
chosen_cb (ShcHelpDialog *self)
{
  guint chosen = gtk_drop_down_get_selected (self->chooser);

  if (chosen < G_N_ELEMENTS (names))
    gtk_stack_set_visible_child_name (self->pages, names[chosen]);
}

static void
shc_help_dialog_class_init (ShcHelpDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-help-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcHelpDialog, chooser);
  gtk_widget_class_bind_template_child (widget_class, ShcHelpDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, ShcHelpDialog, protocol);
  gtk_widget_class_bind_template_child (widget_class, ShcHelpDialog, sent);
  gtk_widget_class_bind_template_child (widget_class, ShcHelpDialog, practitioner);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

/* Part of the program: if it cannot be read, the program is broken. */
static void
show_text (ShcMarkdownView *view,
           const char      *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) text = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (text == NULL)
    g_error ("%s", error->message);
  shc_markdown_view_set_text (view, g_bytes_get_data (text, NULL), NULL, FALSE);
}

static void
shc_help_dialog_init (ShcHelpDialog *self)
{
  g_type_ensure (SHC_TYPE_MARKDOWN_VIEW);
  gtk_widget_init_template (GTK_WIDGET (self));
  show_text (self->protocol, HELP_FOLDER "protocol.md");
  show_text (self->sent, HELP_FOLDER "sent.md");
  show_text (self->practitioner, HELP_FOLDER "practitioner.md");
}

void
shc_help_dialog_present (GtkWindow  *parent,
                         const char *page)
{
  ShcHelpDialog *self = g_object_new (SHC_TYPE_HELP_DIALOG, "transient-for", parent, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], page))
      gtk_drop_down_set_selected (self->chooser, i);
  gtk_window_present (GTK_WINDOW (self));
}
