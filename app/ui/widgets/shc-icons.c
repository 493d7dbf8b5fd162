/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading which icons there are before the first of them is shown. */

#define G_LOG_DOMAIN "shc-icons"

#include "config.h"

#include "shc-icons.h"

#include <gtk/gtk.h>

#include "shc-work.h"

/* GTK's own, this program's and libadwaita's, named in this order. */
#define N_PLACES 3

/* Any question has the whole theme read; a look-up is among what GTK allows on a thread. */
static gpointer
read_in_thread (gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  gtk_icon_theme_has_icon (GTK_ICON_THEME (data), "open-menu-symbolic");
  return NULL;
}

/* Not sooner: whoever names another place waits for a thread that is reading, and then has it read
 * anew. */
static void
places_cb (GtkIconTheme *theme)
{
  g_auto(GStrv) places = gtk_icon_theme_get_resource_path (theme);

  if (g_strv_length (places) < N_PLACES)
    return;
  g_signal_handlers_disconnect_by_func (theme, places_cb, NULL);
  shc_work_async (theme, read_in_thread, theme, NULL, NULL, NULL, NULL, NULL);
}

void
shc_icons_read_early (GdkDisplay *display)
{
  g_return_if_fail (GDK_IS_DISPLAY (display));

  g_signal_connect (gtk_icon_theme_get_for_display (display), "notify::resource-path",
                    G_CALLBACK (places_cb), NULL);
}
