/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line taken apart by the table of commands. */

#pragma once

#include "shc-command.h"

G_BEGIN_DECLS

/**
 * ShcArgs:
 * @command: (nullable): the command that was named; %NULL for `shc` alone
 * @group: (nullable): the first word of several commands' names, asked about by `--help`
 * @help: @version: asked for with or without a command
 * @positionals: (array zero-terminated=1): what is neither a command word nor an option
 */
typedef struct
{
  const ShcCommand  *command;
  const char        *group;
  gboolean           help;
  gboolean           version;
  const char       **positionals;
  guint              n_positionals;
  GHashTable        *options;
} ShcArgs;
void shc_args_free (ShcArgs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcArgs, shc_args_free)

/**
 * shc_args_parse:
 * @argv: (array zero-terminated=1): without the program's name; must outlive the result
 *
 * Options may stand before, between and after other words, as `--option value` or `--option=value`;
 * `--` ends them. Checks all of it against the command's table: names, numbers of words, UTF-8, and
 * that standard input and each inherited descriptor serves one thing only.
 *
 * Returns: (transfer full) (nullable): Errors: %SHC_CLI_ERROR_USAGE.
 */
ShcArgs           *shc_args_parse (char **argv, GError **error);

/** shc_args_find_flag: Returns: whether global flag @name stands somewhere before `--`: for words
 * that shc_args_parse() refused. */
gboolean           shc_args_find_flag (char **argv, const char *name);

/** shc_args_find_name: the same for what is named. @command: (out) (transfer none) (nullable).
 * Returns: (transfer none) (nullable): its name, or the first word of several commands' names. */
const char        *shc_args_find_name (char **argv, const ShcCommand **command);

/** shc_args_get_second_words: Returns: (transfer full) (nullable): "status, verify" for "vault". */
char              *shc_args_get_second_words (const char *first);

gboolean           shc_args_has (const ShcArgs *self, const char *option);
/** Returns: (transfer none) (nullable): %NULL if not given. */
const char        *shc_args_get (const ShcArgs *self, const char *option);
/** Returns: (transfer none) (array zero-terminated=1) (nullable): all values of one that repeats. */
const char *const *shc_args_get_all (const ShcArgs *self, const char *option);

/** shc_args_get_fd: Returns: the inherited descriptor that @path names: 0 for `-`, N for
 * `/dev/fd/N` and its synonyms, -1 for an ordinary path. */
int                shc_args_get_fd (const char *path);

G_END_DECLS
