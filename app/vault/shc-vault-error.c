/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of the vault. */

#include "config.h"

#include "shc-vault-error.h"

G_DEFINE_QUARK (shc-vault-error-quark, shc_vault_error)
