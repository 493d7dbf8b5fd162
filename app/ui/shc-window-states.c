/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From loading to one of: first run, unlock page, status page, open journal. */

#define G_LOG_DOMAIN "shc-window"

#include "config.h"

#include "shc-broken-page.h"
#include "shc-first-run.h"
#include "shc-ui-errors.h"
#include "shc-unlock-page.h"
#include "shc-window-private.h"
#include "shc-work.h"

/* Unlocking from the keyring is quicker than this: then nothing but the window is seen to come. */
#define SPINNER_DELAY_MS 300
/* For so long a window is not missed by who started it. */
#define PRESENT_DELAY_MS 150

static const char *const state_names[] = {
  [SHC_WINDOW_LOADING] = "loading", [SHC_WINDOW_FIRST_RUN] = "first-run",
  [SHC_WINDOW_UNLOCK] = "unlock",   [SHC_WINDOW_BROKEN] = "broken",
  [SHC_WINDOW_OPEN] = "open",
};

static gboolean
show_spinner_cb (gpointer user_data)
{
  ShcWindow *self = SHC_WINDOW (user_data);

  self->spinner_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_widget_set_visible (self->spinner_label, !self->closing);
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
stop_spinner (ShcWindow *self)
{
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_visible (self->spinner_label, FALSE);
}

static void
present_if_waited_for (ShcWindow *self)
{
  if (self->present_id == 0)
    return;
  g_clear_handle_id (&self->present_id, g_source_remove);
  gtk_window_present (GTK_WINDOW (self));
}

static gboolean
present_cb (gpointer user_data)
{
  ShcWindow *self = SHC_WINDOW (user_data);

  self->present_id = 0;
  gtk_window_present (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

void
shc_window_set_state (ShcWindow     *self,
                      ShcWindowState state)
{
  gboolean open = state == SHC_WINDOW_OPEN;

  self->state = state;
  stop_spinner (self);
  if (state == SHC_WINDOW_LOADING)
    self->spinner_id = g_timeout_add (SPINNER_DELAY_MS, show_spinner_cb, self);

  shc_switcher_title_set_stack (self->title, open ? self->pages : NULL);
  gtk_widget_set_visible (self->lock_button, open);
  gtk_stack_set_visible_child_name (self->states, state_names[state]);

  /* What is no longer needed is not kept in memory, typed passphrases least of all. */
  if (state != SHC_WINDOW_FIRST_RUN)
    adw_bin_set_child (self->first_run_bin, NULL);
  if (state != SHC_WINDOW_UNLOCK)
    adw_bin_set_child (self->unlock_bin, NULL);
  if (state != SHC_WINDOW_BROKEN)
    adw_bin_set_child (self->broken_bin, NULL);
  if (!open)
    {
      shc_banner_set_revealed (self->recovery_banner, FALSE);
      shc_banner_set_revealed (self->support_banner, FALSE);
      gtk_widget_set_visible (self->support_button, FALSE);
    }
  shc_window_update_actions (self);
  /* Once open, there is something to read first: shc_window_opened() goes on. */
  if (state != SHC_WINDOW_LOADING && !open)
    present_if_waited_for (self);
}

void
shc_window_present_when_ready (ShcWindow *self)
{
  g_return_if_fail (SHC_IS_WINDOW (self));

  if (self->state != SHC_WINDOW_LOADING || gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_window_present (GTK_WINDOW (self));
  else if (self->present_id == 0)
    self->present_id = g_timeout_add (PRESENT_DELAY_MS, present_cb, self);
}

gboolean
shc_window_is_open (ShcWindow *self)
{
  return self->state == SHC_WINDOW_OPEN;
}

gboolean
shc_window_is_closing (ShcWindow *self)
{
  return self->closing;
}

void
shc_window_opened (ShcWindow *self)
{
  g_autoptr(GError) warning = NULL;

  shc_window_set_state (self, SHC_WINDOW_OPEN);
  /* Read on a thread of its own while GTK brings up the window, so that the first frame that is drawn
   * shows the page as it is, and no second one has to follow it. */
  shc_window_load_pages (self);
  present_if_waited_for (self);
  shc_page_focus (shc_window_get_page (self, adw_view_stack_get_visible_child_name (self->pages)));
  shc_window_care_begin (self);
  warning = shc_vault_dup_warning (self->vault);
  if (warning != NULL)
    shc_report_error (GTK_WIDGET (self), warning);
}

static void
show_first_run (ShcWindow *self)
{
  GtkWidget *page = shc_first_run_new (self->journal);

  g_signal_connect_object (page, "finished", G_CALLBACK (shc_window_opened), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "failed", G_CALLBACK (shc_window_show_failure), self,
                           G_CONNECT_SWAPPED);
  shc_window_set_state (self, SHC_WINDOW_FIRST_RUN);
  adw_bin_set_child (self->first_run_bin, page);
  gtk_widget_grab_focus (page);
}

void
shc_window_ask_who (ShcWindow *self)
{
  shc_window_care_end (self);
  show_first_run (self);
  shc_first_run_resume (SHC_FIRST_RUN (adw_bin_get_child (self->first_run_bin)));
}

static void
show_unlock (ShcWindow    *self,
             ShcSlots      slots,
             const GError *why)
{
  GtkWidget *page = shc_unlock_page_new (self->vault, slots, why);

  g_signal_connect_object (page, "unlocked", G_CALLBACK (shc_window_opened), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "failed", G_CALLBACK (shc_window_show_failure), self,
                           G_CONNECT_SWAPPED);
  shc_window_set_state (self, SHC_WINDOW_UNLOCK);
  adw_bin_set_child (self->unlock_bin, page);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

typedef struct
{
  ShcWindow *self;
  GError    *why;
} Asked;

static void
asked_free (Asked *asked)
{
  g_clear_error (&asked->why);
  g_object_unref (asked->self);
  g_free (asked);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static Asked *
asked_new (ShcWindow    *self,
           const GError *why)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->self = g_object_ref (self);
  asked->why = why != NULL ? g_error_copy (why) : NULL;
  return asked;
}

static void
closed_broken_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(Asked) asked = user_data;
  ShcWindow *self = asked->self;
  GtkWidget *page;

  shc_vault_close_finish (SHC_VAULT (object), result);
  if (self->closing)
    return;

  page = shc_broken_page_new (asked->why);
  shc_window_set_state (self, SHC_WINDOW_BROKEN);
  adw_bin_set_child (self->broken_bin, page);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

/* A journal that cannot be used keeps neither its key in memory nor its file from others. */
static void
show_broken (ShcWindow    *self,
             const GError *why)
{
  shc_window_set_state (self, SHC_WINDOW_LOADING);
  shc_vault_close_async (self->vault, closed_broken_cb, asked_new (self, why));
}

typedef struct
{
  ShcVaultState state;
  ShcSlots      slots;
  GError       *error;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_error (&look->error);
  g_free (look);
}

static gpointer
probe_in_thread (gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  Look *look = g_new0 (Look, 1);

  look->state = shc_vault_probe (SHC_VAULT (data), &look->slots, &look->error);
  return look;
}

static void
probed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Asked) asked = user_data;
  ShcWindow *self = asked->self;
  Look *look = shc_work_finish (result, NULL);

  if (self->closing || look == NULL)
    {
      g_clear_pointer (&look, look_free);
      return;
    }

  /* What the keyring said is news only for a vault whose key was ever meant to be there. */
  if ((look->slots & SHC_SLOT_KEYRING) == 0)
    g_clear_error (&asked->why);

  if (look->state == SHC_VAULT_UNLOCKED)
    shc_window_opened (self);
  else if (look->state == SHC_VAULT_MISSING)
    show_first_run (self);
  else if (look->state == SHC_VAULT_BROKEN && look->error != NULL)
    show_broken (self, look->error);
  else
    show_unlock (self, look->slots, asked->why);
  look_free (look);
}

static void
probe (ShcWindow    *self,
       const GError *why)
{
  shc_work_async (self, probe_in_thread, g_object_ref (self->vault), g_object_unref, look_free,
                  self->cancellable, probed_cb, asked_new (self, why));
}

void
shc_window_show_failure (ShcWindow    *self,
                         const GError *error)
{
  g_return_if_fail (error != NULL);

  if (self->closing || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  shc_window_care_end (self);
  if (error->domain == SHC_VAULT_ERROR &&
      shc_ui_error_look_up (error)->reaction == SHC_REACT_BROKEN)
    show_broken (self, error);
  else
    probe (self, error);
}

void
shc_window_take_unlocked (ShcWindow    *self,
                          GAsyncResult *result)
{
  g_autoptr(GError) error = NULL;

  g_return_if_fail (SHC_IS_WINDOW (self));

  if (shc_vault_unlock_finish (self->vault, result, &error))
    shc_window_opened (self);
  else
    shc_window_show_failure (self, error);
}

static void
unlocked_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcWindow) self = SHC_WINDOW (user_data);

  shc_window_take_unlocked (self, result);
}

void
shc_window_begin (ShcWindow      *self,
                  ShcWindowStart  start)
{
  shc_window_set_state (self, SHC_WINDOW_LOADING);
  if (start == SHC_WINDOW_START_WITH_KEYRING)
    shc_vault_unlock_async (self->vault, SHC_UNLOCK_KEYRING, NULL, FALSE, self->cancellable,
                            unlocked_cb, g_object_ref (self));
  else if (start == SHC_WINDOW_START_BY_PERSON)
    probe (self, NULL);
}
