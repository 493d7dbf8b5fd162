/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags as chips, with an entry behind the last. */

#define G_LOG_DOMAIN "shc-tag-editor"

#include "config.h"

#include "shc-tag-editor.h"

#include <glib/gi18n-lib.h>

#include "shc-suggest-entry.h"
#include "shc-text.h"
#include "shc-widget.h"
#include "shc-wrap-layout.h"

struct _ShcTagEditor
{
  GtkWidget        parent_instance;
  ShcSuggestEntry *entry;
  GPtrArray       *tags; /* (element-type utf8) */
  char           **suggestions;
};

G_DEFINE_FINAL_TYPE (ShcTagEditor, shc_tag_editor, GTK_TYPE_WIDGET)

enum { SIGNAL_CHANGED, SIGNAL_REFUSED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Tags already there are not offered again. */
static void
update_suggestions (ShcTagEditor *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) left = NULL;

  for (guint i = 0; self->suggestions != NULL && self->suggestions[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (self->tags, self->suggestions[i], g_str_equal, NULL))
      g_strv_builder_add (builder, self->suggestions[i]);
  left = g_strv_builder_end (builder);
  shc_suggest_entry_set_suggestions (self->entry, (const char *const *) left);
}

static void
remove_chip (ShcTagEditor *self,
             GtkWidget    *chip)
{
  const char *tag = g_object_get_data (G_OBJECT (chip), "shc-tag");
  guint index;

  if (!g_ptr_array_find_with_equal_func (self->tags, tag, g_str_equal, &index))
    return;
  g_ptr_array_remove_index (self->tags, index);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_widget_unparent (chip);
  update_suggestions (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
chip_clicked_cb (GtkButton *chip,
                 gpointer   data)
{
  remove_chip (data, GTK_WIDGET (chip));
}

static void
add_chip (ShcTagEditor *self,
          const char   *tag)
{
  GtkWidget *chip = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *label = gtk_label_new (tag);
  g_autofree char *name = g_strdup_printf (_("Remove the tag “%s”"), tag);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_set_tooltip_text (chip, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (chip), "shc-tag", g_strdup (tag), g_free);
  g_signal_connect (chip, "clicked", G_CALLBACK (chip_clicked_cb), self);
  gtk_widget_insert_before (chip, GTK_WIDGET (self), GTK_WIDGET (self->entry));
}

static gboolean
is_blank (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

/* Turns what was typed into a chip; TRUE if the entry is empty then. */
static gboolean
take_typed (ShcTagEditor *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *tag = NULL;

  if (is_blank (shc_suggest_entry_get_text (self->entry)))
    return TRUE;
  tag = shc_label_clean (shc_suggest_entry_get_text (self->entry), &error);
  if (tag == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error->message);
      return FALSE;
    }
  if (!g_ptr_array_find_with_equal_func (self->tags, tag, g_str_equal, NULL))
    {
      add_chip (self, tag);
      g_ptr_array_add (self->tags, g_steal_pointer (&tag));
      update_suggestions (self);
    }
  shc_suggest_entry_set_text (self->entry, "");
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}

static void
entry_activated_cb (ShcTagEditor *self)
{
  take_typed (self);
}

static void
entry_changed_cb (ShcTagEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                ShcTagEditor          *self)
{
  GtkWidget *last = gtk_widget_get_prev_sibling (GTK_WIDGET (self->entry));

  if (keyval == GDK_KEY_comma)
    return take_typed (self);
  if (keyval == GDK_KEY_BackSpace && last != NULL
      && *shc_suggest_entry_get_text (self->entry) == '\0')
    {
      remove_chip (self, last);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
focus_left_cb (GtkEventControllerFocus *controller,
               ShcTagEditor            *self)
{
  take_typed (self);
}

static gboolean
shc_tag_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SHC_TAG_EDITOR (widget)->entry));
}

static void
shc_tag_editor_dispose (GObject *object)
{
  shc_widget_clear (GTK_WIDGET (object));

  G_OBJECT_CLASS (shc_tag_editor_parent_class)->dispose (object);
}

static void
shc_tag_editor_finalize (GObject *object)
{
  ShcTagEditor *self = SHC_TAG_EDITOR (object);

  g_ptr_array_unref (self->tags);
  g_strfreev (self->suggestions);

  G_OBJECT_CLASS (shc_tag_editor_parent_class)->finalize (object);
}

static void
shc_tag_editor_class_init (ShcTagEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = shc_tag_editor_dispose;
  object_class->finalize = shc_tag_editor_finalize;
  widget_class->grab_focus = shc_tag_editor_grab_focus;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SHC_TYPE_TAG_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", SHC_TYPE_TAG_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SHC_TYPE_SUGGEST_ENTRY);
  g_type_ensure (SHC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-tag-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcTagEditor, entry);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_left_cb);
}

static void
shc_tag_editor_init (ShcTagEditor *self)
{
  self->tags = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

char **
shc_tag_editor_dup_tags (ShcTagEditor *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *typed = NULL;

  g_return_val_if_fail (SHC_IS_TAG_EDITOR (self), NULL);

  for (guint i = 0; i < self->tags->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->tags, i));
  typed = shc_label_clean (shc_suggest_entry_get_text (self->entry), NULL);
  if (typed != NULL)
    g_strv_builder_add (builder, typed);
  return g_strv_builder_end (builder);
}

void
shc_tag_editor_set_tags (ShcTagEditor      *self,
                         const char *const *tags)
{
  GtkWidget *chip;

  g_return_if_fail (SHC_IS_TAG_EDITOR (self));

  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (self))) != GTK_WIDGET (self->entry))
    gtk_widget_unparent (chip);
  g_ptr_array_set_size (self->tags, 0);
  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    {
      add_chip (self, tags[i]);
      g_ptr_array_add (self->tags, g_strdup (tags[i]));
    }
  shc_suggest_entry_set_text (self->entry, "");
  update_suggestions (self);
}

void
shc_tag_editor_set_suggestions (ShcTagEditor      *self,
                                const char *const *suggestions)
{
  char **old;

  g_return_if_fail (SHC_IS_TAG_EDITOR (self));

  old = self->suggestions;
  self->suggestions = g_strdupv ((char **) suggestions);
  g_strfreev (old);
  update_suggestions (self);
}
