/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody who has talked with an AI for long is told so. */

#define G_LOG_DOMAIN "shc-pause"

#include "config.h"

#include "shc-pause.h"

#include <glib/gi18n-lib.h>

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)
#define SOFT_US   (45 * MINUTE_US)
#define CLEAR_US  (180 * MINUTE_US)
#define PAUSE_US  (30 * MINUTE_US)

const char *
shc_pause_note (ShcPause *self,
                gint64    now_us)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->last_us == 0 || now_us - self->last_us >= PAUSE_US)
    {
      *self = (ShcPause) { .begun_us = now_us, .told_us = now_us };
      self->last_us = now_us;
      return NULL;
    }
  self->last_us = now_us;
  if (now_us - self->told_us >= CLEAR_US)
    {
      self->told_us = now_us;
      self->told = TRUE;
      return _("You have talked with an AI for three hours. It is a program, not a person, and it can wait. Please take a "
               "pause now; if something weighs on you, somebody you trust can be with you as this cannot.");
    }
  if (self->told || now_us - self->begun_us < SOFT_US)
    return NULL;
  self->told = TRUE;
  return _("You have been talking for a good while. A pause is welcome whenever you like: nobody is waiting for you here.");
}
