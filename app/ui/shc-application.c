/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one process, one window and one vault for each vault's folder. */

#define G_LOG_DOMAIN "shc-application"

#include "config.h"

#include "shc-application.h"

#include "shc-window.h"

struct _ShcApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (ShcApplication, shc_application, ADW_TYPE_APPLICATION)

static void
shc_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (shc_window_new (GTK_APPLICATION (application), NULL));
  gtk_window_present (window);
}

static void
shc_application_class_init (ShcApplicationClass *klass)
{
  G_APPLICATION_CLASS (klass)->activate = shc_application_activate;
}

static void
shc_application_init (ShcApplication *self)
{
}

ShcApplication *
shc_application_new (void)
{
  return g_object_new (SHC_TYPE_APPLICATION,
                       "application-id", SHC_APP_ID,
                       "resource-base-path", "/org/sacredhealing/Companion",
                       NULL);
}
