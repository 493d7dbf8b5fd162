/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking before a consent is given, or taken back with what was kept under it. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_consent_question_is_needed: Returns: whether a person is asked first. Taking back is done by the press alone, unless
 * something is removed by it. */
gboolean shc_consent_question_is_needed (const char *purpose, gboolean grant);

/** shc_consent_question_async: shows the words that will be recorded, and asks. @recipient: (nullable): whom it would name.
 * Ended by shc_confirm_finish(). */
void     shc_consent_question_async     (GtkWidget *from, const char *purpose, const char *recipient, gboolean grant,
                                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
