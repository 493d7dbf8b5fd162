/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays children out like words, wrapping where a line is full. */

#define G_LOG_DOMAIN "shc-wrap-layout"

#include "config.h"

#include "shc-wrap-layout.h"

struct _ShcWrapLayout
{
  GtkLayoutManager parent_instance;
  int              spacing;
  int              line_spacing;
  int              natural_width; /* 0 for as wide as all in one line */
};

G_DEFINE_FINAL_TYPE (ShcWrapLayout, shc_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

enum { PROP_0, PROP_SPACING, PROP_LINE_SPACING, PROP_NATURAL_WIDTH, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* One line: children from @first up to, not including, @next. */
typedef struct
{
  GtkWidget *first;
  GtkWidget *next;
  int        width;
  int        height;
  int        n_expanding;
} Line;

static int
child_width (GtkWidget *child,
             int        available)
{
  int minimum;
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, available));
}

static int
child_height (GtkWidget *child,
              int        width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

/* The width of a child of @line, with its part of what is left over. */
static int
final_width (const Line *line,
             GtkWidget  *child,
             int         available)
{
  int width = child_width (child, available);

  if (available < G_MAXINT && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
    width += MAX (0, available - line->width) / line->n_expanding;
  return width;
}

static Line
take_line (ShcWrapLayout *self,
           GtkWidget     *first,
           int            available)
{
  Line line = { first, NULL, 0, 0, 0 };

  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int width;

      if (!gtk_widget_should_layout (child))
        continue;
      width = child_width (child, available);
      if (line.width > 0 && line.width + self->spacing + width > available)
        {
          line.next = child;
          break;
        }
      line.width += width + (line.width > 0 ? self->spacing : 0);
      line.n_expanding += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? 1 : 0;
    }
  /* Only now it is known how wide each is, and so how high. */
  for (GtkWidget *child = first; child != line.next; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      line.height = MAX (line.height, child_height (child, final_width (&line, child, available)));
  return line;
}

static GtkSizeRequestMode
shc_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                  GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (ShcWrapLayout *self,
               GtkWidget     *widget,
               int           *minimum,
               int           *natural)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
  if (self->natural_width > 0)
    *natural = MAX (*minimum, MIN (*natural, self->natural_width));
}

static void
shc_wrap_layout_measure (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         GtkOrientation    orientation,
                         int               for_size,
                         int              *minimum,
                         int              *natural,
                         int              *minimum_baseline,
                         int              *natural_baseline)
{
  ShcWrapLayout *self = SHC_WRAP_LAYOUT (manager);
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int available = for_size < 0 ? G_MAXINT : for_size;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, widget, minimum, natural);
      return;
    }
  while (child != NULL)
    {
      Line line = take_line (self, child, available);

      if (line.height > 0)
        *natural += line.height + (*natural > 0 ? self->line_spacing : 0);
      child = line.next;
    }
  *minimum = *natural;
}

static void
allocate_line (ShcWrapLayout *self,
               const Line    *line,
               gboolean       rtl,
               int            top,
               int            available)
{
  int x = 0;

  for (GtkWidget *child = line->first; child != line->next;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place;

      if (!gtk_widget_should_layout (child))
        continue;
      place.width = final_width (line, child, available);
      place.height = gtk_widget_get_valign (child) == GTK_ALIGN_FILL
                       ? line->height : child_height (child, place.width);
      place.x = rtl ? available - x - place.width : x;
      place.y = gtk_widget_get_valign (child) == GTK_ALIGN_START
                  ? top : top + (line->height - place.height) / 2;
      gtk_widget_size_allocate (child, &place, -1);
      x += place.width + self->spacing;
    }
}

static void
shc_wrap_layout_allocate (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          int               width,
                          int               height,
                          int               baseline)
{
  ShcWrapLayout *self = SHC_WRAP_LAYOUT (manager);
  GtkWidget *child = gtk_widget_get_first_child (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int top = 0;

  while (child != NULL)
    {
      Line line = take_line (self, child, width);

      allocate_line (self, &line, rtl, top, width);
      top += line.height + self->line_spacing;
      child = line.next;
    }
}

static int *
get_field (ShcWrapLayout *self,
           guint          prop_id)
{
  switch (prop_id)
    {
    case PROP_SPACING:
      return &self->spacing;
    case PROP_LINE_SPACING:
      return &self->line_spacing;
    default:
      return &self->natural_width;
    }
}

static void
shc_wrap_layout_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  ShcWrapLayout *self = SHC_WRAP_LAYOUT (object);
  int *field = get_field (self, prop_id);

  if (*field == g_value_get_int (value))
    return;

  *field = g_value_get_int (value);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
shc_wrap_layout_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ShcWrapLayout *self = SHC_WRAP_LAYOUT (object);

  g_value_set_int (value, *get_field (self, prop_id));
}

static void
shc_wrap_layout_class_init (ShcWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = shc_wrap_layout_set_property;
  object_class->get_property = shc_wrap_layout_get_property;
  layout_class->get_request_mode = shc_wrap_layout_get_request_mode;
  layout_class->measure = shc_wrap_layout_measure;
  layout_class->allocate = shc_wrap_layout_allocate;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, 1000, 6, flags);
  properties[PROP_LINE_SPACING] = g_param_spec_int ("line-spacing", NULL, NULL, 0, 1000, 6, flags);
  properties[PROP_NATURAL_WIDTH] = g_param_spec_int ("natural-width", NULL, NULL, 0, 10000, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
shc_wrap_layout_init (ShcWrapLayout *self)
{
  self->spacing = 6;
  self->line_spacing = 6;
}
