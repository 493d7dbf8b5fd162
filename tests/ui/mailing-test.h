/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the dialog for journey e-mails share: a person, a list, and what was shown and sent. */

#pragma once

#include "service-test.h"
#include "shc-mailing-dialog-private.h"
#include "window-test.h"

G_BEGIN_DECLS

#define MAILING_TEST_KEY "0123456789abcdef0123456789abcdef-us19"
#define MAILING_TEST_LIST "9e67587f52"
#define MAILING_TEST_EMAIL "river@example.org"

typedef struct
{
  UiFixture         ui;
  ServiceTest       service;
  ShcWindow        *window;
  ShcMailingDialog *dialog;
} MailingFixture;

/** Somebody with an e-mail address, and a server that is set and was asked nothing. @data: non-%NULL for one who is ready: the list
 * is set, the key stored, and they agreed. */
void        mailing_test_set_up    (MailingFixture *self, gconstpointer data);
void        mailing_test_tear_down (MailingFixture *self, gconstpointer data);

/** Opens the dialog by the menu's action and waits until it has read what is set. */
void        mailing_test_open      (MailingFixture *self);
/** Closes it: a receipt by its own button. */
void        mailing_test_close     (MailingFixture *self);
/** Waits until page @name is shown and nothing is under way. */
void        mailing_test_wait_page (MailingFixture *self, const char *name);
/** Presses the button that says what it does, and waits for page @name. */
void        mailing_test_go        (MailingFixture *self, const char *name);
/** Waits for a problem. Returns: (transfer none). */
const char *mailing_test_problem   (MailingFixture *self);
/** The tick in front of the row of which these are title and (nullable) subtitle. Returns: (nullable) (transfer none). */
GtkWidget  *mailing_test_find      (MailingFixture *self, const char *title, const char *subtitle);
void        mailing_test_tick      (MailingFixture *self, const char *title, const char *subtitle, gboolean tick);

/** Answers the question that is asked. */
void        mailing_test_answer    (const char *button);

/** Whether a row with this title is there to be seen. */
gboolean    mailing_test_has_row   (MailingFixture *self, const char *title);

/** Returns: (transfer full): a line for each thing that is ticked, by its name at the service. */
char       *mailing_test_dup_shown (MailingFixture *self);
/** Returns: (transfer full): the same of what the server got in all requests since the first @skip. */
char       *mailing_test_dup_got   (MailingFixture *self, guint skip);
/** How many requests there were, of @method (nullable). */
guint       mailing_test_count     (MailingFixture *self, const char *method);
/** Waits until there was a request of @method that writes. */
void        mailing_test_wait_for  (MailingFixture *self, const char *method);

void        mailing_test_set       (MailingFixture *self, const char *setting, const char *value);
/** @email: (nullable). */
void        mailing_test_set_email (MailingFixture *self, const char *email);
void        mailing_test_agree     (MailingFixture *self, gboolean agree);
/** Tells the server how to be. Returns: (transfer full): what it knows. */
JsonObject *mailing_test_control   (MailingFixture *self, const char *wanted);
/** Returns: (transfer none) (nullable): what @known says of the person. */
JsonObject *mailing_test_member    (JsonObject *known, const char *email);

/** Pictures of the dialog: narrow and wide, light and dark. */
void        mailing_test_pictures  (MailingFixture *self, const char *name);
/** One picture, narrow and dark, of what looks much like something else. */
void        mailing_test_picture   (MailingFixture *self, const char *name);

G_END_DECLS
