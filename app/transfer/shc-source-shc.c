/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own export: a ZIP of manifest.json, reflections.jsonl and, last, complete.json. */

#define G_LOG_DOMAIN "shc-source-shc"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-archive.h"
#include "shc-json.h"
#include "shc-json-lines.h"
#include "shc-package.h"
#include "shc-source.h"

#define CHUNK_BYTES 65536
/* The two small files in it. */
#define MAX_NOTE_BYTES 65536

typedef struct archive ShcArchive;

typedef struct
{
  ShcSource    *source;
  ShcArchive   *archive;
  ShcJsonLines *lines;
  GError       *read_error;
  gint64        n_seen; /* taken and skipped */
  char          chunk[CHUNK_BYTES];
} State;

static gboolean
damaged (GError **error)
{
  g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_DAMAGED,
                       _("This export is damaged or cut off. Nothing was imported."));
  return FALSE;
}

static gboolean
foreign (GError **error)
{
  g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_UNKNOWN_FORMAT,
                       _("This ZIP file is not an export of Sacred Healing Companion. Nothing "
                         "was imported."));
  return FALSE;
}

static la_ssize_t
read_cb (ShcArchive  *archive,
         void        *data,
         const void **buffer)
{
  State *state = data;
  gssize n = shc_source_read (state->source, state->chunk, CHUNK_BYTES, &state->read_error);

  *buffer = state->chunk;

  return n < 0 ? ARCHIVE_FATAL : n;
}

/* Goes to the next file in the package, which must be @name. */
static gboolean
enter (State      *state,
       const char *name,
       GError    **error)
{
  struct archive_entry *entry = NULL;
  gboolean found = archive_read_next_header (state->archive, &entry) == ARCHIVE_OK;

  if (found && g_strcmp0 (archive_entry_pathname (entry), name) == 0)
    return TRUE;

  if (state->read_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&state->read_error));
      return FALSE;
    }

  /* The manifest comes first in each of ours. */
  return found && g_str_equal (name, SHC_PACKAGE_MANIFEST) ? foreign (error) : damaged (error);
}

/* Returns: (transfer full): an object. */
static JsonNode *
read_note (State       *state,
           const char  *name,
           GError     **error)
{
  g_autofree char *text = g_malloc0 (MAX_NOTE_BYTES + 1);
  g_autoptr (JsonNode) note = NULL;
  la_ssize_t n;

  if (!enter (state, name, error))
    return NULL;

  n = archive_read_data (state->archive, text, MAX_NOTE_BYTES);
  note = n > 0 ? shc_json_parse (text, (gsize) n, NULL) : NULL;
  if (note == NULL || !JSON_NODE_HOLDS_OBJECT (note))
    {
      damaged (error);
      return NULL;
    }

  return g_steal_pointer (&note);
}

static gboolean
check_manifest (State   *state,
                GError **error)
{
  g_autoptr (JsonNode) note = read_note (state, SHC_PACKAGE_MANIFEST, error);
  JsonObject *manifest;

  if (note == NULL)
    return FALSE;

  manifest = json_node_get_object (note);
  if (g_strcmp0 (json_object_get_string_member_with_default (manifest, "format", NULL),
                 SHC_PACKAGE_FORMAT) != 0)
    return foreign (error);
  if (json_object_get_int_member_with_default (manifest, "version", 0) > SHC_PACKAGE_VERSION)
    {
      g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_UNKNOWN_FORMAT,
                           _("This export was made by a newer version of Sacred Healing Companion. "
                             "Please update first. Nothing was imported."));
      return FALSE;
    }

  return TRUE;
}

static gssize
read_data (gpointer data,
           void    *buffer,
           gsize    size,
           GError **error)
{
  State *state = data;
  la_ssize_t n = archive_read_data (state->archive, buffer, size);

  if (n >= 0)
    return n;

  if (state->read_error != NULL)
    g_propagate_error (error, g_steal_pointer (&state->read_error));
  else
    damaged (error);

  return -1;
}

static void
shc_source_shc_close (ShcSource *self)
{
  State *state = self->state;

  if (state->lines != NULL)
    shc_json_lines_free (state->lines);
  if (state->archive != NULL)
    archive_read_free (state->archive);
  g_clear_error (&state->read_error);
  g_free (state);
}

static gboolean
shc_source_shc_open (ShcSource *self,
                     GError   **error)
{
  State *state = g_new0 (State, 1);

  self->state = state;
  state->source = self;
  if (!shc_archive_load (error))
    return FALSE;
  state->archive = archive_read_new ();
  archive_read_support_format_zip_streamable (state->archive);

  if (archive_read_open (state->archive, state, NULL, read_cb, NULL) != ARCHIVE_OK)
    return damaged (error);
  if (!check_manifest (state, error) || !enter (state, SHC_PACKAGE_REFLECTIONS, error))
    return FALSE;

  state->lines = shc_json_lines_new (read_data, state);

  return TRUE;
}

/* All is there only if the last file says so, and names as many as were seen. */
static ShcSourceResult
check_complete (State   *state,
                GError **error)
{
  g_autoptr (JsonNode) note = read_note (state, SHC_PACKAGE_COMPLETE, error);

  if (note == NULL)
    return SHC_SOURCE_FAILED;
  if (json_object_get_int_member_with_default (json_node_get_object (note), "reflections", -1) ==
      state->n_seen)
    return SHC_SOURCE_END;

  damaged (error);

  return SHC_SOURCE_FAILED;
}

static ShcSourceResult
shc_source_shc_next (ShcSource       *self,
                     ShcImportEntry **entry,
                     ShcSkipped     **skipped,
                     GError         **error)
{
  State *state = self->state;
  ShcSourceResult result = shc_json_lines_next (state->lines, entry, skipped, error);

  if (result == SHC_SOURCE_END)
    return check_complete (state, error);
  /* What continues the entry before is not one of its own. */
  if (result == SHC_SOURCE_SKIPPED || (result == SHC_SOURCE_ENTRY && (*entry)->reflection != NULL))
    state->n_seen++;

  return result;
}

const ShcSourceClass shc_source_shc = {
  .format = SHC_FORMAT_SHC,
  .open = shc_source_shc_open,
  .next = shc_source_shc_next,
  .close = shc_source_shc_close,
};
