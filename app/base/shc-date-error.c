/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of dates. */

#include "config.h"

#include "shc-date.h"

G_DEFINE_QUARK (shc-date-error-quark, shc_date_error)
