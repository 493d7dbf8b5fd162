/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the window of the same vault over D-Bus. */

#define G_LOG_DOMAIN "shc-peer"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-peer.h"
#include "shc-vault.h"

#define ANSWER_MS 2000

/* The object path that GApplication makes of its id. */
static char *
dup_object_path (const char *name)
{
  char *path = g_strconcat ("/", name, NULL);

  return g_strdelimit (g_strdelimit (path, ".", '/'), "-", '_');
}

static gboolean
is_absence (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
}

gboolean
shc_peer_ask (const char  *vault_dir,
              const char  *action,
              gboolean    *found,
              GError     **error)
{
  g_autofree char *name = shc_vault_bus_name (vault_dir);
  g_autofree char *path = dup_object_path (name);
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GVariant) answer = NULL;

  g_return_val_if_fail (vault_dir != NULL && action != NULL && found != NULL, FALSE);

  *found = FALSE;
  /* Without a bus no window can be there to hear. */
  if (bus == NULL)
    return TRUE;
  answer = g_dbus_connection_call_sync (bus, name, path, "org.freedesktop.Application",
                                        "ActivateAction",
                                        g_variant_new ("(sava{sv})", action, NULL, NULL), NULL,
                                        G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MS, NULL,
                                        &local_error);
  if (answer == NULL && is_absence (local_error))
    return TRUE;
  *found = TRUE;
  if (answer != NULL)
    return TRUE;
  g_debug ("window: %s", local_error->message);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY,
                       _("The window of this journal does not answer."));
  return FALSE;
}
