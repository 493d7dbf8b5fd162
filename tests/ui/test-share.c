/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with Airtable in the window: set up, looked at, sent, and what became of it. */

#include "config.h"

#include <string.h>

#include "share-test.h"
#include "shc-json.h"
#include "shc-service-key.h"
#include "shc-settings.h"

#define ASSERT_HAS(text, part) \
  g_assert_cmpstr ((strstr (text, part) != NULL ? part : text), ==, part)

/* ---- set-up */

static GtkWidget *
find_row (GtkWidget  *root,
          const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) &&
      g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static const char *
get_subtitle (ShareTest  *self,
              const char *title)
{
  GtkWidget *row = find_row (GTK_WIDGET (self->dialog->setup), title);

  g_assert_nonnull (row);
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
}

static void
type (ShareTest  *self,
      const char *title,
      const char *text)
{
  GtkWidget *row = find_row (GTK_WIDGET (self->dialog->setup), title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
press (ShareTest  *self,
       const char *label)
{
  GtkWidget *button = ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  ui_test_click (button);
}

static gboolean
has_note (gpointer data)
{
  GtkWidget *label = ui_test_find (GTK_WIDGET (((ShareTest *) data)->dialog->setup), GTK_TYPE_LABEL,
                                   "Airtable takes the token. Whether it may open this base is seen by looking.");

  return label != NULL;
}

static gboolean
is_agreed (gpointer data)
{
  return ((ShareTest *) data)->dialog->state->consent;
}

static gboolean
has_no_key (gpointer data)
{
  return !((ShareTest *) data)->dialog->state->has_key;
}

static void
test_setup (ShareTest     *self,
            gconstpointer  data)
{
  GtkWidget *question;

  g_test_summary ("Nothing is asked before a button; base, token, names and agreement are kept; a base is known by its address.");
  share_test_set (self, SHC_SETTING_AIRTABLE_BASE_ID, "");
  shc_service_key_clear (self->ui.vault, "airtable", NULL);
  share_test_open (self);
  share_test_wait_page (self, "setup");
  share_test_picture (self, "setup-empty");
  ASSERT_HAS (get_subtitle (self, "Token"), "No token");
  g_assert_false (gtk_widget_is_sensitive (ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, "A_gree…")));

  type (self, "_Base", "no base");
  share_test_do (self, "share.look");
  g_assert_nonnull (ui_test_find (GTK_WIDGET (self->dialog->setup), GTK_TYPE_LABEL,
                                  "This names no base. Copy the address of the base from the browser, or its id, which "
                                  "begins with “app”. Nothing was asked of Airtable."));
  share_test_picture (self, "setup-error");
  g_assert_cmpuint (airtable_test_count (&self->server), ==, 0);

  type (self, "_Base", "https://airtable.com/" AIRTABLE_TEST_BASE "/tblX/viwY?blocks=hide");
  type (self, "_Token", "patTest.0123456789");
  type (self, "Users: Email", "Courriel");
  share_test_do (self, "share.test-token");
  ui_test_wait (has_note, self);
  g_assert_cmpuint (airtable_test_count (&self->server), ==, 1);
  g_assert_cmpstr (self->dialog->state->base, ==, AIRTABLE_TEST_BASE);
  g_assert_cmpstr (self->dialog->state->mapping, ==, "Users: Email = Courriel");
  ASSERT_HAS (get_subtitle (self, "Token"), "is stored");
  type (self, "Users: Email", "Email");

  press (self, "A_gree…");
  question = window_test_wait_dialog ("AdwMessageDialog");
  ASSERT_HAS (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), "never send");
  ASSERT_HAS (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), AIRTABLE_TEST_BASE);
  ui_test_picture (question, "share-consent.png");
  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, "I _Agree"));
  ui_test_wait (is_agreed, self);
  ASSERT_HAS (get_subtitle (self, "Keeping"), "Agreed");
  g_assert_cmpstr (self->dialog->state->mapping, ==, "");
  share_test_picture (self, "setup");
  type (self, "_Base", "appAnother0000001");
  ASSERT_HAS (get_subtitle (self, "Keeping"), "Not agreed");
  type (self, "_Base", AIRTABLE_TEST_BASE);

  share_test_do (self, "share.choose-base");
  window_test_choose_place ("Healing Companion");
  share_test_wait_page (self, "setup");
  g_assert_cmpstr (self->dialog->state->base, ==, AIRTABLE_TEST_BASE);
  g_assert_cmpuint (airtable_test_count (&self->server), ==, 2);
  g_assert_nonnull (ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, "C_hoose…"));

  share_test_do (self, "share.remove-token");
  ui_test_wait (has_no_key, self);
  g_assert_null (ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_BUTTON, "C_hoose…"));
  share_test_do (self, "share.look");
  ASSERT_HAS (share_test_wait_problem (self), "No token for Airtable");
  share_test_picture (self, "setup-no-token");
  g_assert_cmpuint (airtable_test_count (&self->server), ==, 2);
  share_test_close (self);
}

/* ---- plan and run */

/* Each value that was sent stands in the line, behind the name of its column. */
static void
check_fields (const char *shown,
              JsonObject *fields)
{
  static const char *const names[][2] = {
    { "fldHealingName001", "Healing Name" }, { "fldEmail000000001", "Email" },
    { "fldConsent0000001", "Consent to Data Storage" }, { "fldCreatedAt00001", "Created At" },
    { "fldGoals000000001", "Healing Goals" }, { "fldExperience0001", "Experience with Fasting" },
    { "fldULocalId000001", "Local ID" }, { AIRTABLE_TEST_TEXT, "Reflection Text" }, { AIRTABLE_TEST_USER, "User" },
    { AIRTABLE_TEST_DATE, "Date" }, { AIRTABLE_TEST_MILESTONE, "Milestone" }, { AIRTABLE_TEST_KEY, "Local ID" },
  };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *node = json_object_get_member (fields, names[i][0]);
      g_autofree char *line = NULL;
      const char *value;

      if (node == NULL)
        continue;
      n++;
      value = JSON_NODE_HOLDS_NULL (node)    ? "(empty)"
              : JSON_NODE_HOLDS_ARRAY (node) ? "(your row)"
              : json_node_get_value_type (node) == G_TYPE_BOOLEAN
                ? (json_node_get_boolean (node) ? "yes" : "no")
                : json_node_get_string (node);
      line = g_strdup_printf ("\n%s\n%s\n", names[i][1], value);
      ASSERT_HAS (shown, line);
    }
  g_assert_cmpuint (n, ==, json_object_get_size (fields));
}

static JsonObject *
get_fields (JsonObject *body,
            guint       at)
{
  return json_object_get_object_member (
    json_array_get_object_element (json_object_get_array_member (body, "records"), at), "fields");
}

static void
test_send (ShareTest     *self,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) bodies = NULL;
  g_autofree char *user = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *all = NULL;
  g_autofree char *going = NULL;
  guint asked;
  gsize bytes;
  gsize said;

  g_test_summary ("What the sheet shows, field by field and in bytes, is what the server gets.");
  share_test_consent (self, TRUE);
  share_test_open (self);
  g_assert_cmpuint (airtable_test_count (&self->server), ==, 0);
  share_test_look (self);
  g_assert_cmpuint (share_test_count_lines (self), ==, 3);
  asked = airtable_test_count (&self->server);
  share_test_picture (self, "plan");
  user = share_test_dup_shown (self, 0);
  first = share_test_dup_shown (self, 1);
  second = share_test_dup_shown (self, 2);
  g_assert_null (strstr (first, "stays here"));
  g_assert_null (strstr (second, "stays here"));
  share_test_picture (self, "plan-fields");
  said = shc_airtable_share_count_bytes (self->dialog->plan);
  all = share_test_dup_text (GTK_WIDGET (self->dialog->plan_view));
  going = g_strdup_printf ("\n3 new. In all 2 requests with %" G_GSIZE_FORMAT " bytes to 127.0.0.1, base %s.\n", said,
                           AIRTABLE_TEST_BASE);
  ASSERT_HAS (all, going);
  share_test_send (self);
  share_test_picture (self, "receipt");
  bodies = share_test_list_writes (self, asked, &bytes);
  g_assert_cmpuint (bodies->len, ==, 2);
  g_assert_cmpuint (bytes, ==, said);
  check_fields (user, get_fields (g_ptr_array_index (bodies, 0), 0));
  check_fields (first, get_fields (g_ptr_array_index (bodies, 1), 0));
  check_fields (second, get_fields (g_ptr_array_index (bodies, 1), 1));
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 2);

  share_test_do (self, "share.back");
  share_test_do (self, "share.look");
  share_test_wait_page (self, "plan");
  g_assert_nonnull (ui_test_find (GTK_WIDGET (self->dialog->plan_view), GTK_TYPE_LABEL, "Everything Is There Already"));
  share_test_picture (self, "plan-nothing");
  share_test_close (self);
}

static void
tick (ShareTest *self,
      guint      at,
      gboolean   ticked)
{
  GtkWidget *check = ui_test_find (GTK_WIDGET (share_test_get_line (self, at)), GTK_TYPE_CHECK_BUTTON, NULL);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), ticked);
}

static GtkWidget *
find_send (ShareTest  *self,
           const char *label)
{
  return ui_test_find (GTK_WIDGET (self->dialog->plan_view), GTK_TYPE_BUTTON, label);
}

static gboolean
sends_nothing (gpointer data)
{
  GtkWidget *button = find_send (data, "_Send 0 Rows to Airtable");

  return button != NULL && !gtk_widget_is_sensitive (button);
}

static gboolean
misses_own_row (gpointer data)
{
  GtkWidget *button = find_send (data, "_Send 1 Row to Airtable");

  return button != NULL && !gtk_widget_is_sensitive (button);
}

static gboolean
sends_two (gpointer data)
{
  GtkWidget *button = find_send (data, "_Send 2 Rows to Airtable");

  return button != NULL && gtk_widget_is_sensitive (button);
}

static void
test_ticks (ShareTest     *self,
            gconstpointer  data)
{
  g_test_summary ("Only what is ticked goes, and the button says how much that is.");
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_look (self);
  press (self, "_None");
  ui_test_wait (sends_nothing, self);
  tick (self, 1, TRUE);
  ui_test_wait (misses_own_row, self);
  share_test_picture (self, "plan-own-row");
  tick (self, 0, TRUE);
  ui_test_wait (sends_two, self);
  share_test_send (self);
  g_assert_nonnull (ui_test_find (GTK_WIDGET (self->dialog->receipt_view), GTK_TYPE_LABEL,
                                  "2 rows were made.\n1 row was not ticked, and was left as it is.\n"
                                  "2 requests were made for it."));
  g_assert_cmpuint (share_test_count_rows (self, "Users"), ==, 1);
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 1);
  share_test_close (self);
}

static void
test_unasked (ShareTest     *self,
              gconstpointer  data)
{
  g_test_summary ("Without consent, or network, there is a plan to be looked at; nobody is asked, and nothing can be sent.");
  share_test_open (self);
  share_test_look (self);
  g_assert_cmpuint (share_test_count_lines (self), ==, 3);
  g_assert_false (gtk_widget_is_sensitive (find_send (self, "_Send 3 Rows to Airtable")));
  share_test_picture (self, "plan-unasked");
  share_test_do (self, "share.back");
  share_test_consent (self, TRUE);
  share_test_set (self, SHC_SETTING_NETWORK_ENABLED, "false");
  share_test_look (self);
  g_assert_false (gtk_widget_is_sensitive (find_send (self, "_Send 3 Rows to Airtable")));
  g_assert_cmpuint (airtable_test_count (&self->server), ==, 0);
  share_test_close (self);
}

static void
test_errors (ShareTest     *self,
             gconstpointer  data)
{
  g_test_summary ("What goes wrong is said where one is, with what is safe; withdrawn in between, nothing goes.");
  share_test_consent (self, TRUE);
  share_test_open (self);
  share_test_tell (self, "{\"faults\":[{\"name\":\"401\"}]}");
  share_test_do (self, "share.look");
  ASSERT_HAS (share_test_wait_problem (self), "refused the token");
  share_test_wait_page (self, "setup");
  share_test_picture (self, "error");
  share_test_tell (self, "{\"faults\":[{\"name\":\"403\"}]}");
  share_test_do (self, "share.look");
  share_test_wait_page (self, "busy");
  ASSERT_HAS (share_test_wait_problem (self), "does not let this token");
  ASSERT_HAS (gtk_label_get_text (self->dialog->problem), "Nothing was changed");
  share_test_tell (self, "{\"faults\":[{\"name\":\"422\",\"arg\":\"INVALID_RECORDS\",\"method\":\"PATCH\",\"skip\":1}]}");
  share_test_look (self);
  share_test_send (self);
  g_assert_nonnull (ui_test_find (GTK_WIDGET (self->dialog), GTK_TYPE_LABEL, "Done, but Not All of It"));
  share_test_picture (self, "receipt-failed");
  share_test_tell (self, "{\"faults\":[]}");
  share_test_do (self, "share.back");
  share_test_look (self);
  share_test_consent (self, FALSE);
  share_test_do (self, "share.send");
  ASSERT_HAS (share_test_wait_problem (self), "have not agreed");
  share_test_wait_page (self, "plan");
  g_assert_cmpuint (share_test_count_rows (self, "Reflections"), ==, 0);
  share_test_close (self);
}

#define ADD(name, func) \
  g_test_add ("/ui/share/" name, ShareTest, NULL, share_test_set_up, func, share_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("setup", test_setup);
  ADD ("send", test_send);
  ADD ("ticks", test_ticks);
  ADD ("unasked", test_unasked);
  ADD ("errors", test_errors);
  return ui_test_run ();
}
