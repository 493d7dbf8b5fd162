/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the companion's preferences share. */

#pragma once

#include "window-test.h"

G_BEGIN_DECLS

/** PrefsTest: @page: of the companion, shown. None is owned. */
typedef struct
{
  UiFixture *fixture;
  ShcWindow *window;
  GtkWidget *page;
} PrefsTest;

/** Opens the window, its preferences and their page for a person who is @adult. */
void       prefs_test_show         (PrefsTest *shown, UiFixture *fixture, ShcAdult adult);
void       prefs_test_close        (PrefsTest *shown);

void       prefs_test_keep_profile (UiFixture *fixture, ShcAdult adult);
void       prefs_test_set          (UiFixture *fixture, const char *name, const char *value);
/** Returns: (transfer full). */
char      *prefs_test_dup_setting  (UiFixture *fixture, const char *name);
/** Waits until the setting is @value. */
void       prefs_test_wait_kept    (PrefsTest *shown, const char *name, const char *value);

/** Returns: (transfer none) (nullable): the row with this title below @root. */
GtkWidget *prefs_test_find_row     (GtkWidget *root, const char *title);
/** The same on the page; it must be there. */
GtkWidget *prefs_test_get_row      (PrefsTest *shown, const char *title);
GtkWidget *prefs_test_get_switch   (PrefsTest *shown, const char *title);
/** Returns: (transfer none) (nullable): the label that begins so, if it is shown. */
GtkWidget *prefs_test_find_label   (GtkWidget *root, const char *beginning);
void       prefs_test_type         (PrefsTest *shown, const char *title, const char *text);
void       prefs_test_wait_says    (PrefsTest *shown, const char *beginning);
/** Waits until the entry with this title holds @text. */
void       prefs_test_wait_shows   (PrefsTest *shown, const char *title, const char *text);

/** Keeps the result of a call in @data, a `GAsyncResult **`, for prefs_test_has_result(). */
void       prefs_test_take_cb      (GObject *object, GAsyncResult *result, gpointer data);
gboolean   prefs_test_has_result   (gpointer data);
/** Whether the weak pointer at @data is cleared. */
gboolean   prefs_test_is_gone      (gpointer data);

G_END_DECLS
