/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row for a day that may also be none. */

#define G_LOG_DOMAIN "shc-date-row"

#include "config.h"

#include "shc-date-row.h"

#include "shc-date.h"

struct _ShcDateRow
{
  AdwActionRow   parent_instance;
  gint64         day;
  char          *none_text;
  gboolean       updating;
  GtkMenuButton *button;
  GtkPopover    *popover;
  GtkCalendar   *calendar;
};

enum { PROP_0, PROP_DAY, PROP_NONE_TEXT, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ShcDateRow, shc_date_row, ADW_TYPE_ACTION_ROW)

static void
update (ShcDateRow *self)
{
  g_autofree char *text = NULL;

  if (self->day >= 0)
    text = shc_date_format_long (shc_date_from_day (self->day));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text != NULL ? text : self->none_text);
}

static void
show_in_calendar (ShcDateRow *self,
                  gint64      day)
{
  g_autoptr(GDateTime) time = NULL;
  int year, month, of_month;

  shc_date_get_ymd (shc_date_from_day (day), &year, &month, &of_month);
  time = g_date_time_new_local (year, month, of_month, 12, 0, 0);
  if (time == NULL)
    return;

  self->updating = TRUE;
  gtk_calendar_select_day (self->calendar, time);
  self->updating = FALSE;
}

static void
day_selected_cb (ShcDateRow *self)
{
  g_autoptr(GDateTime) time = NULL;
  ShcDate date;

  if (self->updating)
    return;

  time = gtk_calendar_get_date (self->calendar);
  if (shc_date_from_ymd (g_date_time_get_year (time), g_date_time_get_month (time),
                         g_date_time_get_day_of_month (time), &date))
    shc_date_row_set_day (self, shc_date_get_day (date));
}

static void
today_cb (ShcDateRow *self)
{
  gint64 today = shc_date_get_day (shc_date_now (g_get_real_time ()));

  show_in_calendar (self, today);
  shc_date_row_set_day (self, today);
  gtk_popover_popdown (self->popover);
}

static void
none_cb (ShcDateRow *self)
{
  shc_date_row_set_day (self, -1);
  gtk_popover_popdown (self->popover);
}

static void
shc_date_row_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ShcDateRow *self = SHC_DATE_ROW (object);

  switch (prop_id)
    {
    case PROP_DAY:
      g_value_set_int64 (value, self->day);
      break;
    case PROP_NONE_TEXT:
      g_value_set_string (value, self->none_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_date_row_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  ShcDateRow *self = SHC_DATE_ROW (object);

  switch (prop_id)
    {
    case PROP_DAY:
      shc_date_row_set_day (self, g_value_get_int64 (value));
      break;
    case PROP_NONE_TEXT:
      g_free (self->none_text);
      self->none_text = g_value_dup_string (value);
      update (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_date_row_finalize (GObject *object)
{
  g_free (SHC_DATE_ROW (object)->none_text);

  G_OBJECT_CLASS (shc_date_row_parent_class)->finalize (object);
}

static void
shc_date_row_class_init (ShcDateRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = shc_date_row_get_property;
  object_class->set_property = shc_date_row_set_property;
  object_class->finalize = shc_date_row_finalize;

  properties[PROP_DAY] = g_param_spec_int64 ("day", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[PROP_NONE_TEXT] = g_param_spec_string ("none-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-date-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcDateRow, button);
  gtk_widget_class_bind_template_child (widget_class, ShcDateRow, popover);
  gtk_widget_class_bind_template_child (widget_class, ShcDateRow, calendar);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, today_cb);
  gtk_widget_class_bind_template_callback (widget_class, none_cb);
}

static void
shc_date_row_init (ShcDateRow *self)
{
  self->day = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

gint64
shc_date_row_get_day (ShcDateRow *self)
{
  g_return_val_if_fail (SHC_IS_DATE_ROW (self), -1);

  return self->day;
}

void
shc_date_row_set_day (ShcDateRow *self,
                      gint64      day)
{
  g_return_if_fail (SHC_IS_DATE_ROW (self));
  g_return_if_fail (day >= -1);

  if (self->day == day)
    return;

  self->day = day;
  if (day >= 0)
    show_in_calendar (self, day);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DAY]);
}
