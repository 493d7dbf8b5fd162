/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a plan to share. */

#define G_LOG_DOMAIN "shc-share-row"

#include "config.h"

#include "shc-share-row.h"

#include <glib/gi18n-lib.h>

#include "shc-date.h"
#include "shc-share-fields.h"
#include "shc-widget.h"

struct _ShcShareRow
{
  AdwBin          parent_instance;
  GtkCheckButton *check;
  GtkImage       *sign;
  GtkLabel       *title;
  GtkLabel       *excerpt;
  GtkLabel       *what;
  GtkLabel       *note;
  GtkButton      *expand_button;
  GtkBox         *fields;
  ShcShareItem   *item;       /* (nullable) */
  GBinding       *binding;    /* (nullable): of the tick */
};

G_DEFINE_FINAL_TYPE (ShcShareRow, shc_share_row, ADW_TYPE_BIN)

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static char *
dup_title (const ShcShareChange *change)
{
  ShcDate date;

  if (g_str_equal (change->part, "users"))
    /* Translators: %s is the Healing Name. */
    return change->title != NULL ? g_strdup_printf (_("Your own row: %s"), change->title) : g_strdup (_("Your own row"));
  if (change->title != NULL && shc_date_parse (change->title, &date, NULL))
    return shc_date_format_long (date);
  return g_strdup (_("A reflection"));
}

static char *
dup_columns (const ShcSharePlan   *plan,
             const ShcShareChange *change)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < shc_cells_get_length (change->cells); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            shc_share_plan_get_column (plan, shc_cells_get (change->cells, i)->name));
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static char *
dup_what (ShcShareItem *item)
{
  const ShcSharePlan *plan = shc_share_item_get_plan (item);
  const ShcShareChange *change = shc_share_item_get_change (item);
  g_autofree char *columns = NULL;

  if (shc_share_item_get_what (item) != NULL)
    return g_strdup (shc_share_item_get_what (item));
  if (change->change == SHC_SHARING_CREATE)
    /* Translators: %s is the name of a table. */
    return g_strdup_printf (_("New row in %s"), change->table);
  if (change->change == SHC_SHARING_DELETE)
    return g_strdup_printf (_("Row to be deleted in %s"), change->table);
  columns = dup_columns (plan, change);
  /* Translators: the name of a table, and names of its columns. */
  return g_strdup_printf (_("Change in %s: %s"), change->table, columns);
}

static void
show_fields (ShcShareRow *self,
             gboolean     shown)
{
  g_autofree char *title = g_strdup (gtk_label_get_text (self->title));
  g_autofree char *label = g_strdup_printf (shown ? _("Hide the fields: %s") : _("Show the fields: %s"), title);

  shc_widget_clear (GTK_WIDGET (self->fields));
  if (shown)
    shc_share_fields_build (self->fields, shc_share_item_get_plan (self->item), shc_share_item_get_change (self->item),
                            shc_share_item_get_what (self->item) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->fields), shown);
  gtk_button_set_icon_name (self->expand_button, shown ? "pan-up-symbolic" : "pan-down-symbolic");
  shc_widget_set_label (GTK_WIDGET (self->expand_button), label);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->expand_button), GTK_ACCESSIBLE_STATE_EXPANDED, shown, -1);
}

static void
expand_cb (ShcShareRow *self)
{
  gboolean shown;

  if (self->item == NULL)
    return;
  shown = !shc_share_item_get_expanded (self->item);
  shc_share_item_set_expanded (self->item, shown);
  show_fields (self, shown);
}

static void
show_change (ShcShareRow *self)
{
  const ShcShareChange *change = shc_share_item_get_change (self->item);
  g_autofree char *title = dup_title (change);
  g_autofree char *what = dup_what (self->item);

  set_text (self->title, title);
  set_text (self->excerpt, change->excerpt);
  set_text (self->what, what);
  set_text (self->note, change->note);
  self->binding = g_object_bind_property (self->item, "ticked", self->check, "active",
                                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  show_fields (self, shc_share_item_get_expanded (self->item));
}

static void
show_note (ShcShareRow *self)
{
  set_text (self->title, NULL);
  set_text (self->excerpt, NULL);
  set_text (self->what, NULL);
  set_text (self->note, shc_share_item_get_note (self->item));
  shc_widget_set_label (GTK_WIDGET (self), shc_share_item_get_note (self->item));
  shc_widget_clear (GTK_WIDGET (self->fields));
  gtk_widget_set_visible (GTK_WIDGET (self->fields), FALSE);
}

/* A line without anything to press can be gone to all the same: else the list, which is entered at its first line, could not be entered. */
static gboolean
shc_share_row_focus (GtkWidget        *widget,
                     GtkDirectionType  direction)
{
  if (!gtk_widget_get_focusable (widget))
    return GTK_WIDGET_CLASS (shc_share_row_parent_class)->focus (widget, direction);
  return !gtk_widget_has_focus (widget) && gtk_widget_grab_focus (widget);
}

static gboolean
shc_share_row_grab_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (!gtk_widget_get_focusable (widget))
    return GTK_WIDGET_CLASS (shc_share_row_parent_class)->grab_focus (widget);
  if (root == NULL)
    return FALSE;
  gtk_root_set_focus (root, widget);
  return TRUE;
}

static void
shc_share_row_dispose (GObject *object)
{
  ShcShareRow *self = SHC_SHARE_ROW (object);

  g_clear_pointer (&self->binding, g_binding_unbind);
  g_clear_object (&self->item);
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (shc_share_row_parent_class)->dispose (object);
}

static void
shc_share_row_class_init (ShcShareRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_share_row_dispose;
  widget_class->focus = shc_share_row_focus;
  widget_class->grab_focus = shc_share_row_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-share-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcShareRow, check);
  gtk_widget_class_bind_template_child (widget_class, ShcShareRow, sign);
  gtk_widget_class_bind_template_child (widget_class, ShcShareRow, title);
  gtk_widget_class_bind_template_child (widget_class, ShcShareRow, excerpt);
  gtk_widget_class_bind_template_child (widget_class, ShcShareRow, what);
  gtk_widget_class_bind_template_child (widget_class, ShcShareRow, note);
  gtk_widget_class_bind_template_child (widget_class, ShcShareRow, expand_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareRow, fields);
  gtk_widget_class_bind_template_callback (widget_class, expand_cb);
}

static void
shc_share_row_init (ShcShareRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_share_row_new (void)
{
  return g_object_new (SHC_TYPE_SHARE_ROW, NULL);
}

void
shc_share_row_set_item (ShcShareRow  *self,
                        ShcShareItem *item)
{
  gboolean is_change, has_fields;

  g_return_if_fail (SHC_IS_SHARE_ROW (self));
  g_return_if_fail (item == NULL || SHC_IS_SHARE_ITEM (item));

  g_clear_pointer (&self->binding, g_binding_unbind);
  g_set_object (&self->item, item);
  is_change = item != NULL && shc_share_item_get_change (item) != NULL;
  has_fields = is_change && (shc_share_item_get_what (item) == NULL || shc_share_item_get_change (item)->cells != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->check), is_change && shc_share_item_get_what (item) == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->expand_button), has_fields);
  gtk_widget_set_visible (GTK_WIDGET (self->sign), item != NULL && !is_change);
  gtk_widget_set_focusable (GTK_WIDGET (self), item != NULL && !is_change);
  if (is_change)
    show_change (self);
  else if (item != NULL)
    show_note (self);
}

gboolean
shc_share_row_press (ShcShareRow *self,
                     gboolean     unfold)
{
  GtkWidget *pressed;

  g_return_val_if_fail (SHC_IS_SHARE_ROW (self), FALSE);

  pressed = unfold ? GTK_WIDGET (self->expand_button) : GTK_WIDGET (self->check);
  if (!gtk_widget_get_visible (pressed) || !gtk_widget_is_sensitive (pressed))
    return FALSE;
  if (unfold)
    expand_cb (self);
  else
    gtk_check_button_set_active (self->check, !gtk_check_button_get_active (self->check));
  return TRUE;
}
