/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reflection in the list: its month if it begins one, day, beginning, marks. */

#define G_LOG_DOMAIN "shc-reflection-row"

#include "config.h"

#include "shc-reflection-row.h"

#include <string.h>

#include "shc-markdown.h"
#include "shc-mood-picker.h"
#include "shc-widget.h"

struct _ShcReflectionRow
{
  GtkWidget          parent_instance;
  GtkLabel          *month;
  GtkWidget         *reflection;
  GtkLabel          *date;
  GtkLabel          *time;
  GtkInscription    *excerpt;
  GtkWidget         *marks;
  GtkImage          *mood;
  GtkWidget         *never_send;
  GtkLabel          *milestone;
  GtkLabel          *tags;
  ShcReflectionItem *item;
  gboolean           filled;
};

G_DEFINE_FINAL_TYPE (ShcReflectionRow, shc_reflection_row, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_ITEM, N_PROPS };
static GParamSpec *properties[N_PROPS];

static gboolean
is_match_mark (const char *at)
{
  return g_str_has_prefix (at, SHC_MATCH_BEGIN) || g_str_has_prefix (at, SHC_MATCH_END);
}

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  gsize start_a = ((const ShcMarkdownSpan *) a)->start;
  gsize start_b = ((const ShcMarkdownSpan *) b)->start;

  return start_a < start_b ? -1 : start_a > start_b;
}

/* What the marks of the matches stand in is read as the line it was, and only then given back its
 * matches: they may be inside an emphasis, or hold one. */
char *
shc_excerpt_strip (const char *excerpt)
{
  g_autoptr(GString) line = g_string_new (NULL);
  g_autoptr(GString) stripped = g_string_new (NULL);
  g_autoptr(GArray) spans = g_array_new (FALSE, FALSE, sizeof (ShcMarkdownSpan));
  gsize length = strlen (SHC_MATCH_BEGIN);
  gsize at = 0;
  guint next = 0;

  g_return_val_if_fail (excerpt != NULL, NULL);

  for (const char *p = excerpt; *p != '\0';)
    {
      if (is_match_mark (p))
        p += length;
      else
        g_string_append_c (line, *p++);
    }
  shc_markdown_parse_line (line->str, line->len, spans);
  for (guint i = 0; i < spans->len;)
    {
      ShcMarkdownKind kind = g_array_index (spans, ShcMarkdownSpan, i).kind;

      if (kind == SHC_MARKDOWN_MARK || kind == SHC_MARKDOWN_BULLET)
        i++;
      else
        g_array_remove_index_fast (spans, i);
    }
  g_array_sort (spans, compare_spans);

  for (const char *p = excerpt; *p != '\0';)
    {
      if (is_match_mark (p))
        {
          g_string_append_len (stripped, p, (gssize) length);
          p += length;
          continue;
        }
      while (next < spans->len && g_array_index (spans, ShcMarkdownSpan, next).end <= at)
        next++;
      if (next >= spans->len || g_array_index (spans, ShcMarkdownSpan, next).start > at)
        g_string_append_c (stripped, *p);
      p++;
      at++;
    }
  return g_strchug (g_string_free (g_steal_pointer (&stripped), FALSE));
}

char *
shc_excerpt_to_markup (const char *excerpt)
{
  g_autoptr(GString) markup = g_string_new (NULL);
  g_autofree char *escaped = NULL;
  const char *at;
  guint open = 0;

  g_return_val_if_fail (excerpt != NULL, NULL);

  escaped = g_markup_escape_text (excerpt, -1);
  for (at = escaped; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_str_has_prefix (at, SHC_MATCH_BEGIN))
        {
          g_string_append (markup, open++ == 0 ? "<span background=\"#f6d32d\" background_alpha=\"45%\">" : "");
        }
      else if (g_str_has_prefix (at, SHC_MATCH_END))
        {
          /* The text itself may hold these characters: what was not opened is not closed. */
          if (open > 0)
            g_string_append (markup, --open == 0 ? "</span>" : "");
        }
      else
        g_string_append_len (markup, at, g_utf8_next_char (at) - at);
    }
  if (open > 0)
    g_string_append (markup, "</span>");
  return g_string_free (g_steal_pointer (&markup), FALSE);
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
update_marks (ShcReflectionRow *self,
              const char       *milestone,
              const char       *tags,
              int               mood,
              gboolean          never_send)
{
  set_text (self->milestone, milestone);
  set_text (self->tags, tags);
  gtk_widget_set_visible (GTK_WIDGET (self->mood), mood > 0);
  if (mood > 0)
    {
      gtk_image_set_from_icon_name (self->mood, shc_mood_get_icon_name (mood));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->mood), shc_mood_get_name (mood));
      shc_widget_set_label (GTK_WIDGET (self->mood), shc_mood_get_name (mood));
    }
  gtk_widget_set_visible (self->never_send, never_send);
  gtk_widget_set_visible (self->marks, mood > 0 || never_send || (milestone != NULL && *milestone)
                                         || (tags != NULL && *tags));
}

/* Returns: (transfer full): the excerpt without its marks, which are in @attributes. */
static char *
parse_excerpt (const char     *excerpt,
               PangoAttrList **attributes)
{
  g_autofree char *stripped = NULL;
  g_autofree char *markup = NULL;
  char *text = NULL;

  if (strstr (excerpt, SHC_MATCH_BEGIN) == NULL)
    return g_strdup (excerpt);
  stripped = shc_excerpt_strip (excerpt);
  markup = shc_excerpt_to_markup (stripped);
  /* Not gtk_inscription_set_markup (): GTK 4.8 forgets to release the attributes. */
  if (!pango_parse_markup (markup, -1, 0, attributes, &text, NULL, NULL))
    return g_strdup (excerpt);
  return text;
}

static void
show_excerpt (ShcReflectionRow *self,
              const char       *excerpt)
{
  g_autoptr(PangoAttrList) attributes = NULL;
  g_autofree char *text = parse_excerpt (excerpt, &attributes);
  glong length = g_utf8_strlen (text, -1);
  guint lines = length > 70 ? 3 : length > 34 ? 2 : 1;

  gtk_inscription_set_min_lines (self->excerpt, lines);
  gtk_inscription_set_nat_lines (self->excerpt, lines);
  gtk_inscription_set_text (self->excerpt, text);
  gtk_inscription_set_attributes (self->excerpt, attributes);
}

/* Of the day's reflections one is told from the other by its time. */
static void
update_time (ShcReflectionRow    *self,
             const ShcReflection *reflection)
{
  g_autofree char *time = NULL;

  if (reflection->date.has_time)
    {
      int minutes = (int) (reflection->date.civil_us % SHC_DATE_US_PER_DAY / (60 * G_USEC_PER_SEC));

      time = g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
    }
  set_text (self->time, time);
}

/* The list's own widget around this one is what has the focus and is read out. */
static void
update_name (ShcReflectionRow *self,
             const char       *date)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (parent == NULL)
    return;
  if (date != NULL)
    name = g_strdup_printf ("%s %s · %s", date, gtk_label_get_text (self->time),
                            gtk_inscription_get_text (self->excerpt));
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : "", -1);
}

static void
fill (ShcReflectionRow    *self,
      const ShcReflection *reflection)
{
  g_autofree char *date = shc_date_format_short (reflection->date);
  g_autofree char *tags = g_strjoinv (", ", reflection->tags);

  gtk_label_set_text (self->date, date);
  show_excerpt (self, reflection->text);
  update_marks (self, reflection->milestone, tags, reflection->mood, reflection->never_send);
  update_time (self, reflection);
  update_name (self, date);
}

/* A list that is thrown or dragged binds some two hundred rows at once whose content comes a little
 * later: such a row keeps its size and only stops showing what it showed before. */
static void
update (ShcReflectionRow *self)
{
  const ShcReflection *reflection = shc_reflection_item_get_reflection (self->item);
  g_autofree char *month = NULL;
  gboolean first = FALSE;

  g_object_get (self->item, "first-of-month", &first, NULL);
  if (first)
    g_object_get (self->item, "month-text", &month, NULL);
  set_text (self->month, month);
  if (reflection != NULL)
    fill (self, reflection);
  else
    update_name (self, NULL);
  if (self->filled != (reflection != NULL))
    gtk_widget_set_opacity (self->reflection, reflection != NULL ? 1 : 0);
  self->filled = reflection != NULL;
}

static void
shc_reflection_row_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      shc_reflection_row_set_item (SHC_REFLECTION_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_reflection_row_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, SHC_REFLECTION_ROW (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_reflection_row_dispose (GObject *object)
{
  ShcReflectionRow *self = SHC_REFLECTION_ROW (object);

  shc_reflection_row_set_item (self, NULL);
  /* GTK 4.8 forgets an inscription's last attributes. */
  if (self->excerpt != NULL)
    gtk_inscription_set_attributes (self->excerpt, NULL);
  shc_widget_clear (GTK_WIDGET (object));

  G_OBJECT_CLASS (shc_reflection_row_parent_class)->dispose (object);
}

static void
shc_reflection_row_class_init (ShcReflectionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = shc_reflection_row_set_property;
  object_class->get_property = shc_reflection_row_get_property;
  object_class->dispose = shc_reflection_row_dispose;

  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, SHC_TYPE_REFLECTION_ITEM,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "reflectionrow");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-reflection-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionRow, month);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionRow, reflection);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionRow, date);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionRow, time);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionRow, excerpt);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionRow, marks);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionRow, mood);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionRow, never_send);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionRow, milestone);
  gtk_widget_class_bind_template_child (widget_class, ShcReflectionRow, tags);
}

static void
shc_reflection_row_init (ShcReflectionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filled = TRUE;
}

GtkWidget *
shc_reflection_row_new (void)
{
  return g_object_new (SHC_TYPE_REFLECTION_ROW, NULL);
}

void
shc_reflection_row_set_item (ShcReflectionRow  *self,
                             ShcReflectionItem *item)
{
  g_return_if_fail (SHC_IS_REFLECTION_ROW (self));

  if (self->item == item)
    return;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}
