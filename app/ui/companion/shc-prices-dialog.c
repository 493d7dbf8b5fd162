/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What models cost: the table, and a form for one of its rows. */

#define G_LOG_DOMAIN "shc-prices-dialog"

#include "config.h"

#include "shc-prices-dialog.h"

#include <glib/gi18n-lib.h>

#include "shc-date-row.h"
#include "shc-money.h"
#include "shc-prices.h"
#include "shc-settings.h"
#include "shc-ui-errors.h"
#include "shc-widget.h"

struct _ShcPricesDialog
{
  AdwWindow            parent_instance;
  ShcJournal          *journal;
  GCancellable        *cancellable;
  AdwPreferencesGroup *list_group;
  GtkLabel            *none;
  AdwPreferencesGroup *form_group;
  AdwEntryRow         *model_row;
  AdwEntryRow         *input_row;
  AdwEntryRow         *output_row;
  AdwEntryRow         *currency_row;
  ShcDateRow          *day_row;
  GtkLabel            *problem;
  GtkButton           *keep_button;
  GtkWidget           *cancel_button;
  GPtrArray           *prices;   /* (element-type ShcPrice): as they are kept */
  GPtrArray           *rows;     /* (element-type AdwActionRow): of them, in their order */
  guint                changing; /* which of them is in the form; G_MAXUINT for a new one */
  gboolean             read;
  gboolean             done;     /* what is in the form is kept, and makes room once that is known */
};

G_DEFINE_FINAL_TYPE (ShcPricesDialog, shc_prices_dialog, ADW_TYPE_WINDOW)

static void
say (ShcPricesDialog *self,
     const char      *text,
     gboolean         is_problem)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
  if (is_problem)
    gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->problem), "error");
}

/* ---- the form */

static GtkWidget *
get_field (ShcPricesDialog *self,
           ShcPriceField    field)
{
  GtkWidget *fields[] = {
    [SHC_PRICE_MODEL] = GTK_WIDGET (self->model_row),       [SHC_PRICE_INPUT] = GTK_WIDGET (self->input_row),
    [SHC_PRICE_OUTPUT] = GTK_WIDGET (self->output_row),     [SHC_PRICE_CURRENCY] = GTK_WIDGET (self->currency_row),
    [SHC_PRICE_DAY] = GTK_WIDGET (self->day_row),
  };

  return fields[field];
}

static const char *
get_problem (ShcPriceField field)
{
  switch (field)
    {
    case SHC_PRICE_MODEL:
      return _("Which model is it? Write its name as the server has it.");
    case SHC_PRICE_CURRENCY:
      return _("A currency is three capital letters, such as USD.");
    case SHC_PRICE_DAY:
      return _("On which day was that the price? It is what tells an old price from a new one.");
    default:
      return _("A price is a number such as 1.25, with a point and without a sign, for a million tokens.");
    }
}

/* Of what is typed now nothing is said yet. */
static void
unmark (ShcPricesDialog *self)
{
  for (guint i = SHC_PRICE_MODEL; i <= SHC_PRICE_DAY; i++)
    gtk_widget_remove_css_class (get_field (self, i), "error");
  say (self, NULL, FALSE);
}

static void
refuse (ShcPricesDialog *self,
        ShcPriceField    field,
        const char      *text)
{
  unmark (self);
  gtk_widget_add_css_class (get_field (self, field), "error");
  gtk_widget_grab_focus (get_field (self, field));
  say (self, text, TRUE);
}

static char *
dup_typed (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

/* @price: (nullable): %NULL for a new one. */
static void
fill_form (ShcPricesDialog *self,
           const ShcPrice  *price,
           guint            changing)
{
  g_autofree char *input = price != NULL ? shc_money_format (price->input, NULL) : NULL;
  g_autofree char *output = price != NULL ? shc_money_format (price->output, NULL) : NULL;

  self->changing = changing;
  gtk_editable_set_text (GTK_EDITABLE (self->model_row), price != NULL ? price->model : "");
  gtk_editable_set_text (GTK_EDITABLE (self->input_row), price != NULL ? input : "");
  gtk_editable_set_text (GTK_EDITABLE (self->output_row), price != NULL ? output : "");
  if (price != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->currency_row), price->currency);
  shc_date_row_set_day (self->day_row, price != NULL ? price->day : shc_date_get_day (shc_date_now (g_get_real_time ())));
  adw_preferences_group_set_title (self->form_group, changing < G_MAXUINT ? _("Change This Price") : _("Note a Price"));
  gtk_button_set_label (self->keep_button, changing < G_MAXUINT ? _("_Keep the Change") : _("_Add"));
  gtk_widget_set_visible (self->cancel_button, changing < G_MAXUINT);
  unmark (self);
}

/* Returns: (transfer full) (nullable): %NULL where something of it cannot be, which is said. */
static ShcPrice *
read_form (ShcPricesDialog *self)
{
  g_autofree char *model = dup_typed (self->model_row);
  g_autofree char *input = dup_typed (self->input_row);
  g_autofree char *output = dup_typed (self->output_row);
  g_autofree char *currency = dup_typed (self->currency_row);
  ShcPriceField wrong;
  ShcPrice *price = shc_price_read (model, input, output, currency, shc_date_row_get_day (self->day_row), &wrong);

  if (price == NULL)
    refuse (self, wrong, get_problem (wrong));
  return price;
}

/* ---- the table */

static void
add_button (GtkWidget  *row,
            const char *icon,
            const char *label,
            const char *action,
            guint       number)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  shc_widget_set_label (button, label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", number);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
create_row (const ShcPrice *price,
            guint           number)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *input = shc_money_format (price->input, NULL);
  g_autofree char *output = shc_money_format (price->output, price->currency);
  g_autofree char *day = shc_date_format_long (shc_date_from_day (price->day));
  /* Translators: two prices for a million tokens and a day: "1.25 sent, 10.00 USD received · Thursday, 26 November 2026". */
  g_autofree char *subtitle = g_strdup_printf (_("%s sent, %s received · %s"), input, output, day);
  g_autofree char *change = g_strdup_printf (_("Change the price of %s"), price->model);
  g_autofree char *remove = g_strdup_printf (_("Remove the price of %s"), price->model);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), price->model);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  add_button (row, "document-edit-symbolic", change, "prices.change", number);
  add_button (row, "user-trash-symbolic", remove, "prices.remove", number);
  return row;
}

static void
show_prices (ShcPricesDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->list_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->prices->len; i++)
    {
      GtkWidget *row = create_row (g_ptr_array_index (self->prices, i), i);

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (self->list_group, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->none), self->prices->len == 0);
}

/* ---- reading and keeping */

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcPricesDialog) self = SHC_PRICES_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) settings = shc_journal_load_settings_finish (SHC_JOURNAL (object), result, &error);
  GPtrArray *prices = NULL;

  if (settings != NULL)
    prices = shc_prices_parse (g_hash_table_lookup (settings, SHC_SETTING_COMPANION_PRICES), &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&prices, g_ptr_array_unref);
      return;
    }
  if (prices == NULL)
    {
      shc_report_error (GTK_WIDGET (self), error);
      return;
    }
  g_ptr_array_unref (self->prices);
  self->prices = prices;
  show_prices (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form_group), TRUE);
  if (self->done)
    gtk_widget_grab_focus (GTK_WIDGET (self->model_row));
  self->done = FALSE;
  if (self->read)
    return;
  self->read = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->model_row), g_hash_table_lookup (settings, SHC_SETTING_OPENAI_MODEL));
  if (prices->len > 0)
    gtk_editable_set_text (GTK_EDITABLE (self->currency_row),
                           ((const ShcPrice *) g_ptr_array_index (prices, prices->len - 1))->currency);
}

static void
read_prices (ShcPricesDialog *self)
{
  shc_journal_load_settings_async (self->journal, self->cancellable, read_cb, g_object_ref (self));
}

/* What is kept is read again; if it could not be, the form still has what was typed. */
static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcPricesDialog) self = SHC_PRICES_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gboolean kept = shc_journal_set_setting_finish (SHC_JOURNAL (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->list_group), TRUE);
  self->done = self->done && kept;
  if (!kept)
    say (self, error->message, TRUE);
  else if (self->done)
    fill_form (self, NULL, G_MAXUINT);
  read_prices (self);
}

static void
keep_prices (ShcPricesDialog *self,
             const GPtrArray *prices)
{
  g_autofree char *text = shc_prices_format (prices);

  /* Until it is known what is kept, nothing else is changed. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->list_group), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form_group), FALSE);
  shc_journal_set_setting_async (self->journal, SHC_SETTING_COMPANION_PRICES, text, kept_cb, g_object_ref (self));
}

/* Returns: (transfer container): all but the one at @number. */
static GPtrArray *
create_others (ShcPricesDialog *self,
               guint            number)
{
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; i < self->prices->len; i++)
    if (i != number)
      g_ptr_array_add (others, g_ptr_array_index (self->prices, i));
  return others;
}

static void
keep_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ShcPricesDialog *self = SHC_PRICES_DIALOG (widget);
  g_autoptr(ShcPrice) price = NULL;
  g_autoptr(GPtrArray) prices = NULL;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->form_group)))
    return;
  price = read_form (self);
  if (price == NULL)
    return;
  prices = create_others (self, self->changing);
  if (shc_prices_has (prices, price))
    {
      refuse (self, SHC_PRICE_DAY, _("This model has a price of this day already. Change that one, or choose another day."));
      return;
    }
  g_ptr_array_insert (prices, self->changing < prices->len ? (int) self->changing : -1, price);
  self->done = TRUE;
  keep_prices (self, prices);
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  fill_form (SHC_PRICES_DIALOG (widget), NULL, G_MAXUINT);
}

static void
change_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ShcPricesDialog *self = SHC_PRICES_DIALOG (widget);
  guint number = g_variant_get_uint32 (parameter);

  if (number >= self->prices->len)
    return;
  fill_form (self, g_ptr_array_index (self->prices, number), number);
  gtk_widget_grab_focus (GTK_WIDGET (self->input_row));
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ShcPricesDialog *self = SHC_PRICES_DIALOG (widget);
  guint number = g_variant_get_uint32 (parameter);
  g_autoptr(GPtrArray) others = NULL;

  if (number >= self->prices->len)
    return;
  others = create_others (self, number);
  fill_form (self, g_ptr_array_index (self->prices, number), G_MAXUINT);
  say (self, _("Removed. It is in the form, should you want it back."), FALSE);
  keep_prices (self, others);
}

static void
row_activated_cb (ShcPricesDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "prices.keep", NULL);
}

/* ---- the object */

static void
shc_prices_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (SHC_PRICES_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (shc_prices_dialog_parent_class)->dispose (object);
}

static void
shc_prices_dialog_finalize (GObject *object)
{
  ShcPricesDialog *self = SHC_PRICES_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_ptr_array_unref (self->prices);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (shc_prices_dialog_parent_class)->finalize (object);
}

static void
shc_prices_dialog_class_init (ShcPricesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_prices_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_prices_dialog_finalize;

  g_type_ensure (SHC_TYPE_DATE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-prices-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, list_group);
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, none);
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, form_group);
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, model_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, input_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, output_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, currency_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, day_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, keep_button);
  gtk_widget_class_bind_template_child (widget_class, ShcPricesDialog, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, unmark);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "prices.keep", NULL, keep_action);
  gtk_widget_class_install_action (widget_class, "prices.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "prices.change", "u", change_action);
  gtk_widget_class_install_action (widget_class, "prices.remove", "u", remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_prices_dialog_init (ShcPricesDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->prices = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_price_free);
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_form (self, NULL, G_MAXUINT);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form_group), FALSE);
}

GtkWidget *
shc_prices_dialog_new (GtkWindow  *parent,
                       ShcJournal *journal)
{
  ShcPricesDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);

  self = g_object_new (SHC_TYPE_PRICES_DIALOG, "transient-for", parent, NULL);
  self->journal = g_object_ref (journal);
  read_prices (self);
  return GTK_WIDGET (self);
}
