/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A box whose children wrap like words. */

#define G_LOG_DOMAIN "shc-wrap-box"

#include "config.h"

#include "shc-wrap-box.h"

#include "shc-widget.h"
#include "shc-wrap-layout.h"

struct _ShcWrapBox
{
  GtkWidget parent_instance;
};

enum { PROP_0, PROP_SPACING, PROP_LINE_SPACING, N_PROPS };
static GParamSpec *properties[N_PROPS];

static GtkBuildableIface *parent_buildable_iface;

static void
shc_wrap_box_add_child (GtkBuildable *buildable,
                        GtkBuilder   *builder,
                        GObject      *child,
                        const char   *type)
{
  if (GTK_IS_WIDGET (child))
    shc_wrap_box_append (SHC_WRAP_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = shc_wrap_box_add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ShcWrapBox, shc_wrap_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_iface_init))

static void
shc_wrap_box_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  g_object_set_property (G_OBJECT (gtk_widget_get_layout_manager (GTK_WIDGET (object))),
                         pspec->name, value);
}

static void
shc_wrap_box_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  g_object_get_property (G_OBJECT (gtk_widget_get_layout_manager (GTK_WIDGET (object))),
                         pspec->name, value);
}

static void
shc_wrap_box_dispose (GObject *object)
{
  shc_wrap_box_clear (SHC_WRAP_BOX (object));

  G_OBJECT_CLASS (shc_wrap_box_parent_class)->dispose (object);
}

static void
shc_wrap_box_class_init (ShcWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = shc_wrap_box_set_property;
  object_class->get_property = shc_wrap_box_get_property;
  object_class->dispose = shc_wrap_box_dispose;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, 1000, 6, flags);
  properties[PROP_LINE_SPACING] = g_param_spec_int ("line-spacing", NULL, NULL, 0, 1000, 6, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), SHC_TYPE_WRAP_LAYOUT);
}

static void
shc_wrap_box_init (ShcWrapBox *self)
{
}

void
shc_wrap_box_append (ShcWrapBox *self,
                     GtkWidget  *child)
{
  g_return_if_fail (SHC_IS_WRAP_BOX (self));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

void
shc_wrap_box_clear (ShcWrapBox *self)
{
  g_return_if_fail (SHC_IS_WRAP_BOX (self));

  shc_widget_clear (GTK_WIDGET (self));
}
