/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A quiet line under the header bar, with at most one button. */

#define G_LOG_DOMAIN "shc-banner"

#include "config.h"

#include "shc-banner.h"

#include "shc-wrap-box.h"

struct _ShcBanner
{
  AdwBin       parent_instance;
  GtkRevealer *revealer;
  GtkLabel    *label;
  GtkButton   *button;
};

enum { PROP_0, PROP_TEXT, PROP_BUTTON, PROP_ACTION_NAME, PROP_REVEALED, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ShcBanner, shc_banner, ADW_TYPE_BIN)

static void
set_button (ShcBanner  *self,
            const char *label)
{
  if (g_strcmp0 (gtk_button_get_label (self->button), label) == 0)
    return;

  gtk_button_set_label (self->button, label != NULL ? label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUTTON]);
}

static void
set_action_name (ShcBanner  *self,
                 const char *name)
{
  if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)), name) == 0)
    return;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTION_NAME]);
}

static void
shc_banner_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  ShcBanner *self = SHC_BANNER (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, gtk_label_get_text (self->label));
      break;
    case PROP_BUTTON:
      g_value_set_string (value, gtk_button_get_label (self->button));
      break;
    case PROP_ACTION_NAME:
      g_value_set_string (value, gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)));
      break;
    case PROP_REVEALED:
      g_value_set_boolean (value, shc_banner_get_revealed (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_banner_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  ShcBanner *self = SHC_BANNER (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      shc_banner_set_text (self, g_value_get_string (value));
      break;
    case PROP_BUTTON:
      set_button (self, g_value_get_string (value));
      break;
    case PROP_ACTION_NAME:
      set_action_name (self, g_value_get_string (value));
      break;
    case PROP_REVEALED:
      shc_banner_set_revealed (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_banner_class_init (ShcBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = shc_banner_get_property;
  object_class->set_property = shc_banner_set_property;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_BUTTON] = g_param_spec_string ("button", NULL, NULL, NULL, flags);
  properties[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL, flags);
  properties[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SHC_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, ShcBanner, label);
  gtk_widget_class_bind_template_child (widget_class, ShcBanner, button);
}

static void
shc_banner_init (ShcBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_banner_set_revealed (ShcBanner *self,
                         gboolean   revealed)
{
  g_return_if_fail (SHC_IS_BANNER (self));

  if (gtk_revealer_get_reveal_child (self->revealer) == revealed)
    return;

  gtk_revealer_set_reveal_child (self->revealer, revealed);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

gboolean
shc_banner_get_revealed (ShcBanner *self)
{
  g_return_val_if_fail (SHC_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

void
shc_banner_set_text (ShcBanner  *self,
                     const char *text)
{
  g_return_if_fail (SHC_IS_BANNER (self));

  if (g_strcmp0 (gtk_label_get_text (self->label), text) == 0)
    return;

  gtk_label_set_text (self->label, text != NULL ? text : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}
