/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: the reply as it comes, following its end, and what a screen reader is told of it. */

#define G_LOG_DOMAIN "shc-companion-page"

#include "config.h"

#include "shc-companion-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* So near to the end somebody reads along. */
#define NEAR_END 40
/* So near to what is not shown yet, it soon will be looked at. */
#define NEAR_BEGINNING 300

/* ---- following the end */

static GtkAdjustment *
get_adjustment (ShcCompanionPage *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static double
get_end (ShcCompanionPage *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
}

int
shc_companion_page_measure (ShcCompanionPage *self)
{
  GtkWidget *content = gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (self->scroller)));
  int height;

  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (content), &height, NULL, NULL, NULL);
  return height;
}

/* Before what has grown is laid out: it is where it should be in the very next frame. */
void
shc_companion_page_follow (ShcCompanionPage *self)
{
  GtkAdjustment *place = get_adjustment (self);
  int height;

  if (!self->following || gtk_adjustment_get_page_size (place) <= 0)
    return;
  height = shc_companion_page_measure (self);
  gtk_adjustment_set_upper (place, MAX ((double) height, gtk_adjustment_get_page_size (place)));
  gtk_adjustment_set_value (place, get_end (self));
}

static gboolean
settle_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (widget);

  self->settle_id = 0;
  gtk_widget_queue_allocate (gtk_scrolled_window_get_child (self->scroller));
  return G_SOURCE_REMOVE;
}

/* What was not foreseen is told while it is being laid out, for which the new place comes too late by a frame. */
static void
grown_cb (ShcCompanionPage *self)
{
  if (!self->following || gtk_adjustment_get_value (get_adjustment (self)) >= get_end (self))
    return;
  gtk_adjustment_set_value (get_adjustment (self), get_end (self));
  if (self->settle_id == 0)
    self->settle_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), settle_cb, NULL, NULL);
}

static void
moved_cb (ShcCompanionPage *self)
{
  self->following = gtk_adjustment_get_value (get_adjustment (self)) >= get_end (self) - NEAR_END &&
                    self->messages != NULL && gtk_widget_get_first_child (GTK_WIDGET (self->messages)) != NULL;
  if (!self->following && gtk_adjustment_get_value (get_adjustment (self)) < NEAR_BEGINNING)
    shc_companion_page_show_earlier (self);
}

void
shc_companion_page_list_init (ShcCompanionPage *self)
{
  g_signal_connect_object (get_adjustment (self), "changed", G_CALLBACK (grown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_adjustment (self), "value-changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
}

/* ---- what a screen reader is told */

static gboolean
ends_sentence (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x2026 /* … */ || c == 0x3002 /* 。 */ || c == 0x061F /* ؟ */;
}

/* Returns: where the sentence at the beginning of @text is over; 0 if that is not known yet. */
static gsize
find_sentence_end (const char *text)
{
  gunichar before = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '\n' || (g_unichar_isspace (c) && ends_sentence (before)) || before == 0x3002)
        return (gsize) (g_utf8_next_char (at) - text);
      before = c;
    }
  return 0;
}

/* Without the marks of Markdown. */
static void
tell_part (ShcCompanionPage *self,
           const char       *text,
           gsize             length)
{
  g_autoptr(GString) words = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    if (strchr ("*`#>\n", text[i]) == NULL)
      g_string_append_c (words, text[i]);
  g_strstrip (words->str);
  if (*words->str == '\0')
    return;
  /* Said twice, it is to be heard twice. */
  if (g_str_equal (gtk_label_get_text (self->spoken), words->str))
    gtk_label_set_text (self->spoken, "");
  gtk_label_set_text (self->spoken, words->str);
}

void
shc_companion_page_tell (ShcCompanionPage *self,
                         const char       *text)
{
  tell_part (self, text, strlen (text));
}

static void
tell_sentences (ShcCompanionPage *self,
                const char       *text,
                gboolean          ended)
{
  gsize length = strlen (text);
  gsize end;

  self->told = MIN (self->told, length);
  while ((end = find_sentence_end (text + self->told)) > 0)
    {
      tell_part (self, text + self->told, end);
      self->told += end;
    }
  if (ended && self->told < length)
    tell_part (self, text + self->told, length - self->told);
}

/* ---- the reply as it comes */

static void
show_text (ShcCompanionPage *self,
           gboolean          ended)
{
  const char *text;

  if (self->reply_row == NULL || !self->came)
    return;
  text = shc_message_row_get_text (self->reply_row);
  if (*text == '\0')
    return;
  shc_message_row_show_text (self->reply_row);
  shc_message_row_set_note (self->reply_row, NULL);
  shc_companion_page_follow (self);
  tell_sentences (self, text, ended);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (widget);

  self->tick_id = 0;
  show_text (self, FALSE);
  return G_SOURCE_REMOVE;
}

/* However often something comes, it is shown once a frame. */
void
shc_companion_page_text_cb (ShcCompanionPage *self,
                            const char       *text,
                            guint64           length,
                            guint64           same)
{
  if (self->reply_row == NULL)
    return;
  shc_message_row_hold_text (self->reply_row, text, length, same);
  self->came = TRUE;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

void
shc_companion_page_waiting_cb (ShcCompanionPage *self,
                               guint             ms)
{
  guint seconds = MAX (1, (ms + 500) / 1000);
  g_autofree char *note =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The service asks to wait for %u second; then it is asked again.",
                                  "The service asks to wait for %u seconds; then it is asked again.", seconds), seconds);

  if (self->reply_row == NULL)
    return;
  shc_message_row_set_note (self->reply_row, note);
  shc_companion_page_tell (self, note);
}

static void
begin (ShcCompanionPage *self,
       const char       *note)
{
  shc_message_row_set_note (self->reply_row, note);
  self->came = FALSE;
  self->told = 0;
  self->following = TRUE;
  shc_companion_page_follow (self);
}

void
shc_companion_page_begin_reply (ShcCompanionPage *self,
                                const ShcMessage *message)
{
  shc_companion_page_drop_offers (self);
  shc_companion_page_append_mine (self, message);
  self->reply_row = shc_companion_page_append_row (self, FALSE, "");
  shc_companion_page_trim (self);
  begin (self, _("Waiting for the reply…"));
}

/* The row of the former reply, if there is one, is that of the new one. */
void
shc_companion_page_begin_again (ShcCompanionPage *self)
{
  ShcMessageRow *last = SHC_MESSAGE_ROW (gtk_widget_get_last_child (GTK_WIDGET (self->messages)));
  gboolean replied = last != self->last_mine;

  shc_companion_page_drop_offers (self);
  if (!replied)
    shc_message_row_set_note (last, NULL);
  self->reply_row = replied ? last : shc_companion_page_append_row (self, FALSE, "");
  begin (self, replied ? _("Waiting for a new reply; until then this one stays…") : _("Waiting for the reply…"));
}

/* The former reply stays. Returns: (transfer full). */
static char *
create_kept_note (const ShcChatReply *reply)
{
  if (reply->problem != NULL)
    return g_strdup_printf (_("%s The earlier reply is still here."), reply->problem->message);
  return g_strdup (reply->state == SHC_CHAT_STOPPED
                     ? _("You stopped before anything new came. The earlier reply is still here.")
                     : _("Nothing new came. The earlier reply is still here."));
}

static const char *
get_last_state (ShcCompanionPage *self)
{
  const GPtrArray *messages = shc_talk_get_messages (self->talk);

  return ((const ShcMessage *) g_ptr_array_index (messages, messages->len - 1))->state;
}

/* Nothing came. Returns: (transfer full): what is said of it. */
static char *
end_without_reply (ShcCompanionPage   *self,
                   ShcMessageRow     **row,
                   const ShcChatReply *reply)
{
  const char *note = reply->problem != NULL ? reply->problem->message
                                            : shc_companion_page_find_note (shc_chat_state_get_name (reply->state));

  if (*shc_message_row_get_text (*row) != '\0')
    return create_kept_note (reply);
  gtk_box_remove (self->messages, GTK_WIDGET (*row));
  *row = NULL;
  /* Translators: %s is what went wrong, one sentence or more. */
  if (reply->problem != NULL)
    return g_strdup_printf (_("%s Your text is still here."), note);
  return g_strdup (note != NULL ? note : _("Nothing came."));
}

void
shc_companion_page_end_reply (ShcCompanionPage   *self,
                              const ShcChatReply *reply)
{
  ShcMessageRow *row = self->reply_row;
  const char *state = shc_chat_state_get_name (reply->state);
  g_autofree char *note = g_strdup (reply->problem != NULL ? reply->problem->message : shc_companion_page_find_note (state));

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  show_text (self, TRUE);
  self->reply_row = NULL;
  if (*shc_talk_get_shown (self->talk) == '\0')
    {
      g_free (note);
      note = end_without_reply (self, &row, reply);
    }
  shc_message_row_set_note (row != NULL ? row : self->last_mine, note);
  shc_companion_page_offer (self, row, row != NULL ? get_last_state (self) : NULL);
  if (note != NULL)
    shc_companion_page_tell (self, note);
}
