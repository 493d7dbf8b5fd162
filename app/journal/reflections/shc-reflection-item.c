/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the list: there at once, filled when its page arrives. */

#define G_LOG_DOMAIN "shc-reflection-item"

#include "config.h"

#include "shc-reflection-item-private.h"

struct _ShcReflectionItem
{
  GObject          parent_instance;
  gint64           row;
  gint             month;
  gboolean         first_of_month;
  gboolean         stale;
  ShcReflection   *reflection;
  gpointer         owner;
  ShcItemGoneFunc  gone;
};

enum
{
  PROP_0,
  PROP_LOADED,
  PROP_ID,
  PROP_EXCERPT,
  PROP_DATE_TEXT,
  PROP_MONTH,
  PROP_FIRST_OF_MONTH,
  PROP_MONTH_TEXT,
  PROP_MILESTONE,
  PROP_MOOD,
  PROP_TAGS_TEXT,
  PROP_NEVER_SEND,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (ShcReflectionItem, shc_reflection_item, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
looks_same (const ShcReflection *one,
            const ShcReflection *other)
{
  return g_strcmp0 (one->text, other->text) == 0 && shc_date_is_same (one->date, other->date) &&
         g_strcmp0 (one->milestone, other->milestone) == 0 && one->mood == other->mood &&
         one->never_send == other->never_send && one->trashed_us == other->trashed_us &&
         g_strv_equal ((const char *const *) one->tags, (const char *const *) other->tags);
}

static char *
create_month_text (const ShcReflectionItem *self)
{
  ShcDate date;

  if (!shc_date_from_ymd (self->month / 12, self->month % 12 + 1, 1, &date))
    return NULL;
  return shc_date_format_month (date);
}

static void
get_loaded_property (const ShcReflection *reflection,
                     guint                property_id,
                     GValue              *value)
{
  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, reflection->id);
      break;
    case PROP_EXCERPT:
      g_value_set_string (value, reflection->text);
      break;
    case PROP_DATE_TEXT:
      g_value_take_string (value, shc_date_format_short (reflection->date));
      break;
    case PROP_MILESTONE:
      g_value_set_string (value, reflection->milestone);
      break;
    case PROP_MOOD:
      g_value_set_int (value, reflection->mood);
      break;
    case PROP_TAGS_TEXT:
      g_value_take_string (value, g_strjoinv (", ", reflection->tags));
      break;
    case PROP_NEVER_SEND:
      g_value_set_boolean (value, reflection->never_send);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
shc_reflection_item_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ShcReflectionItem *self = SHC_REFLECTION_ITEM (object);

  switch (property_id)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, self->reflection != NULL);
      break;
    case PROP_MONTH:
      g_value_set_int (value, self->month);
      break;
    case PROP_FIRST_OF_MONTH:
      g_value_set_boolean (value, self->first_of_month);
      break;
    case PROP_MONTH_TEXT:
      g_value_take_string (value, create_month_text (self));
      break;
    case PROP_ID:
    case PROP_EXCERPT:
    case PROP_DATE_TEXT:
    case PROP_MILESTONE:
    case PROP_MOOD:
    case PROP_TAGS_TEXT:
    case PROP_NEVER_SEND:
      if (self->reflection != NULL)
        get_loaded_property (self->reflection, property_id, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
shc_reflection_item_finalize (GObject *object)
{
  ShcReflectionItem *self = SHC_REFLECTION_ITEM (object);

  if (self->owner != NULL)
    self->gone (self->owner, self->row, self->stale ? NULL : g_steal_pointer (&self->reflection));
  g_clear_pointer (&self->reflection, shc_reflection_free);

  G_OBJECT_CLASS (shc_reflection_item_parent_class)->finalize (object);
}

static void
shc_reflection_item_class_init (ShcReflectionItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = shc_reflection_item_get_property;
  object_class->finalize = shc_reflection_item_finalize;

  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_EXCERPT] = g_param_spec_string ("excerpt", NULL, NULL, NULL, flags);
  properties[PROP_DATE_TEXT] = g_param_spec_string ("date-text", NULL, NULL, NULL, flags);
  properties[PROP_MONTH] = g_param_spec_int ("month", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_FIRST_OF_MONTH] =
    g_param_spec_boolean ("first-of-month", NULL, NULL, FALSE, flags);
  properties[PROP_MONTH_TEXT] = g_param_spec_string ("month-text", NULL, NULL, NULL, flags);
  properties[PROP_MILESTONE] = g_param_spec_string ("milestone", NULL, NULL, NULL, flags);
  properties[PROP_MOOD] = g_param_spec_int ("mood", NULL, NULL, 0, 5, 0, flags);
  properties[PROP_TAGS_TEXT] = g_param_spec_string ("tags-text", NULL, NULL, NULL, flags);
  properties[PROP_NEVER_SEND] = g_param_spec_boolean ("never-send", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SHC_TYPE_REFLECTION_ITEM, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
shc_reflection_item_init (ShcReflectionItem *self)
{
  self->stale = TRUE;
}

ShcReflectionItem *
shc_reflection_item_new (const ShcRowKey *key,
                         gboolean         first_of_month,
                         gpointer         owner,
                         ShcItemGoneFunc  gone)
{
  ShcReflectionItem *self = g_object_new (SHC_TYPE_REFLECTION_ITEM, NULL);

  self->row = key->row;
  self->month = key->month;
  self->first_of_month = first_of_month;
  self->owner = owner;
  self->gone = gone;
  return self;
}

void
shc_reflection_item_disown (ShcReflectionItem *self)
{
  g_return_if_fail (SHC_IS_REFLECTION_ITEM (self));

  self->owner = NULL;
}

void
shc_reflection_item_set_month (ShcReflectionItem *self,
                               gint               month,
                               gboolean           first_of_month)
{
  gboolean other_month;
  gboolean other_first;

  g_return_if_fail (SHC_IS_REFLECTION_ITEM (self));

  other_month = self->month != month;
  other_first = !self->first_of_month != !first_of_month;
  self->month = month;
  self->first_of_month = first_of_month;

  if (other_month)
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MONTH]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MONTH_TEXT]);
    }
  if (other_first)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST_OF_MONTH]);
  if (other_month || other_first)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
shc_reflection_item_take (ShcReflectionItem *self,
                          ShcReflection     *reflection)
{
  static const guint shown[] = {
    PROP_ID, PROP_EXCERPT, PROP_DATE_TEXT, PROP_MILESTONE, PROP_MOOD, PROP_TAGS_TEXT,
    PROP_NEVER_SEND,
  };
  gboolean first;
  gboolean same;

  g_return_if_fail (SHC_IS_REFLECTION_ITEM (self));
  g_return_if_fail (reflection != NULL);

  first = self->reflection == NULL;
  same = !first && looks_same (self->reflection, reflection);
  g_clear_pointer (&self->reflection, shc_reflection_free);
  self->reflection = reflection;
  self->stale = FALSE;
  if (same)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[shown[i]]);
  if (first)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
shc_reflection_item_is_stale (ShcReflectionItem *self)
{
  g_return_val_if_fail (SHC_IS_REFLECTION_ITEM (self), FALSE);

  return self->stale;
}

void
shc_reflection_item_set_stale (ShcReflectionItem *self,
                               gboolean           stale)
{
  g_return_if_fail (SHC_IS_REFLECTION_ITEM (self));

  self->stale = stale;
}

const ShcReflection *
shc_reflection_item_get_reflection (ShcReflectionItem *self)
{
  g_return_val_if_fail (SHC_IS_REFLECTION_ITEM (self), NULL);

  return self->reflection;
}

const char *
shc_reflection_item_get_id (ShcReflectionItem *self)
{
  g_return_val_if_fail (SHC_IS_REFLECTION_ITEM (self), NULL);

  return self->reflection != NULL ? self->reflection->id : NULL;
}

gint64
shc_reflection_item_get_row (ShcReflectionItem *self)
{
  g_return_val_if_fail (SHC_IS_REFLECTION_ITEM (self), 0);

  return self->row;
}
