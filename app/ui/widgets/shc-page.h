/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window asks of each of its pages. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_PAGE (shc_page_get_type ())
/**
 * ShcPage:
 *
 * A page of the open window. It is built with a #ShcJournal (construct property `journal`) before
 * the vault is open, and must not touch the journal until shc_page_load().
 *
 * Actions of the window that pages may activate: `win.show-page` ('today' | 'reflections' |
 * 'journey' | 'companion'), `win.open-reflection` (id), `win.new-reflection`, `win.answer` (a question to
 * write under), `win.search`. Messages go through
 * shc_window_toast() and shc_report_error().
 */
G_DECLARE_INTERFACE (ShcPage, shc_page, SHC, PAGE, GtkWidget)

/**
 * ShcPageInterface:
 * @load: the vault is open now: read what is to be shown; called once, and again after the vault
 *   was away and came back or was replaced (shown state is kept where it still makes sense)
 * @flush_async: @flush_finish: keep what is being typed; calls back when it is in the vault
 * @focus: put the keyboard focus where one begins on this page
 * @keep: (nullable): Ctrl+S
 * @search: (nullable): put the focus into the search field
 * @open: (nullable): show the reflection @id
 * @begin: (nullable): make ready for a new reflection
 *
 * A page without flush functions has nothing to lose.
 */
struct _ShcPageInterface
{
  GTypeInterface parent_iface;

  void     (*load)         (ShcPage *self);
  void     (*flush_async)  (ShcPage *self, GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*flush_finish) (ShcPage *self, GAsyncResult *result, GError **error);
  void     (*focus)        (ShcPage *self);
  void     (*keep)         (ShcPage *self);
  void     (*search)       (ShcPage *self);
  void     (*open)         (ShcPage *self, const char *id);
  void     (*begin)        (ShcPage *self);
};

void     shc_page_load         (ShcPage *self);
void     shc_page_flush_async  (ShcPage *self, GAsyncReadyCallback callback, gpointer user_data);
/** Errors: as the journal's: what is typed is still in the page then. */
gboolean shc_page_flush_finish (ShcPage *self, GAsyncResult *result, GError **error);
void     shc_page_focus        (ShcPage *self);
void     shc_page_keep         (ShcPage *self);
void     shc_page_search       (ShcPage *self);
void     shc_page_open         (ShcPage *self, const char *id);
void     shc_page_begin        (ShcPage *self);

G_END_DECLS
