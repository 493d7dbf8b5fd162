/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request in the list of what left this computer. */

#define G_LOG_DOMAIN "shc-activity-row"

#include "config.h"

#include "shc-activity-row.h"

#include <glib/gi18n-lib.h>

#include "shc-service-key.h"

struct _ShcActivityRow
{
  AdwBin    parent_instance;
  GtkLabel *purpose;
  GtkLabel *status;
  GtkLabel *when;
  GtkLabel *size;
  GtkLabel *details;
};

G_DEFINE_FINAL_TYPE (ShcActivityRow, shc_activity_row, ADW_TYPE_BIN)

/* The names that an intent has for services and purposes, in plain words. */
static const struct { const char *name; const char *words; } words[] = {
  { "openai", N_("the companion’s server") },
  { "this-computer", N_("this computer itself") },
  { "chat", N_("A message to the companion") },
  { "fetch", N_("Rows brought back") },
  { "find-server", N_("A look for a server on this computer") },
  { "forget", N_("Everything of yours deleted there") },
  { "intake", N_("The answers of an intake form brought in") },
  { "mailing", N_("Joining, changing or leaving a mailing list") },
  { "models", N_("Which models there are") },
  { "places", N_("Which bases, lists or forms there are") },
  { "prepare", N_("The tables checked or made ready") },
  { "save-base", N_("A copy of the whole base saved") },
  { "share", N_("Sharing the profile and reflections") },
  { "test-key", N_("A test of the key") },
  { "undo", N_("The last run taken back") },
};

/* What a later version has named reads as that version wrote it. */
static const char *
describe (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].name, name) == 0)
      return _(words[i].words);
  return name != NULL ? name : "";
}

const char *
shc_activity_row_describe_purpose (const char *purpose)
{
  return describe (purpose);
}

const char *
shc_activity_row_describe_service (const char *service)
{
  const char *title = shc_service_key_get_title (service);

  /* Where the companion’s server is somebody else’s, it is no OpenAI. */
  return title != NULL && !g_str_equal (service, "openai") ? title : describe (service);
}

static const char *
describe_end (const ShcActivity *activity)
{
  switch (shc_activity_get_end (activity))
    {
    case SHC_ACTIVITY_ANSWERED:
      return _("answered");
    case SHC_ACTIVITY_REFUSED:
      return _("refused");
    case SHC_ACTIVITY_ANY:
    case SHC_ACTIVITY_UNFINISHED:
    default:
      return _("did not finish");
    }
}

static char *
format_time (gint64 at_us)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, _("%-d %B %Y, %H:%M")) : g_strdup ("–");
}

static char *
format_size (const ShcActivity *activity)
{
  g_autofree char *out = g_format_size ((guint64) MAX (activity->bytes_out, 0));
  g_autofree char *in = g_format_size ((guint64) MAX (activity->bytes_in, 0));
  g_autofree char *records = NULL;

  if (activity->records == 0)
    /* Translators: two amounts, such as "1.2 kB". */
    return g_strdup_printf (_("%s out, %s in"), out, in);
  records = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u record", "%u records", activity->records),
                             activity->records);
  /* Translators: two amounts, and how many messages and reflections went along: "2 records". */
  return g_strdup_printf (_("%s out, %s in · %s"), out, in, records);
}

/* Returns: (transfer full): what the service calls it, the answer's number, and how long it took. */
static char *
format_details (const ShcActivity *activity)
{
  GString *text = g_string_new (activity->endpoint);

  if (activity->status != 0)
    /* Translators: the number that an answer over HTTP has, such as 200. */
    g_string_append_printf (text, _(" · status %u"), activity->status);
  if (activity->finished && activity->ms < 1000)
    /* Translators: how long a request took, in milliseconds. */
    g_string_append_printf (text, _(" · %d ms"), (int) activity->ms);
  else if (activity->finished)
    /* Translators: how long a request took, in seconds. */
    g_string_append_printf (text, _(" · %.1f s"), (double) activity->ms / 1000);
  return g_string_free (text, FALSE);
}

static void
shc_activity_row_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (shc_activity_row_parent_class)->dispose (object);
}

static void
shc_activity_row_class_init (ShcActivityRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_activity_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-activity-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcActivityRow, purpose);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityRow, status);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityRow, when);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityRow, size);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityRow, details);
}

static void
shc_activity_row_init (ShcActivityRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_activity_row_new (void)
{
  return g_object_new (SHC_TYPE_ACTIVITY_ROW, NULL);
}

void
shc_activity_row_set_activity (ShcActivityRow    *self,
                               const ShcActivity *activity)
{
  g_autofree char *time = NULL;
  g_autofree char *when = NULL;
  g_autofree char *size = NULL;
  g_autofree char *details = NULL;

  g_return_if_fail (SHC_IS_ACTIVITY_ROW (self));
  g_return_if_fail (activity != NULL);

  time = format_time (activity->at_us);
  /* Translators: a date and time, and whom something went to. */
  when = g_strdup_printf (_("%s, to %s"), time, shc_activity_row_describe_service (activity->service));
  size = format_size (activity);
  gtk_label_set_text (self->purpose, describe (activity->purpose));
  gtk_label_set_text (self->status, describe_end (activity));
  gtk_label_set_text (self->when, when);
  gtk_label_set_text (self->size, size);
  details = format_details (activity);
  gtk_label_set_text (self->details, details);
}
