/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is at a service to choose from. */

#define G_LOG_DOMAIN "shc-service-place"

#include "config.h"

#include "shc-service-place.h"

static void
place_free (gpointer data)
{
  ShcServicePlace *place = data;

  g_free (place->id);
  g_free (place->title);
  g_free (place);
}

GPtrArray *
shc_service_places_new (void)
{
  return g_ptr_array_new_with_free_func (place_free);
}

void
shc_service_places_add (GPtrArray  *places,
                        const char *id,
                        const char *title)
{
  ShcServicePlace *place;

  g_return_if_fail (places != NULL);

  if (id == NULL || *id == '\0')
    return;
  place = g_new0 (ShcServicePlace, 1);
  place->id = g_strdup (id);
  place->title = g_strdup (title != NULL ? title : "");
  g_ptr_array_add (places, place);
}
