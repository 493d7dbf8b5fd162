/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Today: a greeting, one question, and the editor. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_TODAY_PAGE (shc_today_page_get_type ())
G_DECLARE_FINAL_TYPE (ShcTodayPage, shc_today_page, SHC, TODAY_PAGE, AdwBin)

/** shc_today_page_new: @journal: may still be locked, see #ShcPage. Implements #ShcPage. */
GtkWidget *shc_today_page_new (ShcJournal *journal);

/** shc_today_page_answer: makes ready to write under @question. */
void       shc_today_page_answer (ShcTodayPage *self, const char *question);

/** shc_today_page_write_below: puts @quote, whole lines, below what is written, and makes ready to write under it. */
void       shc_today_page_write_below (ShcTodayPage *self, const char *quote);

G_END_DECLS
