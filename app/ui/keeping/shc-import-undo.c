/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saying what an import took, with a button to take it back. */

#define G_LOG_DOMAIN "shc-import-undo"

#include "config.h"

#include "shc-import-undo.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "shc-ui-errors.h"
#include "shc-window.h"

typedef struct
{
  GtkWidget *from;
  ShcVault  *vault;
  gint64     import;
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_object_unref (undo->from);
  g_object_unref (undo->vault);
  g_free (undo);
}

static void
undone_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GtkWidget) from = GTK_WIDGET (user_data);
  g_autoptr(GError) error = NULL;
  gint64 removed;
  gint64 kept;

  if (!shc_import_undo_finish (SHC_VAULT (object), result, &removed, &kept, &error))
    shc_report_error (from, error);
  else if (kept > 0)
    shc_window_toast (from, _("Import taken back, except what was edited since."), NULL, NULL, NULL,
                      NULL);
  else
    shc_window_toast (from, _("Import taken back."), NULL, NULL, NULL, NULL);
}

static void
undo_pressed (gpointer user_data)
{
  Undo *undo = user_data;

  shc_import_undo_async (undo->vault, undo->import, undone_cb, g_object_ref (undo->from));
}

void
shc_import_offer_undo (GtkWidget             *from,
                       ShcVault              *vault,
                       const ShcImportResult *result)
{
  Undo *undo = g_new0 (Undo, 1);
  g_autofree char *text =
    g_strdup_printf (ngettext ("%" PRId64 " reflection imported",
                               "%" PRId64 " reflections imported",
                               (gulong) result->imported),
                     result->imported);

  undo->from = g_object_ref (from);
  undo->vault = g_object_ref (vault);
  undo->import = result->import;
  shc_window_toast (from, text, _("Undo"), undo_pressed, undo, undo_free);
}
