/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether every page of a database is as it was written. */

#define G_LOG_DOMAIN "shc-integrity"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "shc-integrity.h"

#define MAX_PROBLEMS 100

/* SQLCipher's sentence ends in the page's number. */
static char *
describe_page (const char *finding)
{
  const char *number = finding != NULL ? strrchr (finding, ' ') : NULL;

  if (number != NULL && g_ascii_isdigit (number[1]))
    return g_strdup_printf (_("Page %ld of the journal's file is damaged."),
                            strtol (number + 1, NULL, 10));
  return g_strdup (_("The journal's file is damaged."));
}

gboolean
shc_integrity_check_pages (ShcDb      *db,
                           GPtrArray  *problems,
                           GError    **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  int rc;

  rc = sqlite3_prepare_v2 (shc_db_get_handle (db), "PRAGMA cipher_integrity_check", -1, &stmt,
                           NULL);
  while (rc == SQLITE_OK || rc == SQLITE_ROW)
    {
      rc = sqlite3_step (stmt);
      if (rc == SQLITE_ROW && problems->len < MAX_PROBLEMS)
        g_ptr_array_add (problems,
                         describe_page ((const char *) sqlite3_column_text (stmt, 0)));
    }
  if (rc == SQLITE_DONE)
    return TRUE;
  shc_db_set_error (db, rc, error);
  return FALSE;
}

/* Adds @sentence once if @sql finds anything but "ok". */
static void
check_by (ShcDb      *db,
          const char *sql,
          const char *sentence,
          GPtrArray  *problems)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  int rc = sqlite3_prepare_v2 (shc_db_get_handle (db), sql, -1, &stmt, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_step (stmt);
  if (rc == SQLITE_ROW)
    {
      const char *finding = (const char *) sqlite3_column_text (stmt, 0);

      if (g_strcmp0 (finding, "ok") == 0)
        return;
      g_debug ("%s: %s", sql, finding);
    }
  if (rc != SQLITE_DONE)
    g_ptr_array_add (problems, g_strdup (sentence));
}

void
shc_integrity_check_structure (ShcDb     *db,
                               GPtrArray *problems)
{
  check_by (db, "PRAGMA integrity_check (1)",
            _("The journal's tables are damaged. A backup can be restored."), problems);
  check_by (db, "PRAGMA foreign_key_check",
            _("Something in the journal refers to a record that is gone."), problems);
}
