/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc trash`, `shc untrash` and `shc purge`. */

#define G_LOG_DOMAIN "shc-cmd-trash"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-commands.h"
#include "shc-reflections.h"
#include "shc-unlock.h"

typedef gboolean (*Verb) (ShcDb *db, const char *const *ids, GError **error);

typedef struct
{
  const char *const *given;
  Verb               verb;
  char             **ids;
} Change;

static gboolean
trash (ShcDb             *db,
       const char *const *ids,
       GError           **error)
{
  return shc_reflections_trash (db, ids, g_get_real_time (), error);
}

/* Names may be shortened, and the same one may be given twice. */
static char **
resolve (ShcDb              *db,
         const char *const  *given,
         GError            **error)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; given[i] != NULL; i++)
    {
      g_autoptr(ShcReflection) reflection = shc_reflections_get (db, given[i], error);

      if (reflection == NULL)
        return NULL;
      if (g_hash_table_add (seen, g_strdup (reflection->id)))
        g_strv_builder_add (ids, reflection->id);
    }

  return g_strv_builder_end (ids);
}

static gboolean
change_all (ShcDb    *db,
            gpointer  data,
            GError  **error)
{
  Change *change = data;

  change->ids = resolve (db, change->given, error);
  return change->ids != NULL && change->verb (db, (const char *const *) change->ids, error);
}

/* @n: (out): how many were changed. */
static gboolean
run (ShcCli  *self,
     Verb     verb,
     guint   *n,
     GError **error)
{
  Change change = { self->args->positionals, verb, NULL };
  g_auto(GStrv) ids = NULL;
  gboolean done = shc_cli_open (self, error)
                  && shc_cli_do (self, SHC_DB_WRITER, change_all, &change, error);

  ids = change.ids;
  if (!done)
    return FALSE;

  *n = g_strv_length (ids);
  if (self->json)
    {
      json_builder_begin_object (self->reply);
      shc_json_add_strings (self->reply, "ids", (const char *const *) ids);
      json_builder_end_object (self->reply);
    }
  return TRUE;
}

gboolean
shc_cmd_trash (ShcCli  *self,
               GError **error)
{
  guint n;

  if (!run (self, trash, &n, error))
    return FALSE;
  if (!self->json)
    shc_cli_print (_("Put into the trash: %u."), n);
  return TRUE;
}

gboolean
shc_cmd_untrash (ShcCli  *self,
                 GError **error)
{
  guint n;

  if (!run (self, shc_reflections_untrash, &n, error))
    return FALSE;
  if (!self->json)
    shc_cli_print (_("Taken out of the trash: %u."), n);
  return TRUE;
}

static gboolean
purge_some (ShcDb    *db,
            gpointer  data,
            GError  **error)
{
  return shc_reflections_purge_some (db, data, error);
}

/* What they held, a short step at a time: a window may be saving meanwhile. */
static gboolean
purge_all (ShcCli  *self,
           GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!shc_cli_do (self, SHC_DB_WRITER, purge_some, &more, error))
      return FALSE;

  return TRUE;
}

gboolean
shc_cmd_purge (ShcCli  *self,
               GError **error)
{
  guint n;

  if (!shc_args_has (self->args, "yes"))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("Nothing brings a purged reflection back; --yes says that you mean it."));
      return FALSE;
    }

  if (!run (self, shc_reflections_purge_begin, &n, error) || !purge_all (self, error))
    return FALSE;
  if (!self->json)
    shc_cli_print (_("Ended for good: %u. Backups made before still hold a copy."), n);
  return TRUE;
}
