/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a base of Airtable consists of. */

#pragma once

#include "shc-cells.h"

G_BEGIN_DECLS

/** ShcAirtableBase: @permission: "none", "read", "comment", "edit", "create". */
typedef struct
{
  char *id;
  char *name;
  char *permission;
} ShcAirtableBase;

/**
 * ShcAirtableField:
 * @type: in Airtable's words: "singleLineText", "multilineText", "email", "checkbox", "date", "singleSelect",
 *   "multipleRecordLinks", or any other
 * @kind: of the cells that it holds; %SHC_CELL_OTHER for types that are neither read nor written here
 * @choices: (nullable) (array zero-terminated=1): names to choose from
 * @linked_table_id: @inverse_field_id: (nullable): of links
 * @single_link: whether people are meant to choose one row only; there may be more all the same
 * @writable: whether cells can be written: @kind is known, and the type is not computed
 */
typedef struct
{
  char         *id;
  char         *name;
  char         *type;
  ShcCellKind   kind;
  char        **choices;
  char         *linked_table_id;
  char         *inverse_field_id;
  gboolean      single_link;
  gboolean      writable;
} ShcAirtableField;

/** ShcAirtableTable: @fields: (element-type ShcAirtableField): in the base's order. */
typedef struct
{
  char      *id;
  char      *name;
  char      *primary_field_id;
  GPtrArray *fields;
} ShcAirtableTable;

/**
 * ShcAirtableNewField:
 * @type: "singleLineText", "multilineText", "email", "checkbox", "date", "singleSelect" or "multipleRecordLinks"
 * @choices: (nullable) (array zero-terminated=1): of a singleSelect
 * @linked_table_id: (nullable): of links
 */
typedef struct
{
  const char        *name;
  const char        *type;
  const char *const *choices;
  const char        *linked_table_id;
} ShcAirtableNewField;

/** ShcAirtableColumn: a column to be read. @id: of the field; @kind: what its cells are read as: one that does not fit
 * becomes %SHC_CELL_OTHER. */
typedef struct
{
  const char  *id;
  ShcCellKind  kind;
} ShcAirtableColumn;

/**
 * ShcAirtableRecord: one row.
 * @id: (nullable): "rec…"; %NULL for one that is to be created
 * @created: (nullable): when, in Airtable's words: "2022-09-12T21:03:48.000Z"
 * @cells: named by the ids of their fields; read, it has one for each column that was asked for: EMPTY for a cell that
 *   the answer leaves out, unset for a check mark that it leaves out
 * @json: (nullable): all fields as the service has them, if no columns were named
 * @is_new: whether the answer to an upsert said that it was created
 */
typedef struct
{
  char     *id;
  char     *created;
  ShcCells *cells;
  char     *json;
  gboolean  is_new;
} ShcAirtableRecord;

/** shc_airtable_dup_base_id: Returns: (transfer full) (nullable): the id of a base in @typed, which is that or an address of the
 * base; %NULL if there is none. */
char *shc_airtable_dup_base_id (const char *typed);

void shc_airtable_base_free   (ShcAirtableBase *self);
void shc_airtable_field_free  (ShcAirtableField *self);
void shc_airtable_table_free  (ShcAirtableTable *self);
/** shc_airtable_record_new: @id: (nullable): @cells: (transfer full) (nullable): none for an empty list. */
ShcAirtableRecord *shc_airtable_record_new  (const char *id, ShcCells *cells);
void               shc_airtable_record_free (ShcAirtableRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcAirtableBase, shc_airtable_base_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcAirtableField, shc_airtable_field_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcAirtableTable, shc_airtable_table_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcAirtableRecord, shc_airtable_record_free)

/** shc_airtable_find_table: @tables: (element-type ShcAirtableTable): @name: its name, exactly, or its id.
 * Returns: (transfer none) (nullable): */
const ShcAirtableTable *shc_airtable_find_table (const GPtrArray *tables, const char *name);
/** shc_airtable_find_field: @name: its name, exactly, or its id. Returns: (transfer none) (nullable): */
const ShcAirtableField *shc_airtable_find_field (const ShcAirtableTable *table, const char *name);
/** shc_airtable_type_get_kind: @type: of a field. */
ShcCellKind             shc_airtable_type_get_kind (const char *type);

G_END_DECLS
