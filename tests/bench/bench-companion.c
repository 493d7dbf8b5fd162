/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reply as it comes, in the journal's own window.
 *
 * usage: bench-companion first VAULT TIMES
 *        bench-companion reply VAULT MODEL WARM-MODEL
 *        bench-companion bare SECONDS
 *
 * first: how long after a server's stamp the first word is on screen, asked so many times; the vault's model says the
 *        stamp
 * reply: how long the main loop is kept from its next turn while MODEL answers, and how much more memory is in use at
 *        most than at most in the first seconds after the reply filled the view; WARM-MODEL has answered already
 * bare:  the main loop of a window with a label that changes in every frame
 *
 * The vault is opened by the keyring.
 */

#include "config.h"

#include <adwaita.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "shc-companion-page-private.h"
#include "shc-journal.h"
#include "shc-safety.h"
#include "shc-schema.h"
#include "shc-secure.h"
#include "shc-settings.h"
#include "shc-window-private.h"

#define TURN_MS 5
/* What the window does when everything appears belongs to it. */
#define AFTER_MS 1500
/* How often it is looked at how much memory is in use: it takes a while itself. */
#define LOOK_MS 500
/* A reply so many views high has all the widgets that it will ever have at once. */
#define FILLED_VIEWS 4
/* What is in use goes up and down with each paragraph that comes and goes: the most of a while is compared with the most
 * of what follows. */
#define FIRST_LOOKS 10

typedef struct
{
  GtkApplication   *app;
  ShcVault         *vault;
  ShcJournal       *journal;
  GtkWidget        *window;
  ShcCompanionPage *page;

  GArray           *gaps;      /* ms */
  gint64            turned_us;
  GArray           *firsts;    /* ms */
  ShcMessageRow    *awaited;   /* (nullable): whose first word is to come */
  guint             n_looks;
  gsize             before;    /* bytes in use at most, of the first looks */
  gsize             most;      /* and of all that came after them */
} Bench;

/* ---- waiting */

static gboolean
over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
linger (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_rest (Bench *bench)
{
  while (bench->page->step != SHC_COMPANION_IDLE || bench->page->talk == NULL ||
         shc_talk_get_companion (bench->page->talk) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* ---- what is measured */

static gboolean
turn_cb (gpointer user_data)
{
  Bench *bench = user_data;
  double gap = bench_ms (bench->turned_us);

  g_array_append_val (bench->gaps, gap);
  bench->turned_us = g_get_monotonic_time ();
  return G_SOURCE_CONTINUE;
}

static gsize
count_in_use (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* Returns: whether what is on screen, and what is held ready beside it, is all of the reply. */
static gboolean
fills_view (Bench *bench)
{
  return bench->page->reply_row != NULL && gtk_widget_get_height (GTK_WIDGET (bench->page->reply_row)) >
                                             FILLED_VIEWS * gtk_widget_get_height (GTK_WIDGET (bench->page->scroller));
}

static gboolean
look_cb (gpointer user_data)
{
  Bench *bench = user_data;

  if (fills_view (bench) && bench->n_looks++ < FIRST_LOOKS)
    bench->before = MAX (bench->before, count_in_use ());
  else if (bench->before > 0)
    bench->most = MAX (bench->most, count_in_use ());
  /* This was not the journal's. */
  bench->turned_us = g_get_monotonic_time ();
  return G_SOURCE_CONTINUE;
}

static void
after_paint_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  gint64 stamp_ns;
  double taken;

  if (bench->awaited == NULL || *shc_message_row_get_text (bench->awaited) == '\0')
    return;
  stamp_ns = g_ascii_strtoll (shc_message_row_get_text (bench->awaited), NULL, 10);
  taken = (double) (g_get_monotonic_time () - stamp_ns / 1000) / 1000.0;
  g_array_append_val (bench->firsts, taken);
  bench->awaited = NULL;
}

static gboolean
count_cb (GtkWidget     *label,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  g_autofree char *text = g_strdup_printf ("Frame %" G_GINT64_FORMAT, gdk_frame_clock_get_frame_counter (clock));

  gtk_label_set_text (GTK_LABEL (label), text);
  return G_SOURCE_CONTINUE;
}

static void
tell_gaps (Bench *bench)
{
  bench_tell ("gap-999-ms", bench_percentile (bench->gaps, 99.9));
  bench_tell ("gap-longest-ms", bench_percentile (bench->gaps, 100));
  bench_tell ("turns", bench->gaps->len);
}

/* ---- talking */

static GtkWidget *
find_button (GtkWidget  *root,
             const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static GtkWidget *
find_envelope (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (toplevel), "ShcEnvelopeDialog") && gtk_widget_get_mapped (toplevel))
        return toplevel;
    }
  return NULL;
}

/* Until it is on its way. */
static void
send (Bench *bench)
{
  shc_chat_entry_set_text (bench->page->entry, "The river was high today, and I was glad of it. Tell me more.");
  gtk_widget_activate_action (GTK_WIDGET (bench->page->entry), "companion.send", NULL);
  while (bench->page->step != SHC_COMPANION_SENDING)
    {
      GtkWidget *envelope = bench->page->step == SHC_COMPANION_ASKING ? find_envelope () : NULL;

      if (envelope != NULL)
        g_signal_emit_by_name (find_button (envelope, "_Send"), "clicked");
      g_main_context_iteration (NULL, TRUE);
    }
}

static gpointer
set_model_in_thread (ShcDb     *db,
                     gpointer   data,
                     GError   **error)
{
  return shc_settings_set (db, SHC_SETTING_OPENAI_MODEL, data, error) ? db : NULL;
}

static void
set_model (Bench      *bench,
           const char *model)
{
  g_autoptr(GError) error = NULL;

  shc_vault_run (bench->vault, SHC_DB_WRITER, set_model_in_thread, (gpointer) model, &error);
  bench_die_on (error);
}

static void
open_page (Bench      *bench,
           const char *folder)
{
  bench->vault = shc_vault_new (folder, shc_journal_schema ());
  bench->journal = shc_journal_new (bench->vault);
  bench->window = GTK_WIDGET (shc_window_new (bench->app, bench->journal, NULL, SHC_WINDOW_START_WITH_KEYRING));
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1000, 700);
  gtk_window_present (GTK_WINDOW (bench->window));
  while (!shc_window_is_open (SHC_WINDOW (bench->window)))
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_activate_action (bench->window, "win.show-page", "s", "companion");
  bench->page = SHC_COMPANION_PAGE (shc_window_get_page (SHC_WINDOW (bench->window), "companion"));
  wait_for_rest (bench);
  /* As the program does while it starts. */
  shc_safety_check ("", 0);
  linger (AFTER_MS);
}

static void
close_page (Bench *bench)
{
  gtk_window_destroy (GTK_WINDOW (bench->window));
  shc_vault_close (bench->vault);
}

/* ---- the three */

static int
measure_first (Bench      *bench,
               const char *folder,
               guint       times)
{
  GdkFrameClock *clock;
  gint64 frame_us = 0;

  open_page (bench, folder);
  clock = gtk_widget_get_frame_clock (bench->window);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
  for (guint i = 0; i <= times; i++)
    {
      send (bench);
      bench->awaited = i > 0 ? bench->page->reply_row : NULL;
      wait_for_rest (bench);
      while (bench->awaited != NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  gdk_frame_clock_get_refresh_info (clock, g_get_monotonic_time (), &frame_us, NULL);
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, bench);
  bench_tell ("first-ms", bench_percentile (bench->firsts, 50));
  bench_tell ("first-slowest-ms", bench_percentile (bench->firsts, 100));
  bench_tell ("frame-ms", (double) frame_us / 1000.0);
  bench_tell ("times", bench->firsts->len);
  close_page (bench);
  return 0;
}

static int
measure_reply (Bench      *bench,
               const char *folder,
               const char *model,
               const char *warm_model)
{
  const GPtrArray *messages;
  guint turn_id;
  guint look_id;

  open_page (bench, folder);
  set_model (bench, warm_model);
  send (bench);
  wait_for_rest (bench);
  set_model (bench, model);
  linger (AFTER_MS);

  send (bench);
  bench->turned_us = g_get_monotonic_time ();
  turn_id = g_timeout_add_full (G_PRIORITY_HIGH, TURN_MS, turn_cb, bench, NULL);
  look_id = g_timeout_add (LOOK_MS, look_cb, bench);
  wait_for_rest (bench);
  g_source_remove (turn_id);
  g_source_remove (look_id);

  messages = shc_talk_get_messages (bench->page->talk);
  tell_gaps (bench);
  bench_tell ("text-kb", (double) strlen (((ShcMessage *) g_ptr_array_index (messages, messages->len - 1))->text) / 1024.0);
  bench_tell ("grown-kb", ((double) bench->most - (double) bench->before) / 1024.0);
  close_page (bench);
  return 0;
}

static int
measure_bare (Bench *bench,
              guint  seconds)
{
  GtkWidget *label = gtk_label_new ("Hello");

  bench->window = adw_application_window_new (bench->app);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (bench->window), label);
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1000, 700);
  gtk_window_present (GTK_WINDOW (bench->window));
  linger (AFTER_MS);
  gtk_widget_add_tick_callback (label, count_cb, NULL, NULL);
  bench->turned_us = g_get_monotonic_time ();
  g_timeout_add_full (G_PRIORITY_HIGH, TURN_MS, turn_cb, bench, NULL);
  linger (seconds * 1000);
  tell_gaps (bench);
  return 0;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AdwApplication) app = NULL;
  Bench bench = { NULL };
  int status = 2;

  shc_secure_init ();
  app = g_object_new (ADW_TYPE_APPLICATION, "application-id", SHC_APP_ID, "flags", G_APPLICATION_NON_UNIQUE,
                      "resource-base-path", "/org/sacredhealing/Companion", NULL);
  g_application_register (G_APPLICATION (app), NULL, NULL);
  bench.app = GTK_APPLICATION (app);
  bench.gaps = g_array_new (FALSE, FALSE, sizeof (double));
  bench.firsts = g_array_new (FALSE, FALSE, sizeof (double));
  if (argc == 4 && g_str_equal (argv[1], "first"))
    status = measure_first (&bench, argv[2], (guint) atoi (argv[3]));
  else if (argc == 5 && g_str_equal (argv[1], "reply"))
    status = measure_reply (&bench, argv[2], argv[3], argv[4]);
  else if (argc == 3 && g_str_equal (argv[1], "bare"))
    status = measure_bare (&bench, (guint) atoi (argv[2]));
  g_array_unref (bench.gaps);
  g_array_unref (bench.firsts);
  return status;
}
