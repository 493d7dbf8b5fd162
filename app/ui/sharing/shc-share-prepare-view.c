/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a base lacks, and which of its choices mean what. */

#define G_LOG_DOMAIN "shc-share-prepare-view"

#include "config.h"

#include "shc-share-prepare-view.h"

#include <glib/gi18n-lib.h>

#include "shc-base-mapping.h"

struct _ShcSharePrepareView
{
  AdwBin                  parent_instance;
  const ShcSharePrepared *prepared;        /* (nullable) */
  GPtrArray              *missing_rows;    /* (element-type GtkWidget) */
  GPtrArray              *choice_rows;     /* (element-type AdwComboRow): as many as choices */
  GtkImage               *sign;
  GtkLabel               *title;
  GtkLabel               *text;
  AdwPreferencesGroup    *missing_group;
  GtkWidget              *make_button;
  AdwPreferencesGroup    *choices_group;
  GtkWidget              *keep_button;
};

G_DEFINE_FINAL_TYPE (ShcSharePrepareView, shc_share_prepare_view, ADW_TYPE_BIN)

static void
clear_rows (AdwPreferencesGroup *group,
            GPtrArray           *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
add_row (AdwPreferencesGroup *group,
         GPtrArray           *rows,
         GtkWidget           *row,
         const char          *title)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

static void
add_choice (ShcSharePrepareView  *self,
            const ShcShareChoice *choice)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr(GtkStringList) model = gtk_string_list_new (NULL);
  /* Translators: a column of a table, and what would be written into it. */
  g_autofree char *title = g_strdup_printf (_("%s: “%s”"), choice->column, choice->ours);

  gtk_string_list_append (model, _("Leave it as it is there"));
  for (guint i = 0; choice->theirs[i] != NULL; i++)
    gtk_string_list_append (model, choice->theirs[i]);
  add_row (self->choices_group, self->choice_rows, row, title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
}

/* Returns: (transfer full): how much was made, and a space; "" for nothing. */
static char *
dup_made (const ShcSharePrepared *prepared)
{
  if (prepared->made == 0)
    return g_strdup ("");
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u table or column was made. ", "%u tables and columns were made. ",
                                       prepared->made), prepared->made);
}

static const char *
get_advice (const ShcSharePrepared *prepared,
            gboolean                tried)
{
  if (prepared->missing->len == 0)
    return _("Both tables are there, with all columns that are needed.");
  if (tried)
    return _("What is left could not be made: the token may not (it needs schema.bases:write), or a column of that name has "
             "another type. Make it at Airtable by hand, or name another column in the set-up.");
  return _("Nothing was changed yet. It can be made now, if the token may do that (schema.bases:write), or by hand at "
           "Airtable. If a column is there under another name, give that in the set-up.");
}

static void
show_words (ShcSharePrepareView *self,
            gboolean             tried)
{
  gboolean ready = self->prepared->missing->len == 0;
  g_autofree char *made = dup_made (self->prepared);
  g_autofree char *text = g_strconcat (made, get_advice (self->prepared, tried), NULL);

  gtk_image_set_from_icon_name (self->sign, ready ? "emblem-ok-symbolic" : "dialog-warning-symbolic");
  gtk_label_set_text (self->title, ready   ? _("The Base Is Ready")
                                   : tried ? _("Something Is Still Missing")
                                           : _("Something Is Missing"));
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (self->make_button, !ready && !tried);
}

static void
shc_share_prepare_view_dispose (GObject *object)
{
  ShcSharePrepareView *self = SHC_SHARE_PREPARE_VIEW (object);

  g_ptr_array_set_size (self->missing_rows, 0);
  g_ptr_array_set_size (self->choice_rows, 0);
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (shc_share_prepare_view_parent_class)->dispose (object);
}

static void
shc_share_prepare_view_finalize (GObject *object)
{
  ShcSharePrepareView *self = SHC_SHARE_PREPARE_VIEW (object);

  g_ptr_array_unref (self->missing_rows);
  g_ptr_array_unref (self->choice_rows);

  G_OBJECT_CLASS (shc_share_prepare_view_parent_class)->finalize (object);
}

static gboolean
shc_share_prepare_view_grab_focus (GtkWidget *widget)
{
  ShcSharePrepareView *self = SHC_SHARE_PREPARE_VIEW (widget);

  if (self->choice_rows->len > 0)
    return gtk_widget_grab_focus (g_ptr_array_index (self->choice_rows, 0));
  return gtk_widget_get_visible (self->make_button) && gtk_widget_grab_focus (self->make_button);
}

static void
shc_share_prepare_view_class_init (ShcSharePrepareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_share_prepare_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_share_prepare_view_finalize;
  widget_class->grab_focus = shc_share_prepare_view_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-share-prepare-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcSharePrepareView, sign);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePrepareView, title);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePrepareView, text);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePrepareView, missing_group);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePrepareView, make_button);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePrepareView, choices_group);
  gtk_widget_class_bind_template_child (widget_class, ShcSharePrepareView, keep_button);
}

static void
shc_share_prepare_view_init (ShcSharePrepareView *self)
{
  self->missing_rows = g_ptr_array_new ();
  self->choice_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_share_prepare_view_set_prepared (ShcSharePrepareView    *self,
                                     const ShcSharePrepared *prepared,
                                     gboolean                tried)
{
  g_return_if_fail (SHC_IS_SHARE_PREPARE_VIEW (self));
  g_return_if_fail (prepared != NULL);

  self->prepared = prepared;
  clear_rows (self->missing_group, self->missing_rows);
  clear_rows (self->choices_group, self->choice_rows);
  for (guint i = 0; i < prepared->missing->len; i++)
    add_row (self->missing_group, self->missing_rows, adw_action_row_new (), g_ptr_array_index (prepared->missing, i));
  for (guint i = 0; i < prepared->choices->len; i++)
    add_choice (self, g_ptr_array_index (prepared->choices, i));
  gtk_widget_set_visible (GTK_WIDGET (self->missing_group), prepared->missing->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->choices_group), prepared->choices->len > 0);
  gtk_widget_set_visible (self->keep_button, prepared->choices->len > 0);
  show_words (self, tried);
}

char *
shc_share_prepare_view_dup_mapping (ShcSharePrepareView *self,
                                    const char          *mapping)
{
  char *changed;

  g_return_val_if_fail (SHC_IS_SHARE_PREPARE_VIEW (self) && self->prepared != NULL, NULL);
  g_return_val_if_fail (mapping != NULL, NULL);

  changed = g_strdup (mapping);
  for (guint i = 0; i < self->choice_rows->len; i++)
    {
      const ShcShareChoice *choice = g_ptr_array_index (self->prepared->choices, i);
      guint selected = adw_combo_row_get_selected (g_ptr_array_index (self->choice_rows, i));
      g_autofree char *former = changed;

      changed = shc_base_mapping_set (former, choice->key,
                                      selected > 0 && selected != GTK_INVALID_LIST_POSITION ? choice->theirs[selected - 1]
                                                                                           : NULL);
    }
  return changed;
}
