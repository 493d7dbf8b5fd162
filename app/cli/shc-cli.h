/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of `shc`: its arguments, its vault, and what it says. */

#pragma once

#include "shc-args.h"
#include "shc-cli-error.h"
#include "shc-json.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/**
 * ShcCli:
 * @json: one JSON value on standard output instead of text for people
 * @vault: made at the start, opened by shc_cli_open()
 * @passphrase: (nullable): what was given or typed, once known to be right
 * @reply: what `--json` prints at the end; a command fills in exactly one value
 * @status: the exit status when nothing failed: 1 for "looked, and it is not well"
 */
struct _ShcCli
{
  ShcArgs     *args;
  gboolean     json;
  ShcVault    *vault;
  GBytes      *passphrase;
  JsonBuilder *reply;
  int          status;
};

/** shc_cli_main: @argv: (array zero-terminated=1): without the program's name. Returns: the exit
 * status. */
int shc_cli_main (char **argv);

/** ShcCliJob: like #ShcVaultJob, but says whether it succeeded. */
typedef gboolean (*ShcCliJob) (ShcDb *db, gpointer data, GError **error);

/** shc_cli_do: runs @job on the open vault's connection of @role and waits. */
gboolean shc_cli_do (ShcCli *self, ShcDbRole role, ShcCliJob job, gpointer data, GError **error);

/** shc_cli_say: a line for people on standard error; silent with `--json`. */
void     shc_cli_say (ShcCli *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** shc_cli_warn: the same, but with `--json` too. */
void     shc_cli_warn (const char *format, ...) G_GNUC_PRINTF (1, 2);

/** shc_cli_print: a text for people on standard output. */
void     shc_cli_print (const char *format, ...) G_GNUC_PRINTF (1, 2);

/** shc_cli_add_slots: adds `"slots": [...]` to the open object. */
void     shc_cli_add_slots (JsonBuilder *builder, ShcSlots slots);

/** shc_cli_print_slots: the same for people. */
void     shc_cli_print_slots (ShcSlots slots);

G_END_DECLS
