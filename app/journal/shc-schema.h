/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's tables, handed to the vault. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/**
 * SHC_SQL_VISIBLE:
 *
 * A condition for every query on `reflection`: leaves out the rows of an import that is not
 * published yet. Asked once a query, compared once a row.
 */
#define SHC_SQL_VISIBLE " row < (SELECT from_row FROM staging) "

/** SHC_SQL_DOOMED: `trashed_us` of what was purged and is still being taken away: neither in the trash
 * nor out of it, so in no list; whoever asks without `trashed_us` leaves it out by this. */
#define SHC_SQL_DOOMED " -1 "
#define SHC_SQL_NOT_DOOMED " trashed_us IS NOT" SHC_SQL_DOOMED

/** Returns: (transfer none): static. */
const ShcSchema *shc_journal_schema (void);

G_END_DECLS
