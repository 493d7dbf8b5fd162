/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table: which error is answered by a toast, a dialog or a status page, and with what help. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_REACT_TOAST,     /* recoverable: one line, "Details" */
  SHC_REACT_DIALOG,    /* something must be done before going on */
  SHC_REACT_UNLOCK,    /* the unlock page says it */
  SHC_REACT_BROKEN,    /* the status page says it */
  SHC_REACT_FIRST_RUN, /* there is no vault yet */
} ShcReaction;

/** What makes sense after an error; only these are offered. */
typedef enum
{
  SHC_OFFER_KEYRING    = 1 << 0,
  SHC_OFFER_PASSPHRASE = 1 << 1,
  SHC_OFFER_RECOVERY   = 1 << 2,
  SHC_OFFER_RETRY      = 1 << 3,
  SHC_OFFER_RESTORE    = 1 << 4,
  SHC_OFFER_FOLDER     = 1 << 5,
} ShcOffers;

typedef struct
{
  int         code;     /* of SHC_VAULT_ERROR */
  ShcReaction reaction;
  ShcOffers   offers;
  const char *icon;
  const char *title;    /* untranslated; see shc_ui_error_get_title() */
  const char *body;     /* what is safe, and what to do */
} ShcUiError;

/** shc_ui_error_look_up: @error: any domain; unknown ones get the row of "failed".
 * Returns: (transfer none): never %NULL. */
const ShcUiError *shc_ui_error_look_up   (const GError *error);
/** Returns: translated. */
const char       *shc_ui_error_get_title (const ShcUiError *self);
const char       *shc_ui_error_get_body  (const ShcUiError *self);

/** shc_report_error: says @error where the table has it said: a toast with "Details", a dialog, or
 * by turning the window to its unlock or status page. %G_IO_ERROR_CANCELLED is never shown.
 * @from: any widget inside the window or one of its dialogs. */
void shc_report_error (GtkWidget *from, const GError *error);

G_END_DECLS
