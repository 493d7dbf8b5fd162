/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command is: its words, options and help, in one table. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ShcCli ShcCli;

typedef enum
{
  SHC_OPTION_REPEATS = 1 << 0,
  SHC_OPTION_FILE    = 1 << 1, /* names a file that is read: `-` is standard input */
  SHC_OPTION_TEXT    = 1 << 2, /* a text: `-` reads it from standard input */
} ShcOptionFlags;

/**
 * ShcOption:
 * @name: without its dashes
 * @value: (nullable): what help calls its value; %NULL for one that takes none
 * @help: (nullable): a clause for help, to be translated
 */
typedef struct
{
  const char     *name;
  const char     *value;
  const char     *help;
  ShcOptionFlags  flags;
} ShcOption;

typedef enum
{
  SHC_GROUP_VAULT,
  SHC_GROUP_REFLECTIONS,
  SHC_GROUP_ABOUT,
  SHC_GROUP_COMPANION,
  SHC_GROUP_SHARING,
  SHC_GROUP_SUPPORT,
  SHC_GROUP_PROGRAMS,
} ShcGroup;

#define SHC_COMMAND_MAX_OPTIONS 16
#define SHC_ANY_NUMBER G_MAXUINT

/**
 * ShcCommand:
 * @name: one word or two, "vault status"
 * @arguments: what follows it, for help: "[TEXT|-]"
 * @min: @max: how many words follow it, options aside
 * @text: which of those words (from 1) is a text that `-` reads from standard input; 0 for none
 * @file: which of those words (from 1) names a file that is read; 0 for none
 * @dashes: whether words that begin with one dash are words and not options
 * @input: whether it reads standard input without being told to by `-`
 * @endpoint: speaks the former web service's JSON, errors included
 * @writes: whether it changes what the journal holds, which a daily backup should have
 * @lists_settings: whether help ends with all settings
 * @run: does it; %FALSE with an error
 * @summary: one line for help, to be translated
 * @details: (nullable): more for help, to be translated
 */
typedef struct
{
  const char *name;
  ShcGroup    group;
  const char *arguments;
  guint       min;
  guint       max;
  guint       text;
  guint       file;
  gboolean    dashes;
  gboolean    input;
  gboolean    endpoint;
  gboolean    writes;
  gboolean    lists_settings;
  gboolean  (*run) (ShcCli *cli, GError **error);
  const char *summary;
  const char *details;
  ShcOption   options[SHC_COMMAND_MAX_OPTIONS];
} ShcCommand;

/** shc_commands_get: Returns: (transfer none): all commands in the order of help. */
const ShcCommand *shc_commands_get (guint *n_commands);

/** shc_commands_get_global: Returns: (transfer none): the options that every command takes; the
 * last has no name. */
const ShcOption  *shc_commands_get_global (void);

G_END_DECLS
