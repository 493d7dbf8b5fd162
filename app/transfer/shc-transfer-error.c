/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of import and export. */

#include "config.h"

#include "shc-transfer.h"

G_DEFINE_QUARK (shc-transfer-error-quark, shc_transfer_error)
