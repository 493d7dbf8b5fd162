/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening an address in the person's browser. */

#define G_LOG_DOMAIN "shc-open-link"

#include "config.h"

#include "shc-open-link.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  GWeakRef from;
  char    *uri;
} Link;

static void
link_free (Link *link)
{
  g_weak_ref_clear (&link->from);
  g_free (link->uri);
  g_free (link);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Link, link_free)

static void
launched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Link) link = user_data;
  g_autoptr(GtkWidget) from = g_weak_ref_get (&link->from);
  g_autoptr(GError) error = NULL;
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  if (g_app_info_launch_default_for_uri_finish (result, &error) || from == NULL)
    return;

  g_debug ("no browser: %s", error->message);
  body = g_strdup_printf (_("No browser could be opened here. On any other device, type this "
                            "address:\n\n%s"), link->uri);
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (from)),
                                   _("The Page Could Not Be Opened"), body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
shc_open_link (GtkWidget  *from,
               const char *uri)
{
  Link *link;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (uri != NULL);

  link = g_new0 (Link, 1);
  g_weak_ref_init (&link->from, from);
  link->uri = g_strdup (uri);
  g_app_info_launch_default_for_uri_async (uri, NULL, NULL, launched_cb, link);
}
