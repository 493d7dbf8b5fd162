/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a plan to share. */

#define G_LOG_DOMAIN "shc-share-item"

#include "config.h"

#include "shc-share-item.h"

struct _ShcShareItem
{
  GObject             parent_instance;
  const ShcSharePlan *plan;
  ShcShareChange     *change;
  char               *note;
  char               *what;
  gboolean            expanded;
};

G_DEFINE_FINAL_TYPE (ShcShareItem, shc_share_item, G_TYPE_OBJECT)

enum { PROP_0, PROP_TICKED, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
shc_share_item_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ShcShareItem *self = SHC_SHARE_ITEM (object);

  switch (prop_id)
    {
    case PROP_TICKED:
      g_value_set_boolean (value, self->change != NULL && self->change->ticked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_share_item_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_TICKED:
      shc_share_item_set_ticked (SHC_SHARE_ITEM (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_share_item_finalize (GObject *object)
{
  g_free (SHC_SHARE_ITEM (object)->note);
  g_free (SHC_SHARE_ITEM (object)->what);

  G_OBJECT_CLASS (shc_share_item_parent_class)->finalize (object);
}

static void
shc_share_item_class_init (ShcShareItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = shc_share_item_get_property;
  object_class->set_property = shc_share_item_set_property;
  object_class->finalize = shc_share_item_finalize;

  properties[PROP_TICKED] = g_param_spec_boolean ("ticked", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
shc_share_item_init (ShcShareItem *self)
{
}

ShcShareItem *
shc_share_item_new (const ShcSharePlan *plan,
                    ShcShareChange     *change,
                    const char         *note)
{
  ShcShareItem *self;

  g_return_val_if_fail (plan != NULL && (change != NULL || note != NULL), NULL);

  self = g_object_new (SHC_TYPE_SHARE_ITEM, NULL);
  self->plan = plan;
  self->change = change;
  self->note = g_strdup (note);
  return self;
}

ShcShareItem *
shc_share_item_new_coming (const ShcSharePlan *plan,
                           ShcShareChange     *change,
                           const char         *what)
{
  ShcShareItem *self;

  g_return_val_if_fail (what != NULL, NULL);

  self = shc_share_item_new (plan, change, NULL);
  self->what = g_strdup (what);
  return self;
}

const ShcSharePlan *
shc_share_item_get_plan (ShcShareItem *self)
{
  g_return_val_if_fail (SHC_IS_SHARE_ITEM (self), NULL);

  return self->plan;
}

const ShcShareChange *
shc_share_item_get_change (ShcShareItem *self)
{
  g_return_val_if_fail (SHC_IS_SHARE_ITEM (self), NULL);

  return self->change;
}

const char *
shc_share_item_get_note (ShcShareItem *self)
{
  g_return_val_if_fail (SHC_IS_SHARE_ITEM (self), NULL);

  return self->note;
}

const char *
shc_share_item_get_what (ShcShareItem *self)
{
  g_return_val_if_fail (SHC_IS_SHARE_ITEM (self), NULL);

  return self->what;
}

void
shc_share_item_set_ticked (ShcShareItem *self,
                           gboolean      ticked)
{
  g_return_if_fail (SHC_IS_SHARE_ITEM (self));

  if (self->change == NULL || self->change->ticked == ticked)
    return;

  self->change->ticked = ticked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TICKED]);
}

gboolean
shc_share_item_get_expanded (ShcShareItem *self)
{
  g_return_val_if_fail (SHC_IS_SHARE_ITEM (self), FALSE);

  return self->expanded;
}

void
shc_share_item_set_expanded (ShcShareItem *self,
                             gboolean      expanded)
{
  g_return_if_fail (SHC_IS_SHARE_ITEM (self));

  self->expanded = expanded;
}
