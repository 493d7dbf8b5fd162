/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the dialog for journey e-mails showed, and what its server got and knows. */

#include "config.h"

#include "mailing-test.h"

#include <string.h>

#include "shc-http-whole.h"
#include "shc-json.h"

/* ---- what was shown, and what arrived */

static const struct { const char *title; const char *names[3]; } titles[] = {
  { "Join the List", { "email_address", "status" } },
  { "Your Healing Name", { "FNAME" } },
  { "Tag", { "tag" } },
  { "Event, Which Starts Mails", { "event", "milestone" } },
};

static void
append_row (GString    *text,
            const char *title,
            const char *subtitle)
{
  g_auto(GStrv) lines = g_strsplit (subtitle, "\n", -1);

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    for (guint j = 0; g_str_equal (titles[i].title, title) && titles[i].names[j] != NULL; j++)
      {
        const char *arrow = strstr (lines[j], " → ");
        const char *value = arrow != NULL ? arrow + strlen (" → ") : lines[j];

        if (g_str_equal (value, "asked by mail to confirm (pending)"))
          value = "pending";
        else if (g_str_equal (value, "on the list"))
          value = "subscribed";
        g_string_append_printf (text, "%s: %s\n", titles[i].names[j], value);
      }
}

char *
mailing_test_dup_shown (MailingFixture *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->dialog->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->dialog->checks, i);
      AdwActionRow *row = ADW_ACTION_ROW (gtk_widget_get_ancestor (check, ADW_TYPE_ACTION_ROW));

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)) && gtk_widget_is_sensitive (check))
        append_row (text, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), adw_action_row_get_subtitle (row));
    }
  return g_strdup (text->str);
}

static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *root = shc_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return root;
}

static void
append_if (GString    *text,
           JsonObject *object,
           const char *member,
           const char *name)
{
  if (json_object_has_member (object, member))
    g_string_append_printf (text, "%s: %s\n", name, json_object_get_string_member (object, member));
}

static void
append_body (GString    *text,
             JsonObject *body)
{
  JsonArray *tags = json_object_has_member (body, "tags") ? json_object_get_array_member (body, "tags") : NULL;

  append_if (text, body, "email_address", "email_address");
  append_if (text, body, "status_if_new", "status");
  if (json_object_has_member (body, "merge_fields"))
    append_if (text, json_object_get_object_member (body, "merge_fields"), "FNAME", "FNAME");
  for (guint i = 0; tags != NULL && i < json_array_get_length (tags); i++)
    append_if (text, json_array_get_object_element (tags, i), "name", "tag");
  if (!json_object_has_member (body, "properties"))
    return;
  append_if (text, body, "name", "event");
  append_if (text, json_object_get_object_member (body, "properties"), "milestone", "milestone");
}

/* Returns: (transfer full) (element-type JsonNode): without those of the test's own. */
static GPtrArray *
list_requests (MailingFixture *self)
{
  g_autofree char *text = service_test_dup_requests (&self->service);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "\"method\"") != NULL && strstr (lines[i], "\"/control\"") == NULL)
      g_ptr_array_add (found, parse (lines[i]));
  return found;
}

char *
mailing_test_dup_got (MailingFixture *self,
                      guint           skip)
{
  g_autoptr(GPtrArray) requests = list_requests (self);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = skip; i < requests->len; i++)
    {
      JsonObject *request = json_node_get_object (g_ptr_array_index (requests, i));
      const char *body = json_object_get_string_member (request, "body");
      g_autoptr(JsonNode) root = body != NULL && *body != '\0' ? parse (body) : NULL;

      if (root != NULL)
        append_body (text, json_node_get_object (root));
    }
  return g_strdup (text->str);
}

guint
mailing_test_count (MailingFixture *self,
                    const char     *method)
{
  g_autoptr(GPtrArray) requests = list_requests (self);
  guint n = 0;

  for (guint i = 0; i < requests->len; i++)
    if (method == NULL || g_str_equal (method, json_object_get_string_member (
                                                 json_node_get_object (g_ptr_array_index (requests, i)), "method")))
      n++;
  return n;
}

typedef struct
{
  MailingFixture *self;
  const char     *method;
} Asked;

static gboolean
has_come (gpointer data)
{
  const Asked *asked = data;

  return mailing_test_count (asked->self, asked->method) > 0;
}

void
mailing_test_wait_for (MailingFixture *self,
                       const char     *method)
{
  Asked asked = { self, method };

  ui_test_wait (has_come, &asked);
}

/* ---- the server */

typedef struct
{
  gboolean  done;
  GBytes   *body;
} Told;

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Told *told = user_data;
  g_autoptr(GError) error = NULL;

  told->body = shc_http_answer_read_whole_finish (SHC_HTTP_ANSWER (source), result, &error);
  g_assert_no_error (error);
  told->done = TRUE;
}

static void
told_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcHttpAnswer) answer = shc_http_send_finish (SHC_HTTP (source), result, &error);

  g_assert_no_error (error);
  shc_http_answer_read_whole_async (answer, 1 << 20, NULL, read_cb, user_data);
}

static void
judge_never (guint           status,
             GBytes         *body,
             ShcHttpVerdict *verdict)
{
  g_assert_not_reached ();
}

JsonObject *
mailing_test_control (MailingFixture *self,
                      const char     *wanted)
{
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/control", self->service.port);
  g_autoptr(GBytes) body = g_bytes_new (wanted, strlen (wanted));
  g_autoptr(ShcIntent) intent = shc_intent_new ("mailchimp", "control", "mailing", "test", 0);
  ShcHttpRequest request = { .method = "PUT", .url = url, .body = body, .judge = judge_never };
  Told told = { FALSE, NULL };
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) root = NULL;

  shc_http_send_async (self->service.http, intent, &request, NULL, told_cb, &told);
  service_test_run (&told.done);
  text = g_strndup (g_bytes_get_data (told.body, NULL), g_bytes_get_size (told.body));
  g_bytes_unref (told.body);
  root = parse (text);
  return json_object_ref (json_node_get_object (root));
}

JsonObject *
mailing_test_member (JsonObject *known,
                     const char *email)
{
  JsonObject *members = json_object_get_object_member (known, "members");

  return json_object_has_member (members, email) ? json_object_get_object_member (members, email) : NULL;
}
