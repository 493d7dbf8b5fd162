/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the vault was last backed up. */

#define G_LOG_DOMAIN "shc-backup-record"

#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "shc-backup-record.h"
#include "shc-file.h"
#include "shc-vault-private.h"

#define RECORD_NAME "last-backup.json"

static gint64
get_time (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return 0;
  return MAX (json_node_get_int (node), 0);
}

static char *
dup_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_dup_string (node);
}

ShcBackupRecord *
shc_backup_record_load (const char *dir)
{
  ShcBackupRecord *self = g_new0 (ShcBackupRecord, 1);
  g_autofree char *path = g_build_filename (dir, RECORD_NAME, NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonNode *root;
  JsonObject *object;

  if (!json_parser_load_from_file (parser, path, NULL))
    return self;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return self;
  object = json_node_get_object (root);
  self->made_us = get_time (object, "made_us");
  self->proven_us = get_time (object, "proven_us");
  self->auto_made_us = get_time (object, "auto_made_us");
  self->auto_mark = dup_text (object, "auto_mark");
  self->auto_sum = dup_text (object, "auto_sum");
  return self;
}

gboolean
shc_backup_record_save (const ShcBackupRecord  *self,
                        const char             *dir,
                        GError                **error)
{
  g_autofree char *path = g_build_filename (dir, RECORD_NAME, NULL);
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autoptr(GBytes) bytes = NULL;
  char *text;

  json_node_take_object (root, object);
  json_object_set_int_member (object, "made_us", self->made_us);
  json_object_set_int_member (object, "proven_us", self->proven_us);
  json_object_set_int_member (object, "auto_made_us", self->auto_made_us);
  if (self->auto_mark != NULL)
    json_object_set_string_member (object, "auto_mark", self->auto_mark);
  if (self->auto_sum != NULL)
    json_object_set_string_member (object, "auto_sum", self->auto_sum);
  text = json_to_string (root, TRUE);
  bytes = g_bytes_new_take (text, strlen (text));
  return shc_file_replace (path, bytes, error);
}

void
shc_backup_record_free (ShcBackupRecord *self)
{
  g_free (self->auto_mark);
  g_free (self->auto_sum);
  g_free (self);
}

static void
append_file (GString    *mark,
             const char *path)
{
  GStatBuf info;

  /* An empty WAL says the same as none. */
  if (g_stat (path, &info) == 0 && info.st_size > 0)
    g_string_append_printf (mark, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld;",
                            (gint64) info.st_size, (gint64) info.st_mtim.tv_sec,
                            info.st_mtim.tv_nsec);
  else
    g_string_append_c (mark, ';');
}

char *
shc_backup_record_mark (const char *dir)
{
  GString *mark = g_string_new (NULL);
  g_autofree char *database = shc_vault_dup_database_path (dir);
  g_autofree char *wal = g_strconcat (database, "-wal", NULL);

  append_file (mark, database);
  append_file (mark, wal);
  return g_string_free (mark, FALSE);
}
