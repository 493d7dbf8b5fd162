/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a list is asked for. */

#define G_LOG_DOMAIN "shc-filter"

#include "config.h"

#include "shc-reflections.h"

ShcFilter *
shc_filter_new (void)
{
  ShcFilter *self = g_new0 (ShcFilter, 1);

  self->from_day = -1;
  self->to_day = -1;
  return self;
}

ShcFilter *
shc_filter_copy (const ShcFilter *self)
{
  ShcFilter *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->query = g_strdup (self->query);
  copy->milestone = g_strdup (self->milestone);
  copy->tag = g_strdup (self->tag);
  return copy;
}

void
shc_filter_free (ShcFilter *self)
{
  if (self == NULL)
    return;

  g_free (self->query);
  g_free (self->milestone);
  g_free (self->tag);
  g_free (self);
}
