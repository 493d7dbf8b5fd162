/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The open envelope: all that is about to be sent, to be read before it goes. */

#define G_LOG_DOMAIN "shc-envelope-dialog"

#include "config.h"

#include "shc-envelope-dialog.h"

#include <glib/gi18n-lib.h>

struct _ShcEnvelopeDialog
{
  AdwWindow       parent_instance;
  GtkLabel       *summary;
  GtkLabel       *left_out;
  GtkTextView    *words;
  GtkTextView    *body;
  GtkCheckButton *quiet;
  GtkWidget      *reflections;   /* around the box */
  GtkBox         *reflection_box;
  GPtrArray      *ticks;         /* (element-type GtkCheckButton): not ours */
  GtkWidget      *send;
  gboolean        answered;
};

G_DEFINE_FINAL_TYPE (ShcEnvelopeDialog, shc_envelope_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_ANSWERED, SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
answer (ShcEnvelopeDialog *self,
        gboolean           send)
{
  if (self->answered)
    return;
  self->answered = TRUE;
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, send, gtk_check_button_get_active (self->quiet));
}

static void
send_cb (ShcEnvelopeDialog *self)
{
  answer (self, TRUE);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
shc_envelope_dialog_close_request (GtkWindow *window)
{
  answer (SHC_ENVELOPE_DIALOG (window), FALSE);
  return GTK_WINDOW_CLASS (shc_envelope_dialog_parent_class)->close_request (window);
}

static void
show_summary (ShcEnvelopeDialog *self,
              ShcTalk           *talk)
{
  gsize bytes = g_bytes_get_size (shc_talk_get_body (talk));
  g_autofree char *cost = shc_talk_dup_cost_words (talk);
  g_autofree char *whom =
    g_strdup_printf (_("To %s, for the model %s: %'lu bytes, about %'lu tokens."), shc_talk_get_companion (talk)->host,
                     shc_talk_get_envelope (talk)->request->model, (gulong) bytes,
                     (gulong) shc_envelope_estimate_tokens (bytes));
  g_autofree char *text = g_strconcat (whom, " ", cost, NULL);

  gtk_label_set_text (self->summary, text);
}

static void
show_left_out (ShcEnvelopeDialog *self,
               const ShcEnvelope *envelope)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (envelope->left_out > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE,
                                               "The conversation has become long: its oldest message stays behind.",
                                               "The conversation has become long: its oldest %u messages stay behind.",
                                               envelope->left_out), envelope->left_out);
  if (envelope->withdrawn > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE,
                                               "%s%u earlier message stays behind: it told of danger, or took along a "
                                               "reflection that may no longer be sent.",
                                               "%s%u earlier messages stay behind: they told of danger, or took along a "
                                               "reflection that may no longer be sent.",
                                               envelope->withdrawn), text->len > 0 ? " " : "", envelope->withdrawn);
  gtk_label_set_text (self->left_out, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out), text->len > 0);
}

/* A word that is broken is not to look as if it had been written with a hyphen. */
static GtkTextTag *
create_plain_tag (GtkTextBuffer *buffer)
{
  return gtk_text_buffer_create_tag (buffer, NULL, "insert-hyphens", FALSE, NULL);
}

static void
append (GtkTextBuffer *buffer,
        GtkTextTag    *heading_tag,
        GtkTextTag    *plain_tag,
        const char    *heading,
        const char    *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (gtk_text_iter_get_offset (&end) > 0)
    gtk_text_buffer_insert (buffer, &end, "\n\n", -1);
  gtk_text_buffer_insert_with_tags (buffer, &end, heading, -1, heading_tag, NULL);
  gtk_text_buffer_insert (buffer, &end, "\n", -1);
  gtk_text_buffer_insert_with_tags (buffer, &end, text, -1, plain_tag, NULL);
}

static char *
create_message_heading (guint n_reflections)
{
  if (n_reflections == 0)
    return g_strdup (_("Your message"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Your message, with %u reflection",
                                       "Your message, with %u reflections", n_reflections), n_reflections);
}

/* The message first: it is what somebody looks for. */
static void
show_words (ShcEnvelopeDialog *self,
            const ShcEnvelope *envelope)
{
  const ShcChatRequest *request = envelope->request;
  g_autoptr(GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  GtkTextTag *heading = gtk_text_buffer_create_tag (buffer, NULL, "weight", (int) PANGO_WEIGHT_BOLD,
                                                    "pixels-below-lines", 4, NULL);
  GtkTextTag *plain = create_plain_tag (buffer);
  g_autofree char *message = create_message_heading (envelope->n_reflections);
  const ShcChatTurn *last = g_ptr_array_index (request->turns, request->turns->len - 1);

  append (buffer, heading, plain, message, last->text);
  append (buffer, heading, plain, _("Instructions to the model"), request->instructions);
  for (guint i = 0; i + 1 < request->turns->len; i++)
    {
      const ShcChatTurn *turn = g_ptr_array_index (request->turns, i);

      append (buffer, heading, plain, turn->role == SHC_CHAT_USER ? _("You, earlier") : _("Companion (AI), earlier"),
              turn->text);
    }
  gtk_text_view_set_buffer (self->words, buffer);
}

static void
show_body (ShcEnvelopeDialog *self,
           GBytes            *body)
{
  gsize length;
  const char *bytes = g_bytes_get_data (body, &length);
  g_autoptr(GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_insert_with_tags (buffer, &start, bytes, (int) length, create_plain_tag (buffer), NULL);
  gtk_text_view_set_buffer (self->body, buffer);
}

/* ---- what goes along */

static void
ticked_cb (ShcEnvelopeDialog *self)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  g_auto(GStrv) chosen = NULL;

  for (guint i = 0; i < self->ticks->len; i++)
    {
      GtkCheckButton *tick = g_ptr_array_index (self->ticks, i);

      if (gtk_check_button_get_active (tick))
        g_strv_builder_add (ids, g_object_get_data (G_OBJECT (tick), "shc-id"));
    }
  chosen = g_strv_builder_end (ids);
  /* What is shown is not what would go, until it was prepared anew. */
  gtk_widget_set_sensitive (self->send, FALSE);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, chosen);
}

static void
shc_envelope_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (SHC_ENVELOPE_DIALOG (object)->ticks);

  G_OBJECT_CLASS (shc_envelope_dialog_parent_class)->finalize (object);
}

static void
shc_envelope_dialog_class_init (ShcEnvelopeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = shc_envelope_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = shc_envelope_dialog_close_request;

  signals[SIGNAL_ANSWERED] = g_signal_new ("answered", SHC_TYPE_ENVELOPE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", SHC_TYPE_ENVELOPE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRV);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-envelope-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcEnvelopeDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, ShcEnvelopeDialog, left_out);
  gtk_widget_class_bind_template_child (widget_class, ShcEnvelopeDialog, words);
  gtk_widget_class_bind_template_child (widget_class, ShcEnvelopeDialog, body);
  gtk_widget_class_bind_template_child (widget_class, ShcEnvelopeDialog, quiet);
  gtk_widget_class_bind_template_child (widget_class, ShcEnvelopeDialog, reflections);
  gtk_widget_class_bind_template_child (widget_class, ShcEnvelopeDialog, reflection_box);
  gtk_widget_class_bind_template_child (widget_class, ShcEnvelopeDialog, send);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
shc_envelope_dialog_init (ShcEnvelopeDialog *self)
{
  self->ticks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_envelope_dialog_new (GtkWindow *parent,
                         ShcTalk   *talk)
{
  ShcEnvelopeDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SHC_IS_TALK (talk) && shc_talk_get_envelope (talk) != NULL, NULL);

  self = g_object_new (SHC_TYPE_ENVELOPE_DIALOG, "transient-for", parent, NULL);
  shc_envelope_dialog_update (self, talk);
  return GTK_WIDGET (self);
}

void
shc_envelope_dialog_offer (ShcEnvelopeDialog *self,
                           const char        *id,
                           const char        *title)
{
  GtkWidget *tick = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (title);

  g_return_if_fail (SHC_IS_ENVELOPE_DIALOG (self));
  g_return_if_fail (id != NULL && title != NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (tick), label);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (tick), "shc-id", g_strdup (id), g_free);
  g_signal_connect_object (tick, "toggled", G_CALLBACK (ticked_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->ticks, tick);
  gtk_box_append (self->reflection_box, tick);
  gtk_widget_set_visible (self->reflections, TRUE);
}

void
shc_envelope_dialog_update (ShcEnvelopeDialog *self,
                            ShcTalk           *talk)
{
  g_return_if_fail (SHC_IS_ENVELOPE_DIALOG (self));
  g_return_if_fail (SHC_IS_TALK (talk) && shc_talk_get_envelope (talk) != NULL);

  show_summary (self, talk);
  show_left_out (self, shc_talk_get_envelope (talk));
  show_words (self, shc_talk_get_envelope (talk));
  show_body (self, shc_talk_get_body (talk));
  gtk_widget_set_sensitive (self->send, TRUE);
}

void
shc_envelope_dialog_dismiss (ShcEnvelopeDialog *self)
{
  g_return_if_fail (SHC_IS_ENVELOPE_DIALOG (self));

  self->answered = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}
