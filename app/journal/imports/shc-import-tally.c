/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knowing doubles: by source id, else by civil day and text, counted. */

#define G_LOG_DOMAIN "shc-imports"

#include "config.h"

#include "shc-imports-private.h"
#include "shc-reflections-private.h"
#include "shc-statement.h"

#define BY_ID_SQL "SELECT digest, row FROM reflection WHERE id = ?1"
/* What a file calls an entry may be as plain as "1": only together with the day it is a name. */
#define BY_SOURCE_SQL \
  "SELECT digest, row FROM reflection_source JOIN reflection USING (row) " \
  "WHERE source = ?1 AND civil_us BETWEEN ?2 AND ?3"
#define COUNT_SQL "SELECT count (*) FROM reflection WHERE digest = ?1 AND row < ?2"

typedef struct
{
  gint64 digest;
  gint64 in_vault;  /* before this run */
  gint64 met;       /* in the file, or bound to one in the vault by its id */
} Count;

struct _ShcImportTally
{
  GHashTable *counts; /* of Count, by its digest */
  GHashTable *ids;    /* of char *: UUIDs and source ids met in the file */
  char       *last_id;
  gint64      last_row;
};

ShcImportTally *
shc_import_tally_new (void)
{
  ShcImportTally *self = g_new0 (ShcImportTally, 1);

  self->counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
shc_import_tally_free (ShcImportTally *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->counts);
  g_hash_table_unref (self->ids);
  g_free (self->last_id);
  g_free (self);
}

void
shc_import_tally_set_last (ShcImportTally *self,
                           const char     *id,
                           gint64          row)
{
  g_free (self->last_id);
  self->last_id = g_strdup (id);
  self->last_row = row;
}

gint64
shc_import_tally_get_last (ShcImportTally *self,
                           const char     *id)
{
  return self->last_id != NULL && id != NULL && g_ascii_strcasecmp (id, self->last_id) == 0
         ? self->last_row
         : 0;
}

static Count *
count_of (ShcImportTally  *self,
          ShcDb           *db,
          gint64           digest,
          gint64           staged_from,
          GError         **error)
{
  Count *count = g_hash_table_lookup (self->counts, &digest);
  sqlite3_stmt *stmt;
  gboolean found;

  if (count != NULL)
    return count;

  stmt = shc_db_prepare (db, COUNT_SQL, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, digest);
  sqlite3_bind_int64 (stmt, 2, staged_from);
  if (!shc_statement_first (db, stmt, &found, error))
    return NULL;

  count = g_new0 (Count, 1);
  count->digest = digest;
  count->in_vault = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  g_hash_table_insert (self->counts, &count->digest, count);
  return count;
}

typedef struct
{
  gboolean found;
  gboolean in_vault; /* not only earlier in the file */
  gint64   digest;
} Known;

static gboolean
look_up (ShcDb         *db,
         sqlite3_stmt  *stmt,
         gint64         staged_from,
         Known         *known,
         GError       **error)
{
  if (!shc_statement_first (db, stmt, &known->found, error))
    return FALSE;

  if (known->found)
    {
      known->digest = sqlite3_column_int64 (stmt, 0);
      known->in_vault = sqlite3_column_int64 (stmt, 1) < staged_from;
    }
  sqlite3_reset (stmt);
  return TRUE;
}

/* Whether @name was met before in this file; remembers it. */
static gboolean
met_before (ShcImportTally *self,
            const char     *kind,
            const char     *name)
{
  return !g_hash_table_add (self->ids, g_strconcat (kind, name, NULL));
}

static gboolean
look_up_names (ShcImportTally        *self,
               ShcDb                 *db,
               const ShcImportEntry  *entry,
               gint64                 staged_from,
               Known                 *known,
               GError               **error)
{
  gint64 day = shc_date_get_day (entry->reflection->date);
  sqlite3_stmt *stmt;

  if (entry->reflection->id != NULL)
    {
      stmt = shc_db_prepare (db, BY_ID_SQL, error);
      if (stmt == NULL)
        return FALSE;
      shc_db_bind_text (stmt, 1, entry->reflection->id);
      if (!look_up (db, stmt, staged_from, known, error))
        return FALSE;
      known->found |= met_before (self, "", entry->reflection->id);
    }
  else if (entry->source_id != NULL)
    {
      g_autofree char *dated = g_strdup_printf ("%" G_GINT64_FORMAT " %s", day, entry->source_id);

      stmt = shc_db_prepare (db, BY_SOURCE_SQL, error);
      if (stmt == NULL)
        return FALSE;
      shc_db_bind_text (stmt, 1, entry->source_id);
      sqlite3_bind_int64 (stmt, 2, day * SHC_DATE_US_PER_DAY);
      sqlite3_bind_int64 (stmt, 3, (day + 1) * SHC_DATE_US_PER_DAY - 1);
      if (!look_up (db, stmt, staged_from, known, error))
        return FALSE;
      known->found |= met_before (self, "source ", dated);
    }

  return TRUE;
}

gboolean
shc_import_tally_is_present (ShcImportTally        *self,
                             ShcDb                 *db,
                             const ShcImportEntry  *entry,
                             gint64                 staged_from,
                             gboolean              *present,
                             GError               **error)
{
  gint64 digest = shc_reflections_digest (entry->reflection);
  Known known = { FALSE, FALSE, 0 };
  Count *count;

  if (!look_up_names (self, db, entry, staged_from, &known, error))
    return FALSE;
  if (known.found && !(known.in_vault && known.digest == digest))
    {
      *present = TRUE;
      return TRUE;
    }

  count = count_of (self, db, digest, staged_from, error);
  if (count == NULL)
    return FALSE;
  count->met++;
  *present = known.found || count->met <= count->in_vault;
  return TRUE;
}
