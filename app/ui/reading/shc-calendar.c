/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A month at a time: the days that were written on. */

#define G_LOG_DOMAIN "shc-calendar"

#include "config.h"

#include "shc-calendar.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>

#include "shc-date.h"
#include "shc-widget.h"

#define N_CELLS 42

struct _ShcCalendar
{
  GtkWidget  parent_instance;
  GtkWidget *previous_button;
  GtkLabel  *title;
  GtkGrid   *grid;
  GtkLabel  *summary;
  GtkWidget *weekdays[7];
  GtkWidget *cells[N_CELLS];
  GArray    *written; /* (element-type gint64) */
  gint64     today;
  gint64     start_day;
  int        year;
  int        month;
};

G_DEFINE_FINAL_TYPE (ShcCalendar, shc_calendar, GTK_TYPE_WIDGET)

enum { SIGNAL_DAY_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* 0 for Monday, as people here begin their weeks. */
static int
get_first_weekday (void)
{
#ifdef __GLIBC__
  /* Counted from 1; which day that is the C library says apart, as a number in the place of an
   * address: 19971201 for Monday, else Sunday, 19971130. */
  union { unsigned int word; char *string; } origin = { 0 };
  int first = nl_langinfo (_NL_TIME_FIRST_WEEKDAY)[0];

  origin.string = nl_langinfo (_NL_TIME_WEEK_1STDAY);
  if (first < 1 || first > 7)
    return 0;
  return (first - 1 + (origin.word == 19971201 ? 0 : 6)) % 7;
#else
  return 0;
#endif
}

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  gint64 day_a = *(const gint64 *) a;
  gint64 day_b = *(const gint64 *) b;

  return day_a < day_b ? -1 : day_a > day_b;
}

static gboolean
is_written (ShcCalendar *self,
            gint64       day)
{
  return g_array_binary_search (self->written, &day, compare_days, NULL);
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static char *
describe_day (ShcCalendar *self,
              gint64       day,
              const char  *name,
              gboolean     written)
{
  gint64 number = day - self->start_day + 1;

  if (self->start_day < 0 || number < 1 || day > self->today)
    /* Translators: %s is a day. */
    return g_strdup_printf (written ? _("%s, written") : "%s", name);
  /* Translators: a date, and which day of the journey it is. */
  return g_strdup_printf (written ? _("%s, day %d, written") : _("%s, day %d"), name,
                          (int) MIN (number, G_MAXINT));
}

static void
update_cell (ShcCalendar *self,
             GtkWidget   *cell,
             gint64       day,
             gboolean     in_month)
{
  ShcDate date;
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  gboolean written = in_month && is_written (self, day);
  int month_day;

  /* All months are six weeks high, so that the arrows stay where they are under the pointer. */
  set_class (cell, "outside", !in_month);
  gtk_widget_set_can_target (cell, in_month);
  gtk_accessible_update_state (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_STATE_HIDDEN, !in_month, -1);
  if (!in_month)
    {
      gtk_button_set_label (GTK_BUTTON (cell), "");
      gtk_widget_set_sensitive (cell, FALSE);
      gtk_widget_set_tooltip_text (cell, NULL);
      set_class (cell, "today", FALSE);
      return;
    }
  date = shc_date_from_day (day);
  shc_date_get_ymd (date, NULL, NULL, &month_day);
  number = g_strdup_printf ("%d", month_day);
  name = shc_date_format_long (date);
  label = describe_day (self, day, name, written);
  gtk_button_set_label (GTK_BUTTON (cell), number);
  shc_widget_set_label (cell, label);
  gtk_widget_set_sensitive (cell, written);
  set_class (cell, "written", written);
  set_class (cell, "today", day == self->today);
  set_class (cell, "beginning", day == self->start_day);
  g_object_set_data (G_OBJECT (cell), "shc-day", GINT_TO_POINTER ((int) day));
}

static gint64
get_first_day (ShcCalendar *self,
               int          months_on)
{
  int count = self->year * 12 + self->month - 1 + months_on;
  ShcDate date;

  if (!shc_date_from_ymd (count / 12, count % 12 + 1, 1, &date))
    return -1;
  return shc_date_get_day (date);
}

static void
update_summary (ShcCalendar *self,
                gint64       first,
                gint64       end)
{
  g_autofree char *text = NULL;
  guint n = 0;

  for (gint64 day = first; day < end; day++)
    n += is_written (self, day) ? 1 : 0;
  text = n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u day written in this month",
                                               "%u days written in this month", n), n)
               : g_strdup ("");
  gtk_label_set_text (self->summary, text);
}

static void
update (ShcCalendar *self)
{
  gint64 first = get_first_day (self, 0);
  gint64 end = get_first_day (self, 1);
  g_autofree char *title = shc_date_format_month (shc_date_from_day (first));
  int before;

  if (end < 0)
    end = first + 31; /* December 9999 is the last month there is */
  /* Day 0, the first of January 0001, was a Monday. */
  before = (int) ((first - get_first_weekday () + 7) % 7);
  gtk_label_set_text (self->title, title);
  for (int i = 0; i < N_CELLS; i++)
    {
      gint64 day = first + i - before;

      update_cell (self, self->cells[i], day, day >= first && day < end);
    }
  update_summary (self, first, end);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "calendar.previous",
                                 get_first_day (self, -1) >= 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "calendar.next",
                                 get_first_day (self, 1) >= 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "calendar.previous-year",
                                 get_first_day (self, -12) >= 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "calendar.next-year",
                                 get_first_day (self, 12) >= 0);
}

static void
turn (ShcCalendar *self,
      int          months)
{
  int count = self->year * 12 + self->month - 1 + months;

  if (get_first_day (self, months) < 0)
    return;
  self->year = count / 12;
  self->month = count % 12 + 1;
  update (self);
}

static void
turn_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gboolean back = g_str_has_prefix (name, "calendar.previous");

  turn (SHC_CALENDAR (widget), (back ? -1 : 1) * (g_str_has_suffix (name, "-year") ? 12 : 1));
}

static void
today_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ShcCalendar *self = SHC_CALENDAR (widget);

  if (self->today >= 0)
    shc_calendar_show_day (self, self->today);
}

/* Today, or the last day before it that can be opened. */
static gboolean
shc_calendar_grab_focus (GtkWidget *widget)
{
  ShcCalendar *self = SHC_CALENDAR (widget);

  for (int i = N_CELLS - 1; i >= 0; i--)
    if (gtk_widget_is_sensitive (self->cells[i]))
      return gtk_widget_grab_focus (self->cells[i]);
  return gtk_widget_grab_focus (self->previous_button);
}

static void
cell_clicked_cb (GtkButton   *cell,
                 ShcCalendar *self)
{
  gint64 day = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (cell), "shc-day"));

  g_signal_emit (self, signals[SIGNAL_DAY_ACTIVATED], 0, day);
}

static void
create_grid (ShcCalendar *self)
{
  int first = get_first_weekday ();

  for (int i = 0; i < 7; i++)
    {
      /* The first of January 2024 was a Monday. */
      g_autoptr(GDateTime) time = g_date_time_new_utc (2024, 1, 1 + (first + i) % 7, 0, 0, 0);
      g_autofree char *name = g_date_time_format (time, "%a");

      /* Not a label: where there is no room it is cut, instead of making all columns wider. */
      self->weekdays[i] = gtk_inscription_new (name);
      gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->weekdays[i]), 1);
      gtk_inscription_set_nat_chars (GTK_INSCRIPTION (self->weekdays[i]), 3);
      gtk_inscription_set_xalign (GTK_INSCRIPTION (self->weekdays[i]), 0.5f);
      gtk_widget_add_css_class (self->weekdays[i], "caption");
      gtk_widget_add_css_class (self->weekdays[i], "dim-label");
      gtk_grid_attach (self->grid, self->weekdays[i], i, 0, 1, 1);
    }
  for (int i = 0; i < N_CELLS; i++)
    {
      self->cells[i] = gtk_button_new ();
      gtk_widget_add_css_class (self->cells[i], "flat");
      gtk_widget_add_css_class (self->cells[i], "day");
      g_signal_connect (self->cells[i], "clicked", G_CALLBACK (cell_clicked_cb), self);
      gtk_grid_attach (self->grid, self->cells[i], i % 7, 1 + i / 7, 1, 1);
    }
}

static void
shc_calendar_dispose (GObject *object)
{
  shc_widget_clear (GTK_WIDGET (object));

  G_OBJECT_CLASS (shc_calendar_parent_class)->dispose (object);
}

static void
shc_calendar_finalize (GObject *object)
{
  g_array_unref (SHC_CALENDAR (object)->written);

  G_OBJECT_CLASS (shc_calendar_parent_class)->finalize (object);
}

static void
shc_calendar_class_init (ShcCalendarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = shc_calendar_dispose;
  object_class->finalize = shc_calendar_finalize;
  widget_class->grab_focus = shc_calendar_grab_focus;

  signals[SIGNAL_DAY_ACTIVATED] =
    g_signal_new ("day-activated", SHC_TYPE_CALENDAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_install_action (widget_class, "calendar.previous", NULL, turn_action);
  gtk_widget_class_install_action (widget_class, "calendar.next", NULL, turn_action);
  gtk_widget_class_install_action (widget_class, "calendar.previous-year", NULL, turn_action);
  gtk_widget_class_install_action (widget_class, "calendar.next-year", NULL, turn_action);
  gtk_widget_class_install_action (widget_class, "calendar.today", NULL, today_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "calendar.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "calendar.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK,
                                       "calendar.previous-year", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK,
                                       "calendar.next-year", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Home, 0, "calendar.today", NULL);

  gtk_widget_class_set_css_name (widget_class, "monthgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-calendar.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcCalendar, previous_button);
  gtk_widget_class_bind_template_child (widget_class, ShcCalendar, title);
  gtk_widget_class_bind_template_child (widget_class, ShcCalendar, grid);
  gtk_widget_class_bind_template_child (widget_class, ShcCalendar, summary);
}

static void
shc_calendar_init (ShcCalendar *self)
{
  self->written = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->today = -1;
  self->start_day = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  create_grid (self);
  shc_calendar_show_day (self, shc_date_get_day (shc_date_now (g_get_real_time ())));
}

void
shc_calendar_set_days (ShcCalendar  *self,
                       const GArray *written,
                       gint64        today,
                       gint64        start_day)
{
  gboolean first = self->today < 0;

  g_return_if_fail (SHC_IS_CALENDAR (self));
  g_return_if_fail (written != NULL);

  g_array_set_size (self->written, 0);
  g_array_append_vals (self->written, written->data, written->len);
  self->today = today;
  self->start_day = start_day;
  if (first)
    shc_calendar_show_day (self, today);
  else
    update (self);
}

void
shc_calendar_show_day (ShcCalendar *self,
                       gint64       day)
{
  g_return_if_fail (SHC_IS_CALENDAR (self));
  g_return_if_fail (day >= 0);

  shc_date_get_ymd (shc_date_from_day (day), &self->year, &self->month, NULL);
  update (self);
}
