/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of the on-device check in a terminal. */

#define G_LOG_DOMAIN "shc-care"

#include "config.h"

#include "shc-care.h"

#include <glib/gi18n-lib.h>

#include "shc-settings.h"

char *
shc_care_format_card (const ShcSafetyCard *card)
{
  g_autoptr(GString) out = g_string_new (card->text);

  g_string_append (out, "\n\n");
  for (guint i = 0; i < card->lines->len; i++)
    {
      const ShcHelpLine *line = g_ptr_array_index (card->lines, i);

      g_string_append_printf (out, "  %s: %s%s%s\n", line->name, line->contact,
                              line->hours != NULL ? ", " : "", line->hours != NULL ? line->hours : "");
    }
  g_string_append_printf (out, "  %s", card->directory);
  if (card->check != NULL && card->lines->len > 0)
    g_string_append_printf (out, "\n\n%s", card->check);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
read_country (ShcDb     *db,
              gpointer   data,
              GError   **error)
{
  char **country = data;

  *country = shc_settings_get (db, SHC_SETTING_SUPPORT_COUNTRY, error);
  return *country != NULL;
}

ShcSafetyCard *
shc_care_create_card (ShcCli           *self,
                      ShcSafetyFinding  finding)
{
  g_autofree char *country = NULL;

  /* Without the setting the desktop's country is as good a guess. */
  shc_cli_do (self, SHC_DB_READER, read_country, &country, NULL);
  return shc_safety_card_new (finding, NULL, country != NULL && *country != '\0' ? country : NULL, g_get_real_time ());
}

void
shc_care_say_where (ShcCli *self)
{
  shc_cli_say (self, _("Support, whenever you want it: %s"), shc_help_get_directory ());
}

void
shc_care_attend_quietly (ShcCli     *self,
                         const char *text)
{
  if (shc_safety_check (text, -1).level > SHC_SAFETY_NONE)
    shc_care_say_where (self);
}

void
shc_care_attend (ShcCli     *self,
                 const char *text)
{
  ShcSafetyFinding finding = shc_safety_check (text, -1);
  g_autoptr(ShcSafetyCard) card = NULL;
  g_autofree char *lines = NULL;

  if (finding.level == SHC_SAFETY_MENTION)
    shc_care_say_where (self);
  if (finding.level < SHC_SAFETY_CONCERN)
    return;

  card = shc_care_create_card (self, finding);
  lines = shc_care_format_card (card);
  shc_cli_warn ("\n%s", lines);
}
