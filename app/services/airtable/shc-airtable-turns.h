/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pace that programs of one person keep together. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ShcAirtableTurns: when any program of this person on this computer may ask a base next, and how many do at a time.
 *
 * It is one moment in a small file, which is locked while it is read and set, and never longer. Who asks has a place: one byte
 * of the same file, locked until the answer is there; the system gives it back if the program is killed. Without the file
 * everybody goes by their own pace alone, as programs on other computers do anyway.
 */
typedef struct _ShcAirtableTurns ShcAirtableTurns;

/** shc_airtable_turns_dup_folder: Returns: (transfer full): where the files are, of this person alone, and gone when they log out
 * where the desktop has such a place. */
char             *shc_airtable_turns_dup_folder (void);

/** shc_airtable_turns_new: @folder: made when it is needed. @base: all that tells the base apart; the file's name tells nothing of it.
 * @longest_us: nothing that stands in the file holds anybody up for longer. */
ShcAirtableTurns *shc_airtable_turns_new        (const char *folder, const char *base, gint64 longest_us);
void              shc_airtable_turns_free       (ShcAirtableTurns *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcAirtableTurns, shc_airtable_turns_free)

/* @now_us: of the monotonic clock, which is the same for all programs. */

/** shc_airtable_turns_take: takes a turn, after which nobody has one for @gap_us. Returns: 0 if it was free; else how long to wait, and
 * ask again. */
gint64            shc_airtable_turns_take       (ShcAirtableTurns *self, gint64 now_us, gint64 gap_us);
/** shc_airtable_turns_hush: the service was asked too fast, by whomever: nobody has a turn for @wait_us. */
void              shc_airtable_turns_hush       (ShcAirtableTurns *self, gint64 now_us, gint64 wait_us);

/** Of shc_airtable_turns_enter(). */
#define SHC_AIRTABLE_TURNS_NO_PLACE (-1)
#define SHC_AIRTABLE_TURNS_NO_FILE (-2)
/** shc_airtable_turns_enter: @n: how many places there are. Returns: one, to be left; %SHC_AIRTABLE_TURNS_NO_PLACE while all are
 * taken; %SHC_AIRTABLE_TURNS_NO_FILE where nobody can say. */
int               shc_airtable_turns_enter      (ShcAirtableTurns *self, guint n);
/** shc_airtable_turns_leave: @place: anything that shc_airtable_turns_enter() returns. */
void              shc_airtable_turns_leave      (int place);

G_END_DECLS
