/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this program is. */

#define G_LOG_DOMAIN "shc-about"

#include "config.h"

#include "shc-about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

void
shc_about_present (GtkWindow *parent)
{
  adw_show_about_window (
    parent,
    "application-name", _("Sacred Healing Companion"),
    "application-icon", SHC_APP_ID,
    "version", SHC_VERSION,
    "developer-name", _("The Sacred Healing Companion project"),
    "license-type", GTK_LICENSE_GPL_3_0,
    "comments", _("A private journal for people on a healing journey. Everything is kept in one "
                  "encrypted file on your own computer. Nothing leaves it by itself."),
    /* Translators: put your name here, one a line. */
    "translator-credits", _("translator-credits"),
    NULL);
}
