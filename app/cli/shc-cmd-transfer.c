/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc import` and `shc export`. */

#define G_LOG_DOMAIN "shc-cmd-transfer"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "shc-commands.h"
#include "shc-input.h"
#include "shc-intake-cli.h"
#include "shc-interrupt.h"
#include "shc-transfer.h"
#include "shc-unlock.h"

static gboolean
set_usage (GError     **error,
           const char  *sentence)
{
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, sentence);
  return FALSE;
}

/* Only on a terminal, over itself; the last one is wiped by what is said next. */
static void
show_progress (gint64   done,
               gint64   total,
               gpointer data)
{
  fputc ('\r', stderr);
  if (total > 0)
    fprintf (stderr, _("%3d %% "), (int) (done * 100 / total));
  else
    fprintf (stderr, "%" PRId64 " ", done);
}

static ShcProgress
choose_progress (ShcCli *self)
{
  return !self->json && isatty (STDERR_FILENO) ? show_progress : NULL;
}

static void
end_progress (ShcCli *self)
{
  if (choose_progress (self) != NULL)
    fputs ("\r          \r", stderr);
}

static void
add_import (JsonBuilder           *builder,
            const ShcImportResult *result,
            gboolean               dry_run)
{
  json_builder_begin_object (builder);
  if (dry_run)
    shc_json_add_null (builder, "import");
  else
    shc_json_add_int (builder, "import", result->import);
  shc_json_add_int (builder, "found", result->found);
  shc_json_add_int (builder, "imported", result->imported);
  shc_json_add_int (builder, "already_present", result->already_present);
  json_builder_set_member_name (builder, "skipped");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->skipped->len; i++)
    {
      const ShcSkipped *skipped = g_ptr_array_index (result->skipped, i);

      json_builder_begin_object (builder);
      shc_json_add_string (builder, "where", skipped->where);
      shc_json_add_string (builder, "why", skipped->why);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_import (const ShcImportResult *result,
              gboolean               dry_run)
{
  shc_cli_print (dry_run
                   ? _("Found: %" PRId64 ". Would be taken in: %" PRId64
                       ". Already here: %" PRId64 ".")
                   : _("Found: %" PRId64 ". Taken in: %" PRId64
                       ". Already here: %" PRId64 "."),
                 result->found, result->imported, result->already_present);
  for (guint i = 0; i < result->skipped->len; i++)
    {
      const ShcSkipped *skipped = g_ptr_array_index (result->skipped, i);

      shc_cli_print (_("Left out: %s: %s"), skipped->where, skipped->why);
    }
  if (!dry_run && result->imported > 0)
    shc_cli_print (_("“shc import --undo %" PRId64 "” takes it back."), result->import);
}

static gboolean
run_import (ShcCli    *self,
            ShcFormat  format,
            GError   **error)
{
  gboolean dry_run = shc_args_has (self->args, "dry-run");
  const char *path = self->args->positionals[0];
  g_autoptr(ShcImportResult) result = NULL;
  ShcInterrupt *interrupt;

  if (!shc_input_check_file (path, error) || !shc_cli_open (self, error))
    return FALSE;

  interrupt = shc_interrupt_begin ();
  result = shc_import_run (self->vault, path, format, dry_run, choose_progress (self), NULL,
                           shc_interrupt_get_cancellable (interrupt), error);
  shc_interrupt_end (interrupt);
  end_progress (self);
  shc_interrupt_explain (error, _("It was stopped: nothing was taken in, and nothing was changed."));
  if (result == NULL)
    return FALSE;

  if (self->json)
    add_import (self->reply, result, dry_run);
  else
    print_import (result, dry_run);
  return TRUE;
}

/* What belongs to one format alone is not passed over in silence with another. */
static gboolean
check_intake_words (const ShcArgs  *args,
                    GError        **error)
{
  static const char *const words[] = { "take", "response", "map", "only" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (shc_args_has (args, words[i]))
      return set_usage (error, _("--take, --response, --map and --only go with --format typeform."));
  return TRUE;
}

static gboolean
run_undo (ShcCli  *self,
          GError **error)
{
  gint64 import = 0;
  gint64 removed = 0;
  gint64 kept = 0;

  if (self->args->n_positionals > 0 || shc_args_has (self->args, "dry-run")
      || shc_args_has (self->args, "format"))
    return set_usage (error, _("--undo stands alone: it takes a whole import back."));
  if (!shc_input_get_number (self->args, "undo", 1, G_MAXINT64, &import, error)
      || !shc_cli_open (self, error)
      || !shc_import_undo (self->vault, import, &removed, &kept, error))
    return FALSE;

  if (!self->json)
    {
      shc_cli_print (_("Taken back: %" PRId64 ". Edited since and kept: %" PRId64
                       "."), removed, kept);
      return TRUE;
    }
  json_builder_begin_object (self->reply);
  shc_json_add_int (self->reply, "import", import);
  shc_json_add_int (self->reply, "removed", removed);
  shc_json_add_int (self->reply, "kept", kept);
  json_builder_end_object (self->reply);
  return TRUE;
}

gboolean
shc_cmd_import (ShcCli  *self,
                GError **error)
{
  const char *name = shc_args_get (self->args, "format");
  ShcFormat format = SHC_FORMAT_AUTO;

  if (shc_args_has (self->args, "undo"))
    return run_undo (self, error);
  if (self->args->n_positionals == 0)
    return set_usage (error, _("The file to take in is missing, or --undo and the number of an "
                               "import."));
  if (g_strcmp0 (name, "typeform") == 0)
    return shc_intake_cli_import (self, error);
  if (!check_intake_words (self->args, error))
    return FALSE;
  if (name != NULL && (!shc_format_from_string (name, &format) || format == SHC_FORMAT_MARKDOWN))
    return set_usage (error, _("--format is one of auto, shc, jsonl, jrnl, typeform for what comes in."));

  return run_import (self, format, error);
}

static gboolean
read_range (const ShcArgs   *args,
            ShcExportRange  *range,
            GError         **error)
{
  g_autoptr(ShcFilter) filter = shc_filter_new ();

  if (!shc_input_get_filter (args, filter, error))
    return FALSE;
  range->from_day = filter->from_day;
  range->to_day = filter->to_day;
  range->tag = g_steal_pointer (&filter->tag);
  return TRUE;
}

static gboolean
check_export_words (const ShcArgs  *args,
                    ShcFormat      *format,
                    GError        **error)
{
  const char *name = shc_args_get (args, "format");

  if (name == NULL || !shc_format_from_string (name, format)
      || (*format != SHC_FORMAT_SHC && *format != SHC_FORMAT_JSONL && *format != SHC_FORMAT_MARKDOWN))
    return set_usage (error, _("--format is one of shc, jsonl, markdown for what goes out."));
  if (args->positionals[0][0] == '\0' || shc_args_get_fd (args->positionals[0]) >= 0)
    return set_usage (error, _("An export needs the name of a new file or folder."));
  return TRUE;
}

gboolean
shc_cmd_export (ShcCli  *self,
                GError **error)
{
  ShcExportRange range = { -1, -1, NULL };
  g_autofree char *tag = NULL;
  g_autofree char *path = NULL;
  g_autoptr(ShcExportResult) result = NULL;
  ShcInterrupt *interrupt;
  ShcFormat format = SHC_FORMAT_SHC;

  if (!check_export_words (self->args, &format, error) || !read_range (self->args, &range, error))
    return FALSE;
  tag = range.tag;
  path = g_canonicalize_filename (self->args->positionals[0], NULL);
  if (!shc_cli_open (self, error))
    return FALSE;

  shc_cli_warn (_("This is not encrypted: whoever has the file can read all that is in it."));
  interrupt = shc_interrupt_begin ();
  result = shc_export_run (self->vault, path, format, &range, choose_progress (self), NULL,
                           shc_interrupt_get_cancellable (interrupt), error);
  shc_interrupt_end (interrupt);
  end_progress (self);
  shc_interrupt_explain (error, _("It was stopped: nothing was written, and nothing was changed."));
  if (result == NULL)
    return FALSE;

  if (!self->json)
    {
      g_autofree char *size = g_format_size ((guint64) result->bytes);

      shc_cli_print (_("%s: %" PRId64 " reflections, %s."), result->file,
                     result->reflections, size);
      return TRUE;
    }
  json_builder_begin_object (self->reply);
  shc_json_add_string (self->reply, "file", result->file);
  shc_json_add_int (self->reply, "reflections", result->reflections);
  shc_json_add_int (self->reply, "bytes", result->bytes);
  json_builder_end_object (self->reply);
  return TRUE;
}
