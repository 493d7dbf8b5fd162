/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of data/safety, which are part of the program. */

#define G_LOG_DOMAIN "shc-safety-data"

#include "config.h"

#include "shc-safety-data.h"

#include "shc-json.h"
#include "shc-safety-resources.h"

/* They are part of the program: if they cannot be read, the program is broken. */
GBytes *
shc_safety_read_bytes (const char *name)
{
  g_autofree char *path = g_strconcat ("/org/sacredhealing/Companion/safety/", name, NULL);
  g_autoptr(GError) error = NULL;
  GBytes *content =
    g_resource_lookup_data (shc_safety_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (content == NULL)
    g_error ("%s: %s", name, error->message);
  return content;
}

JsonNode *
shc_safety_read_data (const char *name)
{
  g_autoptr(GBytes) content = shc_safety_read_bytes (name);
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (content, &length);
  JsonNode *root = shc_json_parse (text, length, &error);

  if (root == NULL)
    g_error ("%s: %s", name, error->message);
  return root;
}
