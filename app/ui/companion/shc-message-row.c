/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message of a conversation with the companion. */

#define G_LOG_DOMAIN "shc-message-row"

#include "config.h"

#include "shc-message-row.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-markdown-blocks.h"
#include "shc-widget.h"
#include "shc-window.h"
#include "shc-wrap-box.h"

struct _ShcMessageRow
{
  AdwBin             parent_instance;
  GtkWidget         *box;
  GtkLabel          *who;
  GtkWidget         *bubble;
  ShcMarkdownBlocks *text;
  GtkLabel          *note;
  GtkWidget         *buttons;
  GtkWidget         *copy;
  GtkWidget         *quote;
  GtkWidget         *ask_again;
  GtkWidget         *edit;
  GtkWidget         *regenerate;
  GtkWidget         *keep;
};

G_DEFINE_FINAL_TYPE (ShcMessageRow, shc_message_row, ADW_TYPE_BIN)

static void
copy_cb (ShcMessageRow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), shc_markdown_blocks_get_text (self->text));
  shc_window_toast (GTK_WIDGET (self), _("Copied."), NULL, NULL, NULL, NULL);
}

/* What is selected of the reply, or all of it. */
static void
quote_cb (ShcMessageRow *self)
{
  g_autofree char *selected = shc_markdown_blocks_dup_selected (self->text);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.quote", "s",
                              selected != NULL ? selected : shc_markdown_blocks_get_text (self->text));
}

static void
shc_message_row_class_init (ShcMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SHC_TYPE_MARKDOWN_BLOCKS);
  g_type_ensure (SHC_TYPE_WRAP_BOX);
  gtk_widget_class_set_css_name (widget_class, "messagerow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-message-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, box);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, who);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, bubble);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, text);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, note);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, copy);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, quote);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, ask_again);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, edit);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, regenerate);
  gtk_widget_class_bind_template_child (widget_class, ShcMessageRow, keep);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, quote_cb);
}

static void
shc_message_row_init (ShcMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_message_row_new (gboolean from_person)
{
  ShcMessageRow *self = g_object_new (SHC_TYPE_MESSAGE_ROW, NULL);

  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->who, NULL, -1);
  gtk_label_set_text (self->who, from_person ? _("You") : _("Companion (AI)"));
  gtk_widget_add_css_class (GTK_WIDGET (self), from_person ? "mine" : "theirs");
  shc_widget_set_label (self->copy, from_person ? _("Copy Your Message") : _("Copy the Reply"));
  if (from_person)
    {
      gtk_widget_set_halign (self->box, GTK_ALIGN_END);
      gtk_widget_set_margin_start (self->box, 36);
      gtk_label_set_xalign (self->who, 1);
      gtk_label_set_xalign (self->note, 1);
      gtk_widget_set_halign (self->bubble, GTK_ALIGN_END);
      gtk_widget_set_halign (self->buttons, GTK_ALIGN_END);
    }
  return GTK_WIDGET (self);
}

void
shc_message_row_hold_text (ShcMessageRow *self,
                           const char    *text,
                           gsize          length,
                           gsize          same)
{
  g_return_if_fail (SHC_IS_MESSAGE_ROW (self));

  shc_markdown_blocks_hold_text (self->text, text, length, same);
}

void
shc_message_row_show_text (ShcMessageRow *self)
{
  gboolean some;

  g_return_if_fail (SHC_IS_MESSAGE_ROW (self));

  shc_markdown_blocks_show (self->text);
  some = *shc_markdown_blocks_get_text (self->text) != '\0';
  gtk_widget_set_visible (self->bubble, some);
  gtk_widget_set_visible (self->copy, some);
  gtk_widget_set_visible (self->quote, some && gtk_widget_has_css_class (GTK_WIDGET (self), "theirs"));
}

void
shc_message_row_set_text (ShcMessageRow *self,
                          const char    *text,
                          gsize          same)
{
  shc_message_row_hold_text (self, text, strlen (text), same);
  shc_message_row_show_text (self);
}

const char *
shc_message_row_get_text (ShcMessageRow *self)
{
  g_return_val_if_fail (SHC_IS_MESSAGE_ROW (self), NULL);

  return shc_markdown_blocks_get_text (self->text);
}

void
shc_message_row_set_note (ShcMessageRow *self,
                          const char    *note)
{
  g_return_if_fail (SHC_IS_MESSAGE_ROW (self));

  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

const char *
shc_message_row_get_note (ShcMessageRow *self)
{
  g_return_val_if_fail (SHC_IS_MESSAGE_ROW (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self->note)) ? gtk_label_get_text (self->note) : NULL;
}

void
shc_message_row_set_offers (ShcMessageRow    *self,
                            ShcMessageOffers  offers)
{
  g_return_if_fail (SHC_IS_MESSAGE_ROW (self));

  gtk_widget_set_visible (self->edit, (offers & SHC_MESSAGE_EDIT) != 0);
  gtk_widget_set_visible (self->regenerate, (offers & SHC_MESSAGE_REGENERATE) != 0);
  gtk_widget_set_visible (self->keep, (offers & SHC_MESSAGE_KEEP) != 0);
  gtk_widget_set_visible (self->ask_again, (offers & SHC_MESSAGE_ASK_AGAIN) != 0);
}
