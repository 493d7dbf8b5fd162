/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the whole window share, besides ui-test.h. */

#pragma once

#include "shc-window-private.h"
#include "ui-test.h"

G_BEGIN_DECLS

/** A window on the fixture's vault that does not ask the keyring, shown. Not owned. */
ShcWindow *window_test_open       (UiFixture *fixture);
/** Waits until it is in @state. */
void       window_test_wait_state (ShcWindow *window, ShcWindowState state);
/** Closes it as a person does and waits until it is gone, its vault closed. */
void       window_test_close      (ShcWindow *window);
/** Nobody is there for as long as it takes until it locks by itself; waits until it is gone. */
void       window_test_leave_alone (ShcWindow *window);
/** Waits for a toplevel of the class named @type, which need not exist yet. Returns: (transfer none). */
GtkWidget *window_test_wait_dialog (const char *type);
/** Fails for each button without words of its own that a screen reader could not name. */
void       window_test_check_names (GtkWidget *root);
/** Answers the file chooser that is shown. */
void       window_test_answer_chooser (const char *path);

/** Presses the row with this title in the dialog that offers what a service has. */
void       window_test_choose_place (const char *title);

G_END_DECLS
