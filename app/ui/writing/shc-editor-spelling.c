/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spell checking in the editor, where libspelling was there at build time. */

#define G_LOG_DOMAIN "shc-editor"

#include "config.h"

#include "shc-editor-private.h"

#ifdef HAVE_SPELLING

#include <libspelling.h>

GtkTextBuffer *
shc_editor_create_buffer (void)
{
  GtkSourceBuffer *buffer = gtk_source_buffer_new (NULL);

  /* Our own highlighter shows the text; a style scheme would paint over the desktop's colours. */
  gtk_source_buffer_set_style_scheme (buffer, NULL);
  gtk_source_buffer_set_highlight_syntax (buffer, FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (buffer, FALSE);
  gtk_source_buffer_set_implicit_trailing_newline (buffer, FALSE);
  return GTK_TEXT_BUFFER (buffer);
}

static gboolean
set_up_cb (gpointer data)
{
  GtkTextView *view = data;
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (view));
  g_autoptr(SpellingTextBufferAdapter) adapter = NULL;

  if (gtk_widget_get_root (GTK_WIDGET (view)) == NULL)
    return G_SOURCE_REMOVE;
  adapter = spelling_text_buffer_adapter_new (buffer, spelling_checker_get_default ());
  gtk_text_view_set_extra_menu (view, spelling_text_buffer_adapter_get_menu_model (adapter));
  gtk_widget_insert_action_group (GTK_WIDGET (view), "spelling", G_ACTION_GROUP (adapter));
  spelling_text_buffer_adapter_set_enabled (adapter, TRUE);
  return G_SOURCE_REMOVE;
}

static void
mapped_cb (GtkTextView *view)
{
  g_signal_handlers_disconnect_by_func (view, mapped_cb, NULL);
  /* Dictionaries take a while to load: after the first frame. */
  g_idle_add_full (G_PRIORITY_LOW, set_up_cb, g_object_ref (view), g_object_unref);
}

void
shc_editor_set_up_spelling (GtkTextView *view)
{
  g_signal_connect (view, "map", G_CALLBACK (mapped_cb), NULL);
}

#else

GtkTextBuffer *
shc_editor_create_buffer (void)
{
  return gtk_text_buffer_new (NULL);
}

void
shc_editor_set_up_spelling (GtkTextView *view)
{
}

#endif
