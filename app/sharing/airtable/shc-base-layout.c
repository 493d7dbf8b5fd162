/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tables and columns of a base hold what is shared. */

#define G_LOG_DOMAIN "shc-base-layout"

#include "config.h"

#include "shc-base-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *const shc_base_fasting_words[] = { "None", "Beginner", "Some", "Experienced", NULL };

/* What each column is; the types that will do, the one that it is made as first. */
typedef struct
{
  ShcBaseTable       table;
  const char        *name;
  const char        *types[4];
  const char *const *choices;
} Column;

static const Column columns[SHC_BASE_N_COLUMNS] = {
  [SHC_BASE_NAME] = { SHC_BASE_USERS, "Healing Name", { "singleLineText", "multilineText" }, NULL },
  [SHC_BASE_EMAIL] = { SHC_BASE_USERS, "Email", { "email", "singleLineText", "multilineText" }, NULL },
  [SHC_BASE_CONSENT] = { SHC_BASE_USERS, "Consent to Data Storage", { "checkbox" }, NULL },
  [SHC_BASE_CREATED] = { SHC_BASE_USERS, "Created At", { "date", "createdTime", "dateTime" }, NULL },
  [SHC_BASE_GOALS] = { SHC_BASE_USERS, "Healing Goals", { "multilineText", "singleLineText" }, NULL },
  [SHC_BASE_FASTING] = { SHC_BASE_USERS, "Experience with Fasting",
                         { "singleSelect", "singleLineText", "multilineText" }, shc_base_fasting_words },
  [SHC_BASE_USER_ID] = { SHC_BASE_USERS, "Local ID", { "singleLineText", "multilineText" }, NULL },
  [SHC_BASE_USER] = { SHC_BASE_REFLECTIONS, "User", { "multipleRecordLinks" }, NULL },
  [SHC_BASE_TEXT] = { SHC_BASE_REFLECTIONS, "Reflection Text", { "multilineText", "singleLineText" }, NULL },
  [SHC_BASE_DATE] = { SHC_BASE_REFLECTIONS, "Date", { "date" }, NULL },
  [SHC_BASE_MILESTONE] = { SHC_BASE_REFLECTIONS, "Milestone", { "singleLineText", "singleSelect", "multilineText" }, NULL },
  [SHC_BASE_REFLECTION_ID] = { SHC_BASE_REFLECTIONS, "Local ID", { "singleLineText", "multilineText" }, NULL },
};

static const char *const parts[] = { "users", "reflections" };
static const char *const default_names[] = { "Users", "Reflections" };

ShcBaseTable
shc_base_column_get_table (ShcBaseColumn column)
{
  return columns[column].table;
}

const char *
shc_base_column_get_name (ShcBaseColumn column)
{
  return columns[column].name;
}

const char *
shc_base_table_get_part (ShcBaseTable table)
{
  return parts[table];
}

ShcAirtableNewField
shc_base_column_get_new (ShcBaseColumn column)
{
  return (ShcAirtableNewField) { columns[column].name, columns[column].types[0], columns[column].choices, NULL };
}

static char *
make_key (const char *name)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));

  return g_utf8_casefold (stripped, -1);
}

/* The line's key is ours, in any case; a mapping that makes no sense maps nothing. */
static GHashTable *
read_mapping (const char *mapping)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) lines = g_strsplit (mapping != NULL ? mapping : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *equals = strchr (lines[i], '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      g_strstrip (equals + 1);
      if (equals[1] != '\0')
        g_hash_table_replace (names, make_key (lines[i]), g_strdup (equals + 1));
    }
  return g_steal_pointer (&names);
}

/* Of "milestone.Day 7 = Week one": "Day 7" by "milestone.Week one". Columns have no point in their names before a choice. */
static GHashTable *
read_way_back (const char *mapping)
{
  g_autoptr(GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) lines = g_strsplit (mapping != NULL ? mapping : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *equals = strchr (lines[i], '=');
      char *point = equals != NULL ? memchr (lines[i], '.', (gsize) (equals - lines[i])) : NULL;
      g_autofree char *theirs = NULL;

      if (point == NULL)
        continue;
      *equals = *point = '\0';
      theirs = g_strconcat (g_strstrip (lines[i]), ".", g_strstrip (equals + 1), NULL);
      g_hash_table_replace (own, make_key (theirs), g_strdup (g_strstrip (point + 1)));
    }
  return g_steal_pointer (&own);
}

static const char *
look_up (const ShcBaseLayout *self,
         const char          *name)
{
  g_autofree char *key = make_key (name);

  return g_hash_table_lookup (self->names, key);
}

char *
shc_base_column_dup_key (ShcBaseColumn column)
{
  return g_strconcat (default_names[columns[column].table], ": ", columns[column].name, NULL);
}

const char *
shc_base_layout_get_wanted_name (const ShcBaseLayout *self,
                                 ShcBaseColumn        column)
{
  g_autofree char *full = shc_base_column_dup_key (column);
  const char *mapped = look_up (self, full);

  return mapped != NULL ? mapped : columns[column].name;
}

static gboolean
will_do (ShcBaseColumn  column,
         const char    *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns[column].types) && columns[column].types[i] != NULL; i++)
    if (g_str_equal (columns[column].types[i], type))
      return TRUE;
  return FALSE;
}

static void
find_column (ShcBaseLayout *self,
             ShcBaseColumn  column)
{
  const ShcAirtableTable *table = self->tables[columns[column].table];
  const char *name = shc_base_layout_get_wanted_name (self, column);
  const ShcAirtableField *field = table != NULL ? shc_airtable_find_field (table, name) : NULL;

  if (field == NULL)
    g_ptr_array_add (self->missing, g_strdup_printf ("%s: %s", self->table_names[columns[column].table], name));
  else if (!will_do (column, field->type))
    /* TRANSLATORS: a table, a column of it, what kind of column it is, and what kind it should be. */
    g_ptr_array_add (self->missing, g_strdup_printf (_("%s: %s (it is “%s” there, and should be “%s”)"),
                                                     self->table_names[columns[column].table], name, field->type,
                                                     columns[column].types[0]));
  else
    self->columns[column] = field;
}

static void
find_all (ShcBaseLayout *self)
{
  for (guint i = 0; i < SHC_BASE_N_TABLES; i++)
    {
      self->tables[i] = shc_airtable_find_table (self->schema, self->table_names[i]);
      if (self->tables[i] == NULL)
        g_ptr_array_add (self->missing, g_strdup (self->table_names[i]));
    }
  for (guint i = 0; i < SHC_BASE_N_COLUMNS; i++)
    if (self->tables[columns[i].table] != NULL)
      find_column (self, (ShcBaseColumn) i);
}

/* Links have to go to the table of users: into another they would say something else. */
static void
check_link (ShcBaseLayout *self)
{
  const ShcAirtableField *user = self->columns[SHC_BASE_USER];
  const ShcAirtableTable *users = self->tables[SHC_BASE_USERS];

  if (user == NULL || users == NULL || g_strcmp0 (user->linked_table_id, users->id) == 0)
    return;
  self->columns[SHC_BASE_USER] = NULL;
  g_ptr_array_add (self->missing, g_strdup_printf (_("%s: %s (it links to another table)"),
                                                   self->table_names[SHC_BASE_REFLECTIONS], user->name));
}

ShcBaseLayout *
shc_base_layout_new (GPtrArray                *schema,
                     const ShcBaseLayoutNames *names)
{
  ShcBaseLayout *self = g_new0 (ShcBaseLayout, 1);

  self->schema = schema;
  self->missing = g_ptr_array_new_with_free_func (g_free);
  self->names = read_mapping (names->mapping);
  self->own = read_way_back (names->mapping);
  self->table_names[SHC_BASE_USERS] = g_strdup (names->users);
  self->table_names[SHC_BASE_REFLECTIONS] = g_strdup (names->reflections);
  if (schema != NULL)
    {
      find_all (self);
      check_link (self);
    }
  return self;
}

void
shc_base_layout_free (ShcBaseLayout *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->schema, g_ptr_array_unref);
  g_ptr_array_unref (self->missing);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->own);
  for (guint i = 0; i < SHC_BASE_N_TABLES; i++)
    g_free (self->table_names[i]);
  g_free (self);
}

const char *
shc_base_layout_get_id (const ShcBaseLayout *self,
                        ShcBaseColumn        column)
{
  return self->columns[column] != NULL ? self->columns[column]->id : columns[column].name;
}

const char *
shc_base_layout_get_name (const ShcBaseLayout *self,
                          const char          *id)
{
  for (guint i = 0; i < SHC_BASE_N_COLUMNS; i++)
    if (self->columns[i] != NULL && g_str_equal (self->columns[i]->id, id))
      return self->columns[i]->name;
  return id;
}

gboolean
shc_base_layout_can_write (const ShcBaseLayout *self,
                           ShcBaseColumn        column)
{
  const ShcAirtableField *field = self->columns[column];

  if (self->schema == NULL)
    return TRUE;
  return field != NULL && field->writable;
}

const char *
shc_base_layout_find_choice (const ShcBaseLayout *self,
                             ShcBaseColumn        column,
                             const char          *group,
                             const char          *ours)
{
  const ShcAirtableField *field = self->columns[column];
  g_autofree char *key = g_strconcat (group, ".", ours, NULL);
  const char *mapped = look_up (self, key);
  const char *wanted = mapped != NULL ? mapped : ours;

  if (field == NULL || field->kind != SHC_CELL_CHOICE)
    return wanted;
  for (guint i = 0; field->choices != NULL && field->choices[i] != NULL; i++)
    {
      g_autofree char *a = g_utf8_casefold (field->choices[i], -1);
      g_autofree char *b = g_utf8_casefold (wanted, -1);

      if (g_str_equal (a, b))
        return field->choices[i];
    }
  return NULL;
}

const char *
shc_base_layout_find_own (const ShcBaseLayout *self,
                          const char          *group,
                          const char          *theirs)
{
  g_autofree char *name = g_strconcat (group, ".", theirs, NULL);
  g_autofree char *key = make_key (name);
  const char *own = g_hash_table_lookup (self->own, key);

  return own != NULL && *own != '\0' ? own : theirs;
}
