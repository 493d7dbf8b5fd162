/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns against a text. */

#pragma once

#include "shc-safety-rules.h"
#include "shc-safety-text.h"

G_BEGIN_DECLS

/**
 * shc_safety_match:
 * @rules: finished; only read, so any number of threads may use it at once
 * @matched: (nullable) (element-type ShcSafetyRule): takes every rule that gave a level; with it, all
 *   are looked for, else only as far as the highest needs
 *
 * Returns: the highest level of all rules that match, and what the first of those is about.
 */
ShcSafetyFinding shc_safety_match (const ShcSafetyRules *rules, const ShcSafetyText *text, GPtrArray *matched);

/** shc_safety_match_doubting: the same, where a rule that matches and whose level is above a mention but below the one that
 * @doubts has for the first token of the match gives a mention only. */
ShcSafetyFinding shc_safety_match_doubting (const ShcSafetyRules *rules, const ShcSafetyText *text, const guint8 *doubts,
                                            GPtrArray *matched);

/** ShcSafetyPlace: where something that has a name was found: @name: as a #ShcSafetyRule has it; @at: its first token, @end: the one
 * behind its last. */
typedef struct
{
  guint32 name;
  guint32 at;
  guint32 end;
} ShcSafetyPlace;

/** shc_safety_match_places: as shc_safety_match(); @places: (element-type ShcSafetyPlace): takes every place at which a rule of one
 * part alone matches. */
void shc_safety_match_places (const ShcSafetyRules *rules, const ShcSafetyText *text, GPtrArray *matched,
                              GArray *places);

G_END_DECLS
