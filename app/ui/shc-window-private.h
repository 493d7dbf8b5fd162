/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the window share among themselves and with its dialogs. */

#pragma once

#include "shc-banner.h"
#include "shc-idle-watch.h"
#include "shc-page.h"
#include "shc-safety.h"
#include "shc-switcher-title.h"
#include "shc-window.h"

G_BEGIN_DECLS

typedef enum
{
  SHC_WINDOW_LOADING,
  SHC_WINDOW_FIRST_RUN,
  SHC_WINDOW_UNLOCK,
  SHC_WINDOW_BROKEN,
  SHC_WINDOW_OPEN,
} ShcWindowState;

struct _ShcWindow
{
  AdwApplicationWindow parent_instance;

  ShcJournal       *journal;
  ShcVault         *vault;
  GSettings        *settings;
  GCancellable     *cancellable;
  ShcIdleWatch     *idle_watch;
  ShcWindowState    state;
  gboolean          closing;
  gboolean          locking;
  guint             spinner_id;
  guint             present_id;
  guint             care_id;
  guint             n_checks;    /* texts that were looked at for signs of danger */
  gint64            card_us[SHC_SAFETY_NOW + 1]; /* when a card was last shown, by level; monotonic */
  GtkWindow        *preferences; /* weak */

  AdwToastOverlay  *toasts;
  AdwToast         *toast; /* weak: the one that was shown last */
  AdwHeaderBar     *header;
  ShcSwitcherTitle *title;
  GtkWidget        *lock_button;
  GtkMenuButton    *menu_button;
  GMenuModel       *primary_menu;
  GtkBox           *banners;
  ShcBanner        *away_banner;
  ShcBanner        *recovery_banner;
  ShcBanner        *support_banner;
  GtkWidget        *support_button;
  GtkStack         *states;
  GtkSpinner       *spinner;
  GtkWidget        *spinner_label;
  AdwBin           *first_run_bin;
  AdwBin           *unlock_bin;
  AdwBin           *broken_bin;
  AdwViewStack     *pages;
  AdwViewSwitcherBar *switcher_bar;
};

/** shc_window_lift_toasts: moves what is said out of the way of what can be pressed. */
void shc_window_lift_toasts (ShcWindow *self);

/** shc_window_find: Returns: (transfer none) (nullable): the window @from is in, or whose dialog. */
ShcWindow *shc_window_find (GtkWidget *from);

/* shc-window-states.c */
void shc_window_set_state (ShcWindow *self, ShcWindowState state);
/** Begins anew: looks whether there is a vault and opens it if the keyring can. */
void shc_window_begin (ShcWindow *self, ShcWindowStart start);
/** The vault is unlocked now: shows the pages. */
void shc_window_opened (ShcWindow *self);
gboolean shc_window_is_open (ShcWindow *self);
/** Locking or quitting: nothing may be asked any more. */
gboolean shc_window_is_closing (ShcWindow *self);
/** The vault is open, but who writes here was never said. */
void shc_window_ask_who (ShcWindow *self);
/** Turns to the unlock page, the status page or the first run, by the table of errors. */
void shc_window_show_failure (ShcWindow *self, const GError *error);

/* shc-window-pages.c */
/** @build: whether to build the first page already now. */
void     shc_window_pages_init (ShcWindow *self, gboolean build);
void     shc_window_show_page (ShcWindow *self, const char *name);
/** Returns: (transfer none): builds it if it was never shown. */
ShcPage *shc_window_get_page (ShcWindow *self, const char *name);
void     shc_window_load_pages (ShcWindow *self);
void     shc_window_drop_pages (ShcWindow *self);
/** Keeps what is typed on every page; see shc_page_flush_async(). */
void     shc_window_flush_async (ShcWindow *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_window_flush_finish (ShcWindow *self, GAsyncResult *result, GError **error);

/* shc-window-actions.c */
void shc_window_class_install_actions (GtkWidgetClass *widget_class);
void shc_window_update_actions (ShcWindow *self);

/* shc-window-care.c: what the window does by itself while it is open */
/** Begins to lock an unlocked vault when nobody is there, whatever the window shows. */
void shc_window_care_init (ShcWindow *self);
void shc_window_care_begin (ShcWindow *self);
void shc_window_care_end (ShcWindow *self);
/** Looks again at what Preferences may have changed: idle minutes, the recovery code. */
void shc_window_care_refresh (ShcWindow *self);

/* shc-window-support.c */
/** Who can help; @finding: what it is shown for. */
void shc_window_show_support (ShcWindow *self, ShcSafetyFinding finding);

G_END_DECLS
