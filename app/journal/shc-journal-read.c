/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's calls that read reflections: one to look at, its versions, the labels in use. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include "shc-journal-private.h"

void
shc_reading_free (ShcReading *reading)
{
  if (reading == NULL)
    return;

  shc_reflection_free (reading->reflection);
  shc_draft_free (reading->draft);
  g_clear_pointer (&reading->ranges, g_array_unref);
  g_free (reading);
}

static gboolean
read_draft (ShcDb       *db,
            ShcReading  *reading,
            GError     **error)
{
  g_autoptr(GError) local_error = NULL;

  reading->draft = shc_drafts_get (db, reading->reflection->id, &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gpointer
read_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  ShcJournalRequest *request = data;
  g_autoptr(ShcReading) reading = g_new0 (ShcReading, 1);
  g_autoptr(GPtrArray) versions = NULL;

  reading->reflection = shc_reflections_get (db, request->id, error);
  if (reading->reflection == NULL || !read_draft (db, reading, error))
    return NULL;

  versions = shc_reflections_versions (db, request->id, error);
  if (versions == NULL)
    return NULL;
  reading->n_versions = versions->len;

  if (request->text != NULL)
    reading->ranges = shc_search_ranges (db, request->text, reading->reflection->text, error);
  else
    reading->ranges = g_array_new (FALSE, FALSE, sizeof (ShcRange));
  return reading->ranges != NULL ? g_steal_pointer (&reading) : NULL;
}

void
shc_journal_read_async (ShcJournal          *self,
                        const char          *id,
                        const char          *query,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (id != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (id);
  request->text = g_strdup (query);
  shc_journal_read (self, read_in_thread, request, (GDestroyNotify) shc_reading_free,
                    shc_journal_read_async, cancellable, callback, user_data);
}

ShcReading *
shc_journal_read_finish (ShcJournal    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_read_async, error);
}

static gpointer
versions_in_thread (ShcDb    *db,
                    gpointer  data,
                    GError  **error)
{
  ShcJournalRequest *request = data;

  return shc_reflections_versions (db, request->id, error);
}

void
shc_journal_versions_async (ShcJournal          *self,
                            const char          *id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (id != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (id);
  shc_journal_read (self, versions_in_thread, request, (GDestroyNotify) g_ptr_array_unref,
                    shc_journal_versions_async, cancellable, callback, user_data);
}

GPtrArray *
shc_journal_versions_finish (ShcJournal    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_versions_async, error);
}

typedef struct
{
  char **tags;
  char **milestones;
} Labels;

static void
labels_free (gpointer data)
{
  Labels *labels = data;

  g_strfreev (labels->tags);
  g_strfreev (labels->milestones);
  g_free (labels);
}

static gpointer
labels_in_thread (ShcDb    *db,
                  gpointer  data,
                  GError  **error)
{
  g_auto(GStrv) tags = shc_reflections_tags (db, error);
  char **milestones;
  Labels *labels;

  if (tags == NULL)
    return NULL;
  milestones = shc_reflections_milestones (db, error);
  if (milestones == NULL)
    return NULL;

  labels = g_new0 (Labels, 1);
  labels->tags = g_steal_pointer (&tags);
  labels->milestones = milestones;
  return labels;
}

void
shc_journal_labels_async (ShcJournal          *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (SHC_IS_JOURNAL (self));

  shc_journal_read (self, labels_in_thread, shc_journal_request_new (), labels_free,
                    shc_journal_labels_async, cancellable, callback, user_data);
}

gboolean
shc_journal_labels_finish (ShcJournal    *self,
                           GAsyncResult  *result,
                           char        ***tags,
                           char        ***milestones,
                           GError       **error)
{
  Labels *labels = shc_journal_finish (self, result, shc_journal_labels_async, error);

  if (labels == NULL)
    return FALSE;

  if (tags != NULL)
    *tags = g_steal_pointer (&labels->tags);
  if (milestones != NULL)
    *milestones = g_steal_pointer (&labels->milestones);
  labels_free (labels);
  return TRUE;
}
