/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Showing a recovery code: written past the buffers of standard output. */

#define G_LOG_DOMAIN "shc-recovery"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shc-line.h"
#include "shc-recovery-code.h"
#include "shc-recovery.h"

#define MAX_TRIES 3
/* A journal that stands open while nobody is there to answer is locked. */
#define ASK_MIN   10

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

/* Returns: whether word @index came back right; an empty line, or any other end, gives up. */
static gboolean
ask_word (ShcLine *line,
          GBytes  *code,
          guint    index)
{
  g_autofree char *prompt = g_strdup_printf (_("Word %u: "), index + 1);

  for (int tries = 1; tries <= MAX_TRIES; tries++)
    {
      char *typed;
      ShcLineEnd end = shc_line_read (line, prompt, ASK_MIN, &typed);
      g_autofree char *word = typed;

      if (end != SHC_LINE_TYPED)
        shc_cli_warn ("%s", "");
      if (end != SHC_LINE_TYPED || g_strstrip (word)[0] == '\0')
        return FALSE;
      if (shc_recovery_code_word_matches (code, index, word))
        return TRUE;
      shc_cli_warn (_("That is not word %u of the code. Please look again."), index + 1);
    }
  return FALSE;
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

void
shc_recovery_confirm (ShcCli *cli,
                      GBytes *code)
{
  g_autoptr(ShcLine) line = NULL;
  g_autoptr(GError) error = NULL;
  guint first = (guint) g_random_int_range (0, SHC_RECOVERY_WORDS - 1);
  guint second = (guint) g_random_int_range ((gint32) first + 1, SHC_RECOVERY_WORDS);
  gboolean right;

  if (cli->json || !isatty (STDIN_FILENO) || !isatty (STDOUT_FILENO))
    return;

  shc_cli_warn (_("When it is written down, please type two of its words back. Enter alone leaves "
                  "that for later."));
  line = shc_line_new ();
  right = ask_word (line, code, first) && ask_word (line, code, second);
  if (right && shc_vault_set_recovery_confirmed (cli->vault, &error))
    shc_cli_print (_("The recovery code is confirmed."));
  else if (error != NULL)
    shc_cli_warn ("%s", error->message);
  else
    shc_cli_warn (_("The recovery code is not confirmed. If you have it on paper, all is well; else "
                    "“shc vault new-recovery-code” makes another one and asks again."));
}
