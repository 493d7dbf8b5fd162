/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a base of Airtable consists of. */

#define G_LOG_DOMAIN "shc-airtable-types"

#include "config.h"

#include "shc-airtable-types.h"

#include <string.h>

/* "app" and fourteen more; a word that only begins so is none. */
#define SHORTEST_BASE_ID 10

typedef struct
{
  const char  *type;
  ShcCellKind  kind;
} Known;

/* Types with a time of day, with marks inside the text, or filled in by the service itself are not among them. */
static const Known known[] = {
  { "singleLineText", SHC_CELL_TEXT },
  { "multilineText", SHC_CELL_TEXT },
  { "email", SHC_CELL_TEXT },
  { "checkbox", SHC_CELL_CHECK },
  { "date", SHC_CELL_DATE },
  { "singleSelect", SHC_CELL_CHOICE },
  { "multipleRecordLinks", SHC_CELL_LINKS },
};

char *
shc_airtable_dup_base_id (const char *typed)
{
  g_autofree char *text = NULL;
  const char *slash;
  const char *begin;
  gsize length;

  g_return_val_if_fail (typed != NULL, NULL);

  text = g_strstrip (g_strdup (typed));
  slash = strstr (text, "/app");
  begin = slash != NULL ? slash + 1 : text;
  length = strspn (begin, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS);
  if (!g_str_has_prefix (begin, "app") || length < SHORTEST_BASE_ID ||
      (begin[length] != '\0' && (slash == NULL || strchr ("/?#", begin[length]) == NULL)))
    return NULL;
  return g_strndup (begin, length);
}

void
shc_airtable_base_free (ShcAirtableBase *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->permission);
  g_free (self);
}

void
shc_airtable_field_free (ShcAirtableField *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->type);
  g_strfreev (self->choices);
  g_free (self->linked_table_id);
  g_free (self->inverse_field_id);
  g_free (self);
}

void
shc_airtable_table_free (ShcAirtableTable *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->primary_field_id);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_free (self);
}

ShcAirtableRecord *
shc_airtable_record_new (const char *id,
                         ShcCells   *cells)
{
  ShcAirtableRecord *self = g_new0 (ShcAirtableRecord, 1);

  self->id = g_strdup (id);
  self->cells = cells != NULL ? cells : shc_cells_new ();
  return self;
}

void
shc_airtable_record_free (ShcAirtableRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->created);
  shc_cells_free (self->cells);
  g_free (self->json);
  g_free (self);
}

const ShcAirtableTable *
shc_airtable_find_table (const GPtrArray *tables,
                         const char      *name)
{
  g_return_val_if_fail (tables != NULL && name != NULL, NULL);

  for (guint i = 0; i < tables->len; i++)
    {
      const ShcAirtableTable *table = g_ptr_array_index (tables, i);

      if (g_str_equal (table->name, name) || g_str_equal (table->id, name))
        return table;
    }
  return NULL;
}

const ShcAirtableField *
shc_airtable_find_field (const ShcAirtableTable *table,
                         const char             *name)
{
  g_return_val_if_fail (table != NULL && name != NULL, NULL);

  for (guint i = 0; i < table->fields->len; i++)
    {
      const ShcAirtableField *field = g_ptr_array_index (table->fields, i);

      if (g_str_equal (field->name, name) || g_str_equal (field->id, name))
        return field;
    }
  return NULL;
}

ShcCellKind
shc_airtable_type_get_kind (const char *type)
{
  g_return_val_if_fail (type != NULL, SHC_CELL_OTHER);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].type, type))
      return known[i].kind;
  return SHC_CELL_OTHER;
}
