/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchanging the files of a vault for restored ones, so that a crash at any moment loses neither.
 *
 * The new files lie whole in the folder `restore-stage`. Once the file `restore-pending` is there,
 * holding the name of the folder that the former vault goes to, the exchange is decided: whoever
 * opens the vault next brings it to its end. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SHC_RESTORE_STAGE_NAME "restore-stage"
#define SHC_RESTORE_PENDING_NAME "restore-pending"
#define SHC_RESTORE_ASIDE_PREFIX "before-restore-"

/** shc_restore_is_pending: whether an exchange was decided and not brought to its end. A mark that
 * no program of ours wrote says nothing while a database stands in its place. */
gboolean shc_restore_is_pending (const char *dir);

/** shc_restore_drop_mark: removes a mark that says nothing, once the database was seen to open. */
void shc_restore_drop_mark (const char *dir);

/** shc_restore_swap: decides and makes the exchange; the caller is alone with the vault. When it
 * fails, either nothing was changed, or it stays decided and the error says so.
 * @moved_aside: (out) (transfer full): the folder of the former vault, %NULL if there was none. */
gboolean shc_restore_swap (const char *dir, char **moved_aside, GError **error);

/** shc_restore_finish: brings a pending exchange to its end; the caller is alone with the vault. */
gboolean shc_restore_finish (const char *dir, GError **error);

/** shc_restore_has_stage: whether a restore left its new files, and no mark keeps them. */
gboolean shc_restore_has_stage (const char *dir);

/** shc_restore_clear_stage: removes what an undecided restore left. */
void shc_restore_clear_stage (const char *dir);

G_END_DECLS
