/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan to share, take back or delete. */

#define G_LOG_DOMAIN "shc-share-plan-view"

#include "config.h"

#include "shc-share-plan-view.h"

#include <glib/gi18n-lib.h>

#include "shc-share-item.h"
#include "shc-share-row.h"
#include "shc-tab-stop.h"

struct _ShcSharePlanView
{
  AdwBin         parent_instance;
  ShcSharePlan  *plan;         /* (nullable), not owned */
  char          *host;
  guint          update_id;
  GListStore    *items;        /* (element-type ShcShareItem) */
  GtkStack      *stack;
  AdwStatusPage *nothing;
  GtkLabel      *summary;
  GtkWidget     *tick_buttons;
  GtkListView   *list;
  GtkLabel      *going;
  GtkButton     *send_button;
};

G_DEFINE_FINAL_TYPE (ShcSharePlanView, shc_share_plan_view, ADW_TYPE_BIN)

/* ---- what is said of it */

static char *
dup_share_summary (const ShcSharePlan  *plan,
                   const ShcShareState *state)
{
  const char *reason;

  if (plan->asked)
    return g_strdup (_("Compared with what the base holds now. What is ticked will be sent; nothing was changed yet."));
  if (!state->network)
    reason = _("the network is switched off");
  else
    reason = _("you have not agreed to sending to this base");
  /* Translators: %s is one of "the network is switched off" and "you have not agreed to sending to this base". */
  return g_strdup_printf (_("Compared with what is known from last time. Nothing was asked of Airtable, and nothing can be "
                            "sent, because %s."), reason);
}

static char *
dup_summary (const ShcSharePlan  *plan,
             const ShcShareState *state)
{
  if (plan->kind == SHC_SHARING_FORGET)
    return g_strdup (_("These rows of yours are in the base. What is ticked will be deleted there; your journal stays as it "
                       "is. Nothing was deleted yet."));
  if (plan->kind == SHC_SHARING_SHARE)
    return dup_share_summary (plan, state);
  if (plan->conflicts == 0)
    return g_strdup (_("How the last run is taken back: what it made is deleted, what it changed is as it was. Nothing was "
                       "changed yet."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "How the last run is taken back. %u row was changed there since, and is not ticked: "
                                       "to take it back all the same would undo that change, too. Nothing was changed yet.",
                                       "How the last run is taken back. %u rows were changed there since, and are not "
                                       "ticked: to take them back all the same would undo those changes, too. Nothing was "
                                       "changed yet.", plan->conflicts), plan->conflicts);
}

static char *
dup_button_label (const ShcSharePlan *plan,
                  guint               n)
{
  if (plan->kind == SHC_SHARING_UNDO)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Take Back %u Row", "_Take Back %u Rows", n), n);
  if (plan->kind == SHC_SHARING_FORGET)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Delete %u Row…", "_Delete %u Rows…", n), n);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Send %u Row to Airtable", "_Send %u Rows to Airtable", n), n);
}

/* @part: (transfer full): about @n of something, unless there is none. */
static void
add_part (GString *text,
          guint    n,
          char    *part)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
  g_free (part);
}

/* Returns: (transfer full): "3 new, 1 changed". */
static char *
dup_counts (const ShcSharePlan *plan)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint created = shc_share_plan_count (plan, SHC_SHARING_CREATE);
  guint updated = shc_share_plan_count (plan, SHC_SHARING_UPDATE);
  guint deleted = shc_share_plan_count (plan, SHC_SHARING_DELETE);
  guint same = plan->unchanged;

  add_part (text, created, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u new", "%u new", created), created));
  add_part (text, updated, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u changed", "%u changed", updated), updated));
  add_part (text, deleted, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u to be deleted", "%u to be deleted", deleted), deleted));
  add_part (text, same, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u as it should be", "%u as they should be", same),
                                         same));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Returns: (transfer full): what pressing the button would let go out. */
static char *
dup_going (ShcSharePlanView *self)
{
  ShcSharePlan *plan = self->plan;
  guint requests = shc_share_plan_count_requests (plan);
  gsize n_bytes = shc_airtable_share_count_bytes (plan);
  g_autofree char *bytes = g_format_size (n_bytes);
  g_autofree char *counts = dup_counts (plan);
  g_autofree char *size = NULL;

  if (!shc_share_plan_is_belonging (plan) && plan->kind != SHC_SHARING_SHARE)
    return g_strdup (_("Rows that stay belong to your own row, so take its tick away: without it, they would be nobody’s."));
  if (!shc_share_plan_is_belonging (plan))
    return g_strdup (_("Your own row is not there yet: the others belong to it, so tick it, too."));
  if (requests == 0)
    return g_strdup (_("Nothing is ticked."));
  /* A deletion has nothing but its address. */
  if (n_bytes == 0)
    size = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u request", "%u requests", requests), requests);
  else
    size = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u request with %s", "%u requests with %s", requests), requests,
                            bytes);
  /* Translators: what ("3 new, 1 changed"), how much ("2 requests with 1.2 kB"), a host, and the id of a base. */
  return g_strdup_printf (_("%s. In all %s to %s, base %s."), counts, size, self->host, plan->place);
}

static void
update (ShcSharePlanView *self)
{
  guint n = shc_share_plan_count_ticked (self->plan);
  g_autofree char *label = dup_button_label (self->plan, n);
  g_autofree char *going = dup_going (self);

  gtk_button_set_label (self->send_button, label);
  gtk_label_set_text (self->going, going);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send_button),
                            n > 0 && self->plan->asked && shc_share_plan_is_belonging (self->plan));
}

static gboolean
update_cb (gpointer data)
{
  ShcSharePlanView *self = data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* Many ticks at once are counted once. */
static void
ticked_cb (ShcSharePlanView *self)
{
  if (self->update_id == 0 && self->plan != NULL)
    self->update_id = g_idle_add (update_cb, self);
}

/* ---- the list */

static void
setup_cb (ShcSharePlanView *self,
          GtkListItem      *item)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, shc_share_row_new ());
}

static void
bind_cb (ShcSharePlanView *self,
         GtkListItem      *item)
{
  ShcShareItem *line = gtk_list_item_get_item (item);

  shc_share_row_set_item (SHC_SHARE_ROW (gtk_list_item_get_child (item)), line);
  g_signal_connect_object (line, "notify::ticked", G_CALLBACK (ticked_cb), self, G_CONNECT_SWAPPED);
}

static void
unbind_cb (ShcSharePlanView *self,
           GtkListItem      *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), G_CALLBACK (ticked_cb), self);
  shc_share_row_set_item (SHC_SHARE_ROW (gtk_list_item_get_child (item)), NULL);
}

/* Arrows go to lines as a whole, where the list would take these keys and do nothing. */
static gboolean
key_pressed_cb (ShcSharePlanView *self,
                guint             keyval,
                guint             keycode,
                GdkModifierType   modifiers)
{
  gboolean unfold = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;
  GtkWidget *line = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  GtkWidget *row = line != NULL ? gtk_widget_get_first_child (line) : NULL;

  if (!SHC_IS_SHARE_ROW (row) || !gtk_widget_has_focus (line) || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (!unfold && keyval != GDK_KEY_space && keyval != GDK_KEY_KP_Space)
    return GDK_EVENT_PROPAGATE;
  return shc_share_row_press (SHC_SHARE_ROW (row), unfold);
}

static void
fill (ShcSharePlanView *self)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->plan->notes->len; i++)
    g_ptr_array_add (lines, shc_share_item_new (self->plan, NULL, g_ptr_array_index (self->plan->notes, i)));
  for (guint i = 0; i < self->plan->changes->len; i++)
    g_ptr_array_add (lines, shc_share_item_new (self->plan, g_ptr_array_index (self->plan->changes, i), NULL));
  g_list_store_splice (self->items, 0, 0, lines->pdata, lines->len);
}

static void
tick_all (ShcSharePlanView *self,
          gboolean          ticked)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(ShcShareItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      shc_share_item_set_ticked (item, ticked);
    }
  ticked_cb (self);
}

static void
tick_all_cb (ShcSharePlanView *self)
{
  tick_all (self, TRUE);
}

static void
tick_none_cb (ShcSharePlanView *self)
{
  tick_all (self, FALSE);
}

static void
send_cb (ShcSharePlanView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "share.send", NULL);
}

/* ---- nothing to do */

static void
show_nothing (ShcSharePlanView *self)
{
  const ShcSharePlan *plan = self->plan;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  adw_status_page_set_title (self->nothing, plan->kind == SHC_SHARING_SHARE  ? _("Everything Is There Already")
                                            : plan->kind == SHC_SHARING_UNDO ? _("Nothing Is Left to Take Back")
                                                                             : _("Nothing of Yours Is There"));
  text = plan->unchanged == 0 ? g_strdup (_("Nothing has to be done in the base."))
                              : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row is as it should be.",
                                                              "%u rows are as they should be.", plan->unchanged),
                                                 plan->unchanged);
  for (guint i = 0; i < plan->notes->len; i++)
    {
      char *longer = g_strconcat (text, "\n\n", g_ptr_array_index (plan->notes, i), NULL);

      g_free (text);
      text = longer;
    }
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->nothing, escaped);
}

static void
clear (ShcSharePlanView *self)
{
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_list_store_remove_all (self->items);
  self->plan = NULL;
}

static void
shc_share_plan_view_dispose (GObject *object)
{
  ShcSharePlanView *self = SHC_SHARE_PLAN_VIEW (object);

  if (self->items != NULL)
    clear (self);
  g_clear_object (&self->items);
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (shc_share_plan_view_parent_class)->dispose (object);
}

static void
shc_share_plan_view_finalize (GObject *object)
{
  g_free (SHC_SHARE_PLAN_VIEW (object)->host);

  G_OBJECT_CLASS (shc_share_plan_view_parent_class)->finalize (object);
}

static gboolean
shc_share_plan_view_grab_focus (GtkWidget *widget)
{
  ShcSharePlanView *self = SHC_SHARE_PLAN_VIEW (widget);

  return self->plan != NULL && self->plan->changes->len > 0 && gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
shc_share_plan_view_class_init (ShcSharePlanViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_share_plan_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_share_plan_view_finalize;
  widget_class->grab_focus = shc_share_plan_view_grab_focus;

  g_type_ensure (SHC_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-share-plan-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcSharePlanView, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePlanView, nothing);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePlanView, summary);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePlanView, tick_buttons);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePlanView, list);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePlanView, going);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePlanView, send_button);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tick_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, tick_none_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
shc_share_plan_view_init (ShcSharePlanView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (SHC_TYPE_SHARE_ITEM);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (gtk_no_selection_new (
                                         G_LIST_MODEL (g_object_ref (self->items)))));
}

void
shc_share_plan_view_set_plan (ShcSharePlanView    *self,
                              ShcSharePlan        *plan,
                              const ShcShareState *state)
{
  g_autofree char *summary = NULL;

  g_return_if_fail (SHC_IS_SHARE_PLAN_VIEW (self));
  g_return_if_fail (plan == NULL || state != NULL);

  clear (self);
  if (plan == NULL)
    return;
  self->plan = plan;
  g_free (self->host);
  self->host = g_strdup (state->host);
  if (plan->changes->len == 0)
    {
      show_nothing (self);
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return;
    }
  summary = dup_summary (plan, state);
  gtk_label_set_text (self->summary, summary);
  gtk_widget_set_visible (self->tick_buttons, plan->changes->len > 1);
  if (plan->kind == SHC_SHARING_SHARE)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->send_button), "destructive-action");
      gtk_widget_add_css_class (GTK_WIDGET (self->send_button), "suggested-action");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->send_button), "suggested-action");
      gtk_widget_add_css_class (GTK_WIDGET (self->send_button), "destructive-action");
    }
  fill (self);
  update (self);
  gtk_stack_set_visible_child_name (self->stack, "list");
}
