/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what somebody writes says that they may be in danger: on this device, in every language the
 * program speaks at once, and without a trace. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** ShcSafetyLevel: in rising order. NOW: a card first, and what was to be sent waits. CONCERN: a card
 * beside it. MENTION: a small link to support. */
typedef enum
{
  SHC_SAFETY_NONE,
  SHC_SAFETY_MENTION,
  SHC_SAFETY_CONCERN,
  SHC_SAFETY_NOW,
} ShcSafetyLevel;

/** ShcSafetyTopic: what a card is about. BODY: signs that fasting or illness has become dangerous. */
typedef enum
{
  SHC_SAFETY_TOPIC_LIFE,
  SHC_SAFETY_TOPIC_HARM,
  SHC_SAFETY_TOPIC_BODY,
  SHC_SAFETY_TOPIC_EATING,
  SHC_SAFETY_TOPIC_FASTING,
  SHC_SAFETY_TOPIC_MEDICINE,
  SHC_SAFETY_TOPIC_HOME,
  SHC_SAFETY_N_TOPICS,
} ShcSafetyTopic;

/** ShcSafetyFinding: a level, and what a card at that level is about. */
typedef struct
{
  ShcSafetyLevel level;
  ShcSafetyTopic topic;
} ShcSafetyFinding;

/**
 * shc_safety_check:
 * @text: what was written; any bytes
 * @length: their number, or -1 if NUL-terminated
 *
 * A pure function: nothing is kept, counted, logged or sent. The first call reads the patterns, which
 * takes some milliseconds. Any thread.
 *
 * Returns: the highest level that any part of @text reaches in any language.
 */
ShcSafetyFinding shc_safety_check (const char *text, gssize length);

/** shc_safety_explain: Returns: (transfer full): for those who write patterns: each rule that matched
 * in @text, a line each. */
char *shc_safety_explain (const char *text, gssize length);

/** shc_safety_level_get_name: Returns: (nullable): "mention", "concern", "now"; %NULL for none. */
const char *shc_safety_level_get_name (ShcSafetyLevel level);

G_END_DECLS
