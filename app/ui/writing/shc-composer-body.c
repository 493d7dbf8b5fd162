/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the composer scrolls: above all a text, whatever room there is. */

#define G_LOG_DOMAIN "shc-composer"

#include "config.h"

#include "shc-composer-body.h"

#include "shc-widget.h"

/* The editor's height in lines: what it always gets, and what is room enough to show all the rest. */
#define LINES_AT_LEAST 5
#define LINES_AT_EASE 9

struct _ShcComposerBody
{
  GtkWidget parent_instance;
  gboolean  open;
};

G_DEFINE_FINAL_TYPE (ShcComposerBody, shc_composer_body, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_OPEN, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* Heights at one width. */
typedef struct
{
  GtkWidget *editor;
  GtkWidget *button;
  GtkWidget *details;
  int        above;
  int        least;
  int        ease;
  int        button_height;
  int        details_height;
} Heights;

static int
get_height (GtkWidget *child,
            int        width)
{
  int natural;

  if (!gtk_widget_should_layout (child))
    return 0;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static int
get_line_height (GtkWidget *widget)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL,
                                                         NULL);
  int height = pango_font_metrics_get_height (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (height);
}

static Heights
measure_all (ShcComposerBody *self,
             int              width)
{
  GtkWidget *widget = GTK_WIDGET (self);
  Heights heights = { NULL };
  int line = get_line_height (widget);
  int minimum;

  heights.details = gtk_widget_get_last_child (widget);
  heights.button = gtk_widget_get_prev_sibling (heights.details);
  heights.editor = gtk_widget_get_prev_sibling (heights.button);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != heights.editor;
       child = gtk_widget_get_next_sibling (child))
    heights.above += get_height (child, width);
  gtk_widget_measure (heights.editor, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  heights.least = MAX (minimum, LINES_AT_LEAST * line);
  heights.ease = MAX (minimum, LINES_AT_EASE * line);
  heights.button_height = get_height (heights.button, width);
  heights.details_height = get_height (heights.details, width);
  return heights;
}

static GtkSizeRequestMode
shc_composer_body_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
shc_composer_body_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  ShcComposerBody *self = SHC_COMPOSER_BODY (widget);
  Heights heights;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      heights = measure_all (self, for_size);
      *minimum = heights.above + heights.least + heights.button_height
                 + (self->open ? heights.details_height : 0);
      *natural = MAX (*minimum, heights.above + heights.ease + heights.details_height);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL,
                          NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static void
place (GtkWidget *child,
       int       *top,
       int        width,
       int        height)
{
  GtkAllocation allocation = { 0, *top, width, height };

  if (!gtk_widget_should_layout (child))
    return;
  gtk_widget_size_allocate (child, &allocation, -1);
  *top += height;
}

static void
shc_composer_body_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  ShcComposerBody *self = SHC_COMPOSER_BODY (widget);
  Heights heights = measure_all (self, width);
  gboolean all = height >= heights.above + heights.ease + heights.details_height;
  gboolean details = all || self->open;
  int below = (all ? 0 : heights.button_height) + (details ? heights.details_height : 0);
  int top = 0;

  gtk_widget_set_child_visible (heights.button, !all);
  gtk_widget_set_child_visible (heights.details, details);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != heights.editor;
       child = gtk_widget_get_next_sibling (child))
    place (child, &top, width, get_height (child, width));
  place (heights.editor, &top, width, MAX (heights.least, height - top - below));
  if (!all)
    place (heights.button, &top, width, heights.button_height);
  if (details)
    place (heights.details, &top, width, heights.details_height);
}

static void
shc_composer_body_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_OPEN:
      shc_composer_body_set_open (SHC_COMPOSER_BODY (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_composer_body_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_OPEN:
      g_value_set_boolean (value, SHC_COMPOSER_BODY (object)->open);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_composer_body_dispose (GObject *object)
{
  shc_widget_clear (GTK_WIDGET (object));

  G_OBJECT_CLASS (shc_composer_body_parent_class)->dispose (object);
}

static void
shc_composer_body_class_init (ShcComposerBodyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = shc_composer_body_set_property;
  object_class->get_property = shc_composer_body_get_property;
  object_class->dispose = shc_composer_body_dispose;
  widget_class->get_request_mode = shc_composer_body_get_request_mode;
  widget_class->measure = shc_composer_body_measure;
  widget_class->size_allocate = shc_composer_body_size_allocate;

  properties[PROP_OPEN] =
    g_param_spec_boolean ("open", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
shc_composer_body_init (ShcComposerBody *self)
{
}

void
shc_composer_body_set_open (ShcComposerBody *self,
                            gboolean         open)
{
  g_return_if_fail (SHC_IS_COMPOSER_BODY (self));

  if (self->open == open)
    return;

  self->open = open;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}
