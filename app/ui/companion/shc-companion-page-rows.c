/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: the rows of what was said. Only the newest are there, and earlier ones once somebody goes to them. */

#define G_LOG_DOMAIN "shc-companion-page"

#include "config.h"

#include "shc-companion-page-private.h"

#include <glib/gi18n-lib.h>

/* Of a conversation that is opened. One more than that may be there, so that the first is the person's. */
#define N_NEWEST 40
#define N_EARLIER 20
/* What was gone back to goes again when the conversation goes on. */
#define N_MOST 60

static ShcMessageRow *
create_row (gboolean    from_person,
            const char *text)
{
  GtkWidget *row = shc_message_row_new (from_person);

  shc_message_row_set_text (SHC_MESSAGE_ROW (row), text, 0);
  return SHC_MESSAGE_ROW (row);
}

static ShcMessageRow *
create_mine (const ShcMessage *message)
{
  ShcMessageRow *row = create_row (TRUE, message->text);
  guint n = message->reflections != NULL ? g_strv_length (message->reflections) : 0;

  if (n > 0)
    {
      g_autofree char *note =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "With %u reflection", "With %u reflections", n), n);

      shc_message_row_set_note (row, note);
    }
  return row;
}

/* Returns: (nullable): how a reply ended, where that needs saying. */
const char *
shc_companion_page_find_note (const char *state)
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

static ShcMessageRow *
create_message (const ShcMessage *message)
{
  ShcMessageRow *row;

  if (message->from_person)
    return create_mine (message);
  row = create_row (FALSE, message->text);
  shc_message_row_set_note (row, shc_companion_page_find_note (message->state));
  return row;
}

static void
append (ShcCompanionPage *self,
        ShcMessageRow    *row,
        gboolean          from_person)
{
  gtk_box_append (self->messages, GTK_WIDGET (row));
  if (from_person)
    self->last_mine = row;
}

ShcMessageRow *
shc_companion_page_append_row (ShcCompanionPage *self,
                               gboolean          from_person,
                               const char       *text)
{
  ShcMessageRow *row = create_row (from_person, text);

  append (self, row, from_person);
  return row;
}

void
shc_companion_page_append_mine (ShcCompanionPage *self,
                                const ShcMessage *message)
{
  append (self, create_mine (message), TRUE);
}

static gboolean
is_broken (const char *state)
{
  return g_strcmp0 (state, shc_chat_state_get_name (SHC_CHAT_INTERRUPTED)) == 0 ||
         g_strcmp0 (state, shc_chat_state_get_name (SHC_CHAT_ERROR)) == 0;
}

void
shc_companion_page_offer (ShcCompanionPage *self,
                          ShcMessageRow    *reply,
                          const char       *state)
{
  if (self->last_mine != NULL)
    shc_message_row_set_offers (self->last_mine, SHC_MESSAGE_EDIT | (reply == NULL ? SHC_MESSAGE_ASK_AGAIN : 0));
  if (reply != NULL)
    shc_message_row_set_offers (reply, SHC_MESSAGE_KEEP | (is_broken (state) ? SHC_MESSAGE_ASK_AGAIN
                                                                             : SHC_MESSAGE_REGENERATE));
}

void
shc_companion_page_drop_offers (ShcCompanionPage *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->messages)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    shc_message_row_set_offers (SHC_MESSAGE_ROW (row), 0);
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

/* @first: the earliest message that has a row. */
static void
set_first (ShcCompanionPage *self,
           guint             first)
{
  gboolean had_focus = gtk_widget_has_focus (self->earlier);

  self->first = first;
  gtk_widget_set_visible (self->earlier, first > 0);
  if (first == 0 && had_focus)
    gtk_widget_child_focus (GTK_WIDGET (self->messages), GTK_DIR_TAB_FORWARD);
}

/* Returns: @n messages before @end, or a few less or more: what is shown begins with the person's own. */
static guint
find_first (const GPtrArray *messages,
            guint            end,
            guint            n)
{
  guint first = end > n ? end - n : 0;

  while (first > 0 && !((const ShcMessage *) g_ptr_array_index (messages, first))->from_person)
    first--;
  return first;
}

void
shc_companion_page_show_messages (ShcCompanionPage *self)
{
  const GPtrArray *messages = shc_talk_get_messages (self->talk);
  const ShcMessage *last = messages->len > 0 ? g_ptr_array_index (messages, messages->len - 1) : NULL;
  ShcMessageRow *row = NULL;

  clear_rows (self);
  set_first (self, find_first (messages, messages->len, N_NEWEST));
  for (guint i = self->first; i < messages->len; i++)
    {
      const ShcMessage *message = g_ptr_array_index (messages, i);

      row = create_message (message);
      append (self, row, message->from_person);
    }
  if (last != NULL && last->from_person)
    shc_message_row_set_note (row, _("There is no reply to this."));
  if (last != NULL)
    shc_companion_page_offer (self, last->from_person ? NULL : row, last->state);
  self->following = last != NULL;
  shc_companion_page_update (self, NULL);
  shc_companion_page_follow (self);
}

/* What was put above what one reads must not move it, not even for a frame. A list that was thrown would go on from
 * where it was, and be at its beginning again at once: it is stopped. */
static void
hold_place (ShcCompanionPage *self,
            int               grown)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);
  double value = gtk_adjustment_get_value (place) + grown;

  gtk_scrolled_window_set_kinetic_scrolling (self->scroller, FALSE);
  gtk_scrolled_window_set_kinetic_scrolling (self->scroller, TRUE);
  gtk_adjustment_set_upper (place, gtk_adjustment_get_upper (place) + grown);
  gtk_adjustment_set_value (place, value);
}

guint
shc_companion_page_show_earlier (ShcCompanionPage *self)
{
  const GPtrArray *messages;
  guint first, before = self->first;
  int height;

  if (before == 0)
    return 0;
  messages = shc_talk_get_messages (self->talk);
  first = find_first (messages, before, N_EARLIER);
  height = shc_companion_page_measure (self);
  for (guint i = before; i > first; i--)
    gtk_box_prepend (self->messages, GTK_WIDGET (create_message (g_ptr_array_index (messages, i - 1))));
  set_first (self, first);
  hold_place (self, shc_companion_page_measure (self) - height);
  return before - first;
}

void
shc_companion_page_earlier_cb (ShcCompanionPage *self)
{
  guint n = shc_companion_page_show_earlier (self);
  g_autofree char *text =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u earlier message is shown now.", "%u earlier messages are shown now.",
                                  n), n);

  shc_companion_page_tell (self, text);
}

void
shc_companion_page_trim (ShcCompanionPage *self)
{
  const GPtrArray *messages = shc_talk_get_messages (self->talk);
  guint first = find_first (messages, messages->len, N_NEWEST);

  if (messages->len - self->first <= N_MOST)
    return;
  for (guint i = self->first; i < first; i++)
    gtk_box_remove (self->messages, gtk_widget_get_first_child (GTK_WIDGET (self->messages)));
  set_first (self, first);
}
