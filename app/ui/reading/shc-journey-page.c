/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journey: its days, its milestones, the days written. It counts and never scolds. */

#define G_LOG_DOMAIN "shc-journey-page"

#include "config.h"

#include "shc-journey-page.h"

#include <glib/gi18n-lib.h>

#include "shc-calendar.h"
#include "shc-error-page.h"
#include "shc-journey-strip.h"
#include "shc-page.h"
#include "shc-widget.h"
#include "shc-wrap-box.h"

#define LOOK_AGAIN_MS 300
#define MILESTONES_AT_ONCE 50

struct _ShcJourneyPage
{
  AdwBin         parent_instance;
  GtkStack      *stack;
  GtkLabel      *day;
  GtkLabel      *beginning;
  GtkLabel      *words;
  GtkWidget     *set_start;
  GtkWidget     *strip_box;
  ShcJourneyStrip *strip;
  ShcCalendar   *calendar;
  GtkListBox    *milestones;
  GtkWidget     *no_milestones;
  GtkWidget     *more;

  ShcJournal    *journal;
  GCancellable  *cancellable;
  ShcJourney    *journey;
  guint          n_shown; /* milestones */
  guint          look_again_id;
  gboolean       focus_when_shown;
};

static void page_iface_init (ShcPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ShcJourneyPage, shc_journey_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SHC_TYPE_PAGE, page_iface_init))

enum { PROP_0, PROP_JOURNAL, N_PROPS };
static GParamSpec *properties[N_PROPS];

static const char *
choose_words (const ShcJourney *journey)
{
  gint64 last;

  if (journey->written->len == 0)
    return _("Begin whenever you are ready. There is no late.");
  last = g_array_index (journey->written, gint64, journey->written->len - 1);
  if (journey->today - last <= 1)
    return _("Press a day to read what you wrote on it.");
  return _("A gap is a pause. The journey waited for you, and goes on from here.");
}

static char *
describe_written (const ShcJourney *journey)
{
  gulong n = (gulong) journey->days_written;

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'lu day written", "%'lu days written", n),
                          n);
}

static void
update_header (ShcJourneyPage *self)
{
  const ShcJourney *journey = self->journey;
  gboolean has_start = journey->start_day >= 0;
  g_autofree char *day = NULL;
  g_autofree char *date = has_start ? shc_date_format_long (shc_date_from_day (journey->start_day))
                                    : NULL;
  g_autofree char *written = describe_written (journey);
  g_autofree char *beginning = NULL;

  if (!has_start)
    {
      day = g_strdup (_("Your days"));
      beginning = g_strdup_printf ("%s · %s", written, _("no first day is set"));
    }
  else if (journey->day < 1)
    {
      day = g_strdup (_("Soon"));
      g_autofree char *isolated = shc_isolate (date);

      beginning = g_strdup_printf (_("Your journey begins on %s"), isolated);
    }
  else
    {
      /* Set apart, so that a date does not turn a sentence that goes the other way. */
      g_autofree char *isolated = shc_isolate (date);
      g_autofree char *since = g_strdup_printf (_("since %s"), isolated);

      day = g_strdup_printf (_("Day %d"), (int) MIN (journey->day, G_MAXINT));
      beginning = g_strdup_printf ("%s · %s", since, written);
    }
  gtk_label_set_text (self->day, day);
  gtk_label_set_text (self->beginning, beginning);
  gtk_label_set_text (self->words, choose_words (journey));
  gtk_widget_set_visible (self->set_start, !has_start);
}

static void
add_milestone (ShcJourneyPage     *self,
               const ShcMilestone *milestone)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *date = shc_date_format_long (shc_date_from_day (milestone->day));
  g_autofree char *subtitle = NULL;

  if (milestone->count > 1)
    {
      g_autofree char *count = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%'u reflection", "%'u reflections", milestone->count),
        milestone->count);

      subtitle = g_strdup_printf ("%s · %s", date, count);
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), milestone->milestone);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : date);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (self->milestones, row);
}

static void
show_more (ShcJourneyPage *self)
{
  GPtrArray *milestones = self->journey->milestones;
  guint end = MIN (self->n_shown + MILESTONES_AT_ONCE, milestones->len);

  for (; self->n_shown < end; self->n_shown++)
    add_milestone (self, g_ptr_array_index (milestones, self->n_shown));
  gtk_widget_set_visible (self->more, end < milestones->len);
}

static gboolean
same_milestones (const ShcJourney *a,
                 const ShcJourney *b)
{
  if (a == NULL || a->milestones->len != b->milestones->len)
    return FALSE;
  for (guint i = 0; i < a->milestones->len; i++)
    {
      const ShcMilestone *one = g_ptr_array_index (a->milestones, i);
      const ShcMilestone *other = g_ptr_array_index (b->milestones, i);

      if (one->day != other->day || one->count != other->count
          || g_strcmp0 (one->milestone, other->milestone) != 0
          || g_strcmp0 (one->id, other->id) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
show_journey (ShcJourneyPage *self,
              ShcJourney     *journey)
{
  gboolean same = same_milestones (self->journey, journey);

  g_clear_pointer (&self->journey, shc_journey_free);
  self->journey = journey;
  update_header (self);
  gtk_widget_set_visible (self->strip_box, journey->day > 0);
  if (journey->day > 0)
    shc_journey_strip_set_days (self->strip, journey->written, journey->start_day, journey->day);
  shc_calendar_set_days (self->calendar, journey->written, journey->today, journey->start_day);
  if (journey->day > 0)
    shc_journal_note_day_shown (self->journal, journey->day);
  /* Rows are made anew only for new milestones: the focus stays where it is. */
  if (!same)
    {
      GtkWidget *row;

      while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->milestones))) != NULL)
        gtk_list_box_remove (self->milestones, row);
      self->n_shown = 0;
      show_more (self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->milestones), journey->milestones->len > 0);
  gtk_widget_set_visible (self->no_milestones, journey->milestones->len == 0);
  gtk_stack_set_visible_child_name (self->stack, "journey");
  if (self->focus_when_shown)
    gtk_widget_grab_focus (GTK_WIDGET (self->calendar));
  self->focus_when_shown = FALSE;
}

static void
journey_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(ShcJourneyPage) self = data;
  g_autoptr(GError) error = NULL;
  ShcJourney *journey = shc_journal_load_journey_finish (SHC_JOURNAL (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (journey != NULL)
    {
      show_journey (self, journey);
      return;
    }
  if (self->journey != NULL)
    return; /* what is shown is still true enough */
  shc_error_page_show (self->stack, _("The journey could not be read"), "journey.reload", FALSE,
                       error);
}

static void
look (ShcJourneyPage *self)
{
  g_clear_handle_id (&self->look_again_id, g_source_remove);
  shc_journal_load_journey_async (self->journal, shc_date_now (g_get_real_time ()),
                                  self->cancellable, journey_cb, g_object_ref (self));
}

static gboolean
look_again_cb (gpointer data)
{
  ShcJourneyPage *self = data;

  self->look_again_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (ShcJourneyPage *self)
{
  /* Nobody waits for a page that is not on the screen: it looks when it is. */
  if (self->journey != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && self->look_again_id == 0)
    self->look_again_id = g_timeout_add (LOOK_AGAIN_MS, look_again_cb, self);
}

static void
mapped_cb (ShcJourneyPage *self)
{
  if (self->journey != NULL)
    look (self);
}

static void
day_activated_cb (ShcJourneyPage *self,
                  gint64          day)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-days", "(xxs)", day, day, "");
}

static void
milestone_activated_cb (ShcJourneyPage *self,
                        GtkListBoxRow  *row)
{
  const ShcMilestone *milestone =
    g_ptr_array_index (self->journey->milestones, (guint) gtk_list_box_row_get_index (row));

  if (milestone->count > 1)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-days", "(xxs)", (gint64) -1,
                                (gint64) -1, milestone->milestone);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-reflection", "s", milestone->id);
}

static void
more_cb (ShcJourneyPage *self)
{
  show_more (self);
}

static void
reload_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  look (SHC_JOURNEY_PAGE (widget));
}

static void
shc_journey_page_load (ShcPage *page)
{
  look (SHC_JOURNEY_PAGE (page));
}

static void
shc_journey_page_focus (ShcPage *page)
{
  ShcJourneyPage *self = SHC_JOURNEY_PAGE (page);

  if (self->journey != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->calendar));
  else
    self->focus_when_shown = TRUE;
}

static void
page_iface_init (ShcPageInterface *iface)
{
  iface->load = shc_journey_page_load;
  iface->focus = shc_journey_page_focus;
}

static void
shc_journey_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  ShcJourneyPage *self = SHC_JOURNEY_PAGE (object);

  switch (prop_id)
    {
    case PROP_JOURNAL:
      self->journal = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_journey_page_constructed (GObject *object)
{
  ShcJourneyPage *self = SHC_JOURNEY_PAGE (object);

  G_OBJECT_CLASS (shc_journey_page_parent_class)->constructed (object);

  g_signal_connect_object (self->journal, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}

static void
shc_journey_page_dispose (GObject *object)
{
  ShcJourneyPage *self = SHC_JOURNEY_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_again_id, g_source_remove);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_journey_page_parent_class)->dispose (object);
}

static void
shc_journey_page_finalize (GObject *object)
{
  ShcJourneyPage *self = SHC_JOURNEY_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->journey, shc_journey_free);

  G_OBJECT_CLASS (shc_journey_page_parent_class)->finalize (object);
}

static void
shc_journey_page_class_init (ShcJourneyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = shc_journey_page_set_property;
  object_class->constructed = shc_journey_page_constructed;
  object_class->dispose = shc_journey_page_dispose;
  object_class->finalize = shc_journey_page_finalize;

  properties[PROP_JOURNAL] =
    g_param_spec_object ("journal", NULL, NULL, SHC_TYPE_JOURNAL,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "journey.reload", NULL, reload_action);

  g_type_ensure (SHC_TYPE_CALENDAR);
  g_type_ensure (SHC_TYPE_JOURNEY_STRIP);
  g_type_ensure (SHC_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-journey-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, day);
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, beginning);
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, words);
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, set_start);
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, strip_box);
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, strip);
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, calendar);
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, milestones);
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, no_milestones);
  gtk_widget_class_bind_template_child (widget_class, ShcJourneyPage, more);
  gtk_widget_class_bind_template_callback (widget_class, day_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, milestone_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

static void
shc_journey_page_init (ShcJourneyPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_journey_page_new (ShcJournal *journal)
{
  return g_object_new (SHC_TYPE_JOURNEY_PAGE, "journal", journal, NULL);
}
