/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the header of a write-ahead log's index. */

#define G_LOG_DOMAIN "shc-wal-index"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "shc-wal-index.h"

#define VERSION 3007000u

/* In this machine's byte order, but for the salt, which is copied from the log. */
typedef struct
{
  guint32 version;
  guint32 unused;
  guint32 change;
  guint8  is_init;
  guint8  big_endian_sums;
  guint16 page_size;
  guint32 committed;
  guint32 pages;
  guint32 frame_sum[2];
  guint8  salt[SHC_WAL_SALT_SIZE];
  guint32 sum[2]; /* of all before it */
} Header;

G_STATIC_ASSERT (sizeof (Header) == 48);

static gboolean
is_whole (const Header *header)
{
  guint32 words[G_STRUCT_OFFSET (Header, sum) / sizeof (guint32)];
  guint32 first = 0;
  guint32 second = 0;

  memcpy (words, header, sizeof words);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i += 2)
    {
      first += words[i] + second;
      second += words[i + 1] + first;
    }
  return header->version == VERSION && header->is_init && header->sum[0] == first &&
         header->sum[1] == second;
}

/* The path of a log ends in -wal, that of its index in -shm. */
static char *
dup_index_path (const char *wal)
{
  g_autofree char *stem = NULL;

  if (!g_str_has_suffix (wal, "-wal"))
    return NULL;
  stem = g_strndup (wal, strlen (wal) - strlen ("-wal"));
  return g_strconcat (stem, "-shm", NULL);
}

gboolean
shc_wal_index_read (const char   *wal,
                    const guint8 *salt,
                    guint64      *committed)
{
  g_autofree char *path = dup_index_path (wal);
  Header headers[2];
  FILE *file = path != NULL ? fopen (path, "rbe") : NULL;
  gsize count;

  if (file == NULL)
    return FALSE;
  count = fread (headers, sizeof headers[0], G_N_ELEMENTS (headers), file);
  fclose (file);
  /* It is written twice, one after the other. */
  if (count != G_N_ELEMENTS (headers) || memcmp (&headers[0], &headers[1], sizeof headers[0]) != 0 ||
      !is_whole (&headers[0]) || memcmp (headers[0].salt, salt, SHC_WAL_SALT_SIZE) != 0)
    return FALSE;
  *committed = headers[0].committed;
  return TRUE;
}
