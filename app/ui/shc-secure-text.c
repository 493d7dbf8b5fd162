/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between entries and secure memory. */

#define G_LOG_DOMAIN "shc-secure-text"

#include "config.h"

#include "shc-secure-text.h"

#include <string.h>

#include "shc-secure.h"

#define CLIPBOARD_SECONDS 60

GBytes *
shc_secure_text_copy (GtkEditable *editable)
{
  const char *text;

  g_return_val_if_fail (GTK_IS_EDITABLE (editable), NULL);

  text = gtk_editable_get_text (editable);
  return shc_secure_bytes_copy (text, strlen (text));
}

GBytes *
shc_secure_text_take (GtkEditable *editable)
{
  GBytes *bytes = shc_secure_text_copy (editable);

  gtk_editable_set_text (editable, "");
  return bytes;
}

typedef struct
{
  GdkClipboard       *clipboard;
  GdkContentProvider *content;
} Held;

static void
held_free (gpointer data)
{
  Held *held = data;

  g_object_unref (held->clipboard);
  g_object_unref (held->content);
  g_free (held);
}

static gboolean
clear_cb (gpointer data)
{
  Held *held = data;

  if (gdk_clipboard_get_content (held->clipboard) == held->content)
    gdk_clipboard_set_content (held->clipboard, NULL);
  return G_SOURCE_REMOVE;
}

void
shc_secure_text_to_clipboard (GtkWidget *widget,
                              GBytes    *secret)
{
  Held *held;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  held = g_new0 (Held, 1);
  held->clipboard = g_object_ref (gtk_widget_get_clipboard (widget));
  held->content = gdk_content_provider_new_typed (G_TYPE_STRING, g_bytes_get_data (secret, NULL));
  gdk_clipboard_set_content (held->clipboard, held->content);
  /* Not tied to the widget: the minute counts also when its window is closed. */
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, CLIPBOARD_SECONDS, clear_cb, held, held_free);
}
