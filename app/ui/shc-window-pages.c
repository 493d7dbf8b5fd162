/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of the open journal: built when first shown, flushed together. */

#define G_LOG_DOMAIN "shc-window"

#include "config.h"

#include "shc-companion-page.h"
#include "shc-journey-page.h"
#include "shc-reflections-page.h"
#include "shc-today-page.h"
#include "shc-window-private.h"

static const struct
{
  const char *name;
  GtkWidget  *(*create) (ShcJournal *journal);
} page_table[] = {
  { "today", shc_today_page_new },
  { "reflections", shc_reflections_page_new },
  { "journey", shc_journey_page_new },
  { "companion", shc_companion_page_new },
};

static AdwBin *
get_bin (ShcWindow  *self,
         const char *name)
{
  return ADW_BIN (adw_view_stack_get_child_by_name (self->pages, name));
}

static ShcPage *
get_built_page (ShcWindow  *self,
                const char *name)
{
  GtkWidget *page = adw_bin_get_child (get_bin (self, name));

  return page != NULL ? SHC_PAGE (page) : NULL;
}

ShcPage *
shc_window_get_page (ShcWindow  *self,
                     const char *name)
{
  GtkWidget *page = adw_bin_get_child (get_bin (self, name));

  for (guint i = 0; page == NULL && i < G_N_ELEMENTS (page_table); i++)
    {
      if (!g_str_equal (page_table[i].name, name))
        continue;
      page = page_table[i].create (self->journal);
      adw_bin_set_child (get_bin (self, name), page);
      if (self->state == SHC_WINDOW_OPEN)
        shc_page_load (SHC_PAGE (page));
    }
  return SHC_PAGE (page);
}

static gboolean
lift_cb (gpointer user_data)
{
  shc_window_lift_toasts (SHC_WINDOW (user_data));
  return G_SOURCE_REMOVE;
}

static void
visible_page_cb (ShcWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->pages);

  if (name == NULL)
    return;

  shc_window_get_page (self, name);
  /* Once the page has its size. */
  g_idle_add_full (G_PRIORITY_LOW, lift_cb, g_object_ref (self), g_object_unref);
}

void
shc_window_pages_init (ShcWindow *self,
                       gboolean   build)
{
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (visible_page_cb), self,
                           G_CONNECT_SWAPPED);
  /* Built while the vault is being opened on its own thread, so that both are ready together. */
  if (build)
    shc_window_get_page (self, adw_view_stack_get_visible_child_name (self->pages));
}

void
shc_window_show_page (ShcWindow  *self,
                      const char *name)
{
  adw_view_stack_set_visible_child_name (self->pages, name);
  shc_page_focus (shc_window_get_page (self, name));
}

void
shc_window_load_pages (ShcWindow *self)
{
  const char *visible = adw_view_stack_get_visible_child_name (self->pages);

  for (guint i = 0; i < G_N_ELEMENTS (page_table); i++)
    {
      ShcPage *page = get_built_page (self, page_table[i].name);

      if (page != NULL)
        shc_page_load (page);
      else if (g_strcmp0 (page_table[i].name, visible) == 0)
        shc_window_get_page (self, visible);
    }
}

void
shc_window_drop_pages (ShcWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (page_table); i++)
    adw_bin_set_child (get_bin (self, page_table[i].name), NULL);
}

typedef struct
{
  guint   pending;
  GError *error;
} Flush;

static void
flush_free (gpointer data)
{
  Flush *flush = data;

  g_clear_error (&flush->error);
  g_free (flush);
}

static void
flush_step (GTask *task)
{
  Flush *flush = g_task_get_task_data (task);

  if (--flush->pending > 0)
    return;
  if (flush->error != NULL)
    g_task_return_error (task, g_steal_pointer (&flush->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
page_flushed_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Flush *flush = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!shc_page_flush_finish (SHC_PAGE (object), result, &error) && flush->error == NULL)
    flush->error = g_steal_pointer (&error);
  flush_step (task);
}

void
shc_window_flush_async (ShcWindow          *self,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  Flush *flush = g_new0 (Flush, 1);

  g_task_set_source_tag (task, shc_window_flush_async);
  g_task_set_task_data (task, flush, flush_free);
  /* One more than the pages, so that it ends once, at the end, even without any. */
  flush->pending = 1;
  for (guint i = 0; i < G_N_ELEMENTS (page_table); i++)
    {
      ShcPage *page = get_built_page (self, page_table[i].name);

      if (page == NULL)
        continue;
      flush->pending++;
      shc_page_flush_async (page, page_flushed_cb, g_object_ref (task));
    }
  flush_step (task);
}

gboolean
shc_window_flush_finish (ShcWindow    *self,
                         GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
