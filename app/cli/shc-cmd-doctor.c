/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc doctor`: what a report about a problem needs, and nothing that was written. */

#define G_LOG_DOMAIN "shc-cmd-doctor"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "shc-commands.h"
#include "shc-date.h"
#include "shc-file.h"
#include "shc-unlock.h"

static void
add_text (ShcCli     *self,
          const char *name,
          const char *value)
{
  if (self->json)
    shc_json_add_string (self->reply, name, value);
  else
    shc_cli_print ("%-22s %s", name, value != NULL ? value : "–");
}

static void
add_number (ShcCli     *self,
            const char *name,
            gint64      value)
{
  g_autofree char *text = g_strdup_printf ("%" PRId64, value);

  if (!self->json)
    add_text (self, name, value >= 0 ? text : NULL);
  else if (value >= 0)
    shc_json_add_int (self->reply, name, value);
  else
    shc_json_add_null (self->reply, name);
}

static void
add_answer (ShcCli     *self,
            const char *name,
            gboolean    answer)
{
  if (self->json)
    shc_json_add_boolean (self->reply, name, answer);
  else
    add_text (self, name, answer ? "yes" : "no");
}

static void
add_time (ShcCli     *self,
          const char *name,
          gint64      utc_us)
{
  g_autofree char *text = utc_us > 0 ? shc_time_to_string (utc_us) : NULL;

  add_text (self, name, text);
}

/* The home folder's own name is often a person's. */
static char *
hide_home (const char *path)
{
  const char *home = g_get_home_dir ();
  gsize length = home != NULL ? strlen (home) : 0;

  if (length > 1 && strncmp (path, home, length) == 0 && (path[length] == '/' || path[length] == '\0'))
    return g_strconcat ("~", path + length, NULL);
  return g_strdup (path);
}

static void
add_versions (ShcCli               *self,
              const ShcVaultStatus *status)
{
  g_autofree char *glib = g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version,
                                           glib_micro_version);
  g_autofree char *json = g_strdup_printf ("%d.%d.%d", JSON_MAJOR_VERSION, JSON_MINOR_VERSION,
                                           JSON_MICRO_VERSION);
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  add_text (self, "version", SHC_VERSION);
  add_text (self, "system", system);
  add_text (self, "cipher", status->cipher);
  add_text (self, "sqlite", status->sqlite);
  add_text (self, "sodium", sodium_version_string ());
  add_text (self, "glib", glib);
  add_text (self, "json_glib", json);
}

/* The nearest folder above that exists: before the first start there is none of ours. */
static gint64
count_free_bytes (const char *dir)
{
  g_autofree char *path = g_strdup (dir);
  struct statvfs info;

  while (statvfs (path, &info) != 0)
    {
      char *parent = g_path_get_dirname (path);

      if (g_str_equal (parent, path))
        {
          g_free (parent);
          return -1;
        }
      g_free (path);
      path = parent;
    }

  return (gint64) (info.f_bavail * info.f_frsize);
}

/* Counts what others than its owner may read or write, in folder @path and right below it. */
static gint64
count_open_files (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  struct stat info;
  const char *name;
  gint64 open = 0;

  if (dir == NULL || stat (path, &info) != 0)
    return -1;
  if (info.st_mode & (S_IRWXG | S_IRWXO))
    open++;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (lstat (file, &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)))
        open++;
    }

  return open;
}

static void
add_folder (ShcCli *self)
{
  const char *dir = shc_vault_get_dir (self->vault);
  g_autofree char *shown = hide_home (dir);
  g_autofree char *remote = NULL;
  struct stat info;
  g_autofree char *mode = stat (dir, &info) == 0
    ? g_strdup_printf ("%04o", info.st_mode & 07777) : NULL;

  shc_folder_is_remote (dir, &remote);
  add_text (self, "folder", shown);
  add_text (self, "folder_mode", mode);
  add_number (self, "readable_by_others", count_open_files (dir));
  add_text (self, "remote_folder", remote);
  add_number (self, "free_bytes", count_free_bytes (dir));
  add_answer (self, "runtime_folder", g_getenv ("XDG_RUNTIME_DIR") != NULL);
  add_answer (self, "session_bus", g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL);
}

/* What the keyring does for this journal; asks nothing. */
static const char *
try_keyring (ShcCli        *self,
             ShcVaultState  state,
             ShcSlots       slots,
             GError       **problem)
{
  g_autoptr(GError) error = NULL;

  if (state != SHC_VAULT_LOCKED || !(slots & SHC_SLOT_KEYRING))
    return "not used";
  if (shc_args_has (self->args, "no-keyring"))
    return "not asked";
  if (shc_vault_unlock_with_keyring (self->vault, &error))
    return "opens the journal";
  if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING_LOCKED))
    return "locked";
  if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED))
    return "has no key";
  if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING))
    return "not reachable";
  if (g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY))
    return "has another key";

  g_propagate_error (problem, g_steal_pointer (&error));
  return "has a key";
}

static void
add_journal (ShcCli               *self,
             ShcVaultState         state,
             const ShcVaultStatus *status)
{
  gboolean open = state == SHC_VAULT_UNLOCKED;

  add_number (self, "schema", open ? (gint64) status->schema : -1);
  add_number (self, "bytes", state != SHC_VAULT_MISSING ? status->bytes : -1);
  add_time (self, "last_backup", status->last_backup_us);
  add_time (self, "last_backup_proven", status->last_backup_proven_us);
  add_text (self, "lost", status->lost);
}

gboolean
shc_cmd_doctor (ShcCli  *self,
                GError **error)
{
  static const char *const states[] = { "missing", "locked", "unlocked", "broken" };
  g_autoptr(GError) problem = NULL;
  g_autoptr(ShcVaultStatus) status = NULL;
  ShcSlots slots = 0;
  ShcVaultState state = shc_vault_probe (self->vault, &slots, &problem);
  const char *keyring = try_keyring (self, state, slots, &problem);

  if (state == SHC_VAULT_LOCKED)
    state = shc_vault_get_state (self->vault);
  status = shc_vault_get_status (self->vault);

  if (self->json)
    json_builder_begin_object (self->reply);
  add_versions (self, status);
  add_folder (self);
  add_text (self, "state", states[state]);
  add_answer (self, "slot_keyring", (slots & SHC_SLOT_KEYRING) != 0);
  add_answer (self, "slot_passphrase", (slots & SHC_SLOT_PASSPHRASE) != 0);
  add_answer (self, "slot_recovery", (slots & SHC_SLOT_RECOVERY) != 0);
  add_text (self, "keyring", keyring);
  add_journal (self, state, status);
  add_text (self, "problem", problem != NULL ? problem->message : NULL);
  if (self->json)
    json_builder_end_object (self->reply);

  return TRUE;
}
