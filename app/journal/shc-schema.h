/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's tables, handed to the vault. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** Returns: (transfer none): static. */
const ShcSchema *shc_journal_schema (void);

G_END_DECLS
