/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's tests share. */

#include "config.h"

#include "ui-test.h"

#include <glib/gstdio.h>
#include <string.h>

#include "shc-schema.h"
#include "shc-seal.h"
#include "shc-secure.h"

/* How large text is, in per cent. */
#define LARGE_TEXT "SHC_TEST_TEXT"

static GtkApplication *app;

/* Pictures of large text, without a test for each of them. */
static void
enlarge_text (void)
{
  const char *percent = g_getenv (LARGE_TEXT);

  if (percent != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) g_ascii_strtoll (percent, NULL, 10) * 96 * 1024 / 100,
                  NULL);
}

void
ui_test_init (int    *argc,
              char ***argv)
{
  g_autoptr(GError) error = NULL;

  gtk_test_init (argc, argv, NULL);
  adw_init ();
  enlarge_text ();
  shc_secure_init ();
  shc_seal_set_cost_for_tests (1, 8192);
  app = GTK_APPLICATION (adw_application_new (SHC_APP_ID, G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (app), NULL, &error);
  g_assert_no_error (error);
}

GtkApplication *
ui_test_get_app (void)
{
  return app;
}

int
ui_test_run (void)
{
  int status = g_test_run ();

  g_clear_object (&app);
  return status;
}

static void
remove_all (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      remove_all (inside);
    }
  g_remove (path);
}

void
ui_test_set_up_empty (UiFixture    *fixture,
                      gconstpointer data)
{
  g_autofree char *dir = NULL;

  fixture->folder = g_dir_make_tmp ("shc-ui-XXXXXX", NULL);
  dir = g_build_filename (fixture->folder, "vault", NULL);
  fixture->vault = shc_vault_new (dir, shc_journal_schema ());
  fixture->journal = shc_journal_new (fixture->vault);
}

void
ui_test_set_up (UiFixture    *fixture,
                gconstpointer data)
{
  g_autoptr(GBytes) passphrase = shc_secure_bytes_copy (UI_TEST_PASSPHRASE,
                                                        strlen (UI_TEST_PASSPHRASE));
  g_autoptr(GError) error = NULL;
  ShcSlots slots;

  ui_test_set_up_empty (fixture, data);
  shc_vault_create (fixture->vault, passphrase, FALSE, FALSE, &fixture->code, &slots, &error);
  g_assert_no_error (error);
}

/* A job that was refused because the vault is closed has its answer, and its reference, on its way still. */
static gboolean
is_ours_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

void
ui_test_tear_down (UiFixture    *fixture,
                   gconstpointer data)
{
  if (fixture->window != NULL)
    ui_test_close (fixture, NULL);
  shc_vault_close (fixture->vault);
  ui_test_linger (0);
  ui_test_wait (is_ours_alone, fixture->journal);
  g_assert_finalize_object (fixture->journal);
  g_assert_finalize_object (fixture->vault);
  g_clear_pointer (&fixture->code, g_bytes_unref);
  remove_all (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

void
ui_test_show (UiFixture *fixture,
              GtkWidget *widget,
              int        width,
              int        height)
{
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), widget);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_application (GTK_WINDOW (window), app);
  fixture->window = GTK_WINDOW (window);
  gtk_window_present (fixture->window);
  ui_test_wait (is_mapped, widget);
  gtk_test_widget_wait_for_draw (window);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
ui_test_close (UiFixture *fixture,
               GtkWidget *widget)
{
  gpointer weak = widget;

  if (widget != NULL)
    g_object_add_weak_pointer (G_OBJECT (widget), &weak);
  gtk_window_destroy (fixture->window);
  fixture->window = NULL;
  ui_test_wait (is_gone, &weak);
}

static gboolean
late_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* What another thread changes, such as the last reference to a task that it has done, wakes no main loop. */
static gboolean
look_again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
ui_test_wait_at (UiTestPredicate predicate,
                 gpointer        data,
                 const char     *what,
                 const char     *file,
                 int             line)
{
  gint64 deadline_us = g_get_monotonic_time () + UI_TEST_WAIT_MS * G_TIME_SPAN_MILLISECOND;
  guint id = g_timeout_add (UI_TEST_LOOK_AGAIN_MS, look_again_cb, NULL);

  while (!predicate (data))
    {
      if (g_get_monotonic_time () > deadline_us)
        {
          g_autofree char *message = g_strdup_printf ("waited in vain for %s", what);

          g_assertion_message (G_LOG_DOMAIN, file, line, G_STRFUNC, message);
        }
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (id);
}

void
ui_test_linger (guint ms)
{
  gboolean late = FALSE;

  g_timeout_add (ms, late_cb, &late);
  while (!late)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
take_result_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

ShcReflection *
ui_test_add (UiFixture  *fixture,
             const char *date,
             const char *text,
             const char *milestone,
             const char *tag)
{
  g_autoptr(ShcReflection) reflection = shc_reflection_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ShcReflection *kept;

  shc_date_parse (date, &reflection->date, &error);
  g_assert_no_error (error);
  reflection->text = g_strdup (text);
  reflection->milestone = g_strdup (milestone);
  if (tag != NULL)
    {
      g_strfreev (reflection->tags);
      reflection->tags = g_strsplit (tag, ",", -1);
    }
  shc_journal_add_async (fixture->journal, reflection, NULL, NULL, take_result_cb, &result);
  ui_test_wait (has_result, &result);
  kept = shc_journal_add_finish (fixture->journal, result, &error);
  g_assert_no_error (error);
  return kept;
}

void
ui_test_profile (UiFixture  *fixture,
                 const char *name,
                 const char *start)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ShcDate date;

  profile->healing_name = g_strdup (name);
  profile->journey_start_day = shc_date_parse (start, &date, NULL) ? shc_date_get_day (date) : -1;
  shc_journal_save_profile_async (fixture->journal, profile, NULL, NULL, NULL, take_result_cb,
                                  &result);
  ui_test_wait (has_result, &result);
  shc_journal_save_profile_finish (fixture->journal, result, &error);
  g_assert_no_error (error);
}

static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  const char *label = NULL;

  if (GTK_IS_LABEL (widget))
    label = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_BUTTON (widget))
    label = gtk_button_get_label (GTK_BUTTON (widget));
  else if (GTK_IS_EDITABLE (widget))
    label = gtk_editable_get_text (GTK_EDITABLE (widget));
  return g_strcmp0 (label, text) == 0
         || g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0;
}

GtkWidget *
ui_test_find (GtkWidget  *root,
              GType       type,
              const char *text)
{
  GtkWidget *child;

  if (g_type_is_a (G_OBJECT_TYPE (root), type) && gtk_widget_get_visible (root)
      && (text == NULL || says (root, text)))
    return root;
  for (child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_test_find (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

void
ui_test_click (GtkWidget *button)
{
  g_assert_true (GTK_IS_BUTTON (button));
  g_assert_true (gtk_widget_is_sensitive (button));

  g_signal_emit_by_name (button, "clicked");
}

/* %NULL as long as the window has no complete frame. */
static GskRenderNode *
snapshot (GtkNative *native,
          int        width,
          int        height)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (native));
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  return gtk_snapshot_free_to_node (snapshot);
}

int
ui_test_get_narrow (void)
{
  return g_getenv (LARGE_TEXT) != NULL ? 480 : 360;
}

void
ui_test_check_narrow (GtkWidget *window)
{
  int minimum;

  gtk_widget_measure (gtk_window_get_child (GTK_WINDOW (window)), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, ui_test_get_narrow ());
}

void
ui_test_picture (GtkWidget  *widget,
                 const char *name)
{
  GtkNative *native = gtk_widget_get_native (widget);
  const char *output = g_getenv ("SHC_TEST_OUTPUT");
  g_autofree char *folder = g_build_filename (output != NULL ? output : g_get_tmp_dir (), "ui", NULL);
  g_autofree char *file = g_strconcat (name, g_str_has_suffix (name, ".png") ? NULL : ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  int width = 0;
  int height = 0;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (int tries = 0; node == NULL && tries < 20; tries++)
    {
      gtk_widget_queue_draw (GTK_WIDGET (native));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (native));
      width = gtk_widget_get_width (GTK_WIDGET (native));
      height = gtk_widget_get_height (GTK_WIDGET (native));
      node = snapshot (native, width, height);
    }
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (native), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  g_assert_true (gdk_texture_save_to_png (texture, path));
}
