/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the main loop is kept from its next turn while an import runs in the same program.
 *
 * usage: bench-smooth scroll|type|bare ENTRIES.jsonl
 *
 * scroll: the journal's own window, its list moving all the time, near and far
 * type:   the same window, somebody typing in Today's editor
 * bare:   a window with a label that changes in every frame
 *
 * The vault is the session's default one, opened by the keyring.
 */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "bench.h"
#include "shc-reflections.h"
#include "shc-schema.h"
#include "shc-secure.h"
#include "shc-transfer.h"
#include "shc-window-private.h"

#define TURN_MS 5
/* A list is thrown as far as a hand can, and dragged to another place by its scrollbar once a second. */
#define THROWN_PIXELS 100
#define FRAMES_PER_JUMP 60
/* Ten letters a second is a quick typist. */
#define LETTER_MS 100
/* What the window does when everything appears belongs to it. */
#define AFTER_MS 1500

typedef struct
{
  GtkApplication *app;
  const char     *mode;
  const char     *entries;
  ShcVault       *vault;
  ShcJournal     *journal;
  GtkWidget      *window;
  GtkWidget      *driven; /* list, text view or label */
  GArray         *gaps;   /* ms */
  gint64          turned_us;
  guint           frames;
  guint           letters;
} Smooth;

static GtkWidget *
find (GtkWidget *root,
      GType      type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static gboolean
turn_cb (gpointer user_data)
{
  Smooth *smooth = user_data;
  double gap = bench_ms (smooth->turned_us);

  g_array_append_val (smooth->gaps, gap);
  smooth->turned_us = g_get_monotonic_time ();
  return G_SOURCE_CONTINUE;
}

static gboolean
scroll_cb (GtkWidget     *list,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  Smooth *smooth = user_data;
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  double length = gtk_adjustment_get_upper (place) - gtk_adjustment_get_page_size (place);
  double now = gtk_adjustment_get_value (place);

  if (++smooth->frames % FRAMES_PER_JUMP == 0)
    now = length * ((smooth->frames / FRAMES_PER_JUMP * 37) % 100) / 100.0;
  else
    now = now + THROWN_PIXELS > length ? 0 : now + THROWN_PIXELS;
  gtk_adjustment_set_value (place, now);
  return G_SOURCE_CONTINUE;
}

static gboolean
count_cb (GtkWidget     *label,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  Smooth *smooth = user_data;
  g_autofree char *text = g_strdup_printf ("Frame %u", ++smooth->frames);

  gtk_label_set_text (GTK_LABEL (label), text);
  return G_SOURCE_CONTINUE;
}

static gboolean
type_cb (gpointer user_data)
{
  static const char words[] = "Up early, and walked to the river; the fog lay on it like wool. ";
  Smooth *smooth = user_data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (smooth->driven));

  gtk_text_buffer_insert_interactive_at_cursor (
    buffer, &words[smooth->letters++ % strlen (words)], 1, TRUE);
  return G_SOURCE_CONTINUE;
}

static gboolean
end_cb (gpointer user_data)
{
  Smooth *smooth = user_data;

  bench_tell ("gap-999-ms", bench_percentile (smooth->gaps, 99.9));
  bench_tell ("gap-longest-ms", bench_percentile (smooth->gaps, 100));
  bench_tell ("turns", smooth->gaps->len);
  bench_tell ("frames", smooth->frames);
  bench_tell ("letters", smooth->letters);
  g_application_quit (G_APPLICATION (smooth->app));
  return G_SOURCE_REMOVE;
}

static void
imported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Smooth *smooth = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcImportResult) imported = shc_import_run_finish (smooth->vault, result, &error);

  bench_die_on (error);
  bench_tell ("imported", (double) imported->imported);
  g_timeout_add (AFTER_MS, end_cb, smooth);
}

static void
measure (Smooth *smooth)
{
  if (g_str_equal (smooth->mode, "scroll"))
    gtk_widget_add_tick_callback (smooth->driven, scroll_cb, smooth, NULL);
  else if (g_str_equal (smooth->mode, "bare"))
    gtk_widget_add_tick_callback (smooth->driven, count_cb, smooth, NULL);
  else
    g_timeout_add (LETTER_MS, type_cb, smooth);
  smooth->turned_us = g_get_monotonic_time ();
  g_timeout_add_full (G_PRIORITY_HIGH, TURN_MS, turn_cb, smooth, NULL);
  shc_import_run_async (smooth->vault, smooth->entries, SHC_FORMAT_JSONL, FALSE, NULL, NULL,
                        imported_cb, smooth);
}

/* Start-up is over when what is driven has been on screen for a while. */
static gboolean
ready_cb (gpointer user_data)
{
  Smooth *smooth = user_data;
  GType types[] = { GTK_TYPE_LIST_VIEW, GTK_TYPE_TEXT_VIEW, GTK_TYPE_LABEL };
  guint kind = g_str_equal (smooth->mode, "scroll") ? 0 : g_str_equal (smooth->mode, "type") ? 1 : 2;

  if (kind != 2 && !shc_window_is_open (SHC_WINDOW (smooth->window)))
    return G_SOURCE_CONTINUE;
  if (kind == 0)
    gtk_widget_activate_action (smooth->window, "win.show-page", "s", "reflections");
  smooth->driven = find (smooth->window, types[kind]);
  if (smooth->driven == NULL)
    return G_SOURCE_CONTINUE;
  measure (smooth);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *app,
             Smooth         *smooth)
{
  if (g_str_equal (smooth->mode, "bare"))
    {
      g_autoptr(GError) error = NULL;

      shc_vault_unlock_with_keyring (smooth->vault, &error);
      bench_die_on (error);
      smooth->window = adw_application_window_new (app);
      adw_application_window_set_content (ADW_APPLICATION_WINDOW (smooth->window),
                                          gtk_label_new ("Hello"));
    }
  else
    {
      smooth->window = GTK_WIDGET (shc_window_new (app, smooth->journal, NULL,
                                                   SHC_WINDOW_START_WITH_KEYRING));
    }
  gtk_window_set_default_size (GTK_WINDOW (smooth->window), 1000, 700);
  gtk_window_present (GTK_WINDOW (smooth->window));
  g_timeout_add (AFTER_MS, ready_cb, smooth);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AdwApplication) app = NULL;
  Smooth smooth = { NULL };

  if (argc != 3)
    return 2;
  shc_secure_init ();
  app = g_object_new (ADW_TYPE_APPLICATION, "application-id", SHC_APP_ID, "flags",
                      G_APPLICATION_NON_UNIQUE, "resource-base-path",
                      "/org/sacredhealing/Companion", NULL);
  smooth.app = GTK_APPLICATION (app);
  smooth.mode = argv[1];
  smooth.entries = argv[2];
  smooth.vault = shc_vault_new (NULL, shc_journal_schema ());
  smooth.journal = shc_journal_new (smooth.vault);
  smooth.gaps = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &smooth);
  g_application_run (G_APPLICATION (app), 1, argv);
  shc_vault_close (smooth.vault);
  g_array_unref (smooth.gaps);
  return 0;
}
