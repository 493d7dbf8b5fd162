/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of one row of a table, as somebody else's service keeps them. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_CELL_EMPTY,   /* nothing; written, it clears the cell */
  SHC_CELL_TEXT,
  SHC_CELL_CHECK,
  SHC_CELL_DATE,    /* YYYY-MM-DD, the civil date */
  SHC_CELL_CHOICE,  /* one of a list, by its exact name */
  SHC_CELL_LINKS,   /* ids of rows */
  SHC_CELL_OTHER,   /* something of another shape: equal to nothing, and never written */
} ShcCellKind;

/**
 * ShcCell:
 * @name: of its column, or the column's id
 * @text: (nullable): of a text, a date and a choice
 * @checked: of a check mark
 * @links: (nullable) (array zero-terminated=1): of links
 */
typedef struct
{
  char         *name;
  ShcCellKind   kind;
  char         *text;
  gboolean      checked;
  char        **links;
} ShcCell;

/** ShcCells: cells in an order, no two of one name. */
typedef struct _ShcCells ShcCells;

ShcCells *shc_cells_new  (void);
/** shc_cells_copy: Returns: (transfer full): */
ShcCells *shc_cells_copy (const ShcCells *self);
void      shc_cells_free (ShcCells *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcCells, shc_cells_free)

/* Each puts a cell in the place of the one of this name, or at the end. A text, date or choice that is %NULL or
 * "", and links that are %NULL or none, become an empty cell: no service tells the two apart. */

void shc_cells_set_empty  (ShcCells *self, const char *name);
void shc_cells_set_text   (ShcCells *self, const char *name, const char *text);
void shc_cells_set_check  (ShcCells *self, const char *name, gboolean checked);
void shc_cells_set_date   (ShcCells *self, const char *name, const char *date);
void shc_cells_set_choice (ShcCells *self, const char *name, const char *choice);
void shc_cells_set_links  (ShcCells *self, const char *name, const char *const *links);
void shc_cells_set_other  (ShcCells *self, const char *name);
/** shc_cells_set_copy: @cell: (transfer none): of any kind, under its own name. */
void shc_cells_set_copy   (ShcCells *self, const ShcCell *cell);

guint          shc_cells_get_length (const ShcCells *self);
/** shc_cells_get: Returns: (transfer none): valid until @self is changed. */
const ShcCell *shc_cells_get        (const ShcCells *self, guint index);
/** shc_cells_find: Returns: (transfer none) (nullable): valid until @self is changed. */
const ShcCell *shc_cells_find       (const ShcCells *self, const char *name);
/** shc_cells_get_text: Returns: (transfer none) (nullable): of a text, date or choice; %NULL of any other. */
const char    *shc_cells_get_text   (const ShcCells *self, const char *name);

/**
 * shc_cell_equal:
 * @a: @b: (nullable): none is as good as an empty one
 *
 * Whether both hold the same; their names do not matter. A check mark that is not set is an empty cell; the order
 * of links does not count; a text, a date and a choice are equal if they read the same. Two of %SHC_CELL_OTHER
 * never are.
 */
gboolean  shc_cell_equal  (const ShcCell *a, const ShcCell *b);

/** shc_cells_equal: whether each name has an equal cell in both, in whatever order. */
gboolean  shc_cells_equal (const ShcCells *a, const ShcCells *b);

/** shc_cells_dup_changes: Returns: (transfer full): those of @wanted that are not equal in @held: what has to be
 * written so that @held becomes @wanted. What @held has beyond is left alone. */
ShcCells *shc_cells_dup_changes (const ShcCells *wanted, const ShcCells *held);

/** shc_cells_to_json: Returns: (transfer full): one line that keeps kinds and order, for keeping. */
char     *shc_cells_to_json   (const ShcCells *self);
/** shc_cells_from_json: Returns: (transfer full): what shc_cells_to_json() made. Errors: %SHC_JSON_ERROR. */
ShcCells *shc_cells_from_json (const char *text, GError **error);

/** shc_cells_add_values: adds to @builder an object of plain values, as services and people read them: text,
 * `true`, an array of ids, `null`. Cells of %SHC_CELL_OTHER are left out. */
void      shc_cells_add_values (const ShcCells *self, JsonBuilder *builder);

G_END_DECLS
