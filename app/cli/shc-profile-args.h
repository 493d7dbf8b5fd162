/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The profile as options give it and as JSON shows it. */

#pragma once

#include "shc-cli.h"
#include "shc-profile.h"

G_BEGIN_DECLS

/** shc_profile_args_read: fills @given with the options that were given, standard input included;
 * an empty value takes away. All are checked. Errors: USAGE and what the checks say. */
gboolean shc_profile_args_read (const ShcArgs *args, ShcProfile *given, GError **error);

/** shc_profile_args_merge: puts the options that were given over @profile. */
void     shc_profile_args_merge (const ShcArgs *args, const ShcProfile *given, ShcProfile *profile);

/** shc_profile_args_any: Returns: whether any of them was given. */
gboolean shc_profile_args_any (const ShcArgs *args);

/** shc_profile_args_explain: says, if @profile is not of an adult, what that means. */
void     shc_profile_args_explain (ShcCli *cli, const ShcProfile *profile);

G_END_DECLS
