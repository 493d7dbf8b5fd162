/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is at a service to choose from: a base, a list, a form. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ShcServicePlace: @id: as the settings take it; @title: what people call it, "" if it has no name. */
typedef struct
{
  char *id;
  char *title;
} ShcServicePlace;

/** shc_service_places_new: Returns: (transfer full) (element-type ShcServicePlace): none yet. */
GPtrArray *shc_service_places_new (void);
/** shc_service_places_add: @id: (nullable): without one it is none; @title: (nullable). */
void       shc_service_places_add (GPtrArray *places, const char *id, const char *title);

G_END_DECLS
