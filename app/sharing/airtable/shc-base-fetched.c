/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came back from a base. */

#define G_LOG_DOMAIN "shc-base-fetched"

#include "config.h"

#include "shc-base-fetched.h"

ShcBaseFetched *
shc_base_fetched_new (const char *service,
                      const char *place)
{
  ShcBaseFetched *self = g_new0 (ShcBaseFetched, 1);

  self->plan = shc_share_plan_new (SHC_SHARING_SHARE, service, place);
  self->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_share_change_free);
  self->gone = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_share_change_free);
  self->aside = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_share_change_free);
  return self;
}

void
shc_base_fetched_free (ShcBaseFetched *self)
{
  if (self == NULL)
    return;
  shc_share_plan_free (self->plan);
  g_ptr_array_unref (self->conflicts);
  g_ptr_array_unref (self->gone);
  g_ptr_array_unref (self->aside);
  g_clear_pointer (&self->profile, shc_share_change_free);
  g_free (self);
}
