/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this program is, and where a person finds people when it is hard. */

#define G_LOG_DOMAIN "shc-about"

#include "config.h"

#include "shc-about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "shc-open-link.h"

#define DIRECTORY_URI "https://findahelpline.com/"

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

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  if (g_str_equal (response, "open"))
    shc_open_link (GTK_WIDGET (user_data), DIRECTORY_URI);
}

void
shc_support_present (GtkWindow *parent)
{
  GtkWidget *dialog = adw_message_dialog_new (
    parent, _("You Do Not Have to Carry This Alone"),
    _("If you are in danger, or fear you may hurt yourself, please call your local emergency "
      "number now, or go to someone who can stay with you.\n\n"
      "Help lines are free and confidential in many countries. findahelpline.com lists them by "
      "country; opening it goes to the internet in your browser, and sends nothing of yours.\n\n"
      "This program is not watched by anyone and cannot call for help."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"), "open",
                                    _("_Open findahelpline.com"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "open",
                                              ADW_RESPONSE_SUGGESTED);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), parent, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
