/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telling folders that other computers write to as well from folders of this computer. */

#define G_LOG_DOMAIN "shc-file-remote"

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#include "shc-file.h"

#define FUSE_MAGIC 0x65735546u

static const struct { guint32 magic; const char *name; } network_systems[] = {
  { 0x00006969u, "NFS" },
  { 0x0000517Bu, "SMB" },
  { 0xFF534D42u, "SMB (CIFS)" },
  { 0xFE534D42u, "SMB" },
  { 0x5346414Fu, "AFS" },
  { 0x6B414653u, "AFS" },
  { 0x73757245u, "Coda" },
  { 0x00C36400u, "Ceph" },
  { 0x0BD00BD0u, "Lustre" },
  { 0x01161970u, "GFS2" },
  { 0x7461636Fu, "OCFS2" },
  { 0x01021997u, "9P" },
  { 0x786F4256u, "VirtualBox" },
};

/* What FUSE is used for on one computer alone; every other kind may well be a remote place. */
static const char *const local_fuse[] = {
  "fuseblk", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs", "fuse.bindfs",
  "fuse.mergerfs", "fuse.unionfs", "fuse.fuse-overlayfs", "fuse.portal", "virtiofs",
};

/* A folder of this name, or one that begins with it followed by a space ("OneDrive - Work"). */
static const struct { const char *folder; const char *name; } known_folders[] = {
  { "nextcloud", "Nextcloud" },
  { "owncloud", "ownCloud" },
  { "dropbox", "Dropbox" },
  { "onedrive", "OneDrive" },
  { "google drive", "Google Drive" },
  { "googledrive", "Google Drive" },
  { "my drive", "Google Drive" },
  { "insync", "Insync" },
  { "icloud drive", "iCloud Drive" },
  { "iclouddrive", "iCloud Drive" },
  { "pcloud", "pCloud" },
  { "pclouddrive", "pCloud" },
  { "mega", "MEGA" },
  { "megasync", "MEGA" },
  { "seafile", "Seafile" },
  { "syncthing", "Syncthing" },
  { "resilio sync", "Resilio Sync" },
  { "box sync", "Box" },
};

/* What such a program leaves in the folder that it synchronises. */
static const struct { const char *file; const char *name; } markers[] = {
  { ".stfolder", "Syncthing" },
  { ".dropbox.cache", "Dropbox" },
  { ".nextcloudsync.log", "Nextcloud" },
  { ".owncloudsync.log", "ownCloud" },
  { ".sync_exclude.lst", "Nextcloud" },
  { ".SeafileData", "Seafile" },
  { ".tmp.drivedownload", "Google Drive" },
};

/* The database of such a program, whose name holds letters of chance. */
static const struct { const char *prefix; const char *suffix; const char *name; } marker_patterns[] = {
  { ".sync_", ".db", "Nextcloud" },
  { "._sync_", ".db", "ownCloud" },
};

static void
say (char       **what,
     const char  *name)
{
  if (what != NULL)
    *what = g_strdup (name);
}

/* The type of the deepest mount that holds @path, as /proc has it. */
static char *
find_mount_type (const char *path)
{
  g_autofree char *table = NULL;
  g_auto(GStrv) lines = NULL;
  g_autofree char *type = NULL;
  gsize best = 0;

  if (!g_file_get_contents ("/proc/self/mounts", &table, NULL, NULL))
    return NULL;
  lines = g_strsplit (table, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], " ", 4);
      g_autofree char *mount = NULL;
      gsize length;

      if (g_strv_length (fields) < 3)
        continue;
      mount = g_strcompress (fields[1]);
      length = strlen (mount);
      if (length < best || !g_str_has_prefix (path, mount))
        continue;
      if (length > 1 && path[length] != '/' && path[length] != '\0')
        continue;
      best = length;
      g_free (type);
      type = g_strdup (fields[2]);
    }
  return g_steal_pointer (&type);
}

static gboolean
is_on_network (const char  *path,
               char       **what)
{
  struct statfs info;
  guint32 magic;

  if (statfs (path, &info) != 0)
    return FALSE;
  magic = (guint32) info.f_type;
  for (gsize i = 0; i < G_N_ELEMENTS (network_systems); i++)
    {
      if (network_systems[i].magic == magic)
        {
          say (what, network_systems[i].name);
          return TRUE;
        }
    }
  if (magic == FUSE_MAGIC)
    {
      g_autofree char *type = find_mount_type (path);

      for (gsize i = 0; type != NULL && i < G_N_ELEMENTS (local_fuse); i++)
        {
          if (g_str_equal (type, local_fuse[i]))
            return FALSE;
        }
      say (what, type != NULL && g_str_has_prefix (type, "fuse.") ? type + strlen ("fuse.") : "FUSE");
      return TRUE;
    }
  return FALSE;
}

/* A folder on the way to the person's home is called as they or their computer are: a name there says
 * nothing about what lies in it. */
static gboolean
is_above_home (const char *folder)
{
  g_autofree char *canonical = g_canonicalize_filename (g_get_home_dir (), NULL);
  g_autofree char *real = realpath (canonical, NULL);
  const char *home = real != NULL ? real : canonical;
  gsize length = strlen (folder);

  return g_str_has_prefix (home, folder) && (home[length] == '/' || home[length] == '\0');
}

static gboolean
has_known_name (const char  *folder,
                char       **what)
{
  g_autofree char *base = g_path_get_basename (folder);
  g_autofree char *name = g_ascii_strdown (base, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (known_folders); i++)
    {
      gsize length = strlen (known_folders[i].folder);

      if (strncmp (name, known_folders[i].folder, length) == 0 &&
          (name[length] == '\0' || name[length] == ' ') && !is_above_home (folder))
        {
          say (what, known_folders[i].name);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
has_sync_database (const char  *folder,
                   char       **what)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (marker_patterns); i++)
        {
          if (g_str_has_prefix (name, marker_patterns[i].prefix) &&
              g_str_has_suffix (name, marker_patterns[i].suffix))
            {
              say (what, marker_patterns[i].name);
              return TRUE;
            }
        }
    }
  return FALSE;
}

static gboolean
is_synchronised (const char  *folder,
                 char       **what)
{
  if (has_known_name (folder, what))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (markers); i++)
    {
      g_autofree char *marker = g_build_filename (folder, markers[i].file, NULL);

      if (g_file_test (marker, G_FILE_TEST_EXISTS))
        {
          say (what, markers[i].name);
          return TRUE;
        }
    }
  return has_sync_database (folder, what);
}

gboolean
shc_folder_is_remote (const char  *path,
                      char       **what)
{
  g_autofree char *folder = NULL;
  g_autofree char *real = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  /* The folder may not have been made yet: then it is its nearest ancestor that counts. */
  folder = g_canonicalize_filename (path, NULL);
  for (;;)
    {
      char *parent;

      if (real == NULL && (real = realpath (folder, NULL)) != NULL)
        {
          g_free (folder);
          folder = g_strdup (real);
          if (is_on_network (folder, what))
            return TRUE;
        }
      if (is_synchronised (folder, what))
        return TRUE;
      if (g_str_equal (folder, "/"))
        return FALSE;
      parent = g_path_get_dirname (folder);
      g_free (folder);
      folder = parent;
    }
}
