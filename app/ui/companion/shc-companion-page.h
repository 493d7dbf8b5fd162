/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: a conversation with a language model, each message seen before it goes. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_COMPANION_PAGE (shc_companion_page_get_type ())
G_DECLARE_FINAL_TYPE (ShcCompanionPage, shc_companion_page, SHC, COMPANION_PAGE, AdwBin)

/** shc_companion_page_new: @journal: may still be locked, see #ShcPage. Implements #ShcPage. */
GtkWidget *shc_companion_page_new (ShcJournal *journal);

/** shc_companion_page_include: lets reflection @id go along with the next message; @title: how it is called. Nothing is
 * sent by it. */
void shc_companion_page_include (ShcCompanionPage *self, const char *id, const char *title);

G_END_DECLS
