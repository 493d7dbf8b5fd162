/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person has agreed to, and the record that proves it. */

#define G_LOG_DOMAIN "shc-ledger-dialog"

#include "config.h"

#include "shc-ledger-dialog.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "shc-confirm.h"
#include "shc-consent-question.h"
#include "shc-consent-row.h"
#include "shc-journal-error.h"
#include "shc-ledger-row.h"
#include "shc-pick-file.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"

struct _ShcLedgerDialog
{
  AdwWindow      parent_instance;
  ShcJournal    *journal;
  GCancellable  *cancellable;
  ShcLedger     *ledger;      /* (nullable): as it was when it was last read */
  GPtrArray     *rows;        /* (element-type ShcConsentRow): one for each purpose; owned by the list */

  GtkStack      *now;
  GtkListBox    *standings;
  GtkStack      *record;
  GtkStringList *entries;     /* as many as are recorded, newest first; what they are is in the ledger */
  AdwActionRow  *verify_row;
  GtkLabel      *limits;
  AdwActionRow  *export_row;
};

G_DEFINE_FINAL_TYPE (ShcLedgerDialog, shc_ledger_dialog, ADW_TYPE_WINDOW)

static void load (ShcLedgerDialog *self);

/* A journal that is being closed cannot be read, which is no news. */
static void
report (ShcLedgerDialog *self,
        const GError    *error)
{
  ShcWindow *window = shc_window_find (GTK_WIDGET (self));

  if (window != NULL && !shc_window_is_closing (window))
    shc_report_error (GTK_WIDGET (self), error);
}

/* ---- the entries */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  user_data)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, shc_ledger_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  user_data)
{
  ShcLedgerDialog *self = SHC_LEDGER_DIALOG (user_data);
  const GPtrArray *entries = self->ledger->entries;
  guint position = gtk_list_item_get_position (item);

  g_return_if_fail (position < entries->len);

  shc_ledger_row_set_entry (SHC_LEDGER_ROW (gtk_list_item_get_child (item)),
                            g_ptr_array_index (entries, entries->len - 1 - position));
}

/* The record only grows: what is new goes in at the top, and nothing else is touched. */
static void
show_entries (ShcLedgerDialog *self,
              guint            former)
{
  guint present = self->ledger->entries->len;
  g_autoptr(GPtrArray) keys = g_ptr_array_new ();

  if (present < former)
    former = 0;
  for (guint i = former; i < present; i++)
    g_ptr_array_add (keys, (gpointer) "");
  g_ptr_array_add (keys, NULL);
  gtk_string_list_splice (self->entries, 0, former > 0 ? 0 : g_list_model_get_n_items (G_LIST_MODEL (self->entries)),
                          (const char *const *) keys->pdata);
  gtk_stack_set_visible_child_name (self->record, present > 0 ? "list" : "empty");
}

/* ---- each as it stands */

static const ShcConsentStanding *
find_standing (ShcLedgerDialog *self,
               const char      *purpose)
{
  for (guint i = 0; i < self->ledger->standings->len; i++)
    {
      const ShcConsentStanding *standing = g_ptr_array_index (self->ledger->standings, i);

      if (g_str_equal (standing->purpose, purpose))
        return standing;
    }
  return NULL;
}

typedef struct
{
  ShcLedgerDialog *self;
  const char      *purpose;
  char            *shown;    /* whom it would name */
  gboolean         grant;
} Asked;

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->self);
  g_free (asked->shown);
  g_free (asked);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static void
recorded_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcLedgerDialog) self = SHC_LEDGER_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gboolean recorded = shc_journal_record_consent_finish (SHC_JOURNAL (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->standings), TRUE);
  if (!recorded)
    report (self, error);
  load (self);
}

static void
record (ShcLedgerDialog *self,
        const Asked     *asked)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->standings), FALSE);
  adw_action_row_set_subtitle (self->verify_row, "");
  shc_journal_record_consent_async (self->journal, asked->purpose, asked->shown, asked->grant, recorded_cb,
                                    g_object_ref (self));
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Asked) asked = user_data;

  if (shc_confirm_finish (result))
    record (asked->self, asked);
}

static void
pressed_cb (ShcConsentRow   *row,
            ShcLedgerDialog *self)
{
  const char *purpose = g_object_get_data (G_OBJECT (row), "shc-purpose");
  const ShcConsentStanding *standing = find_standing (self, purpose);
  g_autoptr(Asked) asked = g_new0 (Asked, 1);

  asked->self = g_object_ref (self);
  asked->purpose = standing->purpose;
  asked->grant = standing->state != SHC_CONSENT_GRANTED;
  asked->shown = asked->grant ? g_strdup (standing->recipient) : NULL;
  if (!shc_consent_question_is_needed (purpose, asked->grant))
    {
      record (self, asked);
      return;
    }
  shc_consent_question_async (GTK_WIDGET (self), asked->purpose, asked->shown, asked->grant, self->cancellable,
                              answered_cb, asked);
  g_steal_pointer (&asked);
}

static void
add_row (ShcLedgerDialog *self,
         const char      *purpose)
{
  GtkWidget *row = shc_consent_row_new ();

  g_object_set_data (G_OBJECT (row), "shc-purpose", (gpointer) purpose);
  g_signal_connect_object (row, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_list_box_append (self->standings, row);
  g_ptr_array_add (self->rows, row);
}

/* In place, so that words that were opened stay open. */
static void
show_standings (ShcLedgerDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      ShcConsentRow *row = g_ptr_array_index (self->rows, i);

      shc_consent_row_set_standing (row, find_standing (self, g_object_get_data (G_OBJECT (row), "shc-purpose")),
                                    self->ledger->adult);
    }
  gtk_stack_set_visible_child_name (self->now, "standings");
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcLedgerDialog) self = SHC_LEDGER_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcLedger) ledger = shc_journal_load_ledger_finish (SHC_JOURNAL (object), result, &error);
  guint former = self->ledger != NULL ? self->ledger->entries->len : 0;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (ledger == NULL)
    {
      report (self, error);
      return;
    }
  g_clear_pointer (&self->ledger, shc_ledger_free);
  self->ledger = g_steal_pointer (&ledger);
  show_standings (self);
  show_entries (self, former);
}

static void
load (ShcLedgerDialog *self)
{
  shc_journal_load_ledger_async (self->journal, self->cancellable, loaded_cb, g_object_ref (self));
}

/* ---- the proof */

static void
verified_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcLedgerDialog) self = SHC_LEDGER_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gint64 entries = shc_journal_verify_ledger_finish (SHC_JOURNAL (object), result, &error);
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ledger.verify", TRUE);
  if (entries >= 0)
    text = g_strdup_printf (_("All entries are as they were written: %" PRId64 "."), entries);
  else
    text = g_strdup (error->message);
  adw_action_row_set_subtitle (self->verify_row, text);
  if (entries < 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->verify_row), "error");
}

static void
verify (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ShcLedgerDialog *self = SHC_LEDGER_DIALOG (widget);

  gtk_widget_action_set_enabled (widget, "ledger.verify", FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->verify_row), "error");
  adw_action_row_set_subtitle (self->verify_row, _("Looking…"));
  shc_journal_verify_ledger_async (self->journal, self->cancellable, verified_cb, g_object_ref (self));
}

/* ---- the copy */

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcLedgerDialog) self = SHC_LEDGER_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gboolean exported = shc_journal_export_ledger_finish (SHC_JOURNAL (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ledger.export", TRUE);
  adw_action_row_set_subtitle (self->export_row, exported ? _("Written, not encrypted.") : error->message);
  if (!exported)
    gtk_widget_add_css_class (GTK_WIDGET (self->export_row), "error");
}

static void
picked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcLedgerDialog *self = SHC_LEDGER_DIALOG (object);
  g_autoptr(GFile) file = shc_pick_file_finish (result);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ledger.export", FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->export_row), "error");
  adw_action_row_set_subtitle (self->export_row, _("Writing…"));
  shc_journal_export_ledger_async (self->journal, path, self->cancellable, exported_cb, g_object_ref (self));
}

static void
export (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  g_autofree char *name = NULL;
  int year, month, day;

  shc_date_get_ymd (shc_date_now (g_get_real_time ()), &year, &month, &day);
  name = g_strdup_printf (_("What I agreed to %04d-%02d-%02d.json"), year, month, day);
  shc_pick_file_async (widget, GTK_FILE_CHOOSER_ACTION_SAVE, _("Export To"), _("_Export"), name, NULL, picked_cb, NULL);
}

static void
shc_ledger_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (SHC_LEDGER_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (shc_ledger_dialog_parent_class)->dispose (object);
}

static void
shc_ledger_dialog_finalize (GObject *object)
{
  ShcLedgerDialog *self = SHC_LEDGER_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_clear_pointer (&self->ledger, shc_ledger_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (shc_ledger_dialog_parent_class)->finalize (object);
}

static void
shc_ledger_dialog_class_init (ShcLedgerDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_ledger_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_ledger_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-ledger-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerDialog, now);
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerDialog, standings);
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerDialog, record);
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerDialog, entries);
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerDialog, verify_row);
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerDialog, limits);
  gtk_widget_class_bind_template_child (widget_class, ShcLedgerDialog, export_row);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_install_action (widget_class, "ledger.verify", NULL, verify);
  gtk_widget_class_install_action (widget_class, "ledger.export", NULL, export);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_ledger_dialog_init (ShcLedgerDialog *self)
{
  const char *const *purposes = shc_consent_get_purposes ();

  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_text (self->limits, shc_consent_get_limits ());
  for (guint i = 0; purposes[i] != NULL; i++)
    add_row (self, purposes[i]);
}

GtkWidget *
shc_ledger_dialog_new (GtkWindow  *parent,
                       ShcJournal *journal)
{
  ShcLedgerDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);

  self = g_object_new (SHC_TYPE_LEDGER_DIALOG, "transient-for", parent, NULL);
  self->journal = g_object_ref (journal);
  g_signal_connect_object (journal, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
