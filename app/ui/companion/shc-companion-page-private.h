/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcCompanionPage share. */

#pragma once

#include "shc-chat-entry.h"
#include "shc-companion-page.h"
#include "shc-envelope-dialog.h"
#include "shc-keep-question.h"
#include "shc-message-row.h"
#include "shc-pause.h"
#include "shc-talk.h"

G_BEGIN_DECLS

/** ShcCompanionStep: what the page is at; ShcTalk does one thing at a time. ASKING: a dialog waits for the person. */
typedef enum
{
  SHC_COMPANION_IDLE,
  SHC_COMPANION_LOADING,
  SHC_COMPANION_TAKING_BACK,
  SHC_COMPANION_PREPARING,
  SHC_COMPANION_ASKING,
  SHC_COMPANION_SENDING,
} ShcCompanionStep;

typedef void (*ShcCompanionThen) (ShcCompanionPage *self);

struct _ShcCompanionPage
{
  AdwBin             parent_instance;
  GtkLabel          *about;
  GtkScrolledWindow *scroller;
  GtkLabel          *welcome;
  GtkWidget         *earlier;    /* shows more of what was said before */
  GtkBox            *messages;
  GtkWidget         *questions;
  GtkBox            *question_list;
  GtkLabel          *spoken;     /* what a screen reader is told */
  GtkWidget         *date_box;
  GtkLabel          *date_text;
  GtkWidget         *keep_box;
  ShcKeepQuestion   *keep_question;
  GtkLabel          *pause_note;
  GtkWidget         *care;
  GtkLabel          *care_text;
  GtkButton         *care_button;
  ShcChatEntry      *entry;
  GtkWidget         *entry_box;

  ShcJournal        *journal;
  GCancellable      *cancellable;
  ShcTalk           *talk;
  ShcCompanionStep   step;
  ShcCompanionThen   then;       /* (nullable): what the person wanted while it was loading */
  gboolean           leaving;    /* the vault is about to be closed */
  gboolean           wants_focus; /* it was gone to before it was known what it shows */
  GPtrArray         *flushes;    /* (element-type GTask): wait until nothing runs */
  gulong             active_id;
  char              *opening;    /* (nullable): the kept conversation that is being read */
  char              *chosen;     /* (nullable): the one that is to be read next */
  gint64             expires_us; /* of the conversation; 0 where that is not known */
  gint64             answered_us; /* when it was said whether it is to be kept */

  /* What is on its way. */
  ShcMessage        *outgoing;
  gboolean           from_entry; /* it is in the entry still */
  gboolean           again;      /* it was said already, and is answered anew */
  GCancellable      *sending;
  GHashTable        *titles;     /* of reflections, by id */
  ShcEnvelopeDialog *envelope;   /* (nullable): weak: while it is open */
  guint              n_preparing; /* how often it is being prepared anew, for what was chosen in it */
  ShcPause           pause;      /* whatever the conversation: it is about the person's time */

  /* What was shown to the person and agreed to, in this conversation. */
  char              *seen_whom;
  char              *seen_instructions;
  GHashTable        *seen_reflections; /* digests of what was told of them */
  gboolean           quiet;

  /* The reply that is coming. */
  ShcMessageRow     *reply_row;  /* (nullable): with the former reply in it until the first word of a new one came */
  ShcMessageRow     *last_mine;  /* (nullable) */
  guint              tick_id;
  gboolean           came;       /* something of it */
  gsize              told;       /* bytes that a screen reader was told */
  gboolean           following;  /* the end */
  guint              settle_id;
  guint              first;      /* the earliest message that has a row */
};

/* shc-companion-page.c */
void shc_companion_page_set_step     (ShcCompanionPage *self, ShcCompanionStep step);
/** Whether somebody is still there to be told. */
gboolean shc_companion_page_is_gone  (ShcCompanionPage *self);
/** Forgets the conversation and begins an empty one. */
void shc_companion_page_begin_anew   (ShcCompanionPage *self);
/** What was wanted while the page is still reading is done when it has; nothing while something else is under way. */
void shc_companion_page_do           (ShcCompanionPage *self, ShcCompanionThen what);
/** Reads what holds; with @conversation (nullable), what was said in that. Only while nothing runs. */
void shc_companion_page_read         (ShcCompanionPage *self, const char *conversation);

/* shc-companion-page-send.c */
/** Nothing is sent. @problem: (nullable): why. */
void shc_companion_page_abandon      (ShcCompanionPage *self, const GError *problem);
/** Sends what was prepared, seen and agreed to. */
void shc_companion_page_deliver      (ShcCompanionPage *self);

/* shc-companion-page-envelope.c */
/** Shows what was prepared, if anything in it has to be seen first; then delivers it. */
void shc_companion_page_show_envelope (ShcCompanionPage *self);

/* shc-companion-page-list.c */
void shc_companion_page_list_init    (ShcCompanionPage *self);
void shc_companion_page_begin_reply  (ShcCompanionPage *self, const ShcMessage *message);
/** The same where the last message is answered anew. */
void shc_companion_page_begin_again  (ShcCompanionPage *self);
void shc_companion_page_end_reply    (ShcCompanionPage *self, const ShcChatReply *reply);
void shc_companion_page_text_cb      (ShcCompanionPage *self, const char *text, guint64 length, guint64 same);
void shc_companion_page_waiting_cb   (ShcCompanionPage *self, guint ms);

/** Returns: how high the list will be when it is laid out next. */
int  shc_companion_page_measure      (ShcCompanionPage *self);
/** Goes to the end, unless somebody reads elsewhere. */
void shc_companion_page_follow       (ShcCompanionPage *self);
/** Tells a screen reader. */
void shc_companion_page_tell         (ShcCompanionPage *self, const char *text);

/* shc-companion-page-rows.c */
/** What was said, anew: the newest of it. */
void shc_companion_page_show_messages (ShcCompanionPage *self);
/** Returns: how many of what was said before have rows now that had none. */
guint shc_companion_page_show_earlier (ShcCompanionPage *self);
void shc_companion_page_earlier_cb   (ShcCompanionPage *self);
/** Takes away the rows of what was said long ago. */
void shc_companion_page_trim         (ShcCompanionPage *self);
ShcMessageRow *shc_companion_page_append_row (ShcCompanionPage *self, gboolean from_person, const char *text);
void shc_companion_page_append_mine  (ShcCompanionPage *self, const ShcMessage *message);
/** What can be done with what was said last. @reply: (nullable): to it; @state: (nullable): how that ended. */
void shc_companion_page_offer        (ShcCompanionPage *self, ShcMessageRow *reply, const char *state);
void shc_companion_page_drop_offers  (ShcCompanionPage *self);
/** Returns: (nullable): how a reply ended, where that needs saying. */
const char *shc_companion_page_find_note (const char *state);

/* shc-companion-page-care.c */
/** What is missing, whom one talks with, and what can be pressed. @problem: (nullable): what else is missing. */
void shc_companion_page_update       (ShcCompanionPage *self, const GError *problem);
/** Whether something may be sent now. */
gboolean shc_companion_page_may_send (ShcCompanionPage *self);
/** Looks until when the conversation is kept. */
void shc_companion_page_look_up_end  (ShcCompanionPage *self);
void shc_companion_page_consent_action (GtkWidget *widget, const char *name, GVariant *parameter);
void shc_companion_page_show_questions (ShcCompanionPage *self);

/* shc-companion-page-date.c */
/** Asks whether the date is right, if conversations are hidden because of it. */
void shc_companion_page_look_at_date (ShcCompanionPage *self);
void shc_companion_page_date_action  (GtkWidget *widget, const char *name, GVariant *parameter);

/* shc-companion-page-keep.c */
/** Asks whether the conversation is to be kept as a reflection, while it is ending and nobody has answered. */
void shc_companion_page_update_keep  (ShcCompanionPage *self);
void shc_companion_page_keep_answered_cb (ShcCompanionPage *self, gboolean keep);

/* shc-companion-page-send.c */
void shc_companion_page_send_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
