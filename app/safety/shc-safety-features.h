/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model knows of a text: its words, pairs of words, which words begin and end a sentence, and pieces of
 * words, each by a number.
 *
 * Numbers are hashes ("feature hashing": Weinberger and others, "Feature hashing for large scale multitask
 * learning", 2009, arXiv:0902.2206); who has a weight for each takes them modulo how many. */

#pragma once

#include "shc-safety-text.h"

G_BEGIN_DECLS

/** SHC_SAFETY_LENGTH_SMOOTHING: a sum over features is divided by the root of their number and this: a few words alone
 * say little. */
#define SHC_SAFETY_LENGTH_SMOOTHING 24

/** ShcSafetyFeatures: @features: (element-type guint32): those that came with each token, one token after the
 * other; @begin: (element-type guint32): where each token's begin; one more at the end. */
typedef struct
{
  GArray *features;
  GArray *begin;
} ShcSafetyFeatures;

/** shc_safety_features_new: Returns: (transfer full): the features of @text; pairs of words stand in a row or have one or
 * two others between them. */
ShcSafetyFeatures *shc_safety_features_new  (const ShcSafetyText *text);

/** shc_safety_features_new_near: the same with those pairs only that stand in a row, which are nearly half as many, and with
 * numbers known by their length alone. */
ShcSafetyFeatures *shc_safety_features_new_near (const ShcSafetyText *text);
/** shc_safety_get_length_feature: Returns: the feature that a part of @n_tokens has by its length alone. */
guint32            shc_safety_get_length_feature (guint n_tokens);
void               shc_safety_features_free (ShcSafetyFeatures *self);

/** shc_safety_features_add_named: @names: (array length=n): things found in the text by another way, in their order: each, and
 * which come before which, are features behind those of all tokens. */
void               shc_safety_features_add_named (ShcSafetyFeatures *self, const guint32 *names, gsize n);

/** shc_safety_features_number_row: @names: (array length=n): things of which each stands behind the one before; @kind: what tells
 * such rows from others. Returns: the number of the feature of having that. */
guint32            shc_safety_features_number_row (const guint32 *names, gsize n, guint32 kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyFeatures, shc_safety_features_free)

G_END_DECLS
