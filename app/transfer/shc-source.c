/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a journal's file and telling its format from its content. */

#define G_LOG_DOMAIN "shc-source"

#include "config.h"

#include "shc-source.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_BYTES 65536
#define ZIP_MAGIC "PK\x03\x04"

/* The end of the string that begins at @at; the end of all if it is cut off. */
static const char *
skip_string (const char *at)
{
  for (at++; *at != '\0' && *at != '"'; at++)
    if (*at == '\\' && at[1] != '\0')
      at++;

  return *at == '"' ? at + 1 : at;
}

static const char *
skip_space (const char *at)
{
  return at + strspn (at, " \t\r\n");
}

static gboolean
is_key (const char *at,
        const char *name)
{
  gsize n = strlen (name);

  return strncmp (at + 1, name, n) == 0 && at[n + 1] == '"';
}

/* By the first name of the outermost object that only one of the two has: jrnl's export holds its
 * entries, and counts its tags in an object; a line of JSON Lines has a date, a text, a list of tags.
 * The head may end anywhere, a first line may be longer than it, and nothing is parsed. */
static const ShcSourceClass *
recognise_json (const char *head)
{
  guint depth = 0;

  for (const char *at = head; *at != '\0';)
    {
      const char *end = *at == '"' ? skip_string (at) : at + 1;
      const char *value = skip_space (end);

      if (*at == '"' && depth == 1 && *value == ':')
        {
          value = skip_space (value + 1);
          if ((is_key (at, "entries") && *value == '[') || (is_key (at, "tags") && *value == '{'))
            return &shc_source_jrnl_json;
          if (is_key (at, "date") || is_key (at, "text"))
            return &shc_source_jsonl;
        }
      if (*at == '{' || *at == '[')
        depth++;
      if ((*at == '}' || *at == ']') && --depth == 0)
        break;
      at = end;
    }

  return &shc_source_jsonl;
}

static const ShcSourceClass *
recognise (ShcSource *self)
{
  const char *head = self->head;

  if (self->head_length >= strlen (ZIP_MAGIC) && memcmp (head, ZIP_MAGIC, strlen (ZIP_MAGIC)) == 0)
    return &shc_source_shc;

  if (g_str_has_prefix (head, "\xEF\xBB\xBF"))
    head += 3;
  while (g_ascii_isspace (*head))
    head++;

  if (*head == '{')
    return recognise_json (head);
  if (*head == '[' && g_ascii_isdigit (head[1]))
    return &shc_source_jrnl_text;

  return NULL;
}

static const ShcSourceClass *
choose (ShcSource *self,
        ShcFormat  format)
{
  const ShcSourceClass *found = recognise (self);

  switch (format)
    {
    case SHC_FORMAT_AUTO:
      return found;
    case SHC_FORMAT_SHC:
      return &shc_source_shc;
    case SHC_FORMAT_JSONL:
      return &shc_source_jsonl;
    case SHC_FORMAT_JRNL:
      return found == &shc_source_jrnl_json || found == &shc_source_jsonl ? &shc_source_jrnl_json
                                                                          : &shc_source_jrnl_text;
    case SHC_FORMAT_MARKDOWN:
    default:
      return NULL;
    }
}

static gboolean
read_head (ShcSource *self,
           GError   **error)
{
  self->head = g_malloc0 (HEAD_BYTES + 1);

  while (self->head_length < HEAD_BYTES)
    {
      ssize_t n = read (self->fd, self->head + self->head_length, HEAD_BYTES - self->head_length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_FAILED,
                       _("The file could not be read: %s. Nothing was imported."),
                       g_strerror (errno));
          return FALSE;
        }
      if (n == 0)
        break;
      self->head_length += (gsize) n;
    }

  return TRUE;
}

static int
open_file (const char *path,
           gint64     *size_bytes,
           GError    **error)
{
  struct stat info;
  int fd = g_str_equal (path, "-") ? dup (STDIN_FILENO) : open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0 || fstat (fd, &info) != 0)
    {
      g_set_error (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_FAILED,
                   _("The file could not be opened: %s. Nothing was imported."), g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return -1;
    }

  if (S_ISDIR (info.st_mode))
    {
      g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_UNKNOWN_FORMAT,
                           _("This is a folder; please choose a file. Nothing was imported."));
      close (fd);
      return -1;
    }

  *size_bytes = S_ISREG (info.st_mode) ? info.st_size : 0;

  return fd;
}

ShcSource *
shc_source_open (const char *path,
                 ShcFormat   format,
                 GError    **error)
{
  g_autoptr (ShcSource) self = g_new0 (ShcSource, 1);

  self->fd = open_file (path, &self->size_bytes, error);
  if (self->fd < 0 || !read_head (self, error))
    return NULL;

  self->klass = choose (self, format);
  if (self->klass == NULL && self->head_length == 0 && format == SHC_FORMAT_AUTO)
    self->klass = &shc_source_jsonl; /* an empty file is an empty journal */
  if (self->klass == NULL)
    {
      g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_UNKNOWN_FORMAT,
                           _("This does not look like a journal that can be read here (a Sacred "
                             "Healing Companion export, JSON Lines, or jrnl). Nothing was imported."));
      return NULL;
    }

  if (!self->klass->open (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
shc_source_free (ShcSource *self)
{
  if (self == NULL)
    return;

  if (self->state != NULL)
    self->klass->close (self);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->head);
  g_free (self);
}

ShcSourceResult
shc_source_next (ShcSource       *self,
                 ShcImportEntry **entry,
                 ShcSkipped     **skipped,
                 GError         **error)
{
  return self->klass->next (self, entry, skipped, error);
}

gssize
shc_source_read (gpointer source,
                 void    *buffer,
                 gsize    size,
                 GError **error)
{
  ShcSource *self = source;
  ssize_t n;

  if (self->head_used < self->head_length)
    {
      gsize part = MIN (size, self->head_length - self->head_used);

      memcpy (buffer, self->head + self->head_used, part);
      self->head_used += part;
      self->read_bytes += (gint64) part;
      return (gssize) part;
    }

  do
    n = read (self->fd, buffer, size);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    g_set_error (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_FAILED,
                 _("The file could not be read to its end: %s. Nothing was imported."),
                 g_strerror (errno));
  else
    self->read_bytes += n;

  return n;
}

ShcSkipped *
shc_skipped_new (const char *where,
                 const char *why)
{
  ShcSkipped *skipped = g_new0 (ShcSkipped, 1);

  skipped->where = g_strdup (where);
  skipped->why = g_strdup (why);

  return skipped;
}

void
shc_skipped_free (ShcSkipped *skipped)
{
  if (skipped == NULL)
    return;

  g_free (skipped->where);
  g_free (skipped->why);
  g_free (skipped);
}
