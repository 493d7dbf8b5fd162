/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one process, one window and one vault for each vault's folder. */

#define G_LOG_DOMAIN "shc-application"

#include "config.h"

#include "shc-application.h"

#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <linux/close_range.h>

#include "shc-icons.h"
#include "shc-schema.h"
#include "shc-secure-text.h"
#include "shc-window.h"

#define BUS_MS 1000

struct _ShcApplication
{
  AdwApplication   parent_instance;
  char            *dir;
  gboolean         locked; /* started to show the unlock page */
  gboolean         relock; /* ends to be started anew */
  GDBusConnection *bus;    /* (nullable): kept beyond the registration */
  ShcVault        *vault;
  ShcJournal      *journal;
  GSettings       *settings;
  GAsyncResult    *unlocked; /* (nullable): came before there was a window */
  guint            term_id;
};

G_DEFINE_FINAL_TYPE (ShcApplication, shc_application, ADW_TYPE_APPLICATION)

static ShcWindow *
get_window (ShcApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (SHC_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static void
lock (ShcApplication *self)
{
  ShcWindow *window = get_window (self);

  if (window != NULL && shc_vault_get_state (self->vault) == SHC_VAULT_UNLOCKED)
    shc_window_close_vault (window, TRUE);
}

static void
lock_activated (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  lock (SHC_APPLICATION (user_data));
}

static void
let_go_activated (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ShcWindow *window = get_window (SHC_APPLICATION (user_data));

  if (window != NULL)
    shc_window_let_go (window);
}

static void
quit_activated (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  ShcWindow *window = get_window (SHC_APPLICATION (user_data));

  if (window != NULL)
    shc_window_close_vault (window, FALSE);
  else
    g_application_quit (G_APPLICATION (user_data));
}

static const GActionEntry action_entries[] = {
  { .name = "lock", .activate = lock_activated },
  { .name = "let-go", .activate = let_go_activated },
  { .name = "quit", .activate = quit_activated },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
  { "app.lock", { "<Control>l" } },
  { "app.quit", { "<Control>q" } },
  { "win.show-page::today", { "<Control>1" } },
  { "win.show-page::reflections", { "<Control>2" } },
  { "win.show-page::journey", { "<Control>3" } },
  { "win.show-page::companion", { "<Control>4" } },
  { "win.new-reflection", { "<Control>n" } },
  { "win.search", { "<Control>f" } },
  { "win.keep", { "<Control>s" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.support", { "F9" } },
  { "win.safety-plan", { "F4" } },
  { "win.shortcuts", { "F1", "<Control>question" } },
  { "window.close", { "<Control>w" } },
};

static gboolean
term_cb (gpointer user_data)
{
  quit_activated (NULL, NULL, user_data);
  return G_SOURCE_CONTINUE;
}

static void
screensaver_cb (ShcApplication *self)
{
  gboolean active;

  g_object_get (self, "screensaver-active", &active, NULL);
  if (active)
    lock (self);
}

/* Run from a build folder the schema lies beside the program; without any, the window simply keeps
 * no size. */
static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchemaSource) built = NULL;
  g_autoptr(GSettingsSchema) schema = NULL;

  if (installed != NULL)
    schema = g_settings_schema_source_lookup (installed, SHC_APP_ID, TRUE);
  if (schema == NULL)
    {
      g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
      g_autofree char *bin = program != NULL ? g_path_get_dirname (program) : NULL;
      g_autofree char *data = bin != NULL ? g_build_filename (bin, "..", "data", NULL) : NULL;

      if (data != NULL)
        built = g_settings_schema_source_new_from_directory (data, installed, TRUE, NULL);
      if (built != NULL)
        schema = g_settings_schema_source_lookup (built, SHC_APP_ID, TRUE);
    }
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
window_closed_cb (ShcApplication *self,
                  gboolean        locking)
{
  self->relock = locking;
}

static void
unlocked_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcApplication) self = SHC_APPLICATION (user_data);
  ShcWindow *window = get_window (self);

  if (window != NULL)
    shc_window_take_unlocked (window, result);
  else
    g_set_object (&self->unlocked, result);
}

/* The keyring and the database take about as long as GTK does to come up: both begin at once. */
static void
begin_unlocking (ShcApplication *self)
{
  self->vault = shc_vault_new (self->dir, shc_journal_schema ());
  self->journal = shc_journal_new (self->vault);
  if (!self->locked)
    shc_vault_unlock_async (self->vault, SHC_UNLOCK_KEYRING, NULL, FALSE, NULL, unlocked_cb,
                            g_object_ref (self));
}

static void
shc_application_startup (GApplication *application)
{
  ShcApplication *self = SHC_APPLICATION (application);

  begin_unlocking (self);
  gtk_init ();
  shc_icons_read_early (gdk_display_get_default ());
  G_APPLICATION_CLASS (shc_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), action_entries,
                                   G_N_ELEMENTS (action_entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           accels[i].keys);

  g_set_object (&self->bus, g_application_get_dbus_connection (application));
  self->settings = open_settings ();
  self->term_id = g_unix_signal_add (SIGTERM, term_cb, self);
  g_signal_connect (self, "notify::screensaver-active", G_CALLBACK (screensaver_cb), NULL);
}

static void
shc_application_activate (GApplication *application)
{
  ShcApplication *self = SHC_APPLICATION (application);
  ShcWindow *window = get_window (self);

  if (window == NULL)
    {
      window = shc_window_new (GTK_APPLICATION (self), self->journal, self->settings,
                               self->locked ? SHC_WINDOW_START_BY_PERSON
                                            : SHC_WINDOW_START_UNDER_WAY);
      g_signal_connect_object (window, "closed", G_CALLBACK (window_closed_cb), self,
                               G_CONNECT_SWAPPED);
      if (self->unlocked != NULL)
        shc_window_take_unlocked (window, self->unlocked);
      g_clear_object (&self->unlocked);
    }
  shc_window_present_when_ready (window);
}

static int
shc_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  ShcApplication *self = SHC_APPLICATION (application);
  g_autofree char *name = NULL;
  const char *dir;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("%s %s\n", "sacred-healing-companion", SHC_VERSION);
      return 0;
    }

  self->locked = g_variant_dict_contains (options, "locked");
  if (g_variant_dict_lookup (options, "vault", "^&ay", &dir))
    self->dir = g_canonicalize_filename (dir, NULL);
  else
    self->dir = shc_vault_default_dir ();

  /* A program of its own for each vault: --vault never reaches another vault's window. */
  name = shc_vault_bus_name (self->dir);
  g_application_set_application_id (application, name);
  return -1;
}

static void
shc_application_shutdown (GApplication *application)
{
  ShcApplication *self = SHC_APPLICATION (application);

  g_clear_handle_id (&self->term_id, g_source_remove);
  shc_secure_text_blank_clipboard ();
  if (self->vault != NULL)
    shc_vault_close (self->vault);

  G_APPLICATION_CLASS (shc_application_parent_class)->shutdown (application);
}

static void
shc_application_finalize (GObject *object)
{
  ShcApplication *self = SHC_APPLICATION (object);

  g_clear_object (&self->unlocked);
  g_clear_object (&self->bus);
  g_clear_object (&self->settings);
  g_clear_object (&self->journal);
  g_clear_object (&self->vault);
  g_free (self->dir);

  G_OBJECT_CLASS (shc_application_parent_class)->finalize (object);
}

static void
shc_application_class_init (ShcApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = shc_application_finalize;
  application_class->startup = shc_application_startup;
  application_class->activate = shc_application_activate;
  application_class->shutdown = shc_application_shutdown;
  application_class->handle_local_options = shc_application_handle_local_options;
}

static void
shc_application_init (ShcApplication *self)
{
  static const GOptionEntry options[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Open the journal in folder DIR"), N_("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { "locked", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

ShcApplication *
shc_application_new (void)
{
  return g_object_new (SHC_TYPE_APPLICATION,
                       "application-id", SHC_APP_ID,
                       "resource-base-path", "/org/sacredhealing/Companion",
                       "register-session", TRUE,
                       NULL);
}

/* The fresh program asks for the same name: it must be free by then, or it would take this one,
 * which is about to end, for a running window. */
static void
release_name (ShcApplication *self)
{
  const char *name = g_application_get_application_id (G_APPLICATION (self));
  g_autoptr(GVariant) answer = NULL;

  if (self->bus == NULL)
    return;
  answer = g_dbus_connection_call_sync (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus", "ReleaseName",
                                        g_variant_new ("(s)", name), NULL, G_DBUS_CALL_FLAGS_NONE,
                                        BUS_MS, NULL, NULL);
}

void
shc_application_start_anew (ShcApplication *self,
                            const char     *program)
{
  g_return_if_fail (SHC_IS_APPLICATION (self));

  if (!self->relock)
    return;

  release_name (self);
  /* Nothing that is open here may be open there. */
  close_range (3, ~0U, CLOSE_RANGE_CLOEXEC);
  execl ("/proc/self/exe", program, "--vault", self->dir, "--locked", NULL);
}
