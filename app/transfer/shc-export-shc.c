/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The package of everything about reflections, written by libarchive as it is read. */

#define G_LOG_DOMAIN "shc-export-shc"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "shc-archive.h"
#include "shc-entry-json.h"
#include "shc-export-writer.h"
#include "shc-package.h"

typedef struct
{
  struct archive *archive;
  int             fd;
  gint64          n_reflections;
} State;

static gboolean
check (State   *state,
       gboolean ok,
       GError **error)
{
  int code;

  if (ok)
    return TRUE;

  code = archive_errno (state->archive);

  return shc_export_set_errno (code > 0 ? code : EIO, error);
}

static gboolean
write_data (State      *state,
            const char *text,
            GError    **error)
{
  la_ssize_t n = archive_write_data (state->archive, text, strlen (text));

  return check (state, n == (la_ssize_t) strlen (text), error);
}

/* Sizes are not known beforehand; the format notes them behind each file. */
static gboolean
begin_file (State      *state,
            const char *name,
            GError    **error)
{
  struct archive_entry *entry = archive_entry_new ();
  gboolean ok;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_mtime (entry, g_get_real_time () / G_USEC_PER_SEC, 0);
  archive_entry_unset_size (entry);
  ok = archive_write_header (state->archive, entry) == ARCHIVE_OK;
  archive_entry_free (entry);

  return check (state, ok, error);
}

static gboolean
write_note (State       *state,
            const char  *name,
            JsonBuilder *builder,
            GError     **error)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  return begin_file (state, name, error) && write_data (state, text, error) &&
         write_data (state, "\n", error);
}

static gboolean
write_manifest (State   *state,
                GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *now = shc_time_to_string (g_get_real_time ());

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_string_value (builder, SHC_PACKAGE_FORMAT);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, SHC_PACKAGE_VERSION);
  json_builder_set_member_name (builder, "created");
  json_builder_add_string_value (builder, now);
  json_builder_end_object (builder);

  return write_note (state, SHC_PACKAGE_MANIFEST, builder, error);
}

static void
close_shc (gpointer data)
{
  State *state = data;

  archive_write_free (state->archive);
  if (state->fd >= 0)
    close (state->fd);
  g_free (state);
}

static gpointer
open_shc (int      fd,
          GError **error)
{
  State *state;

  if (!shc_archive_load (error))
    {
      close (fd);
      return NULL;
    }

  state = g_new0 (State, 1);
  state->archive = archive_write_new ();
  state->fd = fd;

  if (check (state,
             archive_write_set_format_zip (state->archive) == ARCHIVE_OK &&
             archive_write_open_fd (state->archive, state->fd) == ARCHIVE_OK,
             error) &&
      write_manifest (state, error) &&
      begin_file (state, SHC_PACKAGE_REFLECTIONS, error))
    return state;

  close_shc (state);

  return NULL;
}

static gboolean
add_shc (gpointer             data,
         const ShcReflection *reflection,
         GPtrArray           *versions,
         GError             **error)
{
  State *state = data;
  g_autofree char *line = shc_entry_to_json_line (reflection, versions);

  state->n_reflections++;

  return write_data (state, line, error) && write_data (state, "\n", error);
}

static gboolean
add_more_shc (gpointer             data,
              const ShcReflection *reflection,
              GPtrArray           *versions,
              GError             **error)
{
  State *state = data;
  g_autofree char *line = shc_entry_continue_json_line (reflection->id, versions);

  return write_data (state, line, error) && write_data (state, "\n", error);
}

static gboolean
finish_shc (gpointer data,
            GError **error)
{
  State *state = data;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "reflections");
  json_builder_add_int_value (builder, state->n_reflections);
  json_builder_end_object (builder);

  return write_note (state, SHC_PACKAGE_COMPLETE, builder, error) &&
         check (state, archive_write_close (state->archive) == ARCHIVE_OK, error) &&
         (fsync (state->fd) == 0 || shc_export_set_errno (errno, error));
}

const ShcExportFormat shc_export_shc = {
  .open_file = open_shc,
  .add = add_shc,
  .add_more = add_more_shc,
  .finish = finish_shc,
  .close = close_shc,
};
