/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the page about the companion share. */

#pragma once

#include "shc-companion.h"
#include "shc-network-row.h"
#include "shc-prefs-companion.h"
#include "shc-server-search.h"
#include "shc-window-private.h"

G_BEGIN_DECLS

struct _ShcPrefsCompanion
{
  AdwPreferencesPage parent_instance;
  ShcWindow         *window;      /* weak: the preferences window holds it */
  GCancellable      *cancellable;
  GCancellable      *asking;      /* the question to the server that is under way */
  ShcCompanion      *companion;   /* as it was when it was last read; %NULL before */
  GHashTable        *settings;    /* the same */
  gboolean           updating;    /* what changes was not changed by the person */
  guint              n_saving;
  gboolean           looked_for_key;
  gboolean           has_key;

  GtkWidget         *adult_group;
  ShcNetworkRow     *network_row;

  GtkWidget         *server_group;
  AdwEntryRow       *address_row;
  AdwComboRow       *protocol_row;
  AdwEntryRow       *model_row;
  GtkSpinner        *list_spinner;
  AdwComboRow       *models_row;
  GtkLabel          *server_problem;

  AdwPreferencesGroup *find_group;
  GtkSpinner        *find_spinner;
  GtkLabel          *find_problem;
  GPtrArray         *found_rows;  /* (element-type AdwActionRow): in the group, one for each server */
  const ShcServerPlace *places;   /* (nullable): where is looked, if not at the usual places */
  guint              n_places;

  GtkWidget         *key_group;
  AdwActionRow      *key_row;
  GtkSpinner        *test_spinner;
  GtkWidget         *test_button;
  GtkWidget         *remove_button;
  AdwPasswordEntryRow *new_key_row;
  GtkLabel          *key_problem;

  GtkWidget         *limits_group;
  GtkAdjustment     *days;
  AdwEntryRow       *limit_row;
  AdwActionRow      *prices_row;
  GtkSwitch         *zdr_switch;
  AdwActionRow      *instructions_row;
  GtkLabel          *limits_problem;

  GtkWidget         *agreement_group;
  AdwActionRow      *talk_row;
  GtkButton         *talk_button;
  AdwActionRow      *history_row;
  GtkButton         *history_button;
  GtkLabel          *agreement_problem;
};

/* shc-prefs-companion-rows.c */
/** shc_prefs_companion_say: @text: (nullable): %NULL takes away what was said. */
void shc_prefs_companion_say (GtkLabel *label, const char *text, gboolean is_problem);

/** shc_prefs_companion_save: keeps one setting. @row: (nullable): that it was typed into; @problem: where what went
 * wrong is said; @refused: (nullable): what is said of a value that is not allowed. */
void shc_prefs_companion_save (ShcPrefsCompanion *self, const char *name, const char *value, AdwEntryRow *row,
                               GtkLabel *problem, const char *refused);

/** shc_prefs_companion_fill_row: shows what is kept, unless something else is being typed. */
void  shc_prefs_companion_fill_row   (AdwEntryRow *row, const char *value);
/** shc_prefs_companion_set_row: the same whatever is typed. */
void  shc_prefs_companion_set_row    (AdwEntryRow *row, const char *text);
/** shc_prefs_companion_unmark_row: what was wrong is no longer said of what is typed now. */
void  shc_prefs_companion_unmark_row (AdwEntryRow *row, GtkLabel *problem);
/** shc_prefs_companion_dup_typed: Returns: (transfer full): without white space around it. */
char *shc_prefs_companion_dup_typed  (AdwEntryRow *row);

/* shc-prefs-companion.c */
/** shc_prefs_companion_take_address: keeps another server's address, as if it had been typed. */
void shc_prefs_companion_take_address (ShcPrefsCompanion *self, const char *address);

/** shc_prefs_companion_update_actions: by what is stored, what is under way and who asks. Nothing is asked while
 * something is being saved: it could still go where it should no longer. */
void shc_prefs_companion_update_actions (ShcPrefsCompanion *self);

/** shc_prefs_companion_is_adult: whether the rows that send are there at all. */
gboolean shc_prefs_companion_is_adult (ShcPrefsCompanion *self);

/* shc-prefs-companion-key.c */
/** Looks whether a key is stored, and says so. */
void shc_prefs_companion_look_for_key (ShcPrefsCompanion *self);
void shc_prefs_companion_store_key    (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_prefs_companion_remove_key   (GtkWidget *widget, const char *action_name, GVariant *parameter);

/* shc-prefs-companion-asking.c */
/** Ends a question to the server that is under way. */
void shc_prefs_companion_stop_asking (ShcPrefsCompanion *self);
void shc_prefs_companion_list_models (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_prefs_companion_test_key    (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** Shows that a question is under way, @spinner beside it, or has ended. */
void shc_prefs_companion_set_asking  (ShcPrefsCompanion *self, GtkSpinner *spinner, gboolean asking);
/** Lets the person choose from @models: (array zero-terminated=1). */
void shc_prefs_companion_show_models (ShcPrefsCompanion *self, char **models);
/** Forgets which models were offered: another server has others. */
void shc_prefs_companion_drop_models (ShcPrefsCompanion *self);

/* shc-prefs-companion-find.c */
void shc_prefs_companion_find_server  (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** Shows which of those that were found is the one that is set. */
void shc_prefs_companion_update_found (ShcPrefsCompanion *self);

/* shc-prefs-companion-consent.c */
void shc_prefs_companion_show_consents  (ShcPrefsCompanion *self);
void shc_prefs_companion_change_talk    (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_prefs_companion_change_history (GtkWidget *widget, const char *action_name, GVariant *parameter);

G_END_DECLS
