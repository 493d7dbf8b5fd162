/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text on paper. */

#define G_LOG_DOMAIN "shc-print-text"

#include "config.h"

#include "shc-print-text.h"

#include <glib/gi18n-lib.h>

#include "shc-ui-errors.h"

#define FONT "Sans 12"

typedef struct
{
  char        *text;
  PangoLayout *layout;
  GArray      *breaks;   /* int: the first line of each page */
} Job;

static void
job_free (gpointer  data,
          GClosure *closure)
{
  Job *job = data;

  g_free (job->text);
  g_clear_object (&job->layout);
  g_array_unref (job->breaks);
  g_free (job);
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                Job               *job)
{
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string (FONT);
  double height = gtk_print_context_get_height (context);
  double used = 0;

  g_clear_object (&job->layout);
  job->layout = gtk_print_context_create_pango_layout (context);
  pango_layout_set_font_description (job->layout, font);
  pango_layout_set_width (job->layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (job->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (job->layout, job->text, -1);

  g_array_set_size (job->breaks, 0);
  for (int line = 0; line < pango_layout_get_line_count (job->layout); line++)
    {
      PangoRectangle extents;
      double needs;

      pango_layout_line_get_extents (pango_layout_get_line_readonly (job->layout, line), NULL, &extents);
      needs = (double) extents.height / PANGO_SCALE;
      if (job->breaks->len == 0 || used + needs > height)
        {
          g_array_append_val (job->breaks, line);
          used = 0;
        }
      used += needs;
    }
  gtk_print_operation_set_n_pages (operation, MAX (1, (int) job->breaks->len));
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Job               *job)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  int end = page + 1 < (int) job->breaks->len ? g_array_index (job->breaks, int, page + 1)
                                              : pango_layout_get_line_count (job->layout);
  double y = 0;

  for (int line = g_array_index (job->breaks, int, page); line < end; line++)
    {
      PangoLayoutLine *shown = pango_layout_get_line_readonly (job->layout, line);
      PangoRectangle extents;

      pango_layout_line_get_extents (shown, NULL, &extents);
      cairo_move_to (cr, 0, y - (double) extents.y / PANGO_SCALE);
      pango_cairo_show_layout_line (cr, shown);
      y += (double) extents.height / PANGO_SCALE;
    }
}

void
shc_print_text (GtkWidget  *from,
                const char *title,
                const char *text)
{
  g_autoptr(GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr(GError) error = NULL;
  Job *job = g_new0 (Job, 1);

  job->text = g_strdup_printf ("%s\n\n%s", title, text);
  job->breaks = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), job);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), job, job_free, 0);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               GTK_WINDOW (gtk_widget_get_root (from)), &error) ==
      GTK_PRINT_OPERATION_RESULT_ERROR)
    shc_report_error (from, error);
}
