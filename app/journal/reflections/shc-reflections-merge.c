/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two who edit one reflection: what each of them changed is kept. Only the state that one began
 * from tells a change from what was merely there. */

#define G_LOG_DOMAIN "shc-reflections"

#include "config.h"

#include <string.h>

#include <sodium.h>

#include "shc-reflections-private.h"
#include "shc-statement.h"

/* An editor that is further behind than this many edits is merged as if nothing were known. */
#define MOST_FORMER "50"

#define KEEP_SQL \
  "INSERT OR REPLACE INTO reflection_former (row, updated_us, civil_us, has_time, offset_min, " \
  "milestone, mood, never_send, digest, tags) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
#define FORGET_SQL \
  "DELETE FROM reflection_former WHERE row = ?1 AND updated_us <= (SELECT updated_us " \
  "FROM reflection_former WHERE row = ?1 ORDER BY updated_us DESC LIMIT 1 OFFSET " MOST_FORMER ")"
#define FIND_SQL \
  "SELECT civil_us, has_time, offset_min, milestone, mood, never_send, digest, tags " \
  "FROM reflection_former WHERE row = ?1 AND updated_us = ?2"

/* What one began from, as far as it can be compared with: words are known by their digests. */
typedef struct
{
  gboolean known;
  ShcDate  date;
  int      mood;
  gboolean never_send;
  gboolean has_milestone;
  gint64   milestone;
  gint64   text; /* see shc_reflections_digest() */
  GArray  *tags; /* (element-type gint64) */
} Base;

static void
base_clear (Base *base)
{
  g_clear_pointer (&base->tags, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Base, base_clear)

static gint64
digest_of (const char *label)
{
  guint8 hash[crypto_generichash_BYTES_MIN];
  gint64 digest;

  crypto_generichash (hash, sizeof hash, (const guint8 *) label, strlen (label), NULL, 0);
  memcpy (&digest, hash, sizeof digest);
  return digest;
}

static GArray *
digests_of (char **tags)
{
  GArray *digests = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gsize i = 0; tags[i] != NULL; i++)
    {
      gint64 digest = digest_of (tags[i]);

      g_array_append_val (digests, digest);
    }

  return digests;
}

gboolean
shc_reflections_keep_former (ShcDb                *db,
                             const ShcReflection  *former,
                             GError              **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, KEEP_SQL, error);
  g_autoptr(GArray) tags = digests_of (former->tags);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, former->row);
  sqlite3_bind_int64 (stmt, 2, former->updated_us);
  shc_statement_bind_date (stmt, 3, former->date);
  if (former->milestone != NULL)
    sqlite3_bind_int64 (stmt, 6, digest_of (former->milestone));
  shc_statement_bind_or_null (stmt, 7, former->mood, 0);
  sqlite3_bind_int (stmt, 8, former->never_send ? 1 : 0);
  /* A damaged vault may have lost the text: then no text is the one that stood there. */
  sqlite3_bind_int64 (stmt, 9, former->text != NULL ? shc_reflections_digest (former) : 0);
  sqlite3_bind_blob (stmt, 10, tags->len > 0 ? tags->data : "", (int) (tags->len * sizeof (gint64)),
                     SQLITE_TRANSIENT);
  if (!shc_db_done (db, stmt, error))
    return FALSE;

  stmt = shc_db_prepare (db, FORGET_SQL, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, former->row);
  return shc_db_done (db, stmt, error);
}

static void
read_base (sqlite3_stmt *stmt,
           Base         *base)
{
  int n = sqlite3_column_bytes (stmt, 7) / (int) sizeof (gint64);

  base->known = TRUE;
  base->date = shc_statement_read_date (stmt, 0);
  base->has_milestone = sqlite3_column_type (stmt, 3) != SQLITE_NULL;
  base->milestone = sqlite3_column_int64 (stmt, 3);
  base->mood = sqlite3_column_int (stmt, 4);
  base->never_send = sqlite3_column_int (stmt, 5) != 0;
  base->text = sqlite3_column_int64 (stmt, 6);
  base->tags = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (n > 0)
    g_array_append_vals (base->tags, sqlite3_column_blob (stmt, 7), (guint) n);
}

/* @base: (out): not known when so many edits lie between that it was forgotten. */
static gboolean
find_base (ShcDb   *db,
           gint64   row,
           gint64   updated_us,
           Base    *base,
           GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, FIND_SQL, error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, row);
  sqlite3_bind_int64 (stmt, 2, updated_us);
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;

  if (found)
    read_base (stmt, base);
  sqlite3_reset (stmt);
  return TRUE;
}

static gboolean
had_tag (const Base *base,
         const char *tag)
{
  gint64 digest = digest_of (tag);

  for (guint i = 0; i < base->tags->len; i++)
    if (g_array_index (base->tags, gint64, i) == digest)
      return TRUE;

  return FALSE;
}

static gboolean
has_tag (char       **tags,
         const char  *tag)
{
  return g_strv_contains ((const char *const *) tags, tag);
}

/* What one of them added is there, what one of them took away is not. */
static char **
merge_tags (const Base  *base,
            char       **theirs,
            char       **mine)
{
  g_autoptr(GStrvBuilder) merged = g_strv_builder_new ();

  for (gsize i = 0; theirs[i] != NULL; i++)
    if (has_tag (mine, theirs[i]) || !had_tag (base, theirs[i]))
      g_strv_builder_add (merged, theirs[i]);
  for (gsize i = 0; mine[i] != NULL; i++)
    if (!had_tag (base, mine[i]) && !has_tag (theirs, mine[i]))
      g_strv_builder_add (merged, mine[i]);

  return g_strv_builder_end (merged);
}

static gboolean
had_text (const Base *base,
          const char *text)
{
  ShcReflection reflection = { .text = (char *) text, .date = base->date };

  return shc_reflections_digest (&reflection) == base->text;
}

static gboolean
had_milestone (const Base *base,
               const char *milestone)
{
  if (milestone == NULL || !base->has_milestone)
    return milestone == NULL && !base->has_milestone;

  return digest_of (milestone) == base->milestone;
}

static void
take (char       **field,
      const char  *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
merge_fields (ShcReflection        *mine,
              const ShcReflection  *theirs,
              const Base           *base)
{
  char **tags;

  if (theirs->text != NULL && had_text (base, mine->text))
    take (&mine->text, theirs->text);
  if (shc_date_is_same (mine->date, base->date))
    mine->date = theirs->date;
  if (had_milestone (base, mine->milestone))
    take (&mine->milestone, theirs->milestone);
  if (mine->mood == base->mood)
    mine->mood = theirs->mood;
  if (mine->never_send == base->never_send)
    mine->never_send = theirs->never_send;

  tags = merge_tags (base, theirs->tags, mine->tags);
  g_strfreev (mine->tags);
  mine->tags = tags;
}

gboolean
shc_reflections_merge (ShcDb                *db,
                       ShcReflection        *mine,
                       const ShcReflection  *theirs,
                       gint64                base_updated_us,
                       GError              **error)
{
  g_auto(Base) base = { 0 };

  if (!find_base (db, theirs->row, base_updated_us, &base, error))
    return FALSE;

  if (base.known)
    {
      merge_fields (mine, theirs, &base);
      return shc_reflection_check (mine, error);
    }

  /* A protection that somebody else gave it meanwhile must not get lost. */
  mine->never_send |= theirs->never_send;
  return TRUE;
}
