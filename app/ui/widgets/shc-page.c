/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window asks of each of its pages. */

#define G_LOG_DOMAIN "shc-page"

#include "config.h"

#include "shc-page.h"

G_DEFINE_INTERFACE (ShcPage, shc_page, GTK_TYPE_WIDGET)

static void
shc_page_default_init (ShcPageInterface *iface)
{
}

void
shc_page_load (ShcPage *self)
{
  g_return_if_fail (SHC_IS_PAGE (self));

  if (SHC_PAGE_GET_IFACE (self)->load != NULL)
    SHC_PAGE_GET_IFACE (self)->load (self);
}

void
shc_page_flush_async (ShcPage            *self,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (SHC_IS_PAGE (self));

  if (SHC_PAGE_GET_IFACE (self)->flush_async != NULL)
    {
      SHC_PAGE_GET_IFACE (self)->flush_async (self, callback, user_data);
      return;
    }

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, shc_page_flush_async);
  g_task_return_boolean (task, TRUE);
}

gboolean
shc_page_flush_finish (ShcPage      *self,
                       GAsyncResult *result,
                       GError      **error)
{
  g_return_val_if_fail (SHC_IS_PAGE (self), FALSE);

  if (g_async_result_is_tagged (result, shc_page_flush_async))
    return g_task_propagate_boolean (G_TASK (result), error);
  return SHC_PAGE_GET_IFACE (self)->flush_finish (self, result, error);
}

void
shc_page_focus (ShcPage *self)
{
  g_return_if_fail (SHC_IS_PAGE (self));

  if (SHC_PAGE_GET_IFACE (self)->focus != NULL)
    SHC_PAGE_GET_IFACE (self)->focus (self);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
shc_page_keep (ShcPage *self)
{
  g_return_if_fail (SHC_IS_PAGE (self));

  if (SHC_PAGE_GET_IFACE (self)->keep != NULL)
    SHC_PAGE_GET_IFACE (self)->keep (self);
}

void
shc_page_search (ShcPage *self)
{
  g_return_if_fail (SHC_IS_PAGE (self));

  if (SHC_PAGE_GET_IFACE (self)->search != NULL)
    SHC_PAGE_GET_IFACE (self)->search (self);
}

void
shc_page_open (ShcPage    *self,
               const char *id)
{
  g_return_if_fail (SHC_IS_PAGE (self));
  g_return_if_fail (id != NULL);

  if (SHC_PAGE_GET_IFACE (self)->open != NULL)
    SHC_PAGE_GET_IFACE (self)->open (self, id);
}

void
shc_page_begin (ShcPage *self)
{
  g_return_if_fail (SHC_IS_PAGE (self));

  if (SHC_PAGE_GET_IFACE (self)->begin != NULL)
    SHC_PAGE_GET_IFACE (self)->begin (self);
}
