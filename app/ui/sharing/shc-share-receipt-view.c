/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a run. */

#define G_LOG_DOMAIN "shc-share-receipt-view"

#include "config.h"

#include "shc-share-receipt-view.h"

#include <glib/gi18n-lib.h>

#include "shc-date.h"
#include "shc-reflections.h"

/* So many of what was not done are listed; the others are counted. */
#define LISTED 100

struct _ShcShareReceiptView
{
  AdwBin               parent_instance;
  gboolean             offers_undo;
  GPtrArray           *rows;      /* (element-type GtkWidget) */
  GtkImage            *sign;
  GtkLabel            *title;
  GtkLabel            *text;
  AdwPreferencesGroup *failed_group;
  GtkLabel            *more;
  GtkWidget           *undo_button;
  GtkWidget           *done_button;
};

G_DEFINE_FINAL_TYPE (ShcShareReceiptView, shc_share_receipt_view, ADW_TYPE_BIN)

/* ---- the days of what was not done */

typedef struct
{
  ShcShareReceiptView *self;
  char               **ids;
  GPtrArray           *titles;    /* (element-type utf8): as many */
} Naming;

static void
naming_free (gpointer data)
{
  Naming *naming = data;

  g_object_unref (naming->self);
  g_strfreev (naming->ids);
  g_ptr_array_unref (naming->titles);
  g_free (naming);
}

static gpointer
name_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  Naming *naming = data;

  for (guint i = 0; naming->ids[i] != NULL; i++)
    {
      g_autoptr(ShcReflection) reflection = shc_reflections_get (db, naming->ids[i], NULL);

      g_ptr_array_add (naming->titles, reflection != NULL ? shc_date_format_long (reflection->date) : NULL);
    }
  return NULL;
}

static void
named_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Naming *naming = user_data;
  ShcShareReceiptView *self = naming->self;

  shc_vault_run_finish (SHC_VAULT (object), result, NULL);
  for (guint i = 0; i < MIN (naming->titles->len, self->rows->len); i++)
    if (g_ptr_array_index (naming->titles, i) != NULL)
      adw_preferences_row_set_title (g_ptr_array_index (self->rows, i), g_ptr_array_index (naming->titles, i));
  naming_free (naming);
}

/* ---- what is said */

/* @sentence: (transfer full): about @n of something. */
static void
add_sentence (GString *text,
              guint    n,
              char    *sentence)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", sentence);
  g_free (sentence);
}

static char *
dup_text (const ShcShareReceipt *receipt,
          guint                  n_left)
{
  g_autoptr(GString) text = g_string_new (NULL);

  add_sentence (text, receipt->created,
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row was made.",
                                              "%u rows were made.", receipt->created), receipt->created));
  add_sentence (text, receipt->updated,
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row was changed.",
                                              "%u rows were changed.", receipt->updated), receipt->updated));
  add_sentence (text, receipt->deleted,
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row was deleted.",
                                              "%u rows were deleted.", receipt->deleted), receipt->deleted));
  add_sentence (text, n_left,
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row was not ticked, and was left as it is.",
                                              "%u rows were not ticked, and were left as they are.", n_left), n_left));
  add_sentence (text, receipt->failed->len,
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row was not done; see below.",
                                              "%u rows were not done; see below.", receipt->failed->len), receipt->failed->len));
  add_sentence (text, receipt->requests,
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u request was made for it.",
                                              "%u requests were made for it.", receipt->requests), receipt->requests));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
get_title (const ShcShareReceipt *receipt)
{
  if (receipt->failed->len > 0)
    return _("Done, but Not All of It");
  if (receipt->kind == SHC_SHARING_UNDO)
    return _("Taken Back");
  return receipt->kind == SHC_SHARING_FORGET ? _("Deleted There") : _("Sent");
}

static void
clear_rows (ShcShareReceiptView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->failed_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
add_row (ShcShareReceiptView *self,
         const char          *id,
         const char          *why)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), *id == '\0' ? _("Your own row") : _("A reflection"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), why);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (self->failed_group, row);
  g_ptr_array_add (self->rows, row);
}

/* Returns: (transfer full) (element-type ShcShareChange): what was not ticked for a reason of ours. */
static GPtrArray *
list_kept (const ShcSharePlan *plan)
{
  GPtrArray *kept = g_ptr_array_new ();

  for (guint i = 0; plan != NULL && i < plan->changes->len; i++)
    {
      ShcShareChange *change = g_ptr_array_index (plan->changes, i);

      if (!change->ticked && change->note != NULL)
        g_ptr_array_add (kept, change);
    }
  return kept;
}

static void
list_rows (ShcShareReceiptView   *self,
           ShcVault              *vault,
           const ShcShareReceipt *receipt,
           const ShcSharePlan    *plan)
{
  Naming *naming = g_new0 (Naming, 1);
  g_autoptr(GPtrArray) kept = list_kept (plan);
  guint all = receipt->failed->len + kept->len;
  guint n = MIN (all, LISTED);
  g_autofree char *more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "And %u more.", "And %u more.", all - n), all - n);

  naming->self = g_object_ref (self);
  naming->ids = g_new0 (char *, n + 1);
  naming->titles = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    {
      const ShcSharingStep *step = i < receipt->failed->len ? g_ptr_array_index (receipt->failed, i) : NULL;
      const ShcShareChange *change = step == NULL ? g_ptr_array_index (kept, i - receipt->failed->len) : NULL;

      naming->ids[i] = g_strdup (step != NULL ? step->id : change->id);
      add_row (self, naming->ids[i], step != NULL ? step->why : change->note);
    }
  gtk_label_set_text (self->more, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more), all > n);
  gtk_widget_set_visible (GTK_WIDGET (self->failed_group), n > 0);
  shc_vault_run_async (vault, SHC_DB_READER, FALSE, name_in_thread, naming, NULL, NULL, NULL, named_cb, naming);
}

static void
shc_share_receipt_view_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  g_ptr_array_set_size (SHC_SHARE_RECEIPT_VIEW (object)->rows, 0);

  G_OBJECT_CLASS (shc_share_receipt_view_parent_class)->dispose (object);
}

static void
shc_share_receipt_view_finalize (GObject *object)
{
  g_ptr_array_unref (SHC_SHARE_RECEIPT_VIEW (object)->rows);

  G_OBJECT_CLASS (shc_share_receipt_view_parent_class)->finalize (object);
}

static gboolean
shc_share_receipt_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SHC_SHARE_RECEIPT_VIEW (widget)->done_button);
}

static void
shc_share_receipt_view_class_init (ShcShareReceiptViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_share_receipt_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_share_receipt_view_finalize;
  widget_class->grab_focus = shc_share_receipt_view_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-share-receipt-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcShareReceiptView, sign);
  gtk_widget_class_bind_template_child (widget_class, ShcShareReceiptView, title);
  gtk_widget_class_bind_template_child (widget_class, ShcShareReceiptView, text);
  gtk_widget_class_bind_template_child (widget_class, ShcShareReceiptView, failed_group);
  gtk_widget_class_bind_template_child (widget_class, ShcShareReceiptView, more);
  gtk_widget_class_bind_template_child (widget_class, ShcShareReceiptView, undo_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareReceiptView, done_button);
}

static void
shc_share_receipt_view_init (ShcShareReceiptView *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_share_receipt_view_set_receipt (ShcShareReceiptView   *self,
                                    ShcVault              *vault,
                                    const ShcShareReceipt *receipt,
                                    const ShcSharePlan    *plan)
{
  g_autofree char *text = NULL;

  g_return_if_fail (SHC_IS_SHARE_RECEIPT_VIEW (self));
  g_return_if_fail (SHC_IS_VAULT (vault) && receipt != NULL);

  text = dup_text (receipt, plan != NULL ? plan->changes->len - shc_share_plan_count_ticked (plan) : 0);
  self->offers_undo = receipt->kind == SHC_SHARING_SHARE && receipt->created + receipt->updated > 0;
  gtk_widget_set_visible (self->undo_button, FALSE);
  gtk_image_set_from_icon_name (self->sign, receipt->failed->len > 0 ? "dialog-warning-symbolic" : "emblem-ok-symbolic");
  gtk_label_set_text (self->title, get_title (receipt));
  gtk_label_set_text (self->text, text);
  clear_rows (self);
  list_rows (self, vault, receipt, plan);
}

void
shc_share_receipt_view_set_can_undo (ShcShareReceiptView *self,
                                     gboolean             can_undo)
{
  g_return_if_fail (SHC_IS_SHARE_RECEIPT_VIEW (self));

  gtk_widget_set_visible (self->undo_button, can_undo && self->offers_undo);
}
