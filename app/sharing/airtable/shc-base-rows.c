/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the journal goes into which cells of a base. */

#define G_LOG_DOMAIN "shc-base-rows"

#include "config.h"

#include "shc-base-rows.h"

#include <glib/gi18n-lib.h>

#include "shc-base-seen.h"
#include "shc-remote-links.h"
#include "shc-text.h"

/* A long text cell holds no more characters. */
#define LONGEST_TEXT 100000

/* @plan: (nullable): what is to be said of it. */
typedef struct
{
  ShcSharePlan        *plan;
  const ShcBaseLayout *layout;
  const ShcBaseOurs   *ours;
  const ShcBaseTheirs *theirs;
  GHashTable          *links;
} Planning;

void
shc_base_ours_free (ShcBaseOurs *self)
{
  if (self == NULL)
    return;
  shc_profile_free (self->profile);
  g_clear_pointer (&self->reflections, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_free (self);
}

ShcBaseTheirs *
shc_base_theirs_new (void)
{
  ShcBaseTheirs *self = g_new0 (ShcBaseTheirs, 1);

  self->reflections =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) shc_airtable_record_free);
  self->same = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
shc_base_theirs_free (ShcBaseTheirs *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->user, shc_airtable_record_free);
  g_hash_table_unref (self->reflections);
  g_hash_table_unref (self->same);
  g_free (self);
}

GHashTable *
shc_base_ours_index (const ShcBaseOurs *self)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->links->len; i++)
    {
      ShcRemoteLink *link = g_ptr_array_index (self->links, i);

      g_hash_table_insert (index, link->id, link);
    }
  return index;
}

guint
shc_base_get_columns (const ShcBaseLayout *layout,
                      ShcBaseTable         table,
                      ShcAirtableColumn   *columns)
{
  guint n = 0;

  for (guint i = 0; i < SHC_BASE_N_COLUMNS; i++)
    if (shc_base_column_get_table ((ShcBaseColumn) i) == table && layout->columns[i] != NULL)
      columns[n++] = (ShcAirtableColumn) { layout->columns[i]->id, layout->columns[i]->kind };
  return n;
}

static char *
dup_day (gint64 day)
{
  return shc_date_to_string (shc_date_from_day (day));
}

static void
note (ShcSharePlan *plan,
      char         *sentence)
{
  if (plan == NULL || g_ptr_array_find_with_equal_func (plan->notes, sentence, g_str_equal, NULL))
    g_free (sentence);
  else
    g_ptr_array_add (plan->notes, sentence);
}

/* A choice that the base has not is left as it is there: it is never made. */
static void
set_choice (const Planning *planning,
            ShcCells       *cells,
            ShcBaseColumn   column,
            const char     *group,
            const char     *ours)
{
  const char *id = shc_base_layout_get_id (planning->layout, column);
  const ShcAirtableField *field = planning->layout->columns[column];
  const char *choice = ours != NULL ? shc_base_layout_find_choice (planning->layout, column, group, ours) : NULL;

  if (ours == NULL)
    shc_cells_set_empty (cells, id);
  else if (choice == NULL)
    note (planning->plan,
          g_strdup_printf (_("“%s” has no choice “%s”. It is left as it is there; preparing the base shows its "
                             "choices, and one of them can be named for it."), field->name, ours));
  else if (field != NULL && field->kind == SHC_CELL_CHOICE)
    shc_cells_set_choice (cells, id, choice);
  else
    shc_cells_set_text (cells, id, choice);
}

static ShcCells *
create_user_cells (const Planning *planning,
                   const char     *local_id)
{
  const ShcBaseLayout *layout = planning->layout;
  const ShcProfile *profile = planning->ours->profile;
  ShcCells *cells = shc_cells_new ();

  shc_cells_set_text (cells, shc_base_layout_get_id (layout, SHC_BASE_NAME), profile->healing_name);
  shc_cells_set_text (cells, shc_base_layout_get_id (layout, SHC_BASE_EMAIL), profile->email);
  shc_cells_set_check (cells, shc_base_layout_get_id (layout, SHC_BASE_CONSENT), planning->ours->consent);
  if (shc_base_layout_can_write (layout, SHC_BASE_CREATED))
    {
      g_autofree char *day = dup_day (shc_date_get_day (shc_date_now (planning->ours->created_us)));

      shc_cells_set_date (cells, shc_base_layout_get_id (layout, SHC_BASE_CREATED), day);
    }
  shc_cells_set_text (cells, shc_base_layout_get_id (layout, SHC_BASE_GOALS), profile->goals);
  set_choice (planning, cells, SHC_BASE_FASTING, "fasting",
              profile->has_fasting ? shc_base_fasting_words[profile->fasting] : NULL);
  shc_cells_set_text (cells, shc_base_layout_get_id (layout, SHC_BASE_USER_ID), local_id);
  return cells;
}

/* The id of the person's own row, as far as it is known. */
static const char *
get_own_row (const Planning *planning)
{
  const ShcRemoteLink *link = g_hash_table_lookup (planning->links, SHC_REMOTE_LINK_PROFILE);

  if (planning->theirs != NULL)
    return planning->theirs->user != NULL ? planning->theirs->user->id : SHC_BASE_OWN_ROW;
  return link != NULL && link->remote_id != NULL ? link->remote_id : SHC_BASE_OWN_ROW;
}

static ShcCells *
create_reflection_cells (const Planning              *planning,
                         const ShcOutboundReflection *reflection,
                         const char                  *local_id)
{
  const ShcBaseLayout *layout = planning->layout;
  const char *own[] = { get_own_row (planning), NULL };
  g_autofree char *day = dup_day (shc_date_get_day (reflection->date));
  ShcCells *cells = shc_cells_new ();

  shc_cells_set_links (cells, shc_base_layout_get_id (layout, SHC_BASE_USER), own);
  shc_cells_set_text (cells, shc_base_layout_get_id (layout, SHC_BASE_TEXT), reflection->text);
  shc_cells_set_date (cells, shc_base_layout_get_id (layout, SHC_BASE_DATE), day);
  set_choice (planning, cells, SHC_BASE_MILESTONE, "milestone", reflection->milestone);
  shc_cells_set_text (cells, shc_base_layout_get_id (layout, SHC_BASE_REFLECTION_ID), local_id);
  return cells;
}

/* What of @wanted is not so there: compared as the service spells it, where it took what we wrote and spells it otherwise. */
static ShcCells *
dup_changes (const ShcCells *wanted,
             const ShcCells *held,
             const char     *seen)
{
  g_autoptr(ShcCells) changes = shc_cells_dup_changes (wanted, held);
  ShcCells *real = shc_cells_new ();

  for (guint i = 0; i < shc_cells_get_length (changes); i++)
    {
      const ShcCell *cell = shc_cells_get (changes, i);

      if (!shc_base_seen_is_written (seen, cell) ||
          !shc_base_seen_is_held (seen, cell->name, shc_cells_find (held, cell->name)))
        shc_cells_set_copy (real, cell);
    }
  return real;
}

/* Without asking: what is not as it was written last. */
static ShcCells *
dup_unknown (const ShcCells *wanted,
             const char     *seen)
{
  ShcCells *real = shc_cells_new ();

  for (guint i = 0; i < shc_cells_get_length (wanted); i++)
    {
      const ShcCell *cell = shc_cells_get (wanted, i);

      if (!shc_base_seen_is_written (seen, cell))
        shc_cells_set_copy (real, cell);
    }
  return real;
}

static ShcCells *
dup_before (const ShcCells *changes,
            const ShcCells *held)
{
  ShcCells *before = shc_cells_new ();

  for (guint i = 0; i < shc_cells_get_length (changes); i++)
    {
      const char *name = shc_cells_get (changes, i)->name;
      const ShcCell *cell = shc_cells_find (held, name);

      if (cell != NULL)
        shc_cells_set_copy (before, cell);
      else
        shc_cells_set_empty (before, name);
    }
  return before;
}

static void
add_change (const Planning  *planning,
            ShcBaseTable     table,
            ShcShareChange  *change,
            const char      *title)
{
  change->table = g_strdup (planning->layout->table_names[table]);
  change->title = g_strdup (title);
  g_ptr_array_add (planning->plan->changes, change);
}

/* Returns: (transfer full): names of those of @all that are not in @changes. */
static char **
dup_same (const ShcCells *all,
          const ShcCells *changes)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < shc_cells_get_length (all); i++)
    if (shc_cells_find (changes, shc_cells_get (all, i)->name) == NULL)
      g_strv_builder_add (names, shc_cells_get (all, i)->name);
  return g_strv_builder_end (names);
}

/* @wanted: (transfer full). @text: (nullable): of the reflection. @record: (nullable): what stands there. */
static void
plan_row (const Planning          *planning,
          ShcBaseTable             table,
          const char              *id,
          const char              *title,
          const char              *text,
          const ShcRemoteLink     *link,
          ShcCells                *wanted,
          const ShcAirtableRecord *record)
{
  const char *part = shc_base_table_get_part (table);
  g_autoptr(ShcCells) all = wanted;
  const char *seen = link != NULL ? link->seen : NULL;
  gboolean there = planning->theirs != NULL ? record != NULL : link != NULL && link->remote_id != NULL;
  g_autoptr(ShcCells) changes = NULL;
  ShcShareChange *change;

  if (there)
    changes = record != NULL ? dup_changes (all, record->cells, seen) : dup_unknown (all, seen);
  if (there && shc_cells_get_length (changes) == 0)
    {
      planning->plan->unchanged++;
      return;
    }
  change = shc_share_change_new (there ? SHC_SHARING_UPDATE : SHC_SHARING_CREATE, part, id);
  change->local_id = g_strdup (link != NULL ? link->local_id : NULL);
  change->remote_id = g_strdup (record != NULL ? record->id : there ? link->remote_id : NULL);
  change->excerpt = text != NULL ? shc_text_excerpt (text, SHC_SHARE_EXCERPT_CHARS) : NULL;
  change->same = there ? dup_same (all, changes) : NULL;
  change->cells = there ? g_steal_pointer (&changes) : g_steal_pointer (&all);
  if (record != NULL)
    change->before = dup_before (change->cells, record->cells);
  if (!there && planning->theirs != NULL && link != NULL && link->remote_id != NULL)
    {
      change->ticked = FALSE;
      change->note = g_strdup (_("It was there and is there no more: somebody deleted it. It is put there again only if you want it."));
    }
  add_change (planning, table, change, title);
}

struct _ShcBaseSieve
{
  Planning       planning;
  GHashTable    *links;
  GHashTable    *by_remote_id;    /* ShcOutboundReflection */
  ShcBaseTheirs *theirs;
};

ShcBaseSieve *
shc_base_sieve_new (const ShcBaseLayout *layout,
                    const ShcBaseOurs   *ours,
                    ShcBaseTheirs       *theirs)
{
  ShcBaseSieve *self = g_new0 (ShcBaseSieve, 1);

  self->links = shc_base_ours_index (ours);
  self->planning = (Planning) { NULL, layout, ours, theirs, self->links };
  self->theirs = theirs;
  self->by_remote_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < ours->reflections->len; i++)
    {
      ShcOutboundReflection *reflection = g_ptr_array_index (ours->reflections, i);
      const ShcRemoteLink *link = g_hash_table_lookup (self->links, reflection->id);

      if (link != NULL && link->remote_id != NULL)
        g_hash_table_insert (self->by_remote_id, link->remote_id, reflection);
    }
  return self;
}

void
shc_base_sieve_free (ShcBaseSieve *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_remote_id);
  g_hash_table_unref (self->links);
  g_free (self);
}

/* Rows that are known by their local id alone have to wait until all of them are there. */
gboolean
shc_base_sieve_take (ShcBaseSieve            *self,
                     const ShcAirtableRecord *record)
{
  const ShcOutboundReflection *reflection = g_hash_table_lookup (self->by_remote_id, record->id);
  const ShcRemoteLink *link = reflection != NULL ? g_hash_table_lookup (self->links, reflection->id) : NULL;
  g_autoptr(ShcCells) wanted = NULL;
  g_autoptr(ShcCells) changes = NULL;

  if (link == NULL)
    return FALSE;
  wanted = create_reflection_cells (&self->planning, reflection, link->local_id);
  changes = dup_changes (wanted, record->cells, link->seen);
  if (shc_cells_get_length (changes) == 0)
    g_hash_table_add (self->theirs->same, g_strdup (reflection->id));
  else
    g_hash_table_remove (self->theirs->same, reflection->id);
  return shc_cells_get_length (changes) == 0;
}

static void
plan_user (const Planning *planning)
{
  const ShcRemoteLink *link = g_hash_table_lookup (planning->links, SHC_REMOTE_LINK_PROFILE);

  plan_row (planning, SHC_BASE_USERS, SHC_REMOTE_LINK_PROFILE, planning->ours->profile->healing_name, NULL, link,
            create_user_cells (planning, link != NULL ? link->local_id : NULL),
            planning->theirs != NULL ? planning->theirs->user : NULL);
}

static const ShcAirtableRecord *
find_record (const Planning      *planning,
             GHashTable          *by_local_id,
             const ShcRemoteLink *link)
{
  const ShcAirtableRecord *record = NULL;

  if (planning->theirs == NULL || link == NULL)
    return NULL;
  if (link->remote_id != NULL)
    record = g_hash_table_lookup (planning->theirs->reflections, link->remote_id);
  return record != NULL ? record : g_hash_table_lookup (by_local_id, link->local_id);
}

/* What was written and whose answer was lost is known by its local id alone. */
static GHashTable *
index_by_local_id (const Planning *planning)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);
  const char *column = shc_base_layout_get_id (planning->layout, SHC_BASE_REFLECTION_ID);
  GHashTableIter iter;
  gpointer record;

  if (planning->theirs == NULL)
    return index;
  g_hash_table_iter_init (&iter, planning->theirs->reflections);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    {
      const char *local_id = shc_cells_get_text (((ShcAirtableRecord *) record)->cells, column);

      if (local_id != NULL)
        g_hash_table_insert (index, (gpointer) local_id, record);
    }
  return index;
}

/* What is let go already; it may still be said what of it has no choice there. */
static gboolean
is_let_go (const Planning              *planning,
           const ShcOutboundReflection *reflection)
{
  g_autoptr(ShcCells) cells = NULL;

  if (planning->theirs == NULL || !g_hash_table_contains (planning->theirs->same, reflection->id))
    return FALSE;
  cells = create_reflection_cells (planning, reflection, NULL);
  planning->plan->unchanged++;
  return TRUE;
}

static void
plan_reflections (const Planning *planning)
{
  g_autoptr(GHashTable) by_local_id = index_by_local_id (planning);

  for (guint i = 0; i < planning->ours->reflections->len; i++)
    {
      const ShcOutboundReflection *reflection = g_ptr_array_index (planning->ours->reflections, i);
      const ShcRemoteLink *link = g_hash_table_lookup (planning->links, reflection->id);
      g_autofree char *day = dup_day (shc_date_get_day (reflection->date));

      if (g_utf8_strlen (reflection->text, -1) > LONGEST_TEXT)
        {
          note (planning->plan, g_strdup_printf (_("The reflection of %s is longer than the 100,000 characters that Airtable "
                                                   "keeps in one cell, and stays here."), day));
          continue;
        }
      if (is_let_go (planning, reflection))
        continue;
      plan_row (planning, SHC_BASE_REFLECTIONS, reflection->id, day, reflection->text, link,
                create_reflection_cells (planning, reflection, link != NULL ? link->local_id : NULL),
                find_record (planning, by_local_id, link));
    }
}

void
shc_base_plan_share (ShcSharePlan        *plan,
                     const ShcBaseLayout *layout,
                     const ShcBaseOurs   *ours,
                     const ShcBaseTheirs *theirs)
{
  g_autoptr(GHashTable) links = shc_base_ours_index (ours);
  const Planning planning = { plan, layout, ours, theirs, links };

  plan->asked = theirs != NULL;
  for (guint i = 0; i < SHC_BASE_N_COLUMNS; i++)
    {
      const char *id = shc_base_layout_get_id (layout, (ShcBaseColumn) i);

      shc_share_plan_name_column (plan, id, shc_base_layout_get_name (layout, id));
    }
  plan_user (&planning);
  plan_reflections (&planning);
}
