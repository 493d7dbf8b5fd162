/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one writes: plain text, light Markdown shown, undo, words counted, never over 1 MiB. */

#define G_LOG_DOMAIN "shc-editor"

#include "config.h"

#include "shc-editor-private.h"

#include <glib/gi18n-lib.h>

#include "shc-text.h"

#define COUNT_DELAY_MS 300
#define COUNT_SLICE_US 2000
/* White space further in than this is not looked for: whoever typed so much has written something. */
#define BLANK_LOOK_CHARS 4096

struct _ShcEditor
{
  GtkWidget       parent_instance;
  GtkTextView    *view;
  GtkWidget      *scroller;
  GtkWidget      *placeholder_clamp;
  GtkLabel       *placeholder_label;
  GtkTextBuffer  *buffer;
  GtkTextTag     *plain; /* all of the text */
  ShcHighlighter *highlighter;
  GCancellable   *cancellable;
  gsize           size;
  guint           words;
  gboolean        blank;
  gboolean        loading;
  guint           count_id;
  guint           counted; /* words before @count_mark */
  GtkTextMark    *count_mark;
};

G_DEFINE_FINAL_TYPE (ShcEditor, shc_editor, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_BLANK, PROP_WORDS, PROP_PLACEHOLDER, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_CHANGED, SIGNAL_REFUSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
update_blank (ShcEditor *self)
{
  gboolean blank = TRUE;
  GtkTextIter iter;
  guint looked = 0;

  gtk_text_buffer_get_start_iter (self->buffer, &iter);
  while (blank && !gtk_text_iter_is_end (&iter))
    {
      blank = g_unichar_isspace (gtk_text_iter_get_char (&iter)) && ++looked < BLANK_LOOK_CHARS;
      gtk_text_iter_forward_char (&iter);
    }
  gtk_widget_set_visible (self->placeholder_clamp, self->size == 0);
  if (self->blank == blank)
    return;

  self->blank = blank;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BLANK]);
}

static void
set_words (ShcEditor *self,
           guint      words)
{
  if (self->words == words)
    return;

  self->words = words;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORDS]);
}

/* Counts line by line, a slice at a time: no key ever waits for the whole text. */
static gboolean
count_slice_cb (gpointer data)
{
  ShcEditor *self = data;
  gint64 deadline = g_get_monotonic_time () + COUNT_SLICE_US;
  GtkTextIter start;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &start, self->count_mark);
  while (!gtk_text_iter_is_end (&start))
    {
      GtkTextIter end = start;
      g_autofree char *line = NULL;

      gtk_text_iter_forward_line (&end);
      line = gtk_text_iter_get_slice (&start, &end);
      self->counted += shc_text_count_words (line);
      start = end;
      if (g_get_monotonic_time () >= deadline)
        {
          gtk_text_buffer_move_mark (self->buffer, self->count_mark, &start);
          return G_SOURCE_CONTINUE;
        }
    }
  self->count_id = 0;
  set_words (self, self->counted);
  return G_SOURCE_REMOVE;
}

static gboolean
start_counting_cb (gpointer data)
{
  ShcEditor *self = data;
  GtkTextIter start;

  self->counted = 0;
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_move_mark (self->buffer, self->count_mark, &start);
  self->count_id = g_idle_add_full (G_PRIORITY_LOW, count_slice_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
count_soon (ShcEditor *self)
{
  /* A long text is counted less often. */
  guint delay_ms = COUNT_DELAY_MS + (guint) (self->size / 512);

  g_clear_handle_id (&self->count_id, g_source_remove);
  if (self->size == 0)
    set_words (self, 0);
  else
    self->count_id = g_timeout_add (delay_ms, start_counting_cb, self);
}

static void
refuse (ShcEditor *self,
        gsize      size)
{
  g_autofree char *why = NULL;
  g_autofree char *limit = g_format_size_full (SHC_TEXT_MAX_BYTES, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *wanted = g_format_size_full (size, G_FORMAT_SIZE_IEC_UNITS);

  /* Translators: both are sizes such as “1.0 MiB”. */
  why = g_strdup_printf (_("That would make this reflection %s long; one holds up to %s. Nothing was "
                           "added, so that nothing is cut off: it may fit as two reflections."),
                         wanted, limit);
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, why);
}

static void
insert_text_cb (ShcEditor   *self,
                GtkTextIter *location,
                const char  *text,
                int          length)
{
  gsize size = self->size + (length < 0 ? strlen (text) : (gsize) length);

  if (size > SHC_TEXT_MAX_BYTES && !self->loading)
    {
      g_signal_stop_emission_by_name (self->buffer, "insert-text");
      refuse (self, size);
      return;
    }
  self->size = size;
}

/* A word that is broken at the end of a line is not to look as if it had been written with a hyphen. */
static void
text_inserted_cb (ShcEditor   *self,
                  GtkTextIter *location,
                  const char  *text,
                  int          length)
{
  GtkTextIter start = *location;

  gtk_text_iter_backward_chars (&start, (int) g_utf8_strlen (text, length));
  gtk_text_buffer_apply_tag (self->buffer, self->plain, &start, location);
}

static void
delete_range_cb (ShcEditor   *self,
                 GtkTextIter *start,
                 GtkTextIter *end)
{
  g_autofree char *slice = gtk_text_iter_get_slice (start, end);

  self->size -= MIN (self->size, strlen (slice));
}

static void
buffer_changed_cb (ShcEditor *self)
{
  update_blank (self);
  count_soon (self);
  if (!self->loading)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
read_text_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr(ShcEditor) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);

  if (text == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  shc_editor_insert (self, text);
}

/* GTK's own pasting takes formatted text from another view piece by piece, of which some may fit
 * and some not. Ours is plain text, all of it or nothing. */
static void
paste_cb (GtkTextView *view,
          ShcEditor   *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));

  g_signal_stop_emission_by_name (view, "paste-clipboard");
  gdk_clipboard_read_text_async (clipboard, self->cancellable, read_text_cb, g_object_ref (self));
}

static void
set_placeholder (ShcEditor  *self,
                 const char *placeholder)
{
  if (g_strcmp0 (gtk_label_get_text (self->placeholder_label), placeholder) == 0)
    return;

  gtk_label_set_text (self->placeholder_label, placeholder != NULL ? placeholder : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER,
                                  placeholder != NULL ? placeholder : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACEHOLDER]);
}

static void
shc_editor_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      set_placeholder (SHC_EDITOR (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_editor_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  ShcEditor *self = SHC_EDITOR (object);

  switch (prop_id)
    {
    case PROP_BLANK:
      g_value_set_boolean (value, self->blank);
      break;
    case PROP_WORDS:
      g_value_set_uint (value, self->words);
      break;
    case PROP_PLACEHOLDER:
      g_value_set_string (value, gtk_label_get_text (self->placeholder_label));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
shc_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SHC_EDITOR (widget)->view));
}

static void
shc_editor_dispose (GObject *object)
{
  ShcEditor *self = SHC_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->count_id, g_source_remove);
  g_clear_object (&self->highlighter);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->placeholder_clamp, gtk_widget_unparent);

  G_OBJECT_CLASS (shc_editor_parent_class)->dispose (object);
}

static void
shc_editor_finalize (GObject *object)
{
  ShcEditor *self = SHC_EDITOR (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (shc_editor_parent_class)->finalize (object);
}

static void
shc_editor_class_init (ShcEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = shc_editor_set_property;
  object_class->get_property = shc_editor_get_property;
  object_class->dispose = shc_editor_dispose;
  object_class->finalize = shc_editor_finalize;
  widget_class->grab_focus = shc_editor_grab_focus;

  properties[PROP_BLANK] =
    g_param_spec_boolean ("blank", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORDS] =
    g_param_spec_uint ("words", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PLACEHOLDER] =
    g_param_spec_string ("placeholder", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SHC_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", SHC_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "editor");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcEditor, view);
  gtk_widget_class_bind_template_child (widget_class, ShcEditor, scroller);
  gtk_widget_class_bind_template_child (widget_class, ShcEditor, placeholder_clamp);
  gtk_widget_class_bind_template_child (widget_class, ShcEditor, placeholder_label);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
}

static void
shc_editor_init (ShcEditor *self)
{
  GtkTextIter start;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->blank = TRUE;
  self->buffer = shc_editor_create_buffer ();
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  self->count_mark = gtk_text_buffer_create_mark (self->buffer, NULL, &start, TRUE);
  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (insert_text_cb), self,
                           G_CONNECT_SWAPPED);
  self->plain = gtk_text_buffer_create_tag (self->buffer, NULL, "insert-hyphens", FALSE, NULL);
  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (text_inserted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->buffer, "delete-range", G_CALLBACK (delete_range_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (buffer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->highlighter = shc_highlighter_new (self->buffer);
  gtk_text_view_set_buffer (self->view, self->buffer);
  shc_editor_set_up_spelling (self->view);
}

GtkWidget *
shc_editor_new (void)
{
  return g_object_new (SHC_TYPE_EDITOR, NULL);
}

void
shc_editor_set_text (ShcEditor  *self,
                     const char *text)
{
  g_return_if_fail (SHC_IS_EDITOR (self));
  g_return_if_fail (text != NULL);

  self->loading = TRUE;
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_set_enable_undo (self->buffer, TRUE);
  self->loading = FALSE;
}

char *
shc_editor_dup_text (ShcEditor *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (SHC_IS_EDITOR (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

gsize
shc_editor_get_size (ShcEditor *self)
{
  g_return_val_if_fail (SHC_IS_EDITOR (self), 0);

  return self->size;
}

gboolean
shc_editor_get_blank (ShcEditor *self)
{
  g_return_val_if_fail (SHC_IS_EDITOR (self), TRUE);

  return self->blank;
}

guint
shc_editor_get_words (ShcEditor *self)
{
  g_return_val_if_fail (SHC_IS_EDITOR (self), 0);

  return self->words;
}

void
shc_editor_go_to_end (ShcEditor *self)
{
  GtkTextIter end;

  g_return_if_fail (SHC_IS_EDITOR (self));

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_place_cursor (self->buffer, &end);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
}

void
shc_editor_insert (ShcEditor  *self,
                   const char *text)
{
  gsize room;
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *selected = NULL;

  g_return_if_fail (SHC_IS_EDITOR (self));
  g_return_if_fail (text != NULL);

  /* Looked at before the selection goes, so that a refusal changes nothing at all. */
  if (gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end))
    selected = gtk_text_iter_get_slice (&start, &end);
  room = SHC_TEXT_MAX_BYTES + (selected != NULL ? strlen (selected) : 0);
  if (self->size + strlen (text) > room)
    {
      refuse (self, self->size + strlen (text) - (room - SHC_TEXT_MAX_BYTES));
      return;
    }

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_interactive_at_cursor (self->buffer, text, -1, TRUE);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
}

void
shc_editor_append (ShcEditor  *self,
                   const char *text)
{
  GtkTextIter end;

  g_return_if_fail (SHC_IS_EDITOR (self));

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_place_cursor (self->buffer, &end);
  shc_editor_insert (self, text);
}

GtkTextView *
shc_editor_get_view (ShcEditor *self)
{
  g_return_val_if_fail (SHC_IS_EDITOR (self), NULL);

  return self->view;
}
