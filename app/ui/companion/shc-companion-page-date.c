/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: after a large jump of the clock it is asked first, before anything is removed because of the date. */

#define G_LOG_DOMAIN "shc-companion-page"

#include "config.h"

#include "shc-companion-page-private.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"
#include "shc-ui-errors.h"

static char *
format_day (gint64 us)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, _("%-d %B %Y"));
}

static void
show_doubt (ShcCompanionPage   *self,
            const ShcDateDoubt *doubt)
{
  g_autofree char *now = format_day (doubt->now_us);
  g_autofree char *seen = format_day (doubt->seen_us);
  gulong n = (gulong) doubt->n_hidden;
  /* Translators: both %s are days. */
  g_autofree char *text = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE,
                 "This computer says that it is %s; conversations were last looked after on %s. Because of that %lu "
                 "conversation is hidden, but not removed. Is the date right?",
                 "This computer says that it is %s; conversations were last looked after on %s. Because of that %lu "
                 "conversations are hidden, but not removed. Is the date right?", n),
    now, seen, n);

  gtk_label_set_text (self->date_text, text);
}

static void
doubt_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autofree ShcDateDoubt *doubt = shc_journal_get_date_doubt_finish (SHC_JOURNAL (object), result, NULL);

  if (shc_companion_page_is_gone (self) || doubt == NULL)
    return;
  if (doubt->n_hidden > 0)
    show_doubt (self, doubt);
  gtk_widget_set_visible (self->date_box, doubt->n_hidden > 0);
}

void
shc_companion_page_look_at_date (ShcCompanionPage *self)
{
  shc_journal_get_date_doubt_async (self->journal, self->cancellable, doubt_cb, g_object_ref (self));
}

static void
confirmed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  if (!shc_journal_confirm_date_finish (SHC_JOURNAL (object), result, &error))
    shc_report_error (GTK_WIDGET (self), error);
  if (!shc_companion_page_is_gone (self))
    shc_companion_page_look_at_date (self);
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);

  if (shc_confirm_finish (result) && !shc_companion_page_is_gone (self))
    shc_journal_confirm_date_async (self->journal, confirmed_cb, g_object_ref (self));
}

void
shc_companion_page_date_action (GtkWidget  *widget,
                                const char *name,
                                GVariant   *parameter)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (widget);
  g_autofree char *today = format_day (g_get_real_time ());
  g_autofree char *heading = g_strdup_printf (_("Is It %s?"), today);

  shc_confirm_async (widget, heading,
                     _("If it is, conversations whose time is over by this date are removed for good; any others show again, "
                       "until their day. If it is not, set this computer’s clock: then all of them show again, until their "
                       "day."),
                     _("_Not Now"), _("_The Date Is Right"), SHC_CONFIRM_DESTRUCTIVE, self->cancellable, answered_cb,
                     g_object_ref (self));
}
