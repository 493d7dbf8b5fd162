/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's tests share: a real vault in a folder of its own, a bare window, waiting. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define UI_TEST_PASSPHRASE "lantern under the old bridge"
#define UI_TEST_WAIT_MS 60000
#define UI_TEST_LOOK_AGAIN_MS 50

typedef struct
{
  char       *folder;
  ShcVault   *vault;
  ShcJournal *journal;
  GBytes     *code;   /* the recovery code; %NULL without a vault */
  GtkWindow  *window; /* %NULL until ui_test_show() */
} UiFixture;

/** Readies GTK with warnings fatal, our resources and a registered application. Without
 * G_TEST_OPTION_ISOLATE_DIRS, which hides the system's schemas from GTK. */
void           ui_test_init      (int *argc, char ***argv);
GtkApplication *ui_test_get_app  (void);
/** Runs the tests; ends the application. */
int            ui_test_run       (void);

/** A folder without a vault. */
void           ui_test_set_up_empty (UiFixture *fixture, gconstpointer data);
/** A vault that is open. */
void           ui_test_set_up    (UiFixture *fixture, gconstpointer data);
void           ui_test_tear_down (UiFixture *fixture, gconstpointer data);

/** Shows @widget in a window of @width × @height and waits for the first frame. */
void           ui_test_show      (UiFixture *fixture, GtkWidget *widget, int width, int height);
/** Closes the window and waits until @widget (which was in it) is finalized. */
void           ui_test_close     (UiFixture *fixture, GtkWidget *widget);

/** Fails the test if @predicate does not come true within %UI_TEST_WAIT_MS. */
typedef gboolean (*UiTestPredicate) (gpointer data);
#define ui_test_wait(predicate, data) \
  ui_test_wait_at (predicate, data, #predicate, __FILE__, __LINE__)
void           ui_test_wait_at   (UiTestPredicate predicate, gpointer data, const char *what,
                                  const char *file, int line);
/** Lets the main loop run for @ms. Only where nothing can be waited for. */
void           ui_test_linger    (guint ms);

/** Keeps a reflection, waiting. Returns: (transfer full): as kept. */
ShcReflection *ui_test_add       (UiFixture *fixture, const char *date, const char *text,
                                  const char *milestone, const char *tag);
/** Saves a profile with a journey that began on @start ("" for none). */
void           ui_test_profile   (UiFixture *fixture, const char *name, const char *start);

/** The first widget of @type under @root, itself included; with @text (nullable), one whose label,
 * text or tooltip that is. %NULL if there is none that is visible. */
GtkWidget     *ui_test_find      (GtkWidget *root, GType type, const char *text);
/** Presses it, as a person would. */
void           ui_test_click     (GtkWidget *button);
/** Returns: how wide a telephone is; under SHC_TEST_TEXT a larger one. */
int            ui_test_get_narrow (void);
/** Fails the test if what @window holds is wider than that. */
void           ui_test_check_narrow (GtkWidget *window);
/** Saves a picture of @widget's window under SHC_TEST_OUTPUT. */
void           ui_test_picture   (GtkWidget *widget, const char *name);

G_END_DECLS
