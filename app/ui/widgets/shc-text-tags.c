/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tags that show light Markdown and matches in a text buffer. */

#define G_LOG_DOMAIN "shc-text-tags"

#include "config.h"

#include "shc-text-tags.h"

struct _ShcTextTags
{
  GObject     parent_instance;
  GtkTextTag *tags[SHC_MARKDOWN_N_KINDS];
  GtkTextTag *match;
  GtkTextTag *current_match;
  GtkTextTag *plain;
};

G_DEFINE_FINAL_TYPE (ShcTextTags, shc_text_tags, G_TYPE_OBJECT)

static void
set_colour (GtkTextTag *tag,
            const char *property,
            const char *colour)
{
  GdkRGBA rgba;

  if (gdk_rgba_parse (&rgba, colour))
    g_object_set (tag, property, &rgba, NULL);
}

static void
update_colours (ShcTextTags *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (style);
  gboolean contrast = adw_style_manager_get_high_contrast (style);
  const char *quiet = dark ? (contrast ? "#d0d0d0" : "#a5a3a9") : (contrast ? "#3d3846" : "#6a6670");

  set_colour (self->tags[SHC_MARKDOWN_MARK], "foreground-rgba", quiet);
  set_colour (self->tags[SHC_MARKDOWN_BULLET], "foreground-rgba", quiet);
  set_colour (self->tags[SHC_MARKDOWN_QUOTE], "foreground-rgba",
              dark ? "#c9c3d6" : "#4f4860");
  set_colour (self->match, "background-rgba", dark ? "#6b5310" : "#fbe38e");
  set_colour (self->current_match, "background-rgba", dark ? "#f5c211" : "#e66100");
  set_colour (self->current_match, "foreground-rgba", dark ? "#000000" : "#ffffff");
}

static GtkTextTag *
create_tag (GtkTextBuffer *buffer)
{
  return gtk_text_buffer_create_tag (buffer, NULL, NULL);
}

static void
create_tags (ShcTextTags   *self,
             GtkTextBuffer *buffer)
{
  static const double heading_scales[] = { 1.5, 1.3, 1.12 };

  /* A word that is broken is not to look as if it had been written with a hyphen. */
  self->plain = create_tag (buffer);
  g_object_set (self->plain, "insert-hyphens", FALSE, NULL);
  for (guint i = 0; i < SHC_MARKDOWN_N_KINDS; i++)
    self->tags[i] = create_tag (buffer);
  self->match = create_tag (buffer);
  self->current_match = create_tag (buffer);

  for (guint i = 0; i < G_N_ELEMENTS (heading_scales); i++)
    g_object_set (self->tags[SHC_MARKDOWN_HEADING_1 + i], "scale", heading_scales[i],
                  "weight", (int) PANGO_WEIGHT_BOLD, "pixels-above-lines", 10,
                  "pixels-below-lines", 4, NULL);
  g_object_set (self->tags[SHC_MARKDOWN_QUOTE], "style", PANGO_STYLE_ITALIC,
                "left-margin", 14,
                "accumulative-margin", TRUE, NULL);
  g_object_set (self->tags[SHC_MARKDOWN_LIST], "left-margin", 0, "accumulative-margin", TRUE,
                "indent", -12, NULL);
  g_object_set (self->tags[SHC_MARKDOWN_STRONG], "weight", (int) PANGO_WEIGHT_BOLD, NULL);
  g_object_set (self->tags[SHC_MARKDOWN_EMPHASIS], "style", PANGO_STYLE_ITALIC, NULL);
  g_object_set (self->tags[SHC_MARKDOWN_CODE], "family", "monospace", NULL);
}

static void
shc_text_tags_class_init (ShcTextTagsClass *klass)
{
}

static void
shc_text_tags_init (ShcTextTags *self)
{
}

ShcTextTags *
shc_text_tags_new (GtkTextBuffer *buffer)
{
  ShcTextTags *self;
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  /* The buffer's table owns the tags; whoever owns the buffer owns us, and lives no longer. */
  self = g_object_new (SHC_TYPE_TEXT_TAGS, NULL);
  create_tags (self, buffer);
  update_colours (self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (update_colours), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (update_colours), self,
                           G_CONNECT_SWAPPED);
  return self;
}

GtkTextTag *
shc_text_tags_get (ShcTextTags    *self,
                   ShcMarkdownKind kind)
{
  g_return_val_if_fail (SHC_IS_TEXT_TAGS (self), NULL);
  g_return_val_if_fail (kind < SHC_MARKDOWN_N_KINDS, NULL);

  return self->tags[kind];
}

GtkTextTag *
shc_text_tags_get_match (ShcTextTags *self)
{
  g_return_val_if_fail (SHC_IS_TEXT_TAGS (self), NULL);

  return self->match;
}

GtkTextTag *
shc_text_tags_get_current_match (ShcTextTags *self)
{
  g_return_val_if_fail (SHC_IS_TEXT_TAGS (self), NULL);

  return self->current_match;
}

GtkTextTag *
shc_text_tags_get_plain (ShcTextTags *self)
{
  g_return_val_if_fail (SHC_IS_TEXT_TAGS (self), NULL);

  return self->plain;
}
