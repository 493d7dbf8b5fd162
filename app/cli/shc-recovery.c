/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Showing a recovery code: written past the buffers of standard output. */

#define G_LOG_DOMAIN "shc-recovery"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shc-recovery.h"

static void
write_all (const char *text,
           gsize       length)
{
  while (length > 0)
    {
      gssize written = write (STDOUT_FILENO, text, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          shc_cli_warn (_("shc: The recovery code could not be written (%s); "
                          "“shc vault new-recovery-code” makes another one."), g_strerror (errno));
          return;
        }
      text += written;
      length -= (gsize) written;
    }
}

static void
write_code (GBytes *code)
{
  const char *text = g_bytes_get_data (code, NULL);

  fflush (stdout);
  write_all (text, strlen (text));
}

void
shc_recovery_print (GBytes *code)
{
  shc_cli_print ("\n%s\n", _("Your recovery code. It opens this journal when nothing else does, and "
                             "it is shown only now:\nplease write it down and keep it apart from "
                             "this computer."));
  printf ("    ");
  write_code (code);
  printf ("\n\n");
}

void
shc_recovery_print_json (ShcVault *vault,
                         GBytes   *code,
                         ShcSlots  slots)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *rest = NULL;

  /* Everything but the code is one object, and the code becomes its first member. */
  json_builder_begin_object (builder);
  if (vault != NULL)
    {
      shc_json_add_string (builder, "vault", shc_vault_get_dir (vault));
      shc_cli_add_slots (builder, slots);
    }
  json_builder_end_object (builder);
  rest = shc_json_end (builder);

  printf ("{\"recovery_code\":\"");
  write_code (code);
  printf ("\"%s%s\n", rest[1] != '}' ? "," : "", rest + 1);
}
