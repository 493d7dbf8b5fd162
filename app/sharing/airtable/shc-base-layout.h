/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tables and columns of a base hold what is shared, by the base's own schema and the names that the person gave. */

#pragma once

#include "shc-airtable-types.h"

G_BEGIN_DECLS

typedef enum { SHC_BASE_USERS, SHC_BASE_REFLECTIONS, SHC_BASE_N_TABLES } ShcBaseTable;

typedef enum
{
  SHC_BASE_NAME,
  SHC_BASE_EMAIL,
  SHC_BASE_CONSENT,
  SHC_BASE_CREATED,
  SHC_BASE_GOALS,
  SHC_BASE_FASTING,
  SHC_BASE_USER_ID,
  SHC_BASE_USER,
  SHC_BASE_TEXT,
  SHC_BASE_DATE,
  SHC_BASE_MILESTONE,
  SHC_BASE_REFLECTION_ID,
  SHC_BASE_N_COLUMNS
} ShcBaseColumn;

/** ShcBaseLayoutNames: what the person set. @mapping: lines "NAME = THEIRS"; see shc_base_layout_new(). */
typedef struct
{
  const char *users;
  const char *reflections;
  const char *mapping;
} ShcBaseLayoutNames;

/**
 * ShcBaseLayout:
 * @schema: (element-type ShcAirtableTable) (nullable): of the base; %NULL where it was not asked
 * @tables: (nullable elements): in @schema
 * @columns: (nullable elements): in @schema
 * @missing: (element-type utf8): "Users", "Users: Email", and what has to be a different type
 * @names: our names to theirs, of columns, and of choices: "fasting.some", "milestone.Day 7"
 * @own: theirs to ours, of choices: "milestone.Week one"
 */
typedef struct
{
  GPtrArray              *schema;
  const ShcAirtableTable *tables[SHC_BASE_N_TABLES];
  const ShcAirtableField *columns[SHC_BASE_N_COLUMNS];
  GPtrArray              *missing;
  GHashTable             *names;
  GHashTable             *own;
  char                   *table_names[SHC_BASE_N_TABLES];
} ShcBaseLayout;

/**
 * shc_base_layout_new:
 * @schema: (transfer full) (nullable) (element-type ShcAirtableTable)
 *
 * A line of the mapping is "Users: Email = Courriel" for a column, "fasting.some = A little" or "milestone.Day 7 = Week one"
 * for a choice of the base's own; others are left alone.
 */
ShcBaseLayout *shc_base_layout_new  (GPtrArray *schema, const ShcBaseLayoutNames *names);
void           shc_base_layout_free (ShcBaseLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcBaseLayout, shc_base_layout_free)

/** shc_base_layout_get_id: Returns: (transfer none): what cells of @column are named by: the id of its field, or our own
 * name where the base was not asked. */
const char *shc_base_layout_get_id   (const ShcBaseLayout *self, ShcBaseColumn column);
/** shc_base_layout_get_name: @id: as of shc_base_layout_get_id(). Returns: (transfer none): what the column is called there. */
const char *shc_base_layout_get_name (const ShcBaseLayout *self, const char *id);
/** shc_base_layout_get_wanted_name: Returns: (transfer none): what @column should be called there: by the mapping, or as we do. */
const char *shc_base_layout_get_wanted_name (const ShcBaseLayout *self, ShcBaseColumn column);
/** shc_base_layout_can_write: whether cells of @column are written: a date of creation that the base makes itself is not. */
gboolean    shc_base_layout_can_write (const ShcBaseLayout *self, ShcBaseColumn column);

/** shc_base_fasting_words: (array zero-terminated=1): by #ShcFasting: what an experience with fasting is called there. */
extern const char *const shc_base_fasting_words[];

/** shc_base_layout_find_choice: @group: "fasting" or "milestone". @ours: such as "some", "Day 7". Returns: (transfer none)
 * (nullable): the base's own choice for it; @ours itself where the column is free text; %NULL if it has none. */
const char *shc_base_layout_find_choice (const ShcBaseLayout *self, ShcBaseColumn column, const char *group,
                                         const char *ours);

/** shc_base_layout_find_own: the way back of it. Returns: (transfer none): what we call the base's @theirs; @theirs itself where the
 * mapping says nothing of it. */
const char *shc_base_layout_find_own (const ShcBaseLayout *self, const char *group, const char *theirs);

ShcBaseTable shc_base_column_get_table (ShcBaseColumn column);
/** shc_base_column_get_name: Returns: our name of it, which is not translated: "Healing Name". */
const char  *shc_base_column_get_name  (ShcBaseColumn column);
/** shc_base_column_dup_key: Returns: (transfer full): what the mapping calls it: "Users: Healing Name". */
char        *shc_base_column_dup_key   (ShcBaseColumn column);
/** shc_base_column_get_new: what it is made as by `--prepare`; without the table that links go to. */
ShcAirtableNewField shc_base_column_get_new (ShcBaseColumn column);
/** shc_base_table_get_part: Returns: "users" or "reflections". */
const char  *shc_base_table_get_part (ShcBaseTable table);

G_END_DECLS
