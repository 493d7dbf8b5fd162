/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window at its Companion page, with a server on this computer. */

#pragma once

#include "service-test.h"
#include "shc-companion-page-private.h"
#include "ui-test.h"
#include "window-test.h"

G_BEGIN_DECLS

#define TALK_TEST_CALM "The walnut tree lost its leaves today."
#define TALK_TEST_NOW "Tonight I am going to kill myself."

typedef struct
{
  UiFixture         ui;
  ServiceTest       service;
  ShcWindow        *window;
  ShcCompanionPage *page;
} TalkTest;

/** A vault without a profile, a server, and a key in the keyring. */
void talk_test_set_up    (TalkTest *fixture, gconstpointer data);
void talk_test_tear_down (TalkTest *fixture, gconstpointer data);

/**
 * TalkTestReady: what is in the vault before the window opens.
 * @base_url: filled in, like @ca
 * @model: (nullable): "gpt-test"; the server's models say how it behaves
 */
typedef struct
{
  ShcAdult    adult;
  const char *base_url;
  const char *ca;
  const char *model;
  gboolean    consent;
  gboolean    history;
} TalkTestReady;
void talk_test_make_ready (TalkTest *fixture, TalkTestReady ready);
void talk_test_set_model  (TalkTest *fixture, const char *model);

/** Opens the window and waits until the page has read what holds. */
void talk_test_open_page       (TalkTest *fixture);
/** What is typed and sent; the envelope may ask first. */
void talk_test_send            (TalkTest *fixture, const char *text);
GtkWidget *talk_test_wait_envelope (void);
void talk_test_accept_envelope (void);
void talk_test_close_dialog    (GtkWidget *dialog);

/** How many messages are kept, and how many hold @words. */
int   talk_test_count_kept       (TalkTest *fixture);
guint talk_test_count_containing (TalkTest *fixture, const char *words);

/** How many requests the server got, and (transfer full) the body of the last. */
guint talk_test_count_requests (TalkTest *fixture);
char *talk_test_dup_sent       (TalkTest *fixture);

guint          talk_test_count_rows         (TalkTest *fixture);
ShcMessageRow *talk_test_get_last_row       (TalkTest *fixture);
GtkAdjustment *talk_test_get_adjustment     (gpointer fixture);
double         talk_test_get_height_in_view (TalkTest *fixture, GtkWidget *widget);

/* For ui_test_wait(): of a TalkTest, but the last two of a dialog and of a weak pointer. */
gboolean talk_test_is_at_rest   (gpointer data);
gboolean talk_test_is_answering (gpointer data);
gboolean talk_test_is_well      (gpointer data);
gboolean talk_test_is_narrow    (gpointer data);
gboolean talk_test_has_row      (gpointer dialog);
gboolean talk_test_is_gone      (gpointer weak);

G_END_DECLS
