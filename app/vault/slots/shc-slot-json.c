/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slot file's JSON. */

#define G_LOG_DOMAIN "shc-slot-json"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <sodium.h>
#include <string.h>

#include "shc-slot-file.h"

#define FORMAT 1
#define LONGEST_FILE ((gsize) 64 * 1024)
#define VAULT_ID_LENGTH 32
#define KEY_CHECK_LENGTH 64

static void
set_hex (JsonObject   *object,
         const char   *name,
         const guint8 *data,
         gsize         size)
{
  g_autofree char *hex = g_malloc (2 * size + 1);

  sodium_bin2hex (hex, 2 * size + 1, data, size);
  json_object_set_string_member (object, name, hex);
}

static JsonObject *
seal_to_json (const ShcSeal *seal)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kdf", "argon2id13");
  json_object_set_int_member (object, "ops", (gint64) seal->ops);
  json_object_set_int_member (object, "memory", (gint64) seal->memory_bytes);
  set_hex (object, "salt", seal->salt, sizeof seal->salt);
  json_object_set_string_member (object, "cipher", "xchacha20-poly1305");
  set_hex (object, "nonce", seal->nonce, sizeof seal->nonce);
  set_hex (object, "sealed", seal->sealed, sizeof seal->sealed);
  return object;
}

/* Of everything but the sum itself, in the order it is written in. */
static void
add_sum (JsonObject *object,
         JsonNode   *root)
{
  g_autofree char *text = NULL;
  guint8 hash[crypto_generichash_BYTES];

  json_object_remove_member (object, "sum");
  text = json_to_string (root, FALSE);
  crypto_generichash (hash, sizeof hash, (const guint8 *) text, strlen (text), NULL, 0);
  set_hex (object, "sum", hash, sizeof hash);
}

GBytes *
shc_slot_file_to_bytes (const ShcSlotFile *self)
{
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  char *text;

  json_node_take_object (root, object);
  json_object_set_int_member (object, "format", FORMAT);
  json_object_set_string_member (object, "vault", self->vault_id);
  json_object_set_int_member (object, "generation", self->generation);
  json_object_set_int_member (object, "revision", (gint64) self->revision);
  json_object_set_string_member (object, "key_check", self->key_check);
  json_object_set_boolean_member (object, "complete", self->complete);
  json_object_set_boolean_member (object, "remote_allowed", self->remote_allowed);
  json_object_set_boolean_member (object, "recovery_confirmed", self->recovery_confirmed);
  json_object_set_boolean_member (object, "keyring", (self->slots & SHC_SLOT_KEYRING) != 0);
  if (self->slots & SHC_SLOT_PASSPHRASE)
    json_object_set_object_member (object, "passphrase", seal_to_json (&self->passphrase));
  if (self->slots & SHC_SLOT_RECOVERY)
    json_object_set_object_member (object, "recovery", seal_to_json (&self->recovery));
  add_sum (object, root);
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

static gboolean
get_number (JsonObject *object,
            const char *name,
            guint64    *number)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0)
    return FALSE;
  *number = (guint64) json_node_get_int (node);
  return TRUE;
}

static gboolean
get_flag (JsonObject *object,
          const char *name,
          gboolean   *flag)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *flag = json_node_get_boolean (node);
  return TRUE;
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static gboolean
get_hex (JsonObject *object,
         const char *name,
         guint8     *data,
         gsize       size)
{
  const char *hex = get_text (object, name);
  const char *end = NULL;
  gsize got = 0;

  return hex != NULL && strlen (hex) == 2 * size &&
         sodium_hex2bin (data, size, hex, 2 * size, NULL, &got, &end) == 0 && got == size &&
         *end == '\0';
}

/* An absent seal is fine, a damaged one is not. */
static gboolean
get_seal (JsonObject  *object,
          const char  *name,
          ShcSlots     which,
          ShcSlotFile *self,
          ShcSeal     *seal)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonObject *inner;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  inner = json_node_get_object (node);
  if (g_strcmp0 (get_text (inner, "kdf"), "argon2id13") != 0 ||
      g_strcmp0 (get_text (inner, "cipher"), "xchacha20-poly1305") != 0 ||
      !get_number (inner, "ops", &seal->ops) ||
      !get_number (inner, "memory", &seal->memory_bytes) ||
      !get_hex (inner, "salt", seal->salt, sizeof seal->salt) ||
      !get_hex (inner, "nonce", seal->nonce, sizeof seal->nonce) ||
      !get_hex (inner, "sealed", seal->sealed, sizeof seal->sealed))
    return FALSE;
  self->slots |= which;
  return TRUE;
}

static gboolean
check_sum (JsonObject *object,
           JsonNode   *root)
{
  g_autofree char *written = g_strdup (get_text (object, "sum"));

  if (written == NULL)
    return FALSE;
  add_sum (object, root);
  return g_str_equal (written, get_text (object, "sum"));
}

static gboolean
read_members (ShcSlotFile *self,
              JsonObject  *object)
{
  guint64 generation;
  gboolean keyring;

  if (!get_number (object, "generation", &generation) || generation > G_MAXUINT ||
      !get_number (object, "revision", &self->revision) ||
      !get_flag (object, "complete", &self->complete) ||
      !get_flag (object, "remote_allowed", &self->remote_allowed) ||
      !get_flag (object, "recovery_confirmed", &self->recovery_confirmed) ||
      !get_flag (object, "keyring", &keyring))
    return FALSE;
  self->generation = (guint) generation;
  self->slots = keyring ? SHC_SLOT_KEYRING : 0;
  self->vault_id = g_strdup (get_text (object, "vault"));
  self->key_check = g_strdup (get_text (object, "key_check"));
  return self->vault_id != NULL && strlen (self->vault_id) == VAULT_ID_LENGTH &&
         self->key_check != NULL && strlen (self->key_check) == KEY_CHECK_LENGTH &&
         get_seal (object, "passphrase", SHC_SLOT_PASSPHRASE, self, &self->passphrase) &&
         get_seal (object, "recovery", SHC_SLOT_RECOVERY, self, &self->recovery);
}

ShcSlotFile *
shc_slot_file_parse (const char  *text,
                     gsize        length,
                     GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(ShcSlotFile) self = g_new0 (ShcSlotFile, 1);
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object = NULL;
  guint64 format = 0;

  if (length <= LONGEST_FILE && g_utf8_validate (text, (gssize) length, NULL) &&
      json_parser_load_from_data (parser, text, (gssize) length, NULL))
    root = json_parser_steal_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    object = json_node_get_object (root);
  /* With a wrong sum it is damage that made it look newer. */
  if (object != NULL && get_number (object, "format", &format) && format > FORMAT &&
      check_sum (object, root))
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_TOO_NEW,
                           _("This journal was written by a newer version of the program. It was "
                             "left untouched; please update the program."));
      return NULL;
    }
  if (object != NULL && format == FORMAT && check_sum (object, root) &&
      read_members (self, object))
    return g_steal_pointer (&self);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                       _("The key file of the journal is damaged. Nothing was changed."));
  return NULL;
}
