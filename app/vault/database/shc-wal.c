/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking through a write-ahead log. */

#define G_LOG_DOMAIN "shc-wal"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "shc-vault-error.h"
#include "shc-wal-index.h"
#include "shc-wal.h"

#define MAGIC 0x377f0682u /* the last bit says that checksums are of big-endian words */
#define HEADER_SIZE 32
#define FRAME_HEADER_SIZE 24
#define SMALLEST_PAGE 512u
#define LARGEST_PAGE 65536u
#define USUAL_PAGE 4096u
#define VERSION 3007000u

typedef struct
{
  gboolean big_endian;
  guint32  page_size;
  guint8   salt[SHC_WAL_SALT_SIZE];
  guint32  sum[2];
  guint64  finished; /* frames up to the end of the last valid transaction */
  gboolean valid;    /* the header's own checksum */
} Log;

static guint32
read_be (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static guint32
read_le (const guint8 *bytes)
{
  return (guint32) bytes[3] << 24 | (guint32) bytes[2] << 16 | (guint32) bytes[1] << 8 | bytes[0];
}

static void
add_to_sum (const Log    *log,
            const guint8 *bytes,
            gsize         size,
            guint32       sum[2])
{
  guint32 first = sum[0];
  guint32 second = sum[1];

  for (gsize i = 0; i + 8 <= size; i += 8)
    {
      first += (log->big_endian ? read_be (bytes + i) : read_le (bytes + i)) + second;
      second += (log->big_endian ? read_be (bytes + i + 4) : read_le (bytes + i + 4)) + first;
    }
  sum[0] = first;
  sum[1] = second;
}

/* Damage in the header makes SQLite drop all of the log: its frames are found by the first one's
 * salt then. */
static void
read_first_salt (FILE *file,
                 Log  *log)
{
  guint8 frame[FRAME_HEADER_SIZE];

  log->page_size = USUAL_PAGE;
  if (fread (frame, 1, sizeof frame, file) == sizeof frame)
    memcpy (log->salt, frame + 8, sizeof log->salt);
  fseek (file, HEADER_SIZE, SEEK_SET);
}

static gboolean
read_header (FILE *file,
             Log  *log)
{
  guint8 header[HEADER_SIZE];
  gboolean is_log;

  if (fread (header, 1, sizeof header, file) != sizeof header)
    return FALSE;
  is_log = (read_be (header) & ~1u) == MAGIC;
  if (!is_log && read_be (header + 4) != VERSION)
    return FALSE;
  log->big_endian = read_be (header) & 1;
  log->page_size = read_be (header + 8);
  memcpy (log->salt, header + 16, sizeof log->salt);
  add_to_sum (log, header, 24, log->sum);
  log->valid = is_log && read_be (header + 24) == log->sum[0] &&
               read_be (header + 28) == log->sum[1] && log->page_size >= SMALLEST_PAGE &&
               log->page_size <= LARGEST_PAGE && (log->page_size & (log->page_size - 1)) == 0;
  if (!log->valid)
    read_first_salt (file, log);
  return TRUE;
}

static gboolean
check_frame (const Log    *log,
             const guint8 *frame,
             guint32       sum[2])
{
  add_to_sum (log, frame, 8, sum);
  add_to_sum (log, frame + FRAME_HEADER_SIZE, log->page_size, sum);
  return memcmp (frame + 8, log->salt, sizeof log->salt) == 0 && read_be (frame) != 0 &&
         read_be (frame + 16) == sum[0] && read_be (frame + 20) == sum[1];
}

/* Frames of an earlier generation carry other salts: they were checkpointed long ago. */
static void
scan_frames (FILE       *file,
             Log        *log,
             ShcWalScan *scan)
{
  gsize size = FRAME_HEADER_SIZE + log->page_size;
  g_autofree guint8 *frame = g_malloc (size);
  gboolean broken = !log->valid;

  while (fread (frame, 1, size, file) == size)
    {
      if (!broken && check_frame (log, frame, log->sum))
        {
          scan->frames_valid++;
          if (read_be (frame + 4) != 0)
            log->finished = scan->frames_valid;
          continue;
        }
      broken = TRUE;
      if (memcmp (frame + 8, log->salt, sizeof log->salt) != 0)
        continue;
      scan->frames_lost++;
      if (read_be (frame + 4) != 0)
        scan->commits_lost++;
    }
}

/* What a kill left of a transaction that it cut off looks like damage, as does what such a one left
 * behind a later, shorter one: the index knows of neither. One that is older than the log, which
 * may be after a loss of power, says nothing. */
static void
pass_unfinished (const char *path,
                 const Log  *log,
                 ShcWalScan *scan)
{
  guint64 committed;

  if (scan->frames_lost == 0 || !shc_wal_index_read (path, log->salt, &committed) ||
      committed != log->finished)
    return;
  scan->frames_lost = 0;
  scan->commits_lost = 0;
}

gboolean
shc_wal_scan (const char  *path,
              ShcWalScan  *scan,
              GError     **error)
{
  const ShcWalScan nothing = { 0 };
  FILE *file;
  Log log = { 0 };
  gboolean ok = TRUE;

  g_return_val_if_fail (path != NULL && scan != NULL, FALSE);

  *scan = nothing;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  file = fopen (path, "rbe");
  if (file != NULL && read_header (file, &log))
    {
      scan_frames (file, &log, scan);
      pass_unfinished (path, &log, scan);
    }
  ok = file != NULL && !ferror (file);
  if (file != NULL)
    fclose (file);
  if (!ok)
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_FAILED,
                         _("The journal's log of recent changes could not be read."));
  return ok;
}
