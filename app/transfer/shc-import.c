/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importing: read, stage in short commits, publish at once; taking an import back. */

#define G_LOG_DOMAIN "shc-import"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "shc-imports.h"
#include "shc-source.h"
#include "shc-transfer.h"

/* A transaction takes about this long, so that a save beside it hardly waits. */
#define STAGE_GOAL_US 35000
#define MERGE_GOAL_US 30000
/* Between two of them another program, which looks once a millisecond, gets its turn at the database. */
#define PAUSE_US 1500
#define FIRST_BATCH_BYTES ((gsize) 64 * 1024)
#define LEAST_BATCH_BYTES ((gsize) 8 * 1024)
#define MOST_BATCH_BYTES ((gsize) 1024 * 1024)
#define MOST_BATCH_ENTRIES 1024
#define MOST_SKIPPED 1000
#define PROGRESS_US 100000

typedef struct
{
  ShcVault        *vault;
  ShcSource       *source;
  ShcImportTally  *tally;
  ShcImportResult *result;
  GPtrArray       *batch; /* (element-type ShcImportEntry): read and not staged yet */
  gsize            batch_bytes;
  gsize            goal_bytes;
  ShcPace          stage_pace;
  ShcPace          merge_pace;
  gint64           left_us; /* when the database was last left to others */
  gint64           n_more_skipped;
  gboolean         dry_run;
  ShcProgress      progress;
  gpointer         user_data;
  gint64           progress_us;
} Run;

typedef struct
{
  Run             *run;
  const char      *source_name;
  ShcImportCounts  counts;
  gboolean         more;
} Step;

static gpointer
clear_job (ShcDb   *db,
           gpointer data,
           GError **error)
{
  Step *step = data;

  return GINT_TO_POINTER (shc_imports_clear_some (db, g_get_real_time (), &step->more, error));
}

static gpointer
begin_job (ShcDb   *db,
           gpointer data,
           GError **error)
{
  Step *step = data;

  step->run->result->import = shc_imports_begin (db, step->source_name, g_get_real_time (), error);

  return GINT_TO_POINTER (step->run->result->import != 0);
}

static gpointer
stage_job (ShcDb   *db,
           gpointer data,
           GError **error)
{
  Step *step = data;
  Run *run = step->run;
  ShcImportEntry *const *entries = (ShcImportEntry *const *) run->batch->pdata;
  gboolean ok;

  if (run->dry_run)
    ok = shc_imports_look (db, run->tally, entries, run->batch->len, &step->counts, error);
  else
    ok = shc_imports_stage (db, run->result->import, run->tally, entries, run->batch->len,
                            g_get_real_time (), &run->stage_pace, &step->counts, error);

  return GINT_TO_POINTER (ok);
}

static gpointer
merge_job (ShcDb   *db,
           gpointer data,
           GError **error)
{
  Step *step = data;

  return GINT_TO_POINTER (shc_imports_merge_some (db, &step->run->merge_pace, &step->more, error));
}

static gpointer
publish_job (ShcDb   *db,
             gpointer data,
             GError **error)
{
  Run *run = data;

  return GINT_TO_POINTER (shc_imports_publish (db, run->result->import, g_get_real_time (), error));
}

static gpointer
drop_job (ShcDb   *db,
          gpointer data,
          GError **error)
{
  Step *step = data;

  return GINT_TO_POINTER (shc_imports_drop_some (db, step->run->result->import, &step->more, error));
}

/* What cannot be dropped now (a full disk, a lock) is dropped at the next opening. */
static void
drop_staged (Run *run)
{
  Step step = { .run = run, .more = run->result->import != 0 };

  while (step.more)
    if (!shc_vault_run (run->vault, SHC_DB_WRITER, drop_job, &step, NULL))
      break;
}

static void
tell_progress (Run *run)
{
  gint64 now = g_get_monotonic_time ();

  if (run->progress == NULL || now - run->progress_us < PROGRESS_US)
    return;

  run->progress_us = now;
  run->progress (run->source->read_bytes, run->source->size_bytes, run->user_data);
}

static gsize
entry_bytes (const ShcImportEntry *entry)
{
  gsize bytes = entry->reflection != NULL ? strlen (entry->reflection->text) : 0;

  for (guint i = 0; entry->versions != NULL && i < entry->versions->len; i++)
    bytes += strlen (((ShcVersion *) g_ptr_array_index (entry->versions, i))->text);

  return bytes;
}

/* The next entries are read meanwhile: only what is left of the pause is waited for. */
static gboolean
write_some (Run         *run,
            ShcVaultJob  job,
            Step        *step,
            GError     **error)
{
  gint64 rest_us = run->left_us + PAUSE_US - g_get_monotonic_time ();
  gboolean ok;

  if (rest_us > 0)
    g_usleep ((gulong) rest_us);
  ok = shc_vault_run (run->vault, SHC_DB_WRITER, job, step, error) != NULL;
  run->left_us = g_get_monotonic_time ();

  return ok;
}

static gboolean
merge_all (Run     *run,
           GError **error)
{
  Step step = { .run = run };

  do
    if (!write_some (run, merge_job, &step, error))
      return FALSE;
  while (step.more);

  return TRUE;
}

static void
take_out (Run   *run,
          guint  n)
{
  gboolean all = n == run->batch->len;
  gsize bytes = 0;

  for (guint i = 0; i < n; i++)
    bytes += entry_bytes (g_ptr_array_index (run->batch, i));
  g_ptr_array_remove_range (run->batch, 0, n);
  run->batch_bytes -= bytes;

  /* A little more than is staged at a time, so that none ends for want of entries. */
  run->goal_bytes = CLAMP (all ? run->goal_bytes * 2 : bytes + bytes / 4, LEAST_BATCH_BYTES,
                           MOST_BATCH_BYTES);
}

static gboolean
flush_batch (Run     *run,
             GError **error)
{
  Step step = { .run = run };

  if (run->dry_run)
    {
      if (!shc_vault_run (run->vault, SHC_DB_READER, stage_job, &step, error))
        return FALSE;
    }
  else if (!merge_all (run, error) || !write_some (run, stage_job, &step, error))
    {
      return FALSE;
    }

  run->result->imported += step.counts.added;
  run->result->already_present += step.counts.present;
  take_out (run, step.counts.taken);
  tell_progress (run);

  return TRUE;
}

/* What is left when the file has been read. */
static gboolean
flush_rest (Run     *run,
            GError **error)
{
  while (run->batch->len > 0)
    if (!flush_batch (run, error))
      return FALSE;

  return run->dry_run || merge_all (run, error);
}

static gboolean
take_entry (Run            *run,
            ShcImportEntry *entry,
            GError        **error)
{
  if (entry->reflection != NULL)
    run->result->found++;
  run->batch_bytes += entry_bytes (entry);
  g_ptr_array_add (run->batch, entry);

  if (run->batch_bytes < run->goal_bytes && run->batch->len < MOST_BATCH_ENTRIES)
    return TRUE;

  return flush_batch (run, error);
}

static void
take_skipped (Run        *run,
              ShcSkipped *skipped)
{
  run->result->found++;

  if (run->result->skipped->len < MOST_SKIPPED)
    {
      g_ptr_array_add (run->result->skipped, skipped);
      return;
    }

  run->n_more_skipped++;
  shc_skipped_free (skipped);
}

static void
close_skipped (Run *run)
{
  g_autofree char *why = NULL;

  if (run->n_more_skipped == 0)
    return;

  why = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%" PRId64 " more like these.",
                                      "%" PRId64 " more like these.",
                                      (gulong) run->n_more_skipped),
                         run->n_more_skipped);
  g_ptr_array_add (run->result->skipped, shc_skipped_new ("…", why));
}

static gboolean
read_all (Run          *run,
          GCancellable *cancellable,
          GError      **error)
{
  for (;;)
    {
      ShcImportEntry *entry = NULL;
      ShcSkipped *skipped = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      switch (shc_source_next (run->source, &entry, &skipped, error))
        {
        case SHC_SOURCE_ENTRY:
          if (!take_entry (run, entry, error))
            return FALSE;
          break;
        case SHC_SOURCE_SKIPPED:
          take_skipped (run, skipped);
          break;
        case SHC_SOURCE_END:
          close_skipped (run);
          return flush_rest (run, error);
        case SHC_SOURCE_FAILED:
        default:
          return FALSE;
        }
    }
}

/* What an import that was killed has left, step by step. */
static gboolean
clear_the_way (Run          *run,
               GCancellable *cancellable,
               GError      **error)
{
  Step step = { .run = run, .more = TRUE };

  while (step.more)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !shc_vault_run (run->vault, SHC_DB_WRITER, clear_job, &step, error))
      return FALSE;

  return TRUE;
}

static gboolean
begin (Run          *run,
       const char   *path,
       GCancellable *cancellable,
       GError      **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  Step step = { .run = run, .source_name = g_str_equal (path, "-") ? "" : shown };

  if (run->dry_run)
    return TRUE;

  return clear_the_way (run, cancellable, error) &&
         shc_vault_run (run->vault, SHC_DB_WRITER, begin_job, &step, error) != NULL;
}

static gboolean
run_import (Run          *run,
            const char   *path,
            GCancellable *cancellable,
            GError      **error)
{
  if (!begin (run, path, cancellable, error))
    return FALSE;

  if (read_all (run, cancellable, error) &&
      (run->dry_run || shc_vault_run (run->vault, SHC_DB_WRITER, publish_job, run, error)))
    return TRUE;

  drop_staged (run);

  return FALSE;
}

ShcImportResult *
shc_import_run (ShcVault     *vault,
                const char   *path,
                ShcFormat     format,
                gboolean      dry_run,
                ShcProgress   progress,
                gpointer      user_data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr (ShcSource) source = NULL;
  g_autoptr (ShcImportTally) tally = shc_import_tally_new ();
  g_autoptr (ShcImportResult) result = g_new0 (ShcImportResult, 1);
  g_autoptr (GPtrArray) batch =
    g_ptr_array_new_with_free_func ((GDestroyNotify) shc_import_entry_free);
  Run run = { .vault = vault, .tally = tally, .result = result, .batch = batch,
              .goal_bytes = FIRST_BATCH_BYTES, .dry_run = dry_run, .progress = progress,
              .user_data = user_data };

  g_return_val_if_fail (SHC_IS_VAULT (vault), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  result->skipped = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_skipped_free);
  source = shc_source_open (path, format, error);
  if (source == NULL)
    return NULL;

  run.source = source;
  shc_pace_init (&run.stage_pace, STAGE_GOAL_US);
  shc_pace_init (&run.merge_pace, MERGE_GOAL_US);
  if (!run_import (&run, path, cancellable, error))
    return NULL;

  return g_steal_pointer (&result);
}

typedef struct
{
  gint64        import;
  ShcImportUndo undo;
  gboolean      more;
} Undo;

static gpointer
undo_job (ShcDb   *db,
          gpointer data,
          GError **error)
{
  Undo *undo = data;

  return GINT_TO_POINTER (shc_imports_undo_some (db, undo->import, &undo->undo, &undo->more, error));
}

gboolean
shc_import_undo (ShcVault *vault,
                 gint64    import,
                 gint64   *removed,
                 gint64   *kept,
                 GError  **error)
{
  Undo undo = { .import = import, .more = TRUE };

  g_return_val_if_fail (SHC_IS_VAULT (vault), FALSE);

  while (undo.more)
    if (!shc_vault_run (vault, SHC_DB_WRITER, undo_job, &undo, error))
      return FALSE;

  if (removed != NULL)
    *removed = undo.undo.removed;
  if (kept != NULL)
    *kept = undo.undo.kept;

  return TRUE;
}
