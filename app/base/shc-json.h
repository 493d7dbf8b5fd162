/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON in and out: strict on what is read, compact and one line on what is written. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** Deepest nesting that is read; a file of a million brackets must not end the program. */
#define SHC_JSON_MAX_DEPTH 64

typedef enum
{
  SHC_JSON_ERROR_SYNTAX, /* not JSON (RFC 8259), nested too deeply, or not UTF-8 */
  SHC_JSON_ERROR_FIELD,  /* a field is missing or of the wrong type; the message names it */
} ShcJsonError;
#define SHC_JSON_ERROR (shc_json_error_quark ())
GQuark shc_json_error_quark (void);

/**
 * shc_json_check:
 * @text: bytes, may hold anything
 * @length: their number
 *
 * Whether @text is exactly one JSON value by RFC 8259: UTF-8, no comments, no trailing commas, no
 * U+0000 and no lone surrogates in strings, nested at most %SHC_JSON_MAX_DEPTH deep. JSON-GLib by
 * itself is laxer and cuts strings at an escaped NUL. Errors: %SHC_JSON_ERROR_SYNTAX, with a
 * translated sentence that names the byte; never any of the text.
 */
gboolean    shc_json_check (const char *text, gsize length, GError **error);

/** shc_json_parse: Returns: (transfer full): the value after shc_json_check(); %NULL with an error. */
JsonNode   *shc_json_parse (const char *text, gsize length, GError **error);

/** shc_json_mend_escapes: puts U+FFFD in place of escapes that stand for no character: U+0000 and lone surrogates. @text: (inout):
 * JSON, or anything. Returns: whether there were any. */
gboolean    shc_json_mend_escapes (char *text, gsize length);

/** shc_json_print: Returns: (transfer full): @node as one compact line without a line break. */
char       *shc_json_print (JsonNode *node);

/** shc_json_end: Returns: (transfer full): what @builder holds, which must be complete, as one
 * compact line; the builder is reset. */
char       *shc_json_end (JsonBuilder *builder);

/* Members of an open object; a missing value becomes `null`. */

void        shc_json_add_string (JsonBuilder *builder, const char *name, const char *value);
void        shc_json_add_int (JsonBuilder *builder, const char *name, gint64 value);
void        shc_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value);
void        shc_json_add_null (JsonBuilder *builder, const char *name);
/** shc_json_add_time: @utc_us: microseconds since 1970; 0 or less becomes `null`. */
void        shc_json_add_time (JsonBuilder *builder, const char *name, gint64 utc_us);
void        shc_json_add_strings (JsonBuilder *builder, const char *name, const char *const *values);

/**
 * shc_json_get_string:
 * @required: whether a missing member or `null` is an error
 * @value: (out) (transfer none) (nullable): the string; %NULL if missing and not @required
 *
 * Errors: %SHC_JSON_ERROR_FIELD, naming @name.
 */
gboolean    shc_json_get_string (JsonObject *object, const char *name, gboolean required,
                                 const char **value, GError **error);

G_END_DECLS
