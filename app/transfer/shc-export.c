/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exporting: read in pages, written beside the final name, renamed when whole. */

#define G_LOG_DOMAIN "shc-export"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "shc-export-writer.h"
#include "shc-file.h"
#include "shc-reflections.h"
#include "shc-transfer.h"

#define PAGE 200
#define PROGRESS_US 100000

typedef struct
{
  ShcVault        *vault;
  ShcFilter       *filter;
  ShcExportWriter *writer;
  ShcProgress      progress;
  gpointer         user_data;
  gint64           progress_us;
  gint64           total;
  gint64           done;
} Run;

typedef struct
{
  Run       *run;
  char      *after;
  GPtrArray *page;     /* (element-type ShcReflection) */
  GPtrArray *versions; /* (element-type GPtrArray), one for each of the page */
} Page;

static gpointer
count_job (ShcDb   *db,
           gpointer data,
           GError **error)
{
  Run *run = data;
  gint64 count = shc_reflections_count (db, run->filter, error);

  if (count < 0)
    return GINT_TO_POINTER (FALSE);

  run->total += count;

  return GINT_TO_POINTER (TRUE);
}

static gpointer
page_job (ShcDb   *db,
          gpointer data,
          GError **error)
{
  Page *page = data;

  page->page = shc_reflections_list (db, page->run->filter, page->after, PAGE, error);
  page->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; page->page != NULL && i < page->page->len; i++)
    {
      const ShcReflection *reflection = g_ptr_array_index (page->page, i);
      GPtrArray *versions = shc_reflections_versions (db, reflection->id, error);

      if (versions == NULL)
        return GINT_TO_POINTER (FALSE);
      g_ptr_array_add (page->versions, versions);
    }

  return GINT_TO_POINTER (page->page != NULL);
}

static void
tell_progress (Run *run)
{
  gint64 now = g_get_monotonic_time ();

  if (run->progress == NULL || now - run->progress_us < PROGRESS_US)
    return;

  run->progress_us = now;
  run->progress (run->done, MAX (run->done, run->total), run->user_data);
}

static gboolean
write_page (Run     *run,
            Page    *page,
            GError **error)
{
  for (guint i = 0; i < page->page->len; i++)
    if (!shc_export_writer_add (run->writer, g_ptr_array_index (page->page, i),
                                g_ptr_array_index (page->versions, i), error))
      return FALSE;

  run->done += page->page->len;
  tell_progress (run);

  return TRUE;
}

static gboolean
write_all (Run          *run,
           GCancellable *cancellable,
           GError      **error)
{
  g_autofree char *after = NULL;
  guint n = PAGE;

  while (n == PAGE)
    {
      Page page = { .run = run, .after = after };
      gboolean ok;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      ok = shc_vault_run (run->vault, SHC_DB_READER, page_job, &page, error) != NULL &&
           write_page (run, &page, error);
      n = page.page != NULL ? page.page->len : 0;
      if (n > 0)
        {
          const ShcReflection *last = g_ptr_array_index (page.page, n - 1);

          g_free (after);
          after = g_strdup (last->id);
        }
      g_clear_pointer (&page.page, g_ptr_array_unref);
      g_clear_pointer (&page.versions, g_ptr_array_unref);
      if (!ok)
        return FALSE;
    }

  return TRUE;
}

/* What is in the trash comes after the rest, marked as such. */
static gboolean
write_both (Run          *run,
            GCancellable *cancellable,
            GError      **error)
{
  int last = shc_export_writer_takes_trash (run->writer) ? 1 : 0;

  for (int trash = 0; trash <= last; trash++)
    {
      run->filter->trash = trash == 1;
      if (!shc_vault_run (run->vault, SHC_DB_READER, count_job, run, error))
        return FALSE;
    }

  for (int trash = 0; trash <= last; trash++)
    {
      run->filter->trash = trash == 1;
      if (!write_all (run, cancellable, error))
        return FALSE;
    }

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
  Run run = { .vault = vault, .filter = filter, .progress = progress, .user_data = user_data };

  g_return_val_if_fail (SHC_IS_VAULT (vault), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  writer = shc_export_writer_new (path, format, error);
  run.writer = writer;
  if (writer == NULL || !write_both (&run, cancellable, error) ||
      !shc_export_writer_finish (writer, &result->bytes, error))
    return NULL;

  result->file = g_strdup (path);
  result->reflections = run.done;

  return g_steal_pointer (&result);
}
