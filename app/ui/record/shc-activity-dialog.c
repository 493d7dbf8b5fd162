/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What left this computer. */

#define G_LOG_DOMAIN "shc-activity-dialog"

#include "config.h"

#include "shc-activity-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-activity-filter-box.h"
#include "shc-activity-row.h"
#include "shc-network-row.h"
#include "shc-pick-file.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"

struct _ShcActivityDialog
{
  AdwWindow             parent_instance;
  ShcJournal           *journal;
  GCancellable         *cancellable;
  GPtrArray            *found;    /* (element-type ShcActivity): in the order of the list */
  gboolean              more;     /* there are others */
  guint                 limit;    /* so many are read */
  guint                 asked;    /* how often; the answer to an earlier one is not shown any more */
  ShcActivityFormat     format;   /* of the copy that a file is picked for */
  ShcNetworkRow        *network_row;
  GtkStack             *stack;
  GtkWidget            *filter_button;
  GtkWidget            *export_button;
  ShcActivityFilterBox *filter;
  GtkLabel             *note;
  GtkLabel             *message;
  GtkStack             *rows;
  GtkListView          *list;
  GtkStringList        *entries;  /* as many as are shown; what they are is in found */
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

/* ---- the list */

static void
splice (ShcActivityDialog *self,
        guint              position,
        guint              n_removed,
        guint              n_added)
{
  g_autofree const char **keys = g_new0 (const char *, n_added + 1);

  for (guint i = 0; i < n_added; i++)
    keys[i] = "";
  gtk_string_list_splice (self->entries, position, n_removed, keys);
}

/* How many came to the top of @old; -1 if @found is not what @old has become by that. */
static int
count_new (const GPtrArray *old,
           const GPtrArray *found)
{
  guint added = 0;

  if (old == NULL || old->len == 0)
    return -1;
  while (added < found->len && ((const ShcActivity *) g_ptr_array_index (found, added))->entry !=
                                 ((const ShcActivity *) g_ptr_array_index (old, 0))->entry)
    added++;
  for (guint i = 0; i < old->len && added + i < found->len; i++)
    if (((const ShcActivity *) g_ptr_array_index (old, i))->entry !=
        ((const ShcActivity *) g_ptr_array_index (found, added + i))->entry)
      return -1;
  return added < found->len ? (int) added : -1;
}

/* The journal changes for many reasons; the list is not built anew, and does not jump, for each. */
static void
show_changes (ShcActivityDialog *self,
              const GPtrArray   *old,
              guint              added)
{
  guint kept = MIN (old->len, self->found->len - added);

  splice (self, kept, old->len - kept, 0);
  if (added > 0)
    splice (self, 0, 0, added);
  if (self->found->len > added + kept)
    splice (self, added + kept, 0, self->found->len - added - kept);
  for (guint i = 0; i < kept; i++)
    if (((const ShcActivity *) g_ptr_array_index (old, i))->finished !=
        ((const ShcActivity *) g_ptr_array_index (self->found, added + i))->finished)
      splice (self, added + i, 1, 1);
}

static void
show_note (ShcActivityDialog *self)
{
  g_autoptr(GString) text = g_string_new (_("When, what for and how much, never what it said."));

  if (shc_activity_filter_box_is_on (self->filter))
    g_string_append_printf (text, " %s", _("Only some are shown."));
  if (self->more)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("These are the newest %u; earlier ones come as you scroll down."), self->found->len);
    }
  gtk_label_set_text (self->note, text->str);
}

static void
show_page (ShcActivityDialog *self)
{
  gboolean any = self->found->len > 0;
  gboolean on = shc_activity_filter_box_is_on (self->filter);

  show_note (self);
  gtk_stack_set_visible_child_name (self->rows, any ? "list" : "none");
  gtk_stack_set_visible_child_name (self->stack, any || on ? "list" : "empty");
  gtk_widget_set_visible (self->filter_button, any || on);
  gtk_widget_set_visible (self->export_button, any);
}

/* ---- reading */

typedef struct
{
  ShcActivityDialog *self;
  guint              asked;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->self);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* A journal that is being closed cannot be read, which is no news. */
static void
report (ShcActivityDialog *self,
        const GError      *error)
{
  ShcWindow *window = shc_window_find (GTK_WIDGET (self));

  if (window != NULL && !shc_window_is_closing (window))
    shc_report_error (GTK_WIDGET (self), error);
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  ShcActivityDialog *self = question->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = shc_journal_find_activity_finish (SHC_JOURNAL (object), result, &error);
  g_autoptr(GPtrArray) old = NULL;
  int added;

  if (g_cancellable_is_cancelled (self->cancellable) || question->asked != self->asked)
    return;
  if (found == NULL)
    {
      report (self, error);
      return;
    }
  self->more = found->len > self->limit;
  if (self->more)
    g_ptr_array_set_size (found, (int) self->limit);
  added = count_new (self->found, found);
  old = g_steal_pointer (&self->found);
  self->found = g_steal_pointer (&found);
  if (added >= 0)
    show_changes (self, old, (guint) added);
  else
    splice (self, 0, g_list_model_get_n_items (G_LIST_MODEL (self->entries)), self->found->len);
  show_page (self);
}

/* One more than is shown tells whether there are more. */
static void
load (ShcActivityDialog *self)
{
  Question *question = g_new0 (Question, 1);
  ShcActivityFilter filter;

  shc_activity_filter_box_get (self->filter, &filter);
  question->self = g_object_ref (self);
  question->asked = ++self->asked;
  shc_journal_find_activity_async (self->journal, &filter, self->limit + 1, self->cancellable, found_cb, question);
}

static void
filtered_cb (ShcActivityDialog *self)
{
  gtk_label_set_text (self->message, "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  self->limit = SHC_ACTIVITY_DIALOG_LIMIT;
  load (self);
}

static void
edge_reached_cb (ShcActivityDialog *self,
                 GtkPositionType    edge)
{
  if (edge != GTK_POS_BOTTOM || !self->more)
    return;
  self->limit += SHC_ACTIVITY_DIALOG_LIMIT;
  load (self);
}

static void
show_all (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  shc_activity_filter_box_clear (SHC_ACTIVITY_DIALOG (widget)->filter);
}

/* ---- the copy */

static void
say (ShcActivityDialog *self,
     const char        *text,
     gboolean           is_problem)
{
  gtk_label_set_text (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
  if (is_problem)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcActivityDialog) self = SHC_ACTIVITY_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gboolean exported = shc_journal_export_activity_finish (SHC_JOURNAL (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (self->export_button, TRUE);
  say (self, exported ? _("The copy is written, not encrypted.") : error->message, !exported);
}

static void
picked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcActivityDialog *self = SHC_ACTIVITY_DIALOG (object);
  g_autoptr(GFile) file = shc_pick_file_finish (result);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  ShcActivityFilter filter;

  if (path == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  shc_activity_filter_box_get (self->filter, &filter);
  gtk_widget_set_sensitive (self->export_button, FALSE);
  say (self, _("Writing…"), FALSE);
  shc_journal_export_activity_async (self->journal, &filter, self->format, path, self->cancellable, exported_cb,
                                     g_object_ref (self));
}

static void
export (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ShcActivityDialog *self = SHC_ACTIVITY_DIALOG (widget);
  const char *format = g_variant_get_string (parameter, NULL);
  g_autofree char *name = NULL;
  int year, month, day;

  self->format = g_str_equal (format, "csv") ? SHC_ACTIVITY_CSV : SHC_ACTIVITY_JSON;
  shc_date_get_ymd (shc_date_now (g_get_real_time ()), &year, &month, &day);
  /* Translators: the name of a file; the last %s is "csv" or "json". */
  name = g_strdup_printf (_("What left this computer %04d-%02d-%02d.%s"), year, month, day, format);
  shc_pick_file_async (widget, GTK_FILE_CHOOSER_ACTION_SAVE, _("Export To"), _("_Export"), name, NULL, picked_cb, NULL);
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

  g_type_ensure (SHC_TYPE_ACTIVITY_FILTER_BOX);
  g_type_ensure (SHC_TYPE_NETWORK_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-activity-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, network_row);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, filter_button);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, filter);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, note);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, message);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ShcActivityDialog, entries);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, filtered_cb);
  gtk_widget_class_bind_template_callback (widget_class, edge_reached_cb);
  gtk_widget_class_install_action (widget_class, "activity.show-all", NULL, show_all);
  gtk_widget_class_install_action (widget_class, "activity.export", "s", export);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_activity_dialog_init (ShcActivityDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->limit = SHC_ACTIVITY_DIALOG_LIMIT;
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
  shc_network_row_set_journal (self->network_row, journal);
  load (self);
  return GTK_WIDGET (self);
}
