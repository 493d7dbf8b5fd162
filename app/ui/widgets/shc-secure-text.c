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

/* What of ours is in a clipboard, until it is blanked. */
static struct
{
  GdkClipboard       *clipboard;
  GdkContentProvider *content;
  guint               timeout_id;
} held;

void
shc_secure_text_blank_clipboard (void)
{
  g_clear_handle_id (&held.timeout_id, g_source_remove);
  if (held.clipboard == NULL)
    return;

  /* Only while it is still ours. A clipboard without an owner would be given the secret again by
   * whatever manager keeps its history: something else must take its place. */
  if (gdk_clipboard_get_content (held.clipboard) == held.content)
    gdk_clipboard_set_text (held.clipboard, " ");
  g_clear_object (&held.content);
  g_clear_object (&held.clipboard);
}

static gboolean
timeout_cb (gpointer data)
{
  held.timeout_id = 0;
  shc_secure_text_blank_clipboard ();
  return G_SOURCE_REMOVE;
}

void
shc_secure_text_to_clipboard (GtkWidget *widget,
                              GBytes    *secret)
{
  static const char hint[] = "secret";
  GdkContentProvider *providers[2];
  g_autoptr(GBytes) bytes = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (secret != NULL);

  shc_secure_text_blank_clipboard ();
  /* Managers that know this hint keep it out of their history. */
  bytes = g_bytes_new_static (hint, sizeof hint - 1);
  providers[0] = gdk_content_provider_new_typed (G_TYPE_STRING, g_bytes_get_data (secret, NULL));
  providers[1] = gdk_content_provider_new_for_bytes ("x-kde-passwordManagerHint", bytes);
  held.content = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  held.clipboard = g_object_ref (gtk_widget_get_clipboard (widget));
  gdk_clipboard_set_content (held.clipboard, held.content);
  /* Not tied to the widget: the minute counts also when its window is closed. */
  held.timeout_id = g_timeout_add_seconds (CLIPBOARD_SECONDS, timeout_cb, NULL);
}
