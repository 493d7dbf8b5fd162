/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The corpus, for the journal's tests. */

#include "config.h"

#include <json-glib/json-glib.h>

#include "corpus.h"

static ShcReflection *
read_entry (const char *line)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  JsonObject *object;

  json_parser_load_from_data (parser, line, -1, &error);
  g_assert_no_error (error);
  object = json_node_get_object (json_parser_get_root (parser));
  return journal_test_reflection (json_object_get_string_member (object, "date"),
                                  json_object_get_string_member (object, "text"));
}

GPtrArray *
corpus_load (guint n)
{
  g_autofree char *expand = g_test_build_filename (G_TEST_DIST, "corpus", "expand", NULL);
  g_autofree char *count = g_strdup_printf ("%u", n);
  char *arguments[] = { expand, count, NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  g_auto(GStrv) lines = NULL;
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_reflection_free);
  int status = 0;

  g_spawn_sync (NULL, arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);

  lines = g_strsplit (output, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_ptr_array_add (entries, read_entry (lines[i]));
  g_assert_cmpuint (entries->len, ==, n);
  return entries;
}

void
corpus_add (ShcDb     *db,
            GPtrArray *entries)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (shc_db_begin (db, &error));
  for (guint i = 0; i < entries->len; i++)
    g_assert_true (shc_reflections_add (db, entries->pdata[i], JOURNAL_TEST_NOW_US, &error));
  g_assert_true (shc_db_commit (db, &error));
  g_assert_no_error (error);
}
