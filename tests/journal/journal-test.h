/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the journal's tests share: a real encrypted database in a folder of its own. */

#pragma once

#include "shc-db-private.h"
#include "shc-reflections.h"
#include "shc-schema.h"

G_BEGIN_DECLS

/** A moment to begin from: 2026-01-07T20:04:00Z. */
#define JOURNAL_TEST_NOW_US G_GINT64_CONSTANT (1767816240000000)

typedef struct
{
  char   *folder;
  char   *path;
  GBytes *key;
  ShcDb  *db; /* the writer */
} JournalFixture;

/** journal_test_init: g_test_init() and libsodium. */
void           journal_test_init (int *argc, char ***argv);

void           journal_test_set_up (JournalFixture *fixture, gconstpointer data);
void           journal_test_tear_down (JournalFixture *fixture, gconstpointer data);

/** journal_test_open: Returns: (transfer full): one more connection to the same file. */
ShcDb         *journal_test_open (JournalFixture *fixture, ShcDbRole role);

/** journal_test_date: the date that @text is; fails the test if it is none. */
ShcDate        journal_test_date (const char *text);

/** journal_test_reflection: Returns: (transfer full): not kept yet. */
ShcReflection *journal_test_reflection (const char *date, const char *text);

/** journal_test_add: Returns: (transfer full): kept. */
ShcReflection *journal_test_add (ShcDb *db, const char *date, const char *text);

/** journal_test_get: Returns: (transfer full): as the vault has it; fails the test if it has not. */
ShcReflection *journal_test_get (ShcDb *db, const char *id);

/** journal_test_purge: purges @ids to the last word. */
void           journal_test_purge (ShcDb *db, const char *const *ids);

/** journal_test_number: the first column of the first row of @sql, a constant. */
gint64         journal_test_number (ShcDb *db, const char *sql);

/** journal_test_find: Returns: whether any decrypted page, a free one too, holds @needle. */
gboolean       journal_test_find (JournalFixture *fixture, const char *needle);

G_END_DECLS
