/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can go wrong between this computer and a service. */

#define G_LOG_DOMAIN "shc-service-error"

#include "config.h"

#include "shc-service-error.h"

G_DEFINE_QUARK (shc-service-error-quark, shc_service_error)
