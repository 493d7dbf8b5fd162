/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop's proxy: asked about the way out, never about this computer. */

#include "config.h"

#include "service-test.h"

#define TYPE_COUNTER (counter_get_type ())
G_DECLARE_FINAL_TYPE (Counter, counter, TEST, COUNTER, GObject)

/* A proxy that nobody answers at. */
struct _Counter
{
  GObject parent_instance;
};

static guint n_asked;

static char **
dup_proxy (void)
{
  static const char *const proxies[] = { "http://127.0.0.1:1", NULL };

  n_asked++;
  return g_strdupv ((char **) proxies);
}

static gboolean
is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
lookup (GProxyResolver  *resolver,
        const char      *uri,
        GCancellable    *cancellable,
        GError         **error)
{
  return dup_proxy ();
}

static void
lookup_async (GProxyResolver      *resolver,
              const char          *uri,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, dup_proxy (), (GDestroyNotify) g_strfreev);
}

static char **
lookup_finish (GProxyResolver  *resolver,
               GAsyncResult    *result,
               GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = is_supported;
  iface->lookup = lookup;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Counter, counter, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, iface_init))

static void
counter_class_init (CounterClass *klass)
{
}

static void
counter_init (Counter *self)
{
}

typedef struct
{
  GError   *error;
  gboolean  done;
} Asked;

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Asked *asked = user_data;

  g_strfreev (shc_chat_list_models_finish (SHC_HTTP (source), result, &asked->error));
  asked->done = TRUE;
}

static GError *
ask (ServiceTest *test,
     const char  *base_url)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("openai", "models", "models", "test", 0);
  ShcChatServer server = { base_url, NULL, SHC_CHAT_COMPLETIONS, FALSE };
  Asked asked = { NULL, FALSE };

  shc_chat_list_models_async (test->http, intent, &server, NULL, listed_cb, &asked);
  service_test_run (&asked.done);
  return asked.error;
}

static void
test_this_computer (void)
{
  ServiceTest test;
  g_autofree char *by_name = NULL;
  GError *error;

  g_test_summary ("What is for this computer goes to no proxy, which would have it all unencrypted.");
  service_test_start (&test, "--plain");
  error = ask (&test, test.base_url);
  g_assert_no_error (error);
  by_name = g_strdup_printf ("http://localhost:%u/v1", test.port);
  error = ask (&test, by_name);
  g_assert_no_error (error);
  g_assert_cmpuint (n_asked, ==, 0);
  service_test_stop (&test);
}

static void
test_elsewhere (void)
{
  ServiceTest test;
  g_autoptr(GError) error = NULL;

  g_test_summary ("The way out is the desktop’s own.");
  service_test_start (&test, "--plain");
  error = ask (&test, "https://example.invalid/v1");
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE);
  g_assert_cmpuint (n_asked, >, 0);
  service_test_stop (&test);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "counter", TRUE);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, TYPE_COUNTER, "counter", 100);
  g_test_add_func ("/services/proxy/this-computer", test_this_computer);
  g_test_add_func ("/services/proxy/elsewhere", test_elsewhere);
  return g_test_run ();
}
