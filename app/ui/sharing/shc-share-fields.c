/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record of a plan to share, field by field. */

#define G_LOG_DOMAIN "shc-share-fields"

#include "config.h"

#include "shc-share-fields.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-widget.h"

/* A longer text has a view of its own that is scrolled: a label would lay out all of it. */
#define LONGEST_LABEL 2000
#define VIEW_HEIGHT 220

char *
shc_share_fields_dup_value (const ShcCell *cell)
{
  if (cell == NULL || cell->kind == SHC_CELL_EMPTY)
    return g_strdup (_("(empty)"));
  switch (cell->kind)
    {
    case SHC_CELL_CHECK:
      return g_strdup (cell->checked ? _("yes") : _("no"));
    case SHC_CELL_LINKS:
      return g_strdup (_("(your row)"));
    case SHC_CELL_OTHER:
      return g_strdup (_("(something else)"));
    case SHC_CELL_EMPTY:
    case SHC_CELL_TEXT:
    case SHC_CELL_DATE:
    case SHC_CELL_CHOICE:
    default:
      return g_strdup (cell->text);
    }
}

static GtkWidget *
create_label (const char *text,
              gboolean    quiet)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (quiet)
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static GtkWidget *
create_view (const char *text,
             const char *column)
{
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  shc_widget_set_label (view, column);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scroller, -1, VIEW_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  return scroller;
}

/* @heading: (nullable): "Now" or "Then", where both are shown. */
static void
add_value (GtkBox        *box,
           const char    *column,
           const char    *heading,
           const ShcCell *cell,
           gboolean       quiet)
{
  g_autofree char *value = shc_share_fields_dup_value (cell);
  gboolean is_long = strlen (value) > LONGEST_LABEL;
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *widget = is_long ? create_view (value, column) : create_label (value, quiet);

  if (heading != NULL)
    {
      GtkWidget *label = create_label (heading, TRUE);

      gtk_widget_set_valign (label, GTK_ALIGN_START);
      gtk_widget_add_css_class (label, "caption");
      gtk_label_set_width_chars (GTK_LABEL (label), 6);
      gtk_box_append (GTK_BOX (line), label);
    }
  if (!is_long)
    gtk_label_set_selectable (GTK_LABEL (widget), TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_box_append (GTK_BOX (line), widget);
  gtk_box_append (box, line);
}

static void
add_column (GtkBox     *box,
            const char *column)
{
  GtkWidget *label = create_label (column, FALSE);

  gtk_widget_set_margin_top (label, 6);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (box, label);
}

static void
add_cell (GtkBox               *box,
          const ShcSharePlan   *plan,
          const ShcShareChange *change,
          const ShcCell        *cell,
          gboolean              coming)
{
  const char *column = shc_share_plan_get_column (plan, cell->name);

  add_column (box, column);
  if (change->change == SHC_SHARING_UPDATE && change->before != NULL)
    {
      /* Translators: what stands in a column now, and what will stand there after it was sent. Where it comes back: what stands in the
       * journal, and what stands in the base. */
      add_value (box, column, coming ? _("Here") : _("Now"), shc_cells_find (change->before, cell->name), TRUE);
      add_value (box, column, coming ? _("There") : _("Then"), cell, FALSE);
    }
  else
    add_value (box, column, NULL, cell, FALSE);
}

/* The columns that nothing is written into. */
static void
add_same (GtkBox               *box,
          const ShcSharePlan   *plan,
          const ShcShareChange *change)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; change->same != NULL && change->same[i] != NULL; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", shc_share_plan_get_column (plan, change->same[i]));
  if (names->len == 0)
    return;
  /* Translators: %s are names of columns. */
  text = g_strdup_printf (_("Left as they are: %s"), names->str);
  gtk_box_append (box, create_label (text, TRUE));
}

void
shc_share_fields_build (GtkBox               *box,
                        const ShcSharePlan   *plan,
                        const ShcShareChange *change,
                        gboolean              coming)
{
  const ShcCells *cells;

  g_return_if_fail (GTK_IS_BOX (box));
  g_return_if_fail (plan != NULL && change != NULL);

  cells = change->change == SHC_SHARING_DELETE ? change->before : change->cells;
  for (guint i = 0; cells != NULL && i < shc_cells_get_length (cells); i++)
    add_cell (box, plan, change, shc_cells_get (cells, i), coming);
  add_same (box, plan, change);
}
