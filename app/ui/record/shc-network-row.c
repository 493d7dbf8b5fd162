/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The switch without which nothing can be sent. */

#define G_LOG_DOMAIN "shc-network-row"

#include "config.h"

#include "shc-network-row.h"

#include "shc-settings.h"
#include "shc-ui-errors.h"
#include "shc-window-private.h"

struct _ShcNetworkRow
{
  AdwActionRow  parent_instance;
  ShcJournal   *journal;
  GCancellable *cancellable;
  GtkSwitch    *button;
  gboolean      updating;   /* it was not moved by the person */
  guint         n_saving;
};

G_DEFINE_FINAL_TYPE (ShcNetworkRow, shc_network_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_BUSY = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* A journal that is being closed is no news. */
static void
report (ShcNetworkRow *self,
        const GError  *error)
{
  ShcWindow *window = shc_window_find (GTK_WIDGET (self));

  if (!g_cancellable_is_cancelled (self->cancellable) && (window == NULL || !shc_window_is_closing (window)))
    shc_report_error (GTK_WIDGET (self), error);
}

/* While something is being saved, what was read may be older than what is shown; then it is read again. */
static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcNetworkRow) self = SHC_NETWORK_ROW (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *value = shc_journal_get_setting_finish (SHC_JOURNAL (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable) || self->n_saving > 0)
    return;
  if (value == NULL)
    {
      report (self, error);
      return;
    }
  self->updating = TRUE;
  gtk_switch_set_active (self->button, g_str_equal (value, "true"));
  self->updating = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
}

static void
refresh (ShcNetworkRow *self)
{
  shc_journal_get_setting_async (self->journal, SHC_SETTING_NETWORK_ENABLED, self->cancellable, read_cb,
                                 g_object_ref (self));
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ShcNetworkRow) self = SHC_NETWORK_ROW (user_data);
  g_autoptr(GError) error = NULL;

  self->n_saving--;
  if (!shc_journal_set_setting_finish (SHC_JOURNAL (object), result, &error))
    report (self, error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
  refresh (self);
}

static void
moved_cb (ShcNetworkRow *self)
{
  if (self->updating || self->journal == NULL)
    return;
  self->n_saving++;
  shc_journal_set_setting_async (self->journal, SHC_SETTING_NETWORK_ENABLED,
                                 gtk_switch_get_active (self->button) ? "true" : "false", saved_cb, g_object_ref (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
shc_network_row_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (id == PROP_BUSY)
    g_value_set_boolean (value, shc_network_row_get_busy (SHC_NETWORK_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
let_go (ShcNetworkRow *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->journal != NULL)
    g_signal_handlers_disconnect_by_func (self->journal, refresh, self);
  g_clear_object (&self->journal);
}

/* The window may keep it for a moment longer than it is open. */
static void
shc_network_row_unroot (GtkWidget *widget)
{
  let_go (SHC_NETWORK_ROW (widget));

  GTK_WIDGET_CLASS (shc_network_row_parent_class)->unroot (widget);
}

static void
shc_network_row_dispose (GObject *object)
{
  let_go (SHC_NETWORK_ROW (object));

  G_OBJECT_CLASS (shc_network_row_parent_class)->dispose (object);
}

static void
shc_network_row_finalize (GObject *object)
{
  g_clear_object (&SHC_NETWORK_ROW (object)->cancellable);

  G_OBJECT_CLASS (shc_network_row_parent_class)->finalize (object);
}

static void
shc_network_row_class_init (ShcNetworkRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = shc_network_row_get_property;
  object_class->dispose = shc_network_row_dispose;
  object_class->finalize = shc_network_row_finalize;
  widget_class->unroot = shc_network_row_unroot;

  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-network-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcNetworkRow, button);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
}

static void
shc_network_row_init (ShcNetworkRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_network_row_set_journal (ShcNetworkRow *self,
                             ShcJournal    *journal)
{
  g_return_if_fail (SHC_IS_NETWORK_ROW (self) && self->journal == NULL);
  g_return_if_fail (SHC_IS_JOURNAL (journal));

  self->journal = g_object_ref (journal);
  g_signal_connect_object (journal, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

gboolean
shc_network_row_get_busy (ShcNetworkRow *self)
{
  g_return_val_if_fail (SHC_IS_NETWORK_ROW (self), FALSE);

  return self->n_saving > 0;
}

gboolean
shc_network_row_get_allowed (ShcNetworkRow *self)
{
  g_return_val_if_fail (SHC_IS_NETWORK_ROW (self), FALSE);

  return gtk_switch_get_active (self->button);
}
