/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person's place on a mailing list would become. */

#define G_LOG_DOMAIN "shc-mailing-plan"

#include "config.h"

#include "shc-mailing-private.h"

static void
change_free (gpointer data)
{
  ShcMailingChange *change = data;

  g_free (change->field);
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

static void
item_free (gpointer data)
{
  ShcMailingItem *item = data;

  shc_sharing_step_free (item->step);
  g_ptr_array_unref (item->changes);
  g_free (item);
}

ShcMailingPlan *
shc_mailing_plan_new (ShcMailingWish  wish,
                      const char     *list)
{
  ShcMailingPlan *self = g_new0 (ShcMailingPlan, 1);

  self->wish = wish;
  self->list = g_strdup (list);
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
shc_mailing_plan_free (ShcMailingPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->list);
  g_free (self->status_now);
  g_free (self->status);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

ShcMailingItem *
shc_mailing_plan_add (ShcMailingPlan   *self,
                      const char       *part,
                      const char       *id,
                      ShcSharingChange  change,
                      const char       *hash,
                      char             *body)
{
  ShcMailingItem *item = g_new0 (ShcMailingItem, 1);

  item->step = shc_sharing_step_new (part, id, change);
  item->step->remote_id = g_strdup (hash);
  item->step->cells = body;
  item->changes = g_ptr_array_new_with_free_func (change_free);
  item->ticked = TRUE;
  g_ptr_array_add (self->items, item);
  return item;
}

void
shc_mailing_item_say (ShcMailingItem *self,
                      const char     *field,
                      const char     *before,
                      const char     *after)
{
  ShcMailingChange *change = g_new0 (ShcMailingChange, 1);

  change->field = g_strdup (field);
  change->before = g_strdup (before);
  change->after = g_strdup (after);
  g_ptr_array_add (self->changes, change);
}

void
shc_mailing_plan_note (ShcMailingPlan *self,
                       const char     *sentence)
{
  g_ptr_array_add (self->notes, g_strdup (sentence));
}

ShcSharingStep *
shc_mailing_step_copy (const ShcSharingStep *step)
{
  ShcSharingStep *copy = shc_sharing_step_new (step->part, step->id, step->change);

  copy->local_id = g_strdup (step->local_id);
  copy->remote_id = g_strdup (step->remote_id);
  copy->cells = g_strdup (step->cells);
  copy->before = g_strdup (step->before);
  copy->digests = g_strdup (step->digests);
  return copy;
}

ShcMailingPlan *
shc_mailing_plan_copy (const ShcMailingPlan *self)
{
  ShcMailingPlan *copy = shc_mailing_plan_new (self->wish, self->list);

  copy->compared = self->compared;
  copy->offers = self->offers;
  copy->status_now = g_strdup (self->status_now);
  copy->status = g_strdup (self->status);
  for (guint i = 0; i < self->items->len; i++)
    {
      const ShcMailingItem *item = g_ptr_array_index (self->items, i);
      ShcMailingItem *one = g_new0 (ShcMailingItem, 1);

      one->step = shc_mailing_step_copy (item->step);
      one->ticked = item->ticked;
      one->changes = g_ptr_array_new_with_free_func (change_free);
      for (guint j = 0; j < item->changes->len; j++)
        {
          const ShcMailingChange *change = g_ptr_array_index (item->changes, j);
          ShcMailingChange *said;

          shc_mailing_item_say (one, change->field, change->before, change->after);
          said = g_ptr_array_index (one->changes, j);
          said->left_out = change->left_out;
          said->needed = change->needed;
        }
      g_ptr_array_add (copy->items, one);
    }
  for (guint i = 0; i < self->notes->len; i++)
    shc_mailing_plan_note (copy, g_ptr_array_index (self->notes, i));
  return copy;
}

guint
shc_mailing_plan_count (const ShcMailingPlan *self)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    n += ((const ShcMailingItem *) g_ptr_array_index (self->items, i))->ticked ? 1 : 0;
  return n;
}

char *
shc_mailing_digest (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text != NULL ? text : "", -1);
}
