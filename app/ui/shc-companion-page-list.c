/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: the messages, the reply as it comes, and what a screen reader is told of it. */

#define G_LOG_DOMAIN "shc-companion-page"

#include "config.h"

#include "shc-companion-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* So near to the end somebody reads along. */
#define NEAR_END 40

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

static void
grown_cb (ShcCompanionPage *self)
{
  if (self->following)
    gtk_adjustment_set_value (get_adjustment (self), get_end (self));
}

static void
moved_cb (ShcCompanionPage *self)
{
  self->following = gtk_adjustment_get_value (get_adjustment (self)) >= get_end (self) - NEAR_END &&
                    self->messages != NULL && gtk_widget_get_first_child (GTK_WIDGET (self->messages)) != NULL;
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
tell (ShcCompanionPage *self,
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
      tell (self, text + self->told, end);
      self->told += end;
    }
  if (ended && self->told < length)
    tell (self, text + self->told, length - self->told);
}

/* ---- the reply as it comes */

static void
show_text (ShcCompanionPage *self,
           gboolean          ended)
{
  const char *text = shc_talk_get_shown (self->talk);

  if (self->reply_row == NULL || *text == '\0')
    return;
  shc_message_row_set_text (self->reply_row, text, self->same);
  self->same = strlen (text);
  shc_message_row_set_note (self->reply_row, NULL);
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
                            guint64           same)
{
  if (self->reply_row == NULL)
    return;
  self->same = MIN (self->same, (gsize) same);
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
  tell (self, note, strlen (note));
}

/* ---- rows */

static ShcMessageRow *
add_row (ShcCompanionPage *self,
         gboolean          from_person,
         const char       *text)
{
  GtkWidget *row = shc_message_row_new (from_person);

  shc_message_row_set_text (SHC_MESSAGE_ROW (row), text, 0);
  gtk_box_append (self->messages, row);
  if (from_person)
    self->last_mine = SHC_MESSAGE_ROW (row);
  return SHC_MESSAGE_ROW (row);
}

static ShcMessageRow *
add_mine (ShcCompanionPage *self,
          const ShcMessage *message)
{
  ShcMessageRow *row;
  guint n = message->reflections != NULL ? g_strv_length (message->reflections) : 0;

  if (self->last_mine != NULL)
    shc_message_row_set_offers (self->last_mine, 0);
  row = add_row (self, TRUE, message->text);
  if (n > 0)
    {
      g_autofree char *note =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "With %u reflection", "With %u reflections", n), n);

      shc_message_row_set_note (row, note);
    }
  return row;
}

/* Returns: (nullable): how a reply ended, where that needs saying. */
static const char *
find_note (const char *state)
{
  if (g_strcmp0 (state, shc_chat_state_get_name (SHC_CHAT_STOPPED)) == 0)
    return _("You stopped this reply.");
  if (g_strcmp0 (state, shc_chat_state_get_name (SHC_CHAT_INTERRUPTED)) == 0)
    return _("This reply was cut off in the middle.");
  if (g_strcmp0 (state, shc_chat_state_get_name (SHC_CHAT_ERROR)) == 0)
    return _("This reply ended with an error.");
  if (g_strcmp0 (state, shc_chat_state_get_name (SHC_CHAT_INCOMPLETE)) == 0)
    return _("The service cut this reply short.");
  return NULL;
}

static gboolean
is_broken (const char *state)
{
  return g_strcmp0 (state, shc_chat_state_get_name (SHC_CHAT_INTERRUPTED)) == 0 ||
         g_strcmp0 (state, shc_chat_state_get_name (SHC_CHAT_ERROR)) == 0;
}

/* What can be done with what was said last. @last: of the person, or of the companion. */
static void
offer (ShcCompanionPage *self,
       ShcMessageRow    *reply,
       const char       *state)
{
  if (self->last_mine != NULL)
    shc_message_row_set_offers (self->last_mine, SHC_MESSAGE_EDIT | (reply == NULL ? SHC_MESSAGE_ASK_AGAIN : 0));
  if (reply != NULL)
    shc_message_row_set_offers (reply, SHC_MESSAGE_KEEP | (is_broken (state) ? SHC_MESSAGE_ASK_AGAIN
                                                                             : SHC_MESSAGE_REGENERATE));
}

static void
clear_rows (ShcCompanionPage *self)
{
  GtkWidget *row;

  self->reply_row = NULL;
  self->last_mine = NULL;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->messages))) != NULL)
    gtk_box_remove (self->messages, row);
}

void
shc_companion_page_show_messages (ShcCompanionPage *self)
{
  const GPtrArray *messages = shc_talk_get_messages (self->talk);
  const ShcMessage *last = NULL;
  ShcMessageRow *row = NULL;

  clear_rows (self);
  for (guint i = 0; i < messages->len; i++)
    {
      last = g_ptr_array_index (messages, i);
      row = last->from_person ? add_mine (self, last) : add_row (self, FALSE, last->text);
      if (!last->from_person)
        shc_message_row_set_note (row, find_note (last->state));
    }
  if (last != NULL && last->from_person)
    shc_message_row_set_note (row, _("There is no reply to this."));
  if (last != NULL)
    offer (self, last->from_person ? NULL : row, last->state);
  self->following = last != NULL;
  shc_companion_page_update (self, NULL);
}

static void
drop_offers (ShcCompanionPage *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->messages)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    shc_message_row_set_offers (SHC_MESSAGE_ROW (row), 0);
}

static void
begin (ShcCompanionPage *self,
       const char       *note)
{
  shc_message_row_set_note (self->reply_row, note);
  self->same = 0;
  self->told = 0;
  self->following = TRUE;
}

void
shc_companion_page_begin_reply (ShcCompanionPage *self,
                                const ShcMessage *message)
{
  drop_offers (self);
  add_mine (self, message);
  self->reply_row = add_row (self, FALSE, "");
  begin (self, _("Waiting for the reply…"));
}

/* The row of the former reply, if there is one, is that of the new one. */
void
shc_companion_page_begin_again (ShcCompanionPage *self)
{
  ShcMessageRow *last = SHC_MESSAGE_ROW (gtk_widget_get_last_child (GTK_WIDGET (self->messages)));
  gboolean replied = last != self->last_mine;

  drop_offers (self);
  if (!replied)
    shc_message_row_set_note (last, NULL);
  self->reply_row = replied ? last : add_row (self, FALSE, "");
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
                                            : find_note (shc_chat_state_get_name (reply->state));

  if (*shc_message_row_get_text (*row) != '\0')
    return create_kept_note (reply);
  gtk_box_remove (self->messages, GTK_WIDGET (*row));
  *row = NULL;
  return g_strdup (note != NULL ? note : _("Nothing came."));
}

void
shc_companion_page_end_reply (ShcCompanionPage   *self,
                              const ShcChatReply *reply)
{
  ShcMessageRow *row = self->reply_row;
  const char *state = shc_chat_state_get_name (reply->state);
  g_autofree char *note = g_strdup (reply->problem != NULL ? reply->problem->message : find_note (state));

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
  offer (self, row, row != NULL ? get_last_state (self) : NULL);
  if (note != NULL)
    tell (self, note, strlen (note));
}
