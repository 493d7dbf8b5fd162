/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the dialog for journey e-mails share. */

#include "config.h"

#include "mailing-test.h"

#include <string.h>

#include "shc-consent.h"
#include "shc-recipient.h"
#include "shc-service-key.h"
#include "shc-settings.h"
#include "walk-test.h"

/* A quarter of a minute between two tries is too long here. */
static const ShcMailchimpLimits limits = { { 100, 100, 100 } };

/* ---- the vault */

typedef struct
{
  const char *name;
  const char *value;
} Setting;

static gpointer
set_in_thread (ShcDb     *db,
               gpointer   data,
               GError   **error)
{
  const Setting *setting = data;

  shc_settings_set (db, setting->name, setting->value, error);
  return NULL;
}

void
mailing_test_set (MailingFixture *self,
                  const char     *name,
                  const char     *value)
{
  Setting setting = { name, value };
  g_autoptr(GError) error = NULL;

  shc_vault_run (self->ui.vault, SHC_DB_WRITER, set_in_thread, &setting, &error);
  g_assert_no_error (error);
}

static gpointer
agree_in_thread (ShcDb     *db,
                 gpointer   data,
                 GError   **error)
{
  shc_consent_record_here (db, "mailing", GPOINTER_TO_INT (data), g_get_real_time (), error);
  return NULL;
}

void
mailing_test_agree (MailingFixture *self,
                    gboolean        agree)
{
  g_autoptr(GError) error = NULL;

  shc_vault_run (self->ui.vault, SHC_DB_WRITER, agree_in_thread, GINT_TO_POINTER (agree), &error);
  g_assert_no_error (error);
}

static gpointer
save_email_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  g_autoptr(ShcProfile) profile = shc_profile_load (db, error);

  g_free (profile->email);
  profile->email = g_strdup (data);
  shc_profile_save (db, profile, 1, error);
  return NULL;
}

void
mailing_test_set_email (MailingFixture *self,
                        const char     *email)
{
  g_autoptr(GError) error = NULL;

  shc_vault_run (self->ui.vault, SHC_DB_WRITER, save_email_in_thread, (gpointer) email, &error);
  g_assert_no_error (error);
}

static void
make_ready (MailingFixture *self)
{
  g_autoptr(GBytes) key = g_bytes_new_static (MAILING_TEST_KEY, strlen (MAILING_TEST_KEY));
  g_autoptr(GError) error = NULL;

  mailing_test_set (self, SHC_SETTING_MAILCHIMP_LIST_ID, MAILING_TEST_LIST);
  mailing_test_agree (self, TRUE);
  shc_service_key_store (self->ui.vault, "mailchimp", key, &error);
  g_assert_no_error (error);
}

void
mailing_test_set_up (MailingFixture *self,
                     gconstpointer   data)
{
  ui_test_set_up (&self->ui, NULL);
  ui_test_profile (&self->ui, "River", "2026-01-01");
  mailing_test_set_email (self, MAILING_TEST_EMAIL);
  service_test_begin (&self->service, "mailchimp_server.py", "/3.0", MAILING_TEST_KEY, NULL);
  mailing_test_set (self, SHC_SETTING_NETWORK_EXTRA_CA_FILE, self->service.ca);
  mailing_test_set (self, SHC_SETTING_MAILCHIMP_BASE_URL, self->service.base_url);
  shc_service_key_clear (self->ui.vault, "mailchimp", NULL);
  if (data != NULL)
    make_ready (self);
  self->window = window_test_open (&self->ui);
  window_test_wait_state (self->window, SHC_WINDOW_OPEN);
}

void
mailing_test_tear_down (MailingFixture *self,
                        gconstpointer   data)
{
  if (self->dialog != NULL)
    mailing_test_close (self);
  if (self->window != NULL)
    window_test_close (self->window);
  service_test_stop (&self->service);
  ui_test_tear_down (&self->ui, NULL);
}

/* ---- the dialog */

static gboolean
is_read (gpointer data)
{
  return ((ShcMailingDialog *) data)->state != NULL;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
mailing_test_close (MailingFixture *self)
{
  gpointer weak = self->dialog;

  g_object_add_weak_pointer (G_OBJECT (self->dialog), &weak);
  if (g_str_equal (gtk_stack_get_visible_child_name (self->dialog->stack), "receipt"))
    ui_test_click (GTK_WIDGET (self->dialog->go_button));
  else
    gtk_window_close (GTK_WINDOW (self->dialog));
  ui_test_wait (is_gone, &weak);
  self->dialog = NULL;
}

typedef struct
{
  ShcMailingDialog *dialog;
  const char       *page;
} Shown;

static gboolean
is_shown (gpointer data)
{
  const Shown *shown = data;
  const char *page = gtk_stack_get_visible_child_name (shown->dialog->stack);

  return g_str_equal (page, shown->page) && (g_str_equal (page, "busy") || shown->dialog->asking == NULL);
}

void
mailing_test_wait_page (MailingFixture *self,
                        const char     *name)
{
  Shown shown = { self->dialog, name };

  ui_test_wait (is_shown, &shown);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->dialog));
  window_test_check_names (GTK_WIDGET (self->dialog));
  walk_test_page (GTK_WINDOW (self->dialog));
}

void
mailing_test_open (MailingFixture *self)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), "win.journey-mails", NULL));
  self->dialog = SHC_MAILING_DIALOG (window_test_wait_dialog ("ShcMailingDialog"));
  shc_mailing_set_limits (self->dialog->mailing, &limits);
  ui_test_wait (is_read, self->dialog);
  mailing_test_wait_page (self, "setup");
}

void
mailing_test_go (MailingFixture *self,
                 const char     *name)
{
  ui_test_click (GTK_WIDGET (self->dialog->go_button));
  mailing_test_wait_page (self, name);
}

static gboolean
has_problem (gpointer data)
{
  return gtk_revealer_get_reveal_child (((ShcMailingDialog *) data)->problem_revealer);
}

const char *
mailing_test_problem (MailingFixture *self)
{
  ui_test_wait (has_problem, self->dialog);
  return gtk_label_get_text (self->dialog->problem);
}

void
mailing_test_answer (const char *button)
{
  GtkWidget *question = window_test_wait_dialog ("AdwMessageDialog");
  gpointer weak = question;

  g_object_add_weak_pointer (G_OBJECT (question), &weak);
  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, button));
  ui_test_wait (is_gone, &weak);
}

static AdwActionRow *
get_row (GtkWidget *check)
{
  return ADW_ACTION_ROW (gtk_widget_get_ancestor (check, ADW_TYPE_ACTION_ROW));
}

static GtkWidget *
find_check (GtkWidget  *root,
            const char *title,
            const char *subtitle)
{
  if (GTK_IS_CHECK_BUTTON (root) && gtk_widget_get_mapped (root) && gtk_widget_get_ancestor (root, ADW_TYPE_ACTION_ROW) != NULL)
    {
      AdwActionRow *row = get_row (root);

      return g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title) &&
                 (subtitle == NULL || g_str_equal (adw_action_row_get_subtitle (row), subtitle))
               ? root : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_check (child, title, subtitle);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
mailing_test_find (MailingFixture *self,
                   const char     *title,
                   const char     *subtitle)
{
  return find_check (GTK_WIDGET (self->dialog), title, subtitle);
}

void
mailing_test_tick (MailingFixture *self,
                   const char     *title,
                   const char     *subtitle,
                   gboolean        tick)
{
  GtkWidget *check = mailing_test_find (self, title, subtitle);

  g_assert_nonnull (check);
  g_assert_true (gtk_widget_is_sensitive (check));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), tick);
}

static gboolean
has_row (GtkWidget  *root,
         const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) && gtk_widget_get_mapped (root) &&
      strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_row (child, title))
      return TRUE;
  return FALSE;
}

gboolean
mailing_test_has_row (MailingFixture *self,
                      const char     *title)
{
  return has_row (GTK_WIDGET (self->dialog), title);
}

/* ---- pictures */

static gboolean
is_narrow (gpointer data)
{
  int width = gtk_widget_get_width (data);

  return width > 0 && width <= ui_test_get_narrow ();
}

static void
take (MailingFixture *self,
      const char     *name,
      const char     *how)
{
  g_autofree char *path = g_strdup_printf ("%s-%s.png", name, how);

  ui_test_linger (60);
  ui_test_picture (GTK_WIDGET (self->dialog), path);
}

static void
make_narrow (MailingFixture *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), 360, 640);
  ui_test_wait (is_narrow, self->dialog);
}

void
mailing_test_pictures (MailingFixture *self,
                       const char     *name)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  make_narrow (self);
  take (self, name, "360");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  take (self, name, "360-dark");
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), 1200, 780);
  take (self, name, "1200-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  take (self, name, "1200");
}

void
mailing_test_picture (MailingFixture *self,
                      const char     *name)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  make_narrow (self);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  take (self, name, "360-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}
