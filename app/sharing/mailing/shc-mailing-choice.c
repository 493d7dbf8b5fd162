/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a plan was chosen. */

#define G_LOG_DOMAIN "shc-mailing-choice"

#include "config.h"

#include "shc-mailing-private.h"

static gboolean
is_join (const ShcMailingItem *item)
{
  return shc_mailing_step_get_call (item->step) == SHC_MAILCHIMP_JOIN;
}

gboolean
shc_mailing_change_is_voluntary (const ShcMailingItem   *item,
                                 const ShcMailingChange *change)
{
  if (g_str_equal (change->field, "tags"))
    return change->after != NULL;
  return is_join (item) && g_str_equal (change->field, SHC_MAILCHIMP_NAME) && !change->needed;
}

gboolean
shc_mailing_plan_holds_back (const ShcMailingPlan *self,
                             const ShcMailingItem *item)
{
  if (is_join (item) || g_str_equal (item->step->part, SHC_MAILING_STATUS))
    return FALSE;
  for (guint i = 0; i < self->items->len; i++)
    {
      const ShcMailingItem *other = g_ptr_array_index (self->items, i);

      if (is_join (other) && !other->ticked)
        return TRUE;
    }
  return FALSE;
}

static void
replace (char **text,
         char  *by)
{
  g_free (*text);
  *text = by;
}

/* What is remembered of the tags that stand there is without this one. */
static void
forget_digest (ShcSharingStep *step,
               const char     *tag)
{
  g_auto(GStrv) digests = g_strsplit (step->digests != NULL ? step->digests : "", " ", -1);
  g_autofree char *digest = shc_mailing_digest (tag);
  g_autoptr(GString) rest = g_string_new (NULL);

  for (guint i = 0; digests[i] != NULL; i++)
    if (!g_str_equal (digests[i], digest))
      g_string_append_printf (rest, "%s%s", rest->len > 0 ? " " : "", digests[i]);
  replace (&step->digests, g_strdup (rest->str));
}

static void
write_tags (ShcMailingItem *item)
{
  g_autoptr(GPtrArray) tags = g_ptr_array_new ();

  for (guint i = 0; i < item->changes->len; i++)
    g_ptr_array_add (tags, ((ShcMailingChange *) g_ptr_array_index (item->changes, i))->after);
  g_ptr_array_add (tags, NULL);
  replace (&item->step->cells, shc_mailchimp_write_tags ((const char *const *) tags->pdata, NULL));
  replace (&item->step->before, shc_mailchimp_write_tags (NULL, (const char *const *) tags->pdata));
}

static void
settle (ShcMailingItem *item)
{
  gboolean tags = FALSE;

  for (guint i = item->changes->len; i > 0; i--)
    {
      const ShcMailingChange *change = g_ptr_array_index (item->changes, i - 1);

      if (!change->left_out || !shc_mailing_change_is_voluntary (item, change))
        continue;
      tags = g_str_equal (change->field, "tags");
      if (tags)
        forget_digest (item->step, change->after);
      else
        {
          replace (&item->step->cells, shc_mailchimp_without_name (item->step->cells));
          /* Which name stands there is not known then. */
          replace (&item->step->digests, NULL);
        }
      g_ptr_array_remove_index (item->changes, i - 1);
    }
  if (tags)
    write_tags (item);
}

ShcMailingPlan *
shc_mailing_plan_settle (const ShcMailingPlan *self)
{
  ShcMailingPlan *settled = shc_mailing_plan_copy (self);

  for (guint i = self->items->len; i > 0; i--)
    {
      ShcMailingItem *item = g_ptr_array_index (settled->items, i - 1);

      if (item->ticked && !shc_mailing_plan_holds_back (self, g_ptr_array_index (self->items, i - 1)))
        settle (item);
      else
        g_ptr_array_set_size (item->changes, 0);
      if (item->changes->len == 0)
        g_ptr_array_remove_index (settled->items, i - 1);
    }
  return settled;
}
