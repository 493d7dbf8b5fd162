/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines from the terminal, key by key: what is typed, what it takes away, and how that looks. */

#define G_LOG_DOMAIN "shc-line"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "shc-line.h"
#include "shc-output.h"
#include "shc-signals.h"
#include "shc-text.h"

#define MS_PER_MINUTE   (60 * 1000)
#define DEFAULT_COLUMNS 80
#define TAB_COLUMNS     8

#define CTRL_D     0x04
#define BACKSPACE  0x08
#define CTRL_U     0x15
#define CTRL_W     0x17
#define ESCAPE     0x1B
#define DELETE     0x7F

/* Arrow and function keys send several bytes, which are no text. */
typedef enum { NO_ESCAPE, ESCAPE_BEGUN, ESCAPE_CSI, ESCAPE_SS3 } Escape;

struct _ShcLine
{
  struct termios before;
  gboolean       changed;
  int            screen;
  guint8         keys[4096]; /* what was read and is not dealt with yet */
  gsize          next;
  gsize          n_keys;
  gsize          n_ahead;    /* so many were typed before the terminal handed over each key */
  GString       *text;
  char           part[4];    /* the beginning of a character */
  gsize          n_part;
  Escape         escape;
  guint          indent;     /* cells of the prompt */
  GString       *shown;      /* on its way to the screen */
};

/* Where the cursor stands: cells and rows from where the prompt begins. */
typedef struct
{
  guint row;
  guint column;
} Place;

static guint
get_columns (const ShcLine *self)
{
  struct winsize size;

  if (ioctl (self->screen, TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
    return size.ws_col;
  return DEFAULT_COLUMNS;
}

/* Puts @c behind @place; what does not fit begins the next row. */
static void
advance (Place    *place,
         gunichar  c,
         guint     columns)
{
  guint width = c == '\t' ? TAB_COLUMNS - place->column % TAB_COLUMNS : shc_output_get_cells (c);

  if (c == '\t')
    width = MIN (width, columns > place->column ? columns - place->column : 1);
  if (place->column + width > columns)
    {
      place->row++;
      place->column = 0;
    }
  place->column += width;
}

static Place
get_place (const ShcLine *self,
           gsize          length,
           guint          columns)
{
  Place place = { 0, self->indent };
  const char *end = self->text->str + length;

  for (const char *at = self->text->str; at < end; at = g_utf8_next_char (at))
    advance (&place, g_utf8_get_char (at), columns);
  return place;
}

static void
flush_screen (ShcLine *self)
{
  const char *at = self->shown->str;
  gsize left = self->shown->len;

  while (left > 0)
    {
      gssize written = write (self->screen, at, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        break;
      at += written;
      left -= (gsize) written;
    }
  g_string_truncate (self->shown, 0);
}

static void
show_character (ShcLine  *self,
                gunichar  c,
                gsize     before)
{
  guint columns;
  guint from;
  guint to;

  if (c != '\t')
    {
      g_string_append_unichar (self->shown, c);
      return;
    }

  columns = get_columns (self);
  from = get_place (self, before, columns).column;
  to = MIN ((from / TAB_COLUMNS + 1) * TAB_COLUMNS, MAX (columns, from + 1));
  for (; from < to; from++)
    g_string_append_c (self->shown, ' ');
}

/* Where the last character of the first @length bytes begins, with the marks that belong to it. */
static gsize
find_last (const ShcLine *self,
           gsize          length)
{
  const char *at = self->text->str + length;

  while (at > self->text->str)
    {
      at = g_utf8_prev_char (at);
      if (!g_unichar_iszerowidth (g_utf8_get_char (at)))
        break;
    }
  return (gsize) (at - self->text->str);
}

/* A cursor that stands behind the last cell of a row cannot be put there: so it goes before the
 * last character that stays, which is shown again. */
static void
cut (ShcLine *self,
     gsize    length)
{
  guint columns = get_columns (self);
  gsize last = find_last (self, length);
  Place from = get_place (self, self->text->len, columns);
  Place to = get_place (self, last, columns);
  guint up = from.row - to.row;

  if (length == self->text->len)
    return;
  g_string_append_c (self->shown, '\r');
  if (up > 0)
    g_string_append_printf (self->shown, "\033[%uA", up);
  if (to.column >= columns)
    g_string_append_c (self->shown, '\n');
  else if (to.column > 0)
    g_string_append_printf (self->shown, "\033[%uC", to.column);
  g_string_append (self->shown, "\033[J");

  g_string_truncate (self->text, length);
  for (const char *at = self->text->str + last; *at != '\0'; at = g_utf8_next_char (at))
    show_character (self, g_utf8_get_char (at), (gsize) (at - self->text->str));
}

static void
cut_word (ShcLine *self)
{
  gsize length = self->text->len;
  gboolean word = FALSE;

  while (length > 0)
    {
      gsize last = find_last (self, length);
      gboolean space = g_unichar_isspace (g_utf8_get_char (self->text->str + last));

      if (word && space)
        break;
      word = word || !space;
      length = last;
    }
  cut (self, length);
}

/* What no reflection could hold is not kept waiting either. */
static void
add_character (ShcLine  *self,
               gunichar  c)
{
  gsize before = self->text->len;

  if ((c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || before > SHC_TEXT_MAX_BYTES)
    return;
  g_string_append_unichar (self->text, c);
  show_character (self, c, before);
}

/* Characters of several bytes come in pieces. */
static void
add_byte (ShcLine *self,
          guint8   byte)
{
  gunichar c;

  self->part[self->n_part++] = (char) byte;
  c = g_utf8_get_char_validated (self->part, (gssize) self->n_part);
  if (c == (gunichar) -2 && self->n_part < sizeof self->part)
    return;

  if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      gboolean begins = self->n_part > 1 && (byte & 0xC0) != 0x80;

      self->n_part = 0;
      add_character (self, 0xFFFD);
      if (begins)
        add_byte (self, byte);
      return;
    }
  self->n_part = 0;
  add_character (self, c);
}

/* Whether @key is part of what a special key sends. */
static gboolean
take_escape (ShcLine *self,
             guint8   key)
{
  Escape escape = self->escape;

  if (key == ESCAPE)
    {
      /* Nothing behind it at once: somebody pressed just this key. */
      self->escape = self->next < self->n_keys ? ESCAPE_BEGUN : NO_ESCAPE;
      return TRUE;
    }

  self->escape = NO_ESCAPE;
  if (escape == ESCAPE_BEGUN && key == '[')
    self->escape = ESCAPE_CSI;
  else if (escape == ESCAPE_BEGUN && key == 'O')
    self->escape = ESCAPE_SS3;
  else if (escape == ESCAPE_CSI && key >= 0x20 && key < 0x40)
    self->escape = ESCAPE_CSI;
  else if (escape != ESCAPE_CSI && escape != ESCAPE_SS3)
    return FALSE;
  return TRUE;
}

static gboolean
is_key (const ShcLine *self,
        guint8         key,
        guint8         usual,
        gsize          setting)
{
  return key == usual || (key != _POSIX_VDISABLE && key == self->before.c_cc[setting]);
}

/* @end: (out): how the line ends. Returns: whether it does. */
static gboolean
take_key (ShcLine    *self,
          guint8      key,
          ShcLineEnd *end)
{
  /* A terminal that still edited lines by itself turned Ctrl-D into this. */
  if (key == '\0' && self->n_ahead > 0)
    key = CTRL_D;

  if (take_escape (self, key))
    return FALSE;
  if (key == '\n' || key == '\r')
    *end = SHC_LINE_TYPED;
  else if (is_key (self, key, CTRL_D, VEOF))
    *end = SHC_LINE_END;
  else
    {
      if (is_key (self, key, DELETE, VERASE) || key == BACKSPACE)
        cut (self, find_last (self, self->text->len));
      else if (is_key (self, key, CTRL_U, VKILL))
        cut (self, 0);
      else if (is_key (self, key, CTRL_W, VWERASE))
        cut_word (self);
      else
        add_byte (self, key);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_keys (ShcLine    *self,
           ShcLineEnd *end)
{
  gboolean ended = FALSE;

  while (!ended && self->next < self->n_keys)
    {
      ended = take_key (self, self->keys[self->next++], end);
      self->n_ahead -= self->n_ahead > 0 ? 1 : 0;
    }
  flush_screen (self);
  return ended;
}

static ShcLineEnd
wait_for_keys (ShcLine *self,
               int      idle_min)
{
  struct pollfd fds[] = {
    { .fd = STDIN_FILENO, .events = POLLIN },
    { .fd = shc_signals_get_fd (), .events = POLLIN },
  };
  gssize got;
  int ready;

  do
    ready = poll (fds, G_N_ELEMENTS (fds), idle_min > 0 ? idle_min * MS_PER_MINUTE : -1);
  while (ready < 0 && errno == EINTR && shc_signals_get () == 0);

  if (shc_signals_get () == SIGINT)
    {
      shc_signals_forget ();
      return SHC_LINE_BREAK;
    }
  if (shc_signals_get () != 0)
    return SHC_LINE_SIGNAL;
  if (ready == 0)
    return SHC_LINE_IDLE;

  do
    got = read (STDIN_FILENO, self->keys, sizeof self->keys);
  while (got < 0 && errno == EINTR);
  self->next = 0;
  self->n_keys = got > 0 ? (gsize) got : 0;
  return got > 0 ? SHC_LINE_TYPED : SHC_LINE_END;
}

static guint
count_cells (const char *prompt)
{
  const char *line = strrchr (prompt, '\n');
  guint cells = 0;

  for (const char *at = line != NULL ? line + 1 : prompt; *at != '\0'; at = g_utf8_next_char (at))
    cells += shc_output_get_cells (g_utf8_get_char (at));
  return cells;
}

ShcLine *
shc_line_new (void)
{
  ShcLine *self = g_new0 (ShcLine, 1);
  struct termios ours;
  int ahead = 0;

  shc_signals_hold ();
  self->text = g_string_new (NULL);
  self->shown = g_string_new (NULL);
  self->screen = open ("/dev/tty", O_WRONLY | O_NOCTTY | O_CLOEXEC);
  if (self->screen < 0)
    self->screen = fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
  if (tcgetattr (STDIN_FILENO, &self->before) != 0)
    return self;

  ours = self->before;
  ours.c_lflag &= ~((tcflag_t) (ICANON | ECHO | IEXTEN));
  ours.c_cc[VMIN] = 1;
  ours.c_cc[VTIME] = 0;
  /* Whoever takes the journal up again must find the terminal as it was left. */
  ours.c_cc[VSUSP] = _POSIX_VDISABLE;
  self->changed = tcsetattr (STDIN_FILENO, TCSANOW, &ours) == 0;
  if (self->changed && ioctl (STDIN_FILENO, FIONREAD, &ahead) == 0 && ahead > 0)
    self->n_ahead = (gsize) ahead;
  return self;
}

void
shc_line_free (ShcLine *self)
{
  /* What was typed and not read would otherwise be a command of whatever comes next. */
  if (self->changed)
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &self->before);
  if (self->screen >= 0)
    close (self->screen);
  g_string_free (self->text, TRUE);
  g_string_free (self->shown, TRUE);
  g_free (self);
  shc_signals_release ();
}

ShcLineEnd
shc_line_read (ShcLine     *self,
               const char  *prompt,
               int          idle_min,
               char       **line)
{
  ShcLineEnd end = SHC_LINE_TYPED;

  *line = NULL;
  fflush (stdout);
  fputs (prompt, stderr);
  fflush (stderr);
  self->indent = count_cells (prompt);
  self->n_part = 0;
  self->escape = NO_ESCAPE;
  g_string_truncate (self->text, 0);

  while (!take_keys (self, &end))
    {
      end = wait_for_keys (self, idle_min);
      if (end != SHC_LINE_TYPED)
        break;
    }

  if (end == SHC_LINE_TYPED)
    g_string_append_c (self->shown, '\n');
  flush_screen (self);
  if (end == SHC_LINE_BREAK)
    self->next = self->n_keys = 0;
  else if (end == SHC_LINE_TYPED || self->text->len > 0)
    *line = g_strndup (self->text->str, self->text->len);
  return end;
}
