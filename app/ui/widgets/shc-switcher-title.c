/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A header bar's title: the page switcher where it fits, else the name of the program, where that fits. */

#define G_LOG_DOMAIN "shc-switcher-title"

#include "config.h"

#include "shc-switcher-title.h"

struct _ShcSwitcherTitle
{
  GtkWidget        parent_instance;
  AdwViewSwitcher *switcher;
  AdwWindowTitle  *title;
  gboolean         narrow;
  gboolean         fits; /* the switcher into what was allocated last */
  guint            update_id;
};

enum { PROP_0, PROP_STACK, PROP_NARROW, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ShcSwitcherTitle, shc_switcher_title, GTK_TYPE_WIDGET)

/* Whoever follows `narrow` changes the layout, which must not happen while it is being made. */
static gboolean
update_cb (gpointer user_data)
{
  ShcSwitcherTitle *self = SHC_SWITCHER_TITLE (user_data);
  gboolean narrow = adw_view_switcher_get_stack (self->switcher) != NULL && !self->fits;

  self->update_id = 0;
  if (self->narrow != narrow)
    {
      self->narrow = narrow;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
    }
  return G_SOURCE_REMOVE;
}

static void
queue_update (ShcSwitcherTitle *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

static void
shc_switcher_title_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  ShcSwitcherTitle *self = SHC_SWITCHER_TITLE (widget);
  int switcher_min = 0;
  int switcher_nat = 0;
  int title_min;
  int title_nat;

  gtk_widget_measure (GTK_WIDGET (self->title), orientation, -1, &title_min, &title_nat, NULL, NULL);
  if (adw_view_switcher_get_stack (self->switcher) != NULL)
    gtk_widget_measure (GTK_WIDGET (self->switcher), orientation, -1, &switcher_min, &switcher_nat,
                        NULL, NULL);

  /* Neither may keep the window from becoming narrow, however many buttons stand beside them. */
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 0 : MAX (title_min, switcher_min);
  *natural = MAX (title_nat, switcher_nat);
}

static void
shc_switcher_title_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  ShcSwitcherTitle *self = SHC_SWITCHER_TITLE (widget);
  gboolean has_pages = adw_view_switcher_get_stack (self->switcher) != NULL;
  int needed = 0;
  int title_min;

  gtk_widget_measure (GTK_WIDGET (self->title), GTK_ORIENTATION_HORIZONTAL, -1, &title_min, NULL, NULL, NULL);
  if (has_pages)
    gtk_widget_measure (GTK_WIDGET (self->switcher), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &needed,
                        NULL, NULL);
  self->fits = has_pages && width >= needed;

  gtk_widget_set_child_visible (GTK_WIDGET (self->switcher), self->fits);
  gtk_widget_set_child_visible (GTK_WIDGET (self->title), !self->fits && width >= title_min);
  if (self->fits || width >= title_min)
    gtk_widget_allocate (self->fits ? GTK_WIDGET (self->switcher) : GTK_WIDGET (self->title), width, height, baseline,
                         NULL);
  queue_update (self);
}

static void
shc_switcher_title_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ShcSwitcherTitle *self = SHC_SWITCHER_TITLE (object);

  switch (prop_id)
    {
    case PROP_STACK:
      g_value_set_object (value, adw_view_switcher_get_stack (self->switcher));
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_switcher_title_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_STACK:
      shc_switcher_title_set_stack (SHC_SWITCHER_TITLE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_switcher_title_dispose (GObject *object)
{
  GtkWidget *child;

  g_clear_handle_id (&SHC_SWITCHER_TITLE (object)->update_id, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (shc_switcher_title_parent_class)->dispose (object);
}

static void
shc_switcher_title_class_init (ShcSwitcherTitleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = shc_switcher_title_get_property;
  object_class->set_property = shc_switcher_title_set_property;
  object_class->dispose = shc_switcher_title_dispose;

  widget_class->measure = shc_switcher_title_measure;
  widget_class->size_allocate = shc_switcher_title_size_allocate;

  properties[PROP_STACK] =
    g_param_spec_object ("stack", NULL, NULL, ADW_TYPE_VIEW_STACK,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-switcher-title.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcSwitcherTitle, switcher);
  gtk_widget_class_bind_template_child (widget_class, ShcSwitcherTitle, title);
}

static void
shc_switcher_title_init (ShcSwitcherTitle *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_switcher_title_set_stack (ShcSwitcherTitle *self,
                              AdwViewStack     *stack)
{
  g_return_if_fail (SHC_IS_SWITCHER_TITLE (self));
  g_return_if_fail (stack == NULL || ADW_IS_VIEW_STACK (stack));

  if (adw_view_switcher_get_stack (self->switcher) == stack)
    return;

  adw_view_switcher_set_stack (self->switcher, stack);
  /* Whether it does is known when it is allocated. Until then the bar at the bottom would come for
   * nothing, only to slide away again. */
  self->fits = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  queue_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STACK]);
}

gboolean
shc_switcher_title_get_narrow (ShcSwitcherTitle *self)
{
  g_return_val_if_fail (SHC_IS_SWITCHER_TITLE (self), FALSE);

  return self->narrow;
}
