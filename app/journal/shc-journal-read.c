/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's calls that read reflections: one to look at, its versions, the labels in use. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include "shc-journal-error.h"
#include "shc-journal-private.h"
#include "shc-text.h"

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

/* An edit may outlive what it was an edit of, when that was purged elsewhere: then it stands for it,
 * to be read and to be kept as a new one. */
static gboolean
read_left_draft (ShcDb       *db,
                 const char  *id,
                 ShcReading  *reading,
                 GError     **error)
{
  g_autoptr(ShcDraft) draft = shc_drafts_get (db, id, NULL);

  if (draft == NULL || !g_error_matches (*error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    return FALSE;

  g_clear_error (error);
  reading->reflection = shc_reflection_copy (draft->reflection);
  reading->reflection->created_us = draft->saved_us;
  reading->reflection->n_words = shc_text_count_words (draft->reflection->text);
  reading->draft = g_steal_pointer (&draft);
  return TRUE;
}

static gboolean
read_reflection (ShcDb       *db,
                 const char  *id,
                 ShcReading  *reading,
                 GError     **error)
{
  g_autoptr(GError) local_error = NULL;

  reading->reflection = shc_reflections_get (db, id, &local_error);
  if (reading->reflection != NULL)
    return read_draft (db, reading, error) &&
           shc_reflections_count_versions (db, reading->reflection->row, &reading->n_versions, error);
  if (read_left_draft (db, id, reading, &local_error))
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

  if (!read_reflection (db, request->id, reading, error))
    return NULL;

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

  return shc_reflections_versions_named (db, request->id, error);
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

static gpointer
version_in_thread (ShcDb    *db,
                   gpointer  data,
                   GError  **error)
{
  ShcJournalRequest *request = data;

  return shc_reflections_version (db, request->id, request->number, error);
}

void
shc_journal_version_async (ShcJournal          *self,
                           const char          *id,
                           gint64               updated_us,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (id != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (id);
  request->number = updated_us;
  shc_journal_read (self, version_in_thread, request, g_free, shc_journal_version_async,
                    cancellable, callback, user_data);
}

char *
shc_journal_version_finish (ShcJournal    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_version_async, error);
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
  /* Whole indexes were read, as by counting, which comes before this. */
  shc_db_give_back_memory (db);
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
