/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the activity record of a vault, as a program does that sends something.
 *
 * usage: fill-activity VAULT PASSPHRASE-FILE     one that was answered, one that was not, one cut off */

#include "config.h"

#include <fcntl.h>

#include "shc-activity-log.h"
#include "shc-schema.h"
#include "shc-secure.h"

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  gint64 *entry = user_data;

  *entry = shc_intent_sink_begin_finish (SHC_INTENT_SINK (source), result, &error);
  if (*entry == 0)
    g_error ("%s", error->message);
}

static void
add (ShcActivityLog         *log,
     const char             *endpoint,
     const char             *purpose,
     const ShcIntentOutcome *outcome)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("openai", endpoint, purpose, "test", 2);
  gint64 entry = 0;

  shc_intent_sink_begin_async (SHC_INTENT_SINK (log), intent, 3100, NULL, begun_cb, &entry);
  while (entry == 0)
    g_main_context_iteration (NULL, TRUE);
  if (outcome != NULL)
    shc_intent_sink_complete (SHC_INTENT_SINK (log), entry, outcome);
}

int
main (int    argc,
      char **argv)
{
  const ShcIntentOutcome answered = { 200, 5200, 1234 };
  const ShcIntentOutcome unanswered = { 0, 0, 250 };
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcVault) vault = NULL;
  g_autoptr(ShcActivityLog) log = NULL;
  g_autoptr(GBytes) passphrase = NULL;

  if (argc != 3)
    g_error ("usage: fill-activity VAULT PASSPHRASE-FILE");
  shc_secure_init ();
  passphrase = shc_secret_read_line (open (argv[2], O_RDONLY | O_CLOEXEC), &error);
  vault = shc_vault_new (argv[1], shc_journal_schema ());
  if (passphrase == NULL || !shc_vault_unlock_with_passphrase (vault, passphrase, &error))
    g_error ("%s", error->message);
  log = shc_activity_log_new (vault);
  add (log, "responses", "chat", &answered);
  add (log, "models", "test-key", &unanswered);
  add (log, "responses", "chat", NULL);
  shc_vault_close (vault);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return 0;
}
