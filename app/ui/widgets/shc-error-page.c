/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In place of what could not be read: what happened, and a button that tries again. */

#define G_LOG_DOMAIN "shc-error-page"

#include "config.h"

#include "shc-error-page.h"

#define PAGE_NAME "error"

struct _ShcErrorPage
{
  AdwBin         parent_instance;
  AdwStatusPage *status;
  GtkButton     *button;
};

G_DEFINE_FINAL_TYPE (ShcErrorPage, shc_error_page, ADW_TYPE_BIN)

static void
shc_error_page_class_init (ShcErrorPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-error-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcErrorPage, status);
  gtk_widget_class_bind_template_child (widget_class, ShcErrorPage, button);
}

static void
shc_error_page_init (ShcErrorPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static ShcErrorPage *
ensure_page (GtkStack *stack)
{
  GtkWidget *page = gtk_stack_get_child_by_name (stack, PAGE_NAME);

  if (page == NULL)
    {
      page = g_object_new (SHC_TYPE_ERROR_PAGE, NULL);
      gtk_stack_add_named (stack, page, PAGE_NAME);
    }
  return SHC_ERROR_PAGE (page);
}

void
shc_error_page_show (GtkStack     *stack,
                     const char   *title,
                     const char   *action_name,
                     gboolean      compact,
                     const GError *error)
{
  ShcErrorPage *self;
  g_autofree char *escaped = NULL;

  g_return_if_fail (GTK_IS_STACK (stack));
  g_return_if_fail (title != NULL && action_name != NULL && error != NULL);

  self = ensure_page (stack);
  escaped = g_markup_escape_text (error->message, -1);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action_name);
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "compact");
  gtk_stack_set_visible_child_name (stack, PAGE_NAME);
}
