/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When what somebody wrote may mean that they are in danger. It is looked at when it is left, on this
 * device; what was found is shown and forgotten. */

#define G_LOG_DOMAIN "shc-window"

#include "config.h"

#include "shc-support-dialog.h"
#include "shc-window-private.h"
#include "shc-work.h"

/* So long a card is not shown again for the same level: a quiet line stands for it. */
#define QUIET_US (60 * 60 * (gint64) G_USEC_PER_SEC)

static gpointer
check_in_thread (gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  ShcSafetyFinding finding = shc_safety_check (data, -1);

  return g_memdup2 (&finding, sizeof finding);
}

void
shc_window_show_support (ShcWindow        *self,
                         ShcSafetyFinding  finding)
{
  gtk_window_present (GTK_WINDOW (
    shc_support_dialog_new (GTK_WINDOW (self), self->state == SHC_WINDOW_OPEN ? self->journal : NULL, finding)));
}

static void
note_card (ShcWindow        *self,
           ShcSafetyFinding  finding)
{
  for (guint level = SHC_SAFETY_CONCERN; level <= finding.level; level++)
    self->card_us[level] = g_get_monotonic_time ();
}

static void
show_card (ShcWindow        *self,
           ShcSafetyFinding  finding)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->card_us[finding.level] != 0 && now_us - self->card_us[finding.level] < QUIET_US)
    {
      shc_banner_set_revealed (self->support_banner, TRUE);
      return;
    }
  note_card (self, finding);
  shc_window_show_support (self, finding);
}

/* @number: of the check. One that took longer than the next does not take back what that has shown. */
static void
checked (ShcWindow        *self,
         GAsyncResult     *result,
         guint             number,
         gboolean          quietly)
{
  g_autofree ShcSafetyFinding *finding = shc_work_finish (result, NULL);

  if (finding == NULL || self->state == SHC_WINDOW_LOADING || self->closing)
    return;
  if (number == self->n_checks)
    {
      gtk_widget_set_visible (self->support_button, finding->level >= SHC_SAFETY_MENTION);
      if (finding->level < SHC_SAFETY_CONCERN)
        shc_banner_set_revealed (self->support_banner, FALSE);
    }
  if (finding->level >= SHC_SAFETY_CONCERN && !quietly)
    show_card (self, *finding);
}

static void
left_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  checked (SHC_WINDOW (object), result, GPOINTER_TO_UINT (user_data), FALSE);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  checked (SHC_WINDOW (object), result, GPOINTER_TO_UINT (user_data), TRUE);
}

static void
check (GtkWidget           *from,
       const char          *text,
       GAsyncReadyCallback  callback)
{
  ShcWindow *self = shc_window_find (from);

  if (self != NULL && text != NULL && *text != '\0')
    shc_work_async (self, check_in_thread, g_strdup (text), g_free, g_free, self->cancellable, callback,
                    GUINT_TO_POINTER (++self->n_checks));
}

void
shc_window_attend (GtkWidget  *from,
                   const char *text)
{
  check (from, text, left_cb);
}

void
shc_window_attend_quietly (GtkWidget  *from,
                           const char *text)
{
  check (from, text, read_cb);
}

void
shc_window_attend_finding (GtkWidget        *from,
                           ShcSafetyFinding  finding)
{
  ShcWindow *self = shc_window_find (from);

  if (self == NULL || self->state != SHC_WINDOW_OPEN || finding.level < SHC_SAFETY_MENTION)
    return;
  gtk_widget_set_visible (self->support_button, TRUE);
  if (finding.level >= SHC_SAFETY_CONCERN)
    show_card (self, finding);
}

GtkWidget *
shc_window_ask_to_send (GtkWidget        *from,
                        ShcSafetyFinding  finding)
{
  ShcWindow *self = shc_window_find (from);
  GtkWidget *dialog;

  g_return_val_if_fail (self != NULL && self->state == SHC_WINDOW_OPEN, NULL);

  note_card (self, finding);
  gtk_widget_set_visible (self->support_button, TRUE);
  dialog = shc_support_dialog_new (GTK_WINDOW (self), self->journal, finding);
  shc_support_dialog_ask (SHC_SUPPORT_DIALOG (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}
