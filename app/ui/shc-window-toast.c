/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saying something in passing, from anywhere in the window or its dialogs. */

#define G_LOG_DOMAIN "shc-window"

#include "config.h"

#include "shc-editor.h"
#include "shc-window-private.h"

/* At most so wide, where there is room. */
#define TITLE_CHARS 48

typedef struct
{
  ShcToastAction action;
  gpointer       user_data;
  GDestroyNotify destroy;
} ToastData;

static void
toast_data_free (gpointer  data,
                 GClosure *closure)
{
  ToastData *toast_data = data;

  if (toast_data->destroy != NULL)
    toast_data->destroy (toast_data->user_data);
  g_free (toast_data);
}

static void
button_clicked_cb (AdwToast *toast,
                   gpointer  data)
{
  ToastData *toast_data = data;

  toast_data->action (toast_data->user_data);
}

ShcWindow *
shc_window_find (GtkWidget *from)
{
  GtkRoot *root;

  g_return_val_if_fail (GTK_IS_WIDGET (from), NULL);

  root = gtk_widget_get_root (from);
  while (root != NULL && !SHC_IS_WINDOW (root))
    root = GTK_IS_WINDOW (root) ? GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root))) : NULL;
  return root != NULL ? SHC_WINDOW (root) : NULL;
}

/* Preferences stand before the window: what is said there is said in them. */
static GtkWindow *
find_preferences (GtkWidget *from)
{
  GtkRoot *root = gtk_widget_get_root (from);

  while (root != NULL && !ADW_IS_PREFERENCES_WINDOW (root))
    root = GTK_IS_WINDOW (root) ? GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root))) : NULL;
  return root != NULL && gtk_widget_get_visible (GTK_WIDGET (root)) ? GTK_WINDOW (root) : NULL;
}

static GtkWidget *
create_title (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TITLE_CHARS);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

/* The first visible part of @root that is an editor, or the row of buttons of the first run. */
static GtkWidget *
find_busy_place (GtkWidget *root)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (SHC_IS_EDITOR (root) || gtk_widget_has_css_class (root, "shc-steps"))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_busy_place (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Where something is being written, above what stands below the text; in the first run, above its
 * buttons: all can be pressed while something is said. */
void
shc_window_lift_toasts (ShcWindow *self)
{
  GtkWidget *overlay = GTK_WIDGET (self->toasts);
  GtkWidget *place = find_busy_place (GTK_WIDGET (self->states));
  graphene_rect_t bounds;
  int below = 0;

  if (place != NULL && gtk_widget_compute_bounds (place, overlay, &bounds))
    below = gtk_widget_get_height (overlay) -
            (int) (bounds.origin.y + (SHC_IS_EDITOR (place) ? bounds.size.height : 0));
  for (GtkWidget *child = gtk_widget_get_first_child (overlay); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != adw_toast_overlay_get_child (self->toasts))
      gtk_widget_set_margin_bottom (child, MAX (0, below));
}

void
shc_window_toast (GtkWidget     *from,
                  const char    *text,
                  const char    *button,
                  ShcToastAction action,
                  gpointer       user_data,
                  GDestroyNotify destroy)
{
  g_autoptr(AdwToast) toast = NULL;
  GtkWindow *preferences;
  ShcWindow *window;

  g_return_if_fail (text != NULL);
  g_return_if_fail (button == NULL || action != NULL);

  /* A title of its own kind: one that wraps where there is no room, and is no markup. */
  toast = adw_toast_new ("");
  adw_toast_set_custom_title (toast, create_title (text));
  window = shc_window_find (from);

  if (button != NULL)
    {
      ToastData data = { action, user_data, destroy };

      adw_toast_set_button_label (toast, button);
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (button_clicked_cb),
                             g_memdup2 (&data, sizeof data), toast_data_free, 0);
    }
  if (window == NULL)
    return;
  /* Behind the one before it an “Undo” would come too late, and may undo something else. */
  if (window->toast != NULL)
    adw_toast_dismiss (window->toast);
  g_set_weak_pointer (&window->toast, toast);
  preferences = find_preferences (from);
  if (preferences != NULL)
    {
      adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (preferences), g_object_ref (toast));
      return;
    }
  adw_toast_overlay_add_toast (window->toasts, g_object_ref (toast));
  shc_window_lift_toasts (window);
}
