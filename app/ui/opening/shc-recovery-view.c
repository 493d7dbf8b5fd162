/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recovery code, shown once: to print, save or copy, then typed back in part. */

#define G_LOG_DOMAIN "shc-recovery-view"

#include "config.h"

#include "shc-recovery-view.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "shc-confirm.h"
#include "shc-file.h"
#include "shc-pick-file.h"
#include "shc-recovery-code.h"
#include "shc-recovery-print.h"
#include "shc-secure-text.h"
#include "shc-secure.h"
#include "shc-ui-errors.h"
#include "shc-work.h"

#define N_ASKED 3

struct _ShcRecoveryView
{
  AdwBin        parent_instance;
  GBytes       *code;
  guint         asked[N_ASKED]; /* indices of words, ascending */
  GCancellable *cancellable;

  GtkStack  *stack;
  GtkFlowBox *words;
  GtkLabel  *note;
  GtkWidget *confirm_list;
  GtkWidget *word_row_1;
  GtkWidget *word_row_2;
  GtkWidget *word_row_3;
  GtkLabel  *problem;
};

enum { SIGNAL_CONFIRMED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcRecoveryView, shc_recovery_view, ADW_TYPE_BIN)

static GtkWidget *
get_row (ShcRecoveryView *self,
         guint            index)
{
  GtkWidget *rows[N_ASKED] = { self->word_row_1, self->word_row_2, self->word_row_3 };

  return rows[index];
}

static void
say (ShcRecoveryView *self,
     const char      *text)
{
  gtk_label_set_text (self->note, text);
  gtk_widget_set_visible (GTK_WIDGET (self->note), TRUE);
}

static void
set_problem (ShcRecoveryView *self,
             const char      *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
show_words (ShcRecoveryView *self)
{
  const char *word = g_bytes_get_data (self->code, NULL);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->words))) != NULL)
    gtk_flow_box_remove (self->words, child);

  for (int i = 0; word != NULL && *word != '\0'; i++)
    {
      const char *dash = strchr (word, '-');
      int length = dash != NULL ? (int) (dash - word) : (int) strlen (word);
      g_autofree char *text = g_strdup_printf ("%d. %.*s", i + 1, length, word);
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_flow_box_append (self->words, label);
      /* Read, not walked through with Tab. */
      gtk_widget_set_focusable (gtk_widget_get_parent (label), FALSE);
      word = dash != NULL ? dash + 1 : NULL;
    }
}

/* Three different words, in the order they stand on the sheet. */
static void
choose_words (ShcRecoveryView *self)
{
  guint next = 0;

  for (guint i = 0; i < SHC_RECOVERY_WORDS && next < N_ASKED; i++)
    {
      guint left = SHC_RECOVERY_WORDS - i;

      if ((guint) g_random_int_range (0, (gint32) left) < N_ASKED - next)
        self->asked[next++] = i;
    }

  for (guint i = 0; i < N_ASKED; i++)
    {
      g_autofree char *title = g_strdup_printf (_("Word %u"), self->asked[i] + 1);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (get_row (self, i)), title);
      gtk_editable_set_text (GTK_EDITABLE (get_row (self, i)), "");
    }
}

static void
print (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  shc_recovery_print (widget, SHC_RECOVERY_VIEW (widget)->code);
}

typedef struct
{
  char   *path;
  GBytes *sheet;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_free (save->path);
  g_bytes_unref (save->sheet);
  g_free (save);
}

static gpointer
save_in_thread (gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  Save *save = data;
  gsize length = strlen (g_bytes_get_data (save->sheet, NULL));
  g_autoptr(GBytes) text = g_bytes_new_from_bytes (save->sheet, 0, length);

  shc_file_replace (save->path, text, error);
  return NULL;
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  ShcRecoveryView *self = SHC_RECOVERY_VIEW (object);
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  if (error != NULL)
    shc_report_error (GTK_WIDGET (self), error);
  else
    say (self, _("Saved. The file is not locked: put it on a stick or another safe place."));
}

static void
file_picked_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  ShcRecoveryView *self = SHC_RECOVERY_VIEW (object);
  g_autoptr(GFile) file = shc_pick_file_finish (result);
  Save *save;

  if (file == NULL || self->code == NULL)
    return;

  save = g_new0 (Save, 1);
  save->path = g_file_get_path (file);
  save->sheet = shc_recovery_make_sheet (self->code);
  shc_work_async (self, save_in_thread, save, save_free, NULL, self->cancellable, saved_cb, NULL);
}

static void
save_to_file (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ShcRecoveryView *self = SHC_RECOVERY_VIEW (widget);

  shc_pick_file_async (widget, GTK_FILE_CHOOSER_ACTION_SAVE, _("Save the Recovery Code"),
                       _("_Save"), _("Recovery code.txt"), self->cancellable, file_picked_cb, NULL);
}

static void
copy (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ShcRecoveryView *self = SHC_RECOVERY_VIEW (widget);

  shc_secure_text_to_clipboard (widget, self->code);
  say (self, _("Copied. The clipboard is cleared after a minute, and when the journal is locked."));
}

static void
word_changed_cb (ShcRecoveryView *self)
{
  for (guint i = 0; i < N_ASKED; i++)
    gtk_widget_remove_css_class (get_row (self, i), "error");
  set_problem (self, NULL);
}

static void
word_activated_cb (ShcRecoveryView *self)
{
  for (guint i = 0; i < N_ASKED; i++)
    if (*gtk_editable_get_text (GTK_EDITABLE (get_row (self, i))) == '\0')
      {
        gtk_widget_grab_focus (get_row (self, i));
        return;
      }
  shc_recovery_view_go_on (self);
}

static void
shc_recovery_view_dispose (GObject *object)
{
  ShcRecoveryView *self = SHC_RECOVERY_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->code, g_bytes_unref);

  G_OBJECT_CLASS (shc_recovery_view_parent_class)->dispose (object);
}

static void
shc_recovery_view_class_init (ShcRecoveryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_recovery_view_dispose;

  signals[SIGNAL_CONFIRMED] = g_signal_new ("confirmed", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-recovery-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryView, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryView, words);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryView, note);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryView, confirm_list);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryView, word_row_1);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryView, word_row_2);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryView, word_row_3);
  gtk_widget_class_bind_template_child (widget_class, ShcRecoveryView, problem);
  gtk_widget_class_bind_template_callback (widget_class, word_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, word_activated_cb);

  gtk_widget_class_install_action (widget_class, "recovery.print", NULL, print);
  gtk_widget_class_install_action (widget_class, "recovery.save", NULL, save_to_file);
  gtk_widget_class_install_action (widget_class, "recovery.copy", NULL, copy);
}

static void
shc_recovery_view_init (ShcRecoveryView *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_recovery_view_new (void)
{
  return g_object_new (SHC_TYPE_RECOVERY_VIEW, NULL);
}

void
shc_recovery_view_set_code (ShcRecoveryView *self,
                            GBytes          *code)
{
  g_return_if_fail (SHC_IS_RECOVERY_VIEW (self));
  g_return_if_fail (code != NULL);

  g_clear_pointer (&self->code, g_bytes_unref);
  self->code = g_bytes_ref (code);
  show_words (self);
  choose_words (self);
  gtk_stack_set_visible_child_name (self->stack, "code");
}

static gboolean
words_are_right (ShcRecoveryView *self)
{
  GtkWidget *first_wrong = NULL;

  for (guint i = 0; i < N_ASKED; i++)
    {
      GtkWidget *row = get_row (self, i);
      const char *typed = gtk_editable_get_text (GTK_EDITABLE (row));

      if (shc_recovery_code_word_matches (self->code, self->asked[i], typed))
        continue;
      gtk_widget_add_css_class (row, "error");
      if (first_wrong == NULL)
        first_wrong = row;
    }
  if (first_wrong == NULL)
    return TRUE;

  set_problem (self, _("That is not the word on the sheet. Go back to look at the code again."));
  gtk_widget_grab_focus (first_wrong);
  return FALSE;
}

void
shc_recovery_view_go_on (ShcRecoveryView *self)
{
  g_return_if_fail (SHC_IS_RECOVERY_VIEW (self));
  g_return_if_fail (self->code != NULL);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "code"))
    {
      gtk_stack_set_visible_child_name (self->stack, "confirm");
      gtk_widget_grab_focus (self->word_row_1);
    }
  else if (words_are_right (self))
    g_signal_emit (self, signals[SIGNAL_CONFIRMED], 0);
}

void
shc_recovery_ask_later (GtkWidget          *from,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  shc_confirm_async (from, _("Confirm the Code Later?"),
                     _("The words are shown only now. If you wrote them down, they open your "
                       "journal. If not, only your keyring or passphrase does, and you can make a "
                       "new code at any time: the window reminds you."),
                     _("_Stay"), _("Do It _Later"), SHC_CONFIRM_PLAIN, NULL, callback, user_data);
}

gboolean
shc_recovery_view_go_back (ShcRecoveryView *self)
{
  g_return_val_if_fail (SHC_IS_RECOVERY_VIEW (self), FALSE);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "code"))
    return FALSE;

  gtk_stack_set_visible_child_name (self->stack, "code");
  set_problem (self, NULL);
  return TRUE;
}
