/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded into a GTK program from outside (LD_PRELOAD): tells when the first frame is drawn in which a
 * widget of the type SHC_BENCH_WIDGET can be used, counted from SHC_BENCH_BEGUN (CLOCK_MONOTONIC,
 * microseconds), and how much memory the program has a while later; then ends it. */

#include <dlfcn.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <string.h>

/* Long enough for what is put off until after the first frame. */
#define SETTLED_MS 2000

int g_application_run (GApplication *application, int argc, char **argv);

static GtkWidget *
find_usable (GtkWidget *widget,
             GType      type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_is_sensitive (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_usable (child, type);
  return found;
}

static gboolean
tell_memory (gpointer application)
{
  char line[200];
  FILE *file = fopen ("/proc/self/smaps_rollup", "r");
  long kilobytes;

  while (file != NULL && fgets (line, sizeof line, file) != NULL)
    if (sscanf (line, "Pss: %ld kB", &kilobytes) == 1)
      printf ("pss-mb %.2f\n", (double) kilobytes / 1024.0);
  fflush (stdout);
  if (file != NULL)
    fclose (file);
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

static void
after_paint_cb (GdkFrameClock *clock,
                GtkWidget     *window)
{
  GType type = g_type_from_name (g_getenv ("SHC_BENCH_WIDGET"));
  gint64 begun = g_ascii_strtoll (g_getenv ("SHC_BENCH_BEGUN"), NULL, 10);

  if (type == G_TYPE_INVALID || find_usable (window, type) == NULL)
    return;
  printf ("first-frame-ms %.2f\n", (double) (g_get_monotonic_time () - begun) / 1000.0);
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, window);
  g_timeout_add (SETTLED_MS, tell_memory, gtk_window_get_application (GTK_WINDOW (window)));
}

static void
realize_cb (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint",
                    G_CALLBACK (after_paint_cb), window);
}

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window)
{
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    realize_cb (GTK_WIDGET (window));
  else
    g_signal_connect (window, "realize", G_CALLBACK (realize_cb), NULL);
}

int
g_application_run (GApplication  *application,
                   int            argc,
                   char         **argv)
{
  int (*run) (GApplication *, int, char **) = NULL;
  void *symbol = dlsym (RTLD_NEXT, "g_application_run");

  memcpy (&run, &symbol, sizeof run);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  return run (application, argc, argv);
}
