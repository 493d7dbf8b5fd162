/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journey e-mails: what would be sent, each with a tick, and what became of it. */

#define G_LOG_DOMAIN "shc-mailing-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-mailing-dialog-private.h"

static void
clear_rows (ShcMailingDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP)), row);
    }
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->checks, 0);
}

/* What stands in a row may come from a person or a service, and is no markup. */
static GtkWidget *
add_row (ShcMailingDialog    *self,
         AdwPreferencesGroup *group,
         const char          *title,
         const char          *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
  return row;
}

static GtkWidget *
add_check (GtkWidget *row,
           gboolean   active)
{
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *label = g_strdup_printf ("%s: %s", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                            adw_action_row_get_subtitle (ADW_ACTION_ROW (row)));

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  return check;
}

static void
add_notes (ShcMailingDialog    *self,
           AdwPreferencesGroup *group,
           const GPtrArray     *notes)
{
  for (guint i = 0; i < notes->len; i++)
    add_row (self, group, g_ptr_array_index (notes, i), NULL);
  gtk_widget_set_visible (GTK_WIDGET (group), notes->len > 0);
}

/* ---- what would be sent */

static gboolean
has_choice (const ShcMailingItem *item)
{
  for (guint i = 0; i < item->changes->len; i++)
    if (!((const ShcMailingChange *) g_ptr_array_index (item->changes, i))->left_out)
      return TRUE;
  return FALSE;
}

/* What waits for somebody to join cannot go before. */
static void
update_checks (ShcMailingDialog *self)
{
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);
      ShcMailingItem *item = g_object_get_data (G_OBJECT (check), "shc-item");
      ShcMailingChange *change = g_object_get_data (G_OBJECT (check), "shc-change");
      gboolean whole_stays = change != NULL && !item->ticked && !g_str_equal (change->field, "tags");

      gtk_widget_set_sensitive (gtk_widget_get_ancestor (check, ADW_TYPE_ACTION_ROW),
                                !whole_stays && !shc_mailing_plan_holds_back (self->plan, item));
    }
  shc_mailing_dialog_update (self);
}

static void
toggled_cb (GtkCheckButton   *check,
            ShcMailingDialog *self)
{
  ShcMailingItem *item = g_object_get_data (G_OBJECT (check), "shc-item");
  ShcMailingChange *change = g_object_get_data (G_OBJECT (check), "shc-change");

  if (change == NULL)
    item->ticked = gtk_check_button_get_active (check);
  else
    {
      change->left_out = !gtk_check_button_get_active (check);
      /* A request of nothing but tags is there for the sake of those that are ticked. */
      if (g_str_equal (change->field, "tags"))
        item->ticked = has_choice (item);
    }
  update_checks (self);
}

static void
add_choice (ShcMailingDialog *self,
            ShcMailingItem   *item,
            ShcMailingChange *change,
            const char       *title,
            const char       *subtitle)
{
  GtkWidget *row = add_row (self, self->changes_group, title, subtitle);
  GtkWidget *check = add_check (row, change != NULL ? item->ticked && !change->left_out : item->ticked);

  g_object_set_data (G_OBJECT (check), "shc-item", item);
  g_object_set_data (G_OBJECT (check), "shc-change", change);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
  g_ptr_array_add (self->checks, check);
}

/* Whose place a request is about, where that is not plain from what it holds. */
static char *
dup_whose (ShcMailingDialog     *self,
           const ShcMailingItem *item)
{
  const char *email = self->state != NULL ? self->state->email : NULL;
  g_autofree char *hash = email != NULL && *email != '\0' ? shc_mailchimp_hash (email) : NULL;

  if (g_strcmp0 (hash, item->step->remote_id) == 0)
    return g_strdup (email);
  return g_strdup (_("an address that you joined with earlier"));
}

/* One row for what goes as a whole, and one for each part of it that may stay here. */
static void
add_item (ShcMailingDialog *self,
          ShcMailingItem   *item)
{
  g_autoptr(GString) whole = g_string_new (NULL);
  const ShcMailingChange *first = NULL;
  g_autofree char *title = NULL;

  for (guint i = 0; i < item->changes->len; i++)
    {
      const ShcMailingChange *change = g_ptr_array_index (item->changes, i);
      g_autofree char *words = shc_mailing_words_change (item, change);

      if (shc_mailing_change_is_voluntary (item, change))
        continue;
      first = first != NULL ? first : change;
      if (words != NULL)
        g_string_append_printf (whole, "%s%s", whole->len > 0 ? "\n" : "", words);
    }
  if (first != NULL)
    {
      if (g_str_equal (first->field, "status"))
        {
          g_autofree char *whose = dup_whose (self, item);

          g_string_prepend (whole, whole->len > 0 ? "\n" : "");
          g_string_prepend (whole, whose);
        }
      title = shc_mailing_words_title (item, first);
      add_choice (self, item, NULL, title, whole->str);
    }
  for (guint i = 0; i < item->changes->len; i++)
    {
      ShcMailingChange *change = g_ptr_array_index (item->changes, i);
      g_autofree char *words = shc_mailing_words_change (item, change);
      g_autofree char *part = shc_mailing_words_title (item, change);

      if (shc_mailing_change_is_voluntary (item, change))
        add_choice (self, item, change, part, words);
    }
}

static void
build_now (ShcMailingDialog *self)
{
  const ShcMailingPlan *plan = self->plan;
  g_autofree char *status = shc_mailing_words_status (plan->status_now);
  gboolean leaves = plan->wish != SHC_MAILING_JOIN && plan->wish != SHC_MAILING_UNDO;

  add_row (self, self->now_group, _("List"), plan->list);
  if (plan->compared)
    add_row (self, self->now_group, _("You There Now"), status);
  else if (!leaves)
    add_row (self, self->now_group, _("Mailchimp Was Not Asked"),
             _("You have not agreed to this list, so this compares with what was last known. Nothing can be sent."));
  else
    add_row (self, self->now_group, _("Mailchimp Was Not Asked Yet"),
             _("Leaving goes for every address that you joined with from here, and for the one in your profile."));
}

/* ---- what would be more */

static void
offered_cb (GtkCheckButton   *check,
            ShcMailingDialog *self)
{
  gboolean *wanted = g_object_get_data (G_OBJECT (check), "shc-wanted");

  *wanted = gtk_check_button_get_active (check);
  shc_mailing_dialog_update (self);
}

static void
add_offer (ShcMailingDialog *self,
           gboolean          offered,
           gboolean         *wanted,
           const char       *title,
           const char       *subtitle)
{
  GtkWidget *check;

  if (!offered && !*wanted)
    return;
  check = add_check (add_row (self, self->offers_group, title, subtitle), *wanted);
  g_object_set_data (G_OBJECT (check), "shc-wanted", wanted);
  g_signal_connect_object (check, "toggled", G_CALLBACK (offered_cb), self, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->offers_group), TRUE);
}

static void
build_offers (ShcMailingDialog *self)
{
  const ShcMailingOptions *offers = &self->plan->offers;
  ShcMailingOptions *wanted = &self->wanted;

  gtk_widget_set_visible (GTK_WIDGET (self->offers_group), FALSE);
  if (self->plan->wish != SHC_MAILING_JOIN)
    return;
  add_offer (self, offers->rejoin, &wanted->rejoin, _("Ask to Be Put Back on the List"),
             _("Mailchimp sends a mail; you are on the list once you have confirmed in it."));
  add_offer (self, offers->own_milestones, &wanted->own_milestones, _("Milestones in My Own Words, Too"),
             _("The words go to Mailchimp as tags and events, as you wrote them."));
  add_offer (self, offers->every_milestone, &wanted->every_milestone, _("Tell of Earlier Milestones, Too"),
             _("The mails of all of them may come at once."));
  add_offer (self, offers->tell_again, &wanted->tell_again, _("Tell Again What May Have Gone"),
             _("Its answer was lost: if it did arrive, its mails come twice."));
}

static const char *
get_description (const ShcMailingPlan *plan)
{
  if (plan->items->len > 0)
    return _("Nothing was changed yet. What is not ticked stays as it is.");
  if (g_strcmp0 (plan->status_now, "subscribed") == 0 || g_strcmp0 (plan->status_now, "pending") == 0)
    return plan->wish == SHC_MAILING_JOIN ? _("Mailchimp has all that is to go there.") : NULL;
  return NULL;
}

void
shc_mailing_dialog_build_plan (ShcMailingDialog *self)
{
  const ShcMailingPlan *plan = self->plan;
  gboolean undoing = plan->wish == SHC_MAILING_UNDO;

  clear_rows (self);
  build_now (self);
  for (guint i = 0; i < plan->items->len; i++)
    add_item (self, g_ptr_array_index (plan->items, i));
  adw_preferences_group_set_title (self->changes_group, plan->items->len == 0 ? _("There Is Nothing to Do")
                                                        : undoing ? _("What Would Be Taken Back") : _("What Would Be Sent"));
  adw_preferences_group_set_description (self->changes_group, get_description (plan));
  build_offers (self);
  add_notes (self, self->notes_group, plan->notes);
  update_checks (self);
}

/* ---- what became of it */

static char *
describe_done (const ShcMailingReceipt *receipt)
{
  guint total = receipt->done + receipt->left->len;
  g_autofree char *status = shc_mailing_words_status (receipt->status);
  g_autofree char *done = total == 0 ? g_strdup (_("Nothing was to be done."))
                                     : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u request was carried out.",
                                                                     "%u of %u requests were carried out.", total),
                                                        receipt->done, total);

  if (receipt->status == NULL)
    return g_steal_pointer (&done);
  /* Translators: %1$s is a sentence, %2$s such as "on the list". */
  return g_strdup_printf (_("%1$s You there now: %2$s."), done, status);
}

void
shc_mailing_dialog_build_receipt (ShcMailingDialog        *self,
                                  const ShcMailingReceipt *receipt)
{
  g_autofree char *done = describe_done (receipt);
  g_autofree char *escaped = g_markup_escape_text (done, -1);
  gboolean whole = receipt->left->len == 0;

  clear_rows (self);
  adw_status_page_set_icon_name (self->receipt, whole ? "object-select-symbolic" : "dialog-warning-symbolic");
  adw_status_page_set_title (self->receipt, whole ? _("Done") : _("Not All of It Was Done"));
  adw_status_page_set_description (self->receipt, escaped);
  for (guint i = 0; i < receipt->left->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (receipt->left, i);
      g_autofree char *title = shc_mailing_words_step (step);

      add_row (self, self->left_group, title, step->why != NULL ? step->why : _("It was not sent."));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->left_group), !whole);
  gtk_widget_set_visible (GTK_WIDGET (self->receipt_notes_group), FALSE);
  if (self->plan != NULL && whole)
    add_notes (self, self->receipt_notes_group, self->plan->notes);
  g_clear_pointer (&self->plan, shc_mailing_plan_free);
}
