/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was written or changed in a base. */

#define G_LOG_DOMAIN "shc-share-coming-view"

#include "config.h"

#include "shc-share-coming-view.h"

#include <glib/gi18n-lib.h>

#include "shc-share-item.h"
#include "shc-share-row.h"
#include "shc-tab-stop.h"

struct _ShcShareComingView
{
  AdwBin         parent_instance;
  GListStore    *items;        /* (element-type ShcShareItem) */
  GtkStack      *stack;
  AdwStatusPage *nothing;
  GtkLabel      *summary;
  GtkListView   *list;
  GtkLabel      *counts;
  GtkWidget     *take_button;
  GtkWidget     *done_button;
};

G_DEFINE_FINAL_TYPE (ShcShareComingView, shc_share_coming_view, ADW_TYPE_BIN)

/* ---- what is said of it */

static const char *
get_summary (const ShcBaseFetched *fetched)
{
  if (!fetched->taken)
    return _("This stands in the base and not here, or stands there in other words. Nothing was changed yet: taking it into the "
             "journal keeps what you wrote, as it is or as a former text, and changes nothing in the base.");
  return _("This is in the journal now. What it took the place of is among the former texts of each reflection.");
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

static char *
dup_counts (const ShcBaseFetched *fetched)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint made = shc_share_plan_count (fetched->plan, SHC_SHARING_CREATE);
  guint changed = shc_share_plan_count (fetched->plan, SHC_SHARING_UPDATE);
  guint same = fetched->plan->unchanged;

  add_part (text, made, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u new", "%u new", made), made));
  add_part (text, changed, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u changed", "%u changed", changed), changed));
  add_part (text, fetched->conflicts->len,
            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u changed at both ends", "%u changed at both ends",
                                          fetched->conflicts->len), fetched->conflicts->len));
  add_part (text, fetched->gone->len,
            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u gone there", "%u gone there", fetched->gone->len),
                             fetched->gone->len));
  add_part (text, fetched->aside->len,
            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u set aside", "%u set aside", fetched->aside->len),
                             fetched->aside->len));
  add_part (text, fetched->deleted_here,
            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u thrown away here", "%u thrown away here",
                                          fetched->deleted_here), fetched->deleted_here));
  add_part (text, same, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u as it is here", "%u as they are here", same), same));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- lines */

static void
setup_cb (ShcShareComingView *self,
          GtkListItem        *list_item)
{
  gtk_list_item_set_child (list_item, shc_share_row_new ());
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_cb (ShcShareComingView *self,
         GtkListItem        *list_item)
{
  shc_share_row_set_item (SHC_SHARE_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

static void
unbind_cb (ShcShareComingView *self,
           GtkListItem        *list_item)
{
  shc_share_row_set_item (SHC_SHARE_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
add_item (ShcShareComingView   *self,
          const ShcBaseFetched *fetched,
          ShcShareChange       *change,
          const char           *what)
{
  g_autoptr(ShcShareItem) item = shc_share_item_new_coming (fetched->plan, change, what);

  g_list_store_append (self->items, item);
}

static void
add_items (ShcShareComingView   *self,
           const ShcBaseFetched *fetched,
           const GPtrArray      *changes,
           const char           *what)
{
  for (guint i = 0; i < changes->len; i++)
    add_item (self, fetched, g_ptr_array_index (changes, i), what);
}

static void
add_note (ShcShareComingView   *self,
          const ShcBaseFetched *fetched,
          const char           *note)
{
  g_autoptr(ShcShareItem) item = shc_share_item_new (fetched->plan, NULL, note);

  g_list_store_append (self->items, item);
}

static void
fill (ShcShareComingView   *self,
      const ShcBaseFetched *fetched)
{
  for (guint i = 0; i < fetched->plan->notes->len; i++)
    add_note (self, fetched, g_ptr_array_index (fetched->plan->notes, i));
  add_items (self, fetched, fetched->conflicts, _("Changed at both ends"));
  for (guint i = 0; i < fetched->plan->changes->len; i++)
    {
      ShcShareChange *change = g_ptr_array_index (fetched->plan->changes, i);

      add_item (self, fetched, change, change->change == SHC_SHARING_CREATE ? _("Written there") : _("Changed there"));
    }
  if (fetched->profile != NULL)
    add_item (self, fetched, fetched->profile, _("Changed there; your profile stays as it is, and you can change it yourself"));
  add_items (self, fetched, fetched->gone, _("Gone there; it stays here"));
  add_items (self, fetched, fetched->aside, _("Set aside"));
}

/* ---- nothing to show */

static char *
dup_nothing (const ShcBaseFetched *fetched,
             const ShcShareState  *state)
{
  g_autofree char *counts = dup_counts (fetched);

  if (fetched->plan->notes->len > 0)
    return g_strdup (g_ptr_array_index (fetched->plan->notes, 0));
  if (!fetched->plan->asked)
    return g_strdup (state->network ? _("You have not agreed to an exchange with this base, so nothing was asked of Airtable.")
                                    : _("The network is switched off, so nothing was asked of Airtable."));
  /* Translators: %s is "5 as they are here", or more of that kind. */
  return *counts != '\0' ? g_strdup_printf (_("Rows of yours: %s."), counts) : g_strdup (_("There is no row of yours in the base."));
}

static void
show_nothing (ShcShareComingView   *self,
              const ShcBaseFetched *fetched,
              const ShcShareState  *state)
{
  gboolean asked = fetched->plan->asked && fetched->plan->notes->len == 0;
  g_autofree char *text = dup_nothing (fetched, state);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (self->nothing, asked ? "emblem-ok-symbolic" : "dialog-information-symbolic");
  adw_status_page_set_title (self->nothing, asked ? _("Nothing Was Changed There") : _("Nothing to Bring Back"));
  adw_status_page_set_description (self->nothing, escaped);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static void
shc_share_coming_view_dispose (GObject *object)
{
  g_clear_object (&SHC_SHARE_COMING_VIEW (object)->items);
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (shc_share_coming_view_parent_class)->dispose (object);
}

static gboolean
shc_share_coming_view_grab_focus (GtkWidget *widget)
{
  ShcShareComingView *self = SHC_SHARE_COMING_VIEW (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->list)) ||
         gtk_widget_grab_focus (gtk_widget_get_visible (self->take_button) ? self->take_button : self->done_button);
}

static void
shc_share_coming_view_class_init (ShcShareComingViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_share_coming_view_dispose;
  widget_class->grab_focus = shc_share_coming_view_grab_focus;

  g_type_ensure (SHC_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-share-coming-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcShareComingView, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcShareComingView, nothing);
  gtk_widget_class_bind_template_child (widget_class, ShcShareComingView, summary);
  gtk_widget_class_bind_template_child (widget_class, ShcShareComingView, list);
  gtk_widget_class_bind_template_child (widget_class, ShcShareComingView, counts);
  gtk_widget_class_bind_template_child (widget_class, ShcShareComingView, take_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareComingView, done_button);
}

static void
shc_share_coming_view_init (ShcShareComingView *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (SHC_TYPE_SHARE_ITEM);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (gtk_no_selection_new (
                                         G_LIST_MODEL (g_object_ref (self->items)))));
}

void
shc_share_coming_view_set_fetched (ShcShareComingView   *self,
                                   const ShcBaseFetched *fetched,
                                   const ShcShareState  *state)
{
  g_autofree char *counts = NULL;
  gboolean can_take;

  g_return_if_fail (SHC_IS_SHARE_COMING_VIEW (self));
  g_return_if_fail (fetched == NULL || state != NULL);

  g_list_store_remove_all (self->items);
  if (fetched == NULL)
    return;
  if (fetched->plan->changes->len + fetched->conflicts->len + fetched->gone->len + fetched->aside->len == 0 &&
      fetched->profile == NULL)
    {
      show_nothing (self, fetched, state);
      return;
    }
  counts = dup_counts (fetched);
  can_take = !fetched->taken && fetched->plan->changes->len + fetched->conflicts->len > 0;
  gtk_label_set_text (self->summary, can_take || fetched->taken ? get_summary (fetched)
                                                               : _("Nothing of this comes into the journal."));
  gtk_label_set_text (self->counts, counts);
  gtk_widget_set_visible (self->take_button, can_take);
  gtk_widget_set_visible (self->done_button, !can_take);
  fill (self, fetched);
  gtk_stack_set_visible_child_name (self->stack, "list");
}
