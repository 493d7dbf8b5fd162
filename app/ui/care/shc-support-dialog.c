/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can help. */

#define G_LOG_DOMAIN "shc-support-dialog"

#include "config.h"

#include "shc-support-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-open-link.h"
#include "shc-safety-card.h"
#include "shc-settings.h"
#include "shc-ui-errors.h"
#include "shc-widget.h"

struct _ShcSupportDialog
{
  AdwWindow         parent_instance;
  ShcJournal       *journal;
  ShcSafetyFinding  finding;
  GCancellable     *cancellable;
  GtkLabel         *text;
  GtkListBox       *lines;
  GtkLabel         *check;
  AdwEntryRow      *trusted_row;
  GtkWidget        *plan_row;
  AdwComboRow      *country_row;
  GtkWidget        *send_box;
  gboolean          filling;   /* what changes was not chosen by the person */
  gboolean          asking;
};

G_DEFINE_FINAL_TYPE (ShcSupportDialog, shc_support_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_ANSWERED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
copy_cb (GtkButton  *button,
         const char *contact)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), contact);
  gtk_button_set_icon_name (button, "object-select-symbolic");
}

static GtkWidget *
create_copy_button (const char *contact)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *label = g_strdup_printf (_("Copy %s"), contact);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  shc_widget_set_label (button, label);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_cb), g_strdup (contact),
                         (GClosureNotify) (GCallback) g_free, 0);
  return button;
}

/* The number is what is looked for, so it is the title. */
static GtkWidget *
create_row (const char *contact,
            const char *name,
            const char *hours)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = hours != NULL ? g_strdup_printf ("%s · %s", name, hours) : g_strdup (name);
  g_autofree char *title = g_markup_escape_text (contact, -1);
  g_autofree char *below = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), below);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_copy_button (contact));
  return row;
}

static void
directory_cb (ShcSupportDialog *self)
{
  g_autofree char *uri = g_strconcat ("https://", shc_help_get_directory (), "/", NULL);

  shc_open_link (GTK_WIDGET (self), uri);
}

static GtkWidget *
create_directory_row (ShcSupportDialog *self,
                      const char       *directory)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), directory);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _("Help lines of every country. Opens in your browser; nothing of yours is sent."));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("adw-external-link-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (directory_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static const char *
get_country (ShcSupportDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->country_row);
  const GPtrArray *countries = shc_help_get_countries ();

  if (selected == 0 || selected > countries->len)
    return "";
  return ((const ShcHelpCountry *) g_ptr_array_index (countries, selected - 1))->country;
}

static void
show_card (ShcSupportDialog *self)
{
  const char *country = get_country (self);
  g_autoptr(ShcSafetyCard) card = shc_safety_card_new (self->finding, NULL, country, g_get_real_time ());
  const ShcHelpCountry *help = shc_help_find_country (country);
  GtkWidget *row;

  gtk_label_set_text (self->text, card->text);
  gtk_label_set_text (self->check, card->check != NULL ? card->check : "");
  gtk_widget_set_visible (GTK_WIDGET (self->check), card->check != NULL && card->lines->len > 0);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL)
    gtk_list_box_remove (self->lines, row);
  if (help != NULL)
    gtk_list_box_append (self->lines, create_row (card->emergency, _("Emergency"), NULL));
  for (guint i = 0; i < card->lines->len; i++)
    {
      const ShcHelpLine *line = g_ptr_array_index (card->lines, i);

      gtk_list_box_append (self->lines, create_row (line->contact, line->name, line->hours));
    }
  gtk_list_box_append (self->lines, create_directory_row (self, card->directory));
}

static void
select_country (ShcSupportDialog *self,
                const char       *country)
{
  const GPtrArray *countries = shc_help_get_countries ();

  self->filling = TRUE;
  for (guint i = 0; country != NULL && i < countries->len; i++)
    {
      const ShcHelpCountry *candidate = g_ptr_array_index (countries, i);

      if (g_ascii_strcasecmp (candidate->country, country) == 0)
        adw_combo_row_set_selected (self->country_row, i + 1);
    }
  self->filling = FALSE;
  show_card (self);
}

static void
set_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(ShcSupportDialog) self = SHC_SUPPORT_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  if (!shc_journal_set_setting_finish (SHC_JOURNAL (object), result, &error))
    shc_report_error (GTK_WIDGET (self), error);
}

static void
keep (ShcSupportDialog *self,
      const char       *setting,
      const char       *value)
{
  if (self->journal != NULL)
    shc_journal_set_setting_async (self->journal, setting, value, set_cb, g_object_ref (self));
}

static void
country_selected_cb (ShcSupportDialog *self)
{
  if (self->filling)
    return;
  keep (self, SHC_SETTING_SUPPORT_COUNTRY, get_country (self));
  show_card (self);
}

static void
trusted_apply_cb (ShcSupportDialog *self)
{
  g_autofree char *person = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->trusted_row)));

  keep (self, SHC_SETTING_SUPPORT_TRUSTED_PERSON, g_strstrip (person));
}

static void
plan_activated_cb (ShcSupportDialog *self)
{
  g_autoptr(GtkWindow) parent = g_object_ref (gtk_window_get_transient_for (GTK_WINDOW (self)));

  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.safety-plan", NULL);
}

static void
country_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcSupportDialog) self = SHC_SUPPORT_DIALOG (user_data);
  g_autofree char *country = shc_journal_get_setting_finish (SHC_JOURNAL (object), result, NULL);

  if (country != NULL && *country != '\0' && !g_cancellable_is_cancelled (self->cancellable))
    select_country (self, country);
}

static void
trusted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcSupportDialog) self = SHC_SUPPORT_DIALOG (user_data);
  g_autofree char *person = shc_journal_get_setting_finish (SHC_JOURNAL (object), result, NULL);

  if (person == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->trusted_row), person);
  gtk_widget_set_visible (GTK_WIDGET (self->trusted_row), TRUE);
}

static void
fill_countries (ShcSupportDialog *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  const GPtrArray *countries = shc_help_get_countries ();

  gtk_string_list_append (names, _("Another country"));
  for (guint i = 0; i < countries->len; i++)
    gtk_string_list_append (names, ((const ShcHelpCountry *) g_ptr_array_index (countries, i))->name);
  self->filling = TRUE;
  adw_combo_row_set_model (self->country_row, G_LIST_MODEL (names));
  self->filling = FALSE;
}

static void
answer (ShcSupportDialog *self,
        gboolean          send)
{
  if (!self->asking)
    return;
  self->asking = FALSE;
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, send);
}

static void
send_cb (ShcSupportDialog *self)
{
  answer (self, TRUE);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
shc_support_dialog_close_request (GtkWindow *window)
{
  answer (SHC_SUPPORT_DIALOG (window), FALSE);
  return GTK_WINDOW_CLASS (shc_support_dialog_parent_class)->close_request (window);
}

static void
shc_support_dialog_dispose (GObject *object)
{
  ShcSupportDialog *self = SHC_SUPPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (shc_support_dialog_parent_class)->dispose (object);
}

static void
shc_support_dialog_finalize (GObject *object)
{
  ShcSupportDialog *self = SHC_SUPPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_support_dialog_parent_class)->finalize (object);
}

static void
shc_support_dialog_class_init (ShcSupportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = shc_support_dialog_dispose;
  object_class->finalize = shc_support_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_support_dialog_close_request;

  signals[SIGNAL_ANSWERED] = g_signal_new ("answered", SHC_TYPE_SUPPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-support-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcSupportDialog, text);
  gtk_widget_class_bind_template_child (widget_class, ShcSupportDialog, lines);
  gtk_widget_class_bind_template_child (widget_class, ShcSupportDialog, check);
  gtk_widget_class_bind_template_child (widget_class, ShcSupportDialog, trusted_row);
  gtk_widget_class_bind_template_child (widget_class, ShcSupportDialog, plan_row);
  gtk_widget_class_bind_template_child (widget_class, ShcSupportDialog, country_row);
  gtk_widget_class_bind_template_child (widget_class, ShcSupportDialog, send_box);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, country_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, plan_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, trusted_apply_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_support_dialog_init (ShcSupportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_countries (self);
}

GtkWidget *
shc_support_dialog_new (GtkWindow        *parent,
                        ShcJournal       *journal,
                        ShcSafetyFinding  finding)
{
  ShcSupportDialog *self;
  g_autofree char *here = shc_help_dup_locale_country ();

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (SHC_TYPE_SUPPORT_DIALOG, "transient-for", parent, NULL);
  self->finding = finding;
  g_set_object (&self->journal, journal);
  select_country (self, here);
  gtk_widget_set_visible (self->plan_row, journal != NULL);
  if (journal != NULL)
    {
      shc_journal_get_setting_async (journal, SHC_SETTING_SUPPORT_COUNTRY, self->cancellable, country_cb,
                                     g_object_ref (self));
      shc_journal_get_setting_async (journal, SHC_SETTING_SUPPORT_TRUSTED_PERSON, self->cancellable,
                                     trusted_cb, g_object_ref (self));
    }
  return GTK_WIDGET (self);
}

void
shc_support_dialog_ask (ShcSupportDialog *self)
{
  g_return_if_fail (SHC_IS_SUPPORT_DIALOG (self));

  self->asking = TRUE;
  gtk_widget_set_visible (self->send_box, TRUE);
}
