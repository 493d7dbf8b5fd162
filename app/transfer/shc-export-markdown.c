/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markdown out: a folder with a file for each reflection, or all in one file to read. */

#define G_LOG_DOMAIN "shc-export-markdown"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <unistd.h>

#include "shc-export-file.h"
#include "shc-export-writer.h"

#define TRASH_FOLDER "trash"

/* A JSON string is a YAML string too (YAML 1.2, 1.3), whatever it holds. */
static char *
quote (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return json_to_string (node, FALSE);
}

static void
add_quoted (GString    *out,
            const char *name,
            const char *text)
{
  g_autofree char *quoted = quote (text);

  g_string_append_printf (out, "%s: %s\n", name, quoted);
}

static void
add_tags (GString           *out,
          const char *const *tags)
{
  if (tags == NULL || tags[0] == NULL)
    return;

  g_string_append (out, "tags:\n");
  for (guint i = 0; tags[i] != NULL; i++)
    {
      g_autofree char *quoted = quote (tags[i]);

      g_string_append_printf (out, "  - %s\n", quoted);
    }
}

static char *
front_matter (const ShcReflection *reflection)
{
  GString *out = g_string_new ("---\n");
  g_autofree char *date = shc_date_to_string (reflection->date);

  add_quoted (out, "id", reflection->id);
  add_quoted (out, "date", date);
  if (reflection->milestone != NULL)
    add_quoted (out, "milestone", reflection->milestone);
  if (reflection->mood > 0)
    g_string_append_printf (out, "mood: %d\n", reflection->mood);
  add_tags (out, (const char *const *) reflection->tags);
  g_string_append_printf (out, "never_send: %s\n", reflection->never_send ? "true" : "false");
  if (reflection->trashed_us != 0)
    {
      g_autofree char *trashed = shc_time_to_string (reflection->trashed_us);

      add_quoted (out, "trashed", trashed);
    }
  g_string_append (out, "---\n\n");

  return g_string_free (out, FALSE);
}

static gpointer
open_folder (const char *part,
             GError    **error)
{
  if (g_mkdir (part, 0700) == 0)
    return g_strdup (part);

  shc_export_set_errno (errno, error);

  return NULL;
}

/* "2026/2026-01-07 0f8fad5b-….md": sorted by date, told apart by the whole id. */
static char *
make_path (const char          *folder,
           const ShcReflection *reflection,
           GError             **error)
{
  int year, month, day;
  g_autofree char *below = NULL;
  g_autofree char *name = NULL;

  shc_date_get_ymd (reflection->date, &year, &month, &day);
  below = reflection->trashed_us != 0 ? g_build_filename (folder, TRASH_FOLDER, NULL)
                                      : g_strdup_printf ("%s/%04d", folder, year);
  if (g_mkdir (below, 0700) != 0 && errno != EEXIST)
    {
      shc_export_set_errno (errno, error);
      return NULL;
    }

  name = g_strdup_printf ("%04d-%02d-%02d %s.md", year, month, day, reflection->id);

  return g_build_filename (below, name, NULL);
}

static gboolean
add_to_folder (gpointer             state,
               const ShcReflection *reflection,
               GPtrArray           *versions,
               GError             **error)
{
  g_autofree char *path = make_path (state, reflection, error);
  g_autofree char *head = front_matter (reflection);
  gpointer file = path != NULL ? shc_export_file_open (path, error) : NULL;
  gboolean ok;

  if (file == NULL)
    return FALSE;

  ok = shc_export_file_write (file, head, error) &&
       shc_export_file_write (file, reflection->text, error) &&
       (g_str_has_suffix (reflection->text, "\n") || shc_export_file_write (file, "\n", error)) &&
       shc_export_file_flush (file, error);
  shc_export_file_close (file);

  return ok;
}

/* The whole file system at once: to sync thousands of small files one by one takes minutes. */
static gboolean
finish_folder (gpointer state,
               GError **error)
{
  int fd = open (state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean ok = fd >= 0 && syncfs (fd) == 0;
  int code = errno;

  if (fd >= 0)
    close (fd);

  return ok || shc_export_set_errno (code, error);
}

const ShcExportFormat shc_export_markdown_folder = {
  .open_folder = open_folder,
  .add = add_to_folder,
  .finish = finish_folder,
  .close = g_free,
};

static gboolean
add_to_file (gpointer             state,
             const ShcReflection *reflection,
             GPtrArray           *versions,
             GError             **error)
{
  g_autofree char *date = shc_date_format_long (reflection->date);
  g_autofree char *tags = g_strjoinv (", ", reflection->tags);
  g_autoptr (GString) head = g_string_new ("## ");

  g_string_append (head, date);
  if (reflection->milestone != NULL)
    g_string_append_printf (head, " · %s", reflection->milestone);
  g_string_append (head, "\n\n");
  if (reflection->mood > 0)
    g_string_append_printf (head, _("*Mood: %d of 5*\n\n"), reflection->mood);
  if (*tags != '\0')
    g_string_append_printf (head, _("*Tags: %s*\n\n"), tags);

  return shc_export_file_write (state, head->str, error) &&
         shc_export_file_write (state, reflection->text, error) &&
         shc_export_file_write (state, "\n\n", error);
}

/* One file is for reading: what is in the trash stays out of it. */
const ShcExportFormat shc_export_markdown_file = {
  .without_trash = TRUE,
  .open_file = shc_export_file_new,
  .add = add_to_file,
  .finish = shc_export_file_finish,
  .close = shc_export_file_close,
};
