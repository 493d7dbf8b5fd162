/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which requests are looked at. */

#define G_LOG_DOMAIN "shc-activity-filter-box"

#include "config.h"

#include "shc-activity-filter-box.h"

#include <glib/gi18n-lib.h>

#include "shc-activity-row.h"
#include "shc-intent.h"

struct _ShcActivityFilterBox
{
  AdwBin       parent_instance;
  gboolean     updating;
  AdwComboRow *service_row;
  AdwComboRow *purpose_row;
  AdwComboRow *end_row;
  AdwComboRow *when_row;
};

G_DEFINE_FINAL_TYPE (ShcActivityFilterBox, shc_activity_filter_box, ADW_TYPE_BIN)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *const services[] = { "openai", "airtable", "mailchimp", "typeform", NULL };

/* In the order of ShcActivityEnd. */
static const char *const ends[] = { N_("However it ended"), N_("Answered"), N_("Refused"), N_("Did not finish"), NULL };

/* Today and so many days before it; 0 for any time. */
static const struct { const char *title; int days; } periods[] = {
  { N_("Any time"), 0 },
  { N_("Today"), 1 },
  { N_("The last 7 days"), 7 },
  { N_("The last 30 days"), 30 },
  { N_("The last 365 days"), 365 },
};

/* The beginning of a day here, as UTC microseconds. */
static gint64
get_since_us (int days)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) today = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                                                      g_date_time_get_day_of_month (now), 0, 0, 0);
  g_autoptr(GDateTime) since = g_date_time_add_days (today, 1 - days);

  return g_date_time_to_unix (since) * G_USEC_PER_SEC;
}

static const char *
pick (AdwComboRow       *row,
      const char *const *names)
{
  guint selected = adw_combo_row_get_selected (row);

  return selected > 0 && selected != GTK_INVALID_LIST_POSITION ? names[selected - 1] : NULL;
}

void
shc_activity_filter_box_get (ShcActivityFilterBox *self,
                         ShcActivityFilter    *filter)
{
  guint period;

  g_return_if_fail (SHC_IS_ACTIVITY_FILTER_BOX (self));
  g_return_if_fail (filter != NULL);

  period = adw_combo_row_get_selected (self->when_row);
  *filter = (ShcActivityFilter) { 0 };
  filter->service = pick (self->service_row, services);
  filter->purpose = pick (self->purpose_row, shc_intent_get_purposes ());
  filter->end = (ShcActivityEnd) adw_combo_row_get_selected (self->end_row);
  if (period > 0 && period < G_N_ELEMENTS (periods))
    filter->since_us = get_since_us (periods[period].days);
}

gboolean
shc_activity_filter_box_is_on (ShcActivityFilterBox *self)
{
  ShcActivityFilter filter;

  g_return_val_if_fail (SHC_IS_ACTIVITY_FILTER_BOX (self), FALSE);

  shc_activity_filter_box_get (self, &filter);
  return filter.service != NULL || filter.purpose != NULL || filter.end != SHC_ACTIVITY_ANY || filter.since_us != 0;
}

static void
changed_cb (ShcActivityFilterBox *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
shc_activity_filter_box_clear (ShcActivityFilterBox *self)
{
  AdwComboRow *rows[4];

  g_return_if_fail (SHC_IS_ACTIVITY_FILTER_BOX (self));

  rows[0] = self->service_row;
  rows[1] = self->purpose_row;
  rows[2] = self->end_row;
  rows[3] = self->when_row;
  self->updating = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    adw_combo_row_set_selected (rows[i], 0);
  self->updating = FALSE;
  changed_cb (self);
}

static void
fill (AdwComboRow *row,
      GPtrArray   *titles)
{
  g_autoptr(GtkStringList) list = NULL;

  g_ptr_array_add (titles, NULL);
  list = gtk_string_list_new ((const char *const *) titles->pdata);
  adw_combo_row_set_model (row, G_LIST_MODEL (list));
}

static void
fill_all (ShcActivityFilterBox *self)
{
  const char *const *purposes = shc_intent_get_purposes ();
  g_autoptr(GPtrArray) service_titles = g_ptr_array_new ();
  g_autoptr(GPtrArray) purpose_titles = g_ptr_array_new ();
  g_autoptr(GPtrArray) end_titles = g_ptr_array_new ();
  g_autoptr(GPtrArray) when_titles = g_ptr_array_new ();

  g_ptr_array_add (service_titles, (gpointer) _("Any service"));
  for (guint i = 0; services[i] != NULL; i++)
    g_ptr_array_add (service_titles, (gpointer) shc_activity_row_describe_service (services[i]));
  g_ptr_array_add (purpose_titles, (gpointer) _("Any purpose"));
  for (guint i = 0; purposes[i] != NULL; i++)
    g_ptr_array_add (purpose_titles, (gpointer) shc_activity_row_describe_purpose (purposes[i]));
  for (guint i = 0; ends[i] != NULL; i++)
    g_ptr_array_add (end_titles, (gpointer) _(ends[i]));
  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    g_ptr_array_add (when_titles, (gpointer) _(periods[i].title));
  fill (self->service_row, service_titles);
  fill (self->purpose_row, purpose_titles);
  fill (self->end_row, end_titles);
  fill (self->when_row, when_titles);
}

static void
shc_activity_filter_box_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (shc_activity_filter_box_parent_class)->dispose (object);
}

static void
shc_activity_filter_box_class_init (ShcActivityFilterBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_activity_filter_box_dispose;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", SHC_TYPE_ACTIVITY_FILTER_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-activity-filter-box.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcActivityFilterBox, service_row);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityFilterBox, purpose_row);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityFilterBox, end_row);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityFilterBox, when_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
shc_activity_filter_box_init (ShcActivityFilterBox *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_all (self);
  self->updating = FALSE;
}
