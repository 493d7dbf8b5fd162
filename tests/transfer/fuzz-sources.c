/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeds any bytes to every reader of foreign journals: none may crash, hang or leak. */

#include "config.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "shc-source.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const ShcFormat formats[] = {
  SHC_FORMAT_AUTO, SHC_FORMAT_SHC, SHC_FORMAT_JSONL, SHC_FORMAT_JRNL,
};

static void
read_to_end (const char *path,
             ShcFormat   format)
{
  g_autoptr (ShcSource) source = shc_source_open (path, format, NULL);
  ShcSourceResult result = source != NULL ? SHC_SOURCE_ENTRY : SHC_SOURCE_END;

  while (result == SHC_SOURCE_ENTRY || result == SHC_SOURCE_SKIPPED)
    {
      g_autoptr (ShcImportEntry) entry = NULL;
      ShcSkipped *skipped = NULL;

      result = shc_source_next (source, &entry, &skipped, NULL);
      shc_skipped_free (skipped);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *path = NULL;
  int fd;

  if (size == 0)
    return 0;

  /* The first byte chooses the reader, so that the corpus of one is not lost on the others. */
  fd = memfd_create ("fuzz", 0);
  if (fd < 0 || write (fd, data + 1, size - 1) != (ssize_t) (size - 1))
    abort ();

  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  read_to_end (path, formats[data[0] % G_N_ELEMENTS (formats)]);
  close (fd);

  return 0;
}
