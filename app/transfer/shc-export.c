/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exporting: which reflections there are is read once, what they hold in pages, and the whole gets its
 * name when it is whole. */

#define G_LOG_DOMAIN "shc-export"

#include "config.h"

#include "shc-export-writer.h"
#include "shc-reflections.h"
#include "shc-transfer.h"

/* In memory at a time, by and large. */
#define PAGE_BYTES ((gsize) 4 * 1024 * 1024)
#define PAGE_ROWS 200
/* Of one reflection at a time, which is what a line of the package holds. */
#define VERSIONS_BYTES ((gsize) 1024 * 1024)
#define PROGRESS_US 100000

typedef struct
{
  ShcVault        *vault;
  ShcFilter       *filter;
  ShcExportWriter *writer;
  ShcProgress      progress;
  gpointer         user_data;
  gint64           progress_us;
  GArray          *rows; /* (element-type gint64): in the order of the list, the trash behind */
  guint            next; /* of @rows */
  gint64           done;
} Run;

typedef struct
{
  Run       *run;
  GPtrArray *reflections; /* (element-type ShcReflection) */
  guint      n_versions[PAGE_ROWS];
  guint      n_taken;
} Page;

typedef struct
{
  gint64     row;
  gint64     before_us;
  GPtrArray *list; /* (element-type ShcVersion) */
  gboolean   more;
} Versions;

static gboolean
take_rows (Run     *run,
           ShcDb   *db,
           gboolean trash,
           GError **error)
{
  g_autoptr (GArray) keys = NULL;

  run->filter->trash = trash;
  keys = shc_reflections_keys (db, run->filter, error);
  if (keys == NULL)
    return FALSE;

  /* The oldest first, as a journal is read; an import, which numbers what it finds as it comes, then
   * keeps the order of what has the same date. */
  for (guint i = keys->len; i > 0; i--)
    g_array_append_val (run->rows, g_array_index (keys, ShcRowKey, i - 1).row);

  return TRUE;
}

/* Both at one moment: what goes into the trash meanwhile is there once. */
static gpointer
rows_job (ShcDb   *db,
          gpointer data,
          GError **error)
{
  Run *run = data;
  gboolean ok;

  if (!shc_db_exec (db, "BEGIN", error))
    return NULL;

  ok = take_rows (run, db, FALSE, error) &&
       (!shc_export_writer_takes_trash (run->writer) || take_rows (run, db, TRUE, error));
  shc_db_rollback (db);

  return GINT_TO_POINTER (ok);
}

static gpointer
page_job (ShcDb   *db,
          gpointer data,
          GError **error)
{
  Page *page = data;
  Run *run = page->run;

  page->reflections =
    shc_reflections_load (db, &g_array_index (run->rows, gint64, run->next),
                          MIN (run->rows->len - run->next, PAGE_ROWS), PAGE_BYTES, &page->n_taken,
                          error);

  if (page->reflections == NULL)
    return NULL;

  for (guint i = 0; shc_export_writer_takes_versions (run->writer) && i < page->reflections->len; i++)
    {
      const ShcReflection *reflection = g_ptr_array_index (page->reflections, i);

      if (!shc_reflections_count_versions (db, reflection->row, &page->n_versions[i], error))
        {
          g_clear_pointer (&page->reflections, g_ptr_array_unref);
          return NULL;
        }
    }

  return GINT_TO_POINTER (TRUE);
}

static gpointer
versions_job (ShcDb   *db,
              gpointer data,
              GError **error)
{
  Versions *versions = data;

  versions->list = shc_reflections_versions_before (db, versions->row, versions->before_us,
                                                    VERSIONS_BYTES, &versions->more, error);

  return GINT_TO_POINTER (versions->list != NULL);
}

static void
tell_progress (Run *run)
{
  gint64 now = g_get_monotonic_time ();

  if (run->progress == NULL || now - run->progress_us < PROGRESS_US)
    return;

  run->progress_us = now;
  run->progress (run->done, run->rows->len, run->user_data);
}

/* Goes on to older ones. */
static gboolean
read_versions (Run      *run,
               Versions *versions,
               GError  **error)
{
  g_clear_pointer (&versions->list, g_ptr_array_unref);
  if (!shc_vault_run (run->vault, SHC_DB_READER, versions_job, versions, error))
    return FALSE;

  if (versions->list->len > 0)
    {
      const ShcVersion *oldest = g_ptr_array_index (versions->list, versions->list->len - 1);

      versions->before_us = oldest->updated_us;
    }

  return TRUE;
}

static gboolean
write_with_versions (Run                 *run,
                     const ShcReflection *reflection,
                     Versions            *versions,
                     GError             **error)
{
  if (!read_versions (run, versions, error) ||
      !shc_export_writer_add (run->writer, reflection, versions->list, error))
    return FALSE;

  while (versions->more)
    {
      if (!read_versions (run, versions, error))
        return FALSE;
      if (versions->list->len > 0 &&
          !shc_export_writer_add_more (run->writer, reflection, versions->list, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_one (Run                 *run,
           const ShcReflection *reflection,
           guint                n_versions,
           GError             **error)
{
  Versions versions = { .row = reflection->row, .before_us = G_MAXINT64 };
  gboolean ok;

  if (n_versions == 0)
    return shc_export_writer_add (run->writer, reflection, NULL, error);

  ok = write_with_versions (run, reflection, &versions, error);
  g_clear_pointer (&versions.list, g_ptr_array_unref);

  return ok;
}

static gboolean
write_page (Run     *run,
            GError **error)
{
  g_autoptr (GPtrArray) reflections = NULL;
  Page page = { .run = run };

  if (!shc_vault_run (run->vault, SHC_DB_READER, page_job, &page, error))
    return FALSE;

  reflections = page.reflections;
  for (guint i = 0; i < reflections->len; i++)
    if (!write_one (run, g_ptr_array_index (reflections, i), page.n_versions[i], error))
      return FALSE;

  run->next += page.n_taken;
  run->done += reflections->len;
  tell_progress (run);

  return TRUE;
}

static gboolean
write_all (Run          *run,
           GCancellable *cancellable,
           GError      **error)
{
  if (!shc_vault_run (run->vault, SHC_DB_READER, rows_job, run, error))
    return FALSE;

  while (run->next < run->rows->len)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !write_page (run, error))
      return FALSE;

  return TRUE;
}

static ShcFilter *
make_filter (const ShcExportRange *range)
{
  ShcFilter *filter = shc_filter_new ();

  if (range != NULL)
    {
      filter->from_day = range->from_day;
      filter->to_day = range->to_day;
      filter->tag = g_strdup (range->tag);
    }

  return filter;
}

ShcExportResult *
shc_export_run (ShcVault             *vault,
                const char           *path,
                ShcFormat             format,
                const ShcExportRange *range,
                ShcProgress           progress,
                gpointer              user_data,
                GCancellable         *cancellable,
                GError              **error)
{
  g_autoptr (ShcFilter) filter = make_filter (range);
  g_autoptr (ShcExportWriter) writer = NULL;
  g_autoptr (ShcExportResult) result = g_new0 (ShcExportResult, 1);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  Run run = { .vault = vault, .filter = filter, .rows = rows, .progress = progress,
              .user_data = user_data };

  g_return_val_if_fail (SHC_IS_VAULT (vault), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  writer = shc_export_writer_new (path, format, error);
  run.writer = writer;
  if (writer == NULL || !write_all (&run, cancellable, error) ||
      !shc_export_writer_finish (writer, &result->bytes, error))
    return NULL;

  result->file = g_strdup (path);
  result->reflections = run.done;

  return g_steal_pointer (&result);
}
