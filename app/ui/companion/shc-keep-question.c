/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks, quietly, whether a conversation that ends soon is to be kept as a reflection. */

#define G_LOG_DOMAIN "shc-keep-question"

#include "config.h"

#include "shc-keep-question.h"

#include <glib/gi18n-lib.h>

#include "shc-wrap-box.h"

struct _ShcKeepQuestion
{
  AdwBin     parent_instance;
  GtkLabel  *label;
  GtkWidget *buttons;
};

enum { SIGNAL_ANSWERED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcKeepQuestion, shc_keep_question, ADW_TYPE_BIN)

static void
keep_cb (ShcKeepQuestion *self)
{
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, TRUE);
}

static void
let_end_cb (ShcKeepQuestion *self)
{
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, FALSE);
}

static void
shc_keep_question_class_init (ShcKeepQuestionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  g_type_ensure (SHC_TYPE_WRAP_BOX);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-keep-question.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcKeepQuestion, label);
  gtk_widget_class_bind_template_child (widget_class, ShcKeepQuestion, buttons);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, let_end_cb);
}

static void
shc_keep_question_init (ShcKeepQuestion *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->label, NULL, -1);
}

GtkWidget *
shc_keep_question_new (void)
{
  return g_object_new (SHC_TYPE_KEEP_QUESTION, NULL);
}

void
shc_keep_question_set_end (ShcKeepQuestion *self,
                           gint64           expires_us)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (expires_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *day = g_date_time_format (local, _("%-d %B %Y"));
  g_autofree char *text = NULL;

  g_return_if_fail (SHC_IS_KEEP_QUESTION (self));

  /* Translators: %s is a day. */
  text = g_strdup_printf (_("This conversation is removed on %s. Keep it as a reflection?"), day);
  gtk_label_set_text (self->label, text);
  gtk_widget_set_visible (self->buttons, TRUE);
}

void
shc_keep_question_set_kept (ShcKeepQuestion *self)
{
  g_return_if_fail (SHC_IS_KEEP_QUESTION (self));

  gtk_widget_set_visible (self->buttons, FALSE);
  gtk_label_set_text (self->label, _("Kept in your reflections. What the AI said is marked as its words."));
}
