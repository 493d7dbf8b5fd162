/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window that shares with a base at a server on this computer. */

#pragma once

#include "airtable-test.h"
#include "shc-share-private.h"
#include "shc-share-row.h"
#include "window-test.h"

G_BEGIN_DECLS

typedef struct
{
  UiFixture       ui;
  AirtableTest    server;
  ShcWindow      *window;
  ShcShareDialog *dialog;
} ShareTest;

/** A profile, two reflections and one that is never sent; the address of the server and its base; a token in the keyring; no consent. */
void share_test_set_up    (ShareTest *self, gconstpointer data);
void share_test_tear_down (ShareTest *self, gconstpointer data);

void share_test_set       (ShareTest *self, const char *setting, const char *value);
/** As if it had been agreed to, or taken back, elsewhere. */
void share_test_consent   (ShareTest *self, gboolean granted);
/** Opens it and waits until it has read what is set. */
void share_test_open      (ShareTest *self);
void share_test_close     (ShareTest *self);

void share_test_do        (ShareTest *self, const char *action);
void share_test_wait_page (ShareTest *self, const char *name);
/** Presses Look and waits for the plan. */
void share_test_look      (ShareTest *self);
/** Presses Send and waits for the receipt. */
void share_test_send      (ShareTest *self);
/** Returns: (transfer none): what went wrong, as it is said. */
const char *share_test_wait_problem (ShareTest *self);

/** Returns: how many rows of the plan there are; the @at-th, which is scrolled to. */
guint        share_test_count_lines (ShareTest *self);
ShcShareRow *share_test_get_line    (ShareTest *self, guint at);
/** share_test_dup_shown: Returns: (transfer full): all that can be read in the @at-th line, unfolded: pieces in lines of their own. */
char        *share_test_dup_shown   (ShareTest *self, guint at);

/** share_test_dup_text: Returns: (transfer full): all that can be read in @root, each piece in lines of its own. */
char        *share_test_dup_text    (GtkWidget *root);

/** share_test_tell: tells the server something; see airtable_test_control(). */
void         share_test_tell  (ShareTest *self, const char *json);
/** share_test_count_rows: Returns: how many rows the server has in @table now. */
guint        share_test_count_rows (ShareTest *self, const char *table);
/** share_test_list_writes: Returns: (transfer full) (element-type JsonObject): bodies of what was written since the first @after requests;
 * @bytes: (out) (optional): how many they have. */
GPtrArray   *share_test_list_writes (ShareTest *self, guint after, gsize *bytes);

/** Narrow and wide, light and dark. */
void         share_test_picture (ShareTest *self, const char *name);

G_END_DECLS
