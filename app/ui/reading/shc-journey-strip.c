/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days of a journey in a row, from the first to today: those written on are full. */

#define G_LOG_DOMAIN "shc-journey-strip"

#include "config.h"

#include "shc-journey-strip.h"

#include <glib/gi18n-lib.h>

#include "shc-date.h"

#define SIZE 12
#define STEP 17
/* Of a longer journey the last are shown: three years fill a page. */
#define DAYS_MAX 1100

struct _ShcJourneyStrip
{
  GtkWidget parent_instance;
  GArray   *written; /* (element-type gint64) */
  gint64    start_day;
  int       first;   /* the number of the first that is shown, counted from 1 */
  int       n_days;  /* that are shown */
};

G_DEFINE_FINAL_TYPE (ShcJourneyStrip, shc_journey_strip, GTK_TYPE_WIDGET)

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  gint64 day_a = *(const gint64 *) a;
  gint64 day_b = *(const gint64 *) b;

  return day_a < day_b ? -1 : day_a > day_b;
}

static gboolean
is_written (ShcJourneyStrip *self,
            int              i)
{
  gint64 day = self->start_day + self->first - 1 + i;

  return g_array_binary_search (self->written, &day, compare_days, NULL);
}

static int
get_per_row (int width)
{
  return MAX (1, (width + STEP - SIZE) / STEP);
}

static GtkSizeRequestMode
shc_journey_strip_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
shc_journey_strip_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  ShcJourneyStrip *self = SHC_JOURNEY_STRIP (widget);
  int n = MAX (1, self->n_days);
  int per_row = for_size < 0 ? n : get_per_row (for_size);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 7 * STEP;
      *natural = MAX (*minimum, n * STEP);
    }
  else
    *minimum = *natural = (n + per_row - 1) / per_row * STEP;
}

static void
shc_journey_strip_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  ShcJourneyStrip *self = SHC_JOURNEY_STRIP (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  int per_row = get_per_row (width);
  AdwStyleManager *style = adw_style_manager_get_default ();
  GdkRGBA full;
  GdkRGBA faint;

  /* The accent as it is in the style sheets. */
  gdk_rgba_parse (&full, adw_style_manager_get_dark (style) ? "#d9a4ea" : "#743592");
  faint = full;
  faint.alpha = adw_style_manager_get_high_contrast (style) ? 0.4f : 0.18f;
  for (int i = 0; i < self->n_days; i++)
    {
      gboolean written = is_written (self, i);
      int x = i % per_row * STEP;
      graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) (rtl ? width - x - SIZE : x),
                                                   (float) (i / per_row * STEP), SIZE, SIZE);
      GskRoundedRect rounded;

      gsk_rounded_rect_init_from_rect (&rounded, &bounds, 4);
      gtk_snapshot_push_rounded_clip (snapshot, &rounded);
      gtk_snapshot_append_color (snapshot, written ? &full : &faint, &bounds);
      gtk_snapshot_pop (snapshot);
    }
}

static gboolean
shc_journey_strip_query_tooltip (GtkWidget  *widget,
                                 int         x,
                                 int         y,
                                 gboolean    keyboard,
                                 GtkTooltip *tooltip)
{
  ShcJourneyStrip *self = SHC_JOURNEY_STRIP (widget);
  int width = gtk_widget_get_width (widget);
  int per_row = get_per_row (width);
  int column = (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width - x : x) / STEP;
  int i = y / STEP * per_row + column;
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;

  if (keyboard || x < 0 || y < 0 || column >= per_row || i >= self->n_days)
    return FALSE;
  date = shc_date_format_long (shc_date_from_day (self->start_day + self->first - 1 + i));
  /* Translators: a day of the journey and its date. */
  text = g_strdup_printf (is_written (self, i) ? _("Day %d · %s · written") : _("Day %d · %s"),
                          self->first + i, date);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
shc_journey_strip_finalize (GObject *object)
{
  g_array_unref (SHC_JOURNEY_STRIP (object)->written);

  G_OBJECT_CLASS (shc_journey_strip_parent_class)->finalize (object);
}

static void
shc_journey_strip_class_init (ShcJourneyStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = shc_journey_strip_finalize;
  widget_class->get_request_mode = shc_journey_strip_get_request_mode;
  widget_class->measure = shc_journey_strip_measure;
  widget_class->snapshot = shc_journey_strip_snapshot;
  widget_class->query_tooltip = shc_journey_strip_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "journeystrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
shc_journey_strip_init (ShcJourneyStrip *self)
{
  self->written = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

void
shc_journey_strip_set_days (ShcJourneyStrip *self,
                            const GArray    *written,
                            gint64           start_day,
                            gint64           n_days)
{
  g_autofree char *label = NULL;
  int n_written = 0;

  g_return_if_fail (SHC_IS_JOURNEY_STRIP (self));
  g_return_if_fail (written != NULL);

  g_array_set_size (self->written, 0);
  g_array_append_vals (self->written, written->data, written->len);
  self->start_day = start_day;
  self->n_days = (int) CLAMP (n_days, 0, DAYS_MAX);
  self->first = (int) MIN (n_days, G_MAXINT) - self->n_days + 1;
  for (int i = 0; i < self->n_days; i++)
    n_written += is_written (self, i) ? 1 : 0;
  /* Translators: the days of the journey that are shown, and how many of them were written on. */
  label = g_strdup_printf (_("Day %d to day %d, %d written"), self->first,
                           self->first + self->n_days - 1, n_written);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
