/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was used before, below an entry. */

#define G_LOG_DOMAIN "shc-suggestions"

#include "config.h"

#include "shc-suggestions.h"

#define MAX_ROWS 6

struct _ShcSuggestions
{
  GtkPopover  parent_instance;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (ShcSuggestions, shc_suggestions, GTK_TYPE_POPOVER)

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
clear_rows (ShcSuggestions *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

static void
add_row (ShcSuggestions *self,
         const char     *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_list_box_append (self->list, label);
}

/* Whether @suggestion goes on where @folded begins; everything does for an empty entry. */
static gboolean
matches (const char *suggestion,
         const char *folded)
{
  g_autofree char *other = g_utf8_casefold (suggestion, -1);

  return strstr (other, folded) != NULL && !g_str_equal (other, folded);
}

static void
row_activated_cb (ShcSuggestions *self,
                  GtkListBoxRow  *row)
{
  GtkWidget *label = gtk_list_box_row_get_child (row);
  g_autofree char *text = g_strdup (gtk_label_get_text (GTK_LABEL (label)));

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, text);
}

static void
shc_suggestions_class_init (ShcSuggestionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", SHC_TYPE_SUGGESTIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-suggestions.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcSuggestions, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
shc_suggestions_init (ShcSuggestions *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_suggestions_new (void)
{
  return g_object_new (SHC_TYPE_SUGGESTIONS, NULL);
}

guint
shc_suggestions_fill (ShcSuggestions    *self,
                      const char *const *all,
                      const char        *typed)
{
  g_autofree char *folded = NULL;
  guint n = 0;

  g_return_val_if_fail (SHC_IS_SUGGESTIONS (self), 0);
  g_return_val_if_fail (typed != NULL, 0);

  folded = g_utf8_casefold (typed, -1);
  clear_rows (self);
  for (guint i = 0; all != NULL && all[i] != NULL && n < MAX_ROWS; i++)
    if (matches (all[i], folded))
      {
        add_row (self, all[i]);
        n++;
      }
  gtk_list_box_unselect_all (self->list);
  return n;
}

void
shc_suggestions_move (ShcSuggestions *self,
                      int             step)
{
  GtkListBoxRow *row;
  int index;

  g_return_if_fail (SHC_IS_SUGGESTIONS (self));

  row = gtk_list_box_get_selected_row (self->list);
  index = row != NULL ? gtk_list_box_row_get_index (row) + step : step > 0 ? 0 : -1;
  row = index >= 0 ? gtk_list_box_get_row_at_index (self->list, index) : NULL;
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
  else if (index < 0)
    gtk_list_box_unselect_all (self->list);
}

gboolean
shc_suggestions_choose (ShcSuggestions *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (SHC_IS_SUGGESTIONS (self), FALSE);

  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    row_activated_cb (self, row);
  return row != NULL;
}
