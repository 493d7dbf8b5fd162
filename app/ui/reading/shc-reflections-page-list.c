/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the list, and the one that is chosen. */

#define G_LOG_DOMAIN "shc-reflections-page"

#include "config.h"

#include "shc-reflections-page-private.h"

#include <glib/gi18n-lib.h>

#include "shc-reflection-row.h"
#include "shc-widget.h"

void
shc_reflections_page_select (ShcReflectionsPage *self,
                             guint               position,
                             gboolean            scroll)
{
  if (scroll && position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
}

void
shc_reflections_page_settle (ShcReflectionsPage *self)
{
  guint position;

  if (self->model == NULL || shc_reflection_model_get_loading (self->model))
    return;
  if (self->reveal_row != 0)
    {
      position = shc_reflection_model_find (self->model, self->reveal_row);
      self->reveal_row = 0;
      self->scroll_up = FALSE;
      if (position != G_MAXUINT)
        shc_reflections_page_select (self, position, TRUE);
    }
  if (self->scroll_up && g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0u);
  self->scroll_up = FALSE;
}

static void item_loaded_cb (ShcReflectionItem *item, GParamSpec *pspec, ShcReflectionsPage *self);

/* A row may be chosen before its content has arrived: then that is awaited. */
void
shc_reflections_page_show_selected (ShcReflectionsPage *self)
{
  ShcReflectionItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item == NULL)
    return;
  if (shc_reflection_item_get_id (item) != NULL)
    shc_reading_pane_show (self->reading, shc_reflection_item_get_id (item), gtk_editable_get_text (GTK_EDITABLE (self->search)));
  else
    g_signal_connect_object (item, "notify::loaded", G_CALLBACK (item_loaded_cb), self, 0);
}

static void
item_loaded_cb (ShcReflectionItem  *item,
                GParamSpec         *pspec,
                ShcReflectionsPage *self)
{
  g_signal_handlers_disconnect_by_func (item, item_loaded_cb, self);
  if (gtk_single_selection_get_selected_item (self->selection) == item)
    shc_reflections_page_show_selected (self);
}

static void
selected_cb (ShcReflectionsPage *self)
{
  /* Where one pane stands for both, the arrows move through the list; Return or a click opens. */
  if (!self->selecting && !adw_leaflet_get_folded (self->leaflet))
    shc_reflections_page_show_selected (self);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item)
{
  gtk_list_item_set_child (list_item, shc_reflection_row_new ());
}

static void
bind_row_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item)
{
  shc_reflection_row_set_item (SHC_REFLECTION_ROW (gtk_list_item_get_child (list_item)),
                               gtk_list_item_get_item (list_item));
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item)
{
  shc_reflection_row_set_item (SHC_REFLECTION_ROW (gtk_list_item_get_child (list_item)), NULL);
}

void
shc_reflections_page_create_list (ShcReflectionsPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

void
shc_reflections_page_go_to_list (ShcReflectionsPage *self)
{
  if (self->model == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return;
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
say_narrowed (ShcReflectionsPage *self,
              gint64              count)
{
  gulong n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autofree char *text = NULL;

  if (count >= (gint64) n && !gtk_toggle_button_get_active (self->trash_button))
    /* Translators: how many reflections a narrowed list shows, and how many there are. */
    text = g_strdup_printf (_("%'lu of %'lu"), n, (gulong) count);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'lu reflection", "%'lu reflections", n), n);
  gtk_label_set_text (self->narrowed_label, text);
}

static void
count_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr(ShcReflectionsPage) self = data;
  ShcCounts counts;

  /* Without the count, the line says what it can. */
  if (!shc_journal_count_finish (SHC_JOURNAL (object), result, &counts, NULL) || self->model == NULL)
    return;
  self->count = counts.reflections;
  say_narrowed (self, self->count);
}

void
shc_reflections_page_update_narrowed (ShcReflectionsPage *self)
{
  gboolean filtered = shc_filter_bar_is_active (self->filter_bar);
  gboolean narrowed =
    filtered || *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
  gboolean some = self->model != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0;

  if (filtered)
    gtk_widget_add_css_class (GTK_WIDGET (self->filter_button), "narrowed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->filter_button), "narrowed");
  shc_widget_set_label (GTK_WIDGET (self->filter_button),
                        filtered ? _("The list is narrowed") : _("Narrow the list"));
  gtk_widget_set_visible (self->narrowed, narrowed && some);
  if (!narrowed || !some || shc_reflection_model_get_loading (self->model))
    return;
  say_narrowed (self, self->count);
  shc_journal_count_async (self->journal, shc_date_now (g_get_real_time ()), self->cancellable,
                           count_cb, g_object_ref (self));
}
