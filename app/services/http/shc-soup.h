/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What is called of libsoup. */
#define SHC_SOUP_FUNCTIONS(FUNCTION)             \
  FUNCTION (cookie_jar_get_type)                 \
  FUNCTION (date_time_new_from_http_string)      \
  FUNCTION (message_add_flags)                   \
  FUNCTION (message_get_request_headers)         \
  FUNCTION (message_get_response_headers)        \
  FUNCTION (message_get_status)                  \
  FUNCTION (message_get_uri)                     \
  FUNCTION (message_headers_get_content_type)    \
  FUNCTION (message_headers_get_one)             \
  FUNCTION (message_headers_replace)             \
  FUNCTION (message_new)                         \
  FUNCTION (message_remove_flags)                \
  FUNCTION (message_set_request_body_from_bytes) \
  FUNCTION (session_abort)                       \
  FUNCTION (session_error_quark)                 \
  FUNCTION (session_new_with_options)            \
  FUNCTION (session_remove_feature_by_type)      \
  FUNCTION (session_send_async)                  \
  FUNCTION (session_send_finish)                 \
  FUNCTION (session_set_proxy_resolver)

/**
 * ShcSoup: the functions of libsoup under their names without "soup_".
 *
 * The library is loaded when somebody first asks for something to be sent. A journal that stays at home has nothing in
 * its memory that speaks HTTP, nor the plain SQLite that libsoup brings, and opens the sooner. Macros and types are
 * those of its headers, but a cast to one of them would call a function of it.
 */
typedef struct
{
#define SHC_SOUP_MEMBER(name) __typeof__ (soup_##name) *name;
  SHC_SOUP_FUNCTIONS (SHC_SOUP_MEMBER)
#undef SHC_SOUP_MEMBER
} ShcSoup;

/** shc_soup: whole once shc_soup_load() has returned %TRUE, and then for good. */
extern ShcSoup shc_soup;

/** shc_soup_load: idempotent; any thread. Returns: %FALSE with %SHC_SERVICE_ERROR_OFFLINE if libsoup is not there. */
gboolean shc_soup_load (GError **error);

G_END_DECLS
