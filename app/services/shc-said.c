/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server's words repeat, and what of them may be shown. */

#define G_LOG_DOMAIN "shc-http"

#include "config.h"

#include "shc-said.h"

#include <string.h>

#include <sodium.h>

/* What is shown of it, in characters. */
#define LINE_MAX_CHARS 300

/* So many letters in a row are no accident: with fewer of a text, plain words would be. */
#define KEY_RUN 8
#define TEXT_RUN 12

/* Of a character that is spelled by its number. */
#define ESCAPE_LENGTH 6

/* Shorter than this, nearly everything that is said has it in it. */
#define WHOLE_MIN 3

struct _ShcSaid
{
  char  *folded;
  gsize  length;
};

/* Letters and digits alone. */
static char *
fold (const char *text)
{
  g_autofree char *small = g_utf8_casefold (text, -1);
  GString *folded = g_string_sized_new (strlen (small));

  for (const char *at = small; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalnum (g_utf8_get_char (at)))
      g_string_append_unichar (folded, g_utf8_get_char (at));
  sodium_memzero (small, strlen (small));
  return g_string_free (folded, FALSE);
}

/* Returns: whether a character stands at @at as JSON may spell it, such as \u0645. */
static gboolean
read_escape (const char *at,
             gunichar   *character)
{
  *character = 0;
  if (at[0] != '\\' || at[1] != 'u')
    return FALSE;
  for (guint i = 2; i < ESCAPE_LENGTH; i++)
    {
      if (!g_ascii_isxdigit (at[i]))
        return FALSE;
      *character = *character * 16 + (gunichar) g_ascii_xdigit_value (at[i]);
    }
  return TRUE;
}

/* Some servers quote a request as it came: what is not Latin is hardly to be seen in that, but it is there. */
static char *
read_escapes (const char *said)
{
  GString *plain = g_string_sized_new (strlen (said));
  gunichar character;

  while (*said != '\0')
    if (!read_escape (said, &character))
      g_string_append_c (plain, *said++);
    else
      {
        if (character != 0 && g_unichar_validate (character))
          g_string_append_unichar (plain, character);
        said += ESCAPE_LENGTH;
      }
  return g_string_free (plain, FALSE);
}

ShcSaid *
shc_said_new (const char *said)
{
  ShcSaid *self = g_new0 (ShcSaid, 1);
  g_autofree char *plain = said != NULL && g_utf8_validate (said, -1, NULL) ? read_escapes (said) : NULL;

  self->folded = plain != NULL ? fold (plain) : g_strdup ("");
  self->length = strlen (self->folded);
  return self;
}

void
shc_said_free (ShcSaid *self)
{
  if (self == NULL)
    return;
  g_free (self->folded);
  g_free (self);
}

static const char *
skip (const char *at,
      guint       n)
{
  for (; n > 0 && *at != '\0'; n--)
    at = g_utf8_next_char (at);
  return n > 0 ? NULL : at;
}

/* @folded: what must not be repeated. */
static gboolean
has_run (const ShcSaid *self,
         const char    *folded,
         guint          run)
{
  gsize length = strlen (folded);
  const char *end = skip (self->folded, run);

  if (skip (folded, run) == NULL)
    return skip (folded, WHOLE_MIN) != NULL && strstr (self->folded, folded) != NULL;
  for (const char *at = self->folded; end != NULL; at = g_utf8_next_char (at), end = skip (end, 1))
    if (memmem (folded, length, at, (gsize) (end - at)) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
shc_said_repeats (const ShcSaid *self,
                  const char    *text)
{
  g_autofree char *folded = fold (text);

  return has_run (self, folded, TEXT_RUN);
}

gboolean
shc_said_repeats_key (const ShcSaid *self,
                      GBytes        *key)
{
  gsize length = 0;
  const char *bytes = key != NULL ? g_bytes_get_data (key, &length) : NULL;
  g_autofree char *text = length > 0 ? g_utf8_make_valid (bytes, (gssize) length) : NULL;
  g_autofree char *folded = text != NULL ? fold (text) : NULL;
  gboolean found;

  if (folded == NULL)
    return FALSE;
  found = has_run (self, folded, KEY_RUN);
  sodium_memzero (folded, strlen (folded));
  sodium_memzero (text, strlen (text));
  return found;
}

char *
shc_said_dup_line (const char *said)
{
  g_autoptr(GString) line = g_string_new (NULL);
  guint n = 0;

  if (said == NULL || !g_utf8_validate (said, -1, NULL))
    return g_strdup ("");
  for (const char *at = said; *at != '\0' && n < LINE_MAX_CHARS; at = g_utf8_next_char (at), n++)
    g_string_append_unichar (line, g_unichar_iscntrl (g_utf8_get_char (at)) ? ' ' : g_utf8_get_char (at));
  g_strstrip (line->str);
  return g_string_free (g_steal_pointer (&line), FALSE);
}
