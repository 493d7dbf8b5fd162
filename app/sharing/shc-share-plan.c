/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would be changed at a service. */

#define G_LOG_DOMAIN "shc-share-plan"

#include "config.h"

#include "shc-share-plan.h"

/* Records in one request. */
#define BATCH 10

ShcShareChange *
shc_share_change_new (ShcSharingChange  change,
                      const char       *part,
                      const char       *id)
{
  ShcShareChange *self = g_new0 (ShcShareChange, 1);

  self->change = change;
  self->part = g_strdup (part);
  self->id = g_strdup (id);
  self->ticked = TRUE;
  return self;
}

void
shc_share_change_free (ShcShareChange *self)
{
  if (self == NULL)
    return;
  g_free (self->part);
  g_free (self->table);
  g_free (self->id);
  g_free (self->title);
  g_free (self->excerpt);
  g_free (self->local_id);
  g_free (self->remote_id);
  g_clear_pointer (&self->cells, shc_cells_free);
  g_clear_pointer (&self->before, shc_cells_free);
  g_strfreev (self->same);
  g_free (self->note);
  g_free (self);
}

ShcSharePlan *
shc_share_plan_new (ShcSharingKind  kind,
                    const char     *service,
                    const char     *place)
{
  ShcSharePlan *self = g_new0 (ShcSharePlan, 1);

  self->kind = kind;
  self->service = g_strdup (service);
  self->place = g_strdup (place);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_share_change_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
shc_share_plan_free (ShcSharePlan *self)
{
  if (self == NULL)
    return;
  g_free (self->service);
  g_free (self->place);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->notes);
  g_hash_table_unref (self->names);
  g_free (self);
}

const char *
shc_share_plan_get_column (const ShcSharePlan *self,
                           const char         *id)
{
  const char *name = g_hash_table_lookup (self->names, id);

  return name != NULL ? name : id;
}

void
shc_share_plan_name_column (ShcSharePlan *self,
                            const char   *id,
                            const char   *name)
{
  g_hash_table_replace (self->names, g_strdup (id), g_strdup (name));
}

guint
shc_share_plan_count_requests (const ShcSharePlan *self)
{
  guint requests = 0;
  guint in_batch = 0;
  const ShcShareChange *last = NULL;

  for (guint i = 0; i < self->changes->len; i++)
    {
      const ShcShareChange *change = g_ptr_array_index (self->changes, i);

      if (!change->ticked)
        continue;
      if (last == NULL || in_batch == BATCH || last->change != change->change || !g_str_equal (last->part, change->part))
        {
          requests++;
          in_batch = 0;
        }
      in_batch++;
      last = change;
    }
  return requests;
}

guint
shc_share_plan_count_ticked (const ShcSharePlan *self)
{
  guint n = 0;

  for (guint i = 0; i < self->changes->len; i++)
    n += ((const ShcShareChange *) g_ptr_array_index (self->changes, i))->ticked ? 1 : 0;
  return n;
}

ShcShareChange *
shc_share_plan_find_own_deletion (const ShcSharePlan *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      ShcShareChange *change = g_ptr_array_index (self->changes, i);

      if (*change->id == '\0' && change->change == SHC_SHARING_DELETE)
        return change;
    }
  return NULL;
}

/* Whether the person's own row would be taken from under others. */
static gboolean
is_orphaning (const ShcSharePlan *self)
{
  const ShcShareChange *own = shc_share_plan_find_own_deletion (self);

  if (own == NULL || !own->ticked)
    return FALSE;
  for (guint i = 0; i < self->changes->len; i++)
    {
      const ShcShareChange *change = g_ptr_array_index (self->changes, i);

      if (change->change == SHC_SHARING_DELETE && !change->ticked)
        return TRUE;
    }
  return self->n_staying > 0;
}

gboolean
shc_share_plan_is_belonging (const ShcSharePlan *self)
{
  gboolean own_row = TRUE;
  gboolean others = FALSE;

  for (guint i = 0; i < self->changes->len; i++)
    {
      const ShcShareChange *change = g_ptr_array_index (self->changes, i);

      if (*change->id != '\0')
        others |= change->ticked;
      else if (change->change == SHC_SHARING_CREATE && !change->ticked)
        own_row = FALSE;
    }
  return (own_row || !others) && !is_orphaning (self);
}

guint
shc_share_plan_count (const ShcSharePlan *self,
                      ShcSharingChange    change)
{
  guint n = 0;

  for (guint i = 0; i < self->changes->len; i++)
    {
      const ShcShareChange *each = g_ptr_array_index (self->changes, i);

      n += each->ticked && each->change == change;
    }
  return n;
}

void
shc_share_plan_tick_all (ShcSharePlan *self)
{
  ShcShareChange *own = shc_share_plan_find_own_deletion (self);

  for (guint i = 0; i < self->changes->len; i++)
    ((ShcShareChange *) g_ptr_array_index (self->changes, i))->ticked = TRUE;
  if (own != NULL && self->n_staying > 0)
    own->ticked = FALSE;
}

static gboolean
is_named (const ShcShareChange *change,
          const char           *id)
{
  return *id != '\0' && g_str_has_prefix (change->id, id);
}

void
shc_share_plan_tick_only (ShcSharePlan       *self,
                          const char *const  *ids,
                          const char        **unknown)
{
  g_autofree gboolean *met = g_new0 (gboolean, g_strv_length ((char **) ids) + 1);

  for (guint i = 0; i < self->changes->len; i++)
    {
      ShcShareChange *change = g_ptr_array_index (self->changes, i);

      change->ticked = *change->id == '\0';
      for (guint j = 0; ids[j] != NULL; j++)
        if (is_named (change, ids[j]))
          change->ticked = met[j] = TRUE;
    }
  *unknown = NULL;
  for (guint j = 0; ids[j] != NULL && *unknown == NULL; j++)
    if (!met[j])
      *unknown = ids[j];
}

ShcSharingRun *
shc_share_plan_create_run (const ShcSharePlan *self)
{
  ShcSharingRun *run = shc_sharing_run_new (self->service, self->place, self->kind);

  run->undoes = shc_share_plan_count_ticked (self) == self->changes->len ? self->undoes : 0;
  for (guint i = 0; i < self->changes->len; i++)
    {
      const ShcShareChange *change = g_ptr_array_index (self->changes, i);
      ShcSharingStep *step;

      if (!change->ticked)
        continue;
      step = shc_sharing_step_new (change->part, change->id, change->change);
      step->local_id = g_strdup (change->local_id);
      step->remote_id = g_strdup (change->remote_id);
      step->cells = change->cells != NULL ? shc_cells_to_json (change->cells) : NULL;
      step->before = change->before != NULL ? shc_cells_to_json (change->before) : NULL;
      g_ptr_array_add (run->steps, step);
    }
  return run;
}
