/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own instructions for the companion, in general and for a milestone each. */

#define G_LOG_DOMAIN "shc-instructions-dialog"

#include "config.h"

#include "shc-instructions-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-companion.h"
#include "shc-confirm.h"
#include "shc-settings.h"
#include "shc-text.h"
#include "shc-ui-errors.h"

/* So many are shown of a milestone where one is chosen, which is as wide as the widest of them. */
#define MILESTONE_CHARS 28

struct _ShcInstructionsDialog
{
  AdwWindow      parent_instance;
  ShcJournal    *journal;
  GCancellable  *cancellable;
  GtkDropDown   *which;
  GtkLabel      *about;
  GtkTextView   *view;
  GtkTextBuffer *buffer;
  GtkLabel      *problem;
  GtkLabel      *safety;
  GHashTable    *settings;   /* (nullable): all of them, by name, until they were read */
  GPtrArray     *milestones; /* (element-type utf8): as @which has them, behind the general instructions */
  guint          shown;      /* which of @which */
  gboolean       filling;
  gboolean       changed;
  gboolean       saving;
  gboolean       closing;
};

G_DEFINE_FINAL_TYPE (ShcInstructionsDialog, shc_instructions_dialog, ADW_TYPE_WINDOW)

static char *
dup_text (ShcInstructionsDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/* Returns: (transfer full): the name of the setting that is shown. */
static char *
dup_setting (ShcInstructionsDialog *self)
{
  if (self->shown == 0)
    return g_strdup (SHC_SETTING_COMPANION_PROMPT);
  return g_strconcat (SHC_SETTING_COMPANION_PROMPT_PREFIX, g_ptr_array_index (self->milestones, self->shown - 1), NULL);
}

/* What is sent unless there is something of the person's own. */
static const char *
get_ours (ShcInstructionsDialog *self)
{
  return self->shown == 0 ? shc_companion_get_default_instructions () : "";
}

/* Ours is stored as nothing, so that a later version of the program may improve it. */
static gboolean
is_ours (ShcInstructionsDialog *self,
         const char            *text)
{
  g_autofree char *typed = g_strstrip (g_strdup (text));
  g_autofree char *ours = g_strstrip (g_strdup (get_ours (self)));

  return *typed == '\0' || g_str_equal (typed, ours);
}

static void
fill (ShcInstructionsDialog *self,
      const char            *text)
{
  g_autofree char *trimmed = g_strchomp (g_strdup (text));

  self->filling = TRUE;
  gtk_text_buffer_set_text (self->buffer, trimmed, -1);
  self->filling = FALSE;
}

static void
say (ShcInstructionsDialog *self,
     const char            *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
changed_cb (ShcInstructionsDialog *self)
{
  if (self->filling)
    return;
  self->changed = TRUE;
  say (self, NULL);
}

static void
left_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  if (shc_confirm_finish (result))
    gtk_window_destroy (GTK_WINDOW (object));
}

/* ---- what is shown */

static void
show_about (ShcInstructionsDialog *self)
{
  g_autofree char *text = NULL;

  if (self->shown > 0)
    text = g_strdup_printf (_("How the companion is asked to speak with you while “%s” is the present milestone of your "
                              "journey. Left empty, it is as in general."),
                            (const char *) g_ptr_array_index (self->milestones, self->shown - 1));
  gtk_label_set_text (self->about, text != NULL ? text
                                                : _("How the companion is asked to speak with you. Change it as you like; "
                                                    "it goes along with every message."));
}

static void
show_one (ShcInstructionsDialog *self,
          guint                  number)
{
  g_autofree char *name = NULL;
  const char *own;

  self->shown = number;
  name = dup_setting (self);
  own = g_hash_table_lookup (self->settings, name);
  fill (self, own != NULL && *own != '\0' ? own : get_ours (self));
  self->changed = FALSE;
  say (self, NULL);
  show_about (self);
}

/* ---- keeping */

static void
tell_refused (ShcInstructionsDialog *self,
              const GError          *error)
{
  say (self, error->message);
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->which, self->shown);
  self->filling = FALSE;
  if (self->closing)
    shc_confirm_async (GTK_WIDGET (self), _("These Instructions Cannot Be Kept"), error->message, _("_Go On Editing"),
                       _("_Close Without Keeping"), SHC_CONFIRM_DESTRUCTIVE, self->cancellable, left_cb, NULL);
  self->closing = FALSE;
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ShcInstructionsDialog) self = SHC_INSTRUCTIONS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gboolean saved = shc_journal_set_setting_finish (SHC_JOURNAL (object), result, &error);

  self->saving = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->view), TRUE);
  if (!saved)
    tell_refused (self, error);
  else if (self->closing)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    show_one (self, gtk_drop_down_get_selected (self->which));
}

static void
save (ShcInstructionsDialog *self)
{
  g_autofree char *text = dup_text (self);
  g_autofree char *name = dup_setting (self);
  const char *value = is_ours (self, text) ? "" : text;

  self->saving = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->view), FALSE);
  g_hash_table_insert (self->settings, g_strdup (name), g_strdup (value));
  shc_journal_set_setting_async (self->journal, name, value, saved_cb, g_object_ref (self));
}

/* What was changed is kept first; if that cannot be, the text stays. */
static void
selected_cb (ShcInstructionsDialog *self)
{
  guint selected = gtk_drop_down_get_selected (self->which);

  if (self->filling || self->saving || self->settings == NULL || selected == self->shown)
    return;
  if (self->changed)
    save (self);
  else
    show_one (self, selected);
}

static gboolean
shc_instructions_dialog_close_request (GtkWindow *window)
{
  ShcInstructionsDialog *self = SHC_INSTRUCTIONS_DIALOG (window);

  if (!self->saving && !self->changed)
    return GTK_WINDOW_CLASS (shc_instructions_dialog_parent_class)->close_request (window);
  self->closing = TRUE;
  if (!self->saving)
    save (self);
  return TRUE;
}

/* ---- reading */

static void
add_milestone (ShcInstructionsDialog *self,
               const char            *milestone)
{
  for (guint i = 0; i < self->milestones->len; i++)
    {
      g_autofree char *one = g_utf8_casefold (g_ptr_array_index (self->milestones, i), -1);
      g_autofree char *other = g_utf8_casefold (milestone, -1);

      if (g_str_equal (one, other))
        return;
    }
  g_ptr_array_add (self->milestones, g_strdup (milestone));
}

static int
compare_milestones (gconstpointer one,
                    gconstpointer other)
{
  return g_utf8_collate (*(const char *const *) one, *(const char *const *) other);
}

/* Those with instructions first: they are spelled as their settings are. @used: (nullable): those of the journal. */
static void
offer_milestones (ShcInstructionsDialog *self,
                  char                 **used)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->settings);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_str_has_prefix (name, SHC_SETTING_COMPANION_PROMPT_PREFIX))
      add_milestone (self, (const char *) name + strlen (SHC_SETTING_COMPANION_PROMPT_PREFIX));
  for (guint i = 0; used != NULL && used[i] != NULL; i++)
    add_milestone (self, used[i]);
  g_ptr_array_sort (self->milestones, compare_milestones);
  gtk_string_list_append (names, _("In General"));
  for (guint i = 0; i < self->milestones->len; i++)
    gtk_string_list_take (names, shc_text_excerpt (g_ptr_array_index (self->milestones, i), MILESTONE_CHARS));
  self->filling = TRUE;
  gtk_drop_down_set_model (self->which, G_LIST_MODEL (names));
  self->filling = FALSE;
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->which)), self->milestones->len > 0);
}

static void
labels_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcInstructionsDialog) self = SHC_INSTRUCTIONS_DIALOG (user_data);
  g_auto(GStrv) tags = NULL;
  g_auto(GStrv) milestones = NULL;

  /* Without them, those that have instructions are offered. */
  shc_journal_labels_finish (SHC_JOURNAL (object), result, &tags, &milestones, NULL);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  offer_milestones (self, milestones);
  show_one (self, 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->view), TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "instructions.reset", TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcInstructionsDialog) self = SHC_INSTRUCTIONS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  GHashTable *settings = shc_journal_load_settings_finish (SHC_JOURNAL (object), result, &error);

  self->settings = settings;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (settings == NULL)
    shc_report_error (GTK_WIDGET (self), error);
  else
    shc_journal_labels_async (self->journal, self->cancellable, labels_cb, g_object_ref (self));
}

static void
reset (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  ShcInstructionsDialog *self = SHC_INSTRUCTIONS_DIALOG (widget);

  if (self->saving)
    return;
  fill (self, get_ours (self));
  self->changed = TRUE;
  say (self, NULL);
}

static void
shc_instructions_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (SHC_INSTRUCTIONS_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (shc_instructions_dialog_parent_class)->dispose (object);
}

static void
shc_instructions_dialog_finalize (GObject *object)
{
  ShcInstructionsDialog *self = SHC_INSTRUCTIONS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_ptr_array_unref (self->milestones);

  G_OBJECT_CLASS (shc_instructions_dialog_parent_class)->finalize (object);
}

static void
shc_instructions_dialog_class_init (ShcInstructionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_instructions_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = shc_instructions_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_instructions_dialog_close_request;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-instructions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcInstructionsDialog, which);
  gtk_widget_class_bind_template_child (widget_class, ShcInstructionsDialog, about);
  gtk_widget_class_bind_template_child (widget_class, ShcInstructionsDialog, view);
  gtk_widget_class_bind_template_child (widget_class, ShcInstructionsDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, ShcInstructionsDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcInstructionsDialog, safety);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_install_action (widget_class, "instructions.reset", NULL, reset);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
shc_instructions_dialog_init (ShcInstructionsDialog *self)
{
  g_autofree char *rules = g_strchomp (g_strdup (shc_companion_get_safety_part ()));

  self->cancellable = g_cancellable_new ();
  self->milestones = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_text (self->safety, rules);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "instructions.reset", FALSE);
}

GtkWidget *
shc_instructions_dialog_new (GtkWindow  *parent,
                             ShcJournal *journal)
{
  ShcInstructionsDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SHC_IS_JOURNAL (journal), NULL);

  self = g_object_new (SHC_TYPE_INSTRUCTIONS_DIALOG, "transient-for", parent, NULL);
  self->journal = g_object_ref (journal);
  shc_journal_load_settings_async (journal, self->cancellable, read_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
