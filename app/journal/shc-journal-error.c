/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of the journal. */

#include "config.h"

#include "shc-journal-error.h"

G_DEFINE_QUARK (shc-journal-error-quark, shc_journal_error)
