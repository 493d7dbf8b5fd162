/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All reflections, newest first: search, narrow, read, change. */

#define G_LOG_DOMAIN "shc-reflections-page"

#include "config.h"

#include "shc-reflections-page-private.h"

#include <glib/gi18n-lib.h>

#include "shc-error-page.h"
#include "shc-page.h"

#define LOOK_AGAIN_MS 200

static void page_iface_init (ShcPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ShcReflectionsPage, shc_reflections_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SHC_TYPE_PAGE, page_iface_init))

enum { PROP_0, PROP_JOURNAL, N_PROPS };
static GParamSpec *properties[N_PROPS];

static const char *
get_query (ShcReflectionsPage *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

static gboolean
in_trash (ShcReflectionsPage *self)
{
  return gtk_toggle_button_get_active (self->trash_button);
}

/* Which of its faces the list shows. */
static void
update_list_stack (ShcReflectionsPage *self)
{
  const char *name = "list";

  if (self->model == NULL)
    name = "loading";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    {
      if (shc_reflection_model_get_loading (self->model))
        return;
      if (*get_query (self) != '\0' || shc_filter_bar_is_active (self->filter_bar))
        {
          name = "nothing";
          adw_status_page_set_description (self->nothing_page,
                                           *get_query (self) != '\0'
                                             ? _("Fewer words, or their beginnings, find more.")
                                             : _("No reflection fits all that is chosen above."));
        }
      else
        name = in_trash (self) ? "trash-empty" : "empty";
    }
  gtk_stack_set_visible_child_name (self->list_stack, name);
}

static void
loading_cb (ShcReflectionsPage *self)
{
  update_list_stack (self);
  shc_reflections_page_update_narrowed (self);
  shc_reflections_page_settle (self);
}

/* The one that was shown went to the trash: the next takes its place. */
static void
items_changed_cb (ShcReflectionsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  guint position = self->next_position;

  update_list_stack (self);
  shc_reflections_page_update_narrowed (self);
  if (position == G_MAXUINT
      || gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    return;
  self->next_position = G_MAXUINT;
  if (n == 0 || adw_leaflet_get_folded (self->leaflet))
    shc_reading_pane_show (self->reading, NULL, NULL);
  else
    gtk_single_selection_set_selected (self->selection, MIN (position, n - 1));
}

static void
failed_cb (ShcReflectionsPage *self,
           const GError       *error)
{
  shc_error_page_show (self->list_stack, _("The list could not be read"), "reflections.reload", TRUE,
                       error);
}

void
shc_reflections_page_apply_filter (ShcReflectionsPage *self)
{
  g_autoptr(ShcFilter) filter = NULL;

  if (self->model == NULL)
    return;
  filter = shc_filter_new ();
  filter->query = g_strdup (get_query (self));
  filter->trash = in_trash (self);
  shc_filter_bar_store (self->filter_bar, filter);
  shc_reflection_model_set_filter (self->model, filter);
  update_list_stack (self);
  shc_reflections_page_update_narrowed (self);
  shc_reflections_page_settle (self);
}

static void
activated_cb (ShcReflectionsPage *self,
              guint               position)
{
  shc_reflections_page_select (self, position, FALSE);
  shc_reflections_page_show_selected (self);
  adw_leaflet_set_visible_child_name (self->leaflet, "reading");
  gtk_widget_grab_focus (GTK_WIDGET (self->reading));
}

static void
folded_cb (ShcReflectionsPage *self)
{
  /* Where only one pane is seen, one click must be enough to see the other. */
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  gtk_list_view_set_single_click_activate (self->list, folded);
  if (shc_reading_pane_is_editing (self->reading))
    return;
  if (folded && shc_reading_pane_get_id (self->reading) == NULL)
    adw_leaflet_set_visible_child_name (self->leaflet, "list");
  /* With both panes side by side, what is chosen in the one is open in the other. */
  if (!folded)
    shc_reflections_page_show_selected (self);
}

/* There is nothing to see in the other pane. */
static void
emptied_cb (ShcReflectionsPage *self)
{
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child_name (self->leaflet, "list");
}

static void
back_cb (ShcReflectionsPage *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
shown_cb (ShcReflectionsPage  *self,
          const ShcReflection *reflection)
{
  ShcReflectionItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item != NULL && g_strcmp0 (shc_reflection_item_get_id (item), reflection->id) == 0)
    return;
  self->reveal_row = reflection->row;
  shc_reflections_page_settle (self);
}

static void
search_changed_cb (ShcReflectionsPage *self)
{
  self->scroll_up = TRUE;
  shc_reflections_page_apply_filter (self);
  shc_reading_pane_set_query (self->reading, get_query (self));
}

static void
filter_changed_cb (ShcReflectionsPage *self)
{
  self->scroll_up = TRUE;
  shc_reflections_page_apply_filter (self);
}

static void
trash_toggled_cb (ShcReflectionsPage *self)
{
  shc_reflections_page_select (self, GTK_INVALID_LIST_POSITION, FALSE);
  shc_reading_pane_show (self->reading, NULL, NULL);
  filter_changed_cb (self);
}

static void
search_activated_cb (ShcReflectionsPage *self)
{
  shc_reflections_page_go_to_list (self);
}

static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               ShcReflectionsPage    *self)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  shc_reflections_page_go_to_list (self);
  return GDK_EVENT_STOP;
}

static void
search_stopped_cb (ShcReflectionsPage *self)
{
  if (*get_query (self) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
labels_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(ShcReflectionsPage) self = data;
  g_auto(GStrv) tags = NULL;
  g_auto(GStrv) milestones = NULL;

  /* Without them nothing is suggested; everything else works. */
  if (!shc_journal_labels_finish (SHC_JOURNAL (object), result, &tags, &milestones, NULL))
    return;
  shc_filter_bar_set_labels (self->filter_bar, (const char *const *) tags,
                             (const char *const *) milestones);
  shc_reading_pane_set_labels (self->reading, (const char *const *) tags,
                               (const char *const *) milestones);
}

static gboolean
look_again_cb (gpointer data)
{
  ShcReflectionsPage *self = data;

  self->look_again_id = 0;
  shc_reading_pane_look_again (self->reading);
  return G_SOURCE_REMOVE;
}

static void
look_for_labels (ShcReflectionsPage *self)
{
  if (self->model != NULL)
    shc_journal_labels_async (self->journal, self->cancellable, labels_cb, g_object_ref (self));
}

/* The page comes to the screen: what happened meanwhile is looked for now. */
static void
mapped_cb (ShcReflectionsPage *self)
{
  shc_reading_pane_look_again (self->reading);
  look_for_labels (self);
}

/* The model follows by itself; this is for the text that is open. */
static void
changed_cb (ShcReflectionsPage *self)
{
  if (self->model != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && self->look_again_id == 0)
    self->look_again_id = g_timeout_add (LOOK_AGAIN_MS, look_again_cb, self);
}

static void
create_model (ShcReflectionsPage *self)
{
  self->model = shc_reflection_model_new (self->journal);
  g_signal_connect_object (self->model, "notify::loading", G_CALLBACK (loading_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (failed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->model));
}

static void
shc_reflections_page_load (ShcPage *page)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (page);

  if (self->model == NULL)
    create_model (self);
  shc_reflections_page_apply_filter (self);
  shc_reading_pane_look_again (self->reading);
  look_for_labels (self);
}

static void
flushed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  ShcReflectionsPage *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (shc_reading_pane_flush_finish (self->reading, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
shc_reflections_page_flush_async (ShcPage            *page,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  GTask *task = g_task_new (page, NULL, callback, user_data);

  g_task_set_source_tag (task, shc_reflections_page_flush_async);
  shc_reading_pane_flush_async (SHC_REFLECTIONS_PAGE (page)->reading, flushed_cb, task);
}

static gboolean
shc_reflections_page_flush_finish (ShcPage      *page,
                                   GAsyncResult *result,
                                   GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, page), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
shc_reflections_page_focus (ShcPage *page)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (page);

  if (shc_reading_pane_is_editing (self->reading))
    gtk_widget_grab_focus (GTK_WIDGET (self->reading));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
shc_reflections_page_keep (ShcPage *page)
{
  shc_reading_pane_keep (SHC_REFLECTIONS_PAGE (page)->reading);
}

static void
shc_reflections_page_search (ShcPage *page)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (page);

  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
shc_reflections_page_open (ShcPage    *page,
                           const char *id)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (page);

  /* It must be in the list it is shown beside. */
  gtk_toggle_button_set_active (self->trash_button, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  shc_filter_bar_clear (self->filter_bar);
  shc_reading_pane_show (self->reading, id, NULL);
  adw_leaflet_set_visible_child_name (self->leaflet, "reading");
  gtk_widget_grab_focus (GTK_WIDGET (self->reading));
}

static void
page_iface_init (ShcPageInterface *iface)
{
  iface->load = shc_reflections_page_load;
  iface->flush_async = shc_reflections_page_flush_async;
  iface->flush_finish = shc_reflections_page_flush_finish;
  iface->focus = shc_reflections_page_focus;
  iface->keep = shc_reflections_page_keep;
  iface->search = shc_reflections_page_search;
  iface->open = shc_reflections_page_open;
}

static void
shc_reflections_page_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (object);

  switch (prop_id)
    {
    case PROP_JOURNAL:
      self->journal = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_reflections_page_constructed (GObject *object)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (object);

  G_OBJECT_CLASS (shc_reflections_page_parent_class)->constructed (object);

  shc_reading_pane_set_journal (self->reading, self->journal);
  g_signal_connect_object (self->journal, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}

static void
shc_reflections_page_dispose (GObject *object)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_again_id, g_source_remove);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_reflections_page_parent_class)->dispose (object);
}

static void
shc_reflections_page_finalize (GObject *object)
{
  g_clear_object (&SHC_REFLECTIONS_PAGE (object)->cancellable);

  G_OBJECT_CLASS (shc_reflections_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (SHC_TYPE_FILTER_BAR);
  g_type_ensure (SHC_TYPE_READING_PANE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-reflections-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, search);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, filter_button);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, trash_button);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, narrowed);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, narrowed_label);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, list);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionsPage, reading);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, trash_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, emptied_cb);
}

static void
shc_reflections_page_class_init (ShcReflectionsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = shc_reflections_page_set_property;
  object_class->constructed = shc_reflections_page_constructed;
  object_class->dispose = shc_reflections_page_dispose;
  object_class->finalize = shc_reflections_page_finalize;

  properties[PROP_JOURNAL] =
    g_param_spec_object ("journal", NULL, NULL, SHC_TYPE_JOURNAL,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  shc_reflections_page_install_actions (GTK_WIDGET_CLASS (klass));
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
shc_reflections_page_init (ShcReflectionsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->next_position = G_MAXUINT;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search, NULL);
  shc_reflections_page_create_list (self);
  update_list_stack (self);
}

GtkWidget *
shc_reflections_page_new (ShcJournal *journal)
{
  return g_object_new (SHC_TYPE_REFLECTIONS_PAGE, "journal", journal, NULL);
}

void
shc_reflections_page_show_days (ShcReflectionsPage *self,
                                gint64              from_day,
                                gint64              to_day,
                                const char         *milestone)
{
  g_return_if_fail (SHC_IS_REFLECTIONS_PAGE (self));

  gtk_toggle_button_set_active (self->trash_button, FALSE);
  gtk_toggle_button_set_active (self->filter_button, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  shc_filter_bar_choose (self->filter_bar, from_day, to_day, milestone);
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}
