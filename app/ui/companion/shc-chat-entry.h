/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one writes to the companion: the text, what goes along, and Send or Stop. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_CHAT_ENTRY (shc_chat_entry_get_type ())
/**
 * ShcChatEntry:
 *
 * Signal `changed`: text or reflections. The page has its actions: `companion.send`, `companion.stop`,
 * `companion.include`.
 */
G_DECLARE_FINAL_TYPE (ShcChatEntry, shc_chat_entry, SHC, CHAT_ENTRY, AdwBin)

/** Returns: (transfer full). */
char    *shc_chat_entry_dup_text        (ShcChatEntry *self);
void     shc_chat_entry_set_text        (ShcChatEntry *self, const char *text);
/** Whether there is nothing but white space in it. */
gboolean shc_chat_entry_is_blank        (ShcChatEntry *self);
/** shc_chat_entry_set_answering: whether a reply is coming, so that there is something to stop. */
void     shc_chat_entry_set_answering   (ShcChatEntry *self, gboolean answering);
/** shc_chat_entry_include: @title: what the reflection @id is called here. One that is there already stays once. */
void     shc_chat_entry_include         (ShcChatEntry *self, const char *id, const char *title);
/** Returns: (transfer full) (array zero-terminated=1) (nullable): ids; %NULL for none. */
char   **shc_chat_entry_dup_reflections (ShcChatEntry *self);
/** Empties text and reflections. */
void     shc_chat_entry_clear           (ShcChatEntry *self);

G_END_DECLS
