/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light Markdown, a line at a time. */

#define G_LOG_DOMAIN "shc-markdown"

#include "config.h"

#include "shc-markdown.h"

#include <string.h>

#define MAX_DEPTH 4

/* One line while it is looked through. @hopeless remembers, for each kind of opener ("*", "**",
 * "***", the same with "_", and runs of "`"), that no closer follows: without it a line of openers
 * would be searched to its end for each of them. */
typedef struct
{
  const char *line;
  GArray     *spans;
  gboolean    hopeless[3][4];
  gsize       hopeless_end[3][4];
} Scan;

static void
add_span (Scan           *scan,
          gsize           start,
          gsize           end,
          ShcMarkdownKind kind)
{
  ShcMarkdownSpan span = { start, end, kind };

  if (end > start)
    g_array_append_val (scan->spans, span);
}

static gsize
run_length (const char *line,
            gsize       at,
            gsize       end)
{
  gsize n = 1;

  while (at + n < end && line[at + n] == line[at])
    n++;
  return n;
}

static gboolean
is_blank_at (const char *line,
             gsize       at,
             gsize       end)
{
  return at >= end || g_unichar_isspace (g_utf8_get_char (line + at));
}

static gboolean
is_blank_before (const char *line,
                 gsize       at,
                 gsize       begin)
{
  return at <= begin || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (line + at)));
}

static gboolean
is_word_at (const char *line,
            gsize       at,
            gsize       end)
{
  return at < end && g_unichar_isalnum (g_utf8_get_char (line + at));
}

static gboolean
is_word_before (const char *line,
                gsize       at,
                gsize       begin)
{
  return at > begin && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (line + at)));
}

/* The beginning of the @n marks that close what was opened before @from, or 0. */
static gsize
find_closer (Scan  *scan,
             char   mark,
             gsize  n,
             gsize  from,
             gsize  end)
{
  const char *line = scan->line;
  gsize at = from;

  while (at < end)
    {
      gsize run;

      if (line[at] == '\\' && mark != '`' && at + 1 < end)
        {
          at += 2;
          continue;
        }
      if (line[at] != mark)
        {
          at++;
          continue;
        }
      run = run_length (line, at, end);
      if (mark == '`' ? run == n : (run == n || run == 3) && !is_blank_before (line, at, from)
                                     && !(mark == '_' && is_word_at (line, at + run, end)))
        return at + run - n;
      at += run;
    }
  return 0;
}

static void parse_inline (Scan *scan, gsize from, gsize end, guint depth);

/* Handles a run of "*", "_" or "`" at @at; returns where to go on. */
static gsize
parse_run (Scan *scan,
           gsize begin,
           gsize at,
           gsize end,
           guint depth)
{
  const char *line = scan->line;
  char mark = line[at];
  guint which = mark == '*' ? 0 : mark == '_' ? 1 : 2;
  gsize n = run_length (line, at, end);
  gsize close;

  if (n > 3)
    return at + n;
  if (mark != '`' && (is_blank_at (line, at + n, end)
                      || (mark == '_' && is_word_before (line, at, begin))))
    return at + n;
  if (scan->hopeless[which][n] && scan->hopeless_end[which][n] >= end)
    return at + n;

  close = find_closer (scan, mark, n, at + n, end);
  if (close == 0 || close == at + n)
    {
      scan->hopeless[which][n] = close == 0;
      scan->hopeless_end[which][n] = end;
      return at + n;
    }

  add_span (scan, at, at + n, SHC_MARKDOWN_MARK);
  if (mark == '`')
    add_span (scan, at + n, close, SHC_MARKDOWN_CODE);
  else
    {
      if (n >= 2)
        add_span (scan, at + n, close, SHC_MARKDOWN_STRONG);
      if (n != 2)
        add_span (scan, at + n, close, SHC_MARKDOWN_EMPHASIS);
      if (depth < MAX_DEPTH)
        parse_inline (scan, at + n, close, depth + 1);
    }
  add_span (scan, close, close + n, SHC_MARKDOWN_MARK);
  return close + n;
}

static void
parse_inline (Scan *scan,
              gsize from,
              gsize end,
              guint depth)
{
  gsize at = from;

  while (at < end)
    {
      switch (scan->line[at])
        {
        case '\\':
          if (at + 1 < end && g_ascii_ispunct (scan->line[at + 1]))
            {
              add_span (scan, at, at + 1, SHC_MARKDOWN_MARK);
              at++;
            }
          at++;
          break;
        case '*':
        case '_':
        case '`':
          at = parse_run (scan, from, at, end, depth);
          break;
        default:
          at++;
        }
    }
}

static gsize
skip_blanks (const char *line,
             gsize       at,
             gsize       length)
{
  while (at < length && (line[at] == ' ' || line[at] == '\t'))
    at++;
  return at;
}

/* "# ", "## " …; returns where the words begin, or 0. */
static gsize
parse_heading (Scan *scan,
               gsize length)
{
  gsize level;
  gsize at;

  if (length == 0 || scan->line[0] != '#')
    return 0;
  level = run_length (scan->line, 0, length);
  at = skip_blanks (scan->line, level, length);
  if (level > 6 || at == level)
    return 0;

  add_span (scan, 0, length,
            level == 1 ? SHC_MARKDOWN_HEADING_1
            : level == 2 ? SHC_MARKDOWN_HEADING_2 : SHC_MARKDOWN_HEADING_3);
  add_span (scan, 0, at, SHC_MARKDOWN_MARK);
  return at;
}

static gsize
parse_quote (Scan *scan,
             gsize length)
{
  gsize at = skip_blanks (scan->line, 0, length);

  if (at >= length || scan->line[at] != '>')
    return 0;
  while (at < length && scan->line[at] == '>')
    at = skip_blanks (scan->line, at + 1, length);

  add_span (scan, 0, length, SHC_MARKDOWN_QUOTE);
  add_span (scan, 0, at, SHC_MARKDOWN_MARK);
  return at;
}

static gsize
parse_list (Scan *scan,
            gsize length)
{
  const char *line = scan->line;
  gsize mark = skip_blanks (line, 0, length);
  gsize at = mark;

  if (at < length && strchr ("-*+", line[at]) != NULL)
    at++;
  else
    {
      while (at < length && at < mark + 9 && g_ascii_isdigit (line[at]))
        at++;
      if (at == mark || at >= length || (line[at] != '.' && line[at] != ')'))
        return 0;
      at++;
    }
  if (at >= length || (line[at] != ' ' && line[at] != '\t'))
    return 0;

  add_span (scan, 0, length, SHC_MARKDOWN_LIST);
  if (!g_ascii_isdigit (line[mark]))
    add_span (scan, mark, at, SHC_MARKDOWN_BULLET);
  return at;
}

void
shc_markdown_parse_line (const char *line,
                         gsize       length,
                         GArray     *spans)
{
  Scan scan = { line, spans };
  gsize from;

  g_array_set_size (spans, 0);
  if (length == 0 || length > SHC_MARKDOWN_MAX_LINE)
    return;

  from = parse_heading (&scan, length);
  if (from == 0)
    from = parse_quote (&scan, length);
  if (from == 0)
    from = parse_list (&scan, length);
  parse_inline (&scan, from, length, 0);
}
