/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consent ledger for other programs. */

#define G_LOG_DOMAIN "shc-consent-json"

#include "config.h"

#include "shc-consent-json.h"

void
shc_consent_add_json (JsonBuilder      *builder,
                      const ShcConsent *consent)
{
  g_return_if_fail (JSON_IS_BUILDER (builder));
  g_return_if_fail (consent != NULL);

  json_builder_begin_object (builder);
  shc_json_add_int (builder, "number", consent->number);
  shc_json_add_time (builder, "at", consent->at_us);
  shc_json_add_string (builder, "what", consent->purpose);
  shc_json_add_string (builder, "recipient", consent->recipient);
  shc_json_add_boolean (builder, "granted", consent->granted);
  shc_json_add_string (builder, "wording", consent->wording);
  shc_json_add_string (builder, "text", consent->text);
  shc_json_add_string (builder, "fields", consent->fields);
  shc_json_add_string (builder, "digest", consent->digest);
  shc_json_add_boolean (builder, "restored", consent->restored);
  shc_json_add_string (builder, "chain", consent->chain);
  json_builder_end_object (builder);
}

char *
shc_consent_export (GPtrArray *entries)
{
  g_autoptr(GString) text = g_string_new ("[");

  g_return_val_if_fail (entries != NULL, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();
      g_autofree char *line = NULL;

      shc_consent_add_json (builder, g_ptr_array_index (entries, i));
      line = shc_json_end (builder);
      g_string_append_printf (text, "%s\n%s", i > 0 ? "," : "", line);
    }
  g_string_append (text, entries->len > 0 ? "\n]\n" : "]\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
