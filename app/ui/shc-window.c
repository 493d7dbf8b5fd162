/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of one vault: loading, first run, unlocking, broken, or open with its pages. */

#define G_LOG_DOMAIN "shc-window"

#include "config.h"

#include "shc-window-private.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"
#include "shc-secure-text.h"
#include "shc-ui-errors.h"

G_DEFINE_FINAL_TYPE (ShcWindow, shc_window, ADW_TYPE_APPLICATION_WINDOW)

enum { SIGNAL_CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
destroy_now (ShcWindow *self)
{
  shc_window_care_end (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0, self->locking);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
vault_closed_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(ShcWindow) self = SHC_WINDOW (user_data);

  shc_vault_close_finish (SHC_VAULT (object), result);
  destroy_now (self);
}

static void
close_anyway_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(ShcWindow) self = SHC_WINDOW (user_data);

  if (shc_confirm_finish (result))
    {
      shc_vault_close_async (self->vault, vault_closed_cb, g_object_ref (self));
      return;
    }
  self->closing = FALSE;
  shc_window_set_state (self, SHC_WINDOW_OPEN);
}

static void
flushed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  ShcWindow *self = SHC_WINDOW (object);
  g_autoptr(GError) error = NULL;
  g_autofree char *body = NULL;

  if (shc_window_flush_finish (self, result, &error))
    {
      shc_vault_close_async (self->vault, vault_closed_cb, g_object_ref (self));
      return;
    }

  body = g_strdup_printf (_("%s\n\nIf you close now, what you typed last may be lost."),
                          error->message);
  shc_confirm_async (GTK_WIDGET (self), _("Your Text Could Not Be Kept"), body, _("_Go Back"),
                     _("_Close Anyway"), SHC_CONFIRM_DESTRUCTIVE, NULL, close_anyway_cb,
                     g_object_ref (self));
}

/* Preferences show who writes here: out of sight with the rest. */
static void
close_dialogs (ShcWindow *self)
{
  g_autolist(GtkWidget) toplevels = gtk_window_list_toplevels ();

  /* Closing one may take others with it. */
  for (GList *l = toplevels; l != NULL; l = l->next)
    g_object_ref (l->data);
  /* A question goes before the dialog that it stands in front of: libadwaita 1.2 looks for that
   * dialog once more while it closes. */
  for (int questions = 1; questions >= 0; questions--)
    for (GList *l = toplevels; l != NULL; l = l->next)
      if (l->data != (gpointer) self && ADW_IS_MESSAGE_DIALOG (l->data) == questions &&
          shc_window_find (l->data) == self)
        gtk_window_close (l->data);
}

void
shc_window_close_vault (ShcWindow *self,
                        gboolean   locking)
{
  g_return_if_fail (SHC_IS_WINDOW (self));

  if (self->closing)
    return;

  self->closing = TRUE;
  self->locking = locking;
  shc_secure_text_blank_clipboard ();
  close_dialogs (self);
  if (self->state == SHC_WINDOW_OPEN)
    {
      /* What is written is out of sight before anything is waited for. */
      shc_window_set_state (self, SHC_WINDOW_LOADING);
      shc_window_flush_async (self, flushed_cb, NULL);
      return;
    }
  shc_vault_close_async (self->vault, vault_closed_cb, g_object_ref (self));
}

static gboolean
shc_window_close_request (GtkWindow *window)
{
  shc_window_close_vault (SHC_WINDOW (window), FALSE);
  return TRUE;
}

static void
let_go_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcWindow) self G_GNUC_UNUSED = SHC_WINDOW (user_data);

  shc_vault_let_go_finish (SHC_VAULT (object), result);
}

static void
flushed_for_peer_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  ShcWindow *self = SHC_WINDOW (object);
  g_autoptr(GError) error = NULL;

  /* The pages keep what they could not write; it is tried again when the file is back. */
  if (!shc_window_flush_finish (self, result, &error))
    shc_report_error (GTK_WIDGET (self), error);
  shc_vault_let_go_async (self->vault, let_go_cb, g_object_ref (self));
}

void
shc_window_let_go (ShcWindow *self)
{
  g_return_if_fail (SHC_IS_WINDOW (self));

  if (self->closing || shc_vault_get_state (self->vault) != SHC_VAULT_UNLOCKED)
    return;
  if (self->state == SHC_WINDOW_OPEN)
    shc_window_flush_async (self, flushed_for_peer_cb, NULL);
  else
    shc_vault_let_go_async (self->vault, let_go_cb, g_object_ref (self));
}

static void
away_cb (ShcWindow *self)
{
  if (self->state == SHC_WINDOW_OPEN && !self->closing)
    shc_banner_set_revealed (self->away_banner, TRUE);
}

static void
reopened_cb (ShcWindow *self)
{
  shc_banner_set_revealed (self->away_banner, FALSE);
  if (self->state == SHC_WINDOW_OPEN)
    shc_window_load_pages (self);
}

static void
failed_cb (ShcWindow *self,
           GError    *error)
{
  shc_banner_set_revealed (self->away_banner, FALSE);
  shc_window_show_failure (self, error);
}

/* The bar's buttons are made when there is a use for them: few windows are ever so narrow. */
static void
narrow_cb (ShcWindow *self)
{
  if (shc_switcher_title_get_narrow (self->title))
    adw_view_switcher_bar_set_stack (self->switcher_bar, self->pages);
}

/* Its rows are some seventy widgets, each of which would hear of every change of an action. */
static void
create_menu_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  ShcWindow *self = user_data;

  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, self->primary_menu);
}

static void
bind_settings (ShcWindow *self)
{
  const char *keys[] = { "width", "default-width", "height", "default-height", "maximized",
                         "maximized" };

  if (self->settings == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i += 2)
    g_settings_bind (self->settings, keys[i], self, keys[i + 1], G_SETTINGS_BIND_DEFAULT);
}

static void
shc_window_dispose (GObject *object)
{
  ShcWindow *self = SHC_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  shc_window_care_end (self);
  g_clear_pointer (&self->idle_watch, shc_idle_watch_free);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_clear_handle_id (&self->present_id, g_source_remove);
  g_clear_weak_pointer (&self->preferences);
  g_clear_weak_pointer (&self->toast);
  g_clear_object (&self->settings);
  g_clear_object (&self->journal);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (shc_window_parent_class)->dispose (object);
}

static void
shc_window_finalize (GObject *object)
{
  ShcWindow *self = SHC_WINDOW (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (shc_window_parent_class)->finalize (object);
}

static void
shc_window_class_init (ShcWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = shc_window_dispose;
  object_class->finalize = shc_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_window_close_request;

  signals[SIGNAL_CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  g_type_ensure (SHC_TYPE_BANNER);
  g_type_ensure (SHC_TYPE_SWITCHER_TITLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, header);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, title);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, lock_button);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, primary_menu);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, away_banner);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, recovery_banner);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, states);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, spinner_label);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, first_run_bin);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, unlock_bin);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, broken_bin);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, support_banner);
  gtk_widget_class_bind_template_child (widget_class, ShcWindow, support_button);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
  shc_window_class_install_actions (widget_class);
}

static void
shc_window_init (ShcWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);
  /* What is selected was selected by the person, not by the focus on its way: it is what a quote takes. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
}

ShcWindow *
shc_window_new (GtkApplication *application,
                ShcJournal     *journal,
                GSettings      *settings,
                ShcWindowStart  start)
{
  ShcWindow *self;

  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);

  self = g_object_new (SHC_TYPE_WINDOW, "application", application, NULL);
  self->journal = g_object_ref (journal);
  self->vault = g_object_ref (shc_journal_get_vault (journal));
  g_set_object (&self->settings, settings);
  g_signal_connect_object (self->vault, "closed", G_CALLBACK (away_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->vault, "reopened", G_CALLBACK (reopened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->vault, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  bind_settings (self);
  shc_window_care_init (self);
  shc_window_begin (self, start);
  shc_window_pages_init (self, start != SHC_WINDOW_START_BY_PERSON);
  return self;
}
