/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can go wrong between this computer and a service. */

#define G_LOG_DOMAIN "shc-service-error"

#include "config.h"

#include "shc-service-error.h"

typedef struct
{
  ShcServiceAdvice advice;
} ShcServiceErrorPrivate;

static void
shc_service_error_private_init (ShcServiceErrorPrivate *private)
{
  private->advice.wait_ms = -1;
}

static void
shc_service_error_private_copy (const ShcServiceErrorPrivate *from,
                                ShcServiceErrorPrivate       *to)
{
  *to = *from;
}

static void
shc_service_error_private_clear (ShcServiceErrorPrivate *private)
{
}

/* GLib puts what it adds before the error itself, and aligns it; clang cannot see that. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-align"
G_DEFINE_EXTENDED_ERROR (ShcServiceError, shc_service_error)
#pragma GCC diagnostic pop

ShcServiceAdvice *
shc_service_error_get_advice (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == SHC_SERVICE_ERROR, NULL);

  return &shc_service_error_get_private (error)->advice;
}
