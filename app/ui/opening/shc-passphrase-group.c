/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing a passphrase: typed twice, with its strength. */

#define G_LOG_DOMAIN "shc-passphrase-group"

#include "config.h"

#include "shc-passphrase-group.h"

#include <glib/gi18n-lib.h>

#include "shc-passphrase.h"
#include "shc-secure-text.h"
#include "shc-secure.h"

struct _ShcPassphraseGroup
{
  AdwPreferencesGroup parent_instance;
  GtkWidget          *first_row;
  GtkWidget          *second_row;
  GtkLevelBar        *bar;
  GtkLabel           *advice;
};

enum { SIGNAL_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcPassphraseGroup, shc_passphrase_group, ADW_TYPE_PREFERENCES_GROUP)

static void
say (ShcPassphraseGroup *self,
     GtkWidget          *bad_row,
     const char         *text)
{
  GtkWidget *rows[] = { self->first_row, self->second_row };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (rows[i] == bad_row)
        gtk_widget_add_css_class (rows[i], "error");
      else
        gtk_widget_remove_css_class (rows[i], "error");
    }
  gtk_label_set_text (self->advice, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->advice), bad_row != NULL ? "dim-label" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->advice), bad_row != NULL ? "error" : "dim-label");
}

static void
first_changed_cb (ShcPassphraseGroup *self)
{
  g_autoptr(GBytes) typed = shc_secure_text_copy (GTK_EDITABLE (self->first_row));
  ShcStrength strength = shc_passphrase_rate (typed, NULL);

  gtk_level_bar_set_value (self->bar, (double) strength);
  if (strength == SHC_STRENGTH_EMPTY)
    say (self, NULL,
         _("Four or five words that do not belong together are easy to remember and hard to "
           "guess."));
  else
    say (self, NULL, shc_strength_describe (strength));
  /* Too easy to guess is no mere remark: it will be refused. */
  if (strength == SHC_STRENGTH_WEAK)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->advice), "dim-label");
      gtk_widget_add_css_class (GTK_WIDGET (self->advice), "warning");
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->advice), "warning");
}

static void
second_changed_cb (ShcPassphraseGroup *self)
{
  first_changed_cb (self);
}

static void
first_activated_cb (ShcPassphraseGroup *self)
{
  gtk_widget_grab_focus (self->second_row);
}

static void
second_activated_cb (ShcPassphraseGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static gboolean
shc_passphrase_group_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SHC_PASSPHRASE_GROUP (widget)->first_row);
}

static void
shc_passphrase_group_class_init (ShcPassphraseGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = shc_passphrase_group_grab_focus;

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-passphrase-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcPassphraseGroup, first_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPassphraseGroup, second_row);
  gtk_widget_class_bind_template_child (widget_class, ShcPassphraseGroup, bar);
  gtk_widget_class_bind_template_child (widget_class, ShcPassphraseGroup, advice);
  gtk_widget_class_bind_template_callback (widget_class, first_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_activated_cb);
}

static void
shc_passphrase_group_init (ShcPassphraseGroup *self)
{
  static const char *const names[] = { "weak", "fair", "good", "strong" };

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_FULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_level_bar_add_offset_value (self->bar, names[i], (double) i + 1);
}

GtkWidget *
shc_passphrase_group_new (void)
{
  return g_object_new (SHC_TYPE_PASSPHRASE_GROUP, NULL);
}

gboolean
shc_passphrase_group_check (ShcPassphraseGroup *self)
{
  g_autoptr(GBytes) first = NULL;
  g_autoptr(GBytes) second = NULL;
  ShcStrength strength;

  g_return_val_if_fail (SHC_IS_PASSPHRASE_GROUP (self), FALSE);

  first = shc_secure_text_copy (GTK_EDITABLE (self->first_row));
  second = shc_secure_text_copy (GTK_EDITABLE (self->second_row));
  strength = shc_passphrase_rate (first, NULL);

  if (strength == SHC_STRENGTH_EMPTY)
    say (self, self->first_row, _("Type a passphrase."));
  else if (strength == SHC_STRENGTH_WEAK)
    say (self, self->first_row, shc_strength_describe (strength));
  else if (!shc_secure_bytes_equal (first, second))
    say (self, self->second_row, _("The two are not the same: type it once more."));
  else
    return TRUE;

  gtk_widget_grab_focus (gtk_widget_has_css_class (self->first_row, "error") ? self->first_row
                                                                            : self->second_row);
  return FALSE;
}

GBytes *
shc_passphrase_group_take (ShcPassphraseGroup *self)
{
  GBytes *passphrase;

  g_return_val_if_fail (SHC_IS_PASSPHRASE_GROUP (self), NULL);

  if (!shc_passphrase_group_check (self))
    return NULL;

  passphrase = shc_secure_text_take (GTK_EDITABLE (self->first_row));
  gtk_editable_set_text (GTK_EDITABLE (self->second_row), "");
  return passphrase;
}
