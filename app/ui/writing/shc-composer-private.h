/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the composer's files share. */

#pragma once

#include "shc-composer-body.h"
#include "shc-composer.h"
#include "shc-details.h"
#include "shc-draft-keeper.h"
#include "shc-editor.h"

G_BEGIN_DECLS

struct _ShcComposer
{
  GtkWidget       parent_instance;
  GtkWidget      *box;
  GtkScrolledWindow *scroller;
  ShcComposerBody *body;
  AdwBin         *header;
  GtkRevealer    *notice;
  GtkLabel       *notice_label;
  ShcEditor      *editor;
  GtkToggleButton *details_button;
  GtkImage       *details_arrow;
  GtkLabel       *details_summary;
  ShcDetails     *details;
  GtkLabel       *words_label;
  GtkLabel       *status;
  GtkWidget      *retry;
  GtkWidget      *leave_button;

  ShcJournal     *journal;
  ShcDraftKeeper *keeper;
  ShcReflection  *original; /* %NULL for a new one */
  char           *session;
  gint64          base_updated_us;
  gboolean        touched;
  gboolean        keeping;
  GPtrArray      *flushes; /* (element-type GTask): wait until the keeping is through */
};

/** @text: (nullable): %NULL hides it. */
void shc_composer_show_notice (ShcComposer *self, const char *text);
/** Begins keeping drafts under @name, or ends it (%NULL). @stored: there is one already. */
void shc_composer_set_keeper  (ShcComposer *self, const char *name, gboolean stored);
/** Something was typed or chosen. */
void shc_composer_touch       (ShcComposer *self);
/** What may be done now is offered, and nothing else. */
void shc_composer_update_actions (ShcComposer *self);
/** Tells whoever waits for it that @kept is in the journal. */
void shc_composer_emit_kept      (ShcComposer *self, const ShcReflection *kept, gboolean kept_both);
/** Returns: (transfer full): what stands in the fields. @complete: (out) (optional): whether all of it could be taken. */
ShcReflection *shc_composer_create_reflection (ShcComposer *self, gboolean *complete);

G_END_DECLS
