/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The day a reflection belongs to: today, or any earlier one. */

#define G_LOG_DOMAIN "shc-date-button"

#include "config.h"

#include "shc-date-button.h"

#include <glib/gi18n-lib.h>

#include "shc-date-popover.h"
#include "shc-widget.h"

struct _ShcDateButton
{
  GtkWidget       parent_instance;
  GtkMenuButton  *button;
  GtkLabel       *label;
  ShcDatePopover *popover; /* nullable: until it is opened first */
  gboolean        now;
  ShcDate         date;
  ShcDate         original; /* with its time, for when its day is chosen again */
};

G_DEFINE_FINAL_TYPE (ShcDateButton, shc_date_button, GTK_TYPE_WIDGET)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static ShcDate
get_shown (ShcDateButton *self)
{
  return self->now ? shc_date_now (g_get_real_time ()) : self->date;
}

static void
update_label (ShcDateButton *self)
{
  ShcDate day = shc_date_from_day (shc_date_get_day (get_shown (self)));
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  text = self->now ? g_strdup (_("Today")) : shc_date_format_long (day);
  name = g_strdup_printf (_("The day it belongs to: %s"), text);
  gtk_label_set_text (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
show_problem (ShcDateButton *self,
              const char    *problem)
{
  if (self->popover != NULL)
    shc_date_popover_set_problem (self->popover, problem);
}

static gboolean
choose (ShcDateButton *self,
        ShcDate        date)
{
  gint64 today = shc_date_get_day (shc_date_now (g_get_real_time ()));
  gint64 day = shc_date_get_day (date);

  if (day > today)
    {
      show_problem (self, _("That day is still to come. A reflection is from today or earlier."));
      return FALSE;
    }
  show_problem (self, NULL);
  self->date = day == shc_date_get_day (self->original) ? self->original : date;
  self->now = FALSE;
  update_label (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}

static void
picked_cb (ShcDateButton *self,
           gint64         day)
{
  if (choose (self, shc_date_from_day (day)))
    shc_date_popover_set_day (self->popover, get_shown (self));
}

static void
typed_cb (ShcDateButton *self,
          const char    *text)
{
  if (shc_date_button_take_typed (self, text))
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
today_cb (ShcDateButton *self)
{
  shc_date_button_set_now (self);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
shown_cb (ShcDateButton *self)
{
  show_problem (self, NULL);
  shc_date_popover_set_day (self->popover, get_shown (self));
}

/* A calendar takes longer to make than the rest of the details: the window does not wait for one that
 * few reflections need. */
static void
create_popover_cb (GtkMenuButton *button,
                   gpointer       data)
{
  ShcDateButton *self = SHC_DATE_BUTTON (data);

  if (self->popover != NULL)
    return;
  self->popover = SHC_DATE_POPOVER (shc_date_popover_new ());
  g_signal_connect_object (self->popover, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->popover, "typed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->popover, "today", G_CALLBACK (today_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->popover, "show", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, GTK_WIDGET (self->popover));
}

static void
shc_date_button_dispose (GObject *object)
{
  shc_widget_clear (GTK_WIDGET (object));
  SHC_DATE_BUTTON (object)->popover = NULL;

  G_OBJECT_CLASS (shc_date_button_parent_class)->dispose (object);
}

static void
shc_date_button_class_init (ShcDateButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_date_button_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SHC_TYPE_DATE_BUTTON, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-date-button.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcDateButton, button);
  gtk_widget_class_bind_template_child (widget_class, ShcDateButton, label);
}

static void
shc_date_button_init (ShcDateButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, create_popover_cb, self, NULL);
  shc_date_button_set_now (self);
}

void
shc_date_button_set_now (ShcDateButton *self)
{
  g_return_if_fail (SHC_IS_DATE_BUTTON (self));

  self->now = TRUE;
  self->original = shc_date_now (g_get_real_time ());
  update_label (self);
}

void
shc_date_button_set_date (ShcDateButton *self,
                          ShcDate        date)
{
  g_return_if_fail (SHC_IS_DATE_BUTTON (self));

  self->now = FALSE;
  self->date = self->original = date;
  update_label (self);
}

gboolean
shc_date_button_get_date (ShcDateButton *self,
                          ShcDate       *date)
{
  g_return_val_if_fail (SHC_IS_DATE_BUTTON (self), FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  if (self->now)
    return FALSE;
  *date = self->date;
  return TRUE;
}

gboolean
shc_date_button_take_typed (ShcDateButton *self,
                            const char    *text)
{
  g_autoptr(GError) error = NULL;
  ShcDate date;

  g_return_val_if_fail (SHC_IS_DATE_BUTTON (self), FALSE);

  if (!shc_date_parse (text, &date, &error))
    {
      show_problem (self, error->message);
      return FALSE;
    }
  return choose (self, date);
}
