/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one writes to the companion: the text, what goes along, and Send or Stop. */

#define G_LOG_DOMAIN "shc-chat-entry"

#include "config.h"

#include "shc-chat-entry.h"

#include <glib/gi18n-lib.h>

#include "shc-widget.h"
#include "shc-wrap-box.h"

struct _ShcChatEntry
{
  AdwBin       parent_instance;
  ShcWrapBox  *chips;
  GtkTextView *view;
  GtkLabel    *placeholder;
  GtkWidget   *send;
  GtkWidget   *stop;
  GPtrArray   *ids;  /* (element-type utf8): of what goes along, in order */
};

G_DEFINE_FINAL_TYPE (ShcChatEntry, shc_chat_entry, ADW_TYPE_BIN)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GtkTextBuffer *
get_buffer (ShcChatEntry *self)
{
  return gtk_text_view_get_buffer (self->view);
}

static void
buffer_changed_cb (ShcChatEntry *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), gtk_text_buffer_get_char_count (get_buffer (self)) == 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
update_chips (ShcChatEntry *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->chips), self->ids->len > 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
chip_clicked_cb (GtkWidget    *chip,
                 ShcChatEntry *self)
{
  const char *id = g_object_get_data (G_OBJECT (chip), "shc-id");
  guint at;

  if (g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, &at))
    g_ptr_array_remove_index (self->ids, at);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gtk_widget_unparent (chip);
  update_chips (self);
}

static GtkWidget *
create_chip (ShcChatEntry *self,
             const char   *id,
             const char   *title)
{
  GtkWidget *chip = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *label = gtk_label_new (title);
  g_autofree char *name = g_strdup_printf (_("Leave out “%s”"), title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), box);
  shc_widget_set_label (chip, name);
  gtk_widget_add_css_class (chip, "chip");
  g_object_set_data_full (G_OBJECT (chip), "shc-id", g_strdup (id), g_free);
  g_signal_connect (chip, "clicked", G_CALLBACK (chip_clicked_cb), self);
  return chip;
}

static gboolean
shc_chat_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SHC_CHAT_ENTRY (widget)->view));
}

static void
shc_chat_entry_finalize (GObject *object)
{
  g_ptr_array_unref (SHC_CHAT_ENTRY (object)->ids);

  G_OBJECT_CLASS (shc_chat_entry_parent_class)->finalize (object);
}

static void
shc_chat_entry_class_init (ShcChatEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = shc_chat_entry_finalize;
  widget_class->grab_focus = shc_chat_entry_grab_focus;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", SHC_TYPE_CHAT_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "companion.stop", NULL);

  g_type_ensure (SHC_TYPE_WRAP_BOX);
  gtk_widget_class_set_css_name (widget_class, "chatentry");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-chat-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcChatEntry, chips);
  gtk_widget_class_bind_template_child (widget_class, ShcChatEntry, view);
  gtk_widget_class_bind_template_child (widget_class, ShcChatEntry, placeholder);
  gtk_widget_class_bind_template_child (widget_class, ShcChatEntry, send);
  gtk_widget_class_bind_template_child (widget_class, ShcChatEntry, stop);
}

/* The text view would make a new line of it before anybody else hears of the key. */
static void
send_by_keys (ShcChatEntry *self)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], GDK_CONTROL_MASK),
                                                            gtk_named_action_new ("companion.send")));
  gtk_widget_add_controller (GTK_WIDGET (self->view), controller);
}

static void
shc_chat_entry_init (ShcChatEntry *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  send_by_keys (self);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (buffer_changed_cb), self, G_CONNECT_SWAPPED);
}

char *
shc_chat_entry_dup_text (ShcChatEntry *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (SHC_IS_CHAT_ENTRY (self), NULL);

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
}

void
shc_chat_entry_set_text (ShcChatEntry *self,
                         const char   *text)
{
  GtkTextIter end;

  g_return_if_fail (SHC_IS_CHAT_ENTRY (self));

  gtk_text_buffer_set_text (get_buffer (self), text, -1);
  gtk_text_buffer_get_end_iter (get_buffer (self), &end);
  gtk_text_buffer_place_cursor (get_buffer (self), &end);
}

gboolean
shc_chat_entry_is_blank (ShcChatEntry *self)
{
  g_autofree char *text = shc_chat_entry_dup_text (self);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

void
shc_chat_entry_set_answering (ShcChatEntry *self,
                              gboolean      answering)
{
  gboolean had_focus;

  g_return_if_fail (SHC_IS_CHAT_ENTRY (self));

  had_focus = gtk_widget_has_focus (self->send) || gtk_widget_has_focus (self->stop);
  gtk_widget_set_visible (self->send, !answering);
  gtk_widget_set_visible (self->stop, answering);
  if (had_focus)
    gtk_widget_grab_focus (answering ? self->stop : GTK_WIDGET (self->view));
}

void
shc_chat_entry_include (ShcChatEntry *self,
                        const char   *id,
                        const char   *title)
{
  g_return_if_fail (SHC_IS_CHAT_ENTRY (self));
  g_return_if_fail (id != NULL && title != NULL);

  if (g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, NULL))
    return;
  g_ptr_array_add (self->ids, g_strdup (id));
  shc_wrap_box_append (self->chips, create_chip (self, id, title));
  update_chips (self);
}

char **
shc_chat_entry_dup_reflections (ShcChatEntry *self)
{
  char **ids;

  g_return_val_if_fail (SHC_IS_CHAT_ENTRY (self), NULL);

  if (self->ids->len == 0)
    return NULL;
  ids = g_new0 (char *, self->ids->len + 1);
  for (guint i = 0; i < self->ids->len; i++)
    ids[i] = g_strdup (g_ptr_array_index (self->ids, i));
  return ids;
}

void
shc_chat_entry_clear (ShcChatEntry *self)
{
  g_return_if_fail (SHC_IS_CHAT_ENTRY (self));

  shc_wrap_box_clear (self->chips);
  g_ptr_array_set_size (self->ids, 0);
  gtk_text_buffer_set_text (get_buffer (self), "", 0);
  update_chips (self);
}
