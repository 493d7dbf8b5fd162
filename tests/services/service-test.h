/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server on this computer that speaks as a service does, and a record in memory of what left. */

#pragma once

#include "shc-chat-client.h"

G_BEGIN_DECLS

#define SERVICE_TEST_TYPE_SINK (service_test_sink_get_type ())
/** ServiceTestSink: @outcomes: (element-type ShcIntentOutcome): by entry; status is G_MAXUINT while it is open.
 * @begun_us: when each was let go, by the clock that only goes forward. @refuse: nothing may be written down. */
G_DECLARE_FINAL_TYPE (ServiceTestSink, service_test_sink, SERVICE_TEST, SINK, GObject)
struct _ServiceTestSink
{
  GObject   parent_instance;
  GArray   *outcomes;
  GArray   *bytes_out;   /* gint64 */
  GArray   *begun_us;    /* gint64 */
  gboolean  refuse;
};

/** ServiceTest: a server of this folder, and a way to it. */
typedef struct
{
  GSubprocess     *server;
  char            *folder;
  char            *base_url;
  char            *ca;
  guint            port;
  guint            other_host_port;
  guint            expired_port;
  ServiceTestSink *sink;
  ShcHttp         *http;
  GBytes          *key;
} ServiceTest;

/** How long a server may keep silent: too long for a machine that is only busy, and as long as a test can bear. */
#define SERVICE_TEST_PATIENT_MS (20 * 1000)
#define SERVICE_TEST_IMPATIENT_MS 1500

/** service_test_limits: waits that a test can bear; patient ones. */
extern const ShcHttpLimits service_test_limits;

/** service_test_begin: @program: the server's, in this folder; @path: where its addresses begin; @arguments: (nullable)
 * (array zero-terminated=1): more of them. */
void service_test_begin (ServiceTest *self, const char *program, const char *path, const char *key,
                         const char *const *arguments);
/** service_test_set_patience: what is asked from now on gives up after so long a silence. */
void service_test_set_patience (ServiceTest *self, guint ms);
/** service_test_start: one that speaks as OpenAI does. @argument: (nullable): one more argument for the server. */
void service_test_start (ServiceTest *self, const char *argument);
void service_test_stop  (ServiceTest *self);

/** service_test_dup_requests: Returns: (transfer full): all that the server has recorded, a line each. */
char *service_test_dup_requests (ServiceTest *self);

/** service_test_run: turns the main context until @done. */
void service_test_run (const gboolean *done);

G_END_DECLS
