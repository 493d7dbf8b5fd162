/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: what is set, what may leave and what is known of the base. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-private.h"

#include "shc-activity.h"
#include "shc-remote-links.h"
#include "shc-settings.h"
#include "shc-transaction.h"

/* So many local ids are made in one transaction. */
#define CHUNK 500

/* @asked_us: when the service was last asked, by whichever program; UTC, 0 for never. */
typedef struct
{
  ShcAccount *account;
  char       *users;
  char       *reflections;
  char       *mapping;
  GPtrArray  *links;
  char      **elsewhere;
  gint64      asked_us;
} Known;

static void
known_free (gpointer data)
{
  Known *known = data;

  shc_account_free (known->account);
  g_free (known->users);
  g_free (known->reflections);
  g_free (known->mapping);
  g_clear_pointer (&known->links, g_ptr_array_unref);
  g_strfreev (known->elsewhere);
  g_free (known);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Known, known_free)

static gboolean
note_asked (const ShcActivity *activity,
            gpointer           data,
            GError           **error)
{
  *(gint64 *) data = activity->at_us;
  return TRUE;
}

static gpointer
load_known_in_thread (ShcDb    *db,
                      gpointer  data,
                      GError  **error)
{
  g_autoptr(Known) known = g_new0 (Known, 1);
  const ShcActivityFilter own = { .service = SHC_SHARE_SERVICE };

  if (!shc_activity_each (db, &own, 1, note_asked, &known->asked_us, error))
    return NULL;
  known->account = shc_account_load (db, SHC_SHARE_SERVICE, error);
  if (known->account == NULL)
    return NULL;
  known->users = shc_settings_get (db, SHC_SETTING_AIRTABLE_USERS_TABLE, error);
  known->reflections = known->users != NULL ? shc_settings_get (db, SHC_SETTING_AIRTABLE_REFLECTIONS_TABLE, error) : NULL;
  known->mapping = known->reflections != NULL ? shc_settings_get (db, SHC_SETTING_AIRTABLE_MAPPING, error) : NULL;
  if (known->mapping != NULL)
    known->links = shc_remote_links_list (db, SHC_SHARE_SERVICE, known->account->place, error);
  if (known->links != NULL)
    known->elsewhere = shc_remote_links_list_elsewhere (db, SHC_SHARE_SERVICE, known->account->place, error);
  shc_db_give_back_memory (db);
  return known->elsewhere != NULL ? g_steal_pointer (&known) : NULL;
}

static gpointer
load_ours_in_thread (ShcDb    *db,
                     gpointer  data,
                     GError  **error)
{
  g_autoptr(ShcBaseOurs) ours = g_new0 (ShcBaseOurs, 1);

  ours->profile = shc_outbound_get_profile (db, &ours->created_us, error);
  if (ours->profile != NULL)
    ours->reflections = shc_outbound_list_reflections (db, error);
  shc_db_give_back_memory (db);
  return ours->reflections != NULL ? g_steal_pointer (&ours) : NULL;
}

typedef struct
{
  char       *place;
  GPtrArray  *ids;
} Naming;

static void
naming_free (gpointer data)
{
  Naming *naming = data;

  g_free (naming->place);
  g_ptr_array_unref (naming->ids);
  g_free (naming);
}

static gboolean
name_all (ShcDb         *db,
          const Naming  *naming,
          GError       **error)
{
  for (guint i = 0; i < naming->ids->len; i++)
    {
      g_autofree char *local_id =
        shc_remote_link_ensure (db, SHC_SHARE_SERVICE, naming->place, g_ptr_array_index (naming->ids, i), error);

      if (local_id == NULL)
        return FALSE;
    }
  return TRUE;
}

static gpointer
name_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  gboolean own;

  return GINT_TO_POINTER (shc_transaction_begin (db, &own, error) &&
                          shc_transaction_end (db, own, name_all (db, data, error), error));
}

/* Returns: (transfer full) (nullable): some of what has no local id yet. */
static Naming *
find_nameless (ShcAirtableShare *self)
{
  g_autoptr(GHashTable) links = shc_base_ours_index (self->ours);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Naming *naming;

  if (!g_hash_table_contains (links, SHC_REMOTE_LINK_PROFILE))
    g_ptr_array_add (ids, g_strdup (SHC_REMOTE_LINK_PROFILE));
  for (guint i = 0; i < self->ours->reflections->len && ids->len < CHUNK; i++)
    {
      const ShcOutboundReflection *reflection = g_ptr_array_index (self->ours->reflections, i);

      if (!g_hash_table_contains (links, reflection->id))
        g_ptr_array_add (ids, g_strdup (reflection->id));
    }
  if (ids->len == 0)
    return NULL;
  naming = g_new0 (Naming, 1);
  naming->place = g_strdup (self->account->place);
  naming->ids = g_steal_pointer (&ids);
  return naming;
}

static void read_known (GTask *task);

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error != NULL)
    shc_share_fail (user_data, error);
  else
    shc_share_go_on (user_data, read_known);
}

/* Another program, or the one before this, may have asked a moment ago: the service counts all of them together. */
static void
keep_distance (ShcAirtableShare *self,
               gint64            asked_us)
{
  const ShcAirtableLimits *limits = self->limits != NULL ? self->limits : &shc_airtable_limits;
  gint64 gap_us = limits->gap_ms * G_TIME_SPAN_MILLISECOND;
  gint64 since_us = g_get_real_time () - asked_us;

  if (since_us >= 0 && since_us < gap_us)
    self->next_us = MAX (self->next_us, g_get_monotonic_time () + gap_us - since_us);
}

/* Names are made before anything is planned, so that what is shown is what is sent. */
static void
known_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(Known) known = shc_vault_run_finish (SHC_VAULT (source), result, &error);
  Naming *naming;

  if (known == NULL || (call->needs_place && !shc_account_check_place (known->account, &error)))
    {
      shc_share_fail (task, error);
      return;
    }
  keep_distance (self, known->asked_us);
  g_clear_pointer (&self->account, shc_account_free);
  g_free (self->users);
  g_free (self->reflections);
  g_free (self->mapping);
  g_clear_pointer (&self->links_by_id, g_hash_table_unref);
  g_clear_pointer (&self->ours->links, g_ptr_array_unref);
  self->account = g_steal_pointer (&known->account);
  self->users = g_steal_pointer (&known->users);
  self->reflections = g_steal_pointer (&known->reflections);
  self->mapping = g_steal_pointer (&known->mapping);
  g_strfreev (self->elsewhere);
  self->elsewhere = g_steal_pointer (&known->elsewhere);
  self->ours->links = g_steal_pointer (&known->links);
  self->links_by_id = shc_base_ours_index (self->ours);
  self->ours->consent = self->account->consent;
  naming = self->ours->reflections != NULL ? find_nameless (self) : NULL;
  if (naming == NULL)
    shc_share_go_on (task, call->next);
  else
    shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, name_in_thread, naming, naming_free, NULL, NULL, named_cb, task);
}

static void
read_known (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);

  shc_vault_run_async (self->vault, SHC_DB_READER, FALSE, load_known_in_thread, NULL, NULL, known_free,
                       g_task_get_cancellable (task), known_cb, task);
}

static void
ours_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->ours = shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (self->ours == NULL)
    shc_share_fail (task, error);
  else
    shc_share_go_on (task, read_known);
}

void
shc_share_load (GTask        *task,
                ShcShareStep  next)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);

  call->next = next;
  shc_vault_run_async (self->vault, SHC_DB_OUTBOUND, FALSE, load_ours_in_thread, NULL, NULL,
                       (GDestroyNotify) shc_base_ours_free, g_task_get_cancellable (task), ours_cb, task);
}

void
shc_share_load_account (GTask        *task,
                        ShcShareStep  next)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);

  call->next = next;
  self->ours = g_new0 (ShcBaseOurs, 1);
  read_known (task);
}
