/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which row of a service is which of ours. */

#pragma once

#include "shc-db.h"
#include "shc-reflection.h"

G_BEGIN_DECLS

/** The profile's id, which has none of its own. */
#define SHC_REMOTE_LINK_PROFILE ""

/**
 * ShcRemoteLink:
 * @profile: whether it is the profile; else a reflection
 * @id: the reflection's, which may be purged by now; "" of the profile
 * @local_id: random, told to this place alone, so that a request can be repeated without making a second row
 * @remote_id: (nullable): the service's name of its row, once it is known
 * @seen: (nullable): digests of the cells as they stood at both ends, see shc_remote_link_note()
 */
typedef struct
{
  gboolean  profile;
  char     *id;
  char     *local_id;
  char     *remote_id;
  char     *seen;
  gint64    seen_us;
} ShcRemoteLink;
void shc_remote_link_free (ShcRemoteLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcRemoteLink, shc_remote_link_free)

/** shc_remote_links_list: @service: @place: as of ShcSharingRun. Returns: (transfer full) (element-type ShcRemoteLink):
 * the profile's first, then by id; %NULL with an error. */
GPtrArray *shc_remote_links_list (ShcDb *db, const char *service, const char *place, GError **error);

/** shc_remote_link_ensure: Returns: (transfer full): the local id of the profile ("") or reflection @id, made if there is none yet. */
char      *shc_remote_link_ensure (ShcDb *db, const char *service, const char *place, const char *id, GError **error);

/** shc_remote_link_note: what @local_id has become. @remote_id: @seen: (nullable): %NULL forgets it. */
gboolean   shc_remote_link_note (ShcDb *db, const char *local_id, const char *remote_id, const char *seen,
                                 gint64 now_us, GError **error);

/** shc_remote_link_adopt: a row that came from the service as reflection @id: its own local id. Errors: INVALID if another one has it. */
gboolean   shc_remote_link_adopt (ShcDb *db, const char *service, const char *place, const char *id,
                                  const char *local_id, const char *remote_id, const char *seen, gint64 now_us,
                                  GError **error);

/** shc_remote_link_find_twin: @id: (out) (transfer full) (nullable): a reflection of the same day and text as @reflection, not in the
 * trash, that is not known to have a row at @place. */
gboolean   shc_remote_link_find_twin (ShcDb *db, const char *service, const char *place,
                                      const ShcReflection *reflection, char **id, GError **error);

/** shc_remote_links_list_elsewhere: Returns: (transfer full) (array zero-terminated=1): the places of @service other than @place of
 * which it is known that something of the person's is there; %NULL with an error. */
char     **shc_remote_links_list_elsewhere (ShcDb *db, const char *service, const char *place, GError **error);

/** shc_remote_links_forget: all of @place: nothing is there any more. */
gboolean   shc_remote_links_forget (ShcDb *db, const char *service, const char *place, GError **error);

G_END_DECLS
