/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What left this computer. */

#define G_LOG_DOMAIN "shc-activity-dialog"

#include "config.h"

#include "shc-activity-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-activity-row.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"

struct _ShcActivityDialog
{
  AdwWindow      parent_instance;
  ShcJournal    *journal;
  GCancellable  *cancellable;
  GPtrArray     *found;    /* (element-type ShcActivity): in the order of the list */
  gboolean       more;     /* there are others */
  GtkStack      *stack;
  GtkLabel      *note;
  GtkListView   *list;
  GtkStringList *entries;  /* as many as are shown; what they are is in found */
};

G_DEFINE_FINAL_TYPE (ShcActivityDialog, shc_activity_dialog, ADW_TYPE_WINDOW)

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  user_data)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, shc_activity_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  user_data)
{
  ShcActivityDialog *self = SHC_ACTIVITY_DIALOG (user_data);
  guint position = gtk_list_item_get_position (item);

  g_return_if_fail (position < self->found->len);

  shc_activity_row_set_activity (SHC_ACTIVITY_ROW (gtk_list_item_get_child (item)),
                                 g_ptr_array_index (self->found, position));
}

static void
show_note (ShcActivityDialog *self)
{
  g_autofree char *text = NULL;

  if (self->more)
    text = g_strdup_printf (_("When, what for and how much, never what it said. These are the newest %d; "
                              "“shc activity” in a terminal lists all."), SHC_ACTIVITY_DIALOG_LIMIT);
  gtk_label_set_text (self->note, text != NULL ? text : _("When, what for and how much, never what it said."));
}

static void
show (ShcActivityDialog *self)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->found->len; i++)
    g_ptr_array_add (keys, g_strdup_printf ("%" G_GINT64_FORMAT,
                                            ((const ShcActivity *) g_ptr_array_index (self->found, i))->entry));
  g_ptr_array_add (keys, NULL);
  gtk_string_list_splice (self->entries, 0, g_list_model_get_n_items (G_LIST_MODEL (self->entries)),
                          (const char *const *) keys->pdata);
  show_note (self);
  gtk_stack_set_visible_child_name (self->stack, self->found->len > 0 ? "list" : "empty");
}

static gboolean
is_same (const GPtrArray *a,
         const GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const ShcActivity *one = g_ptr_array_index (a, i);
      const ShcActivity *other = g_ptr_array_index (b, i);

      if (one->entry != other->entry || one->finished != other->finished)
        return FALSE;
    }
  return TRUE;
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcActivityDialog) self = SHC_ACTIVITY_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = shc_journal_load_activity_finish (SHC_JOURNAL (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (found == NULL)
    {
      ShcWindow *window = shc_window_find (GTK_WIDGET (self));

      /* A journal that is being closed cannot be read, which is no news. */
      if (window != NULL && !shc_window_is_closing (window))
        shc_report_error (GTK_WIDGET (self), error);
      return;
    }
  self->more = found->len > SHC_ACTIVITY_DIALOG_LIMIT;
  if (self->more)
    g_ptr_array_set_size (found, SHC_ACTIVITY_DIALOG_LIMIT);
  /* The journal changes for many reasons; the list is not built anew, and does not jump, for each. */
  if (is_same (self->found, found))
    return;
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = g_steal_pointer (&found);
  show (self);
}

/* One more than is shown tells whether there are more. */
static void
load (ShcActivityDialog *self)
{
  shc_journal_load_activity_async (self->journal, SHC_ACTIVITY_DIALOG_LIMIT + 1, self->cancellable, loaded_cb,
                                   g_object_ref (self));
}

static void
shc_activity_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (SHC_ACTIVITY_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (shc_activity_dialog_parent_class)->dispose (object);
}

static void
shc_activity_dialog_finalize (GObject *object)
{
  ShcActivityDialog *self = SHC_ACTIVITY_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_clear_pointer (&self->found, g_ptr_array_unref);

  G_OBJECT_CLASS (shc_activity_dialog_parent_class)->finalize (object);
}

static void
shc_activity_dialog_class_init (ShcActivityDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_activity_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_activity_dialog_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-activity-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, note);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, entries);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_activity_dialog_init (ShcActivityDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_activity_dialog_new (GtkWindow  *parent,
                         ShcJournal *journal)
{
  ShcActivityDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);

  self = g_object_new (SHC_TYPE_ACTIVITY_DIALOG, "transient-for", parent, NULL);
  self->journal = g_object_ref (journal);
  g_signal_connect_object (journal, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
