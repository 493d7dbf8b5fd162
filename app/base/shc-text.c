/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What text may be kept, what one-line names look like, and counting of words. */

#define G_LOG_DOMAIN "shc-text"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-text.h"

/* More than this cannot become a label in NFC; it is refused before any work is done on it. */
#define LABEL_MAX_BYTES ((gsize) SHC_LABEL_MAX_CHARS * 64)

G_DEFINE_QUARK (shc-text-error-quark, shc_text_error)

static gboolean
is_blank (const char *text,
          gsize       length)
{
  const char *end = text + length;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

gboolean
shc_text_check (const char  *text,
                gsize        length,
                GError     **error)
{
  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (length > SHC_TEXT_MAX_BYTES)
    {
      g_set_error_literal (error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_TOO_LONG,
                           _("This is longer than one reflection can be (about 170,000 words). "
                             "Please keep it as two or more."));
      return FALSE;
    }
  if (length > 0 && memchr (text, '\0', length) != NULL)
    {
      g_set_error_literal (error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_ENCODING,
                           _("This holds a NUL character, which no text can. Nothing was done with it."));
      return FALSE;
    }
  if (length > 0 && !g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_ENCODING,
                           _("This is not text in UTF-8. Nothing was done with it; please convert it, then try again."));
      return FALSE;
    }
  if (length == 0 || is_blank (text, length))
    {
      g_set_error_literal (error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_EMPTY,
                           _("There is nothing written here yet."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_unwanted_in_label (gunichar c)
{
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Strips white space of any script, in place. */
static char *
strip (char *text)
{
  char *start = text;
  char *end;

  while (*start != '\0' && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);

  for (end = start + strlen (start); end > start;)
    {
      char *previous = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (previous)))
        break;
      end = previous;
    }

  *end = '\0';
  memmove (text, start, (gsize) (end - start) + 1);
  return text;
}

static char *
label_fail (GError       **error,
            ShcTextError   code,
            const char    *message)
{
  g_set_error_literal (error, SHC_TEXT_ERROR, (int) code, message);
  return NULL;
}

char *
shc_label_clean (const char  *label,
                 GError     **error)
{
  g_autofree char *clean = NULL;

  if (label == NULL)
    return label_fail (error, SHC_TEXT_ERROR_EMPTY, _("This name is empty."));
  if (strnlen (label, LABEL_MAX_BYTES + 1) > LABEL_MAX_BYTES)
    return label_fail (error, SHC_TEXT_ERROR_TOO_LONG,
                       _("This name is too long; 200 characters is the most."));
  if (!g_utf8_validate (label, -1, NULL))
    return label_fail (error, SHC_TEXT_ERROR_ENCODING, _("This name is not text in UTF-8."));

  clean = strip (g_utf8_normalize (label, -1, G_NORMALIZE_NFC));
  if (*clean == '\0')
    return label_fail (error, SHC_TEXT_ERROR_EMPTY, _("This name is empty."));
  if (g_utf8_strlen (clean, -1) > SHC_LABEL_MAX_CHARS)
    return label_fail (error, SHC_TEXT_ERROR_TOO_LONG,
                       _("This name is too long; 200 characters is the most."));
  for (const char *p = clean; *p != '\0'; p = g_utf8_next_char (p))
    if (is_unwanted_in_label (g_utf8_get_char (p)))
      return label_fail (error, SHC_TEXT_ERROR_CONTROL,
                         _("This name holds a line break or an invisible control character."));

  return g_steal_pointer (&clean);
}

typedef enum
{
  BETWEEN,   /* ends a word */
  LETTER,    /* begins or continues one */
  INSIDE,    /* continues one only: marks, and an apostrophe between letters */
  IDEOGRAPH, /* a word of its own */
} Kind;

static Kind
classify (gunichar c)
{
  if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF))
    return g_unichar_isalpha (c) ? IDEOGRAPH : BETWEEN;
  if (g_unichar_isalnum (c))
    return LETTER;
  if (c == 0x2019 || c == 0x200C || c == 0x200D || g_unichar_ismark (c))
    return INSIDE;
  return BETWEEN;
}

static Kind
take_kind (const char **cursor)
{
  guchar byte = (guchar) **cursor;
  gunichar c;

  if (byte < 0x80)
    {
      (*cursor)++;
      return g_ascii_isalnum (byte) ? LETTER : byte == '\'' ? INSIDE : BETWEEN;
    }

  c = g_utf8_get_char_validated (*cursor, -1);
  if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      (*cursor)++;
      return BETWEEN;
    }

  *cursor = g_utf8_next_char (*cursor);
  return classify (c);
}

guint
shc_text_count_words (const char *text)
{
  gboolean in_word = FALSE;
  guint words = 0;

  if (text == NULL)
    return 0;

  for (const char *p = text; *p != '\0';)
    {
      Kind kind = take_kind (&p);

      if (kind == IDEOGRAPH || (kind == LETTER && !in_word))
        words++;
      in_word = kind == LETTER || (kind == INSIDE && in_word);
    }

  return words;
}

/* Skips what light Markdown puts before the words of a line. */
static const char *
skip_line_marks (const char *line)
{
  const char *p = line;
  gsize hashes;

  while (*p == ' ' || *p == '\t' || (*p == '>' && (p[1] == ' ' || p[1] == '>')))
    p++;
  hashes = strspn (p, "#");
  if (hashes > 0 && hashes <= 6 && p[hashes] == ' ')
    return p + hashes + 1;
  if ((*p == '-' || *p == '*' || *p == '+') && p[1] == ' ')
    return p + 2;

  return p;
}

/* An underscore between two letters belongs to a word; at its edge it is emphasis. An asterisk
 * that stands alone or between digits is not. */
static gboolean
is_emphasis (gunichar    before,
             const char *p)
{
  gunichar after;

  if (*p == '`')
    return TRUE;
  if (*p != '*' && *p != '_')
    return FALSE;

  after = g_utf8_get_char_validated (p + 1, -1);
  if (after == (gunichar) -1 || after == (gunichar) -2)
    after = ' ';
  if (*p == '*')
    return !(g_unichar_isspace (before) && (after == 0 || g_unichar_isspace (after))) &&
           !(g_unichar_isdigit (before) && g_unichar_isdigit (after));

  return g_unichar_isalnum (before) != g_unichar_isalnum (after) || before == '_' || after == '_';
}

typedef struct
{
  GString *string;
  glong    chars;
  gboolean gap;     /* white space is due before the next word */
  gunichar before;
} Excerpt;

static void
excerpt_add (Excerpt  *self,
             gunichar  c)
{
  if (g_unichar_isspace (c))
    {
      self->gap = self->chars > 0;
    }
  else
    {
      if (self->gap)
        g_string_append_c (self->string, ' ');
      self->chars += self->gap ? 2 : 1;
      self->gap = FALSE;
      g_string_append_unichar (self->string, c);
    }
  self->before = c;
}

/* Cuts to @max_chars with the ellipsis, and not between a letter and its marks. */
static void
excerpt_cut (GString *string,
             guint    max_chars)
{
  char *end = g_utf8_offset_to_pointer (string->str, (glong) max_chars - 1);

  while (end > string->str && g_unichar_iszerowidth (g_utf8_get_char (end)))
    end = g_utf8_prev_char (end);
  while (end > string->str && end[-1] == ' ')
    end--;
  g_string_truncate (string, (gsize) (end - string->str));
  g_string_append (string, "…");
}

char *
shc_text_excerpt (const char *text,
                  guint       max_chars)
{
  Excerpt excerpt = { g_string_new (NULL), 0, FALSE, ' ' };
  const char *p;

  g_return_val_if_fail (max_chars > 0, g_string_free (excerpt.string, FALSE));

  p = skip_line_marks (text != NULL ? text : "");
  while (*p != '\0' && excerpt.chars <= (glong) max_chars)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);
      gboolean valid = c != (gunichar) -1 && c != (gunichar) -2;
      const char *next = valid ? g_utf8_next_char (p) : p + 1;

      if (valid && is_emphasis (excerpt.before, p))
        ; /* left out; what stood before it still counts as before */
      else
        excerpt_add (&excerpt, valid ? c : 0xFFFD);
      p = c == '\n' ? skip_line_marks (next) : next;
    }

  if (excerpt.chars > (glong) max_chars)
    excerpt_cut (excerpt.string, max_chars);

  return g_string_free (excerpt.string, FALSE);
}
