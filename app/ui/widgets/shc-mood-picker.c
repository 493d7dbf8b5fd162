/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Five faces, one of which may be chosen, or none. */

#define G_LOG_DOMAIN "shc-mood-picker"

#include "config.h"

#include "shc-mood-picker.h"

#include <glib/gi18n-lib.h>

#include "shc-widget.h"

#define N_MOODS 5

struct _ShcMoodPicker
{
  GtkWidget        parent_instance;
  GtkToggleButton *buttons[N_MOODS];
  int              mood;
  gboolean         updating;
};

G_DEFINE_FINAL_TYPE (ShcMoodPicker, shc_mood_picker, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_MOOD, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
toggled_cb (ShcMoodPicker   *self,
            GtkToggleButton *button)
{
  int mood = 0;

  if (self->updating)
    return;
  /* Pressing the chosen face once more takes it back: a radio group would not let one. */
  for (int i = 0; i < N_MOODS && gtk_toggle_button_get_active (button); i++)
    mood = self->buttons[i] == button ? i + 1 : mood;
  shc_mood_picker_set_mood (self, mood);
}

static void
shc_mood_picker_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_MOOD:
      shc_mood_picker_set_mood (SHC_MOOD_PICKER (object), g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_mood_picker_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MOOD:
      g_value_set_int (value, SHC_MOOD_PICKER (object)->mood);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_mood_picker_dispose (GObject *object)
{
  shc_widget_clear (GTK_WIDGET (object));

  G_OBJECT_CLASS (shc_mood_picker_parent_class)->dispose (object);
}

static void
shc_mood_picker_class_init (ShcMoodPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = shc_mood_picker_set_property;
  object_class->get_property = shc_mood_picker_get_property;
  object_class->dispose = shc_mood_picker_dispose;

  properties[PROP_MOOD] =
    g_param_spec_int ("mood", NULL, NULL, 0, N_MOODS, 0,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "moodpicker");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-mood-picker.ui");
  for (int i = 0; i < N_MOODS; i++)
    {
      g_autofree char *id = g_strdup_printf ("button_%d", i + 1);

      gtk_widget_class_bind_template_child_full (
        widget_class, id, FALSE,
        (gssize) G_STRUCT_OFFSET (ShcMoodPicker, buttons)
          + (gssize) (sizeof (GtkToggleButton *) * (gsize) i));
    }
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
shc_mood_picker_init (ShcMoodPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

int
shc_mood_picker_get_mood (ShcMoodPicker *self)
{
  g_return_val_if_fail (SHC_IS_MOOD_PICKER (self), 0);

  return self->mood;
}

void
shc_mood_picker_set_mood (ShcMoodPicker *self,
                          int            mood)
{
  g_return_if_fail (SHC_IS_MOOD_PICKER (self));
  g_return_if_fail (mood >= 0 && mood <= N_MOODS);

  if (self->mood == mood)
    return;

  self->mood = mood;
  self->updating = TRUE;
  for (int i = 0; i < N_MOODS; i++)
    gtk_toggle_button_set_active (self->buttons[i], mood == i + 1);
  self->updating = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MOOD]);
}

const char *
shc_mood_get_name (int mood)
{
  static const char *const names[N_MOODS] = {
    NC_ ("mood", "Very low"), NC_ ("mood", "Low"), NC_ ("mood", "In between"),
    NC_ ("mood", "Good"), NC_ ("mood", "Very good"),
  };

  g_return_val_if_fail (mood >= 1 && mood <= N_MOODS, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "mood", names[mood - 1]);
}

const char *
shc_mood_get_icon_name (int mood)
{
  static const char *const names[N_MOODS] = {
    "shc-mood-1-symbolic", "shc-mood-2-symbolic", "shc-mood-3-symbolic", "shc-mood-4-symbolic",
    "shc-mood-5-symbolic",
  };

  g_return_val_if_fail (mood >= 1 && mood <= N_MOODS, NULL);

  return names[mood - 1];
}
