/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal as the window sees it: every call returns at once, the work is done on the vault's threads. */

#pragma once

#include <gio/gio.h>

#include "shc-activity-export.h"
#include "shc-clock.h"
#include "shc-consent-standing.h"
#include "shc-conversation-keep.h"
#include "shc-drafts.h"
#include "shc-fasting-check.h"
#include "shc-journey.h"
#include "shc-profile.h"
#include "shc-reflections.h"
#include "shc-safety-plan.h"
#include "shc-search.h"
#include "shc-vault.h"

G_BEGIN_DECLS

#define SHC_TYPE_JOURNAL (shc_journal_get_type ())
/**
 * ShcJournal:
 *
 * Callbacks run in the main context of the thread that made it. Every `_finish` sets
 * %SHC_VAULT_ERROR, %SHC_JOURNAL_ERROR, %SHC_TEXT_ERROR or %G_IO_ERROR_CANCELLED on failure.
 * Arguments are copied at the call.
 *
 * Signal `changed (gboolean external)`: something was committed; lists should look again.
 */
G_DECLARE_FINAL_TYPE (ShcJournal, shc_journal, SHC, JOURNAL, GObject)

ShcJournal *shc_journal_new (ShcVault *vault);
/** Returns: (transfer none). */
ShcVault   *shc_journal_get_vault (ShcJournal *self);

/**
 * ShcOverview: what the first page needs, read in one job.
 * @profile: (nullable): %NULL before the intake is done
 * @draft: (nullable): what was being typed as a new reflection
 * @edit_drafts: (element-type utf8): ids of reflections whose editing was cut off
 * @storage: what holds of the consent to data storage
 */
typedef struct
{
  ShcProfile *profile;
  ShcDraft   *draft;
  char      **edit_drafts;
  gint64      day;       /* see ShcJourney */
  gint64      today;
  int         idle_minutes;
  ShcConsentStanding *storage;
} ShcOverview;
void shc_overview_free (ShcOverview *overview);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcOverview, shc_overview_free)
void         shc_journal_load_overview_async (ShcJournal *self, ShcDate now, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
ShcOverview *shc_journal_load_overview_finish (ShcJournal *self, GAsyncResult *result, GError **error);

/** Saves the profile and, in the same transaction, the named consent changes.
 * @grant: @withdraw: (nullable) (array zero-terminated=1): purposes. */
void     shc_journal_save_profile_async (ShcJournal *self, const ShcProfile *profile,
                                         const char *const *grant, const char *const *withdraw,
                                         GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean shc_journal_save_profile_finish (ShcJournal *self, GAsyncResult *result, GError **error);

/** Goes first in the writer's queue. */
void     shc_journal_save_draft_async (ShcJournal *self, const ShcDraft *draft,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_journal_save_draft_finish (ShcJournal *self, GAsyncResult *result, GError **error);
void     shc_journal_drop_draft_async (ShcJournal *self, const char *name,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_journal_drop_draft_finish (ShcJournal *self, GAsyncResult *result, GError **error);

/** Keeps a new reflection and drops draft @draft_name (nullable) in one transaction.
 * Finish returns: (transfer full): as kept. */
void           shc_journal_add_async (ShcJournal *self, const ShcReflection *reflection,
                                      const char *draft_name, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
ShcReflection *shc_journal_add_finish (ShcJournal *self, GAsyncResult *result, GError **error);

/** Keeps an edit (see shc_reflections_edit()) and drops its draft in one transaction. What was purged
 * meanwhile is kept as a new reflection, if it has a draft. */
void           shc_journal_edit_async (ShcJournal *self, const ShcReflection *reflection,
                                       const char *session, gint64 base_updated_us,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
ShcReflection *shc_journal_edit_finish (ShcJournal *self, GAsyncResult *result, gboolean *kept_both,
                                        GError **error);

/**
 * ShcReading: one reflection to read.
 * @reflection: where only a draft is left of it: what that holds, with @row 0
 * @draft: (nullable): an edit of it that was cut off
 * @ranges: (element-type ShcRange): matches of the query asked with
 */
typedef struct
{
  ShcReflection *reflection;
  ShcDraft      *draft;
  GArray        *ranges;
  guint          n_versions;
} ShcReading;
void shc_reading_free (ShcReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcReading, shc_reading_free)
void        shc_journal_read_async (ShcJournal *self, const char *id, const char *query,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
ShcReading *shc_journal_read_finish (ShcJournal *self, GAsyncResult *result, GError **error);

void     shc_journal_trash_async (ShcJournal *self, const char *const *ids,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_journal_trash_finish (ShcJournal *self, GAsyncResult *result, GError **error);
void     shc_journal_untrash_async (ShcJournal *self, const char *const *ids,
                                    GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_journal_untrash_finish (ShcJournal *self, GAsyncResult *result, GError **error);
void     shc_journal_purge_async (ShcJournal *self, const char *const *ids,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_journal_purge_finish (ShcJournal *self, GAsyncResult *result, GError **error);

/** Finish returns: (transfer full) (element-type ShcVersion): newest first, without their texts. */
void       shc_journal_versions_async (ShcJournal *self, const char *id, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_journal_versions_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** Finish returns: (transfer full): the text that was current at @updated_us. */
void       shc_journal_version_async (ShcJournal *self, const char *id, gint64 updated_us,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
char      *shc_journal_version_finish (ShcJournal *self, GAsyncResult *result, GError **error);
void       shc_journal_restore_version_async (ShcJournal *self, const char *id, gint64 updated_us,
                                              const char *session, GAsyncReadyCallback callback,
                                              gpointer user_data);
gboolean   shc_journal_restore_version_finish (ShcJournal *self, GAsyncResult *result, GError **error);

/** Tags and milestones in use, for suggestions and filters. */
void     shc_journal_labels_async (ShcJournal *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_journal_labels_finish (ShcJournal *self, GAsyncResult *result, char ***tags,
                                    char ***milestones, GError **error);

void        shc_journal_load_journey_async (ShcJournal *self, ShcDate now, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
ShcJourney *shc_journal_load_journey_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** ShcCounts: what is counted reflection by reflection, and so apart from the overview, which waits
 * for nothing that grows with the journal. @reflections: trash aside. @days_written: since the
 * journey's start. */
typedef struct
{
  gint64 reflections;
  gint64 days_written;
} ShcCounts;
void        shc_journal_count_async (ShcJournal *self, ShcDate now, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
gboolean    shc_journal_count_finish (ShcJournal *self, GAsyncResult *result, ShcCounts *counts,
                                      GError **error);
/** Remembers, in the background, that journey day @day was shown. */
void        shc_journal_note_day_shown (ShcJournal *self, gint64 day);

void     shc_journal_get_setting_async (ShcJournal *self, const char *name, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
char    *shc_journal_get_setting_finish (ShcJournal *self, GAsyncResult *result, GError **error);
void     shc_journal_set_setting_async (ShcJournal *self, const char *name, const char *value,
                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_journal_set_setting_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** Finish returns: (transfer full) (element-type utf8 utf8): the value of each setting by its name, all as they were
 * at one moment. */
void        shc_journal_load_settings_async (ShcJournal *self, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
GHashTable *shc_journal_load_settings_finish (ShcJournal *self, GAsyncResult *result, GError **error);

void           shc_journal_load_safety_plan_async (ShcJournal *self, GAsyncReadyCallback callback,
                                                   gpointer user_data);
/** Finish returns: (transfer full): an empty one if there is none. */
ShcSafetyPlan *shc_journal_load_safety_plan_finish (ShcJournal *self, GAsyncResult *result,
                                                    GError **error);
/** @plan: copied. */
void           shc_journal_save_safety_plan_async (ShcJournal *self, const ShcSafetyPlan *plan,
                                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean       shc_journal_save_safety_plan_finish (ShcJournal *self, GAsyncResult *result,
                                                    GError **error);

/** Finish returns: (transfer full): freed by g_free(). */
void             shc_journal_load_fasting_check_async  (ShcJournal *self, GAsyncReadyCallback callback,
                                                        gpointer user_data);
ShcFastingCheck *shc_journal_load_fasting_check_finish (ShcJournal *self, GAsyncResult *result, GError **error);
void             shc_journal_save_fasting_check_async  (ShcJournal *self, const ShcFastingCheck *check,
                                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean         shc_journal_save_fasting_check_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** Finish returns: (transfer full) (element-type ShcConversation): newest first, without their messages. */
void       shc_journal_list_conversations_async (ShcJournal *self, GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_journal_list_conversations_finish (ShcJournal *self, GAsyncResult *result, GError **error);
void       shc_journal_delete_conversation_async (ShcJournal *self, const char *id, GAsyncReadyCallback callback,
                                                  gpointer user_data);
gboolean   shc_journal_delete_conversation_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** See shc_conversation_keep(). Finish returns: (transfer full): the reflection. */
void           shc_journal_keep_conversation_async  (ShcJournal *self, const char *id, GAsyncReadyCallback callback,
                                                     gpointer user_data);
ShcReflection *shc_journal_keep_conversation_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** See shc_conversation_let_end(). */
void       shc_journal_let_conversation_end_async  (ShcJournal *self, const char *id, GAsyncReadyCallback callback,
                                                    gpointer user_data);
gboolean   shc_journal_let_conversation_end_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** Finish returns: (transfer full): see shc_clock_get_doubt(); freed by g_free(). */
void          shc_journal_get_date_doubt_async  (ShcJournal *self, GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer user_data);
ShcDateDoubt *shc_journal_get_date_doubt_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** The date is right: what is over is purged. */
void       shc_journal_confirm_date_async  (ShcJournal *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean   shc_journal_confirm_date_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** Finish returns: (transfer full) (element-type ShcReflection): the newest @wanted that are not marked never to be
 * sent, newest first. */
void       shc_journal_list_sendable_async (ShcJournal *self, guint wanted, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_journal_list_sendable_finish (ShcJournal *self, GAsyncResult *result, GError **error);

/** Finish returns: (transfer full) (element-type ShcConsent). */
void       shc_journal_consents_async (ShcJournal *self, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_journal_consents_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** Finish returns: (transfer full): the ledger and what holds of it. */
void       shc_journal_load_ledger_async (ShcJournal *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
ShcLedger *shc_journal_load_ledger_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** See shc_consent_verify(). Finish returns: how many entries hold, all of them; -1 with %SHC_JOURNAL_ERROR_CONSENT, which
 * names the first that does not, or another error. */
void       shc_journal_verify_ledger_async (ShcJournal *self, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
gint64     shc_journal_verify_ledger_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** Writes shc_consent_export() to the file @path, which is replaced; on failure it is as it was. */
void       shc_journal_export_ledger_async (ShcJournal *self, const char *path, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
gboolean   shc_journal_export_ledger_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** Gives or withdraws one consent; see shc_consent_record_shown(). @shown: (nullable). */
void       shc_journal_record_consent_async (ShcJournal *self, const char *purpose, const char *shown,
                                             gboolean granted, GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean   shc_journal_record_consent_finish (ShcJournal *self, GAsyncResult *result, GError **error);

/** Finish returns: (transfer full) (element-type ShcActivity): what @filter (nullable) means, newest first, at most @limit. */
void       shc_journal_find_activity_async (ShcJournal *self, const ShcActivityFilter *filter, guint limit,
                                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_journal_find_activity_finish (ShcJournal *self, GAsyncResult *result, GError **error);
/** Writes shc_activity_export() to the file @path, which is replaced; on failure it is as it was. */
void       shc_journal_export_activity_async (ShcJournal *self, const ShcActivityFilter *filter, ShcActivityFormat format,
                                              const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                                              gpointer user_data);
gboolean   shc_journal_export_activity_finish (ShcJournal *self, GAsyncResult *result, GError **error);

G_END_DECLS
