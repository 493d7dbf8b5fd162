/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-text index's tokenizer `shc`: SQLite's unicode61 and what it lacks. */

#define G_LOG_DOMAIN "shc-tokenizer"

#include "config.h"

#include "shc-script.h"
#include "shc-tokenizer.h"

/* A text that needs the long way is taken in stretches of this many letters, each ending at a
 * blank, so that it never costs more memory than a small part of itself. */
#define STRETCH 4096

typedef struct
{
  fts5_tokenizer words; /* unicode61's calls and its context */
  void          *context;
} Base;

struct _ShcTokenizer
{
  fts5_tokenizer  words;
  Fts5Tokenizer  *base;
  GArray         *letters; /* Letter: those of one stretch */
  GString        *folded;  /* one run of words as unicode61 gets it … */
  GArray         *origin;  /* … and for each of its bytes the letter (guint32) it stands for */
};

typedef struct
{
  gunichar      letter;
  guint32       start;
  guint32       end;
  ShcScriptKind kind;
} Letter;

/* One call of xTokenize. */
typedef struct
{
  ShcTokenizer *self;
  void         *context;
  ShcTokenFunc  func;
  gboolean      query;
  gboolean      any;  /* whether there was a token */
} Pass;

static int
emit (Pass       *pass,
      int         flags,
      const char *token,
      gsize       length,
      guint32     start,
      guint32     end)
{
  pass->any = TRUE;
  return pass->func (pass->context, flags, token, (int) length, (int) start, (int) end);
}

static int
emit_word (void       *user_data,
           int         flags,
           const char *token,
           int         length,
           int         start,
           int         end)
{
  Pass *pass = user_data;
  const Letter *letters = (const Letter *) (void *) pass->self->letters->data;
  const guint32 *origin = (const guint32 *) (void *) pass->self->origin->data;

  if (length == 0 || end <= start)
    return SQLITE_OK;
  return emit (pass, flags, token, (gsize) length, letters[origin[start]].start,
               letters[origin[end - 1]].end);
}

/* A mark that stands alone is folded to nothing. */
static int
emit_plain (void       *user_data,
            int         flags,
            const char *token,
            int         length,
            int         start,
            int         end)
{
  const Pass *pass = user_data;

  return length > 0 ? pass->func (pass->context, flags, token, length, start, end) : SQLITE_OK;
}

static int
run_words (Pass *pass,
           guint first,
           guint last)
{
  ShcTokenizer *self = pass->self;
  const Letter *letters = (const Letter *) (void *) self->letters->data;

  g_string_truncate (self->folded, 0);
  g_array_set_size (self->origin, 0);
  for (guint32 i = first; i < last; i++)
    {
      g_string_append_unichar (self->folded, shc_script_fold (letters[i].letter));
      while (self->origin->len < self->folded->len)
        g_array_append_val (self->origin, i);
    }
  return self->words.xTokenize (self->base, pass, pass->query ? FTS5_TOKENIZE_QUERY : 0,
                                self->folded->str, (int) self->folded->len, emit_word);
}

/* @more: whether the text goes on after this run; only then does its last letter stand alone in a
 * query, since what is looked for may go on where the query ends. */
static int
run_bigrams (Pass    *pass,
             guint    first,
             guint    last,
             gboolean more)
{
  const Letter *letters = (const Letter *) (void *) pass->self->letters->data;
  int rc = SQLITE_OK;

  for (guint i = first; i < last && rc == SQLITE_OK; i++)
    {
      char token[12];
      gsize length = (gsize) g_unichar_to_utf8 (letters[i].letter, token);
      guint32 end = letters[i].end;

      if (i + 1 < last)
        {
          length += (gsize) g_unichar_to_utf8 (letters[i + 1].letter, token + length);
          end = letters[i + 1].end;
        }
      else if (pass->query && !more && i > first)
        {
          break;
        }
      rc = emit (pass, 0, token, length, letters[i].start, end);
    }
  return rc;
}

static int
run_symbols (Pass *pass,
             guint first,
             guint last)
{
  const Letter *letters = (const Letter *) (void *) pass->self->letters->data;
  int rc = SQLITE_OK;

  for (guint i = first; i < last && rc == SQLITE_OK; i++)
    {
      char token[6];
      gsize length = (gsize) g_unichar_to_utf8 (letters[i].letter, token);

      rc = emit (pass, pass->any && !pass->query ? FTS5_TOKEN_COLOCATED : 0, token, length,
                 letters[i].start, letters[i].end);
    }
  return rc;
}

/* Sends the letters gathered so far on their ways, run by run. */
static int
flush (Pass    *pass,
       gboolean more)
{
  GArray *letters = pass->self->letters;
  int rc = SQLITE_OK;
  guint last;

  for (guint first = 0; first < letters->len && rc == SQLITE_OK; first = last)
    {
      ShcScriptKind kind = g_array_index (letters, Letter, first).kind;

      for (last = first + 1; last < letters->len; last++)
        if (g_array_index (letters, Letter, last).kind != kind)
          break;

      if (kind == SHC_SCRIPT_BIGRAM)
        rc = run_bigrams (pass, first, last, more || last < letters->len);
      else if (kind == SHC_SCRIPT_SYMBOL)
        rc = run_symbols (pass, first, last);
      else
        rc = run_words (pass, first, last);
    }
  g_array_set_size (letters, 0);
  return rc;
}

static void
add_letter (GArray  *letters,
            gunichar letter,
            guint32  start,
            guint32  end)
{
  ShcScriptKind kind = shc_script_get_kind (letter);
  Letter *before = letters->len > 0 ? &g_array_index (letters, Letter, letters->len - 1) : NULL;
  Letter added = { letter, start, end, kind };
  gunichar joined;

  if (kind != SHC_SCRIPT_MARK && kind != SHC_SCRIPT_IGNORED)
    {
      g_array_append_val (letters, added);
      return;
    }

  if (before == NULL)
    return;
  before->end = end;
  if (kind == SHC_SCRIPT_MARK && g_unichar_compose (before->letter, letter, &joined))
    before->letter = joined;
}

static void
add_letters (GArray  *letters,
             gunichar letter,
             guint32  start,
             guint32  end)
{
  gunichar expanded[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = shc_script_expand (letter, expanded);

  if (n == 0)
    add_letter (letters, letter, start, end);
  for (gsize i = 0; i < n; i++)
    add_letter (letters, expanded[i], start, end);
}

static int
run_long_way (Pass       *pass,
              const char *text,
              gsize       length)
{
  GArray *letters = pass->self->letters;
  int rc = SQLITE_OK;
  gsize at = 0;

  g_array_set_size (letters, 0);
  while (at < length && rc == SQLITE_OK)
    {
      gunichar letter = g_utf8_get_char_validated (text + at, (gssize) (length - at));
      gsize start = at;

      /* A byte that is no UTF-8 ends a word, as a blank does; so does a NUL. */
      if (letter >= (gunichar) -2)
        letter = ' ';
      at += letter == ' ' ? 1 : (gsize) g_unichar_to_utf8 (letter, NULL);
      add_letters (letters, letter, (guint32) start, (guint32) at);
      if (letters->len >= STRETCH && (letter == ' ' || letter == '\n'))
        rc = flush (pass, TRUE);
    }
  if (rc == SQLITE_OK)
    rc = flush (pass, FALSE);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int
shc_tokenizer_run (ShcTokenizer *self,
                   gboolean      query,
                   const char   *text,
                   gsize         length,
                   ShcTokenFunc  func,
                   gpointer      user_data)
{
  Pass pass = { self, user_data, func, query, FALSE };

  if (shc_script_is_plain (text, length))
    return self->words.xTokenize (self->base, &pass, query ? FTS5_TOKENIZE_QUERY : 0, text,
                                  (int) length, emit_plain);
  return run_long_way (&pass, text, length);
}

/* FTS5's own calls. */

static int
tokenize (Fts5Tokenizer *tokenizer,
          void          *context,
          int            flags,
          const char    *text,
          int            length,
          ShcTokenFunc   func)
{
  return shc_tokenizer_run ((ShcTokenizer *) (void *) tokenizer,
                            (flags & FTS5_TOKENIZE_QUERY) != 0, text, (gsize) length, func,
                            context);
}

static void
destroy (Fts5Tokenizer *tokenizer)
{
  shc_tokenizer_free ((ShcTokenizer *) (void *) tokenizer);
}

static int
create (void           *user_data,
        const char    **arguments,
        int             n_arguments,
        Fts5Tokenizer **tokenizer)
{
  static const char *options[] = { "remove_diacritics", "2", "categories", "L* N* Co M*" };
  const Base *words = user_data;
  g_autoptr(ShcTokenizer) self = g_new0 (ShcTokenizer, 1);
  int rc;

  if (n_arguments != 0)
    return SQLITE_ERROR;

  self->words = words->words;
  rc = self->words.xCreate (words->context, options, G_N_ELEMENTS (options), &self->base);
  if (rc != SQLITE_OK)
    return rc;

  self->letters = g_array_new (FALSE, FALSE, sizeof (Letter));
  self->folded = g_string_new (NULL);
  self->origin = g_array_new (FALSE, FALSE, sizeof (guint32));
  *tokenizer = (Fts5Tokenizer *) (void *) g_steal_pointer (&self);
  return SQLITE_OK;
}

static const char *const SQL_API = "SELECT fts5 (?1)";

static fts5_api *
find_api (ShcDb   *db,
          GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, SQL_API, error);
  fts5_api *api = NULL;

  if (stmt == NULL)
    return NULL;

  sqlite3_bind_pointer (stmt, 1, &api, "fts5_api_ptr", NULL);
  if (!shc_db_step (db, stmt, error) && error != NULL && *error != NULL)
    return NULL;
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  if (api == NULL || api->iVersion < 2)
    {
      shc_db_set_error (db, SQLITE_MISUSE, error);
      return NULL;
    }
  return api;
}

gboolean
shc_tokenizer_register (ShcDb   *db,
                        GError **error)
{
  fts5_tokenizer ours = { create, destroy, tokenize };
  g_autofree Base *base = g_new0 (Base, 1);
  fts5_api *api = find_api (db, error);
  int rc;

  if (api == NULL)
    return FALSE;

  rc = api->xFindTokenizer (api, "unicode61", &base->context, &base->words);
  if (rc == SQLITE_OK)
    rc = api->xCreateTokenizer (api, "shc", base, &ours, g_free);
  if (rc != SQLITE_OK)
    {
      shc_db_set_error (db, rc, error);
      return FALSE;
    }
  g_steal_pointer (&base);
  return TRUE;
}

ShcTokenizer *
shc_tokenizer_new (ShcDb   *db,
                   GError **error)
{
  fts5_tokenizer ours;
  Fts5Tokenizer *tokenizer = NULL;
  void *context = NULL;
  fts5_api *api = find_api (db, error);
  int rc;

  if (api == NULL)
    return NULL;

  rc = api->xFindTokenizer (api, "shc", &context, &ours);
  if (rc == SQLITE_OK)
    rc = ours.xCreate (context, NULL, 0, &tokenizer);
  if (rc != SQLITE_OK)
    {
      shc_db_set_error (db, rc, error);
      return NULL;
    }
  return (ShcTokenizer *) (void *) tokenizer;
}

void
shc_tokenizer_free (ShcTokenizer *self)
{
  if (self == NULL)
    return;
  if (self->base != NULL)
    self->words.xDelete (self->base);
  g_clear_pointer (&self->letters, g_array_unref);
  if (self->folded != NULL)
    g_string_free (self->folded, TRUE);
  g_clear_pointer (&self->origin, g_array_unref);
  g_free (self);
}
