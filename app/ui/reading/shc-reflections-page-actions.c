/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Into the trash, out of it, and gone for good. */

#define G_LOG_DOMAIN "shc-reflections-page"

#include "config.h"

#include "shc-reflections-page-private.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"
#include "shc-ui-errors.h"
#include "shc-window.h"

typedef struct
{
  ShcReflectionsPage *self;
  char               *id;
} Target;

static Target *
target_new (ShcReflectionsPage *self,
            const char         *id)
{
  Target *target = g_new0 (Target, 1);

  target->self = g_object_ref (self);
  target->id = g_strdup (id);
  return target;
}

static void
target_free (gpointer data)
{
  Target *target = data;

  g_object_unref (target->self);
  g_free (target->id);
  g_free (target);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Target, target_free)

/* Remembers which row is to be shown when the one that is shown has left the list. */
static void
expect_to_leave (ShcReflectionsPage *self)
{
  self->next_position = gtk_single_selection_get_selected (self->selection);
}

static void
go_back_if_folded (ShcReflectionsPage *self)
{
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child_name (self->leaflet, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
put_back_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(Target) target = data;
  g_autoptr(GError) error = NULL;

  if (!shc_journal_untrash_finish (SHC_JOURNAL (object), result, &error))
    {
      shc_report_error (GTK_WIDGET (target->self), error);
      return;
    }
  shc_window_toast (GTK_WIDGET (target->self), _("It is back in your reflections."), NULL, NULL,
                    NULL, NULL);
}

static void
undo_trash_cb (gpointer data)
{
  Target *target = data;
  const char *ids[] = { target->id, NULL };

  if (target->self->journal != NULL)
    shc_journal_untrash_async (target->self->journal, ids, put_back_cb,
                               target_new (target->self, target->id));
}

static void
trashed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  Target *target = data;
  g_autoptr(GError) error = NULL;

  if (!shc_journal_trash_finish (SHC_JOURNAL (object), result, &error))
    {
      target->self->next_position = G_MAXUINT;
      shc_report_error (GTK_WIDGET (target->self), error);
      target_free (target);
      return;
    }
  go_back_if_folded (target->self);
  shc_window_toast (GTK_WIDGET (target->self), _("Moved to the trash."), _("_Undo"), undo_trash_cb,
                    target, target_free);
}

static void
purged_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(Target) target = data;
  g_autoptr(GError) error = NULL;

  if (!shc_journal_purge_finish (SHC_JOURNAL (object), result, &error))
    {
      target->self->next_position = G_MAXUINT;
      shc_report_error (GTK_WIDGET (target->self), error);
      return;
    }
  go_back_if_folded (target->self);
  shc_window_toast (GTK_WIDGET (target->self), _("It is deleted."), NULL, NULL, NULL, NULL);
}

static void
purge_confirmed_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr(Target) target = data;
  const char *ids[] = { target->id, NULL };

  if (!shc_confirm_finish (result) || target->self->journal == NULL)
    return;
  expect_to_leave (target->self);
  shc_journal_purge_async (target->self->journal, ids, purged_cb,
                           target_new (target->self, target->id));
}

static void
trash_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (widget);
  const ShcReflection *reflection = shc_reading_pane_get_reflection (self->reading);
  const char *ids[] = { NULL, NULL };

  if (reflection == NULL || reflection->trashed_us != 0 || reflection->row == 0
      || shc_reading_pane_is_editing (self->reading))
    return;
  ids[0] = reflection->id;
  expect_to_leave (self);
  shc_journal_trash_async (self->journal, ids, trashed_cb, target_new (self, reflection->id));
}

static void
untrash_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (widget);
  const ShcReflection *reflection = shc_reading_pane_get_reflection (self->reading);
  const char *ids[] = { NULL, NULL };

  if (reflection == NULL || reflection->trashed_us == 0)
    return;
  ids[0] = reflection->id;
  expect_to_leave (self);
  shc_journal_untrash_async (self->journal, ids, put_back_cb, target_new (self, reflection->id));
}

static void
purge_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (widget);
  const ShcReflection *reflection = shc_reading_pane_get_reflection (self->reading);

  if (reflection == NULL || reflection->trashed_us == 0)
    return;
  shc_confirm_async (widget, _("Delete this reflection for good?"),
                     _("Its text, its earlier versions and its tags are erased from this journal. "
                       "Backups made before still hold them."),
                     _("_Cancel"), _("_Delete"), SHC_CONFIRM_DESTRUCTIVE, self->cancellable,
                     purge_confirmed_cb, target_new (self, reflection->id));
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (widget);

  if (shc_reading_pane_get_id (self->reading) == NULL)
    return;
  adw_leaflet_set_visible_child_name (self->leaflet, "reading");
  shc_reading_pane_edit (self->reading);
}

static void
match_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (SHC_REFLECTIONS_PAGE (widget)->reading),
                              g_str_equal (name, "reflections.next-match") ? "reading.next-match"
                                                                           : "reading.previous-match",
                              NULL);
}

static void
show_all_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  shc_filter_bar_clear (self->filter_bar);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
reload_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  shc_reflections_page_apply_filter (SHC_REFLECTIONS_PAGE (widget));
}

static void
leave_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ShcReflectionsPage *self = SHC_REFLECTIONS_PAGE (widget);

  if (adw_leaflet_get_folded (self->leaflet))
    gtk_widget_activate_action (GTK_WIDGET (self->reading), "reading.back", NULL);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

void
shc_reflections_page_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char                 *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "reflections.trash", trash_action },
    { "reflections.untrash", untrash_action },
    { "reflections.purge", purge_action },
    { "reflections.edit", edit_action },
    { "reflections.next-match", match_action },
    { "reflections.previous-match", match_action },
    { "reflections.show-all", show_all_action },
    { "reflections.reload", reload_action },
    { "reflections.leave", leave_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "reflections.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK,
                                       "reflections.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, GDK_CONTROL_MASK,
                                       "reflections.next-match", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "reflections.previous-match", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "reflections.leave", NULL);
}
