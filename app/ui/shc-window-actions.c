/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's actions and their keys. */

#define G_LOG_DOMAIN "shc-window"

#include "config.h"

#include "shc-about.h"
#include "shc-activity-dialog.h"
#include "shc-ai-words.h"
#include "shc-answers-dialog.h"
#include "shc-backup-now.h"
#include "shc-companion-page.h"
#include "shc-export-dialog.h"
#include "shc-help-dialog.h"
#include "shc-import-dialog.h"
#include "shc-ledger-dialog.h"
#include "shc-mailing-dialog.h"
#include "shc-preferences.h"
#include "shc-recovery-dialog.h"
#include "shc-reflections-page.h"
#include "shc-restore-dialog.h"
#include "shc-safety-plan-dialog.h"
#include "shc-share-dialog.h"
#include "shc-today-page.h"
#include "shc-window-private.h"

static void
show_page (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  const char *name = g_variant_get_string (parameter, NULL);
  ShcWindow *self = SHC_WINDOW (widget);

  if (adw_view_stack_get_child_by_name (self->pages, name) != NULL)
    shc_window_show_page (self, name);
}

static void
open_reflection (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ShcWindow *self = SHC_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->pages, "reflections");
  shc_page_open (shc_window_get_page (self, "reflections"), g_variant_get_string (parameter, NULL));
}

static void
new_reflection (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ShcWindow *self = SHC_WINDOW (widget);

  shc_window_show_page (self, "today");
  shc_page_begin (shc_window_get_page (self, "today"));
}

static void
answer (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ShcWindow *self = SHC_WINDOW (widget);

  shc_window_show_page (self, "today");
  shc_today_page_answer (SHC_TODAY_PAGE (shc_window_get_page (self, "today")), g_variant_get_string (parameter, NULL));
}

static void
quote (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  ShcWindow *self = SHC_WINDOW (widget);
  g_autofree char *text = shc_ai_words_quote (g_variant_get_string (parameter, NULL));

  shc_window_show_page (self, "today");
  shc_today_page_write_below (SHC_TODAY_PAGE (shc_window_get_page (self, "today")), text);
}

static void
search (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ShcWindow *self = SHC_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->pages, "reflections");
  shc_page_search (shc_window_get_page (self, "reflections"));
}

static void
keep (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ShcWindow *self = SHC_WINDOW (widget);

  shc_page_keep (
    shc_window_get_page (self, adw_view_stack_get_visible_child_name (self->pages)));
}

static void
preferences (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  shc_preferences_present (SHC_WINDOW (widget));
}

static void
back_up (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  shc_backup_now (widget, SHC_WINDOW (widget)->vault);
}

static void
restore (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  shc_restore_dialog_present (SHC_WINDOW (widget));
}

static void
share (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  shc_share_dialog_present (SHC_WINDOW (widget));
}

static void
bring_in_form (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  shc_answers_dialog_present (SHC_WINDOW (widget));
}

static void
journey_mails (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  shc_mailing_dialog_present (SHC_WINDOW (widget));
}

static void
import_reflections (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  shc_import_dialog_present (SHC_WINDOW (widget));
}

static void
export_reflections (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  shc_export_dialog_present (SHC_WINDOW (widget));
}

static void
recovery_code (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  shc_recovery_dialog_present (SHC_WINDOW (widget), NULL);
}

static void
retry (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  shc_window_begin (SHC_WINDOW (widget), SHC_WINDOW_START_WITH_KEYRING);
}

static void
open_folder (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_autofree char *uri =
    g_filename_to_uri (shc_vault_get_dir (SHC_WINDOW (widget)->vault), NULL, NULL);

  if (uri != NULL)
    g_app_info_launch_default_for_uri_async (uri, NULL, NULL, NULL, NULL);
}

static void
safety_plan (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_window_present (GTK_WINDOW (
    shc_safety_plan_dialog_new (GTK_WINDOW (widget), SHC_WINDOW (widget)->journal)));
}

static void
activity (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  gtk_window_present (GTK_WINDOW (
    shc_activity_dialog_new (GTK_WINDOW (widget), SHC_WINDOW (widget)->journal)));
}

static void
agreements (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  gtk_window_present (GTK_WINDOW (
    shc_ledger_dialog_new (GTK_WINDOW (widget), SHC_WINDOW (widget)->journal)));
}

static void
support (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ShcSafetyFinding asked = { SHC_SAFETY_NONE, SHC_SAFETY_TOPIC_LIFE };

  shc_banner_set_revealed (SHC_WINDOW (widget)->support_banner, FALSE);
  shc_window_show_support (SHC_WINDOW (widget), asked);
}

/* Not as GtkApplication's help overlay: that is built with the window, for a fifteenth of the time
 * until the first frame. */
static void
show_shortcuts (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  g_autoptr(GtkBuilder) builder =
    gtk_builder_new_from_resource ("/org/sacredhealing/Companion/shc-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, GTK_WINDOW (widget));
  gtk_window_present (window);
}

static void
help (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  shc_help_dialog_present (GTK_WINDOW (widget), "protocol");
}

static void
about (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  shc_about_present (GTK_WINDOW (widget));
}

static void
show_days (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ShcWindow *self = SHC_WINDOW (widget);
  const char *milestone;
  gint64 from_day;
  gint64 to_day;

  g_variant_get (parameter, "(xx&s)", &from_day, &to_day, &milestone);
  shc_window_show_page (self, "reflections");
  shc_reflections_page_show_days (SHC_REFLECTIONS_PAGE (shc_window_get_page (self, "reflections")),
                                  from_day, to_day, *milestone != '\0' ? milestone : NULL);
}

static void
reflect_with_me (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ShcWindow *self = SHC_WINDOW (widget);
  const char *id;
  const char *title;

  g_variant_get (parameter, "(&s&s)", &id, &title);
  shc_window_show_page (self, "companion");
  shc_companion_page_include (SHC_COMPANION_PAGE (shc_window_get_page (self, "companion")), id, title);
}

static const struct
{
  const char                 *name;
  const char                 *type; /* of the parameter */
  GtkWidgetActionActivateFunc activate;
  gboolean                    needs_open;
} actions[] = {
  { "win.show-page", "s", show_page, TRUE },
  { "win.open-reflection", "s", open_reflection, TRUE },
  { "win.show-days", "(xxs)", show_days, TRUE },
  { "win.new-reflection", NULL, new_reflection, TRUE },
  { "win.answer", "s", answer, TRUE },
  { "win.quote", "s", quote, TRUE },
  { "win.reflect-with-me", "(ss)", reflect_with_me, TRUE },
  { "win.search", NULL, search, TRUE },
  { "win.keep", NULL, keep, TRUE },
  { "win.preferences", NULL, preferences, TRUE },
  { "win.backup", NULL, back_up, TRUE },
  { "win.import", NULL, import_reflections, TRUE },
  { "win.intake-form", NULL, bring_in_form, TRUE },
  { "win.share", NULL, share, TRUE },
  { "win.journey-mails", NULL, journey_mails, TRUE },
  { "win.export", NULL, export_reflections, TRUE },
  { "win.recovery-code", NULL, recovery_code, TRUE },
  { "win.restore", NULL, restore, FALSE },
  { "win.retry", NULL, retry, FALSE },
  { "win.open-folder", NULL, open_folder, FALSE },
  { "win.support", NULL, support, FALSE },
  { "win.safety-plan", NULL, safety_plan, TRUE },
  { "win.activity", NULL, activity, TRUE },
  { "win.agreements", NULL, agreements, TRUE },
  { "win.shortcuts", NULL, show_shortcuts, FALSE },
  { "win.help", NULL, help, FALSE },
  { "win.about", NULL, about, FALSE },
};

void
shc_window_class_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
}

void
shc_window_update_actions (ShcWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].needs_open)
      gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name,
                                     self->state == SHC_WINDOW_OPEN);
}
