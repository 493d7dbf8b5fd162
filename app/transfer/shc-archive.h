/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libarchive, loaded when a package is read or written: linked, it and the libraries behind it would
 * make every start of `shc` longer by a fifth. Its functions keep their names. */

#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <glib.h>

G_BEGIN_DECLS

#define SHC_ARCHIVE_FUNCTIONS(f) \
  f (archive_entry_free) \
  f (archive_entry_new) \
  f (archive_entry_pathname) \
  f (archive_entry_set_filetype) \
  f (archive_entry_set_mtime) \
  f (archive_entry_set_pathname) \
  f (archive_entry_set_perm) \
  f (archive_entry_unset_size) \
  f (archive_errno) \
  f (archive_read_data) \
  f (archive_read_free) \
  f (archive_read_new) \
  f (archive_read_next_header) \
  f (archive_read_open) \
  f (archive_read_support_format_zip_streamable) \
  f (archive_write_close) \
  f (archive_write_data) \
  f (archive_write_free) \
  f (archive_write_header) \
  f (archive_write_new) \
  f (archive_write_open_fd) \
  f (archive_write_set_format_zip)

#define SHC_ARCHIVE_MEMBER(name) __typeof__ (&name) name;
typedef struct
{
  SHC_ARCHIVE_FUNCTIONS (SHC_ARCHIVE_MEMBER)
} ShcArchiveLibrary;
#undef SHC_ARCHIVE_MEMBER

/** shc_archive_load: must have succeeded before any of the functions is called; from any thread.
 * Errors: %SHC_TRANSFER_ERROR_FAILED when the library is not installed. */
gboolean                 shc_archive_load (GError **error);

/** shc_archive_get: Returns: (transfer none): the functions. */
const ShcArchiveLibrary *shc_archive_get (void);

#ifndef SHC_ARCHIVE_LOADER
#define archive_entry_free           shc_archive_get ()->archive_entry_free
#define archive_entry_new            shc_archive_get ()->archive_entry_new
#define archive_entry_pathname       shc_archive_get ()->archive_entry_pathname
#define archive_entry_set_filetype   shc_archive_get ()->archive_entry_set_filetype
#define archive_entry_set_mtime      shc_archive_get ()->archive_entry_set_mtime
#define archive_entry_set_pathname   shc_archive_get ()->archive_entry_set_pathname
#define archive_entry_set_perm       shc_archive_get ()->archive_entry_set_perm
#define archive_entry_unset_size     shc_archive_get ()->archive_entry_unset_size
#define archive_errno                shc_archive_get ()->archive_errno
#define archive_read_data            shc_archive_get ()->archive_read_data
#define archive_read_free            shc_archive_get ()->archive_read_free
#define archive_read_new             shc_archive_get ()->archive_read_new
#define archive_read_next_header     shc_archive_get ()->archive_read_next_header
#define archive_read_open            shc_archive_get ()->archive_read_open
#define archive_read_support_format_zip_streamable \
                                     shc_archive_get ()->archive_read_support_format_zip_streamable
#define archive_write_close          shc_archive_get ()->archive_write_close
#define archive_write_data           shc_archive_get ()->archive_write_data
#define archive_write_free           shc_archive_get ()->archive_write_free
#define archive_write_header         shc_archive_get ()->archive_write_header
#define archive_write_new            shc_archive_get ()->archive_write_new
#define archive_write_open_fd        shc_archive_get ()->archive_write_open_fd
#define archive_write_set_format_zip shc_archive_get ()->archive_write_set_format_zip
#endif

G_END_DECLS
