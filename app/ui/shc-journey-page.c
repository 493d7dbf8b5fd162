/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journey: the days since its start, milestones, a calendar of days written. */

#define G_LOG_DOMAIN "shc-journey-page"

#include "config.h"

#include "shc-journey-page.h"

#include "shc-page.h"

struct _ShcJourneyPage
{
  AdwBin      parent_instance;
  ShcJournal *journal;
};

enum { PROP_0, PROP_JOURNAL, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void page_iface_init (ShcPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ShcJourneyPage, shc_journey_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SHC_TYPE_PAGE, page_iface_init))

static void
page_iface_init (ShcPageInterface *iface)
{
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
shc_journey_page_dispose (GObject *object)
{
  ShcJourneyPage *self = SHC_JOURNEY_PAGE (object);

  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_journey_page_parent_class)->dispose (object);
}

static void
shc_journey_page_class_init (ShcJourneyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = shc_journey_page_set_property;
  object_class->dispose = shc_journey_page_dispose;

  properties[PROP_JOURNAL] =
    g_param_spec_object ("journal", NULL, NULL, SHC_TYPE_JOURNAL,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    GTK_WIDGET_CLASS (klass), "/org/sacredhealing/Companion/shc-journey-page.ui");
}

static void
shc_journey_page_init (ShcJourneyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_journey_page_new (ShcJournal *journal)
{
  return g_object_new (SHC_TYPE_JOURNEY_PAGE, "journal", journal, NULL);
}
