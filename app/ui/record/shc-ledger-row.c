/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry of the consent ledger in a list. */

#define G_LOG_DOMAIN "shc-ledger-row"

#include "config.h"

#include "shc-ledger-row.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _ShcLedgerRow
{
  AdwBin       parent_instance;
  GtkLabel    *what;
  GtkLabel    *whom;
  GtkLabel    *when;
  GtkExpander *expander;
  GtkLabel    *words;
};

G_DEFINE_FINAL_TYPE (ShcLedgerRow, shc_ledger_row, ADW_TYPE_BIN)

char *
shc_ledger_row_format_time (gint64 at_us)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, _("%-d %B %Y, %H:%M")) : g_strdup ("–");
}

static const char *
describe_turn (const ShcConsent *entry)
{
  if (entry->restored)
    return _("To be asked again after a restored backup");
  return entry->granted ? _("Agreed") : _("Taken back");
}

static void
shc_ledger_row_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (shc_ledger_row_parent_class)->dispose (object);
}

static void
shc_ledger_row_class_init (ShcLedgerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_ledger_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-ledger-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerRow, what);
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerRow, whom);
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerRow, when);
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerRow, expander);
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerRow, words);
}

static void
shc_ledger_row_init (ShcLedgerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_ledger_row_new (void)
{
  return g_object_new (SHC_TYPE_LEDGER_ROW, NULL);
}

void
shc_ledger_row_set_entry (ShcLedgerRow     *self,
                          const ShcConsent *entry)
{
  g_autofree char *what = NULL;
  g_autofree char *whom = NULL;
  g_autofree char *time = NULL;
  g_autofree char *when = NULL;

  g_return_if_fail (SHC_IS_LEDGER_ROW (self));
  g_return_if_fail (entry != NULL);

  /* Translators: what was done, "Agreed", and what it is about. */
  what = g_strdup_printf (_("%s: %s"), describe_turn (entry), shc_consent_get_title (entry->purpose));
  if (entry->recipient != NULL)
    /* Translators: %s is whom a consent names, such as a host. */
    whom = g_strdup_printf (_("For %s"), entry->recipient);
  time = shc_ledger_row_format_time (entry->at_us);
  /* Translators: the number of the entry, a date and time, and the version of the words. */
  when = g_strdup_printf (_("No. %" PRId64 " · %s · wording %s"), entry->number, time, entry->wording);
  gtk_label_set_text (self->what, what);
  gtk_label_set_text (self->whom, whom != NULL ? whom : "");
  gtk_widget_set_visible (GTK_WIDGET (self->whom), whom != NULL);
  gtk_label_set_text (self->when, when);
  gtk_label_set_text (self->words, entry->text != NULL ? entry->text : "");
  gtk_expander_set_expanded (self->expander, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), entry->text != NULL);
}
