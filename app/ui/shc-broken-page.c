/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault cannot be opened as it is: what happened, what is safe, what to do. */

#define G_LOG_DOMAIN "shc-broken-page"

#include "config.h"

#include "shc-broken-page.h"

#include "shc-ui-errors.h"
#include "shc-vault-error.h"

struct _ShcBrokenPage
{
  AdwBin         parent_instance;
  AdwStatusPage *status;
  GtkLabel      *cause;
  GtkWidget     *retry;
  GtkWidget     *restore;
  GtkWidget     *folder;
  GtkWidget     *quit;
};

G_DEFINE_FINAL_TYPE (ShcBrokenPage, shc_broken_page, ADW_TYPE_BIN)

static void
shc_broken_page_class_init (ShcBrokenPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-broken-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcBrokenPage, status);
  gtk_widget_class_bind_template_child (widget_class, ShcBrokenPage, cause);
  gtk_widget_class_bind_template_child (widget_class, ShcBrokenPage, retry);
  gtk_widget_class_bind_template_child (widget_class, ShcBrokenPage, restore);
  gtk_widget_class_bind_template_child (widget_class, ShcBrokenPage, folder);
  gtk_widget_class_bind_template_child (widget_class, ShcBrokenPage, quit);
}

static void
shc_broken_page_init (ShcBrokenPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_broken_page_new (const GError *error)
{
  ShcBrokenPage *self = g_object_new (SHC_TYPE_BROKEN_PAGE, NULL);
  const ShcUiError *row = shc_ui_error_look_up (error);
  g_autofree char *body = g_markup_escape_text (shc_ui_error_get_body (row), -1);
  GtkWidget *first;

  adw_status_page_set_icon_name (self->status, row->icon);
  adw_status_page_set_title (self->status, shc_ui_error_get_title (row));
  adw_status_page_set_description (self->status, body);
  /* Where the table does not know what happened, the error's own sentence says it. */
  gtk_label_set_text (self->cause, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->cause), row->code == SHC_VAULT_ERROR_FAILED);
  gtk_widget_set_visible (self->retry, (row->offers & SHC_OFFER_RETRY) != 0);
  gtk_widget_set_visible (self->restore, (row->offers & SHC_OFFER_RESTORE) != 0);
  gtk_widget_set_visible (self->folder, (row->offers & SHC_OFFER_FOLDER) != 0);

  /* What helps most comes out strongest. */
  first = row->offers & SHC_OFFER_RESTORE ? self->restore
          : row->offers & SHC_OFFER_RETRY ? self->retry
                                          : self->quit;
  gtk_widget_add_css_class (first, "suggested-action");
  return GTK_WIDGET (self);
}
