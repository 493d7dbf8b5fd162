/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recovery code on paper, or as a file to put away. */

#define G_LOG_DOMAIN "shc-recovery-print"

#include "config.h"

#include "shc-recovery-print.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-recovery-code.h"
#include "shc-secure.h"
#include "shc-ui-errors.h"

GBytes *
shc_recovery_make_sheet (GBytes *code)
{
  static const char numbers[] = "%2u. ";
  const char *title = _("Sacred Healing Companion: recovery code");
  const char *hint = _("These words, in this order, open the journal without passphrase or keyring.\n"
                       "Keep this sheet away from the computer. A newer code replaces this one.");
  const char *word = g_bytes_get_data (code, NULL);
  gsize size = strlen (title) + strlen (hint) + strlen (word) + SHC_RECOVERY_WORDS * 8 + 16;
  GBytes *sheet;
  guint8 *data;
  char *end;

  sheet = shc_secure_bytes_new (size, &data);
  end = g_stpcpy (g_stpcpy ((char *) data, title), "\n\n");
  for (guint i = 1; word != NULL && *word != '\0'; i++)
    {
      const char *dash = strchr (word, '-');
      gsize length = dash != NULL ? (gsize) (dash - word) : strlen (word);

      end += g_snprintf (end, 8, numbers, i);
      memcpy (end, word, length);
      end = g_stpcpy (end + length, "\n");
      word = dash != NULL ? dash + 1 : NULL;
    }
  end = g_stpcpy (g_stpcpy (end, "\n"), hint);
  g_stpcpy (end, "\n");
  return sheet;
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                gpointer           user_data)
{
  gtk_print_operation_set_n_pages (operation, 1);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              gpointer           user_data)
{
  GBytes *sheet = user_data;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr(PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string ("Monospace 14");

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, g_bytes_get_data (sheet, NULL), -1);
  cairo_move_to (cr, 0, 0);
  pango_cairo_show_layout (cr, layout);
}

static void
sheet_unref (gpointer  data,
             GClosure *closure)
{
  g_bytes_unref (data);
}

void
shc_recovery_print (GtkWidget *from,
                    GBytes    *code)
{
  g_autoptr(GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr(GError) error = NULL;

  gtk_print_operation_set_job_name (operation, _("Recovery code"));
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), NULL);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb),
                         shc_recovery_make_sheet (code), sheet_unref, 0);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               GTK_WINDOW (gtk_widget_get_root (from)), &error) ==
      GTK_PRINT_OPERATION_RESULT_ERROR)
    shc_report_error (from, error);
}
